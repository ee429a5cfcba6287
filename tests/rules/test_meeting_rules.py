"""The calendar of meetings, what a decision must have, and how a leader stands to the list."""

from datetime import date

import pytest

from bihuan.meetings import leading, rules
from bihuan.meetings.leading import Asked
from bihuan.meetings.rules import Topic, Wanted

HELD = date(2026, 6, 2)


@pytest.mark.parametrize(
    ("every", "day", "label", "first", "last"),
    [
        ("month", date(2026, 2, 10), "2月", date(2026, 2, 1), date(2026, 2, 28)),
        ("quarter", date(2026, 5, 31), "二季度", date(2026, 4, 1), date(2026, 6, 30)),
        ("half", date(2026, 7, 1), "下半年", date(2026, 7, 1), date(2026, 12, 31)),
        ("year", date(2026, 7, 1), "2026年", date(2026, 1, 1), date(2026, 12, 31)),
        ("week", date(2026, 6, 3), "6月1日起的一周", date(2026, 6, 1), date(2026, 6, 7)),
    ],
)
def test_a_rhythm_divides_the_calendar(every: str, day: date, label: str, first: date, last: date) -> None:
    found = rules.period_of(every, day)
    assert (found.label, found.first, found.last) == (label, first, last)


def test_only_whole_periods_without_a_meeting_are_missed() -> None:
    gone = rules.missed("quarter", date(2026, 2, 1), date(2026, 12, 1), [date(2026, 8, 5)])
    assert [one.label for one in gone] == [
        "二季度"
    ]  # the first was under way when it began, the fourth still is
    assert rules.missed("", date(2026, 1, 1), date(2026, 12, 1), []) == []


@pytest.mark.parametrize(
    ("number", "word"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (34, "三十四"), (120, "120")]
)
def test_meetings_are_numbered_in_words(number: int, word: str) -> None:
    assert rules.title_of("安委会全体会议", "committee", 2026, number) == f"2026年第{word}次安委会全体会议"


def test_a_decision_without_a_person_or_a_day_is_named_at_its_line() -> None:
    topic = Topic(
        "t1", "议题", wanted=(Wanted("整改"), Wanted(), Wanted("复查", "p", "2026-06-01"), Wanted("", "p"))
    )
    wrong = rules.check_minutes([topic], {"p"}, HELD, "沈立")
    assert set(wrong) == {"post_t1_0", "due_t1_0", "due_t1_2", "text_t1_3", "due_t1_3"}
    assert "没有责任人的议定事项不能印发" in wrong["post_t1_0"]
    whole = Topic("t1", "议题", wanted=(Wanted("整改", "p", "2026-06-02"),))
    assert rules.check_minutes([whole], {"p"}, HELD, "沈立") == {}
    assert set(rules.check_minutes([], {"p"}, HELD, "")) == {"signer", "topics"}


def test_the_two_systems_are_known_by_all_their_names() -> None:
    assert rules.is_dual("", [Topic("a", "部署“两个体系”建设")]) and rules.is_dual("双重预防推进会", [])
    assert not rules.is_dual("安委会全体会议", [Topic("a", "传达文件")])


def test_a_topic_comes_back_from_its_row_as_it_was() -> None:
    one = Topic(
        "t1", "议题", "安全办", False, "last", (("甲", "/a/"),), "谈", (Wanted("做", "p", "2026-06-02", "x"),)
    )
    assert rules.topic_of(one.as_kept()) == one


def test_a_leader_stands_to_each_month_that_lies_mostly_in_the_tenure() -> None:
    monthly = Asked("mayor", "led", 2, "month")
    days = [date(2026, 1, 5), date(2026, 1, 9), date(2026, 3, 2), date(2026, 6, 1), date(2026, 2, 3)]
    stood = leading.stand(monthly, (date(2026, 1, 1), date(2026, 12, 31)), days, HELD)
    assert [(one.period.label, one.done, one.state) for one in stood.periods] == [
        ("1月", 2, "done"),
        ("2月", 1, "short"),
        ("3月", 1, "short"),
        ("4月", 0, "short"),
        ("5月", 0, "short"),
        ("6月", 1, "open"),
    ]
    assert (stood.need, stood.done, stood.short) == (10, 5, ["2月", "3月", "4月", "5月"])
    late = leading.stand(monthly, (date(2026, 3, 20), date(2026, 12, 31)), days, HELD)
    assert [one.period.label for one in late.periods if one.need] == [
        "4月",
        "5月",
        "6月",
    ]  # 12 of 31 days of March


def test_a_kind_and_an_item_say_what_they_lack() -> None:
    assert set(rules.check_kind(sort="", name=" ", every="day", body="", chair="admin", posts=[])) == {
        "sort",
        "name",
        "every",
        "body",
        "chair",
        "posts",
    }
    assert set(leading.check_duty("inspector", "x", 0, "", None)) == {
        "post",
        "measure",
        "times",
        "every",
        "from_on",
    }
