"""Who has forgotten the password gets a new link from the office; who invited, and the head, hear when somebody comes in."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.accounts.actions import accept_invitation
from bihuan.core import events
from bihuan.core.errors import Forbidden, NotAllowed, NotFound
from bihuan.grid.actions import appoint, end_post
from bihuan.grid.models import Person, Post
from bihuan.grid.queries import actor_of
from bihuan.members import actions
from tests.cast import PASSWORD, TODAY, Cast
from tests.members.deeds import OTHER, head, joined
from tests.notices.deeds import bell, told
from tests.web.conftest import sign_in
from tests.web.visits import SignIn

__all__ = ["sign_in"]
NEW = "qingshan-xin-mima-88"


def post_of(cast: Cast, person: Person) -> Post:
    found: Post = Post.objects.within(cast.chen.scope).get(person=person)
    return found


def test_the_office_hands_out_a_link_and_the_old_password_opens_nothing(cast: Cast) -> None:
    school = cast.units["school"]
    person = joined(cast.chen, school)
    invitation, code = actions.reset_member(cast.zhao, post_of(cast, person).pk)
    person.refresh_from_db()
    assert not person.check_password(PASSWORD) and invitation.made_by == "赵强"
    accept_invitation(code, password=NEW)
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert [one.action for one in events.trail(cast.chen.scope, school.pk)][-1] == "reset_member"
    trail = [one.action for one in events.trail(cast.chen.scope, person.pk)]
    assert "invite" in trail and trail[-1] == "accept_invitation"


def test_an_unused_link_is_replaced_by_the_next(cast: Cast) -> None:
    post = post_of(cast, joined(cast.chen, cast.units["school"])).pk
    _, first = actions.reset_member(cast.chen, post)
    _, second = actions.reset_member(cast.chen, post)
    with pytest.raises(NotAllowed, match="作废"):
        accept_invitation(first, password=NEW)
    accept_invitation(second, password=NEW)


def test_nobody_takes_an_officers_account_over_by_a_post_at_a_unit(cast: Cast) -> None:
    post = post_of(cast, joined(cast.chen, cast.units["school"]))
    appoint(cast.xu, post.person_id, kind="grid_member", cell_id=cast.cells["石桥村"].pk, from_on=TODAY)
    with pytest.raises(NotAllowed, match="请系统管理员重置"):
        actions.reset_member(cast.chen, post.pk)
    keeper = Post.objects.within(cast.chen.scope).get(person=cast.people["feng"])
    for row in (keeper, Post.objects.within(cast.chen.scope).get(person=cast.people["zhou"])):
        with pytest.raises(NotAllowed, match="请系统管理员重置"):
            actions.reset_member(cast.chen, row.pk)


def test_only_the_office_resets_and_only_who_is_there(cast: Cast) -> None:
    tang = head(cast)
    guard = post_of(cast, joined(tang, cast.units["school"], "post_worker", "门卫老郭", OTHER))
    for nobody in (tang, cast.li, cast.feng, cast.zhou):
        with pytest.raises(Forbidden):
            actions.reset_member(nobody, guard.pk)
    with pytest.raises(NotFound):
        actions.reset_member(actor_of(cast.people["sun"]), guard.pk)
    actions.end_member(tang, guard.pk, to_on=TODAY)
    with pytest.raises(NotAllowed, match="已经离岗"):
        actions.reset_member(cast.chen, guard.pk)


def test_the_link_is_shown_once_on_the_units_page_and_sets_a_password(cast: Cast, sign_in: SignIn) -> None:
    school = cast.units["school"]
    person = joined(cast.chen, school)
    address = reverse("member_reset", args=[post_of(cast, person).pk])
    client = sign_in("chen")
    assert address in client.get(reverse("unit", args=[school.pk])).content.decode()
    answer = client.post(address)
    link = re.search(r"http://testserver(/[\w/-]+/)", answer.content.decode())
    assert link and "no-store" in answer["Cache-Control"] and "data:image/svg" in answer.content.decode()
    door = Client()
    assert door.post(link[1], {"password": NEW, "again": NEW}).status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW)
    end_post(cast.xu, post_of(cast, person).pk, to_on=TODAY)
    gone = client.post(address, follow=True)
    assert "已经离岗" in gone.content.decode()


def test_the_head_and_who_invited_hear_who_has_come_in(cast: Cast) -> None:
    told(cast)
    tang = head(cast)
    told(cast)
    assert bell(cast.chen) == ["唐丽已接受邀请，任企业主要负责人"] and bell(tang) == []
    joined(tang, cast.units["school"], "post_worker", "门卫老郭", OTHER)
    joined(cast.zhao, cast.units["school"], "unit_safety", "田芳", "13855550003")
    told(cast)
    guard, manager = "门卫老郭已接受邀请，任岗位员工", "田芳已接受邀请，任安全管理员"
    assert sorted(bell(tang)) == sorted([guard, manager])
    assert bell(cast.zhao) == [manager] and guard not in bell(cast.chen) + bell(cast.li)
