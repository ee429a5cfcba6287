"""Graded supervision: the leader says how often each level is visited, the year's plan is drawn up and approved, and the next year's in December.

Played before the offices open, without the year's dice.
"""

from datetime import date
from functools import partial

from bihuan.core.scope import Scope
from bihuan.demo.stage import Stage, working_day
from bihuan.grading import actions
from bihuan.grading.queries import plans
from bihuan.grading.rules import USUAL_TIMES


def schedule(stage: Stage, since: date) -> None:
    """Put every scene that falls on or after `since` on the agenda."""
    begins, drawn, approved = (
        ((10, 8), (10, 9), (10, 12)) if stage.size == "small" else ((1, 4), (1, 9), (1, 15))
    )
    _on(stage, begins, partial(_begin, stage), since)
    _on(stage, drawn, partial(_draw_up, stage, stage.year), since)
    _on(stage, approved, partial(_approve, stage), since)
    _on(stage, (12, 24), partial(_draw_up, stage, stage.year + 1), since)


def _on(stage: Stage, day: tuple[int, int], scene: partial[None], since: date) -> None:
    on = working_day(date(stage.year, *day))
    if on >= since:
        stage.early(on, 42, scene)


def _begin(stage: Stage) -> None:
    actions.set_frequency(stage.actor("vice_mayor"), times=USUAL_TIMES)


def _draw_up(stage: Stage, year: int) -> None:
    actions.draw_up_plan(stage.actor("safety_head"), year=year)


def _approve(stage: Stage) -> None:
    plan = plans(Scope.whole_town(stage.town.pk)).get(year=stage.year)
    actions.approve_plan(stage.actor("vice_mayor"), plan.pk, approval="同意，按计划执行。")
