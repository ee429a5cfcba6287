"""What the pages show first and what they leave to a press; larger text; where a row is, as people say it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.hazards.actions import mark_urgent
from bihuan.supervision.actions import finish_urgent
from bihuan.units.actions import register_certificate
from bihuan.web.context import TEXT_COOKIE
from bihuan.web.desk import desk_of
from tests.cast import TODAY, Cast
from tests.core.deeds import found, fresh
from tests.web.pages import plain
from tests.web.visits import SignIn


def section(text: str, title: str) -> tuple[str, str]:
    """What a section of the desk shows at once, and what it folds."""
    part = text[text.index(f"<h2>{title}</h2>") :].partition("</section>")[0]
    shown, _, folded = part.partition("<details>")
    return plain(shown), plain(folded)


def test_a_long_section_of_the_desk_folds_and_says_how_much(cast: Cast, sign_in: SignIn) -> None:
    for number in range(6):
        found(cast, cast.chen, text=f"第{number}处")
    client = sign_in("chen")
    shown, folded = section(client.get(reverse("desk")).content.decode(), "整改中")
    assert (shown.count("处永安"), folded.count("处永安")) == (4, 2)
    assert folded.startswith("还有2项")
    client.cookies[TEXT_COOKIE] = "large"
    assert section(client.get(reverse("desk")).content.decode(), "整改中")[1].startswith("还有3项")


def test_certificates_that_run_out_stand_once_for_a_unit(cast: Cast) -> None:
    for number in (1, 2):
        soon = TODAY + timedelta(days=number)
        unit = cast.units["yongan"].pk
        register_certificate(cast.chen, unit, kind="fireworks", number=f"FW-{number}", valid_until=soon)
    (one,) = next(part for part in desk_of(cast.chen).sections if part.title == "证照到期").items
    assert one.text.endswith("FW-1等2个") and one.mark == ("wait", "clock", "还有1天")


@pytest.mark.parametrize("route", ["hazards", "ledger", "units"])
def test_an_enterprise_that_is_a_cell_is_listed_under_its_village(
    cast: Cast, sign_in: SignIn, route: str
) -> None:
    found(cast, cast.chen)
    text = sign_in("chen").get(reverse(route)).content.decode()
    row = text[text.rindex("<tr>", 0, text.rindex("永安烟花店")) :].partition("</tr>")[0]
    assert "石桥村" in re.sub("石桥村北头", "", plain(row))


def test_what_was_urgent_is_found_again(cast: Cast, sign_in: SignIn) -> None:
    hazard = found(cast, cast.chen)
    mark_urgent(cast.zhou, hazard.pk, version=hazard.version, hours=24, note="节前高峰")
    client, before = sign_in("zhou"), f"{reverse('urgent')}?before=1"
    assert hazard.text not in client.get(before).content.decode()
    finish_urgent(cast.zhou, hazard.pk, version=fresh(cast, hazard.pk).version, note="已断电")
    assert hazard.text not in client.get(reverse("urgent")).content.decode()
    assert "已办结在时限内" in plain(client.get(before).content.decode())
    assert hazard.text not in sign_in("zheng").get(before).content.decode()


def test_without_script_large_text_comes_with_the_next_page(cast: Cast, sign_in: SignIn) -> None:
    client, page = sign_in("li"), reverse("hazards")
    assert '<html lang="zh-Hans">' in client.get(page).content.decode()
    answer = client.post(reverse("text_size"), {"size": "large", "next": page})
    assert answer.headers["Location"] == page and answer.cookies[TEXT_COOKIE]["httponly"]
    large = client.get(page).content.decode()
    assert '<html lang="zh-Hans" class="large">' in large and "标准版" in large
    client.post(reverse("text_size"), {"size": "standard", "next": page})
    assert '<html lang="zh-Hans">' in client.get(page).content.decode()


def test_the_switch_leads_to_no_other_site(cast: Cast) -> None:
    given = {"size": "large", "next": "https://example.org/"}
    assert Client().post(reverse("text_size"), given).headers["Location"] == reverse("desk")
