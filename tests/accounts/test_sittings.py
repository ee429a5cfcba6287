"""One's own sessions: seen with device and network, ended by oneself, by a new password, by the administrator."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.accounts.actions import end_sittings
from bihuan.accounts.models import Sitting
from bihuan.accounts.rules import device_of
from bihuan.core import clock
from bihuan.core.errors import Forbidden
from bihuan.core.masking import mask_address
from bihuan.core.models import Event
from bihuan.web.session import POLL
from tests.accounts.deeds import PASSWORD, give_password, press, text_of
from tests.accounts.test_second_factor import rules
from tests.cast import NOW, Cast
from tests.web.visits import SignIn

PHONE = "Mozilla/5.0 (Linux; Android 12; M2011) AppleWebKit/537.36 Chrome/100.0 Mobile MicroMessenger/8.0"
OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/108.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (PHONE, "安卓 · 微信"),
        (OFFICE, "Windows电脑 · Chrome"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 15_0) Version/15.0 Mobile Safari/604.1", "苹果手机 · Safari"),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) Chrome/114 Mobile", "鸿蒙 · Chrome"),
        ("curl/8.0", "未知设备"),
        ("", "未知设备"),
    ],
)
def test_a_device_is_called_as_people_call_it(agent: str, said: str) -> None:
    assert device_of(agent) == said


@pytest.mark.parametrize(
    ("address", "shown"),
    [("10.20.3.4", "10.20.*.*"), ("2001:db8:1::7", "2001:db8:*:*"), ("", ""), ("::1", "::*:*")],
)
def test_an_address_shows_its_network_alone(address: str, shown: str) -> None:
    assert mask_address(address) == shown


@pytest.fixture
def two(cast: Cast) -> tuple[Client, Client]:
    """赵 at the office, and with the phone."""
    give_password(cast, "zhao")
    office = Client(headers={"user-agent": OFFICE}, REMOTE_ADDR="10.20.3.4")
    phone = Client(headers={"user-agent": PHONE}, REMOTE_ADDR="183.1.2.3")
    for client in (office, phone):
        assert press(client, "zhao").status_code == 302
    return office, phone


def alive(client: Client) -> bool:
    return client.get(reverse("hazards")).status_code == 200


def test_both_stand_in_the_list_with_device_and_network(two: tuple[Client, Client]) -> None:
    page = text_of(two[0].get(reverse("account")))
    assert "Windows电脑 · Chrome" in page and "安卓 · 微信" in page
    assert "10.20.*.*" in page and "183.1.*.*" in page and "183.1.2.3" not in page
    assert page.count("本机") == 2  # the mark, and the question at the button


def test_one_ends_the_session_on_the_lost_phone(two: tuple[Client, Client], cast: Cast) -> None:
    office, phone = two
    lost = Sitting.objects.within(cast.zhao.scope).get(device__startswith="安卓")
    office.post(reverse("sittings_end"), {"sitting": str(lost.pk)})
    assert alive(office) and not alive(phone)
    assert "安卓" not in text_of(office.get(reverse("account")))


def test_all_others_end_at_one_press_and_this_one_stays(two: tuple[Client, Client]) -> None:
    office, phone = two
    phone.post(reverse("sittings_end"))
    assert alive(phone) and not alive(office)


def test_nobody_ends_anothers_session_by_its_id(
    two: tuple[Client, Client], cast: Cast, sign_in: SignIn
) -> None:
    one = Sitting.objects.within(cast.zhao.scope).first()
    assert one is not None
    sign_in("chen").post(reverse("sittings_end"), {"sitting": str(one.pk)})
    assert alive(two[0]) and alive(two[1])
    with pytest.raises(Forbidden):
        end_sittings(cast.chen, cast.people["zhao"].pk)


def test_a_new_password_ends_every_other_session(two: tuple[Client, Client]) -> None:
    office, phone = two
    given = {"present": PASSWORD, "password": "liulin-market-31", "again": "liulin-market-31"}
    assert office.post(reverse("password"), given).status_code == 302
    assert alive(office) and not alive(phone)
    page = text_of(office.get(reverse("account")))
    assert "Windows电脑" in page and "安卓" not in page


def test_the_administrator_ends_them_all(two: tuple[Client, Client], cast: Cast, sign_in: SignIn) -> None:
    client, zhao = sign_in("xu"), cast.people["zhao"].pk
    assert "2处" in text_of(client.get(reverse("person", args=[zhao])))
    client.post(reverse("person_sign_out", args=[zhao]))
    assert not alive(two[0]) and not alive(two[1])
    assert Event.objects.within(cast.xu.scope).get(action="end_sittings").given["count"] == 2


def test_signing_out_takes_it_off_the_list(two: tuple[Client, Client]) -> None:
    two[1].post(reverse("sign_out"))
    assert "安卓" not in text_of(two[0].get(reverse("account")))


def test_it_is_seen_at_most_once_a_minute_and_not_by_a_page_that_polls(
    two: tuple[Client, Client], cast: Cast
) -> None:
    def seen() -> timedelta:
        row = Sitting.objects.within(cast.zhao.scope).get(device__startswith="Windows")
        return row.seen_at - NOW

    office = two[0]
    with clock.moved(NOW + timedelta(seconds=50)):
        alive(office)
    assert seen() == timedelta()
    with clock.moved(NOW + timedelta(minutes=5)):
        office.get(reverse("hazards"), headers={POLL: "1"})
        assert seen() == timedelta()
        alive(office)
    assert seen() == timedelta(minutes=5)
    with clock.moved(NOW + timedelta(minutes=40)):
        assert "安卓" not in text_of(office.get(reverse("account")))  # idle for longer than it may be


def test_the_town_says_how_long_nobody_may_do_nothing(cast: Cast) -> None:
    rules(cast, idle_minutes=10)
    give_password(cast, "zhao")
    client = Client()
    press(client, "zhao")
    assert client.session.get_expiry_age() == 600
