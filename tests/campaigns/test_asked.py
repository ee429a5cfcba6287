"""What is due of a plan is worked out: on which days, for which days, until when; and what of it is settled."""

from datetime import date, timedelta

import pytest

from bihuan.campaigns.asked import (
    BULLETIN,
    OFFICE,
    Asked,
    Sent,
    asked_of,
    carried,
    check_asked,
    dues,
    settles,
    stamped,
    state_of,
)

FIRST, LAST = date(2026, 6, 2), date(2026, 6, 30)  # a Tuesday; a Tuesday
FRIDAYS = [date(2026, 6, day) for day in (5, 12, 19, 26)]
WEEKLY = Asked("w", "周报", to="镇安全办", weekday=4)
ONCE = Asked("o", "部署情况", OFFICE, "区安委办", "once", on=date(2026, 6, 10))
END = Asked("e", "总结", OFFICE, "区安委办", "end", days=3, source=BULLETIN)


def on_the_first(*asked: Asked, teams: tuple[str, ...] = ("a", "b")) -> list[Asked]:
    return stamped(asked, teams, FIRST)


def test_each_week_is_owed_by_each_team_and_is_about_the_days_since_the_last() -> None:
    found = dues(on_the_first(WEEKLY), FIRST, LAST)
    assert [(due.who, due.on) for due in found] == [(who, on) for on in FRIDAYS for who in ("a", "b")]
    mine = [due for due in found if due.who == "a"]
    assert mine[0].since == FIRST and mine[1].since == FRIDAYS[0] + timedelta(days=1)


def test_once_and_after_the_end_are_owed_once() -> None:
    found = dues(on_the_first(ONCE, END), FIRST, LAST)
    assert [(due.asked.key, due.on, due.since) for due in found] == [
        ("o", date(2026, 6, 10), FIRST),
        ("e", date(2026, 7, 3), FIRST),
    ]


def test_once_closed_no_week_falls_due_and_the_last_paper_counts_from_the_end_that_it_had() -> None:
    found = dues(on_the_first(WEEKLY, ONCE, END, teams=("a",)), FIRST, LAST, closed_on=date(2026, 6, 9))
    assert [due.on for due in found] == [FRIDAYS[0], date(2026, 6, 12)]
    late = dues(on_the_first(END), FIRST, LAST, closed_on=LAST + timedelta(days=20))
    assert [due.on for due in late] == [date(2026, 7, 3)]  # closing it late gives nobody more time


def test_who_is_asked_later_owes_nothing_of_before() -> None:
    changed = stamped(carried([WEEKLY], on_the_first(WEEKLY, teams=("a",))), ("a", "c"), FRIDAYS[2])
    of = {who: [due.on for due in dues(changed, FIRST, LAST) if due.who == who] for who in "ac"}
    assert of == {"a": FRIDAYS, "c": FRIDAYS[2:]}
    otherwise = Asked("w", "周报", to="镇安全办", weekday=0)
    changed = stamped(carried([otherwise], on_the_first(WEEKLY)), ("a",), FRIDAYS[2])
    assert [due.on for due in dues(changed, FIRST, LAST)] == [date(2026, 6, 22), date(2026, 6, 29)]


def test_what_was_handed_up_settles_its_own_week_and_what_is_owed_once_whatever_its_day_is_now() -> None:
    first, second = dues(on_the_first(WEEKLY, teams=("a",)), FIRST, LAST)[:2]
    sent = Sent("w", "a", FRIDAYS[0])
    assert settles(sent, first) and not settles(sent, second)
    [end] = dues(on_the_first(END), FIRST, LAST + timedelta(days=10))
    assert settles(Sent("e", OFFICE, date(2026, 7, 3)), end) and not settles(Sent("e", "a", end.on), end)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (Asked("1", "周报", to="", weekday=4), "没有写明报给谁"),
        (Asked("1", "周报", to="办"), "没有选每周几报"),
        (Asked("1", "周报", to="办", weekday=9), "没有选每周几报"),
        (Asked("1", "情况", to="办", rhythm="once"), "没有填哪天报"),
        (Asked("1", "情况", to="办", rhythm="once", on=date(2026, 7, 9)), "不在行动的起止日期以内"),
        (Asked("1", "情况", to="办", rhythm="once", on=FIRST), "已经过去"),
        (Asked("1", "总结", to="办", rhythm="end"), "应为0至30天"),
        (Asked("1", "总结", to="办", rhythm="end", days=99), "应为0至30天"),
        (Asked("1", "总结", to="办", rhythm="sometimes"), "没有选什么时候报"),
        (Asked("1", "快报", to="办", weekday=4, source=BULLETIN), "由镇安全办报送"),
        (Asked("1", "月报", OFFICE, "办", weekday=4, source="form:gone"), "样式已经不在"),
    ],
)
def test_what_cannot_be_asked_is_said_by_its_name(asked: Asked, why: str) -> None:
    said = check_asked([asked], FIRST, LAST, FIRST + timedelta(days=1), {BULLETIN})
    assert asked.name in said and why in said


def test_two_lines_of_one_name_are_refused_and_a_sound_plan_is_not() -> None:
    assert "列了两次" in check_asked([WEEKLY, WEEKLY], FIRST, LAST, FIRST, {BULLETIN})
    assert not check_asked([WEEKLY, ONCE, END], FIRST, LAST, FIRST, {BULLETIN})


def test_a_line_comes_back_as_it_was_kept() -> None:
    for one in on_the_first(WEEKLY, ONCE, END):
        assert asked_of(one.as_kept()) == one
    assert [one.when for one in (WEEKLY, ONCE, END)] == ["每周五", "6月10日", "行动结束后3日内"]


def test_how_it_stands() -> None:
    states = [state_of(FIRST, FIRST + timedelta(days=days)) for days in (1, 0, -2, -3)]
    assert states == ["overdue", "today", "near", "coming"]
