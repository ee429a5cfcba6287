"""Who sits on a team, and what it watches."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.campaigns.models import TeamSeat
from bihuan.campaigns.queries.teams import seats_on
from bihuan.campaigns.rules import ONE_ONLY, ROLES
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.moving import insert_once
from bihuan.core.scope import Scope
from bihuan.grid.models import Department, Post
from bihuan.grid.queries import post_title, posts_held
from bihuan.inspections.models import Team
from bihuan.units.rules import CATEGORIES


def _hold(actor: Actor, team_id: UUID) -> Team:
    """A team, held: what its seats are does not change meanwhile."""
    return actor.hold(Team, team_id, what="个专项组")


@transaction.atomic
def seat(
    actor: Actor,
    team_id: UUID,
    *,
    role: str,
    post_id: UUID | None = None,
    department_id: UUID | None = None,
    from_on: date | None = None,
    seat_id: UUID | None = None,
) -> TeamSeat:
    """编入专项组: a post (whoever holds it) or a department takes a seat from a day on. A new head takes the place of the one before. Somebody who
    sits on another team as well may: the page says so."""
    actor.need("campaigns")
    team = _hold(actor, team_id)
    on = from_on or clock.today()
    wrong: dict[str, str] = {}
    post: Post | None = None
    department: Department | None = None
    if role not in ROLES:
        wrong["role"] = "请选择职责。"
    elif role == "department":
        if department_id is None:
            wrong["department_id"] = "请选择部门。"
        else:
            department = actor.find(Department, department_id, what="个部门")
    elif post_id is None:
        wrong["post_id"] = "请选择岗位。"
    else:
        post = posts_held(Scope.whole_town(actor.town), clock.today()).filter(pk=post_id).first()
        if post is None:
            wrong["post_id"] = "这个岗位已经没有人任职，请从列表中重新选择。"
    if on > clock.today():
        wrong["from_on"] = "起始日期不能晚于今天，到那天再编入。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    standing = seats_on(Scope.whole_town(actor.town), clock.today()).filter(team=team)
    told = []
    if role in ONE_ONLY and (before := standing.filter(role=role).first()) is not None:
        if before.post_id == post_id:
            raise Incomplete("这个岗位已经是本组组长。", {"post_id": "已经是本组组长，不用再编入。"})
        told.append(_ended(actor, before, max(on, before.from_on)))
    same = standing.filter(post=post) if post else standing.filter(department=department)
    if (there := same.exclude(pk__in=[entry.subject.pk for entry in told]).first()) is not None:
        if post is None or role not in ONE_ONLY:
            named = f"已经是本组{ROLES[there.role]}，不用再编入。"
            raise Incomplete(named, {"post_id" if post else "department_id": named})
        told.append(_ended(actor, there, max(on, there.from_on)))
    row = TeamSeat(town_id=actor.town, team=team, role=role, post=post, department=department, from_on=on)
    if seat_id:
        row.pk = seat_id
    insert_once(row, "已经编入。")
    who = f"{post_title(post)}{post.person.name}" if post else str(department)
    given = {"team": team.pk, "says": team.name, "role": ROLES[role], "who": who, "from_on": on}
    events.record_all(actor, [*told, events.Entry("seat_on_team", row, given)])
    return row


def _ended(actor: Actor, row: TeamSeat, on: date) -> events.Entry:
    TeamSeat.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk, ended_on__isnull=True).update(
        ended_on=on
    )
    who = f"{post_title(row.post)}{row.post.person.name}" if row.post else str(row.department)
    given: dict[str, Any] = {"team": row.team_id, "role": ROLES[row.role], "who": who, "on": on}
    return events.Entry("end_team_seat", row, given)


@transaction.atomic
def end_seat(actor: Actor, seat_id: UUID) -> TeamSeat:
    """退出专项组: a seat ends with yesterday; what was done is left alone."""
    actor.need("campaigns")
    found = actor.find(TeamSeat, seat_id, what="个编入")
    _hold(actor, found.team_id)
    row: TeamSeat = (
        TeamSeat.objects.within(actor.scope)
        .select_related("post__person", "post__cell", "post__department", "department")
        .get(pk=seat_id)
    )
    if row.ended_on:
        raise NotAllowed("这个编入已经结束。")
    events.record_all(actor, [_ended(actor, row, clock.today())])
    return row


@transaction.atomic
def revise_team(actor: Actor, team_id: UUID, *, name: str, categories: list[str]) -> Team:
    """修改专项组: its name, and the categories that it watches from now on. Lists of drives stay as they were assigned."""
    actor.need("campaigns")
    team = _hold(actor, team_id)
    wrong: dict[str, str] = {}
    if not name.strip():
        wrong["name"] = "请填写专项组名称。"
    elif Team.objects.within(actor.scope).filter(name=name.strip()).exclude(pk=team.pk).exists():
        wrong["name"] = "已经有同名的专项组，请换一个名称。"
    if not categories or set(categories) - set(CATEGORIES):
        wrong["categories"] = "请选择负责的类别。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    before = {"name": team.name, "categories": team.categories}
    team.name, team.categories = name.strip(), categories
    Team.objects.within(Scope.whole_town(actor.town)).filter(pk=team.pk).update(
        name=team.name, categories=categories
    )
    events.record(
        actor, "revise_team", team, given={"says": team.name, "categories": categories, "before": before}
    )
    return team
