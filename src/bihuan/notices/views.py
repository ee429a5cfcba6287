"""A person's notices: the list behind the bell."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core.door import PageRequest, route
from bihuan.core.pages import pager_alone, turn
from bihuan.notices.actions import mark_all_read, mark_read
from bihuan.notices.forms import LatestForm
from bihuan.notices.queries import WAITS, notices_of, unread

PAGE_ROWS = 30


@route("any", scope="self")
def notices(request: PageRequest) -> HttpResponse:
    """通知: what has not been read, or all."""
    every = request.GET.get("show") == "all"
    rows = notices_of(request.actor)
    page = turn(request, rows if every else rows.filter(WAITS), PAGE_ROWS)
    if pager := pager_alone(request, page):
        return pager
    return render(
        request, "notices/list.html", {"rows": page, "every": every, "unread": unread(request.actor)}
    )


@route("any", scope="self")
@require_POST
def notice_open(request: PageRequest, told_id: UUID) -> HttpResponse:
    """打开: to where it is dealt with; it has been read."""
    return HttpResponseRedirect(mark_read(request.actor, told_id).notice.url)


@route("any", scope="self")
@require_POST
def notices_read(request: PageRequest) -> HttpResponse:
    """全部标为已读: what the list showed, not what has come since."""
    form = LatestForm(request.POST)
    if form.is_valid():
        count = mark_all_read(request.actor, form.cleaned_data["latest"])
        messages.success(request, f"已把{count}条标为已读。", extra_tags="good")
    return HttpResponseRedirect(reverse("notices"))
