"""A meeting drafted from what is open, planned, called, called anew, cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events, moving
from bihuan.core.actions import Actor
from bihuan.core.calendar import add_workdays, moment_in_words
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.lifecycle import Move
from bihuan.core.moving import hold_town
from bihuan.core.numbering import next_number
from bihuan.core.scope import Scope
from bihuan.inspections.models import Campaign
from bihuan.meetings import rules
from bihuan.meetings.agenda import Asking, proposed
from bihuan.meetings.lifecycle import CALLED, MEETING, PLANNED
from bihuan.meetings.models import Meeting, MeetingKind, MeetingPaper
from bihuan.meetings.queries import ahead, invited, last_of_kind, meetings
from bihuan.meetings.rules import INVITED, MORNING, SPECIAL, Topic

STALE = "这次会议刚刚被别人改过。请核对最新情况后再提交，您填写的内容还在。"
WHAT = "次会议"
AHEAD_WORKDAYS, HOUR = 2, 9
FIRST_LOOK_DAYS = 90  # what the first meeting of a kind looks back on
TOPICS_MAX = 20


def hold(actor: Actor, meeting_id: UUID, version: int | None) -> Meeting:
    """A meeting of the town, held. Raises NotFound; Stale where somebody was there since the page was opened."""
    row = actor.hold(Meeting, meeting_id, what=WHAT)
    if row.version != version:
        raise Stale(STALE)
    return row


def begin(actor: Actor, meeting_id: UUID, version: int | None, action: str) -> tuple[Meeting, Move]:
    """The meeting, held, and the table's row for the action from its state, if the actor may."""
    row = hold(actor, meeting_id, version)
    step = MEETING.move(action, row.state)
    actor.need(step.right)
    return row, step


def advance(actor: Actor, row: Meeting, step: Move, **values: Any) -> None:
    moving.advance(actor, row, step, row.version, STALE, **values)


@dataclass(frozen=True)
class Plan:
    """What is planned of a meeting, as far as it is known."""

    title: str
    at: datetime | None
    place: str
    posts: Sequence[str]
    topics: Sequence[Topic]
    guests: str = ""
    asks: str = ""
    campaign: UUID | None = None


@transaction.atomic
def draft_meeting(actor: Actor, kind_id: UUID, *, at: datetime | None = None) -> Meeting:
    """起草会议: one of a kind, with what is open now on its agenda, for the usual persons, place and hour. NotAllowed where one is being prepared already
    (special ones may be several)."""
    actor.need("meetings")
    kind = actor.find(MeetingKind, kind_id, what="种会议")
    if kind.ended_on:
        raise NotAllowed(f"“{kind.name}”已经停用，请选择其他会议。")
    hold_town(actor)  # or who presses twice drafts two
    if kind.sort != SPECIAL and (there := ahead(actor.scope).filter(kind__chain=kind.chain).first()):
        raise NotAllowed(f"“{there.title}”还没有开，请先办完；不开的，请先取消。")
    at = at or clock.at(add_workdays(clock.today(), 1 if kind.sort == MORNING else AHEAD_WORKDAYS), HOUR)
    on = clock.town_day(at)
    mine = meetings(actor.scope).filter(kind__chain=kind.chain, at__gte=clock.at(date(on.year, 1, 1)))
    count = mine.filter(at__lt=clock.at(date(on.year + 1, 1, 1))).count()
    row = Meeting(
        town_id=actor.town,
        kind=kind,
        sort=kind.sort,
        title=rules.title_of(kind.name, kind.sort, on.year, count + 1),
        at=at,
        place=kind.place,
        posts=kind.posts,
        guests=kind.guests,
        agenda=[one.as_kept() for one in proposed(_asking(actor.scope, kind, on))],
        recorder=actor.name,
        drafted_on=clock.today(),
    )
    row.save(force_insert=True)
    events.record(actor, "draft_meeting", row, given={"says": row.title, "topics": len(row.agenda)})
    return row


def _asking(scope: Scope, kind: MeetingKind, on: date) -> Asking:
    """What an agenda is asked for: since the day after the last meeting of the kind."""
    last = last_of_kind(scope, kind, on)
    since = (
        last.held_on + timedelta(days=1) if last and last.held_on else on - timedelta(days=FIRST_LOOK_DAYS)
    )
    return Asking(scope, kind, since, on)


def refreshed(scope: Scope, row: Meeting, on: date, topics: Sequence[Topic]) -> list[Topic]:
    """Some topics with the material as it stands now; what was struck off is not proposed again."""
    now = {one.source: one for one in proposed(_asking(scope, row.kind, on))}
    return [replace(one, lines=now[one.source].lines) if one.source in now else one for one in topics]


@transaction.atomic
def plan_meeting(actor: Actor, meeting_id: UUID, *, version: int | None, plan: Plan) -> Meeting:
    """修改会议安排: what is planned, as far as it is known; what a notice must say is asked when it is issued. One that was called is called anew instead."""
    row = hold(actor, meeting_id, version)
    actor.need("meetings")
    if row.state != PLANNED:
        raise NotAllowed("通知已经印发。要改时间、地点、议题的，请用“改期重发通知”。")
    if not plan.title.strip():
        raise Incomplete("请填写会议名称。", {"title": "请填写会议名称。"})
    values = _values(actor, row, plan)
    mine = Meeting.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk, version=row.version)
    if not mine.update(version=row.version + 1, **values):
        raise Stale(STALE)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    events.record(actor, "plan_meeting", row, given={"says": row.title})
    return row


def _values(actor: Actor, row: Meeting, plan: Plan) -> dict[str, Any]:
    """The columns of a plan. What a topic's source proposed stays with it."""
    before = {one.key: one for one in row.topics}
    kept = [
        replace(before.get(one.key, one), title=one.title.strip(), by=one.by.strip(), safety=one.safety)
        for one in plan.topics
        if one.title.strip()
    ]
    return {
        "title": plan.title.strip(),
        "campaign": actor.find(Campaign, plan.campaign, what="次专项行动") if plan.campaign else None,
        "at": plan.at,
        "place": plan.place.strip(),
        "posts": [code for code in INVITED if code in plan.posts],
        "guests": plan.guests.strip(),
        "asks": plan.asks.strip(),
        "agenda": [one.as_kept() for one in kept[:TOPICS_MAX]],
    }


@transaction.atomic
def call_meeting(actor: Actor, meeting_id: UUID, *, version: int | None) -> MeetingPaper:
    """印发通知: the notice is frozen, and those who are asked hear of it. Incomplete names what it lacks."""
    row, step = begin(actor, meeting_id, version, "call_meeting")
    _check(row)
    number = _number(actor, row.kind.notice_word)
    on = clock.town_day(row.at)  # type: ignore[arg-type]
    topics = refreshed(actor.scope, row, on, row.topics)
    advance(actor, row, step, called_on=clock.today(), agenda=[one.as_kept() for one in topics])
    return _notice(actor, row, step, number, 1)


@transaction.atomic
def call_again(
    actor: Actor, meeting_id: UUID, *, version: int | None, plan: Plan, reason: str
) -> MeetingPaper:
    """改期重发通知: another version of the notice, with its reason; those who are asked hear of it."""
    row, step = begin(actor, meeting_id, version, "call_again")
    if not reason.strip():
        raise Incomplete("请填写原因。", {"reason": "请填写原因，如“与区里会议冲突，改期”。"})
    values = _values(actor, row, plan)
    for name, value in values.items():
        setattr(row, name, value)
    _check(row)
    advance(actor, row, step, **values)
    last = MeetingPaper.objects.within(actor.scope).filter(meeting=row, kind="notice").order_by("-version")[0]
    return _notice(actor, row, step, last.number, last.version + 1, reason.strip())


def _check(row: Meeting) -> None:
    wrong = rules.check_plan(
        title=row.title, at=row.at, place=row.place, posts=row.posts, topics=row.topics, now=clock.now()
    )
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)


def _number(actor: Actor, word: str) -> str:
    """枫安委〔2018〕5号; "" for a kind whose papers bear none."""
    if not word:
        return ""
    year = clock.today().year
    return f"{word}〔{year}〕{next_number(actor.town, f'meeting:{word}', year)}号"


def _notice(
    actor: Actor, row: Meeting, step: Move, number: str, version: int, reason: str = ""
) -> MeetingPaper:
    """The notice as it is issued, and its event."""
    assert row.at is not None
    persons = invited(actor.scope, row, clock.town_day(row.at))
    paper = MeetingPaper(
        town_id=actor.town,
        meeting=row,
        kind="notice",
        number=number,
        version=version,
        content=notice_content(row, [one.label for one in persons], clock.today()),
        reason=reason,
        by_id=actor.person_id,
        at=clock.now(),
        issued_on=clock.today(),
    )
    paper.save(force_insert=True)
    given = {
        "says": row.title,
        "number": number,
        "at": moment_in_words(row.at),
        "place": row.place,
        "reason": reason,
        "persons": [str(one.person.pk) for one in persons],
    }
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return paper


def notice_content(row: Meeting, persons: Sequence[str], dated: date) -> dict[str, Any]:
    """All that a notice says."""
    return {
        "title": row.title,
        "body": row.kind.body,
        "at": moment_in_words(row.at) if row.at else "",
        "place": row.place,
        "chair": row.kind.get_chair_display(),
        "persons": list(persons),
        "guests": row.guests,
        "topics": [{"title": one.title, "by": one.by} for one in row.topics],
        "asks": row.asks,
        "dated": dated.isoformat(),
    }


@transaction.atomic
def cancel_meeting(actor: Actor, meeting_id: UUID, *, version: int | None, reason: str) -> Meeting:
    """取消会议: it will not be held, for a reason. Who was asked hears of it."""
    row, step = begin(actor, meeting_id, version, "cancel_meeting")
    if not reason.strip():
        raise Incomplete("请填写取消的原因。", {"reason": "请填写取消的原因。"})
    was_called = row.state == CALLED
    advance(actor, row, step, cancelled_on=clock.today(), cancelled_for=reason.strip())
    on = clock.town_day(row.at) if row.at else clock.today()
    persons = [str(one.person.pk) for one in invited(actor.scope, row, on)] if was_called else []
    given = {"says": row.title, "reason": reason.strip(), "persons": persons}
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row
