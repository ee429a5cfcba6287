"""Two at once where the grid changes: nothing is lost, and nothing is put into a cell that is no more."""

from threading import Barrier
from typing import Any

import pytest

from bihuan.core import events
from bihuan.grid import boundary_actions, handover_actions
from bihuan.grid.boundary_actions import merge_cell
from bihuan.grid.models import Cell, Post
from bihuan.hazards import actions
from bihuan.hazards.models import Hazard
from bihuan.units.actions import register_unit
from bihuan.units.models import Unit
from tests.cast import TODAY, Cast
from tests.core.deeds import finding, visit
from tests.grid.deeds import handed, newcomer
from tests.races.conftest import alone, at_once, outcomes

__all__ = ["alone"]
pytestmark = pytest.mark.race
WAIT_SECONDS = 20


def both(alone: Cast, one: Any, other: Any) -> list[Any]:
    barrier = Barrier(2)

    def begun(deed: Any) -> Any:
        barrier.wait(WAIT_SECONDS)
        return deed()

    return at_once(lambda: begun(one), lambda: begun(other))


def merge(alone: Cast, actor: Any) -> Cell:
    return merge_cell(
        actor, alone.cells["石桥村"].pk, into_id=alone.cells["柳林村"].pk, basis="东政发〔2026〕3号"
    )


def test_a_hazard_registered_while_its_village_is_merged_is_with_the_village_that_goes_on(
    alone: Cast,
) -> None:
    chen, zhao = alone.chen, alone.zhao
    found, seen = finding(alone, zhao), visit(alone, zhao)
    results = both(alone, lambda: merge(alone, chen), lambda: actions.finish_check(zhao, seen, [found]))
    assert outcomes(results) == ["Cell", "Inspection"], results
    hazard = Hazard.objects.within(chen.scope).select_related("unit__cell").get()
    into = alone.cells["柳林村"].path
    assert hazard.unit.cell_path.startswith(into) and hazard.unit.cell.ended_on is None
    cells = Cell.objects.within(chen.scope).filter(path=hazard.recorded_cell)
    assert cells.exclude(ended_on__lt=TODAY).count() == 1  # one that there was on the day
    assert events.check(alone.town.pk) is None


def test_no_unit_is_put_into_a_village_while_it_is_merged_away(alone: Cast) -> None:
    chen, zhao, village = alone.chen, alone.zhao, alone.cells["石桥村"].pk
    results = both(
        alone,
        lambda: merge(alone, chen),
        lambda: register_unit(zhao, name="新店", category="shop", cell_id=village, opened_on=TODAY),
    )
    assert outcomes(results) in (["Cell", "Unit"], ["Cell", "NotAllowed"]), results
    stranded = Unit.objects.within(chen.scope).filter(cell__ended_on__isnull=False)
    assert not stranded.exists()


def test_a_post_handed_over_twice_at_once_has_one_new_holder(
    alone: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = newcomer(alone, "韩一"), newcomer(alone, "韩二")
    barrier, refuse = Barrier(2), handover_actions.refuse_taking

    def held(*given: Any) -> None:
        """Both have seen the post as it was; then one holds the town."""
        barrier.wait(WAIT_SECONDS)
        refuse(*given)

    monkeypatch.setattr(handover_actions, "refuse_taking", held)
    results = at_once(lambda: handed(alone, taker=first), lambda: handed(alone, taker=second))
    assert outcomes(results) == ["Handover", "NotAllowed"], results
    heads = Post.objects.within(alone.chen.scope).filter(kind="village_head", to_on__isnull=True)
    assert heads.count() == 1


def test_two_who_merge_crosswise_do_not_wait_for_ever(alone: Cast) -> None:
    chen, xu = alone.chen, alone.xu
    one, other = alone.cells["石桥村"].pk, alone.cells["柳林村"].pk
    results = both(
        alone,
        lambda: boundary_actions.merge_cell(chen, one, into_id=other, basis="甲"),
        lambda: boundary_actions.merge_cell(xu, other, into_id=one, basis="乙"),
    )
    assert outcomes(results) == ["Cell", "NotAllowed"], results
