"""A person's notices: the list behind the bell, and what the person and the town wish."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotAllowed
from bihuan.core.pages import pager_alone, turn
from bihuan.notices.actions import ask_test, mark_all_read, mark_read, set_rhythm_of_town, set_wishes
from bihuan.notices.forms import LatestForm, RhythmForm, WayForm, WishesForm, as_typed, at_first, lines
from bihuan.notices.queries import WAITS, notices_of, rhythm_of_town, unread, wishes_of
from bihuan.notices.rules import PACES
from bihuan.notices.ways import mail_is_set_up

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


@route("any", scope="self")
def notice_settings(request: PageRequest) -> HttpResponse:
    """通知设置: one's own addresses, hours, and the pace of each kind."""
    actor, mine = request.actor, wishes_of(request.actor)
    ways = mine.ways if mine else ()
    form = WishesForm(request.POST or None, ways=ways, initial=at_first(mine, rhythm_of_town(actor.scope)))
    hosts = settings.WEBHOOK_HOSTS
    if request.method == "POST":
        kept = form.carry_out(lambda _: set_wishes(actor, **form.given(), webhook_hosts=hosts))
        if kept is not None:
            messages.success(request, "通知设置已保存。", extra_tags="good")
            return HttpResponseRedirect(reverse("notice_settings"))
    context = {
        "form": form,
        "mine": mine,
        "lines": lines(ways),
        "paces": list(PACES.items()),
        "mail": mail_is_set_up(),
    }
    return render(request, "notices/settings.html", context, status=form.status)


@route("any", scope="self")
@require_POST
def notice_test(request: PageRequest) -> HttpResponse:
    """发测试通知."""
    form = WayForm(request.POST)
    try:
        if form.is_valid() and ask_test(request.actor, form.cleaned_data["way"]):
            messages.success(request, "测试通知一分钟内发出，请查收。", extra_tags="good")
    except NotAllowed as refused:
        messages.warning(request, refused.message, extra_tags="warn")
    return HttpResponseRedirect(reverse("notice_settings"))


@route("maintain", scope="town")
def notice_town(request: PageRequest) -> HttpResponse:
    """全镇通知时间: what holds for whoever wishes nothing else."""
    form = RhythmForm(request.POST or None, initial=as_typed(rhythm_of_town(request.actor.scope)))
    if request.method == "POST":
        kept = form.carry_out(lambda _: set_rhythm_of_town(request.actor, form.rhythm()))
        if kept is not None:
            messages.success(request, "全镇通知时间已保存。", extra_tags="good")
            return HttpResponseRedirect(reverse("notice_settings"))
    return render(request, "notices/town.html", {"form": form, "mail": mail_is_set_up()}, status=form.status)
