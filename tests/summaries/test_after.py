"""After the signature: nothing changes silently. What records say later is told, and a new version takes its place."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.core import clock
from bihuan.core.errors import NotAllowed
from bihuan.figures.registry import FIGURES
from bihuan.hazards import actions as hazards
from bihuan.hazards.actions import void_visit
from bihuan.inspections.models import Inspection
from bihuan.summaries import actions
from bihuan.summaries.annex import annex_of
from bihuan.summaries.causes import CAME, CHANGED, GONE, Behind, causes
from bihuan.summaries.difference import differences
from bihuan.summaries.freezing import seals
from bihuan.summaries.models import Summary
from tests.cast import NOW, TODAY, Cast
from tests.summaries.test_story import finding, visit

SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)
TEXT = "2026年度总结\n检查企业XX家次，排查隐患XX条，已全部整改完毕。立案XX起。"


@pytest.fixture
def issued(cast: Cast) -> Summary:
    """Two checks with one hazard each, both mended at once; issued on the fifth day after."""
    hazards.finish_check(cast.chen, visit(cast, "yongan"), [finding(cast, "onsite")])
    hazards.finish_check(cast.chen, visit(cast, "site"), [finding(cast, "onsite")])
    with clock.moved(NOW + timedelta(days=5)):
        draft = actions.draft_summary(
            cast.chen, title="2026年度总结", text=TEXT, since=SINCE, until=UNTIL, as_of=UNTIL
        )
        actions.submit_summary(cast.chen, draft.pk, version=1)
        return actions.issue_summary(cast.zhou, draft.pk, version=2)


def changes(cast: Cast, summary: Summary):  # type: ignore[no-untyped-def]
    return differences(cast.chen.scope, summary)


def unfit(cast: Cast, summary: Summary) -> list[str]:
    return [one.label for one in seals(cast.chen.scope, summary) if not one.fits]


def test_what_was_signed_is_what_is_kept(cast: Cast, issued: Summary) -> None:
    kept = Summary.objects.within(cast.chen.scope).get(pk=issued.pk)
    assert unfit(cast, kept) == [] and changes(cast, kept) == []


@pytest.mark.parametrize(
    ("part", "tamper"),
    [
        ("标题、种类、期间、数据截止日和签发人", lambda one: setattr(one, "title", "2026年度总结（修订）")),
        ("标题、种类、期间、数据截止日和签发人", lambda one: setattr(one, "as_of", SINCE)),
        ("标题、种类、期间、数据截止日和签发人", lambda one: one.result.update(registry="0" * 16)),
        ("文字", lambda one: setattr(one, "filled", one.filled.replace("2家次", "9家次"))),
        ("文字", lambda one: one.result["paragraphs"].pop()),
        ("数字、说法和依据", lambda one: one.result["blanks"][0].update(value=9)),
        ("数字、说法和依据", lambda one: one.result["claims"][0].update(verdict="disproved")),
        ("数字、说法和依据", lambda one: one.result["records"][0]["ids"].pop()),
    ],
)
def test_what_was_touched_is_named_and_the_rest_still_fits(part, tamper, cast: Cast, issued: Summary) -> None:  # type: ignore[no-untyped-def]
    kept = Summary.objects.within(cast.chen.scope).get(pk=issued.pk)
    tamper(kept)
    assert unfit(cast, kept) == [part]


def test_a_correction_of_records_is_told_with_its_cause(cast: Cast, issued: Summary) -> None:
    with clock.moved(NOW + timedelta(days=6)):
        first = Inspection.objects.within(cast.chen.scope).get(unit=cast.units["yongan"])
        void_visit(cast.zhou, first.pk, reason="记错了单位")
    found = {one.words: one for one in changes(cast, issued)}
    visits, hazards_found = found["检查企业XX家次"], found["排查隐患XX条"]
    assert (visits.then, visits.now, visits.by, visits.causes.came, visits.causes.gone) == (2, 1, -1, 0, 1)
    assert (hazards_found.then, hazards_found.now, hazards_found.causes.gone) == (2, 1, 1)
    for (cause,), unit in ((visits.causes.told, "永安烟花店"), (hazards_found.causes.told, "永安烟花店")):
        assert cause.how == GONE and unit in cause.words and cause.row.url
        assert [(one.who, one.text) for one in cause.told] == [("周正", "检查记录作废，记错了单位")]


def test_what_happens_after_the_day_of_signing_changes_nothing(cast: Cast, issued: Summary) -> None:
    assert (issued.until, issued.as_of) == (TODAY + timedelta(days=5),) * 2, "the period was not over yet"
    with clock.moved(NOW + timedelta(days=7)):
        hazards.finish_check(cast.chen, visit(cast, "school"), [finding(cast, "onsite")])
    assert changes(cast, issued) == []


def test_a_check_entered_late_turns_the_claim_in_the_difference_only(cast: Cast, issued: Summary) -> None:
    with clock.moved(NOW + timedelta(days=7)):
        late = {
            "visited_on": TODAY + timedelta(days=1),
            "late_entry": True,
            "scan": cast.photo(cast.chen, "red"),
        }
        hazards.finish_check(cast.chen, visit(cast, "school", **late), [finding(cast, "deadline")])
    turned = next(one for one in changes(cast, issued) if one.kind == "claim")
    assert (turned.then, turned.now) == ("proved", "disproved") and "未整改1条" in turned.now_why
    assert {cause.how for cause in turned.causes.told} == {CAME}
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
    with clock.moved(NOW + timedelta(days=6)):
        first = Inspection.objects.within(cast.chen.scope).get(unit=cast.units["yongan"])
        void_visit(cast.zhou, first.pk, reason="记错了单位")
    declared = dict(FIGURES)
    del FIGURES["hazards.open"]
    try:
        found = changes(cast, issued)
    finally:
        FIGURES.clear()
        FIGURES.update(declared)  # in their order: the catalogue keeps it
    claim = next(one for one in found if one.kind == "claim")
    assert "已经停用" in claim.note and (claim.then, claim.now) == ("proved", None)
    assert {one.words for one in found if one.kind == "number"} == {"检查企业XX家次", "排查隐患XX条"}


def test_asking_again_takes_few_queries_however_much_has_changed(cast: Cast, issued: Summary) -> None:
    with CaptureQueriesContext(connection) as before:
        changes(cast, issued)
    with clock.moved(NOW + timedelta(days=6)):
        for one in Inspection.objects.within(cast.chen.scope).all():
            void_visit(cast.zhou, one.pk, reason="记错了单位")
    with CaptureQueriesContext(connection) as after:
        assert len(changes(cast, issued)) == 3
    sources = 2  # visits and hazards
    assert len(after) - len(before) <= 2 * sources + 1


def test_its_pages_and_papers(cast: Cast, issued: Summary) -> None:
    client = Client()
    client.force_login(cast.people["chen"], backend="bihuan.web.signin.PersonBackend")
    with clock.moved(NOW + timedelta(days=9)):
        first = Inspection.objects.within(cast.chen.scope).get(unit=cast.units["yongan"])
        void_visit(cast.zhou, first.pk, reason="记错了单位")
        assert "检查企业XX家次" in client.get(f"/summaries/{issued.pk}/difference/").content.decode()
        second = actions.draft_correction(cast.chen, issued.pk)
        page = client.get(f"/summaries/{second.pk}/compare/", {"with": str(issued.pk)}).content.decode()
        assert (
            "−1" in page
            and "记错了单位" in client.get(f"/summaries/{issued.pk}/difference/").content.decode()
        )
        assert "新版" in client.get(f"/summaries/{issued.pk}/").content.decode()


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_annex_tells_every_number_and_is_the_same_a_year_later(
    form: str, cast: Cast, issued: Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    client.force_login(cast.people["chen"], backend="bihuan.web.signin.PersonBackend")

    def paper() -> bytes:
        return client.get(f"/summaries/{issued.pk}/{form}", {"annex": "1"}).content

    once = paper()
    visits = FIGURES["inspect.visits"]
    monkeypatch.setitem(FIGURES, visits.key, replace(visits, label="检查", says="另有定义。"))
    assert paper() == once != client.get(f"/summaries/{issued.pk}/{form}").content


def test_the_annex_has_number_definition_scope_days_and_rows(cast: Cast, issued: Summary) -> None:
    typed = {"kind": "number", "status": "bound", "text": "宣传XX次", "printed": "5", "unit": "次"}
    issued.result["blanks"].append(typed)
    said, table = annex_of(issued.result).blocks
    assert table.rows[-1][1:] == ("宣传XX次", "5次", "由人填写，没有记录可查。", "—", "—")
    assert "3个数字" in said.text and issued.result["registry"] in said.text
    number, words, value, counts, where, rows = table.rows[0]
    assert (number, words, value, rows) == ("1", "检查企业XX家次", "2家次", "2")
    assert counts.startswith(f"{FIGURES['inspect.visits'].label}：") and where == "全镇\n1月1日至6月7日"


def test_where_the_records_stayed_the_one_that_was_touched_is_told(cast: Cast, issued: Summary) -> None:
    scope = cast.chen.scope
    ids = [str(one.pk) for one in Inspection.objects.within(scope).all()]
    with clock.moved(NOW + timedelta(days=6)):
        void_visit(
            cast.zhou, Inspection.objects.within(scope).get(unit=cast.units["yongan"]).pk, reason="记错了"
        )
    assert issued.issued_at is not None
    (why,) = causes(scope, issued.issued_at, [[Behind("inspect.visits", ids, ids)]])
    (touched,) = why.told
    assert (why.came, why.gone, touched.how) == (0, 0, CHANGED)
    assert "永安烟花店" in touched.words and "记错了" in touched.told[0].text
