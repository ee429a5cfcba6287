"""Reading of units."""

from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from bihuan.core.scope import Scope, under
from bihuan.units.models import Certificate, Unit
from bihuan.units.rules import EXPIRES_SOON_DAYS


def registered(on: date) -> Q:
    """Units in the register on a day."""
    return Q(opened_on__lte=on) & (Q(ended_on__isnull=True) | Q(ended_on__gt=on))


def above_scale(on: date) -> Q:
    """Units above the statistical threshold (规模以上) on a day."""
    return Q(above_scale_from__lte=on) & (Q(above_scale_to__isnull=True) | Q(above_scale_to__gt=on))


def search(
    scope: Scope, *, words: str = "", category: str = "", cell: str = "", state: str = ""
) -> QuerySet[Unit]:
    """Units by part of the name, pinyin initials or the end of a phone; narrowed by category, cell and state. What was withdrawn is
    found only where it is asked for."""
    found: QuerySet[Unit] = Unit.objects.within(scope)
    for word in words.split():
        by_name = Q(name__icontains=word) | Q(head__icontains=word)
        if word.isascii():
            by_name |= (
                Q(initials__startswith=word.lower()) | Q(phone__endswith=word) | Q(uscc__startswith=word)
            )
        found = found.filter(by_name)
    if category:
        found = found.filter(category__startswith=category)
    if cell:
        found = found.filter(under("cell_path", cell))
    return found.filter(state=state) if state else found.exclude(state="withdrawn")


SORTS = {
    "name": "name",
    "category": "category",
    "cell": "cell_path",
    "visited": "last_visited_on",
    "opened": "opened_on",
}


def in_order(found: QuerySet[Unit], sort: str) -> QuerySet[Unit]:
    """Units by a column's key of SORTS, "-" before it for descending; those never visited come first by "visited"."""
    column = F(SORTS.get(sort.lstrip("-"), "name"))
    order = column.desc(nulls_last=True) if sort.startswith("-") else column.asc(nulls_first=True)
    return found.order_by(order, "name", "pk")


def certificates(scope: Scope, on: date) -> QuerySet[Certificate]:
    """Certificates that stood on a day, the first to run out first."""
    found: QuerySet[Certificate] = Certificate.objects.within(scope).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on), registered_on__lte=on
    )
    return found


def expiring(scope: Scope, on: date) -> QuerySet[Certificate]:
    """Those of them that have run out or will within 30 days, at units still in the register."""
    soon = on + timedelta(days=EXPIRES_SOON_DAYS)
    return certificates(scope, on).filter(valid_until__lte=soon, unit__ended_on__isnull=True)
