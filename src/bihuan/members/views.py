"""A unit's persons are invited, and leave."""

from collections.abc import Sequence
from uuid import UUID

import segno
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bihuan import paper
from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Incomplete, NotAllowed, NotFound, Refused, Stale
from bihuan.core.jobs import ask
from bihuan.core.prints import pdf_answer
from bihuan.core.scope import Scope
from bihuan.grid.models import Post
from bihuan.lists.views import chosen_ids
from bihuan.members import actions
from bihuan.members.forms import EndMemberForm, InviteForm
from bihuan.members.jobs import CALLS
from bihuan.members.models import Call
from bihuan.members.rules import DAYS, HEAD, MEANS, WAVE_MAX, invited_by, is_phone
from bihuan.members.sheets import call_sheets
from bihuan.units.models import Unit
from bihuan.units.views.plates import address_of


@route(actions.INVITES, scope="place")
@never_cache
def member_invite(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """邀请企业人员: link, QR and code are shown once, in the answer only."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    roles = invited_by(town=request.actor.may("units"))
    first = {"kind": next(iter(roles)), "days": 7}
    if HEAD in roles:
        first |= {"name": unit.head, "phone": unit.phone if is_phone(unit.phone) else ""}
    if request.GET.get("kind") in roles:  # somebody whom another page names
        first |= {name: request.GET.get(name, "") for name in ("kind", "name", "phone")}
    form = InviteForm(request.POST or None, initial=first)
    if form.is_bound:
        made = form.carry_out(lambda _given: actions.invite_member(request.actor, unit.pk, **form.given()))
        if made is not None:
            return _shown_once(request, *made)
    context = {"unit": unit, "form": form, "roles": list(roles.items()), "days": list(DAYS.items())}
    return render(request, "members/invite.html", context, status=form.status)


def _shown_once(request: PageRequest, call: Call, code: str) -> HttpResponse:
    link, qr = _link(request, "join", code)
    context = {
        "call": call,
        "unit": call.unit,
        "code": code,
        "link": link,
        "qr": qr,
        "means": MEANS[call.kind],
    }
    return render(request, "members/invited.html", context)


def _link(request: PageRequest, name: str, code: str) -> tuple[str, str]:
    """Where a code opens, as a link and as a QR code."""
    link = f"{address_of(request)}{reverse(name, args=[code])}"
    return link, segno.make(link, micro=False).svg_data_uri(scale=5, border=2)


@route("units", scope="place")
@require_POST
@never_cache
def member_reset(request: PageRequest, member_id: UUID) -> HttpResponse:
    """重置密码: the link to set a new one is shown once, in the answer only."""
    post, unit = _post(request, member_id)
    try:
        invitation, code = actions.reset_member(request.actor, post.pk)
    except (Incomplete, NotAllowed, Stale) as refused:
        messages.error(request, refused.message, extra_tags="bad")
        return HttpResponseRedirect(reverse("unit", args=[unit.pk]))
    link, qr = _link(request, "invitation", code)
    context = {"post": post, "unit": unit, "invitation": invitation, "code": code, "link": link, "qr": qr}
    return render(request, "members/reset.html", context)


@route("units", scope="place")
@require_POST
@never_cache
def member_wave(request: PageRequest) -> HttpResponse:
    """打印邀请单: a label for each chosen unit's head."""
    return sheets_of(request, chosen_ids(request.POST.getlist("row")), reverse("units"))


def sheets_of(request: PageRequest, units: Sequence[UUID], back: str) -> HttpResponse:
    """The sheets of some units as a PDF that holds the codes and is kept nowhere; of more than a person waits for, as a job."""
    try:
        if len(units) > WAVE_MAX:
            given = {"units": [str(pk) for pk in units], "address": address_of(request)}
            return HttpResponseRedirect(reverse("job", args=[ask(request.actor, CALLS.name, given).pk]))
        with (
            transaction.atomic()
        ):  # sheets that cannot be printed do not make void those that were handed out
            made = actions.invite_heads(request.actor, units)
            content = call_sheets(made, address_of(request))
    except (Refused, paper.GlyphMissing) as error:
        messages.error(request, str(error), extra_tags="bad")
        return HttpResponseRedirect(back)
    return pdf_answer(content, f"invitations-{clock.today():%Y%m%d}", kept=True)


@route(actions.INVITES, scope="place")
@require_POST
def call_end(request: PageRequest, call_id: UUID) -> HttpResponse:
    """撤回邀请, in one press."""
    call = request.actor.find(Call, call_id, what="个邀请")
    try:
        actions.end_call(request.actor, call.pk)
    except NotAllowed as refused:
        messages.error(request, refused.message, extra_tags="bad")
    else:
        messages.success(request, "邀请已撤回，链接和二维码不能再用。", extra_tags="good")
    return HttpResponseRedirect(reverse("unit", args=[call.unit_id]))


@route(actions.INVITES, scope="place")
def member_end(request: PageRequest, member_id: UUID) -> HttpResponse:
    """离岗."""
    found, unit = _post(request, member_id)
    form = EndMemberForm(request.POST or None, initial={"to_on": clock.today()})
    if form.is_bound:
        ended = form.carry_out(lambda given: actions.end_member(request.actor, found.pk, **given))
        if ended is not None:
            messages.success(request, f"{found.person.name}离岗已登记。", extra_tags="good")
            return HttpResponseRedirect(reverse("unit", args=[unit.pk]))
    context = {"form": form, "post": found, "unit": unit}
    return render(request, "members/end.html", context, status=form.status)


def _post(request: PageRequest, member_id: UUID) -> tuple[Post, Unit]:
    """A post at a unit of the actor's scope, and the unit."""
    rows = Post.objects.within(Scope.whole_town(request.actor.town)).filter(pk=member_id, unit__isnull=False)
    post = rows.select_related("person", "unit").first()
    if post is None:
        raise NotFound("没有找到这个岗位，请返回重新选择。")
    return post, request.actor.find(Unit, post.unit_id, what="个监管对象")
