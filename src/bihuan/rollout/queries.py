"""Reading of the roll-out: what the town asks, what is known of units, how far those of a wave are, who is proposed for one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from bihuan.accounts.models import Invitation, Sitting
from bihuan.core import clock
from bihuan.core.scope import Scope
from bihuan.grid.models import Post, held_on
from bihuan.grid.rules import UNIT_KEEPERS
from bihuan.hazards.lifecycle import MAJOR
from bihuan.hazards.queries import open_hazards, overdue
from bihuan.members.models import Call
from bihuan.risks.queries import open_reviews, points, unkept
from bihuan.rollout.models import (
    Acceptance,
    Benchmark,
    BenchmarkRule,
    ScoreSheet,
    Taking,
    Wave,
    WaveUnit,
    Willingness,
    WorkDay,
)
from bihuan.rollout.rules import RISKY, STEPS, Assessment, Known, assess
from bihuan.selfchecks.rules import alive_since
from bihuan.units.models import Unit
from bihuan.units.queries import above_scale, certificates, of_trades

OWN_CELL = "enterprise"
DANGERS = {"dust": "粉尘涉爆", "confined_space": "有限空间", "ammonia": "液氨制冷"}


def rule_of(scope: Scope) -> BenchmarkRule:
    """What the town asks of benchmark units now."""
    found: BenchmarkRule | None = BenchmarkRule.objects.within(scope).filter(ended_on__isnull=True).first()
    return found or BenchmarkRule.usual()


def sheet_of(scope: Scope) -> ScoreSheet:
    """The score sheet in force."""
    found: ScoreSheet | None = ScoreSheet.objects.within(scope).filter(ended_on__isnull=True).first()
    return found or ScoreSheet.usual()


def benchmarks(scope: Scope) -> QuerySet[Benchmark]:
    """The benchmark units now, the latest first."""
    found: QuerySet[Benchmark] = Benchmark.objects.within(scope).filter(
        ended_on__isnull=True, unit__ended_on__isnull=True
    )
    return found.order_by("-from_on", "-pk")


def willingness_of(scope: Scope, unit: Unit) -> Willingness | None:
    """What a unit answered last."""
    found: Willingness | None = (
        Willingness.objects.within(scope).filter(unit=unit, ended_on__isnull=True).first()
    )
    return found


def known(scope: Scope, units: Collection[Unit], on: date) -> dict[UUID, Known]:
    """What is on record of some units; a query for each kind of record, however many units there are."""
    keys = [one.pk for one in units]
    listed = {
        unit: (count, gravest)
        for unit, count, gravest in points(scope)
        .filter(unit__in=keys)
        .order_by()
        .values_list("unit")
        .annotate(n=Count("pk"), gravest=Min("grade"))
    }
    majors = _counted(open_hazards(scope).filter(level=MAJOR, unit__in=keys))
    late = _counted(overdue(scope, on).filter(unit__in=keys))
    standard = set(
        certificates(scope, on)
        .filter(kind="standard", valid_until__gte=on, unit__in=keys)
        .values_list("unit", flat=True)
    )
    scale = set(Unit.objects.within(scope).filter(above_scale(on), pk__in=keys).values_list("pk", flat=True))
    answers = Willingness.objects.within(scope).filter(ended_on__isnull=True, unit__in=keys)
    willing = dict(answers.order_by("from_on", "pk").values_list("unit", "willing"))
    return {
        one.pk: Known(
            category=one.category,
            above_scale=one.pk in scale,
            employees=one.employees,
            dangers=tuple(word for key, word in DANGERS.items() if one.details.get(key) is True),
            gravest=listed.get(one.pk, (0, 0))[1],
            points=listed.get(one.pk, (0, 0))[0],
            major_hazards=majors.get(one.pk, 0),
            overdue_hazards=late.get(one.pk, 0),
            standard=one.pk in standard,
            willing=willing.get(one.pk),
        )
        for one in units
    }


def _counted(found: QuerySet) -> dict[UUID, int]:  # type: ignore[type-arg]
    return dict(found.order_by().values_list("unit").annotate(n=Count("pk")))


def assessed(scope: Scope, units: Collection[Unit], on: date) -> list[tuple[Unit, Assessment]]:
    """Units with what the town's criteria make of them, those that fit and have most points first, then by name."""
    rule = rule_of(scope)
    facts = known(scope, units, on)
    judged = [(one, assess(facts[one.pk], rule.asked, rule.least)) for one in units]
    return sorted(judged, key=lambda one: (not one[1].fits, -one[1].score, one[0].name, str(one[0].pk)))


def registered(scope: Scope) -> QuerySet[Unit]:
    """Units in the register that work."""
    found: QuerySet[Unit] = Unit.objects.within(scope).filter(ended_on__isnull=True, state="open")
    return found.select_related("cell")


def waves(scope: Scope) -> QuerySet[Wave]:
    """The town's waves in their order."""
    found: QuerySet[Wave] = Wave.objects.within(scope).order_by("from_on", "pk")
    return found


def running_waves(scope: Scope) -> QuerySet[Wave]:
    """The waves that are not closed."""
    return waves(scope).filter(closed_on__isnull=True)


def enrolled(scope: Scope) -> QuerySet[WaveUnit]:
    """Units in a wave that have not left it and are in the register."""
    found: QuerySet[WaveUnit] = WaveUnit.objects.within(scope).filter(
        left_on__isnull=True, unit__ended_on__isnull=True
    )
    return found


def free(scope: Scope) -> QuerySet[Unit]:
    """Working units that are in no wave."""
    there = WaveUnit.objects.within(Scope.whole_town(scope.town)).filter(
        unit=OuterRef("pk"), left_on__isnull=True
    )
    return registered(scope).filter(~Exists(there))


def proposed(scope: Scope, kind: str) -> QuerySet[Unit]:
    """Who is proposed for a wave of a kind, of those that are in none: the benchmark units; those of a trade in which one stands; the works
    above scale and all whose trade is dangerous."""
    chosen = benchmarks(scope)
    if kind == "pilot":
        return free(scope).filter(pk__in=chosen.order_by().values("unit"))
    if kind == "area":
        return free(scope).filter(category__in=chosen.order_by().values("unit__category"))
    return free(scope).filter(above_scale(clock.today()) | of_trades(RISKY))


# How far a unit of a wave is, each step as a condition on the rows of others.


def _own_posts(scope: Scope, on: date) -> QuerySet[Post]:
    """Posts held at a unit itself: named by the unit, or in its own cell."""
    whole = Scope.whole_town(scope.town)
    found: QuerySet[Post] = Post.objects.within(whole).filter(
        held_on(on), Q(unit=OuterRef("unit")) | Q(cell=OuterRef("unit__cell"), cell__kind=OWN_CELL)
    )
    return found


def steps_done(scope: Scope, on: date) -> dict[str, Any]:
    """For each step whether a unit of a wave has done it, on a day: conditions that one query holds together."""
    whole = Scope.whole_town(scope.town)
    posts, mine = _own_posts(scope, on), {"unit": OuterRef("unit")}
    called = Call.objects.within(whole).filter(**mine, kind__in=UNIT_KEEPERS, ended_at__isnull=True)
    invited = Invitation.objects.within(whole).filter(person=OuterRef("person"))
    sat = Sitting.objects.within(whole).filter(person=OuterRef("person"))
    late = open_reviews(whole).filter(point__unit=OuterRef("unit"), due_on__lt=on).order_by()
    own = points(whole).filter(**mine)
    passed = Acceptance.objects.within(whole).filter(within=OuterRef("pk"), passed=True)
    return {
        "invited": Exists(called) | Exists(posts.filter(Exists(invited) | Exists(sat))),
        "signed_in": Exists(posts.filter(Exists(sat))),
        "recorded": Exists(own),
        "evaluated": Exists(own) & ~Exists(own.filter(unkept(whole))) & ~Exists(late),
        "alive": _alive(whole, on),
        "accepted": Exists(passed),
    }


def _alive(scope: Scope, on: date) -> Exists:
    """Whether somebody worked on a unit's risk file within the last ALIVE_DAYS."""
    since = alive_since(on)
    return Exists(WorkDay.objects.within(scope).filter(unit=OuterRef("unit"), day__gte=since, day__lte=on))


def with_steps(found: QuerySet[WaveUnit], scope: Scope, on: date) -> QuerySet[Any]:
    """Units of waves with `did_…` for each step."""
    return found.annotate(**{f"did_{key}": one for key, one in steps_done(scope, on).items()})


def done_of(row: WaveUnit) -> list[str]:
    """The steps that a row read by `with_steps` has done."""
    return [key for key in STEPS if getattr(row, f"did_{key}")]


@dataclass(frozen=True)
class Progress:
    """How many units of a wave have done each step."""

    wave: Wave
    units: int
    steps: dict[str, int]


def progress(scope: Scope, on: date) -> list[Progress]:
    """Each wave with how far its units are, in one query."""
    rows = with_steps(enrolled(scope), scope, on).order_by().values("wave")
    done = {key: Count("pk", filter=Q(**{f"did_{key}": True})) for key in STEPS}
    counted: dict[UUID, dict[str, Any]] = {one["wave"]: one for one in rows.annotate(n=Count("pk"), **done)}
    found = []
    for wave in waves(scope):
        mine = counted.get(wave.pk, {})
        found.append(Progress(wave, mine.get("n", 0), {key: mine.get(key, 0) for key in STEPS}))
    return found


def ready(scope: Scope, on: date) -> QuerySet[WaveUnit]:
    """Units that have all that is looked at and are not accepted."""
    rows = with_steps(enrolled(scope), scope, on).filter(
        did_evaluated=True, did_alive=True, did_accepted=False, wave__closed_on__isnull=True
    )
    return rows.select_related("unit", "unit__cell", "wave").order_by("wave__to_on", "pk")


def late(scope: Scope, on: date) -> QuerySet[WaveUnit]:
    """Units that are not accepted though their wave's term has passed."""
    rows = with_steps(enrolled(scope), scope, on).filter(
        did_accepted=False, wave__closed_on__isnull=True, wave__to_on__lt=on
    )
    return rows.select_related("unit", "unit__cell", "wave").order_by("wave__to_on", "pk")


def acceptances(scope: Scope) -> QuerySet[Acceptance]:
    """All acceptances, the latest first."""
    found: QuerySet[Acceptance] = Acceptance.objects.within(scope)
    return found.select_related("by").order_by("-accepted_on", "-pk")


def takings(scope: Scope) -> QuerySet[Taking]:
    """What the district's lists say, the latest first; without what was recorded by mistake."""
    found: QuerySet[Taking] = Taking.objects.within(scope).filter(voided_on__isnull=True)
    return found.order_by("-dated_on", "-pk")


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a file is the photo of an acceptance of the scope."""
    return bool(Acceptance.objects.within(scope).filter(photo=file_id).exists())
