"""How far back the records reach: what lies before is told, never counted as nothing; what is to come is refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bihuan.core import clock
from bihuan.core.errors import Incomplete
from bihuan.figures.evaluation import Ask
from bihuan.hazards import actions as hazards
from bihuan.summaries import actions, queries
from bihuan.summaries.candidates import options
from bihuan.summaries.engine import Result
from bihuan.summaries.extent import Extent, extent_of
from bihuan.summaries.models import Summary
from bihuan.summaries.report import as_json, in_words
from tests.cast import NOW, TODAY, Cast
from tests.summaries.test_story import finding, visit

NEW_YEAR = date(2026, 1, 1)
SAID = "记录自2026年6月2日起，此前的数不完整"


@pytest.fixture
def begun(cast: Cast) -> None:
    """The town's first check is on 2 June, with one hazard; another follows eleven months later."""
    hazards.finish_check(cast.chen, visit(cast, "yongan"), [finding(cast, "onsite")])
    with clock.moved(NOW + timedelta(days=330)):
        hazards.finish_check(
            cast.chen, visit(cast, "site"), [finding(cast, "onsite"), finding(cast, "onsite")]
        )


def worked_out(cast: Cast, text: str, since: date, until: date) -> Result:
    return actions.work_out(cast.chen.scope, text=text, since=since, until=until, as_of=until)


def test_a_period_that_begins_before_the_first_record_is_told_everywhere(cast: Cast, begun: None) -> None:
    text = "隐患已全部整改完毕。检查企业XX家次，排查隐患XX条，共有监管对象XX家，6月份检查企业XX家次。"
    result = worked_out(cast, text, NEW_YEAR, TODAY + timedelta(days=28))
    answer: dict[str, Any] = as_json(result, cast.chen.scope)
    assert answer["gaps"] == [SAID] and SAID in in_words(result)
    told = [SAID in one["why"] for one in answer["blanks"]]
    assert told == [True, True, False, False], "a stock knows no period, and June is recorded"
    assert [one["value"] for one in answer["blanks"]] == [1, 1, 3, 1]
    assert [SAID in one["evidence"]["text"] for one in answer["claims"]] == [True]


@pytest.mark.parametrize(("days", "gap"), [(0, False), (7, False), (8, True), (40, True)])
def test_a_first_week_without_a_check_is_no_gap(days: int, gap: bool) -> None:
    known = Extent({"visits": TODAY})
    since = TODAY - timedelta(days=days)
    ask = Ask("hazards.found", since, TODAY, TODAY)
    assert (known.gap([ask]) == TODAY) is gap


def test_where_nothing_is_recorded_there_is_no_first_day(cast: Cast) -> None:
    result = worked_out(cast, "检查企业XX家次。", NEW_YEAR, TODAY)
    assert result.gaps == [] and "不能据此填0" in result.blanks[0].value.missing  # type: ignore[union-attr]


def test_the_first_days_take_one_query_a_source(cast: Cast, begun: None) -> None:
    asks = [
        Ask(key, NEW_YEAR, TODAY, TODAY)
        for key in ("inspect.visits", "hazards.found", "hazards.rate", "inspect.count", "units.total")
    ]
    scope = cast.chen.scope
    with CaptureQueriesContext(connection) as taken:
        known = extent_of(scope, asks)
    assert len(taken) == 1 and known.begins == {"visits": TODAY}


def test_a_rise_out_of_missing_records_is_asked_and_never_printed(cast: Cast, begun: None) -> None:
    since, until = date(2027, 1, 1), date(2027, 12, 31)
    text = "排查隐患XX条，同比上升XX%。"
    found = worked_out(cast, text, since, until)
    number, rise = found.blanks
    assert number.value is not None and number.value.value == 2
    assert (
        rise.binding.status == "ask"
        and "2026年6月2日" in rise.binding.why
        and "100" not in found.filled_text()
    )
    offers = options(cast.chen.scope, found, 1, queries.vocabulary(cast.chen.scope))
    assert offers == [], "no press brings it back"


def test_a_comparison_within_the_records_is_printed(cast: Cast, begun: None) -> None:
    with clock.moved(NOW + timedelta(days=365)):
        hazards.finish_check(
            cast.chen, visit(cast, "school"), [finding(cast, "onsite"), finding(cast, "onsite")]
        )
    result = worked_out(cast, "排查隐患XX条，同比上升XX%。", date(2027, 6, 1), date(2027, 6, 30))
    assert "同比上升100.0%" in result.filled_text()


def test_a_period_to_come_is_refused_in_the_form_and_nothing_typed_is_lost(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.people["chen"], backend="bihuan.web.signin.PersonBackend")
    given = {
        "title": "2027年度总结",
        "since": "2027-01-01",
        "until": "2027-12-31",
        "text": "检查企业XX家次，一字不少。",
    }
    answer = client.post("/summaries/new/", given)
    page = answer.content.decode()
    assert answer.status_code == 422 and "起始日期还没有到" in page
    assert all(value in page for value in given.values())
    assert not Summary.objects.within(cast.chen.scope).exists()


def test_a_period_that_is_not_over_ends_today_until_it_is(cast: Cast, begun: None) -> None:
    client = Client()
    client.force_login(cast.people["chen"], backend="bihuan.web.signin.PersonBackend")
    draft = actions.draft_summary(
        cast.chen,
        title="2026年度总结",
        text="检查企业XX家次。",
        since=NEW_YEAR,
        until=date(2026, 12, 31),
        as_of=date(2026, 12, 31),
    )
    assert actions.worked_out(cast.chen.scope, draft).until == TODAY
    page = client.get(f"/summaries/{draft.pk}/").content.decode()
    assert "还没有过完" in page and SAID in page and "partial" in page
    with clock.moved(clock.at(date(2027, 1, 5))):
        assert actions.worked_out(cast.chen.scope, draft).until == date(2026, 12, 31)
        assert "还没有过完" not in client.get(f"/summaries/{draft.pk}/").content.decode()
    actions.submit_summary(cast.chen, draft.pk, version=1)
    issued = actions.issue_summary(cast.zhou, draft.pk, version=2)
    assert (issued.until, issued.result["period"][1]) == (TODAY, TODAY.isoformat())
    with pytest.raises(Incomplete, match="没有到"):
        actions.draft_summary(
            cast.chen,
            title="下月",
            text="检查企业XX家次。",
            since=TODAY + timedelta(days=1),
            until=TODAY + timedelta(days=30),
            as_of=TODAY,
        )
