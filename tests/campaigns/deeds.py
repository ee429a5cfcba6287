"""What the stories of drives do."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bihuan.campaigns import actions
from bihuan.campaigns.actions import Plan, Which
from bihuan.campaigns.models import CampaignUnit, DriveHanding, DrivePlan
from bihuan.campaigns.queries.drives import listed
from bihuan.campaigns.queries.handings import Line, papers_of
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import WHOLE, Ask, Slice, evaluate
from bihuan.figures.identities import check_identities
from bihuan.grid.models import Post
from bihuan.inspections.actions import OutingPlan, Visit, complete_patrol, form_team
from bihuan.inspections.models import Campaign, Team
from tests.cast import FOUNDED, TODAY, Cast

ENDS = TODAY + timedelta(days=29)


def plan_of(row: Campaign, **more: Any) -> Plan:
    """The plan as it stands, with something else."""
    kept = DrivePlan.objects.within(Scope.whole_town(row.town_id)).get(campaign=row)
    names = (
        "basis",
        "aim",
        "content",
        "demands",
        "handing",
        "cells",
        "levels",
        "teams",
        "mode",
        "number",
        "checklists",
        "risks",
    )
    plan = Plan(
        name=row.name,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        aliases=row.aliases,
        categories=row.categories,
        stages=kept.parts,
        asked=kept.asks,
        parent=row.parent_id,
        **{name: getattr(kept, name) for name in names},
    )
    return replace(plan, **more)


def drafted(actor: Actor, kind: str = "general", **more: Any) -> Campaign:
    """A draft of a kind, from today for thirty days."""
    given: dict[str, Any] = {"begins_on": TODAY, "ends_on": ENDS}
    return actions.draft_drive(actor, kind=kind, **given | more)


def issued(
    actor: Actor, kind: str = "general", *, days: dict[str, date] | None = None, **more: Any
) -> Campaign:
    """A drive that was issued, its plan changed in something."""
    row = drafted(actor, kind, **(days or {}))
    if more:
        row = actions.plan_drive(actor, row.pk, version=row.version, plan=plan_of(row, **more))
    return actions.issue_drive(actor, row.pk, version=row.version)


def line(row: Campaign, unit: Any) -> Any:
    """A unit's line on a drive's list, with `seen`."""
    return listed(Scope.whole_town(row.town_id)).select_related("team").get(campaign=row, unit=unit)


def lines(row: Campaign) -> list[str]:
    """The names on a drive's list now, those that left not among them."""
    there = CampaignUnit.objects.within(Scope.whole_town(row.town_id)).filter(campaign=row, left_on=None)
    return sorted(there.values_list("unit__name", flat=True))


def visited(actor: Actor, row: Campaign, unit: Any, team: Team | None = None) -> Any:
    """A visit of today in a drive."""
    plan = OutingPlan(campaign=row.pk, team=team.pk if team else None)
    return complete_patrol(actor, Visit(unit.pk, TODAY, kind="check", refusal="负责人不在", outing=plan))


def watched(cast: Cast) -> dict[str, Team]:
    """Teams for all three kinds of units of the cast."""
    named = (("教育专项组", "school"), ("建筑专项组", "building"))
    made = {code: form_team(cast.chen, name=name, categories=[code]) for name, code in named}
    return made | {"fireworks": Team.objects.within(cast.chen.scope).get(name="烟花爆竹专项组")}


def post(cast: Cast, key: str) -> Post:
    """What somebody of the cast holds."""
    return Post.objects.within(cast.chen.scope).get(person=cast.people[key])


def numbers(actor: Actor, *keys: str, on: date = TODAY, part: Slice = WHOLE) -> list[Any]:
    """Figures of the year as of the end of a day; their identities hold."""
    asks = [Ask(key, FOUNDED, on, on, part) for key in keys]
    found = evaluate(actor.scope, asks)
    verdicts = check_identities(actor.scope, FOUNDED, on, on, [part])
    assert all(one.holds for some in verdicts.values() for one in some)
    return [found[ask].value for ask in asks]


def swept(actor: Actor, unit: Any) -> dict[str, Any]:
    """What an address can name: a draft, a team's seat, a line of a sweep's list, a plan's paper."""
    team = form_team(actor, name=f"{unit.name}专项组", categories=[unit.category])
    row = issued(actor, "sweep")
    mine = Post.objects.within(actor.scope).filter(person=actor.person).first()
    seat = actions.seat(actor, team.pk, role="member", post_id=mine.pk if mine else None)
    return {
        "drive_unit_id": line(row, unit).pk,
        "drive_paper_id": row.plans.within(actor.scope).get().pk,
        "team_id": team.pk,
        "team_seat_id": seat.pk,
        "drive_handing_id": handed_up(actor, row).pk,
    }


def papers(row: Campaign) -> list[Line]:
    """A drive's papers as its page has them today."""
    scope = Scope.whole_town(row.town_id)
    row = Campaign.objects.within(scope).get(pk=row.pk)
    return papers_of(scope, row, DrivePlan.objects.within(scope).get(campaign=row), clock.today())


def which(line: Line) -> Which:
    """A line as its address names it."""
    return Which(line.key, line.who, line.on)


def handed_up(actor: Actor, row: Campaign, **more: Any) -> DriveHanding:
    """The first paper that is not handed up yet, by who may."""
    line = next(one for one in papers(row) if one.sent is None)
    return actions.hand_up_paper(actor, row.pk, which(line), **more)
