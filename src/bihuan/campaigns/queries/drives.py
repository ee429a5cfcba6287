"""Reading of drives: their lists of units, how far they are, what they found, who comes to the same unit."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr

from bihuan.campaigns.models import CampaignUnit, DrivePlan
from bihuan.campaigns.rules import COMBINE_DAYS, VILLAGE_DIGITS, Progress
from bihuan.core.scope import Scope
from bihuan.hazards.lifecycle import OPEN
from bihuan.hazards.queries import standing
from bihuan.inspections.lifecycle import ISSUED
from bihuan.inspections.models import Campaign, Inspection
from bihuan.inspections.queries import visits
from bihuan.measures.lifecycle import WATCH
from bihuan.measures.models import Decision
from bihuan.measures.queries import decisions


def counted_for() -> Q:
    """What was recorded for the campaign of an outer query's row, or for one that lies within it."""
    return Q(campaign=OuterRef("campaign")) | Q(campaign__parent=OuterRef("campaign"))


def came(town: UUID) -> QuerySet[Inspection]:
    """The visits that stand of an outer CampaignUnit's unit in its drive."""
    return visits(Scope.whole_town(town)).filter(counted_for(), unit=OuterRef("unit"))


def listed(scope: Scope) -> QuerySet[Any]:
    """The units on drives' lists, with `seen`: whether the unit was visited in the drive."""
    found: QuerySet[Any] = CampaignUnit.objects.within(scope).annotate(seen=Exists(came(scope.town)))
    return found


def with_first_visit(found: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    """Lines with the day of the first visit, as `seen_on`, and the visit itself, as `seen_by`."""
    first = came(scope.town).order_by("visited_on", "pk")
    seen: QuerySet[Any] = found.annotate(
        seen_on=Subquery(first.values("visited_on")[:1]), seen_by=Subquery(first.values("pk")[:1])
    )
    return seen


VISITED = Q(seen=True)
EXCUSED = Q(seen=False, left_on__isnull=True, excused_on__isnull=False)
LEFT = Q(seen=False, left_on__isnull=True, excused_on__isnull=True)


def open_lines(scope: Scope, campaign: UUID) -> QuerySet[Any]:
    """What of a drive is neither visited nor accounted for."""
    return listed(scope).filter(LEFT, campaign=campaign)


@dataclass
class Standing:
    """How far a drive is, in all, by team (None where no team has it) and by village (the path)."""

    whole: Progress = field(default_factory=Progress)
    teams: dict[UUID | None, Progress] = field(default_factory=lambda: defaultdict(Progress))
    cells: dict[str, Progress] = field(default_factory=lambda: defaultdict(Progress))


def progress(scope: Scope, campaigns: Collection[UUID] | None = None) -> dict[UUID, Standing]:
    """How far each of a town's drives is (of all, or of some), in one pass over their lists and one over their visits. The database would look
    for each line's visits anew."""
    lines = CampaignUnit.objects.within(scope).order_by()
    made = visits(Scope.whole_town(scope.town)).filter(campaign__isnull=False).order_by()
    if campaigns is not None:
        asked = list(campaigns)
        lines = lines.filter(campaign__in=asked)
        made = made.filter(Q(campaign__in=asked) | Q(campaign__parent__in=asked))
    seen: set[tuple[UUID, UUID]] = set()
    for campaign, above, unit in made.values_list("campaign", "campaign__parent", "unit").distinct():
        seen.add((campaign, unit))
        if above:
            seen.add((above, unit))
    found: dict[UUID, Standing] = defaultdict(Standing)
    rows = lines.values_list(
        "campaign", "team", Substr("unit__cell_path", 1, VILLAGE_DIGITS), "unit", "left_on", "excused_on"
    )
    counts: dict[tuple[UUID, UUID | None, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for campaign, team, village, unit, left_on, excused_on in rows:
        came_there = (campaign, unit) in seen
        if left_on and not came_there:
            continue
        at = counts[campaign, team, village]
        at[0] += 1
        at[1] += came_there
        at[2] += bool(excused_on) and not came_there
    for (campaign, team, village), numbers in counts.items():
        part = Progress(*numbers)
        one = found[campaign]
        one.whole += part
        one.teams[team] += part
        one.cells[village] += part
    return dict(found)


def plan_of(scope: Scope, campaign: UUID) -> DrivePlan | None:
    """A drive's plan; None of one that was begun without."""
    found: DrivePlan | None = (
        DrivePlan.objects.within(scope).filter(campaign=campaign).select_related("campaign").first()
    )
    return found


def current_plans(scope: Scope, on: date) -> QuerySet[DrivePlan]:
    """The plans whose lists follow the register: issued and not over."""
    found: QuerySet[DrivePlan] = DrivePlan.objects.within(scope).filter(
        campaign__state=ISSUED, campaign__ends_on__gte=on
    )
    return found.select_related("campaign").order_by("pk")


@dataclass(frozen=True)
class Finder:
    """What a team (None: no team) found in a drive."""

    team: UUID | None
    visits: int = 0
    found: int = 0
    major: int = 0
    open: int = 0


def family(campaign: Campaign) -> Q:
    """What was recorded for a campaign or for one within it."""
    return Q(campaign=campaign) | Q(campaign__parent=campaign)


def finders(scope: Scope, campaign: Campaign) -> list[Finder]:
    """By team: visits, hazards found, the major ones, those not mended yet; the most found first. Two queries."""
    came_by = dict(
        visits(scope).filter(family(campaign)).order_by().values_list("team").annotate(n=Count("pk"))
    )
    rows = (
        standing(scope)
        .filter(family(campaign))
        .order_by()
        .values_list("team")
        .annotate(
            n=Count("pk"),
            major=Count("pk", filter=Q(level="major")),
            left=Count("pk", filter=Q(state__in=OPEN)),
        )
    )
    found = {team: numbers for team, *numbers in rows}
    made = [Finder(team, came_by.get(team, 0), *found.get(team, (0, 0, 0))) for team in {*came_by, *found}]
    return sorted(made, key=lambda one: (-one.found, -one.visits, str(one.team)))


@dataclass(frozen=True)
class Hard:
    """What was urgent, suspended or banned in a drive: how it stood before, and how it stands now. `page` is the name of the record's page."""

    what: str
    unit: str
    on: date
    before: str
    after: str
    page: str
    id: UUID


def hard_measures(scope: Scope, campaign: Campaign) -> list[Hard]:
    """The suspensions and bans of a drive and its urgent hazards, the first first. Two queries."""
    made = decisions(scope).filter(family(campaign), kind__in=("suspend", "ban"))
    found = [
        Hard(one.label, one.unit.name, one.decided_on, one.reason, _after(one), "decision", one.pk)
        for one in made.select_related("unit", "watch")
    ]
    urgent = standing(scope).filter(family(campaign), urgent_on__isnull=False).select_related("unit")
    found += [
        Hard("急办", one.unit.name, one.urgent_on, one.text, one.state_label, "hazard", one.pk)  # type: ignore[arg-type]
        for one in urgent
    ]
    return sorted(found, key=lambda one: (one.on, str(one.id)))


def _after(decision: Decision) -> str:
    watch = getattr(decision, "watch", None)
    return WATCH.states[watch.state] if watch else "已执行"


def meeting_teams(scope: Scope, units: Iterable[UUID], on: date) -> dict[UUID, list[tuple[UUID, str, date]]]:
    """Of some units those to which teams have come within a month, as (team, name, day) the latest first: whoever else means to come, combines."""
    rows = (
        visits(Scope.whole_town(scope.town))
        .filter(
            unit__in=list(units),
            team__isnull=False,
            visited_on__gt=on - timedelta(days=COMBINE_DAYS),
            visited_on__lte=on,
        )
        .exclude(kind="reinspection")
        .order_by("-visited_on", "-pk")
        .values_list("unit", "team", "team__name", "visited_on")
    )
    found: dict[UUID, list[tuple[UUID, str, date]]] = defaultdict(list)
    for unit, team, name, day in rows:
        if all(known != team for known, _, _ in found[unit]):
            found[unit].append((team, name, day))
    return dict(found)


def other_drives(scope: Scope, units: Iterable[UUID], on: date) -> dict[UUID, list[tuple[UUID, str, str]]]:
    """Of some units the running drives whose lists still have them open: (campaign, its name, the team's)."""
    rows = (
        listed(Scope.whole_town(scope.town))
        .filter(
            LEFT,
            unit__in=list(units),
            campaign__state=ISSUED,
            campaign__begins_on__lte=on,
            campaign__ends_on__gte=on,
        )
        .order_by("campaign__ends_on", "pk")
        .values_list("unit", "campaign", "campaign__name", "team__name")
    )
    found: dict[UUID, list[tuple[UUID, str, str]]] = defaultdict(list)
    for unit, campaign, name, team in rows:
        found[unit].append((campaign, name, team or ""))
    return dict(found)


def first_left(scope: Scope, campaign: UUID, shown: int) -> list[str]:
    """The names of the first units that are left."""
    rows = open_lines(scope, campaign).order_by("unit__cell_path", "unit__name")
    return list(rows.values_list("unit__name", flat=True)[:shown])
