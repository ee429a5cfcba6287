"""研究制定了《…》《…》: each title that a summary names is looked up among the town's own documents."""

from datetime import date

from bihuan.summaries.engine import Result, summarize
from bihuan.summaries.queries import vocabulary
from bihuan.summaries.reading.narrative import from_text
from bihuan.summaries.truth.about_documents import without
from tests.cast import TODAY, Cast
from tests.policies.deeds import RULE, own

SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)
VETO = "东岭镇安全生产“一票否决”实施办法"


def read(cast: Cast, text: str) -> Result:
    scope = cast.chen.scope
    return summarize(
        scope,
        from_text(text),
        since=SINCE,
        until=UNTIL,
        as_of=TODAY,
        vocabulary=vocabulary(scope),
    )


def test_documents_that_are_there_prove_what_is_said_of_them(cast: Cast) -> None:
    own(cast)
    own(cast, "东政发〔2026〕6号", title=f"关于印发《{VETO}》的通知")
    found = read(cast, f"研究制定了《{RULE}》《XX镇安全生产“一票否决”实施办法》，压实责任。")
    (claim,) = found.claims
    assert claim.finding.verdict == "proved"
    assert (
        "东政发〔2026〕5号，2026年6月2日印发" in claim.finding.text
        and "东政发〔2026〕6号" in claim.finding.text
    )
    assert claim.value is not None and claim.value.value == 2
    assert [one.binding.blank.text for one in found.blanks if one.value and one.value.value is not None] == []


def test_one_that_is_not_there_is_named_and_left_out_of_the_wording(cast: Cast) -> None:
    own(cast)
    (claim,) = read(cast, f"先后出台《{RULE}》和《{VETO}》。").claims
    assert claim.finding.verdict == "disproved"
    assert claim.finding.text.startswith(f"没有登记这份文件：《{VETO}》")
    assert claim.finding.wording == f"先后出台《{RULE}》"
    (alone,) = read(cast, "制定《必须落实的三个必须清单》。").claims
    assert alone.finding.verdict == "disproved" and alone.finding.wording == ""


def test_a_town_that_enters_no_documents_proves_and_disproves_nothing(cast: Cast) -> None:
    (claim,) = read(cast, f"研究制定了《{RULE}》。").claims
    assert claim.finding.verdict == "undecidable" and "没有登记过" in claim.finding.text


def test_what_is_wanted_or_was_made_by_others_is_no_claim(cast: Cast) -> None:
    own(cast)
    for text in (
        f"下一步，将制定《{VETO}》。",
        f"督促各村制定《{VETO}》。",
        f"认真落实《{VETO}》要求，隐患已全部整改完毕。",
    ):
        assert [
            one for one in read(cast, f"共排查隐患XX条。{text}").claims if one.claim.kind.documents
        ] == [], text


def test_titles_that_are_not_there_go_with_their_marks() -> None:
    assert without("制定了《甲》《乙》和《丙》", ["乙"]) == "制定了《甲》《丙》"
    assert without("制定了《甲》", ["甲"]) == ""


def test_documents_are_counted_in_a_blank(cast: Cast) -> None:
    own(cast)
    found = read(cast, "全年印发安全生产文件XX份，现行有效文件XX份。")
    assert [(one.binding.figure, one.value.value if one.value else None) for one in found.blanks] == [
        ("policies", 1),
        ("policies.in_force", 1),
    ]
