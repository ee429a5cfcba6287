"""After the signature: nothing changes silently. What records say later is told, and a new version takes its place."""

from datetime import date, timedelta

import pytest
from django.test import Client

from bihuan.core import clock
from bihuan.core.errors import NotAllowed
from bihuan.hazards import actions as hazards
from bihuan.hazards.actions import Reviewed, void_visit
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import Inspection
from bihuan.summaries import actions
from bihuan.summaries.difference import differences, side_by_side
from bihuan.summaries.freezing import broken
from bihuan.summaries.models import Summary
from tests.cast import NOW, Cast
from tests.summaries.test_story import finding, visit

SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)
TEXT = "2026年度总结\n检查企业XX家次，排查隐患XX条，已全部整改完毕。签订责任书XX份。"


@pytest.fixture
def issued(cast: Cast) -> Summary:
    """Two checks with one hazard each, one order open; issued on the fifth day after."""
    hazards.finish_check(cast.chen, visit(cast, "yongan"), [finding(cast, "onsite")])
    left = finding(cast, "deadline")
    hazards.finish_check(cast.chen, visit(cast, "site"), [left])
    with clock.moved(NOW + timedelta(days=5)):
        draft = actions.draft_summary(
            cast.chen, title="2026年度总结", text=TEXT, since=SINCE, until=UNTIL, as_of=UNTIL
        )
        actions.submit_summary(cast.chen, draft.pk, version=1)
        return actions.issue_summary(cast.zhou, draft.pk, version=2)


def changes(cast: Cast, summary: Summary):  # type: ignore[no-untyped-def]
    today = actions.worked_out(cast.chen.scope, summary)
    return differences(cast.chen.scope, summary, today)


def test_what_was_signed_is_what_is_kept(cast: Cast, issued: Summary) -> None:
    kept = Summary.objects.within(cast.chen.scope).get(pk=issued.pk)
    assert broken(cast.chen.scope, kept) == "" and changes(cast, kept) == []
    kept.filled = kept.filled.replace("2家次", "9家次")
    assert "不一致" in broken(cast.chen.scope, kept)


def test_a_correction_of_records_is_told_with_its_cause(cast: Cast, issued: Summary) -> None:
    with clock.moved(NOW + timedelta(days=6)):
        first = Inspection.objects.within(cast.chen.scope).get(unit=cast.units["yongan"])
        void_visit(cast.zhou, first.pk, reason="记错了单位")
    found = {one.words: one for one in changes(cast, issued)}
    visits, hazards_found = found["检查企业XX家次"], found["排查隐患XX条"]
    assert (visits.then, visits.now, visits.added, len(visits.gone)) == (2, 1, (), 1)
    assert (hazards_found.then, hazards_found.now, len(hazards_found.gone)) == (2, 1, 1)
    told = " ".join(entry.text for entry in visits.because)
    assert "检查记录作废" in told and "记错了单位" in told


def test_a_closed_order_turns_the_claim_in_the_difference_only(cast: Cast, issued: Summary) -> None:
    left = Hazard.objects.within(cast.chen.scope).get(state="ordered")
    with clock.moved(NOW + timedelta(days=7)):
        hazards.reinspect(
            cast.chen,
            visit(cast, "site", kind="reinspection"),
            [Reviewed(left.pk, left.version, True, "已更换")],
        )
    turned = next(one for one in changes(cast, issued) if one.words.startswith("“"))
    assert (turned.then, turned.now) == ("不属实", "属实")
    assert Summary.objects.within(cast.chen.scope).get(pk=issued.pk).filled == issued.filled


def test_a_new_version_takes_the_place_of_the_old_one(cast: Cast, issued: Summary) -> None:
    with clock.moved(NOW + timedelta(days=8)):
        second = actions.draft_correction(cast.chen, issued.pk)
        with pytest.raises(NotAllowed):
            actions.draft_correction(cast.chen, issued.pk)
        actions.submit_summary(cast.chen, second.pk, version=1)
        actions.issue_summary(cast.zhou, second.pk, version=2)
    first = Summary.objects.within(cast.chen.scope).get(pk=issued.pk)
    assert (first.state, first.filled) == ("superseded", issued.filled)
    with pytest.raises(NotAllowed):
        actions.draft_correction(cast.chen, first.pk)


def test_a_figure_that_is_gone_is_said_and_the_rest_is_done(cast: Cast, issued: Summary) -> None:
    issued.result["blanks"][1]["ask"]["figure"] = "gone.figure"
    found = changes(cast, issued)
    assert [one.note for one in found if "gone.figure" in one.note]


def test_two_summaries_stand_side_by_side_by_their_sentences(cast: Cast, issued: Summary) -> None:
    other = {"blanks": [{**one, "value": 1} for one in issued.result["blanks"]]}
    other["blanks"].append({**other["blanks"][0], "anchor": "new.0.0", "text": "新的XX条", "value": 4})
    pairs = side_by_side(issued.result, other)
    assert [(one.left, one.right, one.change) for one in pairs][:1] == [(2, 1, -1)]
    assert (pairs[-1].left, pairs[-1].right) == (None, 4)


def test_its_pages_and_papers(cast: Cast, issued: Summary) -> None:
    client = Client()
    client.force_login(cast.people["chen"], backend="bihuan.web.signin.PersonBackend")
    with clock.moved(NOW + timedelta(days=9)):
        hazards.finish_check(cast.chen, visit(cast, "school"), [finding(cast, "onsite")])
        assert "检查企业XX家次" in client.get(f"/summaries/{issued.pk}/difference/").content.decode()
        second = actions.draft_correction(cast.chen, issued.pk)
        page = client.get(f"/summaries/{second.pk}/compare/", {"with": str(issued.pk)}).content.decode()
        assert "+1" in page
        assert "新版" in client.get(f"/summaries/{issued.pk}/").content.decode()
        once, again = (client.get(f"/summaries/{issued.pk}/pdf", {"annex": "1"}).content for _ in range(2))
    assert once == again and once.startswith(b"%PDF")
    assert len(once) > len(client.get(f"/summaries/{issued.pk}/pdf").content)
