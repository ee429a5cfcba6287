"""Two at once on one joint visit: two parties' parts both stand, two of one party do not overwrite each other, one record comes of two who finish."""

from typing import Any

import pytest

from bihuan.core import clock
from bihuan.core.errors import NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.inspections.models import Inspection
from bihuan.joint import actions
from bihuan.joint.models import JointFinding, JointPart, JointVisit
from tests.cast import NOW, Cast
from tests.joint.deeds import called, closing, send, thing, told_by, visit_of
from tests.joint.test_story import OFFICE_NAME, ordered
from tests.races.conftest import at_once

pytestmark = pytest.mark.race


def _both(one: Any, other: Any) -> list[Any]:
    return at_once(one, other)


@pytest.fixture
def event(alone: Cast) -> Any:
    with clock.moved(NOW):
        return called(alone)


def test_two_parties_at_once_both_stand_and_two_of_one_do_not_overwrite(alone: Cast, event: Any) -> None:
    with clock.moved(NOW):
        zheng, chen, zhao = alone.zheng, alone.chen, alone.zhao
        one, two, three = (thing(alone, actor) for actor in (zheng, chen, zhao))
    came = _both(lambda: send(zheng, event, "城建办", one), lambda: send(chen, event, OFFICE_NAME, two))
    assert all(isinstance(each, JointPart) for each in came)
    came = _both(
        lambda: send(chen, event, OFFICE_NAME, two, version=1),
        lambda: send(zhao, event, OFFICE_NAME, three, version=1),
    )
    assert sum(isinstance(each, Stale) for each in came) == 1
    assert sum(len(some) for some in told_by(event).values()) == 2


def test_one_page_pressed_twice_at_once_is_one_part(alone: Cast, event: Any) -> None:
    with clock.moved(NOW):
        zheng, press = alone.zheng, new_id()
        one = thing(alone, zheng)
    came = _both(
        lambda: send(zheng, event, "城建办", one, press=press),
        lambda: send(zheng, event, "城建办", one, press=press),
    )
    assert all(isinstance(each, JointPart) for each in came)
    assert JointPart.objects.within(alone.chen.scope).get().version == 1


def test_two_who_finish_at_once_make_one_record(alone: Cast, event: Any) -> None:
    with clock.moved(NOW):
        one = thing(alone, alone.zheng)
        send(alone.zheng, event, "城建办", one)
        visit = visit_of(event)
        chen = alone.chen
        ends = [closing(alone, visit, {one.id: ordered()}) for _ in range(2)]

    def finish(end: Any) -> Any:
        return lambda: actions.finish_joint(chen, visit.pk, end, version=visit.version)

    came = _both(finish(ends[0]), finish(ends[1]))
    assert sum(isinstance(each, JointVisit) for each in came) == 1
    assert sum(isinstance(each, Stale | NotAllowed) for each in came) == 1
    assert (
        Inspection.objects.within(chen.scope).count() == JointFinding.objects.within(chen.scope).count() == 1
    )


def test_a_part_that_comes_while_the_visit_is_finished_is_in_it_or_late(alone: Cast, event: Any) -> None:
    with clock.moved(NOW):
        send(alone.chen, event, OFFICE_NAME)
        visit, chen, zheng = visit_of(event), alone.chen, alone.zheng
        end, late = closing(alone, visit, {}), thing(alone, zheng)
    came = _both(
        lambda: actions.finish_joint(chen, visit.pk, end, version=visit.version),
        lambda: send(zheng, event, "城建办", late),
    )
    part = came[1]
    assert isinstance(part, JointPart) and told_by(event)["城建办"] == [late.text]
    assert isinstance(came[0], Stale) if part.late_at is None else isinstance(came[0], JointVisit)
