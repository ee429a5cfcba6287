"""A drive closed, with its report begun in the same press; or cancelled."""

from uuid import UUID

from django.db import transaction

from bihuan.campaigns.actions.planning import begin
from bihuan.campaigns.models import DrivePlan
from bihuan.campaigns.queries.drives import first_left, open_lines
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.moving import advance
from bihuan.core.scope import Scope
from bihuan.inspections.models import Campaign
from bihuan.summaries.actions import draft_summary
from bihuan.summaries.binding.vocabulary import running
from bihuan.summaries.builtin import text_of, title_of
from bihuan.summaries.models import Summary
from bihuan.summaries.queries import vocabulary

SHOWN = 8
DONE = "这次行动刚刚被别人结束或者改过，请刷新后核对。"


def why_not_close(scope: Scope, row: Campaign) -> str:
    """Why a drive cannot be closed: the units that nobody visited and for which no reason is given, by name; ""."""
    left = open_lines(scope, row.pk).count()
    if not left:
        return ""
    names = "、".join(first_left(scope, row.pk, SHOWN))
    more = f"等{left}家" if left > SHOWN else f"，共{left}家"
    return f"还有单位没有查，也没有写明原因：{names}{more}。请补查，或者在名单里写明没有查的原因，再结束。"


@transaction.atomic
def close_drive(actor: Actor, campaign_id: UUID, *, version: int | None) -> tuple[Campaign, Summary | None]:
    """结束并总结: the list is closed, and the drive's report is drafted from the records of today by the engine of summaries. Refused while a unit is
    neither visited nor accounted for; before it began it is cancelled instead. (The drive, its report.)"""
    row, step = begin(actor, campaign_id, version, "close_drive")
    actor.need("summarize")
    today = clock.today()
    if today < row.begins_on:
        raise NotAllowed("行动还没有开始，不能总结。不搞了的，请取消。")
    if why := why_not_close(Scope.whole_town(actor.town), row):
        raise Incomplete(why, {"left": why})
    if (
        open_one := Campaign.objects.within(actor.scope).filter(parent=row, state="issued").first()
    ) is not None:
        raise NotAllowed(f"下属行动“{open_one.name}”还没有结束，请先结束它。")
    advance(actor, row, step, row.version, DONE, closed_on=today)
    summary = _report(actor, row)
    DrivePlan.objects.within(Scope.whole_town(actor.town)).filter(campaign=row).update(summary=summary)
    given = {"says": row.name, "summary": summary.pk}
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row, summary


def _report(actor: Actor, row: Campaign) -> Summary:
    """The drive's report, drafted with the built-in text of its kind; as of today, so that a later mending is told in a later version."""
    words = vocabulary(actor.scope)
    name = next(one for one in words.campaigns if one.id == row.pk)
    until = min(row.ends_on, max(clock.today(), row.begins_on))
    return draft_summary(
        actor,
        title=title_of("campaign", row.begins_on, name),
        text=text_of("campaign", running(words, row.begins_on, row.ends_on), name),
        since=row.begins_on,
        until=until,
        as_of=clock.today(),
        kind="campaign",
    )


@transaction.atomic
def cancel_drive(actor: Actor, campaign_id: UUID, *, version: int | None, reason: str) -> Campaign:
    """取消行动: it is not held, for a reason. What was already recorded in its name stands, in the town's figures; the drive itself counts no more."""
    row, step = begin(actor, campaign_id, version, "cancel_drive")
    if not reason.strip():
        raise Incomplete("请填写取消的原因。", {"reason": "请填写取消的原因。"})
    advance(actor, row, step, row.version, DONE, cancelled_on=clock.today(), cancelled_for=reason.strip())
    plan = DrivePlan.objects.within(actor.scope).filter(campaign=row).first()
    given = {"says": row.name, "reason": reason.strip(), "teams": plan.teams if plan else []}
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row
