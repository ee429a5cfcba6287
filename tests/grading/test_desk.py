"""What of grading lies on whose desk, and who hears of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import sections_of
from bihuan.core.duties import run_due
from bihuan.grading import actions
from bihuan.grading.queries import lines_of
from bihuan.hazards.actions import finish_check
from tests.cast import TODAY, Cast
from tests.core.deeds import found, visit
from tests.grading.deeds import begun
from tests.notices.deeds import bell, told
from tests.rollout.deeds import town
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """What comes from now on is told."""
    told(cast)
    return cast


def desk(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    return {
        one.title: [(item.text, item.where) for item in one.items] for one in sections_of(actor, clock.now())
    }


def test_a_plan_lies_on_the_desk_of_who_may_approve_it_and_those_named_hear_of_it(cast: Cast) -> None:
    begun(cast)
    plan = actions.draw_up_plan(cast.chen, year=2026)
    told(cast)
    waits = f"{plan.title}已拟订，请审批（3家、6家次）"
    assert desk(cast.zhou)["年度计划待批"] == [(plan.title, "陈明2026年6月2日拟订")]
    assert "年度计划待批" not in desk(cast.chen) and "年度计划待批" not in desk(cast.zhao)
    assert waits in bell(cast.zhou) and waits not in bell(cast.chen) and waits not in bell(cast.zhao)
    actions.approve_plan(cast.zhou, plan.pk, approval="同意")
    told(cast)
    assert "年度计划待批" not in desk(cast.zhou) and waits not in bell(cast.zhou)
    shares = [bell(one)[0].removeprefix(f"{plan.title}已批准，您负责") for one in (cast.chen, cast.zhao)]
    assert sorted(shares) == ["1家、2家次", "2家、4家次"]
    assert not any("已批准" in one for one in bell(cast.li))


def test_a_visit_whose_month_is_over_lies_on_the_desk_of_who_was_to_go(cast: Cast, sign_in: SignIn) -> None:
    begun(cast)
    plan = actions.draw_up_plan(cast.chen, year=2026)
    assert "年度计划到月未查" not in desk(cast.chen)  # a draft asks nobody
    actions.approve_plan(cast.zhou, plan.pk, approval="同意")
    yongan = next(one for one in lines_of(town(cast), plan) if one.unit_id == cast.units["yongan"].pk)
    key = "chen" if yongan.inspector_id == cast.people["chen"].pk else "zhao"
    mine = [one for one in lines_of(town(cast), plan) if one.inspector_id == yongan.inspector_id]
    names = "、".join(one.unit.name for one in mine)
    with clock.moved(clock.at(date(2026, 12, 1), 9)):
        (item, *_) = desk(getattr(cast, key))["年度计划到月未查"]
        assert item == (f"本人负责的{len(mine)}家，计划的月份已过，还没有查够", names)
        assert len(desk(cast.zhou)["年度计划到月未查"]) == 2  # who supervises sees whose
        page = sign_in(key).get(
            reverse("plan", args=[plan.pk]), {"missed": "1", "who": str(yongan.inspector_id)}
        )
        assert page.content.decode().count("到月未查") == len(mine)
        assert sign_in(key).get(reverse("plan", args=[plan.pk]), {"who": "谁"}).status_code == 200
        for day in (5, 6):
            with clock.moved(clock.at(date(2026, 11, day), 9)):
                finish_check(cast.chen, visit(cast, cast.chen), [])
        assert "永安烟花店" not in str(desk(getattr(cast, key)).get("年度计划到月未查", ""))


def test_a_unit_that_rose_to_d_is_told_to_its_grid_and_waits_for_a_visit(cast: Cast) -> None:
    begun(cast)
    found(cast, cast.chen, level="major")
    with clock.moved(clock.at(TODAY + timedelta(days=1), 8)):
        run_due(cast.town.pk)
        run_due(cast.town.pk)
        ((says, where),) = desk(cast.chen)["监管等级升高"]
        assert "重大隐患1条没有销号" in says and "永安烟花店" in where
        risen = f"监管等级由B级升为D级·红·高风险：{says}"
        assert risen in bell(cast.li) and risen in bell(cast.wang)
        assert risen not in bell(cast.feng) and "监管等级升高" not in desk(cast.feng)
        finish_check(cast.chen, visit(cast, cast.chen), [])
        assert "监管等级升高" not in desk(cast.chen)
