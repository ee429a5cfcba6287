"""What a meeting decided: how it stands, its result, a later term, given up."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock, events
from bihuan.core.answers import back, posted
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotFound
from bihuan.grid.queries import post_title
from bihuan.hazards.timeline import told
from bihuan.inspections.uploads import filled
from bihuan.meetings import actions
from bihuan.meetings.actions.following import WHAT
from bihuan.meetings.desk import mark_of
from bihuan.meetings.forms import ExtendForm, ReasonForm, ReportForm
from bihuan.meetings.lifecycle import OPEN
from bihuan.meetings.models import Resolution
from bihuan.meetings.queries import decisions_seen, holders, today_holds
from bihuan.meetings.views.shared import ask_reason


@route("office", scope="town")
def resolution(request: PageRequest, resolution_id: UUID) -> HttpResponse:
    """议定事项; POST reports its result."""
    actor = request.actor
    row = _find(request, resolution_id)
    form = filled(request, ReportForm, {"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.report_resolution(actor, row.pk, **given))
        if done is not None:
            return back(request, "结果已报，下次会议会通报。", "resolution", row.pk)
    now = holders(actor.scope, [row], clock.today())[row.pk]
    context = {
        "row": row,
        "form": form,
        "mark": mark_of(row),
        "now": "、".join(f"{post_title(post)}（{post.person.name}）" for post in now),
        "may_report": row.state == OPEN and (actor.may("meetings") or today_holds(row, actor)),
        "may_change": row.state == OPEN and actor.may("supervise"),
        "timeline": [told(event) for event in events.trail(actor.scope, row.pk)],
    }
    return render(request, "meetings/resolution.html", context, status=form.status)


def _find(request: PageRequest, resolution_id: UUID) -> Resolution:
    actor = request.actor
    actor.find(Resolution, resolution_id, what=WHAT)
    rows = Resolution.objects.within(actor.scope).select_related(
        "meeting", "post__person", "post__cell", "post__department", "told_in", "photo", "done_by"
    )
    found: Resolution | None = decisions_seen(actor, rows).filter(pk=resolution_id).first()
    if found is None:
        raise NotFound("没有找到这项议定事项，或者它的纪要不发给您。请返回列表重新选择。")
    return found


@route("supervise", scope="town")
def resolution_extend(request: PageRequest, resolution_id: UUID) -> HttpResponse:
    """延期."""
    row = _find(request, resolution_id)
    form = posted(request, ExtendForm, initial={"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.extend_resolution(request.actor, row.pk, **given))
        if done is not None:
            return back(request, "已延期。", "resolution", row.pk)
    return render(request, "meetings/extend.html", {"row": row, "form": form}, status=form.status)


@route("supervise", scope="town")
def resolution_drop(request: PageRequest, resolution_id: UUID) -> HttpResponse:
    """不再办理."""
    row = _find(request, resolution_id)
    form = posted(request, ReasonForm, initial={"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.drop_resolution(request.actor, row.pk, **given))
        if done is not None:
            return back(request, "已记为不再办理。", "resolution", row.pk)
    return ask_reason(
        request,
        form,
        title="不再办理",
        sub=row.text,
        says="不再办理的不算完成，也不算逾期，原因会留下。",
        label="不再办理",
        to=reverse("resolution", args=[row.pk]),
    )
