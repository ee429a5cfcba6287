"""The list of persons; one of them is invited, leaves, and comes back."""

from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bihuan.accounts import actions
from bihuan.accounts.forms import CloseForm, ReopenForm
from bihuan.accounts.listing import PEOPLE
from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Incomplete, NotAllowed, Refused, Stale
from bihuan.grid.models import Person
from bihuan.grid.queries import post_title, posts_to_come_or_held
from bihuan.lists.views import answer


@route("people|authorize", scope="town")
def people(request: PageRequest) -> HttpResponse:
    """人员岗位."""
    return answer(request, PEOPLE)


@route("people", scope="town")
@require_POST
@never_cache
def person_invite(request: PageRequest, person_id: UUID) -> HttpResponse:
    """邀请登录: link, QR and code are shown once, in this answer only."""
    try:
        invitation, code = actions.invite(request.actor, person_id)
    except (Incomplete, NotAllowed, Stale) as refused:
        return _told(request, person_id, refused)
    link = request.build_absolute_uri(reverse("invitation", args=[code]))
    qr = segno.make(link, micro=False).svg_data_uri(scale=4, border=2)
    context = {"invitation": invitation, "row": invitation.person, "code": code, "link": link, "qr": qr}
    return render(request, "accounts/invited.html", context)


@route("people", scope="town")
def person_close(request: PageRequest, person_id: UUID) -> HttpResponse:
    """离职停用."""
    row = request.actor.find(Person, person_id, what="个人员")
    form = CloseForm(request.POST or None, initial={"left_on": clock.today()})
    if form.is_bound:
        closed = form.carry_out(lambda given: actions.close_account(request.actor, row.pk, **given))
        if closed is not None:
            text = f"{row.name}的账号已停用，岗位已离任，原有记录保留。"
            messages.success(request, text, extra_tags="good")
            return HttpResponseRedirect(reverse("person", args=[row.pk]))
    held = posts_to_come_or_held(request.actor.scope, clock.today()).filter(person=row)
    context = {"form": form, "row": row, "posts": [post_title(post) for post in held]}
    return render(request, "accounts/close.html", context, status=form.status)


@route("people", scope="town")
def person_reopen(request: PageRequest, person_id: UUID) -> HttpResponse:
    """恢复."""
    row = request.actor.find(Person, person_id, what="个人员")
    form = ReopenForm(request.POST or None)
    if form.is_bound:
        opened = form.carry_out(lambda given: actions.reopen_account(request.actor, row.pk, **given))
        if opened is not None:
            messages.success(request, f"{row.name}已恢复，请任命岗位、邀请登录。", extra_tags="good")
            return HttpResponseRedirect(reverse("person", args=[row.pk]))
    return render(request, "accounts/reopen.html", {"form": form, "row": row}, status=form.status)


def _told(request: PageRequest, person_id: UUID, refused: Refused) -> HttpResponse:
    """Back to the person, with what was refused."""
    messages.error(request, refused.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("person", args=[person_id]))
