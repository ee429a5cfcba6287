"""Reading of units."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Avg, Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from bihuan.core.scope import Scope, under
from bihuan.search.queries import matching
from bihuan.units.geometry import Point
from bihuan.units.likeness import Known, Pair, Register
from bihuan.units.models import Apart, Certificate, Contact, Document, Plate, ReminderSetting, Unit
from bihuan.units.rules import CERTIFICATES

PINS_MAX = 500

# What one of two units has and the other may take over; `cell` and `department` as rows.
MERGED_FIELDS = (
    "name",
    "category",
    "uscc",
    "address",
    "cell",
    "department",
    "head",
    "phone",
    "employees",
    "above_scale_from",
    "above_scale_to",
    "pilot_from",
    "details",
    "position",
)


def of_trades(codes: Iterable[str]) -> Q:
    """Units of some categories or below one of them; of none, none."""
    found = Q(pk__in=())
    for code in codes:
        found |= Q(category=code) | Q(category__startswith=f"{code}.")
    return found


def particulars(unit: Unit) -> dict[str, Any]:
    """A unit's values of MERGED_FIELDS; its position as one value, None where it has none."""
    position = None if unit.latitude is None else (unit.latitude, unit.longitude)
    return {name: getattr(unit, name) for name in MERGED_FIELDS if name != "position"} | {
        "position": position
    }


def above_scale(on: date) -> Q:
    """Units above the statistical threshold (规模以上) on a day."""
    return Q(above_scale_from__lte=on) & (Q(above_scale_to__isnull=True) | Q(above_scale_to__gt=on))


def search(
    scope: Scope, *, words: str = "", category: str = "", cell: str = "", state: str = ""
) -> QuerySet[Unit]:
    """Units by whatever they are found by (`units.search`); narrowed by category, cell and state. Stubs of those that were merged
    and what was withdrawn are found only by that state."""
    found: QuerySet[Unit] = Unit.objects.within(scope)
    if state != "merged":
        found = found.filter(merged_into__isnull=True)
    if words.strip():
        found = found.filter(pk__in=matching(scope.town, "unit", words))
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


def reminders(scope: Scope) -> ReminderSetting:
    """When the scope's town is reminded of what runs out."""
    found: ReminderSetting | None = ReminderSetting.objects.within(scope).first()
    return found or ReminderSetting(town_id=scope.town)


def with_first_step(found: QuerySet[Certificate], scope: Scope) -> QuerySet[Certificate]:
    """Certificates with `first_step`: how many days before its end the town is reminded of it first, -1 for not before."""
    setting = reminders(scope)
    whens = [When(kind=kind, then=Value(max(setting.of(kind), default=-1))) for kind in CERTIFICATES]
    return found.annotate(first_step=Case(*whens, default=Value(-1)))


def expiring(scope: Scope, on: date) -> QuerySet[Certificate]:
    """Those of them that have run out or come to the town's first reminder, at units still in the register."""
    setting = reminders(scope)
    kinds: dict[int, list[str]] = defaultdict(list)
    for kind in CERTIFICATES:
        kinds[max(setting.of(kind), default=-1)].append(kind)
    near = Q()
    for days, some in kinds.items():
        near |= Q(kind__in=some, valid_until__lte=on + timedelta(days=days))
    farthest = on + timedelta(days=max(kinds))
    return certificates(scope, on).filter(near, valid_until__lte=farthest, unit__ended_on__isnull=True)


def running_out(
    scope: Scope,
    on: date,
    *,
    until: date | None = None,
    month: date | None = None,
    kind: str = "",
    words: str = "",
    soon: bool = False,
) -> QuerySet[Certificate]:
    """Certificates that stand, of units in the register, the first to run out first: those that run out by a day, in a month
    (its first day), of a kind; `soon`: those that the town is reminded of."""
    found = expiring(scope, on) if soon else certificates(scope, on).filter(unit__ended_on__isnull=True)
    if until:
        found = found.filter(valid_until__lte=until)
    if month:
        after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        found = found.filter(valid_until__gte=month, valid_until__lt=after)
    if kind:
        found = found.filter(kind=kind)
    for word in words.split():
        found = found.filter(
            Q(unit__name__icontains=word) | Q(holder__icontains=word) | Q(number__icontains=word)
        )
    return with_first_step(found.order_by("valid_until", "id"), scope)


def contacts(scope: Scope, unit: Unit) -> QuerySet[Contact]:
    """The persons to speak to at a unit now."""
    found: QuerySet[Contact] = Contact.objects.within(scope).filter(unit=unit, ended_on__isnull=True)
    return found.order_by("from_on", "id")


def documents(scope: Scope, unit: Unit) -> QuerySet[Document]:
    """The papers kept on a unit now, the newest first."""
    found: QuerySet[Document] = Document.objects.within(scope).filter(unit=unit, ended_on__isnull=True)
    return found.select_related("file").order_by("-from_on", "-id")


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a file is a paper kept on a unit of the scope."""
    return bool(Document.objects.within(scope).filter(file=file_id).exists())


def plate_of(scope: Scope, unit: Unit) -> Plate | None:
    """The plate in force at a unit."""
    found: Plate | None = Plate.objects.within(scope).filter(unit=unit, ended_on__isnull=True).first()
    return found


def plates_of(scope: Scope, units: Sequence[UUID]) -> list[Plate]:
    """The plates in force of some units that are in the register, with their units, in the units' order."""
    found = Plate.objects.within(scope).filter(
        unit__in=units, ended_on__isnull=True, unit__ended_on__isnull=True
    )
    by_unit = {plate.unit_id: plate for plate in found.select_related("unit")}
    return [by_unit[pk] for pk in units if pk in by_unit]


def plate_by_code(code: str) -> Plate | None:
    """The plate in force with a code, with the unit that it leads to now in `leads_to`: a stub's leads to the unit that it was
    merged into. Read before anyone's scope is known: the code is the key."""
    plate: Plate | None = (
        Plate.codes.select_related("unit", "unit__merged_into", "town")
        .filter(code=code, ended_on__isnull=True)
        .first()
    )
    return plate


def told_apart(scope: Scope) -> QuerySet[Apart]:
    """The pairs of units, of which one is in the scope, that were said to be two; the last said first."""
    found: QuerySet[Apart] = Apart.objects.within(scope).filter(ended_on__isnull=True)
    return found.select_related("unit", "other").order_by("-from_on", "-id")


def twins(scope: Scope) -> list[Pair]:
    """The units of a scope that may have been registered twice, but those of which somebody has said that they are two."""
    now = (Coalesce("unit__merged_into", "unit"), Coalesce("other__merged_into", "other"))
    apart = {frozenset(pair) for pair in told_apart(Scope.whole_town(scope.town)).values_list(*now)}
    rows = Unit.objects.within(scope).filter(ended_on__isnull=True)
    told = rows.order_by("pk").values_list("pk", "name", "address", "uscc", "phone", "cell_path")
    pairs = Register(Known(*row) for row in told).pairs()
    return [pair for pair in pairs if frozenset((pair.one.id, pair.other.id)) not in apart]


def neighbours(scope: Scope, unit: Unit) -> list[Unit]:
    """Units that lie somewhere, near the one given: the town's whose position is known, at most PINS_MAX."""
    rows = (
        Unit.objects.within(scope).filter(latitude__isnull=False, ended_on__isnull=True).exclude(pk=unit.pk)
    )
    return list(rows.order_by("pk")[:PINS_MAX])


def middle(town: UUID, *, without: UUID) -> Point | None:
    """The middle (the mean) of a town's units that lie somewhere, one left out; None where there is no other."""
    rows = Unit.objects.within(Scope.whole_town(town)).filter(latitude__isnull=False).exclude(pk=without)
    found = rows.aggregate(north=Avg("latitude"), east=Avg("longitude"))
    return Point(found["north"], found["east"]) if found["north"] is not None else None
