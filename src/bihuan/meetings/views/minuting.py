"""What a meeting came to: who was there, its minutes, its papers."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from bihuan import paper
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.answers import back, posted, refused
from bihuan.core.door import PageRequest, route
from bihuan.core.forms import minute_of
from bihuan.core.prints import DEMO, file_answer, mark_of, pdf_answer
from bihuan.meetings import actions
from bihuan.meetings.actions.minuting import minutes_content, posts_for
from bihuan.meetings.actions.planning import notice_content
from bihuan.meetings.forms import PRESENCE_CHOICES, HeldForm, MinutesForm
from bihuan.meetings.lifecycle import CALLED, CANCELLED, HELD, ISSUED, PLANNED
from bihuan.meetings.models import Meeting, MeetingPaper
from bihuan.meetings.papers import minutes_of, notice_of
from bihuan.meetings.queries import Seat, attendance_of, find_meeting, invited, seats, told_of
from bihuan.paper import OfficialDocument

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS = ("pdf", "docx")
DRAFT = "草稿"


@route("meetings", scope="town")
def meeting_hold(request: PageRequest, meeting_id: UUID) -> HttpResponse:
    """登记会议情况: the holders of the posts that were asked, each there unless said otherwise."""
    actor = request.actor
    row = find_meeting(actor, meeting_id)
    if row.state not in (PLANNED, CALLED, HELD):
        return refused(request, f"这次会议{row.state_label}，不能再登记。", "meeting", row.pk)
    on = row.on or clock.today()
    asked = invited(actor.scope, row, on)
    there = {one.person.pk for one in asked}
    others: dict[UUID, Seat] = {}
    for seat in seats(actor.scope, on):
        if seat.person.pk not in there:
            others.setdefault(seat.person.pk, seat)
    form = posted(
        request, HeldForm, asked=asked, others=list(others.values()), initial=_held_initial(actor, row, asked)
    )
    if form.is_bound:
        done = form.carry_out(lambda given: actions.hold_meeting(actor, row.pk, **given))
        if done is not None:
            return back(request, "会议情况已登记，请写纪要。", "meeting_minutes", row.pk)
    context = {
        "row": row,
        "form": form,
        "asked": asked,
        "chairs": [(str(one.person.pk), one.label) for one in [*asked, *others.values()]],
        "states": PRESENCE_CHOICES,
        "others": list(others.values()),
    }
    return render(request, "meetings/hold.html", context, status=form.status)


def _held_initial(actor: Actor, row: Meeting, asked: list[Seat]) -> dict[str, Any]:
    """As planned; as it was said, where it is said anew."""
    leads = next((one for one in asked if one.post.kind == row.kind.chair), asked[0] if asked else None)
    at = row.at if row.held_on or (row.at and row.at <= clock.now()) else clock.now()
    found: dict[str, Any] = {
        "version": row.version,
        "at": minute_of(at) if at else "",
        "place": row.place,
        "chair": str(row.chair_id or (leads.person.pk if leads else "")),
        "recorder": row.recorder or actor.name,
        "guests": row.guests,
    }
    keys = {str(one.person.pk) for one in asked}
    for line in attendance_of(actor.scope, row):
        key = str(line.person_id)
        found |= {f"state_{key}": line.state, f"spoke_{key}": line.spoke, f"note_{key}": line.note}
        if key not in keys and line.state == "present":
            found.setdefault("more", []).append(key)
    return found


@route("meetings", scope="town")
def meeting_minutes(request: PageRequest, meeting_id: UUID) -> HttpResponse:
    """写纪要: kept as a draft, or issued; of minutes that were issued, corrected."""
    actor = request.actor
    row = find_meeting(actor, meeting_id)
    if row.state not in (HELD, ISSUED):
        return refused(request, "还没有登记会议情况，请先登记再写纪要。", "meeting", row.pk)
    again = row.state == ISSUED
    initial = {"version": row.version, "signer": row.signer, "sent_to": row.sent_to or "各村（社区），各部门"}
    form = posted(request, MinutesForm, topics=row.topics, again=again, initial=initial)
    if form.is_bound:
        is_issued = "issue" in request.POST
        act = (
            actions.correct_minutes if again else actions.issue_minutes if is_issued else actions.save_minutes
        )
        done = form.carry_out(lambda given: act(actor, row.pk, **given))
        if done is not None:
            said = "纪要已印发，责任人会收到要办的事项。" if again or is_issued else "草稿已保存。"
            to = "meeting" if again or is_issued else "meeting_minutes"
            return back(request, said, to, row.pk)
    posts = posts_for(actor, row)
    if again:  # who was given something then, though the post has gone over since
        decided = row.resolutions.within(actor.scope).select_related(
            "post__person", "post__cell", "post__department"
        )
        posts |= {str(one.post_id): one.post for one in decided}
    known = {one.key: one for one in row.topics}
    context = {
        "row": row,
        "form": form,
        "again": again,
        "known": known,
        "posts": [(key, Seat(post).label) for key, post in posts.items()],
        "told": told_of(actor.scope, row).select_related("meeting"),
        "may_issue": actor.may("supervise"),
    }
    return render(request, "meetings/minutes.html", context, status=form.status)


@route("meetings", scope="town")
def meeting_preview(request: PageRequest, meeting_id: UUID) -> HttpResponse:
    """What the next paper of a meeting would look like, marked as a draft."""
    row = find_meeting(request.actor, meeting_id)
    scope, today = request.actor.scope, clock.today()
    mark = f"{DRAFT}（{DEMO}）" if request.is_demo else DRAFT
    if row.state in (PLANNED, CALLED, CANCELLED):
        persons = [one.label for one in invited(scope, row, row.on or today)]
        made = notice_of(notice_content(row, persons, today), "", mark)
    else:
        there = {key: Seat(post) for key, post in posts_for(request.actor, row).items()}
        made = minutes_of(minutes_content(scope, row, there, today), "", mark)
    return _answer(request, made, row, "pdf", DRAFT)


@route("office", scope="town")
def meeting_paper(request: PageRequest, meeting_paper_id: UUID, form: str) -> HttpResponse:
    """A notice or minutes as issued, as PDF or docx."""
    found = request.actor.find(MeetingPaper, meeting_paper_id, what="份会议文件")
    row = find_meeting(request.actor, found.meeting_id)
    if form not in FORMS:
        raise Http404
    mark = mark_of(request)
    if found.kind == "notice":
        made = notice_of(found.content, found.number, mark)
    else:
        made = minutes_of(found.content, found.number, mark, found.reason)
    return _answer(request, made, row, form, found.title)


def _answer(request: PageRequest, made: OfficialDocument, row: Meeting, form: str, name: str) -> HttpResponse:
    called = f"{row.title}{name}"
    try:
        if form == "pdf":
            return pdf_answer(paper.pdf(made, extra_fonts=settings.FONTS_DIR), called)
        return file_answer(paper.docx(made), DOCX, f"{called}.docx")
    except paper.GlyphMissing as error:
        return refused(request, str(error), "meeting", row.pk)
