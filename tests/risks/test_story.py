"""永安 sets its graded list up out of a template: what is kept and struck out, who keeps it, what is changed later."""

from datetime import timedelta

import pytest

from bihuan.core import clock, events
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.core.models import Event
from bihuan.risks import actions
from bihuan.risks.actions import Analysed, Judged, Line, Named
from bihuan.risks.models import (
    CheckLine,
    Evaluation,
    Keeper,
    Measure,
    RiskPoint,
    TemplateUse,
)
from bihuan.risks.queries import answering, keepers, points, uses
from tests.cast import NOW, TODAY, Cast
from tests.risks.deeds import NAMES, ORANGE, add, begin, point, step


def later(days: int) -> object:
    return clock.moved(NOW + timedelta(days=days))


def test_a_template_becomes_a_graded_list_with_named_persons_at_one_press(cast: Cast) -> None:
    use = begin(cast, cast.feng)
    assert (use.offered, use.kept, use.struck) == (4, 4, 0)
    rows = list(points(cast.feng.scope).order_by("number"))
    assert [(one.number, one.name, one.grade) for one in rows] == [
        (1, "储存间", 1),
        (2, "卸货作业", 1),
        (3, "灭火器材", 3),
        (4, "疏散通道", 4),
    ]
    held = keepers(cast.feng.scope, rows)
    assert [one.name for one in held[rows[0].pk].values()] == [
        "冯永",
        "马小兵",
    ]  # what the upper controls, the lower do too
    assert list(held[rows[3].pk]) == ["post"]
    mine = answering(rows[0], held[rows[0].pk])
    assert mine is not None and (mine.level, mine.person) == ("company", cast.people["feng"])
    store = step(cast.feng, "存放")
    (evaluation,) = Evaluation.objects.within(cast.feng.scope).filter(step=store)
    assert (evaluation.sum, evaluation.grade, evaluation.occasion) == ("L3×E6×C40＝720", 1, "initial")
    assert Measure.objects.within(cast.feng.scope).filter(step=store).count() == 4
    assert [
        (one.every, one.level) for one in CheckLine.objects.within(cast.feng.scope).filter(step=store)
    ] == [
        ("day", "post"),
        ("week", "company"),
    ]
    told = Event.objects.within(cast.chen.scope).get(action="set_up_risks")
    assert (told.subject_id, told.given["points"]) == (cast.units["yongan"].pk, 4)
    assert "冯永" not in str(told.given) and "13800000001" not in str(told.given)
    assert events.check(cast.town.pk) is None


def test_what_a_unit_does_not_have_is_struck_out_and_counted(cast: Cast) -> None:
    begin(cast, cast.feng, kept=["store", "exit"])
    (use,) = uses(cast.chen.scope, cast.units["yongan"])
    assert (use.row.kept, use.row.struck, use.is_copy) == (2, 2, False)
    add(cast.feng, cast.units["yongan"])
    actions.end_point(cast.feng, point(cast.feng, "疏散通道").pk, version=1, reason="合并到储存间")
    (use,) = uses(cast.chen.scope, cast.units["yongan"])
    assert (use.row.kept, use.row.struck, use.row.added, use.row.changed) == (1, 3, 1, 0)


def test_a_file_copied_through_shows_until_something_is_changed(cast: Cast) -> None:
    begin(cast, cast.feng)
    assert [one.is_copy for one in uses(cast.chen.scope, cast.units["yongan"])] == [True]
    wires = step(cast.feng, "电线")
    as_before = Judged("lec", {"L": "1", "E": "6", "C": "15"})
    actions.evaluate_step(cast.feng, wires.pk, version=1, occasion="yearly", judgement=as_before)
    assert uses(cast.chen.scope, cast.units["yongan"])[0].is_copy
    actions.evaluate_step(cast.feng, wires.pk, version=2, occasion="process", judgement=ORANGE)
    (use,) = uses(cast.chen.scope, cast.units["yongan"])
    assert (use.row.changed, use.is_copy) == (1, False)


@pytest.mark.parametrize(
    ("more", "error", "why"),
    [
        ({"trade": "nothing"}, NotFound, "没有这个行业的模板"),
        ({"edition": "2017-1"}, Stale, "刚刚更新"),
        ({"kept": []}, Incomplete, "至少勾选一个"),
        ({"kept": ["store", "pump"]}, Incomplete, "不在模板里"),
        ({"named": {}}, Incomplete, "没有人负责：请填写公司级的责任人"),
        ({"named": {"post": Named("马小兵")}}, Incomplete, "“储存间”等3个风险点没有人负责"),
        ({"named": NAMES | {"team": Named("", "13800000003")}}, Incomplete, "没有填姓名"),
        ({"named": NAMES | {"team": Named("赵", "一二三")}}, Incomplete, "电话应填数字"),
        ({"named": NAMES | {"boss": Named("赵")}}, Incomplete, "没有这一级"),
    ],
)
def test_what_cannot_be_set_up_is_refused_in_words_and_leaves_nothing(
    cast: Cast, more: dict[str, object], error: type[Exception], why: str
) -> None:
    with pytest.raises(error, match=why):
        begin(cast, cast.feng, **more)
    assert not RiskPoint.objects.within(cast.chen.scope).exists()
    assert not TemplateUse.objects.within(cast.chen.scope).exists()


def test_a_template_is_used_once(cast: Cast) -> None:
    begin(cast, cast.feng)
    with pytest.raises(NotAllowed, match="已经用“烟花爆竹零售点”的模板"):
        begin(cast, cast.chen)
    assert points(cast.chen.scope).count() == 4


@pytest.mark.parametrize("who", ["qian", "li", "wang", "zheng", "he", "xu"])
def test_only_the_unit_and_the_safety_office_write_risks(cast: Cast, who: str) -> None:
    with pytest.raises(Forbidden):
        begin(cast, getattr(cast, who))


def test_nobody_writes_the_risks_of_a_unit_elsewhere(cast: Cast) -> None:
    begin(cast, cast.chen)
    site = cast.units["site"]
    with pytest.raises(NotFound):
        begin(cast, cast.feng, site)
    for act in (
        lambda: actions.keep_point(cast.sun, point(cast.chen, "储存间").pk, named=NAMES),
        lambda: actions.evaluate_step(
            cast.sun, step(cast.chen, "存放").pk, version=1, occasion="yearly", judgement=ORANGE
        ),
        lambda: actions.place_point(cast.sun, point(cast.chen, "储存间").pk, x=0.5, y=0.5),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_point_without_a_person_is_refused_and_one_that_became_graver_is_listed(cast: Cast) -> None:
    begin(cast, cast.feng)
    unit = cast.units["yongan"]
    with pytest.raises(Incomplete, match="“配电箱”没有人负责：请填写车间级的责任人；没有这一级的，填上一级"):
        add(cast.feng, unit, named={"post": Named("马小兵")})
    exit_ = point(cast.feng, "疏散通道")
    red = Judged("lec", {"L": "6", "E": "6", "C": "40"})
    actions.evaluate_step(cast.feng, step(cast.feng, "通道").pk, version=1, occasion="process", judgement=red)
    exit_.refresh_from_db()
    assert answering(exit_, keepers(cast.feng.scope, [exit_])[exit_.pk]) is None
    assert actions.keep_points(cast.feng, unit.pk, named={"company": NAMES["company"]}) == 1
    held = keepers(cast.feng.scope, [exit_])[exit_.pk]
    assert [(one.level, one.name) for one in held.values()] == [("company", "冯永"), ("post", "马小兵")]


def test_keepers_change_from_a_day_on_and_the_former_stay_to_be_read(cast: Cast) -> None:
    begin(cast, cast.feng)
    store = point(cast.feng, "储存间")
    with pytest.raises(NotAllowed, match="没有变化"):
        actions.keep_point(cast.feng, store.pk, named=NAMES)
    with pytest.raises(Incomplete, match="公司级"):
        actions.keep_point(cast.feng, store.pk, named={"post": Named("刘二")})
    with later(5):
        actions.keep_point(cast.feng, store.pk, named={"company": Named("冯永", "13800000001")})
    rows = Keeper.objects.within(cast.chen.scope).filter(point=store, level="post")
    assert [(one.name, one.ended_on) for one in rows] == [("马小兵", TODAY + timedelta(days=5))]


def test_a_unit_adds_what_the_template_lacks(cast: Cast) -> None:
    begin(cast, cast.feng)
    unit = cast.units["yongan"]
    box = add(cast.feng, unit)
    assert (box.number, box.grade, box.template) == (5, 2, "")
    with pytest.raises(Incomplete, match="已经有这个风险点"):
        add(cast.feng, unit)
    with pytest.raises(Incomplete) as refused:
        add(cast.feng, unit, name="", kind="x", where="", step=Analysed("", "", []), judgement=Judged())
    assert set(refused.value.fields) == {
        "name", "kind", "where", "step", "hazard", "accidents", "engineering", "method"
    }  # fmt: skip
    actions.add_step(
        cast.feng,
        box.pk,
        given=Analysed("箱体", "无门", ["触电"], measures={"engineering": "加锁"}),
        judgement=Judged("ls", {"L": "4", "S": "5"}),
    )
    assert point(cast.feng, "配电箱").grade == 1
    actions.end_step(cast.feng, step(cast.feng, "箱体").pk, version=1, reason="已换新箱")
    assert point(cast.feng, "配电箱").grade == 2
    with pytest.raises(NotAllowed, match="最后一个"):
        actions.end_step(cast.feng, step(cast.feng, "开关").pk, version=1, reason="拆除")


def test_measures_and_lines_are_replaced_from_a_day_on(cast: Cast) -> None:
    begin(cast, cast.feng)
    store = step(cast.feng, "存放")
    given = Analysed(
        "存放",
        "超量存放，遇火爆炸",
        ["火药爆炸", "火灾"],
        "多人伤亡",
        {"engineering": "限量标志、独立隔间", "management": "每日盘点", "emergency": "断电、疏散、报警"},
        [Line("存放数量没有超过许可", "shift", "post"), Line("限量登记和实际一致", "week", "company")],
    )
    with later(3):
        actions.edit_step(cast.feng, store.pk, version=1, given=given)
    rows = Measure.objects.within(cast.chen.scope).filter(step=store)
    assert {one.kind: one.ended_on is None for one in rows.order_by("from_on")} == {
        "engineering": True,
        "management": True,
        "training": False,
        "emergency": True,
    }
    assert rows.get(kind="management", ended_on__isnull=True).text == "每日盘点"
    lines = CheckLine.objects.within(cast.chen.scope).filter(step=store)
    assert sorted((one.every, one.ended_on is None) for one in lines) == [
        ("day", False),
        ("shift", True),
        ("week", True),
    ]
    assert point(cast.feng, "储存间").changed_on == TODAY + timedelta(days=3)
