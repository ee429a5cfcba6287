"""Who sits on a team, what it watches, what its head hears."""

from datetime import date, timedelta

import pytest

from bihuan.campaigns import actions
from bihuan.campaigns.queries.teams import doubled, open_categories, seats_on, sittings, teams_of
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.grid.actions import appoint, end_post, register_person
from bihuan.grid.models import Post
from bihuan.inspections.actions import form_team
from bihuan.notices.actions import tell_news
from bihuan.notices.models import Told
from tests.campaigns.deeds import (
    ENDS,
    issued,
    post,
    watched,
)
from tests.cast import TODAY, Cast

EVERYTHING = ["柳林村便民中心工地", "永安烟花店", "石桥小学"]


def test_who_sits_on_a_team_by_post_and_period(cast: Cast) -> None:
    teams = watched(cast)
    chen = cast.chen
    first = actions.seat(chen, teams["school"].pk, role="head", post_id=post(cast, "zheng").pk)
    actions.seat(chen, teams["school"].pk, role="head", post_id=post(cast, "zhou").pk)
    first.refresh_from_db()
    assert first.ended_on == TODAY  # one head at a time
    actions.seat(chen, teams["building"].pk, role="member", post_id=post(cast, "zhou").pk)
    actions.seat(chen, teams["building"].pk, role="department", department_id=cast.departments["城建办"].pk)
    seated = sittings(chen.scope, seats_on(chen.scope, TODAY), TODAY)
    names = {team.pk: team.name for team in teams.values()}
    assert doubled(seated, names) == {cast.people["zhou"].pk: "建筑专项组、教育专项组"}
    assert [one.words for one in seated[teams["school"].pk]] == ["分管副镇长周正"]
    with pytest.raises(Incomplete, match="已经是本组成员"):
        actions.seat(chen, teams["building"].pk, role="deputy", post_id=post(cast, "zhou").pk)
    with pytest.raises(Incomplete, match="请选择岗位"):
        actions.seat(chen, teams["building"].pk, role="member")
    assert {one.name for one in teams_of(cast.zhou, TODAY)} == {"教育专项组", "建筑专项组"}
    assert [one.name for one in teams_of(cast.zheng, TODAY)] == ["建筑专项组"]  # by the department
    # another vice-mayor takes the post over: the seat is his
    founder = Actor.founder(cast.town.pk)
    end_post(founder, post(cast, "zhou").pk, to_on=TODAY - timedelta(days=1))
    other = register_person(founder, name="新任", username="xinren")
    appoint(founder, other.pk, kind="vice_mayor", cell_id=cast.cells["town"].pk, from_on=TODAY)
    seated = sittings(chen.scope, seats_on(chen.scope, TODAY), TODAY)
    assert [one.words for one in seated[teams["school"].pk]] == ["分管副镇长新任"]


def test_the_seat_of_one_of_several_goes_to_nobody_beside_him(cast: Cast) -> None:
    """Of three inspectors one leaves; who comes in his place has his seat, the others do not."""
    team, founder = watched(cast)["school"], Actor.founder(cast.town.pk)

    def inspector(name: str, from_on: date) -> Post:
        person = register_person(founder, name=name, username=name)
        return appoint(founder, person.pk, kind="inspector", cell_id=cast.cells["town"].pk, from_on=from_on)

    leaves, _beside = inspector("甲", TODAY - timedelta(days=90)), inspector("乙", TODAY - timedelta(days=30))
    actions.seat(cast.chen, team.pk, role="member", post_id=leaves.pk)
    end_post(founder, leaves.pk, to_on=TODAY - timedelta(days=1))

    def words() -> list[str]:
        return [
            one.words for one in sittings(cast.chen.scope, seats_on(cast.chen.scope, TODAY), TODAY)[team.pk]
        ]

    assert words() == ["安全检查员空缺"]
    inspector("丙", TODAY)
    assert words() == ["安全检查员丙"]


def test_no_category_without_a_team_goes_unseen(cast: Cast) -> None:
    assert [(label, count) for _, label, count in open_categories(cast.chen.scope)] == [
        ("建筑施工", 1),
        ("学校", 1),
    ]
    form_team(cast.chen, name="教育组", categories=["school"])
    assert [code for code, _, _ in open_categories(cast.chen.scope)] == ["building"]


def test_a_drive_ends_soon_and_the_heads_hear_how_many_are_left(cast: Cast) -> None:
    teams = watched(cast)
    actions.seat(cast.chen, teams["school"].pk, role="head", post_id=post(cast, "zheng").pk)
    issued(cast.chen)
    with clock.moved(clock.at(ENDS - timedelta(days=3), 9)):
        tell_news(cast.town.pk)
    heard = Told.objects.within(cast.chen.scope).filter(notice__kind="campaigns.ends")
    texts = {one.person.name: one.notice.text for one in heard.select_related("person", "notice")}
    assert "还有1家没有查" in texts["郑建"] and "陈明" in texts  # the others have no head
