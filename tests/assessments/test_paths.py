"""Whom a veto does not meet, and that no path of steps leaves one where nobody can go on."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.accidents.rules import Counts
from bihuan.assessments.lifecycle import VETO
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed
from bihuan.grid.actions import appoint, register_person
from tests.assessments.deeds import candidates, hurt, raised, ruled, tick
from tests.cast import TODAY, Cast
from tests.letters.deeds import made, signed_by_both

pytestmark = pytest.mark.usefixtures("no_rollups")


def test_a_new_head_is_not_met_by_what_was_before(cast: Cast) -> None:
    raised(cast, Counts(deaths=3))
    founder = Actor.founder(cast.town.pk)
    later = TODAY + timedelta(days=1)
    with clock.moved(clock.at(later, 9)):
        new = register_person(founder, name="高远", username="gaoyuan")
        appoint(founder, new.pk, kind="village_head", cell_id=cast.cells["石桥村"].pk, from_on=later)
        tick(cast)
    assert "高远" not in {one.subject_name for one in candidates(cast)}


def test_what_happened_before_a_rule_raises_nothing_by_a_letter(cast: Cast) -> None:
    made(cast, "village")
    signed_by_both(cast, cast.li, "石桥村")
    hurt(cast)
    with clock.moved(clock.at(TODAY + timedelta(days=2), 9)):
        ruled(cast)
        tick(cast)
        assert candidates(cast) == []


@given(st.lists(st.sampled_from(sorted({move.action for move in VETO.moves})), max_size=9))
def test_no_path_strands_a_veto(path: list[str]) -> None:
    state = "candidate"
    for action in path:
        with suppress(NotAllowed):
            state = VETO.move(action, state).to
    assert state in VETO.ends or VETO.from_state(state)
