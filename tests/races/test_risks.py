"""Two evaluate the same step, or two steps of one point, at the same moment: one is told, and the point's grade is that of its steps."""

import pytest

from bihuan.core import events
from bihuan.risks import actions
from bihuan.risks.actions import Judged
from bihuan.risks.models import PointGrade, RiskPoint, TemplateUse
from bihuan.risks.template_data import LIBRARY
from tests.cast import Cast
from tests.races.conftest import at_once, outcomes
from tests.risks.deeds import ORANGE, STALL, begin, point, step

pytestmark = pytest.mark.race
BLUE = Judged("lec", {"L": "1", "E": "1", "C": "1"})


@pytest.fixture(autouse=True)
def stall(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIBRARY, "stall", STALL)


def test_of_two_who_evaluate_one_step_at_once_one_is_told(alone: Cast) -> None:
    begin(alone, alone.chen)
    chen, feng, store = alone.chen, alone.feng, step(alone.chen, "存放").pk
    results = at_once(
        lambda: actions.evaluate_step(chen, store, version=1, occasion="yearly", judgement=ORANGE),
        lambda: actions.evaluate_step(feng, store, version=1, occasion="yearly", judgement=BLUE),
    )
    assert outcomes(results) == ["Evaluation", "Stale"]
    assert events.check(alone.town.pk) is None


def test_two_steps_of_a_point_evaluated_at_once_leave_one_grade_that_is_true(alone: Cast) -> None:
    begin(alone, alone.chen)
    chen, feng = alone.chen, alone.feng
    store, wires = (step(chen, name).pk for name in ("存放", "电线"))
    results = at_once(
        lambda: actions.evaluate_step(chen, store, version=1, occasion="yearly", judgement=BLUE),
        lambda: actions.evaluate_step(feng, wires, version=1, occasion="yearly", judgement=BLUE),
    )
    assert outcomes(results) == ["Evaluation", "Evaluation"]
    now = point(chen, "储存间")
    assert now.grade == 4
    held = PointGrade.objects.within(chen.scope).filter(point=now, until_on__isnull=True)
    assert [one.grade for one in held] == [4]


def test_two_who_set_one_unit_up_at_once_set_it_up_once(alone: Cast) -> None:
    chen, feng = alone.chen, alone.feng
    results = at_once(lambda: begin(alone, chen), lambda: begin(alone, feng))
    assert outcomes(results) == ["NotAllowed", "TemplateUse"]
    assert TemplateUse.objects.within(chen.scope).count() == 1
    numbers = RiskPoint.objects.within(chen.scope).order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4]
