"""Reading of self-checks: what is due to whom, what was done, what is doubted, who is alive."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.figures.dated import not_by
from bihuan.grid.queries import posts_held
from bihuan.risks.models import CheckLine, Keeper, RiskPoint
from bihuan.risks.queries import left
from bihuan.risks.rules import FREQUENCIES, LEVELS, level_labels
from bihuan.selfchecks import rules
from bihuan.selfchecks.models import Doubt, PointPlate, SelfCheck, ShiftSetting, Standing, UnitDay
from bihuan.selfchecks.rules import USUAL, Period, Schedule
from bihuan.units.geometry import Point
from bihuan.units.models import Unit

EVERIES = tuple(FREQUENCIES)
Group = tuple[UUID, str, str]  # a point, a level, a frequency: what one check covers


def town_time(moment: datetime) -> datetime:
    """An instant as the clock on the wall has it."""
    return moment.astimezone(clock.TOWN_TIME).replace(tzinfo=None)


def schedules(scope: Scope, units: Collection[UUID], on: date) -> dict[UUID, Schedule]:
    """The schedules of some units on a day; the usual one where a unit has set none."""
    rows = ShiftSetting.objects.within(scope).filter(not_by("ended_on", on), unit__in=units, from_on__lte=on)
    return dict.fromkeys(units, USUAL) | {row.unit_id: row.schedule for row in rows.order_by("from_on", "id")}


def setting_of(scope: Scope, unit: UUID) -> ShiftSetting | None:
    """The shifts that a unit has set."""
    found: ShiftSetting | None = (
        ShiftSetting.objects.within(scope).filter(unit=unit, ended_on__isnull=True).first()
    )
    return found


def lines_in_force(scope: Scope, on: date) -> QuerySet[CheckLine]:
    """The lines to be checked on a day: of points and steps in force, at levels that somebody keeps."""
    kept = Keeper.objects.within(Scope.whole_town(scope.town)).filter(
        not_by("ended_on", on), point=OuterRef("step__point"), level=OuterRef("level"), from_on__lte=on
    )
    found: QuerySet[CheckLine] = CheckLine.objects.within(scope).filter(
        not_by("ended_on", on),
        not_by("step__ended_on", on),
        not_by("step__point__ended_on", on),
        Exists(kept),
        from_on__lte=on,
    )
    return found


def groups(scope: Scope, units: Collection[UUID], on: date) -> dict[Group, int]:
    """What is to be checked at some units: how many lines each check covers."""
    rows = lines_in_force(scope, on).filter(step__point__unit__in=units).order_by()
    counted = rows.values_list("step__point", "level", "every").annotate(n=Count("pk"))
    return {(point, level, every): n for point, level, every, n in counted}


@dataclass(frozen=True)
class Task:
    """A check that is to be made: at a point, for a level, so often; of which period (None between shifts), what it looks at, who keeps it,
    and the check where it has been made."""

    point: RiskPoint
    level: str
    every: str
    period: Period | None
    lines: tuple[CheckLine, ...]
    keeper: Keeper | None
    done: SelfCheck | None
    why_not: str = ""

    @property
    def is_open(self) -> bool:
        return self.done is None and not self.why_not

    @property
    def level_label(self) -> str:
        return level_labels(self.point.unit.category)[self.level]

    @property
    def every_label(self) -> str:
        return FREQUENCIES[self.every]

    @property
    def due_on(self) -> date | None:
        return self.period.last if self.period else None

    @property
    def says(self) -> str:
        """每天 · 3项."""
        return f"{self.every_label} · {len(self.lines)}项"


def is_keeper(actor: Actor, keeper: Keeper) -> bool:
    """Whether somebody of the unit is who keeps a point: by account, or by name where no account was known when he was named."""
    if keeper.person_id is not None:
        return keeper.person_id == actor.person
    return keeper.name == actor.name and not actor.may("inspect")


def why_not_mine(actor: Actor, keeper: Keeper | None, level_label: str, gone: Collection[UUID]) -> str:
    """Why a check is not the actor's to make, or "". `gone`: keepers who have left the unit."""
    return rules.why_not_keeper(
        keeper=keeper.name if keeper else None,
        is_keeper=keeper is not None and is_keeper(actor, keeper),
        has_account=keeper is not None and keeper.person_id is not None and keeper.pk not in gone,
        stands_in=actor.may("close_own"),
        level=level_label,
    )


def tasks_of(actor: Actor, points: Iterable[RiskPoint], now: datetime) -> list[Task]:
    """What is to be checked at some points, whoever keeps them, in the order of the points, levels and frequencies. Their units are
    loaded. Five queries."""
    return tasks_at(actor, points, [now])[now]


def tasks_at(
    actor: Actor, points: Iterable[RiskPoint], moments: Sequence[datetime]
) -> dict[datetime, list[Task]]:
    """The same at several moments, by what is in force at the last of them: checks are entered late by what is asked today. As many queries
    as for one."""
    rows = {one.pk: one for one in points}
    if not rows or not moments:
        return {one: [] for one in moments}
    on, town = clock.town_day(moments[-1]), Scope.whole_town(actor.town)
    lines: dict[Group, list[CheckLine]] = defaultdict(list)
    for line in (
        lines_in_force(actor.scope, on)
        .filter(step__point__in=rows)
        .select_related("step")
        .order_by("step__place", "id")
    ):
        lines[line.step.point_id, line.level, line.every].append(line)
    held = {
        (one.point_id, one.level): one
        for one in Keeper.objects.within(town).filter(point__in=rows, ended_on__isnull=True)
    }
    gone = set(left(town, on).filter(point__in=rows).values_list("pk", flat=True))
    plans = schedules(town, {one.unit_id for one in rows.values()}, on)
    periods = {
        (moment, unit, every): rules.period_at(every, town_time(moment), plan)
        for moment in moments
        for unit, plan in plans.items()
        for every in EVERIES
    }
    done = _done(town, rows, [one for one in periods.values() if one])
    found: dict[datetime, list[Task]] = {one: [] for one in moments}
    for (point_id, level, every), some in sorted(lines.items(), key=lambda one: _order(rows, one[0])):
        point, keeper = rows[point_id], held.get((point_id, level))
        not_mine = why_not_mine(actor, keeper, level_labels(point.unit.category)[level], gone)
        for moment in moments:
            period = periods[moment, point.unit_id, every]
            made = done.get((point_id, level, every, period.last, period.shift)) if period else None
            why = not_mine
            if not why and period is None:
                why = rules.why_closed(every, town_time(moment), plans[point.unit_id])
            found[moment].append(Task(point, level, every, period, tuple(some), keeper, made, why))
    return found


def _order(rows: dict[UUID, RiskPoint], group: Group) -> tuple[int, UUID, int, int]:
    point, level, every = group
    return rows[point].number, point, LEVELS.index(level), EVERIES.index(every)


def _done(
    town: Scope, points: Collection[UUID], periods: list[Period]
) -> dict[tuple[UUID, str, str, date, str], SelfCheck]:
    days = {one.last for one in periods}
    rows = SelfCheck.objects.within(town).filter(point__in=points, due_on__in=days).select_related("person")
    return {(one.point_id, one.level, one.every, one.due_on, one.shift): one for one in rows}


def mine(actor: Actor, now: datetime) -> list[Task]:
    """What a person has to check in the periods that run, done ones too. None for those of the town."""
    if actor.may("inspect") or actor.person is None:
        return []
    keeps = Keeper.objects.within(actor.scope).filter(
        Q(person=actor.person) | Q(person__isnull=True, name=actor.name), ended_on__isnull=True
    )
    found = RiskPoint.objects.within(actor.scope).filter(
        pk__in=keeps.order_by().values("point"), ended_on__isnull=True, unit__ended_on__isnull=True
    )
    tasks = tasks_of(actor, found.select_related("unit").order_by("number", "pk"), now)
    return [one for one in tasks if one.keeper and is_keeper(actor, one.keeper)]


def instead(actor: Actor, now: datetime) -> list[Task]:
    """What a safety manager has to check in the place of keepers who have no account: nobody else finds it on a phone."""
    if actor.may("inspect") or not actor.may("close_own"):
        return []
    there = Q(unit=OuterRef("point__unit")) | Q(
        unit=None, cell__kind="enterprise", cell=OuterRef("point__unit__cell")
    )
    known = posts_held(Scope.whole_town(actor.town), clock.town_day(now)).filter(
        there, person__name=OuterRef("name")
    )
    keeps = Keeper.objects.within(actor.scope).filter(
        ~Exists(known), person__isnull=True, ended_on__isnull=True, point__ended_on__isnull=True
    )
    absent = dict(keeps.filter(point__unit__ended_on__isnull=True).values_list("pk", "point"))
    found = RiskPoint.objects.within(actor.scope).filter(pk__in=absent.values())
    tasks = tasks_of(actor, found.select_related("unit").order_by("number", "pk"), now)
    return [one for one in tasks if one.keeper and one.keeper.pk in absent]


def checks(scope: Scope) -> QuerySet[SelfCheck]:
    """The checks that were made."""
    found: QuerySet[SelfCheck] = SelfCheck.objects.within(scope)
    return found


def doubts(scope: Scope) -> QuerySet[Doubt]:
    """What the town still asks after."""
    found: QuerySet[Doubt] = Doubt.objects.within(scope).filter(settled_on__isnull=True)
    return found


def not_cleared(scope: Scope, after: date) -> QuerySet[Doubt]:
    """What was doubted on days after one and has not been explained: still asked after, or upheld."""
    found: QuerySet[Doubt] = Doubt.objects.within(scope).filter(last_on__gt=after).exclude(outcome="clear")
    return found


@dataclass
class Share:
    """Of a level: how many checks were due in some days, and how many of them were made."""

    label: str
    due: int = 0
    done: int = 0

    @property
    def percent(self) -> int | None:
        return rules.share(self.done, self.due)


@dataclass
class OfUnit:
    """How a unit checks itself: by level over the last 30 closed days, and what is doubted."""

    shares: list[Share]
    total: Share
    hazards: int
    last: SelfCheck | None
    doubts: list[Doubt] = field(default_factory=list)


def of_unit(scope: Scope, unit: Unit, now: datetime) -> OfUnit | None:
    """How a unit stands; None for one where nothing is to be checked and nothing was. What was due is worked out of the lines that were in
    force day by day; what was done is counted of the days alone."""
    until = rules.last_closed(town_time(now))
    since = rules.alive_since(until)
    rows = SelfCheck.objects.within(scope).filter(unit=unit)
    last = rows.select_related("person", "point").order_by("-at").first()
    due = due_between(scope, unit, since, until)
    asked = lines_in_force(scope, clock.town_day(now)).filter(step__point__unit=unit)
    if not due and last is None and not asked.exists():
        return None
    made = rows.filter(due_on__range=(since, until)).order_by()
    done = Counter(
        one[1] for one in made.values_list("point", "level", "every", "due_on", "shift") if one in due
    )
    owed = Counter(one[1] for one in due)
    labels = level_labels(unit.category)
    shares = [Share(labels[one], owed[one], done[one]) for one in LEVELS if owed[one]]
    total = Share("合计", sum(owed.values()), sum(done.values()))
    days = UnitDay.objects.within(scope).filter(unit=unit, day__range=(since, clock.town_day(now)))
    hazards = days.aggregate(n=Sum("hazards"))["n"] or 0
    open_doubts = list(doubts(scope).filter(unit=unit).select_related("person"))
    return OfUnit(shares, total, hazards, last, open_doubts)


Due = tuple[UUID, str, str, date, str]  # a group, the last day of its period, its shift


def due_between(scope: Scope, unit: Unit, since: date, until: date) -> set[Due]:
    """What a unit was to check in periods that ended between two days, both included, by the lines, keepers and shifts of those days. The
    same few queries, however many days."""
    lines = (
        CheckLine.objects.within(scope)
        .filter(step__point__unit=unit, from_on__lte=until)
        .exclude(ended_on__lte=since)
        .select_related("step", "step__point")
    )
    kept = list(Keeper.objects.within(scope).filter(point__unit=unit).exclude(ended_on__lte=since))
    settings = list(ShiftSetting.objects.within(scope).filter(unit=unit).order_by("from_on", "id"))
    found: set[Due] = set()
    for line in lines:
        ends = [one for one in (line.ended_on, line.step.ended_on, line.step.point.ended_on) if one]
        posts = [one for one in kept if (one.point_id, one.level) == (line.step.point_id, line.level)]
        for n in range((until - since).days + 1):
            day = since + timedelta(days=n)
            if day < line.from_on or any(end <= day for end in ends):
                continue
            if not any(one.from_on <= day and not (one.ended_on and one.ended_on <= day) for one in posts):
                continue
            found |= {
                (line.step.point_id, line.level, line.every, period.last, period.shift)
                for period in rules.ending(line.every, day, _schedule(settings, day))
            }
    return found


def _schedule(settings: list[ShiftSetting], day: date) -> Schedule:
    for one in reversed(settings):
        if one.from_on <= day and not (one.ended_on and one.ended_on <= day):
            return one.schedule
    return USUAL


@dataclass(frozen=True)
class TownView:
    """A scope's units at a glance, added up from a row a unit."""

    units: int
    alive: int
    due: int
    done: int
    hazards: int
    doubts: int

    @property
    def silent(self) -> int:
        return self.units - self.alive

    @property
    def percent(self) -> int | None:
        return rules.share(self.done, self.due)


def standings(scope: Scope) -> QuerySet[Standing]:
    """How the units in the register stand that have something to check."""
    found: QuerySet[Standing] = Standing.objects.within(scope).filter(unit__ended_on__isnull=True)
    return found


def town_view(scope: Scope, on: date) -> TownView:
    """Two queries, over a row a unit and over what is doubted."""
    told = standings(scope).aggregate(
        units=Count("pk"),
        alive=Count("pk", filter=Q(last_on__gte=rules.alive_since(on))),
        due=Sum("due"),
        done=Sum("done"),
        hazards=Sum("hazards"),
    )
    return TownView(**{key: value or 0 for key, value in told.items()}, doubts=doubts(scope).count())


def plate_by_code(code: str) -> PointPlate | None:
    """The plate in force with a code, with its point and unit. Read before anyone's scope is known: the code is the key."""
    found: PointPlate | None = (
        PointPlate.codes.select_related("point", "point__unit", "point__unit__cell", "town")
        .filter(
            code=code, ended_on__isnull=True, point__ended_on__isnull=True, point__unit__ended_on__isnull=True
        )
        .first()
    )
    return found


def plate_addresses(scope: Scope, points: Collection[UUID]) -> dict[UUID, str]:
    """The path of the plate in force at each of some points that has one."""
    rows = PointPlate.objects.within(scope).filter(point__in=points, ended_on__isnull=True)
    return {
        point: reverse("point_plate_page", args=[code]) for point, code in rows.values_list("point", "code")
    }


def position_of(point: RiskPoint) -> Point | None:
    """Where a point's plate hangs: its own position, else its unit's."""
    for one in (point, point.unit):
        if one.latitude is not None and one.longitude is not None:
            return Point(one.latitude, one.longitude)
    return None


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a file is the photo of a check of the scope."""
    return bool(SelfCheck.objects.within(scope).filter(photo=file_id).exists())
