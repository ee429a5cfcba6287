"""What a number is narrowed to, and that what is narrower than our records is asked, never widened."""

from datetime import date

import pytest

from bihuan.summaries.binding import binder
from bihuan.summaries.binding.binder import Binding
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.reading import blanks, sections
from bihuan.summaries.reading.narrative import from_text
from tests.summaries.conftest import DRIVE, SCHOOLS, SINCE, UNTIL


def bound(text: str, vocabulary: Vocabulary) -> list[Binding]:
    narrative = from_text(text)
    return binder.bind(blanks.find(narrative), sections.sentences(narrative), vocabulary, SINCE, UNTIL)


def numbers(text: str, vocabulary: Vocabulary) -> list[tuple[str | None, str]]:
    """Figure and status of each number."""
    return [(one.figure, one.status) for one in bound(text, vocabulary) if one.blank.kind == "number"]


@pytest.mark.parametrize(
    "text",
    [
        # named and not had
        "开展“清源”专项行动，检查企业XX家次",
        "开展消防安全百日攻坚行动，检查企业XX家次",
        "消防百日攻坚期间，检查企业XX家次",
        "开展危险化学品专项整治行动，检查企业XX家次",
        "在黄泥村检查企业XX家次",
        "对全镇洗车店开展安全检查，发现隐患XX条",
        "排查用电隐患XX条",
        "检查渔船XX家次",
        "三、燃气安全\n检查企业XX家次",
        "2018年消防工作总结\n检查企业XX家次",
        "冶炼专项巡查组检查企业XX家次",
        # a part of what a figure counts
        "主要领导带队检查XX次",
        "四不两直检查企业XX家次",
        "夜间突击检查XX次",
        "聘请专家XX名，对企业会诊，查出隐患XX条",
        "联合交警中队检查企业XX家次",
        "检查规模以上企业XX家",
        "共检查XX家规模以上企业",
        "镇级网格XX个",
        "区应急局来我镇检查企业XX家次",
        # left open which of several is meant
        "检查加油站XX家次；共排查隐患XX条",
        "检查加油站XX家次、学校XX家次，发现隐患XX条",
        "检查企业XX家次，其中加油站XX家次，发现隐患XX条",
        "在石桥村、柳林村检查企业XX家次",
        "东片办事处检查企业XX家次，石桥村检查企业XX家次，共发现隐患XX条",
        "二是开展百日攻坚行动。下达文书XX份。\n共检查企业XX家次。",
        "检查加油站XX家次。共排查隐患XX条",
        "发现隐患XX条，立即整改XX条，其余XX条已整改完毕",
        # days that nobody can tell
        "春节期间，检查企业XX家次",
        "X月X日，检查企业XX家次",
        "2016年检查企业XX家次",
        "三年来，检查企业XX家次",
        # no count of what was done
        "计划检查企业XX家次",
        "每月检查企业XX家次",
        "下一步，我镇将检查企业XX家次",
        "二、2019年工作计划\n检查企业XX家次。",
    ],
)
def test_a_part_is_never_filled_with_the_whole(text: str, vocabulary: Vocabulary) -> None:
    last = bound(text, vocabulary)[-1]
    assert last.status == "ask", (last.figure, last.scope)


@pytest.mark.parametrize(
    ("text", "campaigns"),
    [
        (
            "二、百日攻坚行动\n检查企业XX家次。\n发现问题XX项。\n三、其他工作\n检查企业XX家次。",
            [DRIVE, DRIVE, None],
        ),
        ("2018年百日攻坚行动工作总结\n一、基本情况\n检查企业XX家次。", [DRIVE]),
        ("（一）日常检查。检查企业XX家次。\n（二）百日攻坚。检查企业XX家次。", [None, DRIVE]),
        ("百日攻坚期间检查企业XX家次。全年检查企业XX家次。", [DRIVE, None]),
        ("二、百日攻坚\n（一）校园安全检查\n检查XX家次。\n三、小结\n检查XX家次。", [SCHOOLS, None]),
    ],
)
def test_a_campaign_holds_for_its_section(text: str, campaigns: list[object], vocabulary: Vocabulary) -> None:
    found = [one for one in bound(text, vocabulary) if one.blank.kind == "number"]
    assert [one.scope.campaign for one in found] == [str(one) if one else "" for one in campaigns]
    assert {one.status for one in found} == {"bound"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("检查加油站XX家次，发现隐患XX条", ["chemical.station", "chemical.station"]),
        ("检查加油站XX家次；检查农贸市场XX家次", ["chemical.station", "market"]),
        ("检查企业XX家次（其中加油站XX家次），发现隐患XX条", ["", "chemical.station", ""]),
        ("（三）危险化学品领域。检查企业XX家次，发现隐患XX条", ["chemical", "chemical"]),
        ("对全镇中小学、幼儿园开展检查，发现隐患XX条，现场整改XX", ["school", "school"]),
        ("烟花爆竹：检查XX家次。农贸市场：检查XX家次。", ["fireworks", "market"]),
        ("对辖区内所有企业开展安全检查，发现隐患XX条", [""]),
        ("针对学校、加油站等重点场所开展巡查。今年以来，检查企业XX家次", [""]),
    ],
)
def test_a_category_narrows_as_far_as_it_reaches(text: str, codes: list[str], vocabulary: Vocabulary) -> None:
    found = bound(text, vocabulary)
    assert [(one.scope.category, one.status) for one in found] == [(code, "bound") for code in codes]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("一季度检查企业XX家次", ["01-01", "03-31"]),
        ("上半年检查企业XX家次", ["01-01", "06-30"]),
        ("1—9月份，检查企业XX家次", ["01-01", "09-30"]),
        ("截至9月底，检查企业XX家次", ["01-01", "09-30"]),
        ("截至目前，检查企业XX家次", ["01-01", "12-31"]),
        ("6月12日，检查企业XX家次", ["06-12", "06-12"]),
        ("6月1日至7月15日，检查企业XX家次", ["06-01", "07-15"]),
        ("上半年检查企业XX家次，下半年检查企业XX家次", ["07-01", "12-31"]),
        ("2018年上半年工作总结\n检查企业XX家次。", ["01-01", "06-30"]),
        ("2018年工作总结暨2019年工作计划\n一、2018年工作情况\n检查企业XX家次。", ["01-01", "12-31"]),
        ("根据2017年12月印发的文件，检查企业XX家次", ["01-01", "12-31"]),
    ],
)
def test_the_period_is_the_one_named_last_before_the_number(
    text: str, days: list[str], vocabulary: Vocabulary
) -> None:
    last = bound(text, vocabulary)[-1]
    assert [f"{day:%m-%d}" for day in last.period] == days
    assert last.status == "bound"


def test_a_stated_cut_off_is_the_cut_off_of_the_number(vocabulary: Vocabulary) -> None:
    assert bound("截至9月底，已整改XX条", vocabulary)[0].cutoff == date(2018, 9, 30)
    assert bound("上半年已整改XX条", vocabulary)[0].cutoff is None


def test_numbers_in_a_row_share_their_verb(vocabulary: Vocabulary) -> None:
    text = "检查加油站XX家次、农贸市场XX家次"
    assert numbers(text, vocabulary) == [("inspect.visits", "bound")] * 2


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("仍有XX条隐患未整改到位", "hazards.open"),
        ("三是仍有XX条隐患正在整改", "hazards.open"),
        ("发现的XX条隐患已全部整改到位", "hazards.rectified"),
        ("限期整改的XX条隐患已整改到位", "hazards.deadline_done"),
    ],
)
def test_the_words_behind_a_number_say_what_became_of_it(
    text: str, figure: str, vocabulary: Vocabulary
) -> None:
    assert numbers(text, vocabulary) == [(figure, "bound")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "排查重大隐患XX条，整改XX条，整改率XX%",
            ["hazards.major", "hazards.major_done", "hazards.major_rate"],
        ),
        ("检查企业XX家次、XX家，查出XX处", ["inspect.visits", "inspect.units", "hazards.found"]),
        (
            "1月检查企业XX家次，其中5月检查企业XX家次；排查隐患XX条",
            ["inspect.visits", "inspect.visits", "hazards.found"],
        ),
        ("检查家次：石桥村XX、东片办事处XX", ["inspect.visits", "inspect.visits"]),
        ("发现隐患XX条。按行业分：加油站XX条，学校XX条", ["hazards.found"] * 3),
        ("责令限期整改XX条。限期整改的隐患经复查，合格XX条", ["hazards.deadline", "hazards.deadline_done"]),
        ("目前仍有XX个网格暂缺责任人", ["grid.uncovered"]),
        ("没改好的XX条，其中过了期限的XX条", ["hazards.open", "hazards.open_overdue"]),
    ],
)
def test_what_was_said_before_tells_what_is_counted(
    text: str, found: list[str], vocabulary: Vocabulary
) -> None:
    assert numbers(text, vocabulary) == [(one, "bound") for one in found]


def test_cars_that_were_checked_are_no_cars_that_went_out(vocabulary: Vocabulary) -> None:
    assert numbers("检查客运车辆XX台次", vocabulary)[0][1] == "ask"


def test_what_is_left_is_open_unless_it_was_ordered(vocabulary: Vocabulary) -> None:
    assert numbers("发现问题XX项，已整改XX项，其余XX项限期整改", vocabulary)[-1] == (
        "hazards.deadline",
        "bound",
    )
    assert numbers("发现问题XX项，已整改XX项，其余XX项均在整改期限内", vocabulary)[-1] == (
        "hazards.open",
        "bound",
    )
