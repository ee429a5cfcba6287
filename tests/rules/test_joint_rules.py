"""The pure rules of joint inspections: days, parties, when a link opens, sheets that become one, whose a finding is."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.joint.rules import (
    BAD,
    BODY,
    DEPARTMENT,
    EARLY,
    ENDED,
    GOOD,
    NONE,
    OFFICE,
    OPEN,
    REVOKED,
    PartyPlan,
    check_days,
    check_parties,
    lacks,
    link_stands,
    merged,
    said_of,
    trade_of,
)

DAY = date(2026, 6, 2)
LEAD = PartyPlan(OFFICE, "安全办", leads=True)


@pytest.mark.parametrize(
    ("from_on", "to_on", "fields"),
    [
        (DAY, DAY, set()),
        (DAY, DAY + timedelta(days=30), set()),
        (DAY, DAY + timedelta(days=31), {"to_on"}),
        (DAY, DAY - timedelta(days=1), {"to_on"}),
        (None, DAY, {"from_on"}),
        (None, None, {"from_on", "to_on"}),
    ],
)
def test_days(from_on: date | None, to_on: date | None, fields: set[str]) -> None:
    assert set(check_days(from_on, to_on)) == fields


@pytest.mark.parametrize(
    ("running", "revoked", "day", "stands"),
    [
        (True, False, 0, OPEN),
        (True, False, 1, OPEN),
        (True, False, 2, ENDED),
        (True, False, -1, EARLY),
        (False, False, 0, ENDED),
        (True, True, 0, REVOKED),
        (False, True, 5, REVOKED),
    ],
)
def test_a_link_opens_on_the_days_of_its_event_alone(
    running: bool, revoked: bool, day: int, stands: str
) -> None:
    on = DAY + timedelta(days=day)
    to_on = DAY + timedelta(days=1)
    assert link_stands(from_on=DAY, to_on=to_on, running=running, revoked=revoked, today=on) == stands


def test_parties() -> None:
    body, school = PartyPlan(BODY, "派出所"), PartyPlan(DEPARTMENT, "教委办", "1")
    assert not check_parties([LEAD, school, body]) and not lacks([LEAD, body], 1)
    assert set(check_parties([LEAD, PartyPlan(DEPARTMENT, "教委办", "1", leads=True)])) == {"lead"}
    assert set(check_parties([LEAD, PartyPlan(BODY, "安全办")])) == {"parties"}
    assert set(lacks([school], 0)) == {"lead", "parties", "units"}


RESULTS = st.dictionaries(st.sampled_from("abc"), st.sampled_from([GOOD, BAD, NONE]))


@given(st.lists(RESULTS, max_size=4))
@settings(max_examples=30)
def test_the_sheets_become_one_in_whatever_order_they_come(parts: list[dict[str, str]]) -> None:
    one = merged(parts)
    assert one == merged(reversed(parts)) == merged([one, *parts])
    for key in {key for part in parts for key in part}:
        said = {part[key] for part in parts if key in part}
        assert one[key] == (BAD if BAD in said else GOOD if GOOD in said else NONE)


def test_whose_it_is_and_what_is_said() -> None:
    assert trade_of("食堂燃气软管老化", "school") == ("gas", "school")
    assert trade_of("校车逾期未检", "school.kindergarten") == ("school_bus", "school.kindergarten")
    assert trade_of("通道堵塞", "school") == ("school",)
    assert (
        said_of([("教委办", 2), ("派出所", 0), ("供电所", None)])
        == "教委办发现2条，派出所未发现问题，供电所没有提交"
    )
