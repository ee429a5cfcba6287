"""A unit's persons are invited, and leave."""

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
from bihuan.core.errors import NotAllowed, NotFound, Refused
from bihuan.core.scope import Scope
from bihuan.grid.models import Post
from bihuan.lists.views import chosen_ids
from bihuan.members import actions
from bihuan.members.forms import EndMemberForm, InviteForm
from bihuan.members.models import Call
from bihuan.members.rules import DAYS, HEAD, MEANS, invited_by, is_phone
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
    link = f"{address_of(request)}{reverse('join', args=[code])}"
    qr = segno.make(link, micro=False).svg_data_uri(scale=5, border=2)
    context = {
        "call": call,
        "unit": call.unit,
        "code": code,
        "link": link,
        "qr": qr,
        "means": MEANS[call.kind],
    }
    return render(request, "members/invited.html", context)


@route("units", scope="place")
@require_POST
@never_cache
def member_wave(request: PageRequest) -> HttpResponse:
    """打印邀请单: a label for each chosen unit's head, as a PDF that holds the codes and is kept nowhere."""
    try:
        with (
            transaction.atomic()
        ):  # sheets that cannot be printed do not make void those that were handed out
            made = actions.invite_heads(request.actor, chosen_ids(request.POST.getlist("row")))
            content = call_sheets(made, address_of(request))
    except (Refused, paper.GlyphMissing) as error:
        messages.error(request, str(error), extra_tags="bad")
        return HttpResponseRedirect(reverse("units"))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="invitations-{clock.today():%Y%m%d}.pdf"'
    return response


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
    post = Post.objects.within(Scope.whole_town(request.actor.town)).filter(pk=member_id, unit__isnull=False)
    found = post.select_related("person", "unit").first()
    if found is None:
        raise NotFound("没有找到这个岗位，请返回重新选择。")
    unit = request.actor.find(Unit, found.unit_id, what="个监管对象")
    form = EndMemberForm(request.POST or None, initial={"to_on": clock.today()})
    if form.is_bound:
        ended = form.carry_out(lambda given: actions.end_member(request.actor, found.pk, **given))
        if ended is not None:
            messages.success(request, f"{found.person.name}离岗已登记。", extra_tags="good")
            return HttpResponseRedirect(reverse("unit", args=[unit.pk]))
    context = {"form": form, "post": found, "unit": unit}
    return render(request, "members/end.html", context, status=form.status)
