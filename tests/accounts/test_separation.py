"""三员分设: three persons, three posts, none with the rights of another; begun when all is ready, ended by two."""

from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.accounts.actions import (
    agree_to_rejoin,
    ask_to_rejoin,
    close_account,
    drop_rejoining,
    keep_apart,
    reset_second_factor,
    set_account_rules,
)
from bihuan.accounts.queries import must_have_factor
from bihuan.core.actions import Actor
from bihuan.core.desk import sections_of
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.models import Event, Town
from bihuan.grid.actions import appoint, end_post, register_person, revise_person
from bihuan.grid.handover_actions import Signed, hand_over
from bihuan.grid.holdings import held_at, seal
from bihuan.grid.intake.actions import take_posts, undo_posts
from bihuan.grid.models import Post
from bihuan.intake.registry import Made, Ready
from tests.accounts.deeds import text_of
from tests.accounts.three import apart, post_of, three
from tests.cast import FOUNDED, NOW, TODAY, Cast
from tests.web.visits import SignIn


def give(cast: Cast, by: str, whom: str, kind: str, cell: str = "town") -> Post:
    actor = getattr(cast, by)
    return appoint(actor, cast.people[whom].pk, kind=kind, cell_id=cast.cells[cell].pk, from_on=TODAY)


def told(cast: Cast, action: str) -> list[Event]:
    return list(Event.objects.within(cast.chen.scope).filter(action=action).order_by("seq"))


def test_it_begins_only_when_three_persons_stand_ready_and_says_what_is_in_the_way(cast: Cast) -> None:
    with pytest.raises(
        NotAllowed, match=r"还没有人任系统安全管理员.*还没有人任审计管理员.*许安还没有绑定动态口令"
    ):
        keep_apart(cast.xu)
    with pytest.raises(Forbidden):
        keep_apart(cast.chen)
    cast = three(cast)
    both = give(cast, "xu", "an", "audit_admin")
    with pytest.raises(NotAllowed, match=r"安宁：.*不能由一人兼任"):
        keep_apart(cast.xu)
    end_post(cast.xu, both.pk, to_on=TODAY)
    with pytest.raises(NotAllowed, match="安宁："):  # to the end of the day it is held
        keep_apart(cast.xu)
    Post.objects.within(cast.chen.scope).filter(pk=both.pk).update(to_on=TODAY - timedelta(days=1))
    keep_apart(cast.an)
    assert Town.registry.get(pk=cast.town.pk).is_apart
    (event,) = told(cast, "keep_apart")
    assert event.given["names"] == ["系统管理员许安", "系统安全管理员安宁", "审计管理员申明"]
    with pytest.raises(NotAllowed, match="已经启用"):
        keep_apart(cast.an)
    assert not getattr(cast, "sun").apart, "the next town goes on as it was"  # noqa: B009


def test_each_does_what_is_his_and_nothing_of_the_others(cast: Cast) -> None:
    assert {"people", "authorize", "audit", "maintain", "grid"} <= cast.xu.rights
    cast = apart(cast)
    assert cast.xu.rights == {"people", "maintain", "import"}
    assert (cast.an.rights, cast.shn.rights) == ({"authorize"}, {"audit"})
    assert "audit" not in cast.chen.rights | cast.qian.rights
    rules = {"idle_minutes": 20, "change_days": 90, "history": 5, "kinds": 3, "second_factor": ["admin"]}
    new = register_person(cast.xu, name="小田", username="tian")
    for deed in (
        lambda: appoint(cast.xu, new.pk, kind="inspector", cell_id=cast.cells["town"].pk, from_on=TODAY),
        lambda: appoint(cast.xu, new.pk, kind="grid_member", cell_id=cast.cells["石桥村"].pk, from_on=TODAY),
        lambda: set_account_rules(cast.xu, **rules),  # type: ignore[arg-type]
        lambda: reset_second_factor(cast.xu, cast.people["shn"].pk, reason="换手机"),
        lambda: end_post(cast.xu, post_of(cast, "zhao", "inspector"), to_on=TODAY),
        lambda: register_person(cast.an, name="某人"),
        lambda: revise_person(cast.an, new.pk, name="改名"),
        lambda: close_account(cast.an, new.pk, reason="离职", left_on=TODAY),
        lambda: end_post(cast.shn, post_of(cast, "zhao", "inspector"), to_on=TODAY),
        lambda: end_post(cast.chen, post_of(cast, "zhao", "inspector"), to_on=TODAY),  # who keeps the grid
    ):
        with pytest.raises(Forbidden):
            deed()
    set_account_rules(cast.an, **rules)  # type: ignore[arg-type]
    assert appoint(cast.an, new.pk, kind="inspector", cell_id=cast.cells["town"].pk, from_on=TODAY)
    close_account(cast.xu, new.pk, reason="离职", left_on=TODAY)
    assert not Post.objects.within(cast.chen.scope).filter(person=new, to_on__isnull=True).exists()
    assert all(must_have_factor(getattr(cast, key)) for key in ("xu", "an", "shn"))
    assert not must_have_factor(cast.chen)


def test_nobody_gets_two_of_the_three_by_whatever_way_and_nobody_serves_himself(cast: Cast) -> None:
    cast = apart(cast)
    for whom, kind in (
        ("xu", "audit_admin"),
        ("shn", "admin"),
        ("xu", "security_admin"),
        ("shn", "security_admin"),
    ):
        with pytest.raises(NotAllowed, match="三员分设"):
            give(cast, "an", whom, kind)
    for whom, kind in (("shn", "inspector"), ("zhao", "audit_admin")):
        with pytest.raises(NotAllowed, match="审计管理员只管审计"):
            give(cast, "an", whom, kind)
    with pytest.raises(NotAllowed, match="不能给自己任命"):
        give(cast, "an", "an", "inspector")
    with pytest.raises(NotAllowed, match="审计管理员只管审计"):  # who keeps the grid fills its posts
        give(cast, "chen", "shn", "grid_member", "石桥村")

    post = Post.objects.within(cast.chen.scope).get(pk=post_of(cast, "xu", "admin"))
    signature = cast.photo(cast.an, "white")
    signed = Signed(giver=signature, taker=signature)  # type: ignore[arg-type]
    later = NOW.date()
    with pytest.raises(NotAllowed, match="不能由一人兼任"):
        hand_over(
            cast.an,
            post.pk,
            taker_id=cast.people["shn"].pk,
            on=later,
            seen=seal(held_at(post, later)),
            signed=signed,
        )

    row = {"person_id": cast.people["xu"].pk, "kind": "security_admin", "cell_id": cast.cells["town"].pk}
    founder = cast.an.founder(cast.town.pk)
    (taken,) = take_posts(founder, [Ready(new_id(), row)])
    assert "不能由一人兼任" in taken.problem
    two = [row | {"person_id": cast.people["li"].pk, "kind": kind} for kind in ("security_admin", "admin")]
    first, second = take_posts(founder, [Ready(new_id(), one) for one in two])  # not written when judged
    assert not first.problem and "不能由一人兼任" in second.problem
    good = new_id()
    (taken,) = take_posts(
        founder, [Ready(good, row | {"person_id": cast.people["he"].pk, "kind": "inspector"})]
    )
    assert not taken.problem
    (undone,) = undo_posts(cast.chen, [Made(good, None)])
    assert "任免岗位" in undone.problem


def test_days_put_right_or_put_back_are_judged_as_days_given(cast: Cast) -> None:
    """By a file onto posts that are there, and by its undoing."""
    cast, past = apart(cast), post_of(cast, "zhao", "inspector")
    whole, founder = cast.chen.scope, cast.chen.founder(cast.town.pk)
    ends = TODAY - timedelta(days=9)
    Post.objects.within(whole).filter(pk=past).update(from_on=FOUNDED, to_on=ends)
    give(cast, "an", "zhao", "audit_admin")  # after all else that he held
    own = appoint(
        cast.an, cast.people["chen"].pk, kind="grid_member", cell_id=cast.cells["石桥村"].pk, from_on=TODAY
    )

    def put(by: Actor, post: UUID, **days: date) -> str:
        (taken,) = take_posts(by, [Ready(new_id(), {"person_id": by.person, **days}, onto=post)])
        return taken.problem

    assert "审计管理员只管审计" in put(founder, past, to_on=TODAY)
    assert not put(founder, past, to_on=TODAY - timedelta(days=1))
    assert "不能给自己" in put(cast.chen, own.pk, from_on=ends)
    admin = post_of(cast, "xu", "admin")
    for days in ({"from_on": TODAY + timedelta(days=1)}, {"to_on": TODAY + timedelta(days=1)}):
        assert "系统管理员不能空缺：许安" in put(founder, admin, **days)
    back = Made(past, {"to_on": [None, (TODAY - timedelta(days=1)).isoformat()]})
    (undone,) = undo_posts(founder, [back])
    assert "审计管理员只管审计" in undone.problem
    (undone,) = undo_posts(founder, [Made(post_of(cast, "an", "security_admin"), None)])
    assert "系统安全管理员不能空缺" in undone.problem
    assert not put(founder, admin, from_on=TODAY - timedelta(days=1))


def test_all_posts_of_who_leaves_are_ended_before_the_log_is_held(cast: Cast) -> None:
    """The order of holding: the town, then posts, then the head of the log, each once."""
    give(cast, "xu", "wang", "village_head", "柳林村")
    later = give(cast, "xu", "wang", "grid_member", "柳林村")
    end_post(cast.xu, later.pk, to_on=TODAY + timedelta(days=9))
    xu, zhao = cast.xu, post_of(cast, "zhao", "inspector")
    with CaptureQueriesContext(connection) as counted:
        close_account(xu, cast.people["wang"].pk, reason="离职", left_on=TODAY)
    order = tables(counted, "core_town", "grid_post", "core_eventhead")
    assert order == ["core_town", "grid_post", "core_eventhead"]
    assert not Post.objects.within(cast.chen.scope).filter(person=cast.people["wang"], to_on=None).exists()
    assert {one.to_on for one in Post.objects.within(cast.chen.scope).filter(person=cast.people["wang"])} == {
        TODAY
    }
    assert [one.subject_id for one in told(cast, "revise_term")] == [later.pk]

    mine = new_id()
    row = {"person_id": cast.people["he"].pk, "kind": "inspector", "cell_id": cast.cells["town"].pk}
    take_posts(xu, [Ready(mine, row)])
    for deed in (
        lambda: undo_posts(xu, [Made(mine, None)]),
        lambda: end_post(xu, zhao, to_on=TODAY),
    ):
        with CaptureQueriesContext(connection) as counted:
            deed()
        assert tables(counted, "core_town", "grid_post")[0] == "core_town"


def tables(counted: CaptureQueriesContext, *names: str) -> list[str]:
    """Which of some tables were read or written, in their order, each run of one named once."""
    found = [
        name
        for query in counted
        for name in names
        if f'FROM "{name}"' in query["sql"] or f'UPDATE "{name}"' in query["sql"]
    ]
    return [name for name, _run in groupby(found)]


def test_none_of_the_three_posts_is_left_empty(cast: Cast) -> None:
    cast = apart(cast)
    post = post_of(cast, "xu", "admin")
    with pytest.raises(NotAllowed, match="系统管理员不能空缺：许安是唯一的一名"):
        end_post(cast.an, post, to_on=TODAY)
    with pytest.raises(NotAllowed, match="审计管理员不能空缺"):
        close_account(cast.xu, cast.people["shn"].pk, reason="调离", left_on=TODAY)
    give(cast, "an", "he", "admin")
    end_post(cast.an, post, to_on=TODAY)
    with pytest.raises(NotAllowed, match="不能空缺：何监"):
        end_post(cast.an, post_of(cast, "he", "admin"), to_on=TODAY + timedelta(days=30))


def test_it_ends_when_two_of_different_posts_want_it(cast: Cast) -> None:
    cast = apart(cast)
    give(cast, "an", "he", "admin")
    with pytest.raises(Incomplete, match="请填写原因"):
        ask_to_rejoin(cast.xu, reason=" ")
    with pytest.raises(Forbidden, match="两人办理"):
        ask_to_rejoin(cast.chen, reason="我要看日志")
    wish = ask_to_rejoin(cast.xu, reason="安宁调离")
    with pytest.raises(NotAllowed, match="已经有人提出"):
        ask_to_rejoin(cast.an, reason="再提")
    (section,) = [one for one in sections_of(cast.shn, NOW) if one.title == "三员分设"]
    assert section.items[0].text == "许安（系统管理员）提出停用三员分设"
    for key in ("xu", "he"):
        with pytest.raises(NotAllowed, match="另一个岗位"):
            agree_to_rejoin(getattr(cast, key), wish.pk)
        assert not [one for one in sections_of(getattr(cast, key), NOW) if one.title == "三员分设"]
        page = text_of(_client(cast, key).get(reverse("administrators")))
        assert "撤销，照旧分设" in page and "同意，停用" not in page
    unknown = _client(cast, "xu").post(reverse("administrators_move", args=[wish.pk]), {"move": "agreed"})
    assert unknown.status_code == 404 and "照旧等待确认" in text_of(unknown)
    with pytest.raises(Forbidden):
        agree_to_rejoin(cast.chen, wish.pk)
    drop_rejoining(cast.an, wish.pk)
    with pytest.raises(Stale):
        agree_to_rejoin(cast.shn, wish.pk)
    assert cast.xu.apart

    again = ask_to_rejoin(cast.an, reason="试用结束")
    agree_to_rejoin(cast.shn, again.pk)
    assert not cast.xu.apart and {"authorize", "audit", "grid"} <= cast.xu.rights
    assert "audit" in cast.chen.rights
    (event,) = told(cast, "agree_to_rejoin")
    assert (event.actor_name, event.given) == ("申明", {"reason": "试用结束", "asked_by": "安宁"})


def test_the_auditor_sees_what_the_other_two_do_and_look_at(cast: Cast, sign_in: SignIn) -> None:
    before = sign_in("xu").get(reverse("people"))
    assert before.status_code == 200 and not told(cast, "view_page")
    cast = apart(cast)
    li = cast.people["li"].pk
    for key, headers in (("xu", {}), ("an", {"HX-Request": "true"})):  # whatever the browser says that it is
        assert _client(cast, key).get(reverse("person", args=[li]), headers=headers).status_code == 200
    assert _client(cast, "xu").get(reverse("log")).status_code == 403  # shown nothing: nothing to tell
    assert sign_in("chen").get(reverse("hazards")).status_code == 200
    auditor = _client(cast, "shn")
    page = text_of(auditor.get(f"{reverse('log')}?deed=apart"))
    assert "打开管理页面" in page and "启用三员分设" in page and "许安" in page and "安宁" in page
    seen = told(cast, "view_page")
    assert [(one.actor_name, one.subject_id) for one in seen] == [("许安", li), ("安宁", li)]
    assert auditor.get(reverse("people")).status_code == 403
    assert auditor.get(reverse("hazards")).status_code == 403


def test_the_page_leads_through_it(cast: Cast, sign_in: SignIn) -> None:
    page = text_of(sign_in("xu").get(reverse("administrators")))
    assert "没有启用" in page and "还没有人任审计管理员" in page and "提出停用" not in page
    refused = sign_in("xu").post(reverse("administrators_apart"), follow=True)
    assert "还不能启用" in text_of(refused)
    cast = three(cast)
    assert "启用三员分设</button>" in text_of(sign_in("xu").get(reverse("administrators")))
    done = sign_in("xu").post(reverse("administrators_apart"), follow=True)
    assert "已启用三员分设" in text_of(done) and "提出停用" in text_of(done)
    empty = sign_in("xu").post(reverse("administrators"), {"reason": ""})
    assert empty.status_code == 422 and "请填写原因" in text_of(empty)
    sign_in("xu").post(reverse("administrators"), {"reason": "试行期满"})
    auditor = _client(cast, "shn")
    asked = text_of(auditor.get(reverse("administrators")))
    assert "试行期满" in asked and "同意，停用" in asked
    assert "同意，停用" not in text_of(sign_in("xu").get(reverse("administrators")))
    people = text_of(_client(cast, "an").get(reverse("people")))
    assert "登记人员" not in people and "任命" in people
    wish = asked.split(f'action="{reverse("administrators")}')[1].split("/")[0]
    over = auditor.post(reverse("administrators_move", args=[wish]), {"move": "agree"}, follow=True)
    assert "已停用三员分设" in text_of(over)


def _client(cast: Cast, key: str) -> Client:
    """A browser of somebody who is not of the fixed cast."""
    client = Client()
    client.force_login(cast.people[key], backend="bihuan.web.signin.PersonBackend")
    return client
