"""A unit's head is invited, invites his own people, sees his unit and nothing else, and leaves."""

from datetime import timedelta

import pytest

from bihuan.core import clock, events
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.grid.actions import appoint
from bihuan.grid.models import Person, Post
from bihuan.grid.queries import actor_of
from bihuan.hazards.models import Hazard
from bihuan.members import actions
from bihuan.members.models import Call
from bihuan.members.queries import call_by, members
from bihuan.supervision.queries import Holders
from bihuan.units.actions import change_state, merge_units
from bihuan.units.models import Unit
from tests.cast import FOUNDED, PASSWORD, TODAY, Cast
from tests.members.deeds import OTHER, PHONE, head, joined
from tests.stories.test_rectification import ordered


def test_the_town_invites_a_head_and_he_his_own_people(cast: Cast) -> None:
    school = cast.units["school"]
    call, code = actions.invite_member(cast.chen, school.pk, kind="unit_head", name="唐丽", phone=PHONE)
    assert (call.label, call.tail, call.made_by) == ("企业主要负责人", "0001", "陈明")
    person = actions.join_unit(code, name="唐丽", phone=PHONE, password=PASSWORD)
    tang = actor_of(person, TODAY)
    assert tang.posts == ("石桥小学 企业主要负责人",)

    _, code = actions.invite_member(tang, school.pk, kind="post_worker")
    guard = actions.join_unit(code, name="门卫老郭", phone=OTHER, password=PASSWORD)
    assert [post.person.name for post in members(school, TODAY)] == ["唐丽", "门卫老郭"]
    trail = [event.action for event in events.trail(cast.chen.scope, school.pk)]
    assert trail[-4:] == ["invite_member", "join_unit", "invite_member", "join_unit"]
    assert not actor_of(guard, TODAY).may("rectify|risks|members|office")


def test_a_units_person_sees_that_unit_though_others_stand_in_the_same_cell(cast: Cast) -> None:
    """石桥小学 stands in the village's own cell, and 永安 in one below it."""
    tang = head(cast)
    hazard = ordered(cast)
    assert [unit.name for unit in Unit.objects.within(tang.scope)] == ["石桥小学"]
    assert not Hazard.objects.within(tang.scope).filter(pk=hazard.pk).exists()
    assert Hazard.objects.within(cast.lu.scope).filter(pk=hazard.pk).exists()
    with pytest.raises(NotFound):
        tang.find(Unit, cast.units["yongan"].pk, what="个监管对象")


def test_a_head_invites_to_no_other_unit_and_makes_no_head(cast: Cast) -> None:
    tang = head(cast)
    with pytest.raises(NotFound):
        actions.invite_member(tang, cast.units["yongan"].pk, kind="post_worker")
    with pytest.raises(Incomplete, match="主要负责人由镇安全办邀请"):
        actions.invite_member(tang, cast.units["school"].pk, kind="unit_head")
    for nobody in (cast.lu, cast.feng, cast.wang):
        with pytest.raises(Forbidden):
            actions.invite_member(nobody, cast.units["yongan"].pk, kind="post_worker")


def test_an_invitation_is_used_once(cast: Cast) -> None:
    _, code = actions.invite_member(cast.chen, cast.units["school"].pk, kind="post_worker")
    actions.join_unit(code, name="唐丽", phone=PHONE, password=PASSWORD)
    with pytest.raises(NotAllowed, match="一个邀请只能用一次"):
        actions.join_unit(code, name="别人", phone=OTHER, password=PASSWORD)
    assert not Person.accounts.filter(phone=OTHER).exists()


def test_the_wrong_phone_opens_nothing_and_the_invitation_stands(cast: Cast) -> None:
    _, code = actions.invite_member(cast.chen, cast.units["school"].pk, kind="unit_head", phone=PHONE)
    with pytest.raises(Incomplete, match="尾号0001的手机"):
        actions.join_unit(code, name="唐丽", phone=OTHER, password=PASSWORD)
    assert actions.join_unit(code, name="唐丽", phone=PHONE, password=PASSWORD).phone == PHONE


def test_an_invitation_runs_out_is_withdrawn_and_replaced(cast: Cast) -> None:
    school = cast.units["school"]
    call, code = actions.invite_member(cast.chen, school.pk, kind="unit_head", phone=PHONE, days=3)
    with clock.moved(clock.now() + timedelta(days=3)), pytest.raises(NotAllowed, match="过期"):
        call_by(code)
    _, newer = actions.invite_member(cast.chen, school.pk, kind="unit_head", phone=PHONE)
    with pytest.raises(NotAllowed, match="已经撤回"):
        call_by(code)
    newest = Call.objects.within(cast.chen.scope).exclude(pk=call.pk).get(unit=school)
    actions.end_call(cast.chen, newest.pk)
    for gone in (newer, "", "AAAA-BBBB-CCCC"):
        with pytest.raises((NotAllowed, NotFound)):
            call_by(gone)
    with pytest.raises(NotAllowed, match="已经用过或者撤回"):
        actions.end_call(cast.chen, newest.pk)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "safety_head"}, "kind"),
        ({"kind": "unit_head", "phone": "1385555"}, "phone"),
        ({"kind": "unit_head", "phone": "13８55550001"}, "phone"),
        ({"kind": "unit_head", "days": 365}, "days"),
    ],
)
def test_what_cannot_be_an_invitation_is_said_at_its_field(
    cast: Cast, given: dict[str, object], field: str
) -> None:
    with pytest.raises(Incomplete) as refused:
        actions.invite_member(cast.chen, cast.units["school"].pk, **given)  # type: ignore[arg-type]
    assert set(refused.value.fields) == {field}


def test_one_of_two_units_acts_for_one_at_a_time_by_what_the_post_there_allows(cast: Cast) -> None:
    """唐 is the school's head and works evenings at 永安: there she sees, and reports nothing."""
    person = joined(cast.chen, cast.units["school"])
    again = joined(cast.chen, cast.units["yongan"], kind="post_worker")
    assert again.pk == person.pk
    at_shop = actor_of(person, TODAY, seat=cast.units["yongan"].pk)
    at_school = actor_of(person, TODAY, seat=cast.units["school"].pk)
    assert (at_shop.may("rectify"), at_school.may("rectify")) == (False, True)
    assert [len(one.seats) for one in (at_shop, at_school)] == [2, 2]
    assert at_shop.scope.units == (cast.units["yongan"].pk,)
    stranger = actor_of(person, TODAY, seat=cast.units["site"].pk)
    assert stranger.scope.units in (at_shop.scope.units, at_school.scope.units)


def test_who_has_an_account_shows_its_password(cast: Cast) -> None:
    joined(cast.chen, cast.units["school"])
    _, code = actions.invite_member(cast.chen, cast.units["yongan"].pk, kind="unit_safety")
    with pytest.raises(Incomplete, match="请填原来的密码"):
        actions.join_unit(code, name="唐丽", phone=PHONE, password="another-good-9-pass")
    assert call_by(code).used_at is None


def test_nobody_takes_an_officers_account_over_by_an_invitation(cast: Cast) -> None:
    """赵's phone is in the register and has no password yet: a sheet of paper found on the street must not give one."""
    Person.accounts.filter(pk=cast.people["zhao"].pk).update(phone=OTHER)
    _, code = actions.invite_member(cast.chen, cast.units["school"].pk, kind="post_worker")
    with pytest.raises(Incomplete, match="还没有密码"):
        actions.join_unit(code, name="赵强", phone=OTHER, password=PASSWORD)


def test_who_leaves_sees_nothing_from_the_next_day_on(cast: Cast) -> None:
    person = joined(cast.chen, cast.units["school"], kind="team_leader")
    tang = joined(cast.chen, cast.units["school"], name="马校长", phone=OTHER)
    post = Post.objects.within(cast.chen.scope).get(person=person)
    actions.end_member(actor_of(tang, TODAY), post.pk, to_on=TODAY)
    assert actor_of(person, TODAY).posts and not actor_of(person, TODAY + timedelta(days=1)).posts
    with pytest.raises(NotAllowed, match="已经离岗"):
        actions.end_member(cast.chen, post.pk, to_on=TODAY)


def test_posts_end_with_a_unit_that_moves_away_and_stand_with_one_it_is_merged_into(cast: Cast) -> None:
    person = joined(cast.chen, cast.units["school"])
    _, code = actions.invite_member(cast.chen, cast.units["school"].pk, kind="post_worker")
    change_state(
        cast.chen,
        cast.units["school"].pk,
        state="moved",
        from_on=TODAY,
        reason="并校",
        to="西河镇",
        handling="无",
    )
    tomorrow = TODAY + timedelta(days=1)
    assert not actor_of(person, tomorrow).scope.units
    with clock.moved(clock.at(tomorrow, 9)), pytest.raises(NotAllowed, match="已迁出"):
        call_by(code)
    with pytest.raises(NotAllowed, match="不能再邀请"):
        actions.invite_member(cast.chen, cast.units["school"].pk, kind="post_worker")


def test_the_persons_of_a_duplicate_go_with_it(cast: Cast) -> None:
    site, school = cast.units["site"], cast.units["school"]
    person = joined(cast.chen, site)
    merge_units(
        cast.chen,
        school.pk,
        site.pk,
        versions=(school.version, site.version),
        choices={},
        reason="同一家",
    )
    assert actor_of(person, TODAY).scope.units == (school.pk,)


def test_what_is_for_the_safety_manager_reaches_the_units_own_keepers(cast: Cast) -> None:
    joined(cast.chen, cast.units["school"], kind="unit_safety")
    joined(cast.chen, cast.units["school"], kind="post_worker", name="门卫老郭", phone=OTHER)
    holders = Holders(cast.town.pk, TODAY)
    assert holders.told("enterprise_safety", cast.units["school"]) == ("enterprise_safety", ["唐丽"])
    assert holders.names("enterprise_safety", cast.units["yongan"]) == ["冯永"]


def test_a_post_of_the_enterprise_stands_on_its_own_cell_or_at_the_unit(cast: Cast) -> None:
    founder, lu = cast.chen, cast.people["lu"].pk
    with pytest.raises(Incomplete, match="企业自己的网格"):
        appoint(founder, lu, kind="enterprise_safety", cell_id=cast.cells["石桥村"].pk, from_on=FOUNDED)


def test_units_with_somebody_who_signs_in_are_counted_on_any_day(cast: Cast) -> None:
    joined(cast.chen, cast.units["school"])

    def on(day: object) -> tuple[object, object]:
        asks = [Ask(key, day, day, day) for key in ("members.units", "members.persons")]  # type: ignore[arg-type]
        found = evaluate(Scope.whole_town(cast.town.pk), asks)
        return tuple(found[one].value for one in asks)  # type: ignore[return-value]

    assert on(TODAY) == (1, 2)  # 卢 works at 永安, and answers for nothing there
    assert on(TODAY - timedelta(days=1)) == (0, 0)
