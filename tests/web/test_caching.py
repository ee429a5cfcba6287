"""What was shown to a person stays with that person's browser."""

import pytest
from django.urls import reverse

from tests.cast import Cast
from tests.risks.deeds import add
from tests.web.visits import SignIn


@pytest.mark.parametrize("name", ["unit", "unit_risks", "unit_file", "unit_file_pdf"])
def test_no_proxy_keeps_the_page_of_a_person(cast: Cast, sign_in: SignIn, name: str) -> None:
    add(cast.feng, cast.units["yongan"])
    answer = sign_in("feng").get(reverse(name, args=[cast.units["yongan"].pk]))
    assert answer.status_code == 200 and answer["Cache-Control"] == "private, no-cache"


def test_what_an_invitation_shows_once_is_kept_nowhere(cast: Cast, sign_in: SignIn) -> None:
    url = reverse("member_invite", args=[cast.units["yongan"].pk])
    answer = sign_in("chen").post(url, {"kind": "team_leader", "days": "7"})
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
