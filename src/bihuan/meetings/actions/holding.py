"""A meeting that was held: who was there, who led it and spoke; what was decided before is told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.scope import Scope
from bihuan.meetings import rules
from bihuan.meetings.actions.planning import advance, begin, refreshed
from bihuan.meetings.lifecycle import DONE
from bihuan.meetings.models import Attendance, Meeting, Resolution
from bihuan.meetings.queries import Seat, attendance_of, seats, to_report
from bihuan.meetings.rules import Presence


@transaction.atomic
def hold_meeting(
    actor: Actor,
    meeting_id: UUID,
    *,
    version: int | None,
    at: datetime | None,
    place: str,
    chair: str,
    present: Sequence[Presence],
    recorder: str = "",
    guests: str = "",
) -> Meeting:
    """登记会议情况: when and where it was held, who led it, who came, spoke, was excused. Those who are asked are the holders of the posts on that day. Incomplete names
    the fields."""
    row, step = begin(actor, meeting_id, version, "hold_meeting")
    wrong = rules.check_held(at, place, chair, present, clock.now())
    on = clock.town_day(at) if at else clock.today()
    there: dict[str, Seat] = {}
    for seat in seats(actor.scope, on):
        known = there.setdefault(str(seat.person.pk), seat)
        if seat.post.kind in row.posts and known.post.kind not in row.posts:
            there[str(seat.person.pk)] = seat
    if not wrong and (lost := [one for one in present if one.person not in there]):
        wrong = {"present": f"有{len(lost)}人在开会那天不在任，请刷新后重新登记。"}
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    _write(actor, row, chair, present, there)
    topics = refreshed(actor.scope, row, on, row.topics)
    lead = there[chair]
    advance(
        actor,
        row,
        step,
        at=at,
        held_on=on,
        place=place.strip(),
        guests=guests.strip(),
        recorder=recorder.strip() or actor.name,
        chair_id=lead.person.pk,
        chair_post=lead.post.kind,
        signer=row.signer or lead.person.name,
        safety_topics=sum(one.safety for one in topics),
        is_dual=rules.is_dual(row.title, topics),
        agenda=[one.as_kept() for one in topics],
    )
    told = to_report(actor.scope, row.kind).filter(state=DONE, done_on__lte=on).exclude(meeting=row)
    keys = list(told.order_by().values_list("pk", flat=True))
    Resolution.objects.within(Scope.whole_town(actor.town)).filter(pk__in=keys).update(told_in=row)
    given = {
        "says": row.title,
        "chair": lead.label,
        "present": sum(one.state == "present" for one in present),
        "absent": sum(one.state != "present" for one in present),
        "told": [str(key) for key in keys],
    }
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row


def _write(
    actor: Actor, row: Meeting, chair: str, present: Sequence[Presence], there: dict[str, Seat]
) -> None:
    """The rows of who was there; said anew they take the place of what was said before."""
    known = {str(one.person_id): one for one in attendance_of(actor.scope, row)}
    new: list[Attendance] = []
    changed: list[Attendance] = []
    for at, one in enumerate(present):
        seat = there[one.person]
        line = known.pop(one.person, None)
        (changed if line else new).append(
            line := line or Attendance(town_id=actor.town, meeting=row, person_id=seat.person.pk)
        )
        line.post, line.title, line.place = seat.post.kind, seat.title, at
        line.state, line.leads = one.state, one.person == chair
        line.spoke = one.state == "present" and (one.spoke or line.leads)
        line.note = one.note.strip()
    for line in known.values():  # no longer among those named: not there
        line.state, line.leads, line.spoke, line.note = "absent", False, False, ""
        changed.append(line)
    Attendance.objects.bulk_create(new)
    names = ["post", "title", "place", "state", "leads", "spoke", "note"]
    Attendance.objects.within(Scope.whole_town(actor.town)).bulk_update(changed, names)
