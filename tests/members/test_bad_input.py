"""What a clumsy hand or a clever insider sends to invitations: refused in words, and no invitation is lost by it."""

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.grid.models import Person
from bihuan.members.actions import invite_member
from bihuan.members.models import Call
from bihuan.units.actions import register_unit
from tests.cast import FOUNDED, PASSWORD, Cast
from tests.members.deeds import OTHER
from tests.web.conftest import sign_in
from tests.web.visits import SignIn

__all__ = ["sign_in"]


def accepted(code: str, **more: str) -> tuple[int, str]:
    """How the page of an invitation answers to who fills it in."""
    given = {"name": "郭一", "phone": OTHER, "password": PASSWORD, "again": PASSWORD} | more
    answer = Client().post(reverse("join", args=[code]), given)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    "phone", ["١٣٨٠٠٠٠٠٠٠٠", "１３８００００００００", "138\x000000000", "字" * 11, "138 0000 000"]
)
def test_a_phone_that_nobody_can_dial_opens_nothing(cast: Cast, phone: str) -> None:
    call, code = invite_member(cast.chen, cast.units["school"].pk, kind="team_leader")
    status, page = accepted(code, phone=phone)
    assert status == 422 and "郭一" in page
    assert not Person.accounts.filter(phone=phone.replace("\0", "")).exists()
    assert Call.objects.within(cast.chen.scope).get(pk=call.pk).used_at is None


def test_a_name_is_kept_without_marks_that_turn_it_round(cast: Cast) -> None:
    _, code = invite_member(cast.chen, cast.units["school"].pk, kind="team_leader")
    status, _ = accepted(code, name="\u202e一郭\u2066")
    assert status == 302 and Person.accounts.get(phone=OTHER).name == "一郭"


def test_a_sheet_that_cannot_be_printed_leaves_those_handed_out_valid(cast: Cast, sign_in: SignIn) -> None:
    """The head's sheet of the site is on its way to him; then a wave is printed, and the other unit's name has a sign in no font."""
    client, site = sign_in("chen"), cast.units["site"]
    assert client.post(reverse("member_wave"), {"row": [str(site.pk)]}).content[:5] == b"%PDF-"
    rare = register_unit(
        cast.chen, name="👷小店", category="market", cell_id=cast.cells["石桥村"].pk, opened_on=FOUNDED
    )
    answer = client.post(reverse("member_wave"), {"row": [str(site.pk), str(rare.pk)]}, follow=True)
    assert "👷" in answer.content.decode() and "字体" in answer.content.decode()
    (call,) = Call.objects.within(cast.chen.scope).filter(unit=site, kind="unit_head")
    assert call.ended_at is None
