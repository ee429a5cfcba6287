"""三员分设: how the three administrators stand; kept apart by one press, joined again by two persons."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.accounts import actions
from bihuan.accounts.forms import RejoinForm
from bihuan.accounts.separation import RIGHTS, may_agree, post_of_three, standing
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotAllowed, NotFound, Stale

MOVES = {
    "agree": (actions.agree_to_rejoin, "已停用三员分设，系统管理员恢复全部管理权限。"),
    "drop": (actions.drop_rejoining, "已撤销，三员分设照旧。"),
}


@route(RIGHTS, scope="town")
def administrators(request: PageRequest) -> HttpResponse:
    """三员分设: the page, and the wish to end it."""
    form = RejoinForm(request.POST or None)
    if form.is_bound:
        asked = form.carry_out(lambda given: actions.ask_to_rejoin(request.actor, **given))
        if asked is not None:
            messages.success(request, "已提出，等另一名管理员确认。", extra_tags="good")
            return HttpResponseRedirect(reverse("administrators"))
    found = standing(request.actor)
    context = {
        "form": form,
        "found": found,
        "apart": request.actor.apart,
        "one_of_three": bool(post_of_three(request.actor)),
        "agrees": found.wish is not None and may_agree(request.actor, found.wish),
    }
    return render(request, "accounts/administrators.html", context, status=form.status)


@route("authorize", scope="town")
@require_POST
def administrators_apart(request: PageRequest) -> HttpResponse:
    """启用三员分设."""
    try:
        actions.keep_apart(request.actor)
        messages.success(request, "已启用三员分设，三个岗位的权限从现在起分开。", extra_tags="good")
    except NotAllowed as refused:
        messages.error(request, refused.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("administrators"))


@route(RIGHTS, scope="town")
@require_POST
def administrators_move(request: PageRequest, wish_id: UUID) -> HttpResponse:
    """确认或撤销停用的申请."""
    if (move := request.POST.get("move", "")) not in MOVES:
        raise NotFound("没有这种办理，申请照旧等待确认。请刷新页面后再试。")
    act, told = MOVES[move]
    try:
        act(request.actor, wish_id)
        messages.success(request, told, extra_tags="good")
    except (NotAllowed, Stale) as refused:
        messages.error(request, refused.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("administrators"))
