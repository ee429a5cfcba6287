"""All of a unit's risks at once, as paper wants them. Eight queries, however many points there are."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from bihuan.core.scope import Scope
from bihuan.risks.models import Evaluation, FloorPlan, Keeper, RiskPoint, RiskStep
from bihuan.risks.queries import answering, keepers, plan_of, points_of, steps_by_point
from bihuan.risks.rules import LEVELS, controlling, level_labels
from bihuan.units.models import Unit


@dataclass(frozen=True)
class Gathered:
    """A unit's risk points in force, by their numbers, with what belongs to each. `evaluations` are the latest of each step."""

    unit: Unit
    points: list[RiskPoint]
    steps: dict[UUID, list[RiskStep]]
    held: dict[UUID, dict[str, Keeper]]
    evaluations: dict[UUID, Evaluation]
    plan: FloorPlan | None

    @property
    def lines(self) -> Iterator[tuple[RiskPoint, RiskStep]]:
        """Each step with its point, in order."""
        return ((point, step) for point in self.points for step in self.steps[point.pk])

    def keeper(self, point: RiskPoint) -> Keeper | None:
        return answering(point, self.held[point.pk])

    def level(self, point: RiskPoint) -> str:
        """The level that answers for a point in the unit's own word, "" where nobody does."""
        found = controlling(point.grade, self.held[point.pk])
        return level_labels(self.unit.category)[found[0]] if found else ""

    def at_hand(self, point: RiskPoint) -> Keeper | None:
        """Who is nearest to a point: the keeper of the lowest level."""
        held = self.held[point.pk]
        return next((held[level] for level in reversed(LEVELS) if level in held), None)


def gathered(scope: Scope, unit: Unit) -> Gathered:
    """What there is of a unit."""
    rows = list(points_of(scope, unit))
    found = Evaluation.objects.within(scope).filter(step__point__in=rows, step__ended_on__isnull=True)
    evaluations = {one.step_id: one for one in found.select_related("by").order_by("at", "id")}
    steps = defaultdict(list, steps_by_point(scope, rows))
    return Gathered(unit, rows, steps, keepers(scope, rows), evaluations, plan_of(scope, unit))
