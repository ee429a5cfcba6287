"""What is overdue, and the hazard's lifecycle as a table: the table is the specification."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.actions import RIGHTS
from bihuan.core.errors import NotAllowed
from bihuan.hazards import rules
from bihuan.hazards.lifecycle import (
    BOUND,
    CALM,
    CLOSED,
    FIXED,
    FOUND,
    GENERAL,
    HAZARD,
    MAJOR,
    ORDERED,
    OWN,
    PASSED,
    REPORTED,
    UNBOUND,
    URGENT,
    VOID,
)
from bihuan.inspections.papers import PAPERS

DAY = date(2026, 6, 2)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
ACTIONS = sorted({move.action for move in HAZARD.moves})


@pytest.mark.parametrize(
    ("deadline", "settled", "on", "is_overdue"),
    [
        (None, None, DAY, False),
        (DAY, None, DAY, False),  # the last day is still in time
        (DAY, None, AFTER, True),
        (BEFORE, BEFORE, DAY, False),
        (BEFORE, DAY, DAY, False),
        (BEFORE, AFTER, DAY, True),  # mended later: on that day it was overdue, whenever asked
        (AFTER, None, DAY, False),
    ],
)
def test_what_is_overdue(deadline: date | None, settled: date | None, on: date, is_overdue: bool) -> None:
    assert rules.is_overdue(deadline, settled, on) is is_overdue


@given(st.dates(), st.none() | st.dates(), st.dates(), st.dates())
def test_once_overdue_a_hazard_stays_so_until_it_is_settled(
    deadline: date, settled: date | None, on: date, later: date
) -> None:
    if rules.is_overdue(deadline, settled, on) and on <= later and (settled is None or later < settled):
        assert rules.is_overdue(deadline, settled, later)


@pytest.mark.parametrize(
    ("number", "printed"), [(1, "2026-0001"), (9999, "2026-9999"), (10000, "2026-10000")]
)
def test_a_hazards_number(number: int, printed: str) -> None:
    assert rules.hazard_number(2026, number) == printed


@given(st.sampled_from([GENERAL, MAJOR]), st.lists(st.sampled_from(ACTIONS), max_size=12))
def test_no_path_leaves_an_end_or_strands_a_hazard(level: str, path: list[str]) -> None:
    state, traits = FOUND, {level, UNBOUND}
    for action in path:
        before = state
        with suppress(NotAllowed):
            state = HAZARD.move(action, state, *traits).to
            traits = traits - ({UNBOUND} if action == "order" else set())
            traits = {MAJOR, *(traits - {GENERAL})} if action == "raise_major" else traits
        # An end is left only into the void: a record made in error is struck wherever it stands.
        assert before not in HAZARD.ends or state in (before, VOID)
    assert state in HAZARD.ends or HAZARD.from_state(state, *traits)


@pytest.mark.parametrize("level", [GENERAL, MAJOR])
@pytest.mark.parametrize("state", HAZARD.states)
def test_every_state_can_be_reached_and_from_every_open_one_there_is_a_way_to_its_close(
    state: str, level: str
) -> None:
    apart = {GENERAL: PASSED, MAJOR: FIXED}[
        level
    ]  # only a major one waits to be accepted; none is mended in passing
    assert (state in _reach([FOUND, OWN], level)) == (
        state != apart
    )  # found by the town, or by the unit itself
    if state not in HAZARD.ends and state != apart:
        assert {FIXED, CLOSED} & _reach([state], level)


def test_the_loop_closes_only_by_a_photo_a_reinspection_an_acceptance_or_anothers_answer() -> None:
    into_rest = {(move.action, move.right) for move in HAZARD.moves if move.to in (FIXED, CLOSED)}
    assert into_rest == {
        ("fix_on_site", "inspect"),
        ("close", "reinspect"),
        ("close_own", "close_own"),
        ("accept", "accept"),
        ("settle_referred", "refer"),
    }
    assert {move.frm for move in HAZARD.moves if move.action == "accept"} == {PASSED}
    assert all(
        "photo_after" in move.needs for move in HAZARD.moves if move.action in ("fix_on_site", "report")
    )


@pytest.mark.parametrize("move", HAZARD.moves, ids=lambda move: f"{move.action}-{move.frm}")
def test_a_move_names_known_states_rights_and_papers(move: object) -> None:
    assert {move.frm, move.to} <= set(HAZARD.states)  # type: ignore[attr-defined]
    assert move.right in RIGHTS  # type: ignore[attr-defined]
    assert move.issues is None or move.issues in PAPERS  # type: ignore[attr-defined]


def test_an_action_from_a_state_is_one_row() -> None:
    for level in (GENERAL, MAJOR):
        for bound in (BOUND, UNBOUND):
            for state in HAZARD.states:
                open_to = [move.action for move in HAZARD.from_state(state, level, bound, CALM, URGENT)]
                assert len(open_to) == len(set(open_to))


@pytest.mark.parametrize(
    ("action", "state", "allowed"),
    [
        ("order", CLOSED, "可以：无"),
        ("close", FOUND, "责令限期整改"),
        ("report", FIXED, "作废"),
        ("report", REPORTED, "复查"),
    ],
)
def test_a_refusal_says_what_is_allowed(action: str, state: str, allowed: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        HAZARD.move(action, state)
    assert HAZARD.states[state] in refused.value.message
    assert allowed in refused.value.message


def test_orders_are_the_officers_and_reports_the_units() -> None:
    rights = {(move.action, move.frm): move.right for move in HAZARD.moves}
    assert rights["order", FOUND] == "order"
    assert rights["report", ORDERED] == "rectify"


def _reach(states: Iterable[str], *traits: str) -> set[str]:
    reached, edge = set(states), list(states)
    while edge:
        new = {move.to for move in HAZARD.from_state(edge.pop(), UNBOUND, *traits)} - reached
        reached |= new
        edge.extend(new)
    return reached
