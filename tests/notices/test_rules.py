"""Quiet hours, days off, digests, and which addresses will do."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.calendar import is_workday
from bihuan.core.clock import TOWN_TIME
from bihuan.notices import rules
from bihuan.notices.rules import DIGEST, NOW, OFF, URGENT, Rhythm, check_rhythm, pace, robot_of, send_at

USUAL = Rhythm()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=TOWN_TIME)


@pytest.mark.parametrize(
    ("wished", "at", "sent"),
    [
        (NOW, "06-02 09:00", "06-02 09:00"),  # a Tuesday
        (NOW, "06-02 19:59", "06-02 19:59"),
        (NOW, "06-02 20:00", "06-03 07:30"),
        (NOW, "06-03 07:29", "06-03 07:30"),
        (NOW, "06-05 20:00", "06-08 07:30"),  # a Friday: the weekend is left alone
        (NOW, "06-06 10:00", "06-08 07:30"),
        (NOW, "10-01 10:00", "10-08 07:30"),  # National Day, by the calendar
        (NOW, "02-14 10:00", "02-14 10:00"),  # a Saturday on which one works before the Spring Festival
        (URGENT, "06-06 03:00", "06-06 03:00"),
        (DIGEST, "06-02 08:29", "06-02 08:30"),
        (DIGEST, "06-02 08:30", "06-03 08:30"),
        (DIGEST, "06-05 09:00", "06-08 08:30"),
    ],
)
def test_a_notice_is_sent_when_it_may_be(wished: str, at: str, sent: str) -> None:
    assert send_at(wished, moment(at), USUAL) == moment(sent)


def test_without_quiet_hours_everything_goes_at_once() -> None:
    never = Rhythm(time(0), time(0), days_off=False)
    for at in ("06-06 03:00", "10-01 23:59"):
        assert send_at(NOW, moment(at), never) == moment(at)


MINUTES = st.integers(0, 24 * 60 - 1).map(lambda one: time(one // 60, one % 60))
MOMENTS = st.integers(0, 365 * 24 * 60).map(lambda one: moment("01-01 00:00") + timedelta(minutes=one))
RHYTHMS = st.builds(Rhythm, MINUTES, MINUTES, st.booleans(), MINUTES)


@given(RHYTHMS, MOMENTS)
def test_what_waits_is_sent_at_the_first_loud_minute(rhythm: Rhythm, at: datetime) -> None:
    if check_rhythm(rhythm):
        return
    sent = send_at(NOW, at, rhythm)
    assert sent >= at and not rules.is_quiet(sent, rhythm)
    if sent > at:
        assert rules.is_quiet(at, rhythm) and rules.is_quiet(sent - timedelta(minutes=1), rhythm)


@given(RHYTHMS, MOMENTS)
def test_a_digest_comes_once_a_day_at_its_time(rhythm: Rhythm, at: datetime) -> None:
    sent = send_at(DIGEST, at, rhythm)
    assert sent > at and sent.time() == rhythm.digest_at
    assert not rhythm.days_off or is_workday(sent.date())
    assert send_at(DIGEST, sent - timedelta(minutes=1), rhythm) <= sent


def test_what_is_urgent_keeps_its_pace_unless_it_is_wished_away() -> None:
    assert [pace(URGENT, one) for one in ("", NOW, DIGEST, OFF)] == [URGENT, URGENT, DIGEST, OFF]
    assert [pace(level, "") for level in (NOW, DIGEST)] == [NOW, DIGEST]


def test_quiet_hours_leave_an_hour() -> None:
    assert check_rhythm(Rhythm(time(8), time(7, 30))) and check_rhythm(Rhythm(time(8), time(7, 1)))
    assert not check_rhythm(Rhythm(time(8), time(7))) and not check_rhythm(Rhythm(time(8), time(8)))


@pytest.mark.parametrize(
    ("pasted", "label", "address"),
    [
        (
            " https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=ab12-cd ",
            "企业微信群机器人",
            "wecombot://ab12-cd/",
        ),
        ("https://oapi.dingtalk.com/robot/send?access_token=f00", "钉钉群机器人", "dingtalk://f00/"),
        (
            "https://oapi.dingtalk.com/robot/send?access_token=f00&secret=SEC1",
            "钉钉群机器人",
            "dingtalk://SEC1@f00/",
        ),
        ("https://open.feishu.cn/open-apis/bot/v2/hook/ab-12", "飞书群机器人", "feishu://ab-12/"),
        ("http://127.0.0.1:99/in?a=b", "Webhook", "json://127.0.0.1:99/in?a=b"),
    ],
)
def test_a_robot_is_known_by_its_address(pasted: str, label: str, address: str) -> None:
    assert robot_of(pasted, ("127.0.0.1:99",)) == (rules.Robot(label, address), "")


@pytest.mark.parametrize(
    "pasted",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=ab12",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a/../b",
        "https://qyapi.weixin.qq.com:8080/cgi-bin/webhook/send?key=ab12",
        "https://qyapi.weixin.qq.com@evil.example/?key=ab12",
        "http://127.0.0.1:80/in",
        "http://169.254.169.254/latest",
        "json://127.0.0.1:99/in",
        "https://oapi.dingtalk.com:x/",
        "https://open.feishu.cn/open-apis/bot/v2/hook/",
        "不是地址",
    ],
)
def test_any_other_address_is_refused(pasted: str) -> None:
    assert robot_of(pasted, ("127.0.0.1:99",)) == (None, rules.UNKNOWN_ROBOT)
