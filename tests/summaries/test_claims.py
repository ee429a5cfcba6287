"""What is asserted without a blank: which claims are found, how far each reaches, and what decides it."""

from decimal import Decimal

import pytest

from bihuan.figures.evaluation import Value
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.reading import sections
from bihuan.summaries.reading.narrative import from_text
from bihuan.summaries.truth import claims, judges
from bihuan.summaries.truth.claims import Claim
from tests.summaries.conftest import DRIVE, SINCE, UNTIL


def found(text: str, vocabulary: Vocabulary) -> list[Claim]:
    return claims.find(sections.sentences(from_text(text)), vocabulary, SINCE, UNTIL)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("隐患已全部整改完毕", "全部整改"),
        ("其余问题均已整改到位", "全部整改"),
        ("整改率100%", "全部整改"),
        ("限期整改XX项问题已整改完毕", "限期整改已完成"),
        ("确保网格化监管全覆盖", "网格全覆盖"),
        ("实现企业检查全覆盖", "检查全覆盖"),
        ("没有一条逾期", "无逾期"),
        ("取缔非法洗沙场1处", "取缔数"),
        ("停业整顿企业两家", "停业整顿数"),
        ("成立了交通、建筑等六大专项巡查组", "专项组数"),
        ("全年未发生生产安全事故", "未发生事故"),
        ("实现零事故", "未发生事故"),
        ("有效遏制了事故发生", "判断语"),
        ("形势持续平稳", "判断语"),
        ("分别签订安全生产责任书", "责任书全部签订"),
        ("镇村企层层签订责任书", "责任书全部签订"),
        ("安全生产责任状均已签订", "责任书全部签订"),
        ("责任书签订率达到100%", "责任书全部签订"),
        ("与各村签订安全生产责任书", "签订责任书"),
        ("实行24小时值班制度", "值班制度"),
        ("建立“日报告”制度", "日报告制度"),
    ],
)
def test_a_claim_is_found(text: str, kind: str, vocabulary: Vocabulary) -> None:
    assert [one.kind.name for one in found(text, vocabulary)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "确保隐患全部整改到位",
        "督促企业限期整改，直至整改到位",
        "下一步，实现网格全覆盖",
        "二、2019年工作打算\n隐患全部整改完毕。",
        "该限期整改的限期整改",
        "拟取缔非法洗沙场1处，力争取缔到位",
    ],
)
def test_a_plan_or_a_demand_is_no_claim(text: str, vocabulary: Vocabulary) -> None:
    assert [one.kind.name for one in found(text, vocabulary) if one.kind.judge] in ([], ["取缔数"])


def test_a_claim_reaches_as_far_as_its_section(vocabulary: Vocabulary) -> None:
    text = "今年以来，隐患全部整改完毕。\n二是开展百日攻坚行动。限期整改XX项问题已整改完毕。"
    assert [one.scope.campaign for one in found(text, vocabulary)] == ["", str(DRIVE)]


def test_a_claim_about_what_the_town_lacks_is_left_open(vocabulary: Vocabulary) -> None:
    first, second = found("一、消防安全\n隐患全部整改完毕。\n二、处置\n取缔黑煤场1处。", vocabulary)
    assert "消防" in first.open and "黑煤场" in second.open
    assert claims.judge(first, {}).verdict == "undecidable"


def test_a_printed_count_is_read_in_figures_and_in_words(vocabulary: Vocabulary) -> None:
    text = "取缔非法洗沙场12处。停业整顿十三家。停产整顿两家。"
    assert [one.said for one in found(text, vocabulary)] == [12, 13, 2]


def hazards(found: int | None, done: int, overdue: int = 0, elsewhere: int = 0) -> judges.Values:
    """The values that decide 全部整改; `elsewhere` is open under no term: to be ordered or accepted, or with others."""
    missing = "没有检查记录" if found is None else ""
    left = None if found is None else found - done
    due = (left or 0) - overdue - elsewhere
    rate = None if not found else (Decimal(100 * done) / found).quantize(Decimal("0.1"))
    return {
        "hazards.found": Value(found, found or 0, missing),
        "hazards.open": Value(left, left or 0, missing),
        "hazards.rectified": Value(done, done),
        "hazards.rate": Value(rate, done),
        "hazards.open_overdue": Value(overdue, overdue),
        "hazards.open_due": Value(due, due),
    }


@pytest.mark.parametrize(
    ("values", "verdict", "wording"),
    [
        (hazards(10, 10), "proved", ""),
        (hazards(10, 8), "disproved", "已整改8条，整改率80.0%，其余2条均在整改期限内"),
        (hazards(10, 8, elsewhere=1), "disproved", "已整改8条，整改率80.0%，其余2条尚未整改完成"),
        (hazards(10, 8, overdue=1), "disproved", "已整改8条，整改率80.0%，其余2条尚未整改完成，其中逾期1条"),
        (hazards(10, 9, overdue=1), "disproved", "已整改9条，整改率90.0%，逾期未整改1条"),
        (hazards(0, 0), "undecidable", ""),
        (hazards(None, 0), "undecidable", ""),
    ],
)
def test_all_rectified_is_judged_and_a_true_wording_offered(
    values: judges.Values, verdict: str, wording: str, vocabulary: Vocabulary
) -> None:
    (claim,) = found("隐患已全部整改完毕。", vocabulary)
    finding = claims.judge(claim, values)
    assert (finding.verdict, finding.wording) == (verdict, wording)


def test_all_ordered_rectified_needs_each_of_them() -> None:
    done = {"hazards.deadline": Value(3, 3), "hazards.deadline_done": Value(3, 3)}
    assert judges.ordered_rectified(done, None).verdict == "proved"
    left = done | {"hazards.deadline_done": Value(2, 2)}
    assert judges.ordered_rectified(left, None).verdict == "disproved"
    none = done | {"hazards.deadline": Value(0, 0), "hazards.deadline_done": Value(0, 0)}
    assert judges.ordered_rectified(none, None).verdict == "undecidable"


def test_a_grid_with_a_bare_cell_or_a_unit_outside_is_not_covered() -> None:
    whole = {"grid.cells": Value(5, 5), "grid.uncovered": Value(0, 0), "units.unplaced": Value(0, 0)}
    assert judges.grid_covered(whole, None).verdict == "proved"
    for key in ("grid.uncovered", "units.unplaced"):
        assert judges.grid_covered(whole | {key: Value(1, 1)}, None).verdict == "disproved"
    assert judges.grid_covered(whole | {"grid.cells": Value(0, 0)}, None).verdict == "undecidable"
