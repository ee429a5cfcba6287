"""The pages of matters of others: every one opens, takes what it should and keeps what was typed when it is refused."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.ids import new_id
from bihuan.referrals import actions
from bihuan.referrals.models import Assignment, Referral
from tests.cast import TODAY, Cast, picture
from tests.core.deeds import found, fresh
from tests.referrals.deeds import DUE, FIRE, MARKET, assigned, declined, now, referred, whistle
from tests.web.pages import error_at, plain
from tests.web.visits import SignIn


@pytest.fixture
def sign_in(cast: Cast) -> SignIn:
    def signed(key: str) -> Client:
        client = Client()
        client.force_login(cast.people[key], backend="bihuan.web.signin.PersonBackend")
        return client

    return signed


def seen(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def typed(**more: Any) -> dict[str, Any]:
    given = {
        "version": 1,
        "kind": "transfer",
        "body": FIRE,
        "reason": "不属本镇职责",
        "materials": "检查记录\n照片",
        "due_on": DUE.isoformat(),
        "hours": "2",
        "department": "",
    }
    return given | more


def test_a_hazard_is_referred_from_its_page(cast: Cast, sign_in: SignIn) -> None:
    hazard, client = found(cast, cast.chen, "undecided"), sign_in("chen")
    assert reverse("hazard_refer", args=[hazard.pk]) in seen(client, "hazard", hazard.pk)
    page = seen(client, "hazard_refer", hazard.pk)
    assert (
        "第六十九条" in page and 'value="2026-06-24"' in page
    )  # 15 working days on, past the holiday of 19 June
    assert f'<option value="{FIRE}">' in page
    answer = client.post(reverse("hazard_refer", args=[hazard.pk]), typed())
    assert answer.status_code == 302 and answer["Location"] == reverse("hazard", args=[hazard.pk])
    text = plain(seen(client, "hazard", hazard.pk))
    assert "已移送" in text and FIRE in text and "（东）应急移〔2026〕1号" in text


def test_a_referral_to_oneself_is_told_at_the_field_and_nothing_typed_is_lost(
    cast: Cast, sign_in: SignIn
) -> None:
    hazard, client = found(cast, cast.chen, "undecided"), sign_in("chen")
    answer = client.post(reverse("hazard_refer", args=[hazard.pk]), typed(body="东岭镇人民政府"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不能移送给自己" in error_at(page, "body")
    assert 'value="东岭镇人民政府"' in page and "不属本镇职责" in page and "检查记录\n照片" in page
    assert fresh(cast, hazard.pk).state == "found"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "x"}, "kind"),
        ({"due_on": "明天"}, "due_on"),
        ({"due_on": ""}, "due_on"),
        ({"reason": ""}, "reason"),
        ({"reason": "长" * 301}, "reason"),
        ({"body": "长" * 61}, "body"),
        ({"materials": ""}, "materials"),
        ({"kind": "whistle", "hours": "两"}, "hours"),
        ({"kind": "whistle", "hours": ""}, "hours"),
        ({"kind": "whistle", "department": "x"}, "department"),
        ({"version": ""}, ""),
        ({"version": "9"}, ""),
    ],
)
def test_bad_input_never_breaks_the_page(
    cast: Cast, sign_in: SignIn, more: dict[str, Any], field: str
) -> None:
    hazard, client = found(cast, cast.chen, "undecided"), sign_in("chen")
    answer = client.post(reverse("hazard_refer", args=[hazard.pk]), typed(**more))
    page = answer.content.decode()
    assert answer.status_code in (409, 422)
    assert error_at(page, field) if field else 'role="alert"' in page
    assert not Referral.objects.within(cast.chen.scope).exists()


def test_the_way_of_a_referral_by_its_pages(cast: Cast, sign_in: SignIn) -> None:
    referral, client = referred(cast), sign_in("chen")
    page = seen(client, "referral", referral.pk)
    for label in ("登记签收", "登记答复", "催办", "登记不予接收", "撤回"):
        assert label in page
    for name in ("acknowledge", "answer", "chase", "decline", "withdraw"):
        seen(client, f"referral_{name}", referral.pk)
    scan = SimpleUploadedFile("回执.pdf", b"%PDF-1.4 receipt", "application/pdf")
    step = {"version": 1, "by": "值班员 刘洋", "on": TODAY.isoformat(), "scan_file": scan}
    assert client.post(reverse("referral_acknowledge", args=[referral.pk]), step).status_code == 302
    row = now(cast, referral)
    assert row.receipt_id
    assert sign_in("zhou").get(reverse("file", args=[row.receipt_id])).status_code == 200
    assert sign_in("sun").get(reverse("file", args=[row.receipt_id])).status_code == 404
    assert sign_in("li").get(reverse("file", args=[row.receipt_id])).status_code == 200
    wrong = {"version": 2, "how": "pigeon", "on": TODAY.isoformat(), "note": "请速答复"}
    answer = client.post(reverse("referral_chase", args=[referral.pk]), wrong)
    assert answer.status_code == 422 and "请速答复" in answer.content.decode()
    step = {"version": 2, "how": "phone", "on": TODAY.isoformat(), "note": "请速答复"}
    assert client.post(reverse("referral_chase", args=[referral.pk]), step).status_code == 302
    step = {"version": 3, "note": "已责令恢复", "on": TODAY.isoformat(), "number": "东消函〔2026〕9号"}
    assert client.post(reverse("referral_answer", args=[referral.pk]), step).status_code == 302
    page = seen(client, "referral", referral.pk)
    assert "移送办结销号" in page and "请速答复" in page and "已责令恢复" in page
    hazard = fresh(cast, referral.hazard_id)
    seen(client, "hazard_settle_referred", hazard.pk)
    seen(client, "hazard_take_back", hazard.pk)
    photo = SimpleUploadedFile("后.jpg", picture("green"), "image/jpeg")
    step = {"version": hazard.version, "note": "看过", "photos_after_file": photo}
    assert client.post(reverse("hazard_settle_referred", args=[hazard.pk]), step).status_code == 302
    assert fresh(cast, hazard.pk).state == "closed"
    # A page left open is told so, and keeps what was typed.
    answer = client.post(
        reverse("referral_answer", args=[referral.pk]),
        {"version": 3, "note": "再答", "on": TODAY.isoformat()},
    )
    assert answer.status_code == 409 and "再答" in answer.content.decode()


def test_what_two_did_not_take_is_shown_as_such_and_raised(cast: Cast, sign_in: SignIn) -> None:
    hazard, client = found(cast, cast.chen, "undecided"), sign_in("zhou")
    declined(cast, referred(cast, hazard))
    declined(cast, referred(cast, hazard, body=MARKET))
    page = seen(client, "hazard", hazard.pk)
    assert "两家不接" in page and "东城区安委会办公室" in page
    assert "两家不接" in seen(client, "desk")
    page = seen(client, "referrals", query="?state=nobodys")
    assert page.count("两家不接</span>") == 2
    page = seen(client, "hazard_refer", hazard.pk, query="?upper=1")
    assert 'value="东城区安委会办公室"' in page and f"已分别移送{FIRE}、{MARKET}" in page


def test_a_called_department_finds_the_call_on_its_desk(cast: Cast, sign_in: SignIn) -> None:
    hazard = found(cast, cast.chen, "undecided")
    call = actions.refer(cast.chen, hazard.pk, whistle(cast), version=1)
    client = sign_in("zheng")
    assert reverse("referral", args=[call.pk]) in seen(client, "desk")
    page = seen(client, "referral", call.pk)
    assert "登记到场" in page and "库房电线老化裸露" in page
    assert reverse("hazard", args=[hazard.pk]) not in page  # the unit is not of its trade
    seen(client, "referral_acknowledge", call.pk)
    step = {"version": 1, "by": "郑建", "on": TODAY.isoformat(), "at": "09:00"}
    assert client.post(reverse("referral_acknowledge", args=[call.pk]), step).status_code == 302
    assert client.get(reverse("referral_chase", args=[call.pk])).status_code == 403


def test_a_copy_is_sent_of_what_cannot_be_handed_over(cast: Cast, sign_in: SignIn) -> None:
    hazard, client = found(cast, cast.chen, "onsite"), sign_in("chen")
    assert "抄告、吹哨" in seen(client, "hazard", hazard.pk)
    page = seen(client, "hazard_refer", hazard.pk)
    assert 'value="copy"' in page and 'value="transfer"' not in page
    answer = client.post(reverse("hazard_refer", args=[hazard.pk]), typed(kind="copy", due_on=""))
    assert answer.status_code == 302


def test_a_matter_from_above_by_its_pages(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    page = seen(client, "assignment_new", query=f"?unit={cast.units['yongan'].pk}")
    assert 'value="永安烟花店"' in page
    given = {
        "source": "东城区安委会办公室",
        "number": "东安办交〔2026〕7号",
        "title": "核查永安烟花店",
        "unit": "石桥镇中学",
        "received_on": TODAY.isoformat(),
        "due_on": (TODAY + timedelta(days=5)).isoformat(),
    }
    answer = client.post(reverse("assignment_new"), given)
    assert answer.status_code == 422 and "没有找到" in error_at(answer.content.decode(), "unit")
    answer = client.post(reverse("assignment_new"), given | {"unit": "yayh"})
    matter = Assignment.objects.within(cast.chen.scope).get()
    assert answer["Location"] == reverse("assignment", args=[matter.pk])
    assert matter.unit_id == cast.units["yongan"].pk
    hazard = found(cast, cast.chen)
    page = seen(client, "assignment", matter.pk)
    assert f"{reverse('inspection_new')}?unit={matter.unit_id}" in page and hazard.number in page
    link = reverse("assignment_link", args=[matter.pk])
    assert client.post(link, {"hazards": ["x"]}).status_code == 422
    assert client.post(link, {"hazards": [str(new_id())], "numbers": ""}).status_code == 422
    assert client.post(link, {"hazards": [str(hazard.pk)], "numbers": ""}).status_code == 302
    assert "核查永安烟花店" in seen(client, "hazard", hazard.pk)
    assert "核查永安烟花店" in seen(client, "unit", matter.unit_id)
    unlink = reverse("assignment_unlink", args=[matter.pk])
    assert unlink in seen(client, "assignment", matter.pk)
    assert client.post(unlink, {"hazard": "x"}).status_code == 422
    assert client.post(unlink, {"hazard": str(hazard.pk)}).status_code == 302
    assert client.post(unlink, {"hazard": str(hazard.pk)}).status_code == 409
    assert client.post(link, {"hazards": [str(hazard.pk)], "numbers": ""}).status_code == 302
    page = seen(client, "assignment_give", matter.pk)
    cell = f"cell:{cast.cells['石桥村'].pk}"
    assert cell in page and "post:inspector" in page
    give = reverse("assignment_give", args=[matter.pk])
    for wrong in ("", "cell:x", "cell:" + "0" * 36, f"cell:{new_id()}", "post:x"):
        assert client.post(give, {"version": 1, "to": wrong, "note": ""}).status_code == 422
    assert client.post(give, {"version": 1, "to": cell, "note": "速办"}).status_code == 302
    village = sign_in("li")
    assert "核查永安烟花店" in seen(village, "desk")
    handle = reverse("assignment_handle", args=[matter.pk])
    assert village.post(handle, {"version": 2, "note": "已清走"}).status_code == 302
    page = seen(client, "assignment_reply", matter.pk)
    assert "已清走" in page
    step = {"version": 3, "note": "已清走", "on": TODAY.isoformat(), "number": ""}
    assert client.post(reverse("assignment_reply", args=[matter.pk]), step).status_code == 302
    for name in ("close", "send_back"):
        seen(client, f"assignment_{name}", matter.pk)
    seen(client, "assignment_void", matter.pk)
    step = {"version": 4, "on": TODAY.isoformat()}
    assert client.post(reverse("assignment_close", args=[matter.pk]), step).status_code == 302
    assert "上级已销号" in seen(client, "assignments")


def test_a_list_asks_as_often_for_many_rows_as_for_few(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")

    def asked(name: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            seen(client, name)
        return len(caught)

    def one_more(number: int) -> None:
        referral = referred(cast, found(cast, cast.chen, "undecided"))
        actions.chase(cast.chen, referral.pk, version=1, how="phone", on=TODAY)
        assigned(cast, number=str(number))

    one_more(0)
    few = [asked("referrals"), asked("assignments"), asked("desk")]
    for number in range(1, 5):
        one_more(number)
    with clock.moved(clock.at(TODAY, 9)):
        assert [asked("referrals"), asked("assignments"), asked("desk")] == few


@pytest.mark.parametrize(
    "query",
    [
        "?state=live",
        "?state=late",
        "?state=settle",
        "?state=zz",
        "?sort=-due",
        "?kind=copy&words=x y",
        "?sort=%00&page=z",
    ],
)
def test_filters_that_make_no_sense_are_left_out(cast: Cast, sign_in: SignIn, query: str) -> None:
    referred(cast)
    assigned(cast)
    seen(sign_in("chen"), "referrals", query=query)
    seen(sign_in("chen"), "assignments", query=query)
