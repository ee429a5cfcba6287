"""Guessing at the door: from one place, from many places at one name, from one place at many names. The owner still gets in."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from bihuan.accounts.actions import TooMany, forget_attempts, take_try, was_right, was_wrong
from bihuan.accounts.models import Attempt
from bihuan.accounts.rules import ONE_ADDRESS, ONE_NAME, ONE_PLACE, Limit, locked_until
from bihuan.core import clock
from bihuan.core.models import Event
from tests.accounts.deeds import give_password, press, text_of
from tests.cast import NOW, Cast
from tests.web.visits import SignIn

LIMITS = (ONE_PLACE, ONE_NAME, ONE_ADDRESS)


def fail(name: str, address: str, device: str = "") -> bool:
    """Whether a wrong password was looked at."""
    try:
        attempt = take_try(name, address=address, device=device)
    except TooMany:
        return False
    try:
        was_wrong(attempt)
    except TooMany:
        return True
    return True


@given(limit=st.sampled_from(LIMITS), count=st.integers(0, 300))
def test_a_wait_grows_and_has_an_end(limit: Limit, count: int) -> None:
    times = [NOW + timedelta(seconds=second) for second in range(count)]
    until, next_until = (
        locked_until(limit, times),
        locked_until(limit, [*times, NOW + timedelta(seconds=count)]),
    )
    assert (until is None) == (count < limit.free)
    if until:
        assert next_until and next_until >= until
        assert until - times[-1] <= limit.longest


def test_what_was_under_way_at_once_waits_as_well() -> None:
    """Ten processes read at the same instant: the sixth is refused, and the tenth too."""
    assert all(locked_until(ONE_PLACE, [NOW] * count) for count in range(5, 50))


def test_a_guesser_with_one_name_gets_five_a_round(cast: Cast) -> None:
    tried = 0
    for minute in range(0, 24 * 60, 10):
        with clock.moved(NOW + timedelta(minutes=minute)):
            tried += sum(fail("zhao", "6.6.6.6") for _ in range(8))
    assert 60 <= tried <= 200  # of 1,152 in a day


def test_a_guesser_with_a_thousand_addresses_is_slow_too_and_the_owner_is_in(cast: Cast) -> None:
    give_password(cast, "zhao")
    own = Client(REMOTE_ADDR="10.20.3.4")
    assert press(own, "zhao").status_code == 302
    own.post(reverse("sign_out"))
    tried = sum(fail("zhao", f"6.6.{index // 250}.{index % 250}") for index in range(100))
    assert tried == ONE_NAME.free
    stranger = press(Client(REMOTE_ADDR="7.7.7.7"), "zhao")
    assert stranger.status_code == 429
    assert press(own, "zhao").status_code == 302  # a device that is known
    with clock.moved(NOW + timedelta(minutes=15)):
        assert press(Client(REMOTE_ADDR="7.7.7.7"), "zhao").status_code == 302  # not for long, for anyone


def test_an_address_that_tries_everybody_waits_and_the_office_behind_it_works_on(cast: Cast) -> None:
    give_password(cast, "zhao")
    own = Client(REMOTE_ADDR="10.20.3.4")
    press(own, "zhao")
    own.post(reverse("sign_out"))
    tried = sum(fail(f"person{index}", "10.20.3.4") for index in range(60))
    assert tried == ONE_ADDRESS.free
    assert press(Client(REMOTE_ADDR="10.20.3.4"), "zhao").status_code == 429
    assert press(own, "zhao").status_code == 302
    assert press(Client(REMOTE_ADDR="10.20.3.5"), "zhao").status_code == 302


def test_a_forged_or_borrowed_device_is_a_stranger(cast: Cast) -> None:
    give_password(cast, "zhao")
    give_password(cast, "chen")
    thief = Client(REMOTE_ADDR="7.7.7.7")
    press(thief, "chen")  # his own account makes the device known for him alone
    thief.post(reverse("sign_out"))
    for index in range(20):
        fail("zhao", f"6.6.6.{index}")
    assert press(thief, "zhao").status_code == 429
    thief.cookies["device"] = thief.cookies["device"].value + "x"
    assert press(thief, "zhao").status_code == 429


def test_the_right_password_begins_the_count_anew_in_its_place(cast: Cast) -> None:
    for _ in range(4):
        assert fail("zhao", "10.20.3.4")
    was_right(take_try("zhao", address="10.20.3.4"))
    assert [fail("zhao", "10.20.3.4") for _ in range(6)] == [True] * 5 + [False]


def test_what_is_refused_while_locked_does_not_prolong_it(cast: Cast) -> None:
    for _ in range(5):
        fail("zhao", "6.6.6.6")
    with clock.moved(NOW + timedelta(seconds=59)):
        assert not fail("zhao", "6.6.6.6")
    with clock.moved(NOW + timedelta(seconds=61)):
        assert fail("zhao", "6.6.6.6")
    assert Attempt.at_the_door.count() == 6


def test_the_log_and_the_administrators_desk_tell_of_it(cast: Cast, sign_in: SignIn) -> None:
    for _ in range(5):
        press(Client(REMOTE_ADDR="6.6.6.6"), "zhao", "wrong")
    event = Event.objects.within(cast.xu.scope).get(action="lock_sign_in")
    assert event.subject_id == cast.people["zhao"].pk and event.given == {"minutes": 1, "address": "6.6.*.*"}
    desk = text_of(sign_in("xu").get(reverse("desk")))
    assert "赵强：一天内密码输错5次" in desk
    assert "登录异常" not in text_of(sign_in("chen").get(reverse("desk")))


def test_one_password_tried_at_everybody_is_told_though_nobody_is_locked(cast: Cast, sign_in: SignIn) -> None:
    for index, person in enumerate(cast.people.values()):
        fail(person.username or "", f"6.6.7.{index}")
    assert "个人的账号被试过密码" in text_of(sign_in("xu").get(reverse("desk")))


def test_what_somebody_typed_as_a_name_is_not_kept(cast: Cast) -> None:
    press(Client(), "my secret pass phrase", "x")
    row = Attempt.at_the_door.get()
    assert "secret" not in str(vars(row)) and row.person_id is None


def test_names_that_only_look_different_are_one(cast: Cast) -> None:
    for name in ("zhao", " zhao", "ZHAO", "zhao ", "Zhao"):
        assert fail(name, "6.6.6.6")
    assert not fail("zhao", "6.6.6.6")


@pytest.mark.parametrize("name", ["", " ", "\0", "赵" * 40, "' OR 1=1 --", "%", "🙂"])
def test_whatever_is_typed_is_answered(cast: Cast, name: str) -> None:
    assert press(Client(), name, "x").status_code == 422


def test_tries_are_kept_half_a_year(cast: Cast) -> None:
    fail("zhao", "6.6.6.6")
    with clock.moved(NOW + timedelta(days=179)):
        assert forget_attempts() == 0
    with clock.moved(NOW + timedelta(days=181)):
        assert forget_attempts() == 1


def test_behind_a_proxy_the_address_is_the_askers_and_cannot_be_made_up(cast: Cast, settings: object) -> None:
    settings.PROXIES = 1  # type: ignore[attr-defined]
    for index in range(5):
        press(
            Client(REMOTE_ADDR="127.0.0.1"),
            "zhao",
            "x",
            headers={"X-Forwarded-For": f"1.1.1.{index}, 6.6.6.6"},
        )
    assert set(Attempt.at_the_door.values_list("address", flat=True)) == {"6.6.6.6"}
