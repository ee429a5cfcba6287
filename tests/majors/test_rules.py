"""Pure rules of major hazards and the table of listing. No database."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.actions import RIGHTS
from bihuan.core.errors import NotAllowed
from bihuan.majors import rules
from bihuan.majors.lifecycle import LISTED, LISTING, NONE

ON = date(2026, 6, 2)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    "body",
    [
        "东岭镇人民政府",
        "东城区东岭镇安全生产委员会",
        " 东岭镇 应急管理办公室",
        "应急管理办公室",
        "西河镇人民政府",
        "城关街道办事处",
        "红星乡党委",
        "石桥村村民委员会",
        "石桥村委员会",
        "城关镇安委会",
        "城关镇应急办",
        "",
    ],
)
def test_a_town_or_what_is_below_it_lists_nothing(body: str) -> None:
    assert rules.may_list(body, town="东岭镇", office="应急管理办公室")


@pytest.mark.parametrize(
    "body",
    [
        "东城区安全生产委员会",
        "东城区人民政府",
        "东城区应急管理局",
        "东城区住房和城乡建设局",
        "东城区农村工作委员会",
        "滨江市安全生产委员会办公室",
        "省安委会",
    ],
)
def test_a_body_above_may(body: str) -> None:
    assert rules.may_list(body, town="东岭镇", office="应急管理办公室") == ""


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({}, ""),
        ({"others_open": 1}, "同时有2处"),
        ({"repeats": True}, "重复出现"),
        ({"deadline_on": ON - timedelta(days=1)}, "逾期1天"),
        ({"deadline_on": ON}, ""),
        ({"major_on": ON - timedelta(days=29)}, ""),
        ({"major_on": ON - timedelta(days=30)}, "30天没有销号"),
        ({"category": "fireworks"}, "烟花爆竹"),
        ({"category": "chemical.station"}, "危险化学品"),
    ],
)
def test_what_the_rule_proposes(more: dict[str, object], why: str) -> None:
    asked = {
        "category": "school",
        "major_on": ON,
        "deadline_on": None,
        "others_open": 0,
        "repeats": False,
        "today": ON,
    } | more
    said = rules.why_propose(**asked)  # type: ignore[arg-type]
    assert why in said if why else said == ""


@given(DAYS, st.none() | DAYS)
def test_a_visit_is_due_a_week_after_the_last_or_after_the_judgement(
    major_on: date, last: date | None
) -> None:
    due = rules.next_visit(major_on, last)
    assert due >= major_on + timedelta(days=7)
    assert due - timedelta(days=7) in (major_on, last)


@given(st.lists(st.sampled_from(sorted({move.action for move in LISTING.moves})), max_size=8))
def test_a_listing_is_taken_off_only_after_it_was_put_up(path: list[str]) -> None:
    state, been = NONE, []
    for action in path:
        with suppress(NotAllowed):
            state = LISTING.move(action, state).to
            been.append(action)
    assert ("delist" in been) <= ("record_listing" in been)
    assert state in LISTING.ends or LISTING.from_state(state)


def test_the_clock_can_take_no_step_of_the_table_but_the_proposal() -> None:
    assert {move.right for move in LISTING.moves} == {"supervise", "decide"} <= set(RIGHTS)
    assert {move.right for move in LISTING.moves if LISTED in (move.frm, move.to)} == {"decide"}
