"""会议设置: which meetings the town holds, how often, whom they ask."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from bihuan.core.answers import back, posted, refused
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.meetings import actions
from bihuan.meetings.forms import EVERY_CHOICES, POST_CHOICES, SORT_CHOICES, KindForm
from bihuan.meetings.models import MeetingKind
from bihuan.meetings.queries import kinds_in_force
from bihuan.meetings.rules import SORTS
from bihuan.meetings.views.shared import tabs


@route("supervise", scope="town")
def meeting_kinds(request: PageRequest) -> HttpResponse:
    """会议设置."""
    context = {
        "tabs": tabs(request.actor, "meeting_kinds"),
        "kinds": kinds_in_force(request.actor.scope),
        "was_any": MeetingKind.objects.within(request.actor.scope).exists(),
    }
    return render(request, "meetings/kinds.html", context)


@route("supervise", scope="town")
@require_POST
def meeting_kinds_adopt(request: PageRequest) -> HttpResponse:
    """采用常用会议."""
    try:
        rows = actions.adopt_usual_kinds(request.actor)
    except Refused as error:
        return refused(request, error.message, "meeting_kinds")
    return back(request, f"已设置{len(rows)}种会议，可以逐个修改。", "meeting_kinds")


@route("supervise", scope="town")
def meeting_kind_new(request: PageRequest) -> HttpResponse:
    """新增会议."""
    return _page(request, None)


@route("supervise", scope="town")
def meeting_kind_edit(request: PageRequest, meeting_kind_id: UUID) -> HttpResponse:
    """修改会议: another takes its place from today on."""
    row = request.actor.find(MeetingKind, meeting_kind_id, what="种会议")
    if row.ended_on and request.method != "POST":
        return refused(request, f"“{row.name}”已经停用或者修改过。", "meeting_kinds")
    return _page(request, row)


def _page(request: PageRequest, row: MeetingKind | None) -> HttpResponse:
    names = ("sort", "name", "every", "body", "word", "notice_word", "chair", "posts", "guests", "place")
    initial: dict[str, Any] = {name: getattr(row, name) for name in names} if row else {"sort": "special"}
    form = posted(request, KindForm, initial=initial)
    if form.is_bound:
        replaces = row.pk if row else None
        done = form.carry_out(lambda given: actions.set_kind(request.actor, replaces=replaces, **given))
        if done is not None:
            return back(request, f"已设置：{done.name}。", "meeting_kinds")
    context = {
        "row": row,
        "form": form,
        "sorts": [(code, one.label, one.says) for code, one in SORTS.items()],
        "sort_choices": SORT_CHOICES,
        "every": EVERY_CHOICES,
        "posts": POST_CHOICES,
    }
    return render(request, "meetings/kind.html", context, status=form.status)


@route("supervise", scope="town")
@require_POST
def meeting_kind_end(request: PageRequest, meeting_kind_id: UUID) -> HttpResponse:
    """停用会议."""
    request.actor.find(MeetingKind, meeting_kind_id, what="种会议")
    try:
        row = actions.end_kind(request.actor, meeting_kind_id)
    except Refused as error:
        return refused(request, error.message, "meeting_kinds")
    return back(request, f"已停用：{row.name}。", "meeting_kinds")
