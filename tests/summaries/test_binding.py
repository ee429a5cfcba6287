"""What a blank means: tables of phrases as reports write them."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.summaries.binding import binder
from bihuan.summaries.binding.binder import Binding
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.reading import blanks, rough, sections
from bihuan.summaries.reading.narrative import from_text
from tests.summaries.conftest import DRIVE, SCHOOLS, SINCE, UNTIL


def bound(text: str, vocabulary: Vocabulary) -> list[Binding]:
    """All blanks of a text, bound."""
    narrative = from_text(text)
    sentences = sections.sentences(narrative)
    return binder.bind(blanks.find(narrative), sentences, vocabulary, SINCE, UNTIL)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("全年检查企业XX家次", "inspect.visits"),
        ("组织应急演练3场，演练发现的问题XX条", "drills.lessons"),
        ("组织应急演练3场，检查企业5家次，发现问题XX条", "hazards.found"),
        ("全年检查生产经营单位XX家", "inspect.units"),
        ("出动检查人员×××人次", "inspect.persons"),
        ("累计出动____余人次", "inspect.persons"),
        ("共查出问题隐患**处", "hazards.found"),
        ("当场整改（  ）项", "hazards.onsite"),
        ("责令限期整改ＸＸ个", "hazards.deadline"),
        ("限期整改XX项已全部整改到位", "hazards.deadline_done"),
        ("目前已整改XX条", "hazards.rectified"),
        ("发现隐患XX条，其余XX条正在整改", "hazards.open"),
        ("整改率达XX%", "hazards.rate"),
        ("下达执法文书XX份", "docs.all"),
        ("制作现场检查记录XX份", "docs.record"),
        ("下发整改指令书XX份", "docs.order"),
        ("出具复查意见书XX份", "docs.review"),
        ("开展专项整治XX次", "campaigns"),
        ("领导带队检查XX次", "leaders.led"),
        ("党委会研究安全生产工作XX次", "meetings.party"),
        ("共召开党委会议研究、听取安全生产工作汇报X次", "meetings.party"),
        ("召开安委会会议XX次", "meetings.committee"),
        ("召开专题会议XX次", "meetings.special"),
        ("召开安全办晨会XX次", "meetings.morning"),
        ("会议议定事项XX项", "meetings.decided"),
        ("议定事项按期完成XX项", "meetings.decided_in_time"),
        ("责令停产停业XX家", "sanction.suspend"),
        ("依法取缔XX处", "sanction.ban"),
        ("划分网格XX个", "grid.cells"),
        ("配备网格员XX名", "grid.members"),
        ("辖区内有规上企业XX家", "units.above_scale"),
        ("重大隐患整改率XX%", "hazards.major_rate"),
        ("共排查录入风险点XX个", "risks.points"),
        ("辨识风险XX个", "risks.points"),
        ("排查录入风险点40个，其中重大风险XX个", "risks.major"),
        ("较大风险XX处", "risks.large"),
        ("一般风险XX个", "risks.general"),
        ("蓝色风险点XX个", "risks.low"),
        ("XX家单位完成风险分级", "risks.units"),
        ("XX家规模以上企业纳入两个体系建设范畴", "rollout.taken_above"),
        ("已有XX家规上企业纳入区级建设范畴", "rollout.taken_above"),
        ("其中规模以上企业纳入XX家", "rollout.taken_above"),
        ("XX家企业纳入两个体系建设范畴", "units.pilot"),
        ("纳入两个体系建设的标杆企业XX家", "units.pilot"),
        ("选树标杆企业XX家", "rollout.benchmarks"),
        ("培树双重预防标杆企业XX家", "rollout.benchmarks"),
        ("列入推进批次的参建单位XX家", "rollout.enrolled"),
        ("双重预防验收合格XX家", "rollout.accepted"),
        ("组织双重预防验收XX次", "rollout.acceptances"),
        ("对XX家单位评定监管等级", "grading.units"),
        ("其中D级单位XX家", "grading.d"),
        ("A级企业XX家", "grading.a"),
        ("双重预防正常运行XX家", "grading.alive"),
        ("企业自查隐患XX条", "selfcheck.hazards"),
        ("企业自查XX次", "selfcheck.reports"),
    ],
)
def test_the_words_around_a_blank_decide_its_figure(text: str, figure: str, vocabulary: Vocabulary) -> None:
    found = bound(text, vocabulary)[-1]
    assert (found.figure, found.status) == (figure, "bound"), found.why
    assert figure.split(".")[0] and found.why.startswith("由“")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("立案XX起", "sanction.cases"),
        ("问责XX人", "sanction.accountable"),
    ],
)
def test_a_topic_without_records_is_said_to_be_unrecorded(
    text: str, topic: str, vocabulary: Vocabulary
) -> None:
    found = bound(text, vocabulary)[-1]
    assert (found.figure, found.status) == (topic, "unrecorded"), found.why


@pytest.mark.parametrize(
    "text",
    [
        "企业共XX家",
        "庆祝建党XX周年",
        "同比下降XX%",
        "完成投资XX万元",
        "全镇总面积XX平方公里",
        "绿化造林XX处",
        "安排资金X元",
    ],
)
def test_what_is_not_sure_is_asked(text: str, vocabulary: Vocabulary) -> None:
    assert bound(text, vocabulary)[-1].status != "bound"


def test_a_sections_campaign_carries_down_and_ends(vocabulary: Vocabulary) -> None:
    text = (
        "一是抓日常。全年发现问题XX项。二是开展“百日攻坚”行动。制定方案，落实责任。发现问题XX项。"
        "三是抓闭环。共排查隐患XX条。\n四是开展校园安全检查。对中小学、幼儿园开展检查，排查隐患XX条，现场整改XX。"
    )
    assert [one.scope.campaign for one in bound(text, vocabulary)] == [
        "",
        str(DRIVE),
        "",
        str(SCHOOLS),
        str(SCHOOLS),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("检查加油站XX家次", "chemical.station"),
        ("对全镇学校开展检查，发现隐患XX条", "school"),
        ("农贸市场发现问题XX处", "market"),
    ],
)
def test_a_category_narrows(text: str, code: str, vocabulary: Vocabulary) -> None:
    found = bound(text, vocabulary)[-1]
    assert (found.scope.category, found.status) == (code, "bound")


def test_a_place_narrows(vocabulary: Vocabulary) -> None:
    found = bound("在石桥村排查隐患XX条", vocabulary)[-1]
    assert (found.scope.place, found.status) == ("000100010001", "bound")


@pytest.mark.parametrize(
    "text",
    [
        "开展“雷霆扫雪”专项行动，发现问题XX项",
        "在望海村排查隐患XX条",
        "一是烟花爆竹旺季专项整治。发现问题XX项",
        "对加油站、学校开展检查，发现隐患XX条",
    ],
)
def test_what_the_town_lacks_is_never_widened(text: str, vocabulary: Vocabulary) -> None:
    found = bound(text, vocabulary)[-1]
    assert found.status == "ask" or found.scope.category == "fireworks", found


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("一季度检查企业XX家次", "2018-01-01", "2018-03-31"),
        ("上半年检查企业XX家次", "2018-01-01", "2018-06-30"),
        ("1—9月检查企业XX家次", "2018-01-01", "2018-09-30"),
        ("截至11月底检查企业XX家次", "2018-01-01", "2018-11-30"),
        ("今年以来检查企业XX家次", "2018-01-01", "2018-12-31"),
    ],
)
def test_a_named_period_narrows(text: str, first: str, last: str, vocabulary: Vocabulary) -> None:
    assert [day.isoformat() for day in bound(text, vocabulary)[0].period] == [first, last]


def test_names_and_dates_are_no_numbers(vocabulary: Vocabulary) -> None:
    found = bound("XX镇XXXX年度总结。X月X日，XX同志带队。24小时值班，四级网格，12350。", vocabulary)
    assert [(one.blank.kind, one.fixed, one.status) for one in found] == [
        ("name", "东岭", "bound"),
        ("date", "2018", "bound"),
        ("date", None, "ask"),
        ("date", None, "ask"),
        ("name", None, "ask"),
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet="XX×_（） 检查企业家次隐患条整改限期百日攻坚“”学校，。：\n一是0余%年月镇",
        min_size=1,
        max_size=80,
    )
)
def test_any_text_is_read_without_harm(text: str) -> None:
    town = Vocabulary(town="东岭镇", district="东城区")
    if not text.strip():
        return
    narrative = from_text(text)
    found = blanks.find(narrative)
    assert [one.index for one in found] == list(range(len(found)))
    assert all(narrative.text[one.start : one.end] for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    sentences = sections.sentences(narrative)
    for one in binder.bind(found, sentences, town, SINCE, UNTIL):
        assert one.status in ("bound", "ask", "unrecorded", "typed")
        assert one.status != "bound" or one.blank.kind != "number" or one.figure is not None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,234", 1234),
        ("1.2万", 12000),
        ("十二", 12),
        ("二十", 20),
        ("两千三百", 2300),
        ("百", 100),
        ("3", 3),
    ],
)
def test_a_number_is_read_as_it_is_written(written: str, value: int) -> None:
    assert rough.number_of(written) == value


@pytest.mark.parametrize(
    ("said", "word", "true", "false"),
    [
        (50, "余", 53, 50),
        (50, "余", 59, 60),
        (500, "余", 599, 600),
        (100, "近", 97, 100),
        (100, "上", 100, 99),
        (1200, "多", 1250, 1300),
        (145, "", 145, 146),
    ],
)
def test_a_round_number_is_never_above_and_never_far_below(
    said: int, word: str, true: int, false: int
) -> None:
    assert rough.holds(Decimal(said), word, true) and not rough.holds(Decimal(said), word, false)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("排查隐患XX条，同比减少XX条", "year"),
        ("排查隐患XX条，较上年下降XX%", "year%"),
        ("排查隐患XX条，环比增加XX条", "last"),
        ("排查隐患XX条，其中立即整改XX条，占XX%", "share"),
    ],
)
def test_a_comparison_is_of_the_number_before_it(text: str, kind: str, vocabulary: Vocabulary) -> None:
    found = bound(text, vocabulary)[-1]
    assert (found.measure.kind, found.status) == (kind, "bound"), found.why


def test_a_finished_texts_numbers_are_its_blanks(vocabulary: Vocabulary) -> None:
    found = bound("检查企业145家次，排查隐患50余条。24小时值班，计划检查200家次。", vocabulary)
    assert [(one.figure, one.status, one.blank.rough) for one in found] == [
        ("inspect.visits", "bound", ""),
        ("hazards.found", "bound", "余"),
        (None, "typed", ""),
    ]
