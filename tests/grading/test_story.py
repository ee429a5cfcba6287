"""Units are graded by the clock, a plan is drawn up from the levels, somebody else approves it, and its visits come from the records."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from bihuan.core import clock
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed
from bihuan.core.models import Event
from bihuan.figures.evaluation import Ask, check_identities, evaluate
from bihuan.figures.rollups import differing
from bihuan.grading import actions
from bihuan.grading.models import Plan, PlanLine, UnitLevel
from bihuan.grading.queries import lines_of, shares
from bihuan.grading.rules import LEVELS, USUAL_TIMES
from bihuan.hazards.actions import finish_check
from bihuan.units.actions import change_state
from tests.cast import FOUNDED, TODAY, Cast
from tests.core.deeds import finding, visit
from tests.risks.deeds import begin
from tests.rollout.deeds import town
from tests.web.pages import error_at
from tests.web.visits import SignIn


def numbers(cast: Cast, on: date) -> dict[str, int | Decimal | None]:
    keys = ("units", "d", "c", "b", "a", "alive", "silent")
    asks = [Ask(f"grading.{key}", FOUNDED, on, on) for key in keys]
    found = evaluate(cast.chen.scope, asks)
    verdicts = check_identities(cast.chen.scope, FOUNDED, on, on)
    assert all(one.holds for some in verdicts.values() for one in some)
    return {ask.figure.removeprefix("grading."): found[ask].value for ask in asks}


def level(cast: Cast, unit: str = "yongan") -> UnitLevel:
    found: UnitLevel = UnitLevel.objects.within(town(cast)).get(unit=cast.units[unit], until_on__isnull=True)
    return found


def begun(cast: Cast) -> None:
    actions.set_frequency(cast.zhou, times=USUAL_TIMES)


def test_a_town_grades_from_the_day_it_says_how_often(cast: Cast) -> None:
    assert run_due(cast.town.pk) == 0 and not UnitLevel.objects.within(town(cast)).exists()
    begun(cast)
    assert (level(cast).level, level(cast).score) == ("B", 40)
    assert [one.says for one in level(cast).told] == ["没有风险清单，行业危险性大"]
    assert run_due(cast.town.pk) == 0  # nothing has changed
    with pytest.raises(NotAllowed, match="没有改动"):
        begun(cast)


def test_a_level_changes_with_the_records_and_the_day_before_stays(cast: Cast) -> None:
    begun(cast)
    order = finding(cast, cast.chen, "deadline")
    finish_check(cast.chen, visit(cast, cast.chen), [order])
    begin(cast, cast.chen)
    late = TODAY + timedelta(days=60)
    with clock.moved(clock.at(late, 8)):
        run_due(cast.town.pk)
        assert "逾期隐患1条" in [one.says for one in level(cast).told]
        assert "风险清单照搬模板" in [one.says for one in level(cast).told]
        told = Event.objects.within(town(cast)).filter(
            action="grade_unit", subject_id=cast.units["yongan"].pk
        )
        assert (told.order_by("-seq")[0].before, told.order_by("-seq")[0].after) == (
            "B级",
            f"{level(cast).level}级",
        )
        assert numbers(cast, late)["silent"] == 1
        assert differing(town(cast)) == []
    assert numbers(cast, TODAY) == {"units": 3, "d": 0, "c": 0, "b": 3, "a": 0, "alive": 1, "silent": 0}


def test_a_plan_is_drawn_up_again_until_somebody_else_approves_it(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="先定检查频次"):
        actions.draw_up_plan(cast.chen, year=2026)
    begun(cast)
    with pytest.raises(Forbidden):
        actions.draw_up_plan(cast.zhao, year=2026)
    with pytest.raises(Incomplete):
        actions.draw_up_plan(cast.chen, year=2028)
    first = actions.draw_up_plan(cast.chen, year=2026)
    second = actions.draw_up_plan(cast.chen, year=2026)
    assert Plan.objects.within(town(cast)).get(pk=first.pk).dropped_on == TODAY
    lines = PlanLine.objects.within(town(cast)).filter(plan=second)
    assert {(one.level, one.times, len(one.months)) for one in lines} == {("B", 2, 2)}
    assert {one.inspector.name for one in lines} == {"陈明", "赵强"}
    with pytest.raises(NotAllowed, match="不能自己批准"):
        actions.approve_plan(cast.chen, second.pk, approval="同意")
    with pytest.raises(Incomplete):
        actions.approve_plan(cast.zhou, second.pk, approval=" ")
    with pytest.raises(NotAllowed, match="重新拟订"):
        actions.approve_plan(cast.zhou, first.pk, approval="同意")
    actions.approve_plan(cast.zhou, second.pk, approval="同意，按计划执行。")
    for act in (
        lambda: actions.draw_up_plan(cast.chen, year=2026),
        lambda: actions.approve_plan(cast.zhou, second.pk, approval="同意"),
    ):
        with pytest.raises(NotAllowed, match="已经批准"):
            act()
    actions.draw_up_plan(cast.chen, year=2027)


def test_what_is_done_of_a_plan_comes_from_the_visits(cast: Cast) -> None:
    begun(cast)
    plan = actions.draw_up_plan(cast.chen, year=2026)
    finish_check(cast.chen, visit(cast, cast.chen), [])
    finish_check(cast.chen, visit(cast, cast.chen), [])  # twice on one day is one visit
    found = {one.unit.name: one.visited for one in lines_of(town(cast), plan)}
    assert found == {"永安烟花店": 1, "石桥小学": 0, "柳林村便民中心工地": 0}
    by_level, by_person = shares(lines_of(town(cast), plan))
    assert [(one.label, one.planned, one.done) for one in by_level] == [("B级·黄·中风险", 6, 1)]
    assert sum(one.planned for one in by_person) == 6 and len(by_person) == 2
    assert len(lines_of(cast.li.scope, plan)) == 2  # who sees a village sees its units


def test_a_unit_that_left_is_neither_graded_nor_planned(cast: Cast) -> None:
    begun(cast)
    change_state(
        cast.chen, cast.units["site"].pk, state="closed", from_on=TODAY, reason="完工", handling="已撤场"
    )
    assert numbers(cast, TODAY)["units"] == 2
    plan = actions.draw_up_plan(cast.chen, year=2026)
    assert PlanLine.objects.within(town(cast)).filter(plan=plan).count() == 2


def test_the_pages_set_draw_up_approve_and_print(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    wrong = client.post(
        reverse("level_frequency"), {"times_D": "1", "times_C": "2", "times_B": "7", "times_A": "1"}
    )
    assert wrong.status_code == 422
    assert "从列表中选择" in error_at(wrong.content.decode(), "times_B")
    given = {f"times_{code}": times for code, times in USUAL_TIMES.items()}
    client.post(reverse("level_frequency"), given)
    page = client.get(reverse("unit_levels"), {"level": "B"}).content.decode()
    assert "B级·黄·中风险" in page and "没有风险清单" in page
    assert client.post(reverse("plans"), {"year": "明年"}).status_code == 422
    page = client.post(reverse("plans"), {"year": "2026"}, follow=True).content.decode()
    assert "2026年度安全生产监督检查计划" in page and "按检查人" in page
    plan = Plan.objects.within(town(cast)).get()
    assert client.post(reverse("plan_approve", args=[plan.pk]), {"approval": "同意"}).status_code == 409
    leader = sign_in("zhou")
    assert (
        "已批准"
        in leader.post(
            reverse("plan_approve", args=[plan.pk]), {"approval": "同意"}, follow=True
        ).content.decode()
    )
    paper = leader.get(reverse("plan_paper", args=[plan.pk]))
    assert paper["Content-Type"] == "application/pdf" and paper.content[:5] == b"%PDF-"
    pages = PdfReader(BytesIO(paper.content)).pages
    text = "".join("".join(page.extract_text() for page in pages).split())
    assert "实行分级监管" in text and "永安烟花店" in text and "批准意见：同意" in text


def test_the_towns_view_leads_to_its_rows(cast: Cast, sign_in: SignIn) -> None:
    begun(cast)
    begin(cast, cast.chen)
    with clock.moved(clock.at(TODAY + timedelta(days=40), 9)):
        page = sign_in("chen").get(reverse("dual")).content.decode()
        assert "双重预防停摆单位" in page and "永安烟花店" in page and "照搬模板的" in page
        assert all(one.label in page for one in LEVELS.values())
        own = sign_in("feng").get(reverse("dual")).content.decode()
        assert "照搬模板的" not in own


def test_a_unit_does_not_read_in_which_month_it_will_be_visited(cast: Cast, sign_in: SignIn) -> None:
    """The plan is the office's: 冯永 sees his level and why, not when somebody comes and who."""
    begun(cast)
    plan = actions.draw_up_plan(cast.chen, year=TODAY.year)
    client = sign_in("feng")
    for name, key in (("plans", ()), ("plan", (plan.pk,)), ("plan_paper", (plan.pk,))):
        assert client.get(reverse(name, args=key)).status_code == 403
    page = client.get(reverse("unit_levels")).content.decode()
    assert "永安烟花店" in page and "年度计划" not in page
    assert "年度计划" not in client.get(reverse("dual")).content.decode()
