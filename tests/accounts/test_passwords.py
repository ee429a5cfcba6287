"""What a password must be."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from bihuan.accounts.actions import set_account_rules
from bihuan.accounts.guessable import FREE_MIN, free_letters, kinds_of
from bihuan.accounts.passwords import words
from bihuan.core import clock
from bihuan.core.errors import Forbidden, Incomplete
from bihuan.grid.actions import set_password
from tests.accounts.deeds import PASSWORD, press, text_of
from tests.accounts.test_second_factor import rules
from tests.cast import NOW, Cast
from tests.web.pages import error_at
from tests.web.visits import SignIn


@pytest.mark.parametrize(
    "password",
    [
        "woaini1314520",
        "Woaini5201314",
        "1qaz2wsx3edc",
        "qwertyuiop123",
        "zxcvbnm123456",
        "Admin@2026888",
        "P@ssw0rd2026",
        "anquan12345678",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "zhang19860512",
        "yingjiban2026!",
        "Abc123456789",
        "asdfghjkl2025",
    ],
)
def test_what_everybody_tries_first_has_too_little_of_its_own(password: str) -> None:
    assert free_letters(password, words()) < FREE_MIN


@pytest.mark.parametrize(
    "password",
    ["yushan-bridge-77", "liulin-market-31", "qingteng_chuanghu_9", "k7Rm2xQp9Lsv", "雨后青瓦上的猫与鱼"],
)
def test_words_that_do_not_belong_together_are_good(password: str) -> None:
    assert free_letters(password, words()) >= FREE_MIN


@given(st.text(max_size=40))
def test_more_known_words_never_leave_more(password: str) -> None:
    known = words()
    assert (
        0 <= free_letters(password, known) <= free_letters(password, frozenset()) <= len(password.casefold())
    )


@pytest.mark.parametrize(("password", "count"), [("abc", 1), ("aB", 2), ("aB1", 3), ("aB1!", 4), ("密码", 1)])
def test_kinds_of_signs(password: str, count: int) -> None:
    assert kinds_of(password) == count


@pytest.mark.parametrize("password", ["dongling2026!", "lgl-lgl-2026", "liguilan1990"])
def test_names_of_the_person_and_of_the_town_are_known(cast: Cast, password: str) -> None:
    with pytest.raises(Incomplete, match="密码"):
        set_password(cast.li, cast.people["li"].pk, password=password)


def test_a_town_may_ask_for_kinds_and_for_new_ones(cast: Cast) -> None:
    rules(cast, kinds=3, history=2)
    zhao = cast.people["zhao"].pk
    with pytest.raises(Incomplete, match="至少3种"):
        set_password(cast.zhao, zhao, password="yushanbridgefog")
    for word in ("First-yushan-7", "Second-bridge-7", "Third-market-7"):
        set_password(cast.zhao, zhao, password=word)
    with pytest.raises(Incomplete, match="最近2次"):
        set_password(cast.zhao, zhao, password="Second-bridge-7")
    set_password(cast.zhao, zhao, password="First-yushan-7")


def test_nobody_changes_by_the_calendar_unless_the_town_says_so(cast: Cast) -> None:
    set_password(cast.zhao, cast.people["zhao"].pk, password=PASSWORD)
    with clock.moved(NOW + timedelta(days=400)):
        client = Client()
        press(client, "zhao")
        assert client.get(reverse("hazards")).status_code == 200
    rules(cast, change_days=90)
    with clock.moved(NOW + timedelta(days=89)):
        client = Client()
        press(client, "zhao")
        assert client.get(reverse("hazards")).status_code == 200
    with clock.moved(NOW + timedelta(days=90)):
        client = Client()
        press(client, "zhao")
        assert client.get(reverse("hazards"))["Location"] == reverse("password")
        given = {"present": PASSWORD, "password": "liulin-market-31", "again": "liulin-market-31"}
        assert client.post(reverse("password"), given)["Location"] == reverse("desk")
        assert client.get(reverse("hazards")).status_code == 200


def test_the_administrator_sets_the_rules_and_what_is_out_of_bounds_is_told(
    cast: Cast, sign_in: SignIn
) -> None:
    client, page = sign_in("xu"), reverse("account_rules")
    usual = {
        "idle_minutes": "20",
        "change_days": "90",
        "history": "5",
        "kinds": "3",
        "second_factor": ["admin"],
    }
    assert client.post(page, usual).status_code == 302
    shown = text_of(client.get(page))
    assert 'value="20"' in shown and 'value="admin" checked' in shown
    for name, value in (("idle_minutes", "1"), ("change_days", "7"), ("history", "99"), ("kinds", "x")):
        answer = client.post(page, usual | {name: value})
        assert answer.status_code == 422 and error_at(text_of(answer), name)
        assert f'value="{value}"' in text_of(answer) or name == "kinds"
    with pytest.raises(Forbidden):
        set_account_rules(cast.chen, idle_minutes=30, change_days=0, history=0, kinds=1, second_factor=[])
