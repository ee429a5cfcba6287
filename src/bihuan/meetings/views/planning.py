"""A meeting drafted, planned, called, called anew, cancelled."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.answers import back, posted, refused
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.core.forms import StepForm, minute_of
from bihuan.inspections.queries import running_campaigns
from bihuan.meetings import actions
from bihuan.meetings.forms import POST_CHOICES, PlanForm, ReasonForm
from bihuan.meetings.lifecycle import CALLED, PLANNED
from bihuan.meetings.models import Meeting, MeetingKind
from bihuan.meetings.queries import find_meeting
from bihuan.meetings.views.shared import ask_reason


@route("meetings", scope="town")
@require_POST
def meeting_draft(request: PageRequest, meeting_kind_id: UUID) -> HttpResponse:
    """起草: in one press, with what is open now on the agenda."""
    request.actor.find(MeetingKind, meeting_kind_id, what="种会议")
    try:
        row = actions.draft_meeting(request.actor, meeting_kind_id)
    except Refused as error:
        return refused(request, error.message, "meetings")
    return back(request, f"已起草“{row.title}”，议题按现在的情况列好，请核对。", "meeting_edit", row.pk)


@route("meetings", scope="town")
def meeting_edit(request: PageRequest, meeting_id: UUID) -> HttpResponse:
    """修改安排; of one that was called, 改期重发通知."""
    actor = request.actor
    row = find_meeting(actor, meeting_id)
    if row.state not in (PLANNED, CALLED):
        return refused(request, f"这次会议{row.state_label}，不能再改安排。", "meeting", row.pk)
    again = row.state == CALLED
    form = posted(request, PlanForm, topics=row.topics, again=again, initial=_initial(row))
    if form.is_bound:
        act = actions.call_again if again else actions.plan_meeting
        done = form.carry_out(lambda given: act(actor, row.pk, **given))
        if done is not None and "call" in request.POST and not again:
            return _call(request, row, done.version)
        if done is not None:
            said = "通知已重新印发，参会的人会收到。" if again else "已保存。"
            return back(request, said, "meeting", row.pk)
    running = {one.pk: one.name for one in running_campaigns(actor.scope, row.on or clock.today())}
    if row.campaign:
        running.setdefault(row.campaign.pk, row.campaign.name)
    context = {
        "row": row,
        "form": form,
        "again": again,
        "posts": POST_CHOICES,
        "known": {one.key: one for one in row.topics},
        "campaigns": list(running.items()),
    }
    return render(request, "meetings/edit.html", context, status=form.status)


def _initial(row: Meeting) -> dict[str, Any]:
    names = ("version", "title", "place", "posts", "guests", "asks", "campaign_id")
    found = {name.removesuffix("_id"): getattr(row, name) for name in names}
    return found | {"at": minute_of(row.at) if row.at else ""}


@route("meetings", scope="town")
@require_POST
def meeting_call(request: PageRequest, meeting_id: UUID) -> HttpResponse:
    """印发通知."""
    row = find_meeting(request.actor, meeting_id)
    form = StepForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    return _call(request, row, version)


def _call(request: PageRequest, row: Meeting, version: int | None) -> HttpResponse:
    try:
        actions.call_meeting(request.actor, row.pk, version=version)
    except Refused as error:
        return refused(request, error.message, "meeting_edit", row.pk)
    return back(request, "通知已印发，参会的人会收到。", "meeting", row.pk)


@route("meetings", scope="town")
def meeting_cancel(request: PageRequest, meeting_id: UUID) -> HttpResponse:
    """取消会议."""
    row = find_meeting(request.actor, meeting_id)
    form = posted(request, ReasonForm, initial={"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.cancel_meeting(request.actor, row.pk, **given))
        if done is not None:
            return back(request, f"已取消：{row.title}。", "meetings")
    if row.state not in (PLANNED, CALLED) and not form.is_bound:
        return HttpResponseRedirect(reverse("meeting", args=[row.pk]))
    return ask_reason(
        request,
        form,
        title="取消会议",
        sub=row.title,
        says="取消后不再开，已经印发的通知留底，参会的人会收到取消的通知。",
        label="取消会议",
        to=reverse("meeting", args=[row.pk]),
    )
