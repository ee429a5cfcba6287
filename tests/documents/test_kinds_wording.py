"""A town's own wording of a sentence: what cannot stand, and why. No database."""

from dataclasses import replace

import pytest

from bihuan.documents.composing import BrokenWording, compose
from bihuan.documents.declarations import current, declaration
from bihuan.documents.naming import in_chinese, in_names, names_of
from bihuan.documents.texts import citations, wrong_wording
from bihuan.inspections import law
from tests.documents.known import DAY, DAY_2018
from tests.documents.reading import as_text
from tests.documents.samples import SAMPLES

WHOLE = "如不服本指令书，60日内可以向{review_body}申请复议，6个月内可以向{court}起诉。"


@pytest.mark.parametrize(
    ("key", "text", "why"),
    [
        ("remedy", WHOLE, ""),
        ("remedy", WHOLE + "（{law:review_term}）", ""),
        ("remedy", "如不服，可以向{court}起诉。", "原文中的{复议机关}不能少"),
        ("remedy", "如不服，可以依法救济。", "{复议机关}、{人民法院}不能少"),
        ("remedy", WHOLE + "{judge}", "“{judge}”不是这种文书的内容"),
        ("remedy", WHOLE + "{", "花括号不成对"),
        ("remedy", WHOLE + "}", "花括号不成对"),
        ("remedy", WHOLE + "{}", "只有内容的名称"),
        ("remedy", WHOLE + "{party!r}", "只有内容的名称"),
        ("remedy", WHOLE + "{party:>90}", "只有内容的名称"),
        ("remedy", WHOLE + "{party.__class__}", "不是这种文书的内容"),
        ("remedy", WHOLE + "{law:no_such}", "依据表中没有“no_such”"),
        ("remedy", WHOLE + "依据《中华人民共和国安全生产法》第十八条。", "第18条没有收入"),
        ("remedy", WHOLE + "[", "方括号不成对"),
        ("remedy", "   ", "不能为空"),
        ("remedy", WHOLE + "长" * 1000, "最多1000字"),
        ("nothing", WHOLE, "没有这一句"),
    ],
)
def test_a_sentence_that_cannot_stand_is_refused_in_words(key: str, text: str, why: str) -> None:
    told = wrong_wording(declaration("order"), key, text, DAY)
    assert (why in told) if why else told == ""


def test_an_article_that_is_not_yet_in_force_is_refused() -> None:
    text = WHOLE + "{law:gas_alarm}"
    assert wrong_wording(declaration("order"), "remedy", text, DAY) == ""
    assert "2018年3月6日还没有施行" in wrong_wording(declaration("order"), "remedy", text, DAY_2018)


def test_every_sentence_as_declared_can_stand_as_a_towns_own() -> None:
    for one in SAMPLES.values():
        for key, text in one.made.sentences.items():
            assert wrong_wording(one.made, key, text, DAY) == "", f"{one.kind}.{key}"


def test_the_towns_sentence_takes_the_place_of_the_declared() -> None:
    one = SAMPLES["order"]
    text = as_text(compose(one.made, one.values, {"remedy": WHOLE, "gone": "{nobody}"}, one.frame))
    assert "60日内可以向东城区人民政府申请复议，6个月内可以向东城区人民法院起诉。" in text
    assert "提起行政诉讼" not in text


def test_a_broken_sentence_is_told_and_sets_nothing() -> None:
    one = SAMPLES["order"]
    with pytest.raises(BrokenWording, match="花括号不成对"):
        compose(one.made, one.values, {"remedy": "{court"}, one.frame)


def test_who_words_a_sentence_reads_its_names_in_chinese() -> None:
    order = declaration("order")
    assert in_chinese(order, "{organ}：向{court}起诉（{law:hearing、hearing_steps}）") == (
        "{签发机关}：向{人民法院}起诉（{依据：要求听证的权利；听证的程序}）"
    )
    assert in_names(order, "向{ 人民法院 }、{court}或者{法院}起诉") == "向{court}、{court}或者{法院}起诉"
    assert in_names(order, "{依据：没有这一条}{law:cash}{") == "{依据：没有这一条}{law:cash}{"
    twice = names_of(declaration("transfer"))
    assert len(set(twice.values())) == len(twice)


def test_every_sentence_comes_back_from_chinese_as_it_was_declared() -> None:
    for made in current().values():
        for key, text in made.sentences.items():
            chinese = in_chinese(made, text)
            assert in_names(made, chinese) == text, f"{made.kind}.{key}"
            assert not any("a" <= sign <= "z" for sign in chinese), chinese


def test_what_is_typed_is_never_read_as_a_pattern() -> None:
    one = SAMPLES["order"]
    row = {"text": "配电箱{law:hazards}[未]锁{", "place": "[里间]", "deadline": "2026-06-09"}
    text = as_text(compose(one.made, one.values | {"findings": [row], "party": "{court}"}, {}, one.frame))
    assert "1．[里间]：配电箱{law:hazards}[未]锁{。整改期限：至2026年6月9日（含当日）。" in text
    assert "< {court}：" in text


def test_what_a_sentence_cites_is_frozen_with_the_document() -> None:
    one = SAMPLES["inquiry"]
    assert citations(one.made, {}, one.facts.on) == {"law:inquiry": law.basis("inquiry", one.facts.on)}
    frozen = replace(one.frame, laws={"law:inquiry": "《旧法》第一条"})
    assert "《旧法》第一条" in as_text(compose(one.made, one.values, {}, frozen))
