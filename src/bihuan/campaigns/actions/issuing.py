"""A plan issued: its scope becomes a list of units, its words are frozen; changed afterwards, both are made anew, for a reason."""

from uuid import UUID

from django.db import transaction

from bihuan.campaigns.actions.keeping import DROPPED, REPLANNED, bring_up
from bihuan.campaigns.actions.planning import Plan, begin, write
from bihuan.campaigns.asked import BULLETIN, FORM, check_asked, stamped
from bihuan.campaigns.composing import content_of
from bihuan.campaigns.models import CampaignUnit, DrivePaper, DrivePlan
from bihuan.campaigns.rules import check_plan
from bihuan.campaigns.scoping import fitting
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.moving import advance
from bihuan.core.scope import Scope
from bihuan.inspections.lifecycle import NOT_OVER
from bihuan.inspections.models import Campaign
from bihuan.summaries.models import ReportForm


def _check(actor: Actor, plan: DrivePlan) -> None:
    """Incomplete names what a plan lacks to be issued."""
    campaign = plan.campaign
    asked = fitting(Scope.whole_town(actor.town), plan)
    wrong = check_plan(
        name=campaign.name,
        stages=plan.parts,
        teams=plan.teams,
        units=asked.count(),
        days=(campaign.begins_on, campaign.ends_on),
        today=clock.today(),
        asked=check_asked(
            plan.asks, campaign.begins_on, campaign.ends_on, clock.today(), _sources(actor, plan)
        ),
    )
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)


def _sources(actor: Actor, plan: DrivePlan) -> set[str]:
    """What a paper can be made from: the drive's bulletin, and the forms of superiors that the town keeps."""
    if not any(one.form for one in plan.asks):
        return {BULLETIN}
    there = ReportForm.objects.within(actor.scope).order_by().values_list("pk", flat=True)
    return {BULLETIN, *(f"{FORM}{pk}" for pk in there)}


def _ask(actor: Actor, plan: DrivePlan) -> None:
    """From today on what the plan asks for is owed by those whom it names."""
    plan.asked = [one.as_kept() for one in stamped(plan.asks, plan.teams, clock.today())]
    DrivePlan.objects.within(Scope.whole_town(actor.town)).filter(pk=plan.pk).update(asked=plan.asked)


def _freeze(actor: Actor, plan: DrivePlan, version: int, reason: str = "") -> DrivePaper:
    paper = DrivePaper(
        town_id=actor.town,
        campaign=plan.campaign,
        number=plan.number,
        version=version,
        content=content_of(Scope.whole_town(actor.town), plan),
        reason=reason,
        by_id=actor.person_id,
        at=clock.now(),
        issued_on=clock.today(),
    )
    paper.save(force_insert=True)
    return paper


@transaction.atomic
def issue_drive(actor: Actor, campaign_id: UUID, *, version: int | None) -> Campaign:
    """印发方案: the scope becomes the list of units, divided among the teams; the plan is frozen as a paper, and the teams hear of it. Refused with an
    empty scope."""
    row, step = begin(actor, campaign_id, version, "issue_drive")
    plan: DrivePlan = (
        DrivePlan.objects.within(actor.scope).select_related("campaign__parent").get(campaign=row)
    )
    plan.campaign = row
    if row.parent is not None and row.parent.state not in NOT_OVER:
        why = f"上一级行动“{row.parent.name}”已经结束。请在方案里另选上一级行动，或者不选，再印发。"
        raise Incomplete(why, {"parent": why})
    _check(actor, plan)
    advance(
        actor,
        row,
        step,
        row.version,
        "这次行动刚刚被别人印发或者改过，请刷新后核对。",
        issued_on=clock.today(),
    )
    joined, _ = bring_up(actor.town, plan, joins="")
    _ask(actor, plan)
    _freeze(actor, plan, 1)
    lacks = _without_team(actor, row)
    given = {
        "says": row.name,
        "number": plan.number,
        "units": joined,
        "teams": plan.teams,
        "without_team": lacks,
    }
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row


@transaction.atomic
def change_drive(
    actor: Actor, campaign_id: UUID, *, version: int | None, plan: Plan, reason: str
) -> Campaign:
    """变更方案: an issued plan is changed, for a reason: its list is brought up to the new scope and divided anew as far as nobody was visited; a new
    version of the paper says why. What was done stays where it was recorded."""
    row, step = begin(actor, campaign_id, version, "change_drive")
    if not reason.strip():
        raise Incomplete("请填写变更的原因。", {"reason": "请填写变更的原因。"})
    before = list(DrivePlan.objects.within(actor.scope).get(campaign=row).teams)
    kept = write(actor, row, plan)
    _check(actor, kept)
    joined, left = bring_up(actor.town, kept, joins=REPLANNED, leaves=DROPPED, anew=True)
    _ask(actor, kept)
    last = DrivePaper.objects.within(actor.scope).filter(campaign=row).order_by("-version").first()
    _freeze(actor, kept, last.version + 1 if last else 1, reason.strip())
    given = {
        "says": row.name,
        "reason": reason.strip(),
        "joined": joined,
        "left": left,
        "teams": list(dict.fromkeys((*kept.teams, *before))),  # who is on it no more hears of that, too
    }
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row


def _without_team(actor: Actor, row: Campaign) -> int:
    mine = CampaignUnit.objects.within(Scope.whole_town(actor.town)).filter(
        campaign=row, team=None, left_on=None
    )
    return int(mine.count())
