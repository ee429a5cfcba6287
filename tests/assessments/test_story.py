"""A year's assessment of the villages: scored by figures and by people, told, objected to, answered, published, and never changed after."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bihuan.assessments import actions
from bihuan.assessments.models import Objection, Sheet
from bihuan.assessments.queries import changed, lines_told
from bihuan.assessments.rules import Line, bands_of
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.grid.boundary_actions import merge_cell
from bihuan.web.desk import desk_of
from tests.assessments.deeds import (
    DUTY,
    LINES,
    RATE,
    begun,
    fresh,
    head,
    numbers,
    published,
    rows,
    score_of,
    scored,
    sheet_of,
    tick,
    told,
    town,
)
from tests.cast import TODAY, Cast
from tests.core.deeds import found

pytestmark = pytest.mark.usefixtures("no_rollups")


def test_a_village_is_scored_told_and_published_with_its_place(cast: Cast) -> None:
    scheme = begun(cast)
    shiqiao, liulin = sheet_of(cast, "石桥村"), sheet_of(cast, "柳林村")
    with pytest.raises(NotAllowed, match="还没有一份评完"):
        actions.tell_sheets(cast.chen, scheme.pk)
    scored(cast.chen, shiqiao, 35)
    done, left = actions.tell_sheets(cast.chen, scheme.pk)
    assert [one.subject_name for one in done] == ["石桥村"] and left == 1
    scored(cast.zhao, liulin, "28.5")
    actions.tell_sheets(cast.chen, scheme.pk)
    one = fresh(shiqiao)
    # nothing was checked there, so that the rate is set aside and 35 of 40 count for all
    assert (one.total, one.grade, one.state) == (Decimal("87.5"), "good", "told")
    assert one.object_until == TODAY + timedelta(days=7)
    with pytest.raises(NotAllowed, match="异议期到2026年6月9日止"):
        actions.publish_scheme(cast.chen, scheme.pk, version=fresh(scheme).version)
    out = published(cast, scheme)
    assert out.number == "（东）应急考核〔2026〕1号"
    assert [(one.subject_name, one.place, one.grade) for one in rows(cast, scheme)] == [
        ("柳林村", 2, "passing"),
        ("石桥村", 1, "good"),
    ]
    keys = [f"assess.{key}" for key in ("subjects", "villages", "good", "passing", "failing", "average")]
    assert list(numbers(cast, *keys, on=out.published_on).values()) == [2, 2, 1, 1, 0, Decimal("79.4")]


def test_the_desk_says_how_many_scores_are_missing_once_the_period_is_over(cast: Cast) -> None:
    scheme = begun(cast)

    def said() -> list[str]:
        return [item.text for section in desk_of(cast.chen).sections for item in section.items]

    assert f"{scheme.title}还有2项没有评分" in said()
    scored(cast.chen, sheet_of(cast, "石桥村"), 35)
    assert f"{scheme.title}还有1项没有评分" in said()
    scored(cast.chen, sheet_of(cast, "柳林村"), 30)
    assert not [text for text in said() if "没有评分" in text]


def test_a_figure_scores_itself_and_keeps_the_records_behind_it(cast: Cast) -> None:
    with clock.moved(clock.at(TODAY - timedelta(days=3), 9)):
        left = found(cast, cast.zhao)
        found(cast, cast.zhao, "onsite")
    scheme = begun(cast)
    for one in rows(cast, scheme):
        scored(cast.chen, one, 40)
    actions.tell_sheets(cast.chen, scheme.pk)
    sheet = fresh(sheet_of(cast, "石桥村"))
    [rate, _] = lines_told(scheme, sheet, {})
    assert (rate.value, rate.points) == ("整改率50.0%", 10)
    assert len(sheet.content["lines"][0]["records"]) == 1 and left.pk
    assert sheet.total == 50 and sheet.grade == "failing"


def test_later_corrections_are_said_and_change_nothing_that_was_published(cast: Cast) -> None:
    with clock.moved(clock.at(TODAY - timedelta(days=3), 9)):
        found(cast, cast.zhao, "onsite")
    scheme = published(cast, told(cast))
    sheet = fresh(sheet_of(cast, "石桥村"))
    before = (sheet.total, sheet.place, sheet.content)
    with clock.moved(clock.at(TODAY - timedelta(days=2), 9)):
        found(cast, cast.zhao)  # entered as of before the cut-off
    [one] = changed(scheme, sheet)
    assert (one.then, one.now) == ("整改率100.0%", "整改率50.0%")
    again = fresh(sheet)
    assert (again.total, again.place, again.content) == before
    with pytest.raises(NotAllowed, match="公布后有变"):
        actions.retake(cast.chen, sheet.pk, version=again.version)


def test_before_it_is_published_the_figures_may_be_taken_anew(cast: Cast) -> None:
    scheme = told(cast)
    sheet = sheet_of(cast, "石桥村")
    with pytest.raises(NotAllowed, match="没有变化"):
        actions.retake(cast.chen, sheet.pk, version=sheet.version)
    with clock.moved(clock.at(TODAY - timedelta(days=2), 9)):
        found(cast, cast.zhao)
    done = actions.retake(cast.chen, sheet.pk, version=sheet.version)
    assert done.total == 30 and scheme.state == "running"


def test_points_above_the_lines_are_refused_with_a_word_at_the_field(cast: Cast) -> None:
    begun(cast)
    sheet = sheet_of(cast, "石桥村")
    with pytest.raises(Incomplete) as refused:
        scored(cast.chen, sheet, 41)
    assert refused.value.fields == {"points": "得分不能超过这一项的40分。"}
    for points, said in ((-1, "得分不能小于0。"), ("3.25", "最多填一位小数。"), (None, "请填写得分")):
        with pytest.raises(Incomplete) as refused:
            scored(cast.chen, sheet, points)
        assert said in refused.value.fields["points"]
    with pytest.raises(Incomplete) as refused:
        scored(cast.chen, sheet, 30, reason=" ", evidence="")
    assert set(refused.value.fields) == {"reason", "evidence"}
    with pytest.raises(NotAllowed, match="系统指标自动得分"):
        actions.score_line(
            cast.chen,
            sheet.pk,
            "rate",
            points=Decimal(1),
            is_aside=False,
            reason="好",
            evidence="好",
            version=1,
        )


def test_of_two_who_score_a_line_the_second_is_told_what_the_first_gave(cast: Cast) -> None:
    begun(cast)
    sheet = sheet_of(cast, "石桥村")
    scored(cast.chen, sheet, 35)
    with pytest.raises(Stale, match="刚刚由陈明评为35分（台账齐全，问题上报及时）"):
        scored(cast.zhao, sheet, 20, version=1)
    assert score_of(sheet).points == 35


def test_what_has_nothing_to_do_with_a_village_is_set_aside(cast: Cast) -> None:
    begun(cast)
    sheet = sheet_of(cast, "石桥村")
    scored(cast.chen, sheet, None, is_aside=True, evidence="")
    row = score_of(sheet)
    assert row.is_aside and row.points is None and row.is_done


def test_the_head_objects_and_the_points_are_changed(cast: Cast) -> None:
    scheme = told(cast)
    sheet = sheet_of(cast, "石桥村")
    with pytest.raises(Forbidden):
        actions.object_to(cast.wu, sheet.pk, "duty", text="不对")
    one = actions.object_to(cast.li, sheet.pk, "duty", text="6月1日的台账没有看")
    with pytest.raises(NotAllowed, match="已在2026年6月2日提出过异议"):
        actions.object_to(cast.li, sheet.pk, "duty", text="再提一次")
    over = clock.at(sheet.object_until + timedelta(days=1), 9)
    with clock.moved(over), pytest.raises(NotAllowed, match="还有1条异议没有答复"):
        actions.publish_scheme(cast.chen, scheme.pk, version=scheme.version)
    done = actions.answer_objection(
        cast.chen, one.pk, answer="补看台账，属实", points=Decimal(40), version=one.version
    )
    assert (done.state, done.before, done.after) == ("changed", 30, 40)
    assert fresh(sheet).total == 100 and score_of(sheet).reason == "异议后改分：补看台账，属实"
    with pytest.raises(NotAllowed, match="不用再答复"):
        actions.answer_objection(cast.chen, one.pk, answer="再答", points=None, version=done.version)


def test_an_objection_after_its_term_is_refused_and_says_what_to_do(cast: Cast) -> None:
    told(cast)
    sheet = sheet_of(cast, "石桥村")
    with clock.moved(clock.at(sheet.object_until, 17)):
        actions.object_to(cast.li, sheet.pk, "duty", text="最后一天也可以")
    over = clock.at(sheet.object_until + timedelta(days=1), 9)
    with clock.moved(over), pytest.raises(NotAllowed, match=r"异议期已在2026年6月9日届满.*把证据交安全办"):
        actions.object_to(cast.li, sheet.pk, "rate", text="晚了")
    assert Objection.objects.within(town(cast)).count() == 1


def test_a_figures_points_are_never_given_by_hand(cast: Cast) -> None:
    told(cast)
    sheet = sheet_of(cast, "石桥村")
    one = actions.object_to(cast.li, sheet.pk, "rate", text="有一条隐患不是我村的")
    with pytest.raises(Incomplete, match="先更正记录"):
        actions.answer_objection(cast.chen, one.pk, answer="改", points=Decimal(60), version=1)
    done = actions.answer_objection(cast.chen, one.pk, answer="记录无误", points=None, version=1)
    assert done.state == "kept"


def test_a_village_that_is_merged_takes_no_further_part(cast: Cast) -> None:
    begun(cast)
    sheet = sheet_of(cast, "柳林村")
    scored(cast.chen, sheet, 30)
    merge_cell(
        Actor.founder(cast.town.pk),
        cast.cells["柳林村"].pk,
        into_id=cast.cells["石桥村"].pk,
        basis="东政〔2026〕9号",
    )
    with pytest.raises(NotAllowed, match="已并入“石桥村”"):
        scored(cast.chen, sheet, 31)
    tick(cast)
    gone = fresh(sheet)
    assert gone.state == "dropped" and "已并入“石桥村”，不再单独考核" in gone.dropped_why
    assert score_of(sheet).points == 30  # what was scored stays
    tick(cast)
    assert Sheet.objects.within(town(cast)).filter(state="dropped").count() == 1


def test_one_assessment_a_kind_and_year_and_none_is_changed_once_it_has_begun(cast: Cast) -> None:
    scheme = begun(cast)
    with pytest.raises(NotAllowed, match="一年只考核一次"):
        actions.make_scheme(cast.chen, head(), LINES)
    with pytest.raises(NotAllowed, match="不能再改"):
        actions.revise_scheme(cast.chen, scheme.pk, head(title="改名"), LINES, version=scheme.version)
    dropped = actions.drop_scheme(cast.chen, scheme.pk, reason="项目有误", version=scheme.version)
    assert dropped.state == "dropped" and {one.state for one in rows(cast, scheme)} == {"dropped"}
    actions.make_scheme(cast.chen, head(), LINES)


@pytest.mark.parametrize(
    ("figure", "relation", "said"),
    [
        ("grid.patrols", "least", "巡查次数、打卡、里程、照片可以凑出来"),
        ("inspect.visits", "least", "只会逼出走过场的检查"),
        ("out.materials", "least", "可以凑出来"),
        ("hazards.found", "most", "少查、瞒报"),
        ("tips.received", "most", "压举报"),
        ("hazards.closed", "least", "数量越多越好的指标评的是动作"),
        ("rounds.rate", "least", "打卡"),
        ("policies", "least", "发文"),
    ],
)
def test_figures_that_measure_show_are_refused_with_the_reason(
    cast: Cast, figure: str, relation: str, said: str
) -> None:
    bands = "1得60" if relation == "least" else "0得60"
    line = Line("rate", "figure", "数量", Decimal(60), figure, relation, bands_of(bands))
    with pytest.raises(Incomplete) as refused:
        actions.make_scheme(cast.chen, head(), (line, DUTY))
    assert said in refused.value.fields["figure_rate"]


def test_a_figure_that_does_not_say_whose_it_is_is_refused(cast: Cast) -> None:
    line = Line("rate", "figure", "数", Decimal(60), "meetings.decided_rate", "least", RATE.bands)
    with pytest.raises(Incomplete) as refused:
        actions.make_scheme(cast.chen, head(), (line, DUTY))
    assert "分不出是哪一个村的" in refused.value.fields["figure_rate"]


def test_the_sum_of_points_is_a_hundred(cast: Cast) -> None:
    with pytest.raises(Incomplete) as refused:
        actions.make_scheme(cast.chen, head(), (RATE,))
    assert "现在是60分" in refused.value.fields["lines"]
