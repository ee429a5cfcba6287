"""Reading of risks: what is in force, who keeps it, what lacks a keeper, what is to be evaluated anew."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from bihuan.core.calendar import years_on
from bihuan.core.scope import Scope
from bihuan.grid.models import Person, Post, held_on
from bihuan.grid.queries import posts_held
from bihuan.members.queries import open_calls
from bihuan.members.rules import HEAD
from bihuan.risks.models import (
    CheckLine,
    Evaluation,
    FloorPlan,
    Keeper,
    Measure,
    PointGrade,
    Review,
    RiskPoint,
    RiskStep,
    TemplateUse,
)
from bihuan.risks.rules import (
    GRADES,
    INVITED_FOR,
    LEVELS,
    MEASURES,
    REVIEW_YEARS,
    controlling,
    copied_through,
)
from bihuan.units.models import Unit


def points(scope: Scope) -> QuerySet[RiskPoint]:
    """The risk points in force."""
    found: QuerySet[RiskPoint] = RiskPoint.objects.within(scope).filter(ended_on__isnull=True)
    return found


def points_of(scope: Scope, unit: Unit) -> QuerySet[RiskPoint]:
    """A unit's risk points in force, by their numbers."""
    return points(scope).filter(unit=unit).order_by("number", "id")


def steps_of(scope: Scope, point: RiskPoint) -> list[RiskStep]:
    """A point's steps or parts in force with their measures and lines to be checked, in order. Three queries."""
    return list(with_measures(scope, RiskStep.objects.within(scope).filter(point=point)))


def steps_by_point(scope: Scope, among: Collection[RiskPoint]) -> dict[UUID, list[RiskStep]]:
    """The same of some points at once."""
    found: dict[UUID, list[RiskStep]] = {one.pk: [] for one in among}
    for step in with_measures(scope, RiskStep.objects.within(scope).filter(point__in=among)):
        found[step.point_id].append(step)
    return found


def with_measures(scope: Scope, found: QuerySet[RiskStep], *, ordered: bool = True) -> QuerySet[RiskStep]:
    """Steps in force, each with what is in force of its measures (`measures`) and check lines (`checks`)."""
    measures = Measure.objects.within(scope).filter(ended_on__isnull=True)
    checks = CheckLine.objects.within(scope).filter(ended_on__isnull=True).order_by("id")
    rows = found.filter(ended_on__isnull=True)
    return (rows.order_by("place", "id") if ordered else rows).prefetch_related(
        Prefetch("measures", queryset=measures), Prefetch("checks", queryset=checks)
    )


def latest(scope: Scope, steps: Iterable[RiskStep]) -> dict[UUID, Evaluation]:
    """The latest evaluation of each step, with who made it."""
    rows = Evaluation.objects.within(scope).filter(step__in=list(steps)).select_related("by")
    return {one.step_id: one for one in rows.order_by("at", "id")}


def measures_of(step: RiskStep) -> dict[str, str]:
    """A step's measures, prefetched, by kind."""
    said = {one.kind: one.text for one in step.measures.all()}
    return {kind: said[kind] for kind in MEASURES if kind in said}


def history(scope: Scope, point: RiskPoint) -> list[PointGrade]:
    """The grades that a point has had, the present one first; what held on no day, or went on under another unit, is not told."""
    rows: QuerySet[PointGrade] = PointGrade.objects.within(Scope.whole_town(scope.town)).filter(point=point)
    held = Q(until_on__isnull=True) | ~Q(until_on=F("from_on"))
    found: list[PointGrade] = []
    for row in rows.filter(held).order_by("from_on", "id"):
        if found and found[-1].grade == row.grade:
            found[-1].until_on = row.until_on
        else:
            found.append(row)
    return found[::-1]


def evaluations(scope: Scope, point: RiskPoint) -> QuerySet[Evaluation]:
    """All evaluations of a point's steps, the latest first."""
    found: QuerySet[Evaluation] = Evaluation.objects.within(scope).filter(step__point=point)
    return found.select_related("step", "by").order_by("-at", "-id")


def keepers(scope: Scope, among: Collection[RiskPoint]) -> dict[UUID, dict[str, Keeper]]:
    """Who keeps each of some points now, by level from the top down."""
    rows = Keeper.objects.within(scope).filter(point__in=among, ended_on__isnull=True)
    found: dict[UUID, dict[str, Keeper]] = {one.pk: {} for one in among}
    for row in sorted(rows, key=lambda one: LEVELS.index(one.level)):
        found[row.point_id][row.level] = row
    return found


def answering(point: RiskPoint, held: Mapping[str, Keeper]) -> Keeper | None:
    """Who answers first for a point."""
    levels = controlling(point.grade, held)
    return held[levels[0]] if levels else None


def unkept(scope: Scope, path: str = "") -> Q:
    """Points at which nobody is named who stands high enough for their grade; `path` leads to them ("point__")."""
    found, whole = Q(pk__in=()), Scope.whole_town(scope.town)
    for grade in GRADES:
        kept = Keeper.objects.within(whole).filter(
            point=OuterRef(f"{path}pk"), level__in=LEVELS[:grade], ended_on__isnull=True
        )
        found |= Q(~Exists(kept), **{f"{path}grade": grade})
    return found


def usual_keepers(scope: Scope, unit: Unit) -> dict[str, Keeper]:
    """At each level who keeps the most of a unit's points."""
    rows = Keeper.objects.within(scope).filter(
        point__unit=unit, point__ended_on__isnull=True, ended_on__isnull=True
    )
    counted = Counter((one.level, one.name) for one in rows)
    found: dict[str, Keeper] = {}
    for row in rows:
        usual = found.get(row.level)
        if usual is None or counted[row.level, row.name] > counted[usual.level, usual.name]:
            found[row.level] = row
    return {level: found[level] for level in LEVELS if level in found}


def own_people(scope: Scope, unit: Unit, on: date) -> list[Person]:
    """Those with an account who hold a post at a unit or at its own cell."""
    there = Q(unit=unit)
    if unit.cell is not None and unit.cell.kind == "enterprise":
        there |= Q(cell=unit.cell, unit=None)
    posts: QuerySet[Post] = posts_held(Scope.whole_town(scope.town), on).filter(there)
    return list({post.person_id: post.person for post in posts.select_related("person")}.values())


def meant(people: Collection[Person], name: str, phone: str) -> Person | None:
    """Who of a unit's people is named: by name; of namesakes by the phone too, else nobody, since which one is not in the name."""
    same = [one for one in people if one.name == name]
    if len(same) > 1:
        same = [one for one in same if phone and one.phone == phone]
    return same[0] if len(same) == 1 else None


def strangers(scope: Scope, unit: Unit, on: date) -> list[tuple[str, Keeper]]:
    """Who keeps most of a unit's points at a level and is a name only, with the post to invite them for: without an account nobody finds
    their checks on the phone. Each once, at the lowest level; not who has been invited."""
    known = {
        *(one.name for one in own_people(scope, unit, on)),
        *open_calls(scope, unit).values_list("name", flat=True),
    }
    found = {one.name: (level, one) for level, one in usual_keepers(scope, unit).items()}
    return [
        (HEAD if name == unit.head else INVITED_FOR[level], one)
        for name, (level, one) in found.items()
        if name not in known
    ]


def left(scope: Scope, on: date) -> QuerySet[Keeper]:
    """Who is still named at points in force, and has no post at their unit any more."""
    there = Post.objects.within(Scope.whole_town(scope.town)).filter(
        held_on(on), Q(unit=OuterRef("point__unit")) | Q(unit=None), person=OuterRef("person")
    )
    found: QuerySet[Keeper] = Keeper.objects.within(scope).filter(
        ~Exists(there), person__isnull=False, ended_on__isnull=True, point__ended_on__isnull=True
    )
    return found


def plan_of(scope: Scope, unit: Unit) -> FloorPlan | None:
    """The floor plan in force."""
    rows = FloorPlan.objects.within(scope).filter(unit=unit, ended_on__isnull=True).select_related("file")
    found: FloorPlan | None = rows.order_by("-from_on", "-id").first()
    return found


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a file is a floor plan of a unit of the scope, an earlier one as well."""
    return bool(FloorPlan.objects.within(scope).filter(file=file_id).exists())


@dataclass(frozen=True)
class Use:
    """What a unit made of a template."""

    row: TemplateUse

    @property
    def is_copy(self) -> bool:
        return copied_through(changed=self.row.changed, struck=self.row.struck, added=self.row.added)


def uses(scope: Scope, unit: Unit) -> list[Use]:
    """The templates from which a unit's list was made."""
    rows = TemplateUse.objects.within(scope).filter(unit=unit).order_by("used_on", "id")
    return [Use(row) for row in rows]


def by_grade(found: QuerySet[RiskPoint]) -> dict[int, int]:
    """How many of some points there are of each grade."""
    counted = dict(found.order_by().values_list("grade").annotate(n=Count("pk")))
    return {grade: counted.get(grade, 0) for grade in GRADES}


def open_reviews(scope: Scope) -> QuerySet[Review]:
    """Evaluations that are asked for and not done, of points in force, the first due first."""
    found: QuerySet[Review] = Review.objects.within(scope).filter(
        done_on__isnull=True, point__ended_on__isnull=True
    )
    return found.order_by("due_on", "id")


def reviews_of(scope: Scope, among: Collection[RiskPoint]) -> dict[UUID, Review]:
    """What is asked of each of some points."""
    return {row.point_id: row for row in open_reviews(scope).filter(point__in=among)}


def to_review(scope: Scope, on: date) -> QuerySet[RiskPoint]:
    """Points of which a step was evaluated a year ago or longer, and of which nothing is asked yet."""
    stale = RiskStep.objects.within(scope).filter(
        ended_on__isnull=True, evaluated_on__lte=years_on(on, -REVIEW_YEARS)
    )
    asked = Review.objects.within(scope).filter(point=OuterRef("pk"), done_on__isnull=True)
    found = points(scope).filter(unit__ended_on__isnull=True, pk__in=stale.values("point"))
    return found.filter(~Exists(asked)).order_by("unit", "number")


def in_words(counted: Sequence[tuple[str, int]]) -> str:
    """重大1、较大2: what there is none of is left out."""
    return "、".join(f"{word}{count}" for word, count in counted if count)
