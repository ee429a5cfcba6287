"""Persons, their accounts and posts."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.grid.actions import appoint, register_person
from bihuan.grid.models import Person, Post
from bihuan.grid.queries import actor_of
from tests.accounts.deeds import code_on
from tests.cast import TODAY, Cast
from tests.web.pages import error_at
from tests.web.visits import SignIn


def test_the_list_masks_phones_and_names_todays_posts(cast: Cast, sign_in: SignIn) -> None:
    register_person(cast.xu, name="新来人", phone="13912345678")
    text = sign_in("xu").get(reverse("people")).content.decode()
    assert "139****5678" in text and "13912345678" not in text
    assert "石桥村 村网格长" in text and "城建办 部门负责人" in text and "无岗位" in text
    assert "孙越" not in text  # of the next town
    found = sign_in("xu").get(f"{reverse('people')}?words=5678").content.decode()
    assert "新来人" in found and "李桂兰" not in found


@pytest.mark.parametrize("key", ["chen", "qian", "li", "he", "feng"])
def test_only_the_administrator_sees_persons_and_accounts(cast: Cast, sign_in: SignIn, key: str) -> None:
    client = sign_in(key)
    li = cast.people["li"].pk
    for page in (reverse("people"), reverse("person_new"), reverse("person", args=[li])):
        assert client.get(page).status_code == 403
    for page in [
        reverse(name, args=[li]) for name in ("person_invite", "person_close", "person_reopen", "person_edit")
    ]:
        assert client.post(page).status_code == 403


def test_a_person_of_the_next_town_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    sun = cast.people["sun"].pk
    client = sign_in("xu")
    assert client.get(reverse("person", args=[sun])).status_code == 404
    for name in ("person_invite", "person_close", "person_reopen", "person_edit"):
        assert client.post(reverse(name, args=[sun])).status_code == 404
    assert Person.accounts.get(pk=sun).is_active


def test_the_list_costs_the_same_however_many_persons(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("xu")
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("people"))
    for number in range(20):
        made = register_person(cast.xu, name=f"网格员{number}")
        appoint(cast.xu, made.pk, kind="grid_member", cell_id=cast.cells["柳林村"].pk, from_on=TODAY)
    with CaptureQueriesContext(connection) as many:
        client.get(reverse("people"))
    assert len(many) == len(few)


def test_a_newcomer_is_registered_appointed_invited_and_sees_the_village(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("xu")
    client.post(reverse("person_new"), {"name": "柳青", "phone": "13700000009"})
    made = Person.objects.within(cast.xu.scope).get(name="柳青")
    post = {
        "person": str(made.pk),
        "kind": "village_head",
        "cell": str(cast.cells["柳林村"].pk),
        "from_on": TODAY.isoformat(),
    }
    answer = client.post(reverse("post_new"), post)
    assert answer["Location"] == reverse("person", args=[made.pk])
    code = code_on(client.post(reverse("person_invite", args=[made.pk])))
    newcomer = Client()
    chosen = {"password": "liulin-market-31", "again": "liulin-market-31"}
    assert newcomer.post(reverse("invitation", args=[code]), chosen)["Location"] == reverse("desk")
    assert newcomer.get(reverse("desk")).status_code == 200
    assert actor_of(Person.accounts.get(pk=made.pk), TODAY).scope.cells == (cast.cells["柳林村"].path,)


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"name": ""}, "name", "请填写姓名。"),
        ({"phone": "1390000"}, "phone", "手机号应为11位数字。"),
        ({"username": "li"}, "username", "已经有人使用"),
        ({"card_until": "明年"}, "card_until", "执法证有效期不是日期"),
    ],
)
def test_bad_input_about_a_person_is_told_at_its_field_and_the_rest_stays(
    cast: Cast, sign_in: SignIn, wrong: dict[str, str], field: str, said: str
) -> None:
    given = {"name": "柳青", "phone": "13700000009", "card": "11010099"}
    answer = sign_in("xu").post(reverse("person_new"), given | wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in error_at(text, field)
    assert 'value="11010099"' in text


def test_a_town_level_post_on_a_village_is_refused_at_the_cell(cast: Cast, sign_in: SignIn) -> None:
    given = {
        "person": str(cast.people["wang"].pk),
        "kind": "inspector",
        "cell": str(cast.cells["石桥村"].pk),
        "from_on": TODAY.isoformat(),
    }
    answer = sign_in("xu").post(reverse("post_new"), given)
    text = answer.content.decode()
    assert answer.status_code == 422 and "“安全检查员”是镇级岗位。" in text
    assert f'value="{cast.people["wang"].pk}" selected' in text


def test_a_department_head_needs_a_department(cast: Cast, sign_in: SignIn) -> None:
    given = {
        "person": str(cast.people["wang"].pk),
        "kind": "department_head",
        "cell": str(cast.cells["town"].pk),
        "from_on": TODAY.isoformat(),
    }
    client = sign_in("xu")
    assert "请选择部门。" in client.post(reverse("post_new"), given).content.decode()
    client.post(reverse("post_new"), given | {"department": str(cast.departments["教委办"].pk)})
    assert Post.objects.within(cast.xu.scope).get(person=cast.people["wang"], kind="department_head")


def test_a_post_ends_on_a_day_not_before_it_began(cast: Cast, sign_in: SignIn) -> None:
    post = Post.objects.within(cast.xu.scope).get(person=cast.people["li"])
    page = reverse("post_end", args=[post.pk])
    client = sign_in("xu")
    early = client.post(page, {"to_on": "2025-12-31"})
    assert (early.status_code, error_at(early.content.decode(), "to_on")) == (422, "不能早于任职日期。")
    assert client.post(page, {"to_on": TODAY.isoformat()}).status_code == 302
    again = client.post(page, {"to_on": TODAY.isoformat()})
    assert again.status_code == 409 and "已经离任" in again.content.decode()
