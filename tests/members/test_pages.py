"""The pages of a unit's persons: the invitation on paper and on the phone, the way in, the unit's own pages, what is refused."""

import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from bihuan.documents.actions import consents
from bihuan.grid.models import Post
from bihuan.grid.queries import actor_of
from bihuan.hazards.models import Hazard
from bihuan.members.actions import invite_heads, invite_member
from bihuan.members.models import Call
from bihuan.members.sheets import call_sheets
from bihuan.supervision.models import Extension
from bihuan.units.actions import change_state
from tests.cast import PASSWORD, TODAY, Cast
from tests.documents.papers import fresh, order
from tests.members.deeds import OTHER, PHONE, joined
from tests.stories.test_rectification import ordered
from tests.web.conftest import sign_in
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn, photo

__all__ = ["sign_in"]

FILLED = {"name": "唐丽", "phone": PHONE, "password": PASSWORD, "again": PASSWORD}


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


def signed(cast: Cast, kind: str = "unit_head", key: str = "yongan") -> Client:
    """唐 of a unit, signed in."""
    client = Client()
    person = joined(cast.chen, cast.units[key], kind=kind)
    client.force_login(person, backend="bihuan.web.signin.PersonBackend")
    return client


def test_an_invitation_is_shown_once_and_lets_its_holder_in(cast: Cast, sign_in: SignIn) -> None:
    school = cast.units["school"]
    page = sign_in("chen").post(
        at("member_invite", school.pk), {"kind": "unit_head", "name": "唐丽", "phone": PHONE, "days": "7"}
    )
    text = page.content.decode()
    link = re.search(r"http://testserver(/join/[\w-]+/)", text)
    assert link and "只限尾号0001" in text and PHONE not in text and "data:image/svg" in text
    client = Client()
    shown = plain(client.get(link[1]).content.decode())
    assert "石桥小学" in shown and "企业主要负责人" in shown
    desk = client.post(link[1], FILLED, follow=True)
    assert "欢迎进入石桥小学" in desk.content.decode()
    again = Client().get(link[1])
    assert again.status_code == 404 and "一个邀请只能用一次" in again.content.decode()
    assert "唐丽" in sign_in("chen").get(at("unit", school.pk)).content.decode()


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"phone": OTHER}, "phone", "这个邀请是发给尾号0001的手机的，与您填的手机号不符。"),
        ({"password": "12345", "again": "12345"}, "password", "密码太短，至少10位。"),
        ({"again": "x"}, "again", "两次输入的密码不一致。"),
        ({"again": ""}, "again", "请把密码再输一次。"),
        ({"name": " "}, "name", "请填写姓名。"),
        ({"phone": ""}, "phone", "请填写手机号。"),
    ],
)
def test_what_does_not_fit_is_said_where_it_was_typed_and_the_rest_stays(
    cast: Cast, changed: dict[str, str], field: str, said: str
) -> None:
    _, code = invite_member(cast.chen, cast.units["school"].pk, kind="unit_head", phone=PHONE)
    answer = Client().post(at("join", code), FILLED | changed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert error_at(page, field).startswith(said)
    assert f'value="{(FILLED | changed)["phone"]}"' in page


def test_phones_are_not_guessed_by_an_invitation_that_was_found(cast: Cast) -> None:
    _, code = invite_member(cast.chen, cast.units["school"].pk, kind="unit_head", phone=PHONE)
    client = Client()
    answers = [
        client.post(at("join", code), FILLED | {"phone": f"1380000000{n}"}).status_code for n in range(6)
    ]
    assert answers[0] == 422 and answers[-1] == 429


def test_who_has_posts_at_two_units_chooses_between_them(cast: Cast) -> None:
    client = signed(cast)
    joined(cast.chen, cast.units["school"], kind="post_worker")
    ordered(cast)
    assert "您在2处任职" in client.get(at("desk")).content.decode()
    client.post(at("seat"), {"unit": str(cast.units["school"].pk)})
    missing = client.get(at("unit", cast.units["yongan"].pk))
    assert missing.status_code == 404 and "请在页首切换" in missing.content.decode()
    client.post(at("seat"), {"unit": str(cast.units["site"].pk)})  # none of hers: all stays as it is
    assert client.get(at("unit", cast.units["school"].pk)).status_code == 200
    client.post(at("seat"), {"unit": str(cast.units["yongan"].pk)})
    assert client.get(at("unit", cast.units["yongan"].pk)).status_code == 200


def test_the_head_reports_with_photo_words_and_cost_and_asks_for_more_time(cast: Cast) -> None:
    client, hazard = signed(cast), ordered(cast)
    assert hazard.text in client.get(at("desk")).content.decode()
    asked = {"version": hazard.version, "reason": "等配件", "interim": "断电", "wanted_on": "2026-06-15"}
    client.post(at("extension_new", hazard.pk), asked)
    assert Extension.objects.within(cast.chen.scope).filter(hazard=hazard).count() == 1
    sent = {"version": hazard.version, "note": "已换新线", "photos_after_file": photo("green")}
    wrong = client.post(at("hazard_report", hazard.pk), sent | {"funds_yuan": "-5"})
    assert error_at(wrong.content.decode(), "funds_yuan").startswith("整改资金应为0至10亿元")
    sent["photos_after_file"] = photo("green")
    client.post(at("hazard_report", hazard.pk), sent | {"funds_yuan": "2600"})
    now = Hazard.objects.within(cast.chen.scope).get(pk=hazard.pk)
    assert (now.state, now.funds_yuan) == ("reported", 2600)
    assert "整改资金2,600元" in client.get(at("hazard", hazard.pk)).content.decode()


def test_the_unit_presses_that_a_document_has_come_where_it_agreed_to_take_it_so(cast: Cast) -> None:
    client, row = signed(cast), order(cast)
    assert "请签收" in client.get(at("desk")).content.decode()
    refused = client.post(at("writ_received", row.pk), {"version": row.version}, follow=True)
    assert "没有在送达地址确认书上同意电子送达" in refused.content.decode()
    consents.record_consent(
        cast.chen,
        cast.units["yongan"].pk,
        address="石桥村北头",
        electronic=PHONE,
        signed_by="冯永",
        from_on=TODAY,
        file=cast.photo(cast.chen),  # type: ignore[arg-type]
    )
    assert "已收到" in client.get(at("writ", row.pk)).content.decode()
    client.post(at("writ_received", row.pk), {"version": row.version})
    served = fresh(cast, row)
    assert served.served_on == TODAY
    service = served.services.within(cast.chen.scope).get()
    assert (service.way, service.receiver, service.relation) == ("electronic", "唐丽", "企业主要负责人")
    twice = client.post(at("writ_received", row.pk), {"version": served.version}, follow=True)
    assert "已经送达" in twice.content.decode()


def test_a_post_worker_reads_no_documents_and_the_head_none_that_the_office_keeps(cast: Cast) -> None:
    row = order(cast)
    worker = signed(cast, kind="team_leader")
    assert worker.get(at("writ", row.pk)).status_code == 403
    assert row.number not in worker.get(at("unit", cast.units["yongan"].pk)).content.decode()
    assert row.number not in worker.get(at("writs")).content.decode()
    client = Client()
    head = joined(cast.chen, cast.units["yongan"], phone=OTHER, name="冯大")
    client.force_login(head, backend="bihuan.web.signin.PersonBackend")
    assert client.get(at("writ", row.pk)).status_code == 200
    for page in ("cases", "referrals", "rounds", "campaigns", "powers"):
        assert client.get(at(page)).status_code == 403


def test_who_signs_in_after_the_unit_has_gone_is_told_why_nothing_is_there(cast: Cast) -> None:
    person = joined(cast.chen, cast.units["school"])
    day = TODAY.replace(day=1)
    change_state(
        cast.chen,
        cast.units["school"].pk,
        state="moved",
        from_on=day,
        reason="并校",
        to="西河镇",
        handling="无",
    )
    client = Client()
    client.force_login(person, backend="bihuan.web.signin.PersonBackend")
    text = plain(client.get(at("desk")).content.decode())
    assert "“石桥小学”于2026年6月1日已迁出，您在那里的岗位（企业主要负责人）随之结束" in text


def test_the_head_withdraws_an_invitation_and_lets_somebody_go(cast: Cast) -> None:
    client, shop = signed(cast), cast.units["yongan"]
    head = actor_of(Post.objects.within(cast.chen.scope).get(unit=shop, kind="unit_head").person, TODAY)
    call, code = invite_member(head, shop.pk, kind="post_worker", name="小马")
    assert "小马" in client.get(at("unit", shop.pk)).content.decode()
    client.post(at("call_end", call.pk))
    assert "已经撤回" in Client().get(at("join", code)).content.decode()
    post = Post.objects.within(cast.chen.scope).get(person=cast.people["lu"])
    assert client.get(at("member_end", post.pk)).status_code == 200
    client.post(at("member_end", post.pk), {"to_on": TODAY.isoformat()})
    post.refresh_from_db()
    assert post.to_on == TODAY
    mine = Post.objects.within(cast.chen.scope).get(person=head.person_id)
    answer = client.post(at("member_end", mine.pk), {"to_on": TODAY.isoformat()})
    assert "请报镇安全办" in answer.content.decode()


def test_a_wave_of_units_gets_its_sheets_and_who_has_a_head_none(cast: Cast, sign_in: SignIn) -> None:
    client, shop, school = sign_in("chen"), cast.units["yongan"], cast.units["school"]
    assert "打印邀请单" in client.get(at("units")).content.decode()
    joined(cast.chen, school)
    answer = client.post(at("member_wave"), {"row": [str(shop.pk), str(school.pk)]})
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]
    call = Call.objects.within(cast.chen.scope).get(unit=shop, used_at=None)
    assert (call.kind, call.name, call.phone) == ("unit_head", "冯永", "13800000001")
    again = client.post(at("member_wave"), {"row": [str(shop.pk)]})
    assert again.status_code == 200
    call.refresh_from_db()
    assert call.ended_at is not None  # of two sheets the later one opens
    nobody = client.post(at("member_wave"), {"row": [str(school.pk), "no id"]}, follow=True)
    assert "不用再邀请" in nobody.content.decode()
    assert sign_in("wang").post(at("member_wave"), {"row": [str(shop.pk)]}).status_code == 403


def test_of_a_wave_each_unit_stands_on_its_label(cast: Cast) -> None:
    made = invite_heads(cast.chen, [cast.units["yongan"].pk, cast.units["site"].pk])
    text = "".join(
        page.extract_text() for page in PdfReader(BytesIO(call_sheets(made, "https://bihuan.test"))).pages
    )
    for call, code in made:
        assert call.unit.name in text and code in text
    assert "只限尾号0001的手机" in text and "2026年7月2日前扫码" in text
