"""The second factor: bound, asked for in a second step, each code once, recovered, reset; by RFC 6238's own table."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from bihuan.accounts.actions import (
    begin_second_factor,
    confirm_second_factor,
    reset_second_factor,
    set_account_rules,
    use_second_factor,
)
from bihuan.accounts.models import RecoveryCode, SecondFactor
from bihuan.accounts.rules import matching_step, step_at
from bihuan.accounts.sealing import seal, unseal
from bihuan.core import clock
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed
from bihuan.core.models import Event
from tests.accounts.deeds import PASSWORD, give_password, press, signed_in, text_of
from tests.cast import NOW, Cast
from tests.web.pages import error_at
from tests.web.visits import SignIn


def code_at(secret: str, moment: datetime) -> str:
    return pyotp.TOTP(secret).at(moment)


def bind(cast: Cast, key: str) -> tuple[str, list[str]]:
    """The secret and the recovery codes of one of the cast, who bound an authenticator an hour ago."""
    with clock.moved(NOW - timedelta(hours=1)):
        actor = getattr(cast, key)
        _, secret = begin_second_factor(actor)
        codes = confirm_second_factor(actor, code=code_at(secret, clock.now()))
    give_password(cast, key)
    return secret, codes


def half_way(key: str) -> Client:
    """Who has shown the password."""
    client = Client()
    assert press(client, key)["Location"] == reverse("sign_in_code")
    assert not signed_in(client)
    return client


def answer(client: Client, code: str) -> int:
    return client.post(reverse("sign_in_code"), {"code": code}).status_code


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "94287082"), (1111111109, "07081804"), (1234567890, "89005924"), (2000000000, "69279037")],
)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238, appendix B, SHA-1."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    now = step_at(datetime.fromtimestamp(seconds, UTC))
    assert matching_step(pyotp.TOTP(secret, digits=8).generate_otp, code, now, 0) == now


@given(now=st.integers(10, 10**6), drift=st.integers(-5, 5), last=st.integers(0, 10**6))
def test_a_code_holds_one_step_before_and_after_and_never_again(now: int, drift: int, last: int) -> None:
    found = matching_step(str, str(now + drift), now, last)
    assert (found is not None) == (abs(drift) <= 1 and now + drift > last)


def test_an_authenticator_is_bound_by_a_code_and_ten_codes_are_shown_once(
    cast: Cast, sign_in: SignIn
) -> None:
    client = sign_in("zhao")
    page = text_of(client.get(reverse("second_factor")))
    assert "data:image/svg" in page
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found
    secret = found[1].replace(" ", "")
    wrong = client.post(reverse("second_factor"), {"code": "000000"})
    assert wrong.status_code == 422 and error_at(text_of(wrong), "code") == "口令不对。"
    assert found[1] in text_of(wrong)  # the same secret: what was scanned stays good
    shown = client.post(reverse("second_factor"), {"code": code_at(secret, NOW)})
    codes = re.findall(r"<code>([2-9A-Z]{4}-[2-9A-Z]{4})</code>", text_of(shown))
    assert len(set(codes)) == 10 and "no-store" in shown["Cache-Control"]
    assert "没有用过的恢复码" in text_of(client.get(reverse("account")))
    row = SecondFactor.objects.within(cast.zhao.scope).get()
    assert secret not in row.secret and unseal(row.secret) == secret
    kept = RecoveryCode.objects.within(cast.zhao.scope).values_list("code_hash", flat=True)
    assert not set(kept) & {one.replace("-", "") for one in codes}


def test_the_password_alone_opens_nothing(cast: Cast) -> None:
    secret, _ = bind(cast, "zhao")
    client = half_way("zhao")
    assert client.get(reverse("desk")).status_code == 302 and not signed_in(client)
    page = text_of(client.post(reverse("sign_in_code"), {"code": "123456"}))
    assert "动态口令不对" in page and not signed_in(client)
    assert answer(client, code_at(secret, NOW)) == 302
    assert signed_in(client)


@pytest.mark.parametrize(
    ("seconds", "opens"), [(-30, True), (0, True), (30, True), (-90, False), (90, False)]
)
def test_a_phone_that_is_half_a_minute_off_still_opens(cast: Cast, seconds: int, opens: bool) -> None:
    secret, _ = bind(cast, "zhao")
    client = half_way("zhao")
    assert (answer(client, code_at(secret, NOW + timedelta(seconds=seconds))) == 302) is opens


def test_a_code_read_over_the_shoulder_does_not_open_again(cast: Cast) -> None:
    secret, _ = bind(cast, "zhao")
    code = code_at(secret, NOW)
    assert answer(half_way("zhao"), code) == 302
    again = half_way("zhao").post(reverse("sign_in_code"), {"code": code})
    assert again.status_code == 422 and "已经用过" in text_of(again)


def test_the_page_that_asked_is_reached_after_the_second_step(cast: Cast) -> None:
    secret, _ = bind(cast, "zhao")
    client = Client()
    press(client, "zhao")
    client.post(reverse("sign_in"), {"username": "zhao", "password": PASSWORD, "next": reverse("hazards")})
    done = client.post(reverse("sign_in_code"), {"code": code_at(secret, NOW)})
    assert done["Location"] == reverse("hazards")


def test_who_waits_too_long_between_the_steps_begins_anew(cast: Cast) -> None:
    secret, _ = bind(cast, "zhao")
    client = half_way("zhao")
    with clock.moved(NOW + timedelta(minutes=6)):
        later = client.post(reverse("sign_in_code"), {"code": code_at(secret, clock.now())}, follow=True)
    assert "请重新输入用户名和密码" in text_of(later) and not signed_in(client)
    assert Client().get(reverse("sign_in_code"))["Location"] == reverse("sign_in")


def test_each_recovery_code_opens_once(cast: Cast) -> None:
    _, codes = bind(cast, "zhao")
    assert answer(half_way("zhao"), codes[0].lower()) == 302
    assert answer(half_way("zhao"), codes[0]) == 422
    assert answer(half_way("zhao"), codes[1]) == 302
    told = Event.objects.within(cast.xu.scope).filter(action="use_recovery_code").order_by("seq")
    assert [one.given["left"] for one in told] == [9, 8]
    assert str(told[0].actor_id) == str(cast.people["zhao"].pk)


def test_five_wrong_codes_wait_whatever_the_sixth_is(cast: Cast) -> None:
    secret, _ = bind(cast, "zhao")
    client = half_way("zhao")
    assert [answer(client, "00000" + str(digit)) for digit in range(5)] == [422] * 4 + [429]
    assert answer(client, code_at(secret, NOW)) == 429
    with clock.moved(NOW + timedelta(minutes=2)):
        assert answer(client, code_at(secret, clock.now())) == 302


def test_another_administrator_resets_it_with_a_reason(cast: Cast, sign_in: SignIn) -> None:
    bind(cast, "zhao")
    page = reverse("person_factor_reset", args=[cast.people["zhao"].pk])
    client = sign_in("xu")
    assert page in text_of(client.get(reverse("person", args=[cast.people["zhao"].pk])))
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "手机遗失，已当面核对"}).status_code == 302
    assert press(Client(), "zhao")["Location"] == reverse("desk")
    event = Event.objects.within(cast.xu.scope).get(action="reset_second_factor")
    assert event.given["reason"] == "手机遗失，已当面核对"
    with pytest.raises(Forbidden):
        reset_second_factor(cast.chen, cast.people["zhao"].pk, reason="x")
    bind(cast, "xu")
    with pytest.raises(NotAllowed, match="自己的"):
        reset_second_factor(cast.xu, cast.people["xu"].pk, reason="x")


def test_a_post_that_must_have_one_binds_it_before_anything_else(cast: Cast) -> None:
    rules(cast, second_factor=["inspector"])
    give_password(cast, "zhao")
    client = Client()
    press(client, "zhao")
    assert client.get(reverse("hazards"))["Location"] == reverse("second_factor")
    page = text_of(client.get(reverse("second_factor")))
    assert "您的岗位登录须用动态口令" in page
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found
    client.post(reverse("second_factor"), {"code": code_at(found[1].replace(" ", ""), NOW)})
    assert client.get(reverse("hazards")).status_code == 200
    give_password(cast, "chen")
    other = Client()
    press(other, "chen")
    assert other.get(reverse("hazards")).status_code == 200  # another post


def test_unbinding_and_new_codes_want_a_code_of_the_moment(cast: Cast) -> None:
    secret, codes = bind(cast, "zhao")
    client = half_way("zhao")
    assert answer(client, codes[9]) == 302
    assert client.post(reverse("recovery_codes"), {"code": "000000"}).status_code == 422
    new = client.post(reverse("recovery_codes"), {"code": code_at(secret, NOW)})
    fresh = re.findall(r"<code>([2-9A-Z]{4}-[2-9A-Z]{4})</code>", text_of(new))
    with pytest.raises(Incomplete):
        use_second_factor(cast.people["zhao"], typed=codes[0])
    use_second_factor(cast.people["zhao"], typed=fresh[0])
    with clock.moved(NOW + timedelta(minutes=1)):
        code = {"code": code_at(secret, clock.now())}
        assert client.post(reverse("second_factor_unbind"), code).status_code == 302
    assert press(Client(), "zhao")["Location"] == reverse("desk")


def test_a_secret_sealed_elsewhere_is_refused_in_words(settings: object) -> None:
    sealed = seal("JBSWY3DP")
    settings.SECRET_KEY = "another installation"  # type: ignore[attr-defined]
    with pytest.raises(NotAllowed, match="系统换过密钥"):
        unseal(sealed)


def rules(cast: Cast, **more: object) -> None:
    """The town's rules, but for some the defaults."""
    usual = {"idle_minutes": 30, "change_days": 0, "history": 0, "kinds": 1, "second_factor": []}
    set_account_rules(cast.xu, **(usual | more))  # type: ignore[arg-type]
