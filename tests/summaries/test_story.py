"""A year's summary over records of our own: the same words twice, once disproved and once proved."""

from datetime import timedelta

import pytest

from bihuan.core import clock
from bihuan.core.errors import Incomplete, Stale
from bihuan.hazards import actions as hazards
from bihuan.hazards.actions import Finding, Reviewed
from bihuan.inspections.actions import OutingPlan, Visit, begin_campaign
from bihuan.summaries import actions
from bihuan.summaries.models import Summary
from bihuan.summaries.queries import vocabulary
from bihuan.summaries.report import as_json
from bihuan.summaries.truth.claims import DISPROVED
from tests.cast import NOW, TODAY, Cast

TEXT = """2026年度安全生产工作总结
今年以来，共召开党委会研究安全生产工作XX次。
一、全面排查。实行网格化监管，网格实名制全覆盖。检查企业XX家次，出动人员XX余人次，排查隐患XX条，立即整改XX条，限期整改XX条，并已全部整改到位，下达行政执法文书XX份。
二、开展“夏季攻坚”行动。发现问题XX项，立即整改XX项，限期整改XX项。经复查，限期整改XX项问题均已整改完毕。
三、依法取缔非法洗沙场1处，有效遏制了事故发生，全年未发生生产安全事故。XX镇将继续努力，确保隐患全部整改。
"""


def visit(cast: Cast, unit: str, **more) -> Visit:  # type: ignore[no-untyped-def]
    given = {
        "unit": cast.units[unit].pk,
        "visited_on": clock.today(),
        "outing": OutingPlan(),
        "second_inspector": cast.people["zhao"].pk,
        "signature": cast.photo(cast.chen, "white"),
    }
    return Visit(**(given | more))


def finding(cast: Cast, outcome: str) -> Finding:
    photo = (cast.photo(cast.chen, "red"),)
    deadline = clock.today() + timedelta(days=5) if outcome == "deadline" else None
    after = photo if outcome == "onsite" else ()
    return Finding("灭火器失效", outcome, photos=photo, photos_after=after, deadline_on=deadline)


@pytest.fixture
def year(cast: Cast):  # type: ignore[no-untyped-def]
    """永安 is checked in the campaign and all is mended; the site's order is never re-inspected."""
    drive = begin_campaign(
        cast.chen,
        name="夏季攻坚行动",
        begins_on=TODAY,
        ends_on=TODAY + timedelta(days=90),
        aliases=["夏季攻坚"],
    )
    ordered = finding(cast, "deadline")
    in_drive = visit(cast, "yongan", outing=OutingPlan(campaign=drive.pk))
    hazards.finish_check(cast.chen, in_drive, [ordered, finding(cast, "onsite")])
    left = finding(cast, "deadline")
    hazards.finish_check(cast.chen, visit(cast, "site"), [left])
    with clock.moved(NOW + timedelta(days=3)):
        again = visit(cast, "yongan", kind="reinspection")
        hazards.reinspect(cast.chen, again, [Reviewed(ordered.id, 1, True, "已更换")])
    return drive, left


def made_true(cast: Cast, summary: Summary) -> Summary:
    """A draft whose untrue claims have given way to the truthful wordings, as a person presses them."""
    while untrue := next(
        (
            one
            for one in actions.worked_out(cast.chen.scope, summary).claims
            if one.finding.verdict == DISPROVED
        ),
        None,
    ):
        summary = actions.replace_words(
            cast.chen,
            summary.pk,
            version=summary.version,
            start=untrue.claim.start,
            words=untrue.claim.text,
            wording=untrue.finding.wording,
        )
        summary = Summary.objects.within(cast.chen.scope).get(pk=summary.pk)
    return summary


def worked_out(cast: Cast, text: str = TEXT):  # type: ignore[no-untyped-def]
    end = TODAY.replace(month=12, day=31)
    return actions.work_out(
        cast.chen.scope, text=text, since=TODAY.replace(month=1, day=1), until=end, as_of=end
    )


def test_numbers_come_from_records_and_claims_are_judged(cast: Cast, year) -> None:  # type: ignore[no-untyped-def]
    drive, left = year
    answer = as_json(worked_out(cast), cast.chen.scope, with_rows=True)
    blanks = {one["text"]: one for one in answer["blanks"] if one["scope"] is None}
    assert [one["index"] for one in answer["blanks"]] == list(range(len(answer["blanks"])))
    assert (blanks["检查企业XX家次"]["value"], blanks["出动人员XX余人次"]["value"]) == (2, 6)
    assert (blanks["排查隐患XX条"]["value"], blanks["立即整改XX条"]["value"]) == (3, 1)
    assert blanks["下达行政执法文书XX份"]["value"] == 5
    assert len(blanks["排查隐患XX条"]["row_ids"]) == blanks["排查隐患XX条"]["rows"] == 3

    in_drive = [one for one in answer["blanks"] if one["scope"]]
    assert {one["scope"]["campaign"] for one in in_drive} == {str(drive.pk)}
    assert [(one["figure"], one["value"]) for one in in_drive] == [
        ("hazards.found", 2),
        ("hazards.onsite", 1),
        ("hazards.deadline", 1),
        ("hazards.deadline_done", 1),
    ]

    verdicts = {one["text"]: one for one in answer["claims"]}
    whole = verdicts["并已全部整改到位"]
    assert whole["verdict"] == "disproved"
    assert "柳林村便民中心工地" in whole["evidence"]["text"] and "2026-06-07" in whole["evidence"]["text"]
    assert whole["evidence"]["row_ids"] == [str(left.id)]
    assert verdicts["限期整改XX项问题均已整改完毕"]["verdict"] == "proved"
    ban = next(one for text, one in verdicts.items() if "取缔" in text)
    assert ban["verdict"] == "undecidable" and "不能据此填0" in ban["evidence"]["text"]
    assert {one["verdict"] for text, one in verdicts.items() if "遏制" in text or "未发生" in text} == {
        "undecidable"
    }
    assert all(one["holds"] for one in answer["identities"])


def test_closing_the_order_turns_the_verdict(cast: Cast, year) -> None:  # type: ignore[no-untyped-def]
    with clock.moved(NOW + timedelta(days=30)):
        again = visit(cast, "site", kind="reinspection")
        hazards.reinspect(cast.chen, again, [Reviewed(year[1].id, 1, True, "已更换")])
    verdicts = {one.claim.text: one.finding.verdict for one in worked_out(cast).claims}
    assert verdicts["并已全部整改到位"] == "proved"


def test_a_claim_is_never_proved_from_nothing(cast: Cast) -> None:
    found = worked_out(cast, "排查隐患XX条，已全部整改完毕。检查全覆盖，无逾期隐患。")
    assert {one.finding.verdict for one in found.claims} == {"undecidable"}
    assert found.blanks[0].value is not None and found.blanks[0].value.value is None


def test_a_plan_is_no_claim(cast: Cast, year) -> None:  # type: ignore[no-untyped-def]
    texts = [one.claim.sentence for one in worked_out(cast).claims]
    assert not any("继续努力" in text for text in texts)


def test_an_issued_summary_stays_as_it_was(cast: Cast, year) -> None:  # type: ignore[no-untyped-def]
    end = TODAY.replace(month=12, day=31)
    with clock.moved(NOW + timedelta(days=5)):
        draft = actions.draft_summary(
            cast.chen, title="总结", text=TEXT, since=TODAY.replace(month=1, day=1), until=end, as_of=end
        )
        with pytest.raises(Incomplete, match="与记录不符"):
            actions.submit_summary(cast.chen, draft.pk, version=1)
        draft = made_true(cast, draft)
        with pytest.raises(Stale):
            actions.submit_summary(cast.chen, draft.pk, version=9)
        actions.submit_summary(cast.chen, draft.pk, version=draft.version)
        issued = actions.issue_summary(cast.zhou, draft.pk, version=draft.version + 1)
    before = issued.filled
    hazards.finish_check(cast.chen, visit(cast, "school"), [finding(cast, "onsite")])
    assert worked_out(cast).filled_text() != before
    issued.refresh_from_db()
    assert issued.filled == before and "检查企业2家次" in before


def test_a_text_with_nothing_to_do_is_refused(cast: Cast) -> None:
    with pytest.raises(Incomplete, match="没有要填的空"):
        worked_out(cast, "今天天气很好。")


def test_the_vocabulary_is_the_towns(cast: Cast, year) -> None:  # type: ignore[no-untyped-def]
    found = vocabulary(cast.chen.scope)
    assert found.town == "东岭镇" and [one.name for one in found.campaigns] == ["夏季攻坚行动"]
