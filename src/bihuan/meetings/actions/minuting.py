"""Minutes: kept as a draft however incomplete, issued with a number when each decision has its person and date, corrected in versions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words, moment_in_words
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.numbering import next_number
from bihuan.core.scope import Scope
from bihuan.grid.models import Post
from bihuan.meetings import rules
from bihuan.meetings.actions.planning import STALE, advance, begin, hold
from bihuan.meetings.lifecycle import DROPPED, HELD, OPEN
from bihuan.meetings.models import Meeting, MeetingPaper, Resolution
from bihuan.meetings.queries import Seat, attendance_of, seats, told_of
from bihuan.meetings.rules import Topic, Wanted, as_day


@transaction.atomic
def save_minutes(
    actor: Actor,
    meeting_id: UUID,
    *,
    version: int | None,
    topics: Sequence[Topic],
    signer: str = "",
    sent_to: str = "",
) -> Meeting:
    """保存纪要草稿: as far as it is written; nothing is asked yet."""
    row = hold(actor, meeting_id, version)
    actor.need("meetings")
    if row.state != HELD:
        raise NotAllowed("只有已经开过、还没有印发纪要的会议可以存草稿。印发以后要改的，请用“更正纪要”。")
    values = _values(row, topics, signer, sent_to)
    mine = Meeting.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk, version=row.version)
    if not mine.update(version=row.version + 1, **values):
        raise Stale(STALE)
    row.version += 1
    events.record(actor, "save_minutes", row, given={"says": row.title})
    return row


def _values(row: Meeting, topics: Sequence[Topic], signer: str, sent_to: str) -> dict[str, Any]:
    """The columns of minutes; what proposed a topic stays with it. Brings the loaded row up to them."""
    before = {one.key: one for one in row.topics}
    kept = [
        replace(one, source=before[one.key].source, lines=before[one.key].lines) if one.key in before else one
        for one in topics
        if one.title.strip() or one.talk.strip() or one.wanted
    ]
    values = {
        "agenda": [one.as_kept() for one in kept],
        "signer": signer.strip(),
        "sent_to": sent_to.strip(),
        "safety_topics": sum(one.safety for one in kept),
        "is_dual": rules.is_dual(row.title, kept),
    }
    for name, value in values.items():
        setattr(row, name, value)
    return values


@transaction.atomic
def issue_minutes(
    actor: Actor,
    meeting_id: UUID,
    *,
    version: int | None,
    topics: Sequence[Topic],
    signer: str,
    sent_to: str = "",
) -> MeetingPaper:
    """印发纪要: numbered and frozen; each decision becomes the work of its post. Incomplete names the decision that lacks its person or date."""
    row, step = begin(actor, meeting_id, version, "issue_minutes")
    there = _posts(actor, row)
    _check(row, topics, there, signer)
    made, numbered = _decided(actor, row, topics, there)
    year = clock.today().year
    word = row.kind.word
    number = f"{word}〔{year}〕{next_number(actor.town, f'meeting:{word}', year)}号" if word else ""
    values = _values(row, numbered, signer, sent_to)
    advance(actor, row, step, issued_on=clock.today(), number=number, **values)
    paper = _paper(actor, row, there, 1)
    given = {"says": row.title, "number": number, "resolutions": len(made)}
    issued = events.Entry(step.action, row, given, step.frm, step.to)
    events.record_all(actor, [issued, *(_told(one) for one in made)])
    return paper


@transaction.atomic
def correct_minutes(
    actor: Actor,
    meeting_id: UUID,
    *,
    version: int | None,
    topics: Sequence[Topic],
    signer: str,
    sent_to: str = "",
    reason: str = "",
) -> MeetingPaper:
    """更正纪要: another version, for a reason; the one before is kept. A decision that is struck out is no longer work, one that is added becomes it."""
    row, step = begin(actor, meeting_id, version, "correct_minutes")
    if not reason.strip():
        raise Incomplete("请填写更正原因。", {"reason": "请填写更正的原因。"})
    there = _posts(actor, row)
    known = {
        str(one.pk): one
        for one in Resolution.objects.within(actor.scope)
        .filter(meeting=row)
        .select_related("post")
        .order_by("pk")
        .held()
    }
    there |= {str(one.post_id): Seat(one.post) for one in known.values()}
    _check(row, topics, there, signer)
    changed = _changed(actor, topics, known, there, reason.strip())
    made, numbered = _decided(actor, row, topics, there)
    advance(actor, row, step, **_values(row, numbered, signer, sent_to))
    last = MeetingPaper.objects.within(actor.scope).filter(meeting=row, kind="minutes").count()
    paper = _paper(actor, row, there, last + 1, reason.strip())
    given = {"says": row.title, "number": row.number, "reason": reason.strip(), "version": last + 1}
    corrected = events.Entry(step.action, row, given, step.frm, step.to)
    events.record_all(actor, [corrected, *changed, *(_told(one) for one in made)])
    return paper


def _posts(actor: Actor, row: Meeting) -> dict[str, Seat]:
    """Who can be given work: the tenures of today, and of the day of the meeting."""
    assert row.held_on is not None
    whole, today = Scope.whole_town(actor.town), clock.today()
    found = {one.id: one for one in seats(whole, today)}
    return found if row.held_on == today else {one.id: one for one in seats(whole, row.held_on)} | found


def _check(row: Meeting, topics: Sequence[Topic], there: dict[str, Seat], signer: str) -> None:
    assert row.held_on is not None
    if wrong := rules.check_minutes(topics, there, row.held_on, signer):
        raise Incomplete("".join(wrong.values()), wrong)


def _decided(
    actor: Actor, row: Meeting, topics: Sequence[Topic], there: dict[str, Seat]
) -> tuple[list[Resolution], list[Topic]]:
    """The rows of what is decided newly, written; and the topics with the ids of all."""
    made: list[Resolution] = []
    numbered = []
    for topic in topics:
        wanted = []
        for one in (one for one in topic.wanted if not one.is_empty):
            if not one.id:
                new = _resolution(actor, row, topic, one, there[one.post])
                made.append(new)
                one = replace(one, id=str(new.pk))
            wanted.append(one)
        numbered.append(replace(topic, wanted=tuple(wanted)))
    Resolution.objects.bulk_create(made)
    return made, numbered


def _resolution(actor: Actor, row: Meeting, topic: Topic, one: Wanted, seat: Seat) -> Resolution:
    due = as_day(one.due)
    assert due is not None
    return Resolution(
        id=new_id(),
        town_id=actor.town,
        meeting=row,
        topic=topic.key[:12],
        text=one.text.strip(),
        post=seat.post,
        holder=seat.label,
        state=OPEN,
        issued_on=clock.today(),
        first_due_on=due,
        due_on=due,
    )


def _told(one: Resolution) -> events.Entry:
    given = {"says": one.text, "to": one.holder, "due_on": one.due_on, "meeting": one.meeting.title}
    return events.Entry("decide_resolution", one, given, "", OPEN)


def _changed(
    actor: Actor, topics: Sequence[Topic], known: dict[str, Resolution], there: dict[str, Seat], reason: str
) -> list[events.Entry]:
    """What a correction does to what is work already: other words, another post or day; or no work any more."""
    said = {one.id: one for topic in topics for one in topic.wanted if one.id and not one.is_empty}
    town, entries = Scope.whole_town(actor.town), []
    for key, row in known.items():
        if row.state == DROPPED:
            continue
        one = said.get(key)
        values = _new_values(row, one, there, reason)
        if not values:
            continue
        before = row.state
        Resolution.objects.within(town).filter(pk=row.pk).update(version=row.version + 1, **values)
        for name, value in values.items():
            setattr(row, name, value)
        given = {"says": row.text, "to": row.holder, "due_on": row.due_on, "reason": reason}
        action = "correct_resolution" if one else "drop_resolution"
        entries.append(events.Entry(action, row, given, before, row.state))
    return entries


def _new_values(row: Resolution, one: Wanted | None, there: dict[str, Seat], reason: str) -> dict[str, Any]:
    if one is None:
        return {"state": DROPPED, "dropped_on": clock.today(), "dropped_for": f"更正纪要：{reason}"[:200]}
    due, seat = as_day(one.due), there[one.post]
    values: dict[str, Any] = {}
    if one.text.strip() != row.text:
        values["text"] = one.text.strip()
    if str(row.post_id) != one.post:
        values |= {"post": seat.post, "holder": seat.label}
    if due != row.due_on:
        values |= {"due_on": due, "first_due_on": due}
    return values


def _paper(
    actor: Actor, row: Meeting, there: dict[str, Seat], version: int, reason: str = ""
) -> MeetingPaper:
    """The minutes as they are issued."""
    paper = MeetingPaper(
        town_id=actor.town,
        meeting=row,
        kind="minutes",
        number=row.number,
        version=version,
        content=minutes_content(actor.scope, row, there, clock.today()),
        reason=reason,
        by_id=actor.person_id,
        at=clock.now(),
        issued_on=clock.today(),
    )
    paper.save(force_insert=True)
    return paper


def minutes_content(scope: Scope, row: Meeting, there: dict[str, Seat], dated: date) -> dict[str, Any]:
    """All that minutes say. A decision without person or date shows as it is: only drafts have them."""
    lines = list(attendance_of(scope, row))
    return {
        "title": row.title,
        "body": row.kind.body,
        "at": moment_in_words(row.at) if row.at else "",
        "place": row.place,
        "chair": next((f"{one.title}{one.person.name}" for one in lines if one.leads), ""),
        "present": [one.person.name for one in lines if one.state == "present"],
        "leave": [f"{one.person.name}（{one.note}）" for one in lines if one.state == "leave"],
        "absent": [one.person.name for one in lines if one.state == "absent"],
        "guests": row.guests,
        "recorder": row.recorder,
        "signer": row.signer,
        "sent_to": row.sent_to,
        "told": [_line(one) for one in told_of(scope, row)],
        "topics": [
            {
                "title": one.title,
                "by": one.by,
                "talk": one.talk,
                "wanted": [_wanted(said, there) for said in one.wanted if not said.is_empty],
            }
            for one in row.topics
        ],
        "dated": dated.isoformat(),
    }


def _line(one: Resolution) -> str:
    """整改永安仓库（安全办主任陈明，2026年6月1日前）：已完成，…"""
    how = f"{one.how_label}，{one.result}" if one.done_on else one.how_label
    return f"{one.text}（{one.holder}，{in_words(one.due_on)}前）：{how}"


def _wanted(one: Wanted, there: dict[str, Seat]) -> dict[str, str]:
    due, seat = as_day(one.due), there.get(one.post)
    return {"text": one.text, "who": seat.label if seat else "", "due": in_words(due) if due else ""}


def posts_for(actor: Actor, row: Meeting) -> dict[str, Post]:
    """Who can be chosen for a decision, by the id of the tenure."""
    return {key: one.post for key, one in _posts(actor, row).items()}
