"""How grades change, what asks for a new evaluation, and what is counted on any day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bihuan.core import clock
from bihuan.core.duties import run_due
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.figures.actions import roll_up
from bihuan.figures.evaluation import WHOLE, Ask, Slice, evaluate
from bihuan.figures.identities import check_identities
from bihuan.figures.rollups import differing
from bihuan.grid.holdings import held_at
from bihuan.grid.models import Post
from bihuan.notices.actions import tell_news
from bihuan.risks import actions
from bihuan.risks.actions import Judged
from bihuan.risks.models import (
    Evaluation,
    Keeper,
    PointGrade,
    Review,
    RiskPoint,
    RiskStep,
)
from bihuan.risks.queries import history, latest, open_reviews, points, uses
from bihuan.units.actions import change_state
from tests.cast import FOUNDED, NOW, TODAY, Cast
from tests.notices.deeds import bell
from tests.risks.deeds import ALL, NAMES, ORANGE, WIRING, add, begin, point, step
from tests.units.deeds import fresh, merge, twin

pytestmark = pytest.mark.usefixtures("no_rollups")

KEYS = ("points", "major", "large", "general", "low", "units", "evaluations", "late")


def later(days: int) -> object:
    return clock.moved(NOW + timedelta(days=days))


def numbers(cast: Cast, on: date, part: Slice = WHOLE) -> dict[str, int | Decimal | None]:
    """The figures of the year as of the end of a day."""
    asks = [Ask(f"risks.{key}", FOUNDED, on, on, part) for key in KEYS]
    found = evaluate(cast.chen.scope, asks)
    verdicts = check_identities(cast.chen.scope, FOUNDED, on, on)
    assert all(one.holds for some in verdicts.values() for one in some)
    return {ask.figure.removeprefix("risks."): found[ask].value for ask in asks}


def test_a_grade_follows_the_gravest_step_and_a_past_day_keeps_its_own(cast: Cast) -> None:
    begin(cast, cast.feng)
    light = Judged("lec", {"L": "0.5", "E": "6", "C": "15"}, with_whom="马小兵", proposed="加装电子秤")
    with later(10):
        row = actions.evaluate_step(
            cast.feng, step(cast.feng, "存放").pk, version=1, occasion="process", judgement=light
        )
        assert (row.sum, row.grade) == ("L0.5×E6×C15＝45", 4)
        store = point(cast.feng, "储存间")
        assert store.grade == 3  # of the wires, 90
        assert numbers(cast, TODAY + timedelta(days=10))["major"] == 1
        told = Event.objects.within(cast.chen.scope).get(action="evaluate_risk")
        assert (told.before, told.after, told.given["regraded"]) == ("1", "4", True)
    with later(20):
        actions.evaluate_step(
            cast.feng, step(cast.feng, "电线").pk, version=1, occasion="process", judgement=ORANGE
        )
    then = numbers(cast, TODAY)
    assert (then["points"], then["major"], then["large"], then["general"], then["low"]) == (4, 2, 0, 1, 1)
    assert numbers(cast, TODAY + timedelta(days=12))["general"] == 2
    now = numbers(cast, TODAY + timedelta(days=30))
    assert (now["points"], now["major"], now["large"], now["general"], now["low"]) == (4, 1, 1, 1, 1)
    assert (now["units"], now["evaluations"]) == (1, 7)
    assert [one.grade for one in history(cast.chen.scope, store)] == [2, 3, 1]
    assert numbers(cast, TODAY - timedelta(days=1))["points"] == 0


def test_a_grade_that_held_for_no_day_counts_on_none(cast: Cast) -> None:
    begin(cast, cast.feng)
    light = Judged("lec", {"L": "0.5", "E": "6", "C": "15"})
    actions.evaluate_step(
        cast.feng, step(cast.feng, "搬运").pk, version=1, occasion="process", judgement=light
    )
    assert numbers(cast, TODAY)["major"] == 1 and numbers(cast, TODAY)["points"] == 4
    assert [one.grade for one in history(cast.chen.scope, point(cast.feng, "卸货作业"))] == [4]


def test_a_direct_judgement_overrides_the_score_and_keeps_it_visible(cast: Cast) -> None:
    begin(cast, cast.feng)
    exit_ = step(cast.feng, "通道")
    given = Judged("ls", {"L": "2", "S": "2"}, "crowd", "节前店内同时10人以上")
    row = actions.evaluate_step(cast.feng, exit_.pk, version=1, occasion="process", judgement=given)
    assert (row.grade, row.sum, row.direct) == (1, "L2×S2＝4", "crowd")
    bare = Judged("", {}, "law", "与居室相通")
    row = actions.evaluate_step(cast.feng, exit_.pk, version=2, occasion="process", judgement=bare)
    assert (row.grade, row.sum, row.score) == (1, "", None)
    with pytest.raises(Incomplete, match="写明理由"):
        actions.evaluate_step(
            cast.feng, exit_.pk, version=3, occasion="process", judgement=Judged("", {}, "law")
        )


@pytest.mark.parametrize(
    ("judgement", "field", "why"),
    [
        (Judged("lec", {"L": "2", "E": "6", "C": "15"}), "lec_L", "只能取表中的10、6、3、1、0.5、0.2、0.1"),
        (Judged("lec", {"L": "3", "E": "", "C": "15"}), "lec_E", "请选择E"),
        (Judged("ls", {"L": "6", "S": "1"}), "ls_L", "只能取表中的5、4、3、2、1"),
        (Judged("mes", {"M": "1"}), "method", "请选择评价方法"),
        (Judged("", {}), "method", "请选择评价方法"),
        (Judged("lec", {"L": "3"}, "whim", "好"), "direct", "请从列表中选择"),
    ],
)
def test_a_value_that_is_not_in_the_table_is_refused(
    cast: Cast, judgement: Judged, field: str, why: str
) -> None:
    begin(cast, cast.feng)
    with pytest.raises(Incomplete) as refused:
        actions.evaluate_step(
            cast.feng, step(cast.feng, "存放").pk, version=1, occasion="yearly", judgement=judgement
        )
    assert why in refused.value.fields[field]
    assert Evaluation.objects.within(cast.chen.scope).filter(step__name="存放").count() == 1


def test_of_two_who_evaluate_the_same_step_the_second_is_told(cast: Cast) -> None:
    begin(cast, cast.feng)
    store = step(cast.feng, "存放")
    actions.evaluate_step(cast.chen, store.pk, version=1, occasion="yearly", judgement=ORANGE)
    with pytest.raises(Stale, match="刚刚被别人修改过。请核对最新内容后再保存，您填写的内容还在"):
        actions.evaluate_step(cast.feng, store.pk, version=1, occasion="yearly", judgement=ORANGE)
    with pytest.raises(Stale):
        actions.edit_step(cast.feng, store.pk, version=1, given=WIRING)
    assert latest(cast.chen.scope, [store])[store.pk].by == cast.people["chen"]


def test_an_accident_asks_for_an_evaluation_of_every_step_since(cast: Cast) -> None:
    begin(cast, cast.feng)
    store = point(cast.feng, "储存间")
    with pytest.raises(Incomplete, match="写明变更了什么"):
        actions.ask_review(cast.feng, store.unit_id, chosen=[store.pk], why="accident", note="")
    with clock.moved(NOW + timedelta(minutes=5)):
        actions.ask_review(cast.chen, store.unit_id, chosen=[store.pk], why="accident", note="邻店起火")
    with pytest.raises(NotAllowed, match="逐个步骤"):
        actions.confirm_evaluations(cast.feng, store.pk, version=store.version)
    for number, name in enumerate(("存放", "电线")):
        assert open_reviews(cast.chen.scope).count() == 1
        with clock.moved(NOW + timedelta(hours=1 + number)):
            actions.evaluate_step(
                cast.feng, step(cast.feng, name).pk, version=1, occasion="accident", judgement=ORANGE
            )
    assert not open_reviews(cast.chen.scope).exists()


def test_a_year_without_evaluation_makes_one_due_and_it_is_late_after_thirty_days(cast: Cast) -> None:
    begin(cast, cast.feng)
    run_due(cast.town.pk)
    assert not open_reviews(cast.chen.scope).exists()
    year = TODAY.replace(year=2027)
    with clock.moved(clock.at(year, 8)):
        for _ in range(2):
            run_due(cast.town.pk)
        assert open_reviews(cast.chen.scope).count() == 4
        told = Event.objects.within(cast.chen.scope).filter(action="call_risk_reviews")
        assert [(one.subject_id, one.given["points"]) for one in told] == [(cast.units["yongan"].pk, 4)]
        store = point(cast.feng, "储存间")
        actions.confirm_evaluations(cast.feng, store.pk, version=store.version, with_whom="马小兵")
        assert open_reviews(cast.chen.scope).count() == 3
        assert {
            one.occasion for one in latest(cast.chen.scope, store.steps.within(cast.chen.scope)).values()
        } == {"yearly"}
        with pytest.raises(Stale):
            actions.confirm_evaluations(cast.feng, store.pk, version=store.version)
    after = year + timedelta(days=31)
    assert (numbers(cast, after - timedelta(days=1))["late"], numbers(cast, after)["late"]) == (0, 3)


def test_a_point_that_ends_counts_no_more_and_cannot_be_written(cast: Cast) -> None:
    begin(cast, cast.feng)
    unload = point(cast.feng, "卸货作业")
    with pytest.raises(Incomplete, match="停用原因"):
        actions.end_point(cast.feng, unload.pk, version=1, reason=" ")
    with later(7):
        actions.end_point(cast.feng, unload.pk, version=1, reason="改由厂家配送上架")
        with pytest.raises(NotAllowed, match="已经停用"):
            actions.keep_point(cast.feng, unload.pk, named=NAMES)
    assert numbers(cast, TODAY + timedelta(days=6))["points"] == 4
    assert numbers(cast, TODAY + timedelta(days=7))["points"] == 3
    assert not Keeper.objects.within(cast.chen.scope).filter(point=unload, ended_on=None).exists()


def test_a_unit_that_moves_to_another_town_keeps_its_records_and_counts_no_more(cast: Cast) -> None:
    begin(cast, cast.feng)
    unit = cast.units["yongan"]
    with later(9):
        change_state(
            cast.chen,
            unit.pk,
            state="moved",
            from_on=clock.today(),
            reason="搬迁",
            to="西河镇",
            handling="无",
        )
        for act in (
            lambda: add(cast.chen, fresh(cast.chen, unit)),
            lambda: actions.evaluate_step(
                cast.feng, step(cast.chen, "存放").pk, version=1, occasion="yearly", judgement=ORANGE
            ),
        ):
            with pytest.raises(NotAllowed, match="已迁出，不在册，风险清单不能再改；原有记录都在"):
                act()
    assert points(cast.chen.scope).count() == 4
    assert numbers(cast, TODAY + timedelta(days=8))["points"] == 4
    assert numbers(cast, TODAY + timedelta(days=9))["points"] == 0
    with later(20):
        change_state(cast.chen, unit.pk, state="open", from_on=clock.today(), reason="搬回")
    assert numbers(cast, TODAY + timedelta(days=15))["points"] == 0
    assert numbers(cast, TODAY + timedelta(days=20))["points"] == 4


def test_two_units_that_become_one_have_all_points_under_numbers_of_their_own(cast: Cast) -> None:
    kept, gone = cast.units["yongan"], twin(cast)
    begin(cast, cast.chen)
    begin(cast, cast.chen, gone, kept=["store", "fire"])
    before = numbers(cast, TODAY)
    with later(3):
        merge(kept, gone, cast.chen)
    rows = RiskPoint.objects.within(cast.chen.scope).filter(unit=kept)
    assert sorted(rows.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert not PointGrade.objects.within(cast.chen.scope).filter(unit=gone, until_on=None).exists()
    assert numbers(cast, TODAY) == before and (before["points"], before["units"]) == (6, 2)
    after = numbers(cast, TODAY + timedelta(days=3))
    assert (after["points"], after["units"], after["evaluations"]) == (6, 1, before["evaluations"])
    assert [one.grade for one in history(cast.chen.scope, rows.get(number=6))] == [3]
    assert len(uses(cast.chen.scope, kept)) == 2


def test_figures_count_where_a_unit_stands_and_what_it_is(cast: Cast) -> None:
    begin(cast, cast.feng)
    east, west = (Slice(cell=cast.cells[name].path) for name in ("东片办事处", "西片办事处"))
    assert (numbers(cast, TODAY, east)["points"], numbers(cast, TODAY, west)["points"]) == (4, 0)
    assert numbers(cast, TODAY, Slice(category="fireworks"))["major"] == 2
    trade = numbers(cast, TODAY, Slice(category="trade"))
    assert (trade["points"], trade["major"]) == (
        0,
        None,
    )  # where no point was recorded none is known to be major


def test_roll_ups_follow_each_step(cast: Cast) -> None:
    town = cast.town.pk
    roll_up(town)
    begin(cast, cast.feng)
    actions.evaluate_step(
        cast.feng, step(cast.feng, "存放").pk, version=1, occasion="process", judgement=ORANGE
    )
    roll_up(town)
    assert differing(Scope.whole_town(town)) == []


def test_the_law_of_one_open_review_and_one_grade_holds_in_the_rows(cast: Cast) -> None:
    begin(cast, cast.feng)
    store = point(cast.feng, "储存间")
    actions.ask_review(cast.feng, store.unit_id, chosen=[store.pk], why="process", note="换货架")
    with pytest.raises(NotAllowed, match="已经要求"):
        actions.ask_review(cast.feng, store.unit_id, chosen=[store.pk], why="yearly", note="")
    actions.ask_review(cast.feng, store.unit_id, chosen=[store.pk], why="accident", note="冒烟")
    rows = Review.objects.within(cast.chen.scope).filter(point=store)
    assert [(one.why, one.done_on) for one in rows.order_by("id")] == [("process", TODAY), ("accident", None)]
    assert PointGrade.objects.within(cast.chen.scope).filter(point=store, until_on=None).count() == 1
    assert RiskStep.objects.within(cast.chen.scope).filter(point=store).count() == 2
    assert set(ALL) == set(RiskPoint.objects.within(cast.chen.scope).values_list("template_key", flat=True))


def test_the_manager_hears_what_is_due_and_the_office_what_is_late(cast: Cast) -> None:
    tell_news(cast.town.pk)  # a log is told of from the first time on
    begin(cast, cast.feng)
    store = point(cast.feng, "储存间")
    actions.ask_review(cast.chen, store.unit_id, chosen=[store.pk], why="process", note="换货架")
    with later(1):
        tell_news(cast.town.pk)
        assert "1个风险点应在2026年7月2日前重新评价" in bell(cast.feng)
        assert not [one for one in bell(cast.chen) if "风险点" in one]
    post = Post.objects.within(cast.chen.scope).get(person=cast.people["feng"])
    (held,) = [row for one in held_at(post, TODAY) for row in one.rows if "风险点" in row.text]
    assert held.text == "风险点“储存间”重新评价"
    with later(31):
        tell_news(cast.town.pk)
        assert "1个风险点逾期没有重新评价" in bell(cast.chen)
        for name in ("存放", "电线"):
            actions.evaluate_step(
                cast.feng, step(cast.feng, name).pk, version=1, occasion="process", judgement=ORANGE
            )
        tell_news(cast.town.pk)
        assert not [one for one in bell(cast.chen) if "风险点" in one]
