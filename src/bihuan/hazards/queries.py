"""Reading of hazards: what stands, what is open, what has run out."""

from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from bihuan.core import clock
from bihuan.core.calendar import years_on
from bihuan.core.scope import Scope, under
from bihuan.hazards.lifecycle import HAZARD, MAJOR, MENDED, OPEN, OWN, UNDER_ORDER, UNDER_OWN
from bihuan.hazards.models import Demand, Evidence, Hazard
from bihuan.hazards.rules import SELF, TIP
from bihuan.inspections.models import Inspection
from bihuan.search.queries import matching

PRESSED = Q(urgent_on__isnull=False, urgent_done_at__isnull=True)  # the clock in hours runs


def standing(scope: Scope) -> QuerySet[Hazard]:
    """Hazards of a scope that stand: void ones count nowhere."""
    found: QuerySet[Hazard] = Hazard.objects.within(scope).filter(voided_on__isnull=True)
    return found


def found_by_town(scope: Scope) -> QuerySet[Hazard]:
    """What the town and its grid found: what units find themselves is told apart, or a town would boast of it as its own."""
    return standing(scope).exclude(origin=SELF)


def found_by_units(scope: Scope) -> QuerySet[Hazard]:
    """What units found themselves."""
    return standing(scope).filter(origin=SELF)


def origins_meant(scope: Scope, origin: str) -> tuple[str, ...]:
    """The origins that one stands for, to who sees a scope. Below the town nobody is told that a hazard comes from a tip: it is the town's finding there."""
    return (origin,) if scope.whole else {"town": ("town", TIP), TIP: ()}.get(origin, (origin,))


def from_origin(found: QuerySet[Hazard], scope: Scope, origin: str) -> QuerySet[Hazard]:
    """Hazards that come from somewhere, as far as the scope is told."""
    return found.filter(origin__in=origins_meant(scope, origin))


def open_hazards(scope: Scope) -> QuerySet[Hazard]:
    """Hazards not yet settled, today."""
    return standing(scope).filter(state__in=OPEN)


def run_out(on: date) -> Q:
    """Hazards whose term has passed on a day, the town's or the unit's own. What waits to be accepted has met it; so has what the unit
    reported in time of what it found itself."""
    return Q(state__in=(*UNDER_ORDER, OWN), deadline_on__lt=on) | Q(
        state=MENDED, deadline_on__lt=F("reported_on")
    )


def overdue(scope: Scope, on: date) -> QuerySet[Hazard]:
    """Hazards whose term has passed on a day."""
    return standing(scope).filter(run_out(on))


def for_town(on: date) -> Q:
    """Of what units found themselves, what the town looks at (`rules.needs_town`)."""
    return Q(state__in=UNDER_OWN) & (Q(level=MAJOR) | run_out(on))


def demands(scope: Scope) -> QuerySet[Demand]:
    """Terms set for hazards that stand."""
    found: QuerySet[Demand] = Demand.objects.within(scope).filter(hazard__voided_on__isnull=True)
    return found


def last_term(scope: Scope, hazard: UUID) -> Demand | None:
    """The latest term that was set for a hazard."""
    found: QuerySet[Demand] = Demand.objects.within(scope).filter(hazard=hazard).select_related("paper")
    return found.order_by("-ordered_on", "-id").first()


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a photo or scan belongs to a hazard or a visit of the scope."""
    if scope.whole or Evidence.objects.within(scope).filter(file=file_id).exists():
        return True
    papers = Q(signature=file_id) | Q(scan=file_id)
    return bool(Inspection.objects.within(scope).filter(papers).exists())


def failed_items(scope: Scope, unit: UUID) -> QuerySet[Hazard]:
    """What a re-inspection of a unit has to look at: its ordered and reported hazards, and what it found itself and the town looks
    at, oldest deadline first."""
    asked = Q(state__in=UNDER_ORDER) | for_town(clock.today())
    return standing(scope).filter(asked, unit=unit).order_by("deadline_on", "number")


EARLIER_YEARS, EARLIER_MAX = 2, 300


def earlier(scope: Scope, unit: UUID, on: date) -> list[Hazard]:
    """What was found at a unit within the two years up to a day, the latest first: what a finding of that day may repeat."""
    found = standing(scope).filter(unit=unit, found_on__range=(years_on(on, -EARLIER_YEARS), on))
    return list(found.order_by("-found_on", "-number")[:EARLIER_MAX])


def before_it(scope: Scope, hazard: Hazard) -> list[Hazard]:
    """What was found at a hazard's unit before it, on another visit: what it may repeat."""
    found = [one for one in earlier(scope, hazard.unit_id, hazard.found_on) if one.pk != hazard.pk]
    return [one for one in found if not one.inspection_id or one.inspection_id != hazard.inspection_id]


def search(
    scope: Scope,
    *,
    today: date,
    words: str = "",
    state: str = "",
    level: str = "",
    cell: str = "",
    category: str = "",
    campaign: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Hazard]:
    """The hazard list: problem list and rectification ledger are views of it. `state` may be a state of the
    lifecycle, "open" or "overdue"."""
    found = standing(scope) if state != "void" else Hazard.objects.within(scope)
    for word in words.split():
        unit = Q(unit__in=matching(scope.town, "unit", word))
        found = found.filter(Q(pk__in=matching(scope.town, "hazard", word)) | unit)
    if state == "open":
        found = found.filter(state__in=OPEN)
    elif state == "overdue":
        found = found.filter(run_out(today))
    elif state in HAZARD.states:
        found = found.filter(state=state)
    if level:
        found = found.filter(level=level)
    if cell:
        found = found.filter(under("unit__cell_path", cell), unit__town=scope.town)
    if category:
        found = found.filter(recorded_category__startswith=category)
    if campaign:
        found = found.filter(campaign=UUID(campaign))
    if since:
        found = found.filter(found_on__gte=since)
    if until:
        found = found.filter(found_on__lte=until)
    return found
