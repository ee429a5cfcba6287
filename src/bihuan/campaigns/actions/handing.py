"""What a drive's plan asks for is handed up (报送): in time or late, made from records where the plan says so; what was entered by mistake is taken
back. The system records it, and sends nothing."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.campaigns.asked import BULLETIN, OFFICE, Due
from bihuan.campaigns.models import DriveHanding, DrivePlan
from bihuan.campaigns.queries.drives import plan_of
from bihuan.campaigns.queries.handings import Line, own_bodies, papers_of
from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed, NotFound
from bihuan.core.moving import insert_once
from bihuan.core.scope import Scope
from bihuan.inspections.lifecycle import ISSUED
from bihuan.inspections.models import Campaign, Team
from bihuan.summaries.actions import draft_summary
from bihuan.summaries.actions.forms import made_of, told_of
from bihuan.summaries.binding.vocabulary import running
from bihuan.summaries.builtin import text_of
from bihuan.summaries.models import ReportForm, Summary
from bihuan.summaries.queries import vocabulary

TITLE_MAX, NOTE_MAX = 100, 200
WHAT = "次专项行动"
GONE = "方案已经不要求这份材料了，请返回行动页面核对。"


@dataclass(frozen=True)
class Which:
    """What of a drive is meant: the plan's line, of whom, for which day."""

    key: str
    who: str
    on: date


def line_of(actor: Actor, row: Campaign, which: Which) -> tuple[Line, Due]:
    """The line of a drive's table that is meant. NotFound where the plan asks for it no more."""
    lines = papers_of(actor.scope, row, plan_of(actor.scope, row.pk), clock.today())
    for line in lines:
        due = line.due
        if due is not None and (due.asked.key, due.who, due.on) == (which.key, which.who, which.on):
            return line, due
    raise NotFound(GONE)


def why_not_mine(actor: Actor, line: Line) -> str:
    """Why somebody cannot hand up a line's paper, or ""."""
    if actor.may("campaigns") or line.who in own_bodies(actor, clock.today()):
        return ""
    return f"这份材料由{line.body}报送，您不在其中。请联系{line.body}，或者请安全办代为登记。"


def until_of(due: Due) -> date:
    """The last day that a paper is about: the day on which it is due, or today before that."""
    return min(due.on, clock.today())


def _title(row: Campaign, due: Due) -> str:
    days = f"（{due.since.month}月{due.since.day}日至{due.on.month}月{due.on.day}日）"
    return f"{row.name}{due.asked.name}"[: TITLE_MAX - len(days)] + days


def bulletin_of(actor: Actor, row: Campaign, due: Due) -> Summary | None:
    """The text that was drafted for a paper, the latest; None where there is none. What is asked after the end is the report with which the drive was
    closed."""
    if due.asked.rhythm == "end":
        report = Summary.objects.within(actor.scope).filter(
            pk__in=DrivePlan.objects.within(actor.scope).filter(campaign=row).values("summary")
        )
        found: Summary | None = report.exclude(state="dropped").first()
        if found is not None:
            return found
    found = (
        Summary.objects.within(actor.scope)
        .filter(kind="campaign", title=_title(row, due), since=due.since)
        .exclude(state="dropped")
        .order_by("-made_at")
        .first()
    )
    return found


@transaction.atomic
def draft_bulletin(actor: Actor, campaign_id: UUID, which: Which) -> Summary:
    """按记录起草: the drive's bulletin of the days that the paper is about. Where it is drafted already, that one."""
    row = actor.hold(Campaign, campaign_id, what=WHAT)  # or two who press at once would draft two
    _line, due = line_of(actor, row, which)
    if due.asked.source != BULLETIN:
        raise NotAllowed("这份材料不是按记录起草的，请自行写好后报送。")
    if (known := bulletin_of(actor, row, due)) is not None:
        return known
    if due.asked.rhythm == "end" and row.state == ISSUED:
        raise NotAllowed("总结在结束行动时一并起草。请先“结束并总结”。")
    words = vocabulary(actor.scope)
    name = next(one for one in words.campaigns if one.id == row.pk)
    until = until_of(due)
    return draft_summary(
        actor,
        title=_title(row, due),
        text=text_of("campaign", running(words, due.since, until), name),
        since=due.since,
        until=until,
        as_of=until,
        kind="campaign",
    )


def hand_up_paper(
    actor: Actor, campaign_id: UUID, which: Which, *, note: str = "", file: UUID | None = None
) -> DriveHanding:
    """报送: what a plan asks for goes to whom it names. After its day it is taken all the same, and is late. What is made from records goes up as they
    are now: a form is filled in the same press, a bulletin was drafted and looked at before."""
    row = actor.find(Campaign, campaign_id, what=WHAT)
    line, due = line_of(actor, row, which)
    if why := why_not_mine(actor, line):
        raise NotAllowed(why)
    if line.sent is not None:
        raise NotAllowed(
            f"{line.body}的“{line.name}”已由{line.sent.by.name}于{in_words(line.sent.handed_on)}报送。要改的，先撤回。"
        )
    today = clock.today()
    if not line.may_come(today):
        raise NotAllowed(f"这份材料从{in_words(due.since)}开始的一期才报，还没有到。")
    made = _made(actor, row, due)  # before anything is held: a large form takes seconds
    kept = files.owned(actor, [file])[0] if file else None
    handing = DriveHanding(
        town_id=actor.town,
        campaign=row,
        key=due.asked.key,
        name=due.asked.name,
        to=due.asked.to,
        who=due.who,
        **_body(actor, due.who),
        due_on=due.on,
        by_id=actor.person_id,
        at=clock.now(),
        handed_on=today,
        is_late=today > due.on,
        note=note.strip()[:NOTE_MAX],
        file=kept,
        **made,
    )
    given = {
        "says": line.name,
        "drive": row.name,
        "body": line.body,
        "to": handing.to,
        "due_on": due.on,
        "late": handing.is_late,
        "note": handing.note,
    }
    with transaction.atomic():
        if handing.filled is not None:
            handing.filled.save(force_insert=True)
        insert_once(handing, "这份材料刚刚已经报送，请刷新后核对。")
        told = [told_of(handing.filled)] if handing.filled is not None else []
        events.record_all(actor, [*told, events.Entry("hand_up_paper", handing, given)])
    return handing


def _body(actor: Actor, who: str) -> dict[str, Any]:
    if who == OFFICE:
        return {}
    is_team = Team.objects.within(Scope.whole_town(actor.town)).filter(pk=who).exists()
    return {"team_id" if is_team else "department_id": UUID(who)}


def _made(actor: Actor, row: Campaign, due: Due) -> dict[str, Any]:
    """What goes up with a paper that is made from records; a form is filled and not yet written."""
    if due.asked.source == BULLETIN:
        text = bulletin_of(actor, row, due)
        if text is None:
            raise Incomplete("还没有起草。请先点“按记录起草”，核对后再报送。")
        return {"summary": text}
    if not due.asked.form:
        return {}
    form = actor.find(ReportForm, UUID(due.asked.form), what="张报表样式")
    until = until_of(due)
    return {"filled": made_of(actor, form, since=due.since, until=until, as_of=until)}


@transaction.atomic
def take_back_handing(actor: Actor, handing_id: UUID) -> DriveHanding:
    """撤回报送: it was entered by mistake; the paper is due again. By who entered it, or who runs the drives."""
    row = actor.find(DriveHanding, handing_id, what="次报送")
    if not actor.may("campaigns") and row.by_id != actor.person:
        raise NotAllowed(f"这次报送是{row.by.name}登记的，要撤回请本人办，或者请安全办办。")
    mine = DriveHanding.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk, voided_on__isnull=True)
    if not mine.update(voided_on=clock.today()):
        raise NotAllowed("这次报送已经撤回。")
    row.voided_on = clock.today()
    given = {"says": row.name, "drive": row.campaign.name, "due_on": row.due_on}
    events.record(actor, "take_back_handing", row, given=given)
    return row
