"""Units are graded by the clock, a plan is drawn up from the levels, somebody else approves it, and its visits come from the records."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from html import escape
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed
from bihuan.core.models import Event
from bihuan.figures.evaluation import WHOLE, Ask, Slice, evaluate
from bihuan.figures.identities import check_identities
from bihuan.figures.rollups import differing
from bihuan.figures.spread import evaluate_spread
from bihuan.grading import actions
from bihuan.grading.colours import POINTS, TRADES, colours
from bihuan.grading.models import Plan, PlanLine, UnitLevel
from bihuan.grading.queries import lines_of, shares
from bihuan.grading.rules import LEVELS, USUAL_TIMES
from bihuan.hazards.actions import finish_check
from bihuan.inspections.actions import Visit
from bihuan.selfchecks.actions import settle_doubt
from bihuan.selfchecks.actions.doubting import Raised, raise_doubts
from bihuan.selfchecks.models import Doubt
from bihuan.units.actions import change_state
from tests.cast import FOUNDED, TODAY, Cast
from tests.core.deeds import finding, visit
from tests.grading.deeds import begun
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


def test_levels_that_rose_and_fell_in_a_period_are_counted_and_the_first_is_neither(cast: Cast) -> None:
    def moved(since: date, until: date) -> tuple[Any, Any, list[str]]:
        asks = [Ask(f"grading.{key}", since, until, until) for key in ("rose", "fell")]
        found = evaluate(cast.chen.scope, asks)
        return (*(found[one].value for one in asks), differing(town(cast)))

    assert moved(TODAY, TODAY) == (None, None, [])  # nothing is graded yet
    begun(cast)
    assert moved(TODAY, TODAY) == (0, 0, [])
    raise_doubts(cast.chen, cast.units["yongan"], [Raised("photo", "照片相同")])
    run_due(cast.town.pk)
    assert (level(cast).before, level(cast).level) == ("B", "C")
    (doubt,) = Doubt.objects.within(town(cast))
    later = TODAY + timedelta(days=3)
    with clock.moved(clock.at(later, 9)):
        settle_doubt(cast.chen, doubt.pk, version=1, outcome="clear", note="同一处设备，当面看过")
        run_due(cast.town.pk)
        assert moved(TODAY, later) == (1, 1, [])
        assert moved(later, later) == (0, 1, [])
    assert moved(TODAY, TODAY) == (1, 0, [])


def test_doubts_count_until_they_are_explained_or_old(cast: Cast) -> None:
    begun(cast)
    raise_doubts(cast.chen, cast.units["yongan"], [Raised("photo", "照片相同"), Raised("far", "离得远")])
    run_due(cast.town.pk)
    assert (level(cast).score, level(cast).told[1].says) == (50, "近90天有2条自查存疑没有消除")
    photo, far = Doubt.objects.within(town(cast)).order_by("-kind")
    settle_doubt(cast.chen, photo.pk, version=1, outcome="clear", note="同一处设备，当面看过")
    settle_doubt(cast.chen, far.pk, version=1, outcome="upheld", note="人在家里点的，已改")
    run_due(cast.town.pk)
    assert (level(cast).score, level(cast).told[1].says) == (45, "近90天有1条自查存疑没有消除")
    for days, score in ((89, 45), (90, 40)):
        with clock.moved(clock.at(TODAY + timedelta(days=days), 8)):
            actions.grade_units(Actor.clock(cast.town.pk))
            assert level(cast).score == score, days


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
    lines = lines_of(town(cast), second)
    assert {(one.level, one.times, len(one.planned)) for one in lines} == {("B", 2, 2)}
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


PLAN = ("plan_units", "planned", "planned_made", "planned_left", "plan_rate")


def of_the_year(cast: Cast, as_of: date) -> list[int | Decimal | None]:
    """The plan's figures of 2026 as of a day; every identity holds on it."""
    since, until = date(2026, 1, 1), date(2026, 12, 31)
    asks = [Ask(f"grading.{key}", since, until, as_of) for key in PLAN]
    values = evaluate(cast.chen.scope, asks)
    verdicts = check_identities(cast.chen.scope, since, until, as_of)
    assert all(one.holds for some in verdicts.values() for one in some)
    return [values[ask].value for ask in asks]


def test_the_years_plan_is_counted_once_it_is_approved(cast: Cast) -> None:
    end = date(2026, 12, 31)
    begun(cast)
    plan = actions.draw_up_plan(cast.chen, year=2026)
    assert of_the_year(cast, end) == [None, 0, None, None, None]  # a draft is no plan
    actions.approve_plan(cast.zhou, plan.pk, approval="同意")
    assert of_the_year(cast, end) == [3, 6, 0, 6, Decimal("0.0")]
    finish_check(cast.chen, visit(cast, cast.chen), [])
    with clock.moved(clock.at(date(2026, 11, 3), 9)):
        walk = Visit(cast.units["yongan"].pk, clock.today(), kind="patrol")
        finish_check(cast.wang, walk, [])  # a walk of the grid is no visit of the plan
        assert of_the_year(cast, end) == [3, 6, 1, 5, Decimal("16.7")]
        finish_check(cast.chen, visit(cast, cast.chen), [])
    with clock.moved(clock.at(date(2026, 11, 4), 9)):
        finish_check(cast.chen, visit(cast, cast.chen), [])
        assert differing(town(cast)) == []
    assert of_the_year(cast, end) == [3, 6, 2, 4, Decimal("33.3")]  # a third one makes up for no other
    assert of_the_year(cast, TODAY)[2:4] == [1, 2]  # six months in, three visits are due and one is made


def test_what_is_planned_for_a_unit_after_it_left_is_not_owed(cast: Cast) -> None:
    begun(cast)
    plan = actions.draw_up_plan(cast.chen, year=2026)
    actions.approve_plan(cast.zhou, plan.pk, approval="同意")
    change_state(
        cast.chen, cast.units["site"].pk, state="closed", from_on=TODAY, reason="完工", handling="已撤场"
    )
    assert of_the_year(cast, date(2026, 12, 31))[:2] == [3, 5]
    assert of_the_year(cast, TODAY)[:2] == [3, 3]
    assert differing(town(cast)) == []


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


def test_the_towns_pages_are_not_for_a_units_persons_who_see_their_own_level(
    cast: Cast, sign_in: SignIn
) -> None:
    begun(cast)
    plan = actions.draw_up_plan(cast.chen, year=2026)
    client = sign_in("lu")
    for name in ("dual", "unit_levels", "plans"):
        assert client.get(reverse(name)).status_code == 403, name
    for name in ("plan", "plan_paper"):
        assert client.get(reverse(name, args=[plan.pk])).status_code == 403, name
    for figure in ("grading.planned", "selfcheck.doubts", "training.officers"):
        assert client.get(reverse("figure_rows", args=[figure])).status_code == 403, figure
    own = client.get(reverse("unit", args=[cast.units["yongan"].pk])).content.decode()
    assert "B级·黄·中风险" in own
    for name in ("dual", "plans", "rollout"):
        assert reverse(name) not in own, name


def test_what_the_town_still_asks_after_is_not_told_to_the_unit_by_its_level(
    cast: Cast, sign_in: SignIn
) -> None:
    begun(cast)
    begin(cast, cast.chen)
    raise_doubts(cast.chen, cast.units["yongan"], [Raised("photo", "照片相同")])
    run_due(cast.town.pk)
    address = reverse("unit", args=[cast.units["yongan"].pk])
    shown = {key: sign_in(key).get(address).content.decode() for key in ("lu", "feng", "wang", "chen")}
    for key in ("wang", "chen"):
        assert "近90天有1条自查存疑没有消除" in shown[key] and "风险清单照搬模板" in shown[key], key
    for key in ("lu", "feng"):
        assert "C级·橙·较高风险" in shown[key] and "有重大风险点" in shown[key], key
        assert "存疑" not in shown[key] and "照搬" not in shown[key] and "55分" not in shown[key], key


def test_points_are_told_by_colour_place_and_trade_in_two_queries(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    """永安 (fireworks, in 石桥村) has its list: the sums of groups are what each line asked for itself would be, and lead to the rows."""
    begin(cast, cast.chen)
    scope, cells = cast.chen.scope, list(cast.cells.values())
    with django_assert_num_queries(2):
        found = colours(scope, cells, TODAY)
    parts = [Slice(cell=one.path) for one in cells] + [
        Slice(category=code) for code in (*TRADES, "trade.wood")
    ]
    asks = [Ask(key, TODAY, TODAY, TODAY, part) for part in (WHOLE, *parts) for key in POINTS]
    assert evaluate_spread(scope, asks) == evaluate(scope, asks)
    assert [one.label for one in found.by_trade] == ["烟花爆竹"]
    there = next(one for one in found.by_place if one.cell == cast.cells["石桥村"])
    assert [one.value for one in there.numbers] == [one.value for one in found.whole]
    without = [one for one in found.by_place if not cast.units["yongan"].cell_path.startswith(one.cell.path)]
    assert without  # and where there is no list, colours are not known rather than 0
    assert {tuple(number.value for number in one.numbers) for one in without} == {(0, None, None, None, None)}
    page = sign_in("chen").get(reverse("dual")).content.decode()
    assert "风险点四色，按网格" in page and escape(there.numbers[0].url) in page


def test_what_sums_of_groups_cannot_answer_is_refused(cast: Cast) -> None:
    scope, today = cast.chen.scope, Ask("risks.points", TODAY, TODAY, TODAY)
    for wrong in (
        [replace(today, figure="risks.units")],  # units, not rows
        [replace(today, figure="risks.evaluations")],  # a flow
        [today, replace(today, as_of=FOUNDED)],
        [today, Ask("units.total", TODAY, TODAY, TODAY)],
        [replace(today, slice=Slice(origin="self"))],
    ):
        with pytest.raises(ValueError, match="stocks of one source"):
            evaluate_spread(scope, wrong)
