"""The outline of a narrative and its blanks: offsets, heads, and what belongs to a blank."""

from io import BytesIO

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.figures.registry import FIGURES
from bihuan.summaries.binding import binder
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.builtin import text_of
from bihuan.summaries.models import REPORT_KINDS
from bihuan.summaries.reading import blanks, sections
from bihuan.summaries.reading.narrative import from_text, parse
from bihuan.summaries.truth import claims
from tests.summaries.conftest import SINCE, UNTIL

WORDS = st.sampled_from(
    [
        "XX",
        "××",
        "____",
        "（",
        "",
        "）",
        "家次",
        "条",
        "项",
        "%",
        "检查企业",
        "排查隐患",
        "限期整改",
        "一是",
        "二、",
        "（三）",
        "百日攻坚",
        "“清源”行动",
        "学校",
        "加油站",
        "石桥村",
        "其中",
        "其余",
        "截至9月底",
        "上半年",
        "已全部整改完毕",
        "全覆盖",
        "取缔",
        "1处",
        "，",
        "。",
        "；",
        "：",
        "\n",
        "、",
        "全年",
        "今年以来",
        "下一步",
        "联合",
        "带队",
    ]
)


def test_the_same_words_open_chapters_and_their_parts() -> None:
    text = "一是抓责任。一是开会。讨论。二是签字。\n二是抓检查。一是抓日常。查到底。"
    outline = [(one.text, one.heads) for one in sections.sentences(from_text(text))]
    assert outline[2] == ("讨论。", ("一是抓责任。", "一是开会。"))
    assert outline[3] == ("二是签字。", ("一是抓责任。",))
    assert outline[6] == ("查到底。", ("二是抓检查。", "一是抓日常。"))


def test_a_heading_stands_over_the_paragraphs_below_it() -> None:
    text = "年度总结\n一、检查\n（一）日常\n甲。\n乙。\n二、整改\n丙。"
    heads = {one.text: one.heads for one in sections.sentences(from_text(text)) if not one.is_head}
    assert heads == {
        "甲。": ("年度总结", "一、检查", "（一）日常"),
        "乙。": ("年度总结", "一、检查", "（一）日常"),
        "丙。": ("年度总结", "二、整改"),
    }


def test_a_blank_takes_the_words_that_belong_to_it() -> None:
    text = "共检查企业XX家次，发现XX项问题，整改率__%，走访企业 XX 家（次）。"
    found = blanks.find(from_text(text))
    assert [(one.text, one.unit) for one in found] == [
        ("检查企业XX家次", "家次"),
        ("发现XX项问题", "项"),
        ("整改率__%", "%"),
        ("走访企业 XX 家（次）", "家次"),
    ]


def test_fixed_numbers_are_no_blanks() -> None:
    text = "24小时值班，热线12350，四级网格，两个体系，6·13事故，2018年3月，〔2018〕5号。"
    assert blanks.find(from_text(text)) == []


@pytest.mark.parametrize("kind", list(REPORT_KINDS))
@pytest.mark.parametrize("has_campaigns", [True, False])
def test_the_built_in_texts_hold_only_what_is_recorded(
    kind: str, has_campaigns: bool, vocabulary: Vocabulary
) -> None:
    drives = vocabulary.campaigns[:2] if has_campaigns or kind == "campaign" else ()
    narrative = from_text(text_of(kind, drives, drives[0] if drives else None))
    assert "需要" not in narrative.text and "【" not in narrative.text and "[[" not in narrative.text
    assert has_campaigns or kind == "campaign" or "攻坚" not in narrative.text
    chapters = [one[0] for one in narrative.paragraphs if one[1:2] == "、"]
    assert "".join(chapters) == "一二三四五六七八九十"[: len(chapters)]
    found = blanks.find(narrative)
    for one in binder.bind(found, sections.sentences(narrative), vocabulary, SINCE, UNTIL):
        assert one.status == "bound", (one.blank.text, one.why)
        assert one.figure in FIGURES or one.fixed


def test_equal_cells_of_a_table_are_each_a_blank() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("石桥村", "XX", "XX"), strict=True):
        cell.text = text
    out = BytesIO()
    document.save(out)
    assert len(blanks.find(parse(out.getvalue(), "a.docx"))) == 2


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40))
def test_any_order_of_such_words_is_read_without_harm(words: list[str]) -> None:
    town = Vocabulary("东岭镇", "东城区", cells=(("000100010001", "石桥村"),))
    text = "".join(words)
    if not text.strip():
        return
    narrative = from_text(text)
    outline = sections.sentences(narrative)
    assert all(narrative.text[one.start : one.end] == one.text for one in outline)
    found = blanks.find(narrative)
    for one in binder.bind(found, outline, town, SINCE, UNTIL):
        assert one.status in ("bound", "ask", "unrecorded", "typed")
        assert not (one.status == "bound" and (one.scope.unknown or one.scope.campaign))
    for claim in claims.find(outline, town, SINCE, UNTIL):
        assert narrative.text[claim.start : claim.end] == claim.text
