"""At the door at once: one invitation opens once, one code opens once, and many guesses at once are no more than some after another."""

from collections.abc import Callable
from threading import Barrier
from typing import Any

import pyotp
import pytest

from bihuan.accounts.actions import (
    accept_invitation,
    begin_second_factor,
    confirm_second_factor,
    guesses,
    invite,
    life,
    second_factor,
    take_try,
    use_second_factor,
)
from bihuan.accounts.models import Attempt
from bihuan.accounts.rules import ONE_PLACE
from bihuan.core import clock
from bihuan.grid import administrators
from bihuan.grid.actions import appoint, register_person
from bihuan.grid.models import Post
from tests.accounts.three import apart
from tests.cast import NOW, TODAY, Cast
from tests.races.conftest import at_once, outcomes
from tests.races.test_at_once import WAIT_SECONDS, held

pytestmark = pytest.mark.race
GUESSERS = 8


def after(function: Callable[..., Any], barrier: Barrier) -> Callable[..., Any]:
    """The function, and then everybody goes on together."""

    def waits(*args: Any, **kwargs: Any) -> Any:
        found = function(*args, **kwargs)
        barrier.wait(WAIT_SECONDS)
        return found

    return waits


def test_two_who_hold_the_same_link_and_one_sets_the_password(
    alone: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = invite(alone.xu, alone.people["li"].pk)[1]
    monkeypatch.setattr(life, "invitation_by", after(life.invitation_by, Barrier(2)))
    words = ("yushan-bridge-77", "liulin-market-31")
    results = at_once(*[lambda word=word: accept_invitation(code, password=word) for word in words])
    assert outcomes(results) == ["Person", "Stale"]


def test_a_code_that_is_sent_twice_at_once_opens_once(alone: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.moved(NOW.replace(hour=0)):
        _, secret = begin_second_factor(alone.zhao)
        confirm_second_factor(alone.zhao, code=pyotp.TOTP(secret).at(clock.now()))
    monkeypatch.setattr(second_factor, "matching_step", after(second_factor.matching_step, Barrier(2)))
    code, person = pyotp.TOTP(secret).at(NOW), alone.people["zhao"]

    def use() -> str:
        use_second_factor(person, typed=code)
        return "in"

    assert outcomes(at_once(use, use)) == ["Incomplete", "str"]


def test_eight_guesses_at_once_are_five(alone: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """All are written down before any is looked at."""
    monkeypatch.setattr(guesses, "_before", held(guesses._before, Barrier(GUESSERS)))
    results = at_once(*[lambda: take_try("zhao", address="6.6.6.6")] * GUESSERS)
    assert outcomes(results) == ["Attempt"] * ONE_PLACE.free + ["TooMany"] * (GUESSERS - ONE_PLACE.free)
    assert Attempt.at_the_door.count() == ONE_PLACE.free


def test_one_person_given_two_of_the_three_posts_at_once_gets_one(
    alone: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = apart(alone)
    new = register_person(cast.xu, name="田野", username="tian")
    monkeypatch.setattr(administrators, "hold_town", held(administrators.hold_town, Barrier(2)))

    def give(kind: str) -> Post:
        return appoint(cast.an, new.pk, kind=kind, cell_id=cast.cells["town"].pk, from_on=TODAY)

    results = at_once(lambda: give("admin"), lambda: give("audit_admin"))
    assert outcomes(results) == ["NotAllowed", "Post"]
