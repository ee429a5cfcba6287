"""An account: invited, opened, closed with all posts, opened again; the table of its states."""

import re
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from bihuan.accounts.actions import accept_invitation, close_account, invite, keep_apart, reopen_account
from bihuan.accounts.lifecycle import ACCOUNT, state_of
from bihuan.accounts.queries import account_state, open_invitation
from bihuan.core import clock
from bihuan.core.desk import sections_of
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Refused
from bihuan.core.models import Event
from bihuan.grid.actions import appoint, register_person, revise_person, set_password
from bihuan.grid.models import Person, Post
from bihuan.grid.queries import actor_of
from tests.accounts.deeds import PASSWORD, code_on, give_password, invited, press, signed_in, text_of
from tests.accounts.three import hire, three
from tests.cast import NOW, TODAY, Cast
from tests.web.pages import error_at
from tests.web.visits import SignIn


def state(cast: Cast, key: str) -> str:
    person = Person.accounts.get(pk=cast.people[key].pk)
    return account_state(person, open_invitation(person))


def test_who_is_invited_sets_a_password_by_the_link_and_is_in(cast: Cast, sign_in: SignIn) -> None:
    shown = sign_in("xu").post(reverse("person_invite", args=[cast.people["li"].pk]))
    code = code_on(shown)
    link = reverse("invitation", args=[code])
    assert link in text_of(shown) and "data:image/svg" in text_of(shown)
    assert "no-store" in shown["Cache-Control"] and state(cast, "li") == "invited"
    page = sign_in("xu").get(reverse("person", args=[cast.people["li"].pk])).content.decode()
    assert code not in page and "已邀请" in page
    phone = Client()
    assert "李桂兰，您好" in text_of(phone.get(link))
    answer = phone.post(link, {"password": PASSWORD, "again": PASSWORD})
    assert answer["Location"] == reverse("desk") and signed_in(phone)
    assert state(cast, "li") == "open"
    assert press(Client(), "li").status_code == 302


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", " "), str])
def test_a_code_told_by_phone_is_typed_as_people_type(cast: Cast, typed: object) -> None:
    code = typed(invited(cast, "li"))  # type: ignore[operator]
    answer = Client().post(reverse("invitation_code"), {"code": code}, follow=True)
    assert "李桂兰，您好" in text_of(answer)


def test_a_link_opens_once_and_says_that_it_was_used(cast: Cast) -> None:
    code = invited(cast, "li")
    accept_invitation(code, password=PASSWORD)
    answer = Client().get(reverse("invitation", args=[code]))
    assert answer.status_code == 404 and "已经用过" in text_of(answer)
    with pytest.raises(NotAllowed, match="已经用过"):
        accept_invitation(code, password="another-word-55")
    assert press(Client(), "li").status_code == 302


def test_a_link_of_three_days_ago_is_told_from_one_that_never_was(cast: Cast) -> None:
    code = invited(cast, "li")
    with clock.moved(NOW + timedelta(days=3)):
        answer = Client().post(reverse("invitation", args=[code]), {"password": PASSWORD, "again": PASSWORD})
        assert answer.status_code == 404 and "已经过期" in text_of(answer)
    for unknown in ("2345-6789-ABCD", "—", "%00"):
        assert "没有这个邀请码" in text_of(Client().post(reverse("invitation_code"), {"code": unknown}))
    with clock.moved(NOW + timedelta(days=2)):
        assert Client().get(reverse("invitation", args=[code])).status_code == 200


def test_the_list_and_the_desk_say_how_each_account_stands(cast: Cast, sign_in: SignIn) -> None:
    give_password(cast, "zhao")
    for key in ("li", "wang"):
        invited(cast, key)
    with clock.moved(NOW + timedelta(days=2)):
        invited(cast, "wang")
    close_account(cast.xu, cast.people["feng"].pk, reason="调离", left_on=TODAY)
    set_password(cast.xu, cast.people["wu"].pk, password=PASSWORD, one_time=True)
    with clock.moved(NOW + timedelta(days=3)):
        client = sign_in("xu")
        page = client.get(f"{reverse('people')}?columns=name,account").content.decode()
        shown = re.findall(r">(\S+)</a></td>.*?</svg>(\S[^<]*)</span>", page, re.DOTALL)
        assert dict(shown) | {"钱国栋": "未邀请", "赵强": "在用"} == dict(shown)
        assert dict(shown)["李桂兰"] == "邀请已过期" and dict(shown)["冯永"] == "已停用"
        assert (
            dict(shown)["王小红"] == "已邀请，2026年6月7日 09:00前有效" and dict(shown)["吴刚"] == "待改密码"
        )
        answer = client.post(f"{reverse('people')}?columns=name,account", {"do": "export"})
        sheet = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
        assert dict(list(sheet.iter_rows(values_only=True))[1:]) == dict(shown)
        (desk,) = [one for one in sections_of(cast.xu, clock.now()) if one.title == "账号"]
        marks = {item.text: item.mark[2] for item in desk.items if item.mark}
        assert marks["李桂兰"] == "邀请已过期" and marks["吴刚"] == "待改密码"
        assert not {"王小红", "赵强", "冯永"} & set(marks)


def test_a_second_invitation_voids_the_first(cast: Cast) -> None:
    first, second = invited(cast, "li"), invited(cast, "li")
    with pytest.raises(NotAllowed, match="作废"):
        accept_invitation(first, password=PASSWORD)
    accept_invitation(second, password=PASSWORD)


def test_a_weak_password_leaves_the_invitation_open(cast: Cast) -> None:
    code = invited(cast, "li")
    page = Client().post(reverse("invitation", args=[code]), {"password": "short", "again": "short"})
    assert page.status_code == 422 and "至少10位" in error_at(text_of(page), "password")
    assert state(cast, "li") == "invited"


def test_a_reset_ends_the_old_password_and_every_session(cast: Cast) -> None:
    give_password(cast, "li")
    at_work = Client()
    press(at_work, "li")
    code = invited(cast, "li")
    assert at_work.get(reverse("desk")).status_code == 302
    assert press(Client(), "li").status_code == 422
    accept_invitation(code, password="liulin-market-31")
    assert press(Client(), "li", "liulin-market-31").status_code == 302


def test_who_has_neither_user_name_nor_phone_cannot_be_invited(cast: Cast, sign_in: SignIn) -> None:
    made = register_person(cast.xu, name="柳青")
    with pytest.raises(Incomplete, match="没有用户名或手机号"):
        invite(cast.xu, made.pk)
    answer = sign_in("xu").post(reverse("person_invite", args=[made.pk]), follow=True)
    assert "请先修改资料" in text_of(answer)


def test_who_leaves_is_out_at_once_and_all_posts_end_on_the_day(cast: Cast, sign_in: SignIn) -> None:
    give_password(cast, "li")
    at_work, page = Client(), reverse("person_close", args=[cast.people["li"].pk])
    press(at_work, "li")
    client = sign_in("xu")
    assert "石桥村 村网格长" in text_of(client.get(page))
    missing = client.post(page, {"left_on": TODAY.isoformat(), "reason": " "})
    assert missing.status_code == 422 and error_at(text_of(missing), "reason") == "请填写原因。"
    client.post(page, {"left_on": TODAY.isoformat(), "reason": "退休"})
    assert at_work.get(reverse("desk")).status_code == 302
    assert press(Client(), "li").status_code == 422
    assert Post.objects.within(cast.xu.scope).get(person=cast.people["li"]).to_on == TODAY
    assert not actor_of(cast.people["li"], TODAY + timedelta(days=1)).rights
    assert "李桂兰" in text_of(client.get(reverse("person", args=[cast.people["li"].pk])))
    again = client.post(page, {"left_on": TODAY.isoformat(), "reason": "退休"})
    assert again.status_code == 409 and "已停用" in text_of(again)


def test_an_invitation_dies_with_the_account(cast: Cast) -> None:
    code = invited(cast, "li")
    close_account(cast.xu, cast.people["li"].pk, reason="调离", left_on=TODAY)
    with pytest.raises(NotAllowed, match="作废"):
        accept_invitation(code, password=PASSWORD)


def test_who_comes_back_is_the_same_person_and_the_old_password_stays_dead(
    cast: Cast, sign_in: SignIn
) -> None:
    give_password(cast, "li")
    close_account(cast.xu, cast.people["li"].pk, reason="调离", left_on=TODAY)
    client = sign_in("xu")
    page = reverse("person_reopen", args=[cast.people["li"].pk])
    assert page in text_of(client.get(reverse("person", args=[cast.people["li"].pk])))
    assert client.post(page, {"reason": "调回"}).status_code == 302
    assert press(Client(), "li").status_code == 422
    assert state(cast, "li") == "none"
    accept_invitation(invited(cast, "li"), password="liulin-market-31")
    assert press(Client(), "li", "liulin-market-31").status_code == 302
    told = Event.objects.within(cast.xu.scope).filter(subject_id=cast.people["li"].pk).order_by("seq")
    assert [one.action for one in told if one.action != "sign_in"][-5:] == [
        "close_account",
        "reopen_account",
        "invite",
        "set_password",
        "accept_invitation",
    ]


def test_the_administrator_is_not_locked_out_by_his_own_hand(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="自己的账号"):
        close_account(cast.xu, cast.people["xu"].pk, reason="误按", left_on=TODAY)


@pytest.mark.parametrize("deed", [invite, close_account, reopen_account])
def test_nobody_but_the_administrator_and_nobody_of_another_town(cast: Cast, deed: object) -> None:
    more = {"invite": {}, "reopen_account": {"reason": "x"}}.get(
        deed.__name__,  # type: ignore[attr-defined]
        {"reason": "x", "left_on": TODAY},
    )
    with pytest.raises(Forbidden):
        deed(cast.chen, cast.people["li"].pk, **more)  # type: ignore[operator]
    with pytest.raises(NotFound):
        deed(cast.xu, cast.people["sun"].pk, **more)  # type: ignore[operator]


def test_the_table_says_what_each_state_allows() -> None:
    assert ACCOUNT.labels("none") == ["邀请登录", "离职停用"]
    assert ACCOUNT.labels("open") == ["重置密码", "离职停用"]
    assert ACCOUNT.labels("closed") == ["恢复"]
    assert state_of(is_active=False, has_password=True, is_invited=True) == "closed"


def test_a_person_gets_a_new_number_and_a_renewed_card(cast: Cast, sign_in: SignIn) -> None:
    page = reverse("person_edit", args=[cast.people["zhao"].pk])
    client = sign_in("xu")
    assert 'value="11010002"' in text_of(client.get(page))
    given = {"name": "赵强", "username": "zhao", "phone": "13912345678", "card": "11010099"}
    assert client.post(page, given | {"card_until": "2029-12-31"}).status_code == 302
    person = Person.accounts.get(pk=cast.people["zhao"].pk)
    assert (person.phone, person.card, person.card_until.year) == ("13912345678", "11010099", 2029)
    assert actor_of(person, TODAY).card == "11010099"
    event = Event.objects.within(cast.xu.scope).filter(action="revise_person").get()
    assert event.given["phone"] == "139****5678"


def test_nothing_changed_is_no_event_and_anothers_name_is_refused_at_its_field(
    cast: Cast, sign_in: SignIn
) -> None:
    revise_person(cast.xu, cast.people["zhao"].pk, name="赵强", username="zhao", card="11010002")
    assert not Event.objects.within(cast.xu.scope).filter(action="revise_person").exists()
    page = reverse("person_edit", args=[cast.people["zhao"].pk])
    answer = sign_in("xu").post(page, {"name": "赵强", "username": "li", "card": "1"})
    assert answer.status_code == 422 and "已经有人使用" in error_at(text_of(answer), "username")
    assert 'value="li"' in text_of(answer)


def test_two_who_press_at_the_same_link_are_told_apart(cast: Cast) -> None:
    """The second loses, whatever it read before."""
    code = invited(cast, "li")
    accept_invitation(code, password=PASSWORD)
    with pytest.raises(Refused):
        accept_invitation(code, password="liulin-market-31")
    assert press(Client(), "li").status_code == 302


def test_who_comes_back_to_two_of_the_three_has_to_wait_until_they_end(cast: Cast) -> None:
    cast = three(hire(cast, "tian", "田野", "security_admin"))
    tian, top, last = cast.people["tian"].pk, cast.cells["town"].pk, TODAY + timedelta(days=30)
    appoint(cast.xu, tian, kind="audit_admin", cell_id=top, from_on=TODAY)
    close_account(cast.xu, tian, reason="离职", left_on=last)
    keep_apart(cast.xu)
    with pytest.raises(NotAllowed, match="没到离任日期"):
        reopen_account(cast.xu, tian, reason="回来")
    with clock.moved(NOW + timedelta(days=31)):
        assert reopen_account(cast.xu, tian, reason="回来").is_active
