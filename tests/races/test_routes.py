"""Two press at once on a plan: one confirms it; nobody is sent out by two plans."""

import pytest

from bihuan.core import clock
from bihuan.routing.actions import confirm_day_plan
from bihuan.routing.models import DayPlan
from tests.cast import NOW, Cast
from tests.races.conftest import at_once, outcomes
from tests.routing.deeds import placed, planned, town

pytestmark = pytest.mark.race


def test_a_plan_is_confirmed_by_one_of_two(alone: Cast) -> None:
    cast = alone
    with clock.moved(NOW):
        placed(cast)
        plan = planned(cast)
    came = at_once(
        lambda: confirm_day_plan(cast.chen, plan.pk, version=plan.version),
        lambda: confirm_day_plan(cast.zhou, plan.pk, version=plan.version),
    )
    assert outcomes(came) in (["DayPlan", "NotAllowed"], ["DayPlan", "Stale"])
    assert DayPlan.objects.within(town(cast)).get().state == "confirmed"


def test_two_plans_of_the_same_people_are_not_both_confirmed(alone: Cast) -> None:
    cast = alone
    with clock.moved(NOW):
        placed(cast)
        one, other = planned(cast), planned(cast, title="第二份")
    came = at_once(
        lambda: confirm_day_plan(cast.chen, one.pk, version=one.version),
        lambda: confirm_day_plan(cast.zhou, other.pk, version=other.version),
    )
    assert outcomes(came) == ["DayPlan", "NotAllowed"]
