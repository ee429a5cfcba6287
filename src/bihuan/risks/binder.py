"""All of a unit's risks at once, as paper wants them. Eight queries, however many points there are."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bihuan.core.scope import Scope
from bihuan.risks.models import Evaluation, FloorPlan, Keeper, RiskPoint, RiskStep
from bihuan.risks.queries import answering, keepers, latest, measures_of, plan_of, points_of, steps_by_point
from bihuan.risks.rules import LEVELS, MEASURES, band_of, controlling, level_labels
from bihuan.units.models import Unit


@dataclass(frozen=True)
class Analysis:
    """A step with its latest evaluation."""

    step: RiskStep
    evaluation: Evaluation

    @property
    def measures(self) -> dict[str, str]:
        """By kind."""
        return measures_of(self.step)

    @property
    def level(self) -> str:
        """The level of the standard's table: 2级; 直接判定 where it was judged so."""
        how, score = self.evaluation.how, self.evaluation.score
        if self.evaluation.direct or how is None or score is None:
            return "直接判定"
        return band_of(how, score).level


@dataclass(frozen=True)
class Filed:
    """A point with its steps and who keeps it, by level from the top down."""

    point: RiskPoint
    steps: tuple[Analysis, ...]
    held: Mapping[str, Keeper]

    @property
    def answering(self) -> Keeper | None:
        return answering(self.point, self.held)

    @property
    def keeper(self) -> str:
        return self.answering.name if self.answering else ""

    @property
    def phone(self) -> str:
        return self.answering.phone if self.answering else ""

    @property
    def level(self) -> str:
        """The level that answers for the point in the unit's own word, "" where nobody does."""
        found = controlling(self.point.grade, self.held)
        return self.level_words[found[0]] if found else ""

    @property
    def level_words(self) -> dict[str, str]:
        return level_labels(self.point.unit.category)

    @property
    def at_hand(self) -> Keeper | None:
        """Who is nearest to the point: the keeper of the lowest level."""
        return next((self.held[level] for level in reversed(LEVELS) if level in self.held), None)

    @property
    def accidents(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for each in self.steps for one in each.step.accidents))

    def against(self, *kinds: str) -> tuple[str, ...]:
        """The measures of some kinds (all of them where none is named) at all steps, each said once, without a stop at its end."""
        said = (
            text for each in self.steps for kind, text in each.measures.items() if kind in (kinds or MEASURES)
        )
        return tuple(dict.fromkeys(text.rstrip("。；") for text in said))


@dataclass(frozen=True)
class Line:
    """A step with its point."""

    filed: Filed
    each: Analysis


@dataclass(frozen=True)
class Gathered:
    """A unit's risk points in force, by their numbers, with what belongs to each."""

    unit: Unit
    filed: tuple[Filed, ...]
    plan: FloorPlan | None

    @property
    def points(self) -> list[RiskPoint]:
        return [one.point for one in self.filed]

    @property
    def lines(self) -> Iterator[Line]:
        """Each step with its point, in order."""
        return (Line(one, each) for one in self.filed for each in one.steps)


def gathered(scope: Scope, unit: Unit) -> Gathered:
    """What there is of a unit."""
    rows = points_of(scope, unit).select_related("unit")
    return Gathered(unit, filed(scope, list(rows)), plan_of(scope, unit))


def filed(scope: Scope, among: Collection[RiskPoint]) -> tuple[Filed, ...]:
    """Some points, whose units are loaded, with what belongs to each, in their order; of any number of units."""
    steps, held = steps_by_point(scope, among), keepers(scope, among)
    known = latest(scope, (step for some in steps.values() for step in some))
    return tuple(
        Filed(one, tuple(Analysis(step, known[step.pk]) for step in steps[one.pk]), held[one.pk])
        for one in among
    )


def lines(scope: Scope, steps: Collection[RiskStep]) -> tuple[Line, ...]:
    """Some steps, whose points and units are loaded and whose measures are at hand, with what belongs to each."""
    points = {step.point_id: step.point for step in steps}
    held, known = keepers(scope, list(points.values())), latest(scope, steps)
    return tuple(
        Line(Filed(points[step.point_id], (each,), held[step.point_id]), each)
        for step in steps
        for each in (Analysis(step, known[step.pk]),)
    )
