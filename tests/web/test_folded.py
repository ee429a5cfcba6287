"""What a page's head shows at once and what it folds away; which entry of the navigation is lit."""

import re

from django.urls import reverse

from tests.cast import Cast
from tests.members.deeds import joined
from tests.risks.conftest import stall
from tests.risks.deeds import begin
from tests.web.visits import SignIn

__all__ = ["stall"]


def head(page: str) -> tuple[list[str], list[str]]:
    """The buttons of a page's head: those that stand there, those under 更多."""
    actions = page.split('<div class="actions">')[1]
    actions = actions.split('<div class="two">')[0].split('<div class="stats">')[0]
    shown, _, folded = actions.partition('<details class="menu">')
    folded = folded.partition("</details>")[0]
    told = [
        re.findall(r'<a class="btn[^>]*>(?:<svg.*?</svg>)?([^<]+)</a>', part, re.S)
        for part in (shown, folded)
    ]
    return told[0], told[1]


def test_a_units_head_shows_three_buttons_and_folds_the_rest(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in("chen").get(reverse("unit", args=[cast.units["yongan"].pk])).content.decode()
    shown, folded = head(page)
    assert len(shown) <= 3 and "检查" in shown and "变更状态" in folded


def test_the_head_of_a_works_finds_his_people_at_once(cast: Cast, sign_in: SignIn) -> None:
    cast.people["tang"] = joined(cast.chen, cast.units["yongan"])
    page = sign_in("tang").get(reverse("unit", args=[cast.units["yongan"].pk])).content.decode()
    shown, _ = head(page)
    assert shown[0] == "企业人员" and 'href="#members"' in page and 'id="members"' in page


def test_the_pages_of_a_units_risks_stand_under_risks(cast: Cast, sign_in: SignIn) -> None:
    begin(cast, cast.feng)
    page = sign_in("feng").get(reverse("unit_risks", args=[cast.units["yongan"].pk])).content.decode()
    shown, folded = head(page)
    assert len(shown) == 3 and "统一指定责任人" in folded
    lit = re.findall(r'<a[^>]*href="([^"]+)"[^>]*aria-current="page"', page)
    assert reverse("risks") in lit and reverse("units") not in lit
