"""What somebody might do wrong, or on purpose, with a daily report: each is refused in a sentence that says what to do, and nothing that was typed
is lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.duties import run_due
from bihuan.dailies.models import DailyForm, DailyReport
from bihuan.grid.actions import end_post
from bihuan.grid.models import Post
from tests.cast import TODAY, Cast
from tests.dailies.deeds import asked, due
from tests.notices.deeds import at
from tests.web.pages import error_at
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")
TOMORROW = TODAY + timedelta(days=1)


def reports(cast: Cast) -> int:
    return int(DailyReport.objects.within(cast.chen.scope).count())


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"f5": "-1"}, "f5", "应为0或正整数"),
        ({"f5": "9" * 5000}, "f5", "应填整数"),
        ({"f5": "1e9"}, "f5", "应填整数"),
        ({"f5": "9999999999"}, "f5", "应为0或正整数"),
        ({"f5": ""}, "f5", "没有的填0"),
        ({"f6": "字" * 501}, "f6", "最多500个字"),
        ({"f6": "好\x00"}, "f6", "空字符"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    cast: Cast, sign_in: SignIn, typed: dict[str, str], field: str, says: str
) -> None:
    asked(cast)
    address = reverse("daily", args=[due(cast, "石桥村").pk])
    answer = sign_in("li").post(address, {"f5": "2", "f6": "已派人盯守"} | typed)
    html = answer.content.decode()
    assert answer.status_code == 422 and says in error_at(html, field)
    assert ("已派人盯守" if field == "f5" else 'value="2"') in html and reports(cast) == 0


def test_digits_of_another_script_are_numbers_too(cast: Cast, sign_in: SignIn) -> None:
    asked(cast)
    sign_in("li").post(reverse("daily", args=[due(cast, "石桥村").pk]), {"f5": "３", "f6": ""})
    assert DailyReport.objects.within(cast.chen.scope).get().values["f5"] == 3


def test_tomorrows_report_and_one_of_long_ago_are_refused_and_kept(cast: Cast, sign_in: SignIn) -> None:
    """A phone whose clock is ahead cannot report ahead: the server's clock is asked."""
    asked(cast)
    client = sign_in("li")
    with at(TOMORROW, 8):
        run_due(cast.town.pk)
        ahead = due(cast, "石桥村", TOMORROW)
    for page in ("daily", "daily_zero"):
        answer = client.post(reverse(page, args=[ahead.pk]), {"f5": "1", "f6": "已派人盯守"})
        assert (
            answer.status_code in (409, 422)
            and "2026年6月3日还没有到，不能提前报送" in answer.content.decode()
        )
    assert (
        "已派人盯守"
        in client.post(reverse("daily", args=[ahead.pk]), {"f5": "1", "f6": "已派人盯守"}).content.decode()
    )
    with at(TODAY + timedelta(days=32), 8):
        late = client.post(reverse("daily", args=[due(cast, "石桥村").pk]), {"f5": "1", "f6": "已派人盯守"})
        assert "已过31天" in late.content.decode() and "已派人盯守" in late.content.decode()
    assert reports(cast) == 0


def test_pressing_zero_twice_sends_one_and_says_so(cast: Cast, sign_in: SignIn) -> None:
    asked(cast)
    client, address = sign_in("li"), reverse("daily_zero", args=[due(cast, "石桥村").pk])
    assert client.post(address).status_code == 302
    again = client.post(address)
    assert "已由李桂兰于2026年6月2日 09:00报送（零报告）" in again.content.decode()
    assert reports(cast) == 1


def test_who_left_office_reports_no_more(cast: Cast, sign_in: SignIn) -> None:
    asked(cast)
    client, mine = sign_in("li"), due(cast, "石桥村")
    end_post(cast.chen, Post.objects.within(cast.chen.scope).get(person=cast.people["li"]).pk, to_on=TODAY)
    with at(TOMORROW, 8):
        answer = client.post(reverse("daily_zero", args=[mine.pk]), follow=True)
        assert reports(cast) == 0 and "已报送" not in answer.content.decode()


def test_another_towns_report_is_not_found_and_the_districts_reader_sends_none(
    cast: Cast, sign_in: SignIn
) -> None:
    asked(cast)
    mine = due(cast, "石桥村")
    for page in ("daily", "daily_zero", "daily_correct"):
        assert sign_in("sun").post(reverse(page, args=[mine.pk]), {"f5": "0"}).status_code == 404
        assert sign_in("he").post(reverse(page, args=[mine.pk]), {"f5": "0"}).status_code == 403
    assert reports(cast) == 0


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"from_on": "9999-12-31"}, "from_on", "请核对年份"),
        ({"from_on": "2028-01-01"}, "from_on", "超过一年"),
        ({"from_on": "2026-06-01"}, "from_on", "不能早于今天"),
        ({"by": "25:00"}, "by", "应为时间"),
        ({"days": "named"}, "last", "请填写起止日期"),
        ({"days": "named", "first": "2026-05-01", "last": "2026-05-03"}, "last", "都已经过去"),
        ({"days": "named", "first": "2026-07-03", "last": "2026-07-01"}, "last", "不能早于开始日期"),
        ({"title": "字" * 41}, "title", "最多40个字"),
        ({"reporters": ["moon"]}, "reporters", "请从列表中选择报送人"),
    ],
)
def test_a_form_that_cannot_be_is_refused_at_its_field(
    cast: Cast, sign_in: SignIn, given: dict[str, Any], field: str, says: str
) -> None:
    usual = {
        "title": "汛期日报",
        "reporters": ["village"],
        "days": "every",
        "by": "17:00",
        "from_on": "2026-06-02",
        "label_f1": "险情",
        "source_f1": "number",
        "unit_f1": "起",
    }
    answer = sign_in("chen").post(reverse("daily_form_new"), usual | given)
    html = answer.content.decode()
    assert answer.status_code == 422 and says in (error_at(html, field) or html)
    assert "险情" in html and not DailyForm.objects.within(cast.chen.scope).exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "２０２６-０６-０２", "昨天", "2026-02-30"])
def test_a_day_that_cannot_be_has_an_empty_page(cast: Cast, sign_in: SignIn, day: str) -> None:
    form, client = asked(cast), sign_in("chen")
    for page in ("daily_day", "daily_paper"):
        assert client.get(reverse(page, args=[form.pk]), {"day": day}).status_code == 200
    assert client.get(reverse("dailies_list"), {"since": day, "until": day}).status_code == 200


def test_a_late_zero_is_taken_and_says_that_it_is_late(cast: Cast, sign_in: SignIn) -> None:
    asked(cast)
    with clock.moved(clock.at(TODAY, 17, 1)):
        said = sign_in("li").post(reverse("daily_zero", args=[due(cast, "石桥村").pk]), follow=True)
    assert "已过截止时间，记为迟报" in said.content.decode()
