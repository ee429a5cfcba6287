"""A visit is recorded while the tasks of its period are being set: it counts, whichever of the two was first."""

import pytest

from bihuan.core import events
from bihuan.core.ids import new_id
from bihuan.inspections.actions import Visit, complete_patrol
from bihuan.rounds.actions import set_round
from bihuan.rounds.queries import running
from tests.cast import TODAY, Cast
from tests.races.test_units import one_after_the_other

pytestmark = pytest.mark.race


@pytest.mark.parametrize("visit_is", ["first", "second"])
def test_a_visit_at_the_moment_when_tasks_are_set_counts(
    alone: Cast, monkeypatch: pytest.MonkeyPatch, visit_is: str
) -> None:
    school, li, chen = alone.units["school"], alone.li, alone.chen
    visit = Visit(unit=school.pk, visited_on=TODAY, id=new_id(), kind="patrol", opinion="无异常")
    both = [
        lambda: complete_patrol(li, visit),
        lambda: set_round(chen, post="village_head", period="month", times=1, from_on=TODAY),
    ]
    results = one_after_the_other(monkeypatch, *(both if visit_is == "first" else both[::-1]))
    assert not [one for one in results if isinstance(one, Exception)], results
    assert school.pk not in {task.unit_id for task in running(chen.scope, TODAY)}
    assert events.check(alone.town.pk) is None
