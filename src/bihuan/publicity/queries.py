"""Reading of publicity: what was done where, how far plans are, which village was not reached by which channel, who used what."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope, under
from bihuan.grid.models import Cell
from bihuan.grid.queries import cells_in_force
from bihuan.grid.rules import SEGMENT_DIGITS, VILLAGE_LEVEL
from bihuan.inspections.models import Inspection
from bihuan.inspections.queries import begun_campaigns, visits
from bihuan.publicity.leaflets import LEAFLETS
from bihuan.publicity.models import (
    Material,
    Outreach,
    OutreachPhoto,
    OutreachPlace,
    PlanLine,
    PublicityPlan,
)
from bihuan.publicity.rules import CHANNELS, Channel
from bihuan.units.models import Unit
from bihuan.units.rules import CATEGORIES

VILLAGE_DIGITS = VILLAGE_LEVEL * SEGMENT_DIGITS
ON_SITE = tuple(code for code, one in CHANNELS.items() if one.on_site)
AT_A_CHECK = ("leaflet", "visit")  # what can be done while a unit is checked


def places(scope: Scope) -> QuerySet[OutreachPlace]:
    """Where something was done that stands: void entries count nowhere."""
    found: QuerySet[OutreachPlace] = OutreachPlace.objects.within(scope).filter(
        outreach__voided_on__isnull=True
    )
    return found


def entered(scope: Scope) -> QuerySet[Outreach]:
    """What was done at a place of the scope, what was made void as well."""
    found: QuerySet[Outreach] = Outreach.objects.within(scope)
    if scope.whole:
        return found
    return found.filter(Exists(OutreachPlace.objects.within(scope).filter(outreach=OuterRef("pk"))))


def outreaches(scope: Scope) -> QuerySet[Outreach]:
    """What was done at a place of the scope and stands."""
    return entered(scope).filter(voided_on__isnull=True)


def named_places(scope: Scope, rows: Iterable[Outreach]) -> dict[UUID, list[str]]:
    """The names of the places of some entries, in the grid's order. One query."""
    found: dict[UUID, list[str]] = defaultdict(list)
    wanted = OutreachPlace.objects.within(scope).filter(outreach__in=[one.pk for one in rows])
    for one in wanted.select_related("cell", "unit"):
        found[one.outreach_id].append(one.name)
    return found


def search(
    scope: Scope,
    *,
    words: str = "",
    channel: str = "",
    cell: str = "",
    reach: str = "",
    since: date | None = None,
    until: date | None = None,
    void: bool = False,
) -> QuerySet[Outreach]:
    """The entries that pass, the latest first."""
    found = entered(scope).filter(voided_on__isnull=not void).order_by("-held_on", "-id")
    for word in words.split():
        here = OutreachPlace.objects.within(scope).filter(outreach=OuterRef("pk"))
        named = here.filter(Q(unit__name__contains=word) | Q(cell__name__contains=word))
        text = Q(spot__contains=word) | Q(note__contains=word) | Q(material__title__contains=word)
        found = found.filter(text | Q(Exists(named)))
    if channel:
        found = found.filter(channel=channel)
    if cell:
        inside = OutreachPlace.objects.within(scope).filter(under("cell__path", cell))
        found = found.filter(Exists(inside.filter(outreach=OuterRef("pk"))))
    if reach:
        found = found.filter(reach_kind=reach)
    if since:
        found = found.filter(held_on__gte=since)
    return found.filter(held_on__lte=until) if until else found


def photos(scope: Scope, row: Outreach) -> list[OutreachPhoto]:
    return list(OutreachPhoto.objects.within(scope).filter(outreach=row))


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a file is a photo of something done in the scope. A material's file is for whoever is in the town."""
    shown = OutreachPhoto.objects.within(scope).filter(file=file_id)
    if not scope.whole:
        shown = shown.filter(outreach__in=entered(scope).values("pk"))
    return bool(shown.exists() or Material.objects.within(scope).filter(file=file_id).exists())


def checks_without(actor: Actor, day: date, *, also: UUID | None = None) -> list[Inspection]:
    """The actor's own visits of a day (and one by its id) at which nothing is on record to have been handed out."""
    there = Outreach.objects.within(Scope.whole_town(actor.town)).filter(
        inspection=OuterRef("pk"), voided_on__isnull=True
    )
    mine = Q(first_inspector=actor.person) | Q(second_inspector=actor.person)
    wanted = Q(visited_on=day) & mine | Q(pk=also)
    rows = visits(actor.scope).filter(wanted, ~Exists(there)).select_related("unit")
    return list(rows.order_by("began_at", "pk"))


def running_campaigns(scope: Scope, today: date) -> list[tuple[str, str]]:
    """Drives of which something done lately can have been part, for a select: those that run, and those that ended within a month."""
    rows = begun_campaigns(scope).filter(begins_on__lte=today, ends_on__gte=today - timedelta(days=31))
    return [(str(one.pk), one.name) for one in rows]


def materials(scope: Scope) -> QuerySet[Material]:
    """The town's own materials that are in use, the newest first."""
    found: QuerySet[Material] = Material.objects.within(scope).filter(ended_on__isnull=True)
    return found.select_related("file", "added_by")


def uses(scope: Scope) -> tuple[dict[UUID, int], dict[str, int]]:
    """How often each material of the town's and each leaflet of ours was used. Two queries."""
    rows = outreaches(scope).order_by()
    own = rows.filter(material__isnull=False).values_list("material").annotate(n=Count("pk"))
    ours = rows.exclude(leaflet="").values_list("leaflet").annotate(n=Count("pk"))
    return dict(own), dict(ours)


def usual_material(scope: Scope) -> tuple[UUID | None, str]:
    """What was used last: the next one probably uses it too."""
    last = outreaches(scope).filter(Q(material__ended_on__isnull=True)).exclude(Q(material=None, leaflet=""))
    row = last.order_by("-entered_at", "-pk").first()
    return (row.material_id, row.leaflet) if row else (None, "")


def plans(scope: Scope) -> QuerySet[PublicityPlan]:
    found: QuerySet[PublicityPlan] = PublicityPlan.objects.within(scope)
    return found


def running_plans(scope: Scope, today: date) -> QuerySet[PublicityPlan]:
    """Plans that run on a day."""
    return plans(scope).filter(ended_on__isnull=True, from_on__lte=today, to_on__gte=today)


def served(cell: str, on: date | None = None) -> Q:
    """That a place is in the village at the outer row's field `cell`, or in one that had gone into it (by a day)."""
    gone = Q(village__merged_into=OuterRef(cell)) | Q(village__moved_to=OuterRef(cell))
    return Q(village=OuterRef(cell)) | (gone & Q(village__ended_on__lte=on) if on else gone)


def done(there: QuerySet[OutreachPlace], cutoff: date | None = None) -> Exists:
    """Whether a line of a plan (the outer row) is done: something stands on record by its channel, in its village, within the plan's days (up to a day)."""
    rows = there.filter(
        served("cell", cutoff),
        town=OuterRef("town"),
        outreach__voided_on__isnull=True,
        outreach__channel=OuterRef("channel"),
        held_on__gte=OuterRef("plan__from_on"),
        held_on__lte=OuterRef("plan__to_on"),
    )
    return Exists(rows.filter(held_on__lte=cutoff) if cutoff else rows)


def _all(scope: Scope) -> QuerySet[OutreachPlace]:
    """All places of the town: who did it need not be of the scope."""
    found: QuerySet[OutreachPlace] = OutreachPlace.objects.within(Scope.whole_town(scope.town))
    return found


def lines(scope: Scope) -> QuerySet[Any]:
    """Lines of plans that hold, each with whether it is `is_done`; those of villages that are no more are nobody's to do."""
    found: QuerySet[Any] = PlanLine.objects.within(scope).filter(
        plan__ended_on__isnull=True, cell__ended_on__isnull=True
    )
    told: QuerySet[Any] = found.annotate(is_done=done(_all(scope))).select_related("plan", "cell")
    return told


def undone(scope: Scope, today: date) -> QuerySet[Any]:
    """Lines of plans that run and of which nothing is on record, what ends first first."""
    rows = lines(scope).filter(is_done=False, plan__from_on__lte=today, plan__to_on__gte=today)
    return rows.order_by("plan__to_on", "plan", "recorded_cell", "channel", "pk")


@dataclass(frozen=True)
class Spot:
    """A village and a channel: whether it was planned, how often something was done, on which day last."""

    channel: Channel
    planned: bool = False
    times: int = 0
    last_on: date | None = None


@dataclass(frozen=True)
class VillageRow:
    """A village with its channels."""

    cell: Cell
    spots: list[Spot]

    @property
    def times(self) -> int:
        return sum(one.times for one in self.spots)

    @property
    def lacking(self) -> list[Spot]:
        """What was planned and not done; where nothing was planned, every channel that did not come."""
        return [one for one in self.spots if one.planned and not one.times]


@dataclass(frozen=True)
class CategoryRow:
    """A category of units: how many are in the register, how many of them something was brought to."""

    code: str
    label: str
    units: int
    reached: int

    @property
    def missed(self) -> int:
        return self.units - self.reached


@dataclass(frozen=True)
class Coverage:
    """Who was reached in a period by what came to the village, and who was not."""

    since: date
    until: date
    channels: list[Channel]
    villages: list[VillageRow]
    categories: list[CategoryRow] = field(default_factory=list)

    @property
    def unreached(self) -> list[VillageRow]:
        """Villages that nothing came to."""
        return [one for one in self.villages if not one.times]

    def gap(self, code: str) -> list[VillageRow]:
        """Villages that a channel did not come to."""
        return [
            row for row in self.villages for one in row.spots if one.channel.code == code and not one.times
        ]


def coverage(scope: Scope, since: date, until: date, plan: PublicityPlan | None = None) -> Coverage:
    """The villages of a scope and what came to them in a period; by a plan's channels and days where one is given. Four queries at most."""
    if plan is not None:
        since, until = plan.from_on, plan.to_on
    wanted: dict[UUID, set[str]] = defaultdict(set)
    if plan is not None:
        for cell, channel in PlanLine.objects.within(scope).filter(plan=plan).values_list("cell", "channel"):
            wanted[cell].add(channel)
    came = _came(scope, since, until)
    asked = set().union(*wanted.values()) if wanted else set()
    channels = [one for code, one in CHANNELS.items() if (code in asked if plan else one.on_site)]
    rows = []
    for cell in cells_in_force(scope, until):
        if cell.kind != "village" or (plan is not None and cell.pk not in wanted):
            continue
        spots = []
        for one in channels:
            days = came.get((cell.pk, one.code), [])
            spots.append(Spot(one, one.code in wanted[cell.pk], len(days), max(days, default=None)))
        rows.append(VillageRow(cell, spots))
    categories = [] if plan is not None else _categories(scope, since, until)
    return Coverage(since, until, channels, rows, categories)


def _came(scope: Scope, since: date, until: date) -> dict[tuple[UUID, str], list[date]]:
    """The days on which each channel came to each village, by the village that is there now."""
    rows = places(scope).filter(held_on__gte=since, held_on__lte=until, village__isnull=False)
    found: dict[tuple[UUID, str], list[date]] = defaultdict(list)
    seen: set[tuple[Any, Any]] = set()
    told = rows.values_list(
        "village", "village__merged_into", "village__moved_to", "outreach__channel", "held_on", "outreach"
    )
    for village, merged, moved, channel, day, outreach in told:
        for cell in {village, merged, moved}:
            if cell is not None and (cell, outreach) not in seen:
                seen.add((cell, outreach))
                found[cell, channel].append(day)
    return found


def _categories(scope: Scope, since: date, until: date) -> list[CategoryRow]:
    """Of each category how many units there are and how many were reached themselves."""
    units = Unit.objects.within(scope).filter(ended_on__isnull=True).order_by()
    there = dict(units.values_list("category").annotate(n=Count("pk")))
    came = places(scope).filter(held_on__gte=since, held_on__lte=until, unit__ended_on__isnull=True)
    reached: Counter[str] = Counter(
        dict(
            came.filter(unit__isnull=False)
            .order_by()
            .values_list("unit__category")
            .annotate(n=Count("unit", distinct=True))
        )
    )
    return [
        CategoryRow(code, one.label, there[code], reached[code])
        for code, one in CATEGORIES.items()
        if code in there
    ]


def of_unit(scope: Scope, unit: Unit) -> QuerySet[Outreach]:
    """What was brought to a unit itself, the latest first."""
    here = places(scope).filter(unit=unit).values("outreach")
    found: QuerySet[Outreach] = Outreach.objects.within(scope).filter(pk__in=here)
    return found.select_related("material", "entered_by").order_by("-held_on", "-pk")


def progress(scope: Scope, some: Collection[PublicityPlan]) -> dict[UUID, tuple[int, int]]:
    """Of each of some plans how many lines are done, and of how many. One query."""
    rows = PlanLine.objects.within(scope).filter(
        plan__in=[one.pk for one in some], cell__ended_on__isnull=True
    )
    found: dict[UUID, list[bool]] = defaultdict(list)
    for plan, is_done in rows.annotate(is_done=done(_all(scope))).order_by().values_list("plan", "is_done"):
        found[plan].append(is_done)
    return {plan: (sum(some), len(some)) for plan, some in found.items()}


def villages_above(town: UUID, paths: Sequence[str]) -> dict[str, Cell]:
    """The village at or above each of some cells, by its path; the town's and an office's own place lie in none. One query."""
    wanted = {path[:VILLAGE_DIGITS] for path in paths if len(path) >= VILLAGE_DIGITS}
    rows = Cell.objects.within(Scope.whole_town(town)).filter(path__in=wanted)
    found = {cell.path: cell for cell in rows}
    return {path: found[path[:VILLAGE_DIGITS]] for path in paths if path[:VILLAGE_DIGITS] in found}


def material_choices(scope: Scope) -> list[tuple[str, str]]:
    """What can have been used, as a form offers it: the town's own first, then ours."""
    own = [(str(one.pk), f"{one.title}（{one.edition_on:%Y-%m}）") for one in materials(scope)]
    return own + [(key, one.title) for key, one in LEAFLETS.items()]
