"""Signing in, the lock-out, the demo's buttons, and one's own password."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from bihuan.accounts.actions import close_account
from bihuan.accounts.queries import sittings_of
from bihuan.core import clock
from bihuan.core.models import Installation
from bihuan.grid.actions import set_password
from bihuan.grid.models import Person
from tests.cast import NOW, TODAY, Cast
from tests.cast import PASSWORD as CAST_PASSWORD
from tests.members.deeds import joined
from tests.web.visits import SignIn

PASSWORD = "yushan-bridge-77"


@pytest.fixture
def door(cast: Cast) -> Client:
    """Nobody yet; 赵 and 陈 have a password, 赵 a phone too."""
    for key in ("zhao", "chen"):
        set_password(cast.xu, cast.people[key].pk, password=PASSWORD)
    Person.accounts.filter(username="zhao").update(phone="13800000002")
    return Client()


def press(client: Client, username: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post(reverse("sign_in"), {"username": username, "password": password} | more)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("name", ["zhao", "13800000002", " zhao "])
def test_a_user_name_or_a_phone_opens_the_desk(door: Client, name: str) -> None:
    answer = press(door, name)
    assert (answer.status_code, answer["Location"]) == (302, reverse("desk"))
    assert signed_in(door)


def test_the_page_that_asked_is_reached_after_signing_in_but_never_another_site(door: Client) -> None:
    asked = door.get(reverse("units"))["Location"]
    assert asked == f"{reverse('sign_in')}?next={reverse('units')}"
    assert press(door, "zhao", next="https://elsewhere.example/")["Location"] == reverse("desk")
    assert press(Client(), "zhao", next=reverse("units"))["Location"] == reverse("units")


def test_an_unknown_name_a_wrong_password_and_a_disabled_account_read_the_same(
    door: Client, cast: Cast
) -> None:
    close_account(cast.xu, cast.people["chen"].pk, reason="调离", left_on=TODAY)
    pages = [
        press(Client(), name, word) for name, word in (("nobody", "x"), ("zhao", "x"), ("chen", PASSWORD))
    ]
    texts = [page.content.decode() for page in pages]
    assert {page.status_code for page in pages} == {422}
    assert all("用户名（手机号）或密码不正确。" in text for text in texts)
    assert 'value="zhao"' in texts[1]  # the typed name stays, the password does not
    assert PASSWORD not in texts[2]


def test_the_fifth_failure_locks_the_name_and_even_the_right_password_waits(door: Client) -> None:
    answers = [press(door, "zhao", "wrong") for _ in range(5)]
    assert [one.status_code for one in answers] == [422] * 4 + [429]
    assert "请1分钟后再试" in answers[-1].content.decode()
    assert press(door, "zhao").status_code == 429
    assert not signed_in(door)
    assert press(Client(), "chen").status_code == 302  # another name is free


def test_after_the_lock_the_name_is_free_and_the_next_lock_is_longer(door: Client) -> None:
    for _ in range(5):
        press(door, "zhao", "wrong")
    with clock.moved(NOW + timedelta(minutes=2)):
        again = [press(door, "zhao", "wrong") for _ in range(5)]
        assert [one.status_code for one in again] == [422] * 4 + [429]
        assert "请2分钟后再试" in again[-1].content.decode()
    with clock.moved(NOW + timedelta(minutes=4)):
        assert press(door, "zhao").status_code == 302


def test_a_session_ends_after_thirty_idle_minutes(door: Client) -> None:
    press(door, "zhao")
    assert door.session.get_expiry_age() == 30 * 60


def test_who_only_scans_at_a_works_stays_for_a_working_day(cast: Cast) -> None:
    """卢小军 has one post, at the bench of 永安. Made its safety manager as well, he goes with all others from the next page on."""
    phone, lu = Client(), cast.people["lu"]
    press(phone, lu.phone or "", CAST_PASSWORD)
    assert phone.session.get_expiry_age() == 12 * 60 * 60
    assert sittings_of(lu).count() == 1
    with clock.moved(NOW + timedelta(hours=8)):
        assert sittings_of(lu).count() == 1
        joined(cast.chen, cast.units["yongan"], "unit_safety", lu.name, lu.phone or "")
        phone.get(reverse("desk"))
        assert phone.session.get_expiry_age() == 30 * 60


def test_signing_out_asks_for_a_press(sign_in: SignIn) -> None:
    client = sign_in("zhao")
    assert client.get(reverse("sign_out")).status_code == 405
    assert client.post(reverse("sign_out"))["Location"] == reverse("sign_in")
    assert client.get(reverse("desk")).status_code == 302


def test_a_real_town_has_no_buttons_and_no_door_behind_them(cast: Cast) -> None:
    client = Client()
    assert reverse("demo_sign_in") not in client.get(reverse("sign_in")).content.decode()
    assert client.post(reverse("demo_sign_in"), {"username": "xu"}).status_code == 404
    assert not signed_in(client)


def test_on_a_demo_one_press_signs_in_as_any_of_the_cast(cast: Cast) -> None:
    Installation.objects.create(pk=1, is_demo=True, made_at=clock.now())
    page = Client().get(reverse("sign_in")).content.decode()
    assert "演示" in page
    for key in ("qian", "shen", "zhou", "chen", "zhao", "zheng", "wu", "li", "wang", "feng", "he", "xu"):
        assert f'value="{key}"' in page
        client = Client()
        assert client.post(reverse("demo_sign_in"), {"username": key}).status_code == 302
        assert cast.people[key].name in client.get(reverse("desk")).content.decode()
    assert Client().post(reverse("demo_sign_in"), {"username": "stranger"}).status_code == 404


def test_a_password_given_for_once_must_be_changed_before_anything_else(door: Client, cast: Cast) -> None:
    set_password(cast.xu, cast.people["zhao"].pk, password=PASSWORD, one_time=True)
    press(door, "zhao")
    assert door.get(reverse("desk"))["Location"] == reverse("password")
    given = {"present": PASSWORD, "password": "liulin-market-31", "again": "liulin-market-31"}
    assert door.post(reverse("password"), given)["Location"] == reverse("desk")
    assert door.get(reverse("desk")).status_code == 200  # still signed in
    assert press(Client(), "zhao", "liulin-market-31").status_code == 302


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"present": "wrong"}, "当前密码不正确。"),
        ({"again": "different-one-9"}, "两次输入的新密码不一致。"),
        ({"password": "short", "again": "short"}, "密码太短，至少10位。"),
        ({"password": "1234567890123", "again": "1234567890123"}, "密码"),
        ({"password": PASSWORD, "again": PASSWORD}, "新密码不能与当前密码相同。"),
    ],
)
def test_a_bad_new_password_is_told_at_its_field(door: Client, given: dict[str, str], said: str) -> None:
    press(door, "zhao")
    good = {"present": PASSWORD, "password": "liulin-market-31", "again": "liulin-market-31"}
    answer = door.post(reverse("password"), good | given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert press(Client(), "zhao").status_code == 302  # the old one still opens
