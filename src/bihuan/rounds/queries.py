"""Reading of rounds: what is in force, what is owed and done as of a day, and whose it is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Length, TruncDate
from django.db.models.lookups import GreaterThanOrEqual

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope, under
from bihuan.figures.dated import not_by
from bihuan.grid.models import Post
from bihuan.grid.queries import posts_held
from bihuan.inspections.queries import visits
from bihuan.rounds.models import Miss, RoundRule, RoundTask, TaskVisit
from bihuan.rounds.rules import Stop, least_path_digits, walked
from bihuan.units.geometry import Point
from bihuan.units.models import Unit


def rules_in_force(scope: Scope) -> QuerySet[RoundRule]:
    """The town's requirements that have not been ended, those that begin later too."""
    found: QuerySet[RoundRule] = RoundRule.objects.within(scope).filter(ended_on__isnull=True)
    return found


def concerned(scope: Scope, rule: RoundRule) -> QuerySet[Unit]:
    """Units in the register that a requirement concerns now: of its categories, in a cell over which its post can stand."""
    which = Q()
    for code in rule.categories:
        which |= Q(category=code) | Q(category__startswith=f"{code}.")
    found: QuerySet[Unit] = (
        Unit.objects.within(scope)
        .filter(which, ended_on__isnull=True)
        .annotate(path_digits=Length("cell_path"))
        .filter(path_digits__gte=least_path_digits(rule.post))
    )
    return found.order_by("cell_path", "pk")


def counting(scope: Scope) -> QuerySet[TaskVisit]:
    """The visits of a town that count for tasks, whoever may see the unit now."""
    found: QuerySet[TaskVisit] = TaskVisit.objects.within(Scope.whole_town(scope.town))
    return found


def times_walked(among: QuerySet[TaskVisit], cutoff: date) -> Coalesce:
    """On how many days a task's unit had been visited by a day, `among` some visits; what was voided does not count."""
    mine = among.filter(task=OuterRef("pk"), visit__visited_on__lte=cutoff, visit__voided_on__isnull=True)
    return Coalesce(
        Subquery(
            mine.order_by().values("task").annotate(n=Count("visit__visited_on", distinct=True)).values("n")
        ),
        0,
    )


def done(among: QuerySet[TaskVisit], cutoff: date) -> Q:
    """Tasks that had been walked as often as they ask by a day."""
    return Q(GreaterThanOrEqual(times_walked(among, cutoff), F("times")))


def owed(cutoff: date) -> Q:
    """Tasks set by a day, of units that were not out of the register before the task ended, and that nobody had excused."""
    left = Q(unit__ended_on__isnull=True) | Q(unit__ended_on__gt=F("due_on")) | Q(unit__ended_on__gt=cutoff)
    return Q(begins_on__lte=cutoff) & left & not_by("excused_on", cutoff)


def running(scope: Scope, on: date) -> QuerySet[RoundTask]:
    """Tasks of the periods that run on a day and have still to be done, what is due first first."""
    found: QuerySet[RoundTask] = RoundTask.objects.within(scope).filter(
        owed(on), ~done(counting(scope), on), due_on__gte=on
    )
    return found.select_related("unit", "unit__cell", "rule").order_by("due_on", "unit__cell_path", "pk")


def own(actor: Actor, on: date) -> Q:
    """Tasks that fall to the posts that a person holds on a day: of the post's kind, at or below its cell."""
    mine = Q(pk__in=())
    for post in posts_held(Scope.whole_town(actor.town), on).filter(person=actor.person):
        mine |= at_post(post)
    return mine


def at_post(post: Post) -> Q:
    """Tasks that fall to a post."""
    return Q(rule__post=post.kind) & under("unit__cell_path", post.cell.path)


@dataclass(frozen=True)
class Walk:
    """A unit on a round: its tasks that run, how often it was walked past already in the nearest, and what was met with."""

    unit: Unit
    tasks: list[RoundTask]
    misses: list[Miss]

    @property
    def shut_on(self) -> date | None:
        """The last day on which somebody stood there in vain."""
        return clock.town_day(self.misses[-1].at) if self.misses else None

    @property
    def task(self) -> RoundTask:
        """The one that is due first: what is done for it is done for the others."""
        return self.tasks[0]


def round_of(actor: Actor, on: date) -> list[Walk]:
    """What a person has still to walk past, in walking order from where they recorded last today. Five queries, however many."""
    open_tasks = (
        running(actor.scope, on)
        .filter(own(actor, on))
        .annotate(walked=times_walked(counting(actor.scope), on))
    )
    misses = Prefetch("misses", queryset=Miss.objects.within(actor.scope).select_related("person"))
    by_unit: dict[UUID, list[RoundTask]] = {}
    for task in open_tasks.prefetch_related(misses):
        by_unit.setdefault(task.unit_id, []).append(task)
    units = {pk: tasks[0].unit for pk, tasks in by_unit.items()}
    stops = [Stop(pk, unit.cell_path, _point(unit)) for pk, unit in units.items()]
    walks = []
    for pk in walked(stops, _last_place(actor, on)):
        met = {miss.pk: miss for task in by_unit[pk] for miss in task.misses.all()}
        walks.append(Walk(units[pk], by_unit[pk], sorted(met.values(), key=lambda miss: miss.at)))
    return sorted(walks, key=lambda walk: walk.shut_on == on)  # where one stood in vain today comes last


def _last_place(actor: Actor, on: date) -> Point | None:
    """Where a person recorded a visit last on a day, if it has a position."""
    last = (
        visits(actor.scope)
        .filter(first_inspector=actor.person, visited_on=on, unit__latitude__isnull=False)
        .select_related("unit")
        .order_by("-entered_at")
        .first()
    )
    return _point(last.unit) if last else None


def _point(unit: Unit) -> Point | None:
    if unit.latitude is None or unit.longitude is None:
        return None
    return Point(unit.latitude, unit.longitude)


def of_unit(scope: Scope, unit: Unit, on: date) -> list[RoundTask]:
    """A unit's tasks of the periods that run on a day, done ones too."""
    rows: QuerySet[RoundTask] = RoundTask.objects.within(scope).filter(owed(on), unit=unit, due_on__gte=on)
    return list(
        rows.annotate(walked=times_walked(counting(scope), on))
        .select_related("rule")
        .order_by("due_on", "pk")
    )


def in_vain(scope: Scope, on: date, least: int = 2) -> QuerySet[RoundTask]:
    """Tasks that run and at whose unit somebody stood in vain on so many days at least: somebody has to decide."""
    days = Count(TruncDate("misses__at"), distinct=True)
    return running(scope, on).annotate(vain=days).filter(vain__gte=least)


def left_by(scope: Scope, tasks: QuerySet[RoundTask]) -> list[tuple[RoundRule, date, int]]:
    """Tasks counted by requirement and last day."""
    counted = (
        tasks.order_by().values_list("rule", "due_on").annotate(n=Count("pk")).order_by("due_on", "rule")
    )
    lines = list(counted)
    known = RoundRule.objects.within(scope).in_bulk({rule for rule, _, _ in lines})
    return [(known[rule], due_on, count) for rule, due_on, count in lines]


def to_open(scope: Scope, on: date) -> list[RoundRule]:
    """Requirements in force whose tasks of the period that runs on a day have not been set."""
    begun = rules_in_force(scope).filter(from_on__lte=on)
    return list(begun.filter(Q(opened_until__isnull=True) | Q(opened_until__lt=on)))
