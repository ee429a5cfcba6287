"""Joint inspections: the list, one planned, its page, its parties and their links."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import segno
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.answers import back, refused
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Incomplete, Refused
from bihuan.core.forms import StepForm
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import WHOLE, Slice
from bihuan.figures.tiles import Tile, tiles
from bihuan.hazards.timeline import told
from bihuan.inspections.lifecycle import NOT_OVER
from bihuan.inspections.models import Campaign
from bihuan.joint import actions
from bihuan.joint.forms import CATEGORY_CHOICES, SHEET_CHOICES, PlanForm, ReasonForm, SheetForm
from bihuan.joint.lifecycle import CALLED, CANCELLED, DONE, DRAFT, OVER
from bihuan.joint.listing import JOINTS, badge_of, visit_badge
from bihuan.joint.models import JointEvent, JointLink, JointPart, JointParty
from bihuan.joint.queries import (
    group_choices,
    leads,
    links_of,
    parties,
    party_of,
    scope_in,
    units_of,
    visits,
)
from bihuan.joint.rules import BODY, DEPARTMENT, OFFICE, OPEN, link_stands
from bihuan.lists.views import answer
from bihuan.policies.queries import departments
from bihuan.units.models import Unit
from bihuan.units.views.plates import address_of

TILES = (
    "joint.held",
    "joint.parties",
    "joint.units",
    "joint.schools",
    "joint.found",
    "joint.onsite",
    "joint.ordered",
)
WHAT = "次联合检查"


@route("office", scope="town")
def joints(request: PageRequest) -> HttpResponse:
    """联合检查."""
    return answer(request, JOINTS)


@route("campaigns", scope="town")
def joint_new(request: PageRequest) -> HttpResponse:
    """筹备联合检查."""
    first = {"from_on": clock.today(), "to_on": clock.today(), "with_office": True, "lead": OFFICE}
    form = _plan_form(request, None, first)
    if form.is_bound:
        row = form.carry_out(
            lambda given: actions.begin_joint(
                request.actor, form.plan(_units(request.actor, form)), event_id=given["event_id"]
            )
        )
        if row is not None:
            return back(request, "已保存，请核对单位和各参加单位的检查内容，再通知。", "joint", row.pk)
    return _plan_page(request, form, None)


@route("campaigns", scope="town")
def joint_edit(request: PageRequest, joint_id: UUID) -> HttpResponse:
    """修改安排."""
    row = request.actor.find(JointEvent, joint_id, what=WHAT)
    if row.state not in (DRAFT, CALLED):
        return refused(request, f"这次联合检查{row.state_label}，不能再改。", "joint", row.pk)
    there = parties(request.actor.scope, row)
    names = ("event_id", "name", "from_on", "to_on", "asks", "gather")
    first = {name: getattr(row, "pk" if name == "event_id" else name) for name in names} | {
        "version": row.version,
        "campaign": row.campaign_id,
        "lead": next((str(one.department_id or OFFICE) for one in there if one.leads), ""),
        "with_office": any(one.kind == OFFICE for one in there),
        "departments": [str(one.department_id) for one in there if one.kind == DEPARTMENT],
        "bodies": "\n".join(one.name for one in there if one.kind == BODY),
        "units": [str(one.pk) for one in _listed(request.actor, row)],
    }
    form = _plan_form(request, row, first)
    if form.is_bound:
        done = form.carry_out(
            lambda given: actions.plan_joint(
                request.actor, row.pk, form.plan(_units(request.actor, form)), version=given["version"]
            )
        )
        if done is not None:
            return back(request, "已保存。", "joint", row.pk)
    return _plan_page(request, form, row)


def _listed(actor: Actor, row: JointEvent) -> list[Unit]:
    """The units of an event: those wanted, or those of its visits once it was made known."""
    whole = Scope.whole_town(actor.town)
    if row.called_on:
        return [one.unit for one in visits(whole, row)]
    found = Unit.objects.within(whole).filter(pk__in=row.wanted).select_related("cell")
    return list(found.order_by("cell_path", "name", "pk"))


def _plan_form(request: PageRequest, row: JointEvent | None, first: dict[str, Any]) -> PlanForm:
    actor = request.actor
    listed = _listed(actor, row) if row else []
    return PlanForm(
        request.POST if request.method == "POST" else None,
        departments=[(str(pk), name) for name, pk in departments(actor.scope).items()],
        office=_office(actor),
        units=[(str(one.pk), one.name) for one in listed],
        initial=first,
    )


def _office(actor: Actor) -> str:
    return str(Town.objects.of(actor.scope).office)


def _units(actor: Actor, form: PlanForm) -> list[UUID]:
    """The units that a form names: ticked, by category, by their names. Incomplete for a name that is none, or several."""
    given = form.cleaned_data
    found = [UUID(one) for one in given["units"]]
    found += (
        units_of(actor.scope, given["categories"], clock.today())
        .order_by("cell_path", "name", "pk")
        .values_list("pk", flat=True)
    )
    names = list(dict.fromkeys(one.strip() for one in given["names"].splitlines() if one.strip()))
    rows: dict[str, list[UUID]] = defaultdict(list)
    standing = Unit.objects.within(actor.scope).filter(name__in=names, ended_on__isnull=True)
    for pk, name in standing.values_list("pk", "name"):
        rows[name].append(pk)
    wrong = [name for name in names if len(rows[name]) != 1]
    if wrong:
        why = f"没有找到，或者不止一家：{'、'.join(wrong[:5])}。请写登记的全称。"
        raise Incomplete(why, {"names": why})
    return list(dict.fromkeys([*found, *(rows[name][0] for name in names)]))


def _plan_page(request: PageRequest, form: PlanForm, row: JointEvent | None) -> HttpResponse:
    actor = request.actor
    coming = Campaign.objects.within(actor.scope).filter(ends_on__gte=clock.today(), state__in=NOT_OVER)
    choices = {one.pk: one.name for one in coming}
    if row and row.campaign:
        choices.setdefault(row.campaign.pk, row.campaign.name)
    known = departments(actor.scope)
    context = {
        "row": row,
        "form": form,
        "campaigns": list(choices.items()),
        "office": form.office,
        "departments": [(str(pk), name) for name, pk in known.items()],
        "leads": [(OFFICE, form.office), *((str(pk), name) for name, pk in known.items())],
        "categories": CATEGORY_CHOICES,
        "units": form.fields["units"].choices,  # type: ignore[attr-defined]
        "is_called": bool(row and row.called_on),
    }
    return render(request, "joint/edit.html", context, status=form.status)


@route("office", scope="town")
def joint(request: PageRequest, joint_id: UUID) -> HttpResponse:
    """An event: who takes part and by what link, which units are done, what is left."""
    actor, today = request.actor, clock.today()
    row = actor.find(JointEvent, joint_id, what=WHAT)
    whole = Scope.whole_town(actor.town)
    there = parties(whole, row)
    mine = party_of(actor, there)
    scope = scope_in(actor, there)
    shown = list(visits(scope, row))
    sent: dict[Any, set[Any]] = defaultdict(set)
    for visit, party in (
        JointPart.objects.within(whole).filter(visit__event=row).values_list("visit", "party")
    ):
        sent[visit].add(party)
    links = links_of(whole, row)
    may_plan = actor.may("campaigns")
    context = {
        "row": row,
        "mark": badge_of(row),
        "visit_badge": visit_badge,
        "parties": [(one, _sent_by(one, sent), _open_link(links.get(one.pk, ()))) for one in there],
        "links_open": _stands(row, today),
        "visits": [(one, sent.get(one.pk, set())) for one in shown],
        "listed": _listed(actor, row) if row.state == DRAFT and may_plan else [],
        "done": sum(one.state == DONE for one in shown),
        "mine": mine,
        "may_plan": may_plan,
        "may_lead": leads(actor, there),
        "buttons": _buttons(row) if may_plan else [],
        "tiles": _tiles(scope, row, today) if row.held_on else [],
        "uses": [one for some in links.values() for one in some],
        "timeline": [told(event) for event in events.trail(actor.scope, row.pk)],
    }
    return render(request, "joint/joint.html", context)


def _tiles(scope: Scope, row: JointEvent, today: date) -> list[Tile]:
    """The figures of the event's days, of its campaign where it has one."""
    part = Slice(campaign=row.campaign_id) if row.campaign_id else WHOLE
    return tiles(scope, TILES, row.from_on, min(row.to_on, today), part)


def _sent_by(party: JointParty, sent: dict[Any, set[Any]]) -> int:
    return sum(party.pk in some for some in sent.values())


def _open_link(links: Sequence[JointLink]) -> JointLink | None:
    return next((one for one in links if one.ended_at is None), None)


def _stands(row: JointEvent, today: date) -> str:
    return link_stands(
        from_on=row.from_on, to_on=row.to_on, running=row.state == CALLED, revoked=False, today=today
    )


def _buttons(row: JointEvent) -> list[tuple[str, str]]:
    """What may be done now."""
    if row.state in (OVER, CANCELLED):
        return []
    names = [("修改安排", "joint_edit")]
    if not row.held_on:
        names.append(("取消联合检查", "joint_cancel"))
    return [(label, reverse(name, args=[row.pk])) for label, name in names]


def _step(request: PageRequest, joint_id: UUID, act: Any, said: str) -> HttpResponse:
    row = request.actor.find(JointEvent, joint_id, what=WHAT)
    form = StepForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        act(request.actor, row.pk, version=version)
    except Refused as error:
        return refused(request, error.message, "joint", row.pk)
    return back(request, said, "joint", row.pk)


@route("campaigns", scope="town")
@require_POST
def joint_call(request: PageRequest, joint_id: UUID) -> HttpResponse:
    """通知参加单位."""
    return _step(
        request, joint_id, actions.call_joint, "已通知各部门。受邀单位没有账号的，请生成链接发给他们。"
    )


@route("campaigns", scope="town")
@require_POST
def joint_close(request: PageRequest, joint_id: UUID) -> HttpResponse:
    """结束."""
    return _step(request, joint_id, actions.close_joint, "联合检查已结束，邀请链接不能再用。")


@route("campaigns", scope="town")
def joint_cancel(request: PageRequest, joint_id: UUID) -> HttpResponse:
    """取消."""
    row = request.actor.find(JointEvent, joint_id, what=WHAT)
    form = ReasonForm(request.POST or None, initial={"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.cancel_joint(request.actor, row.pk, **given))
        if done is not None:
            return back(request, f"已取消：{row.name}。", "joints")
    context = {
        "form": form,
        "title": "取消联合检查",
        "sub": row.name,
        "says": "取消后各参加单位会收到通知，邀请链接不能再用。",
        "label": "取消联合检查",
        "to": reverse("joint", args=[row.pk]),
    }
    return render(request, "joint/reason.html", context, status=form.status)


@route("campaigns", scope="town")
def joint_sheet(request: PageRequest, joint_party_id: UUID) -> HttpResponse:
    """怎样检查: freely, or by parts of the units' list."""
    actor = request.actor
    party = actor.find(JointParty, joint_party_id, what="个参加单位")
    groups = group_choices(actor.scope, _listed(actor, party.event), clock.today())
    groups += [one for one in party.groups if one not in groups]
    form = SheetForm(
        request.POST or None, groups=groups, initial={"sheet": party.sheet, "groups": party.groups}
    )
    if form.is_bound:
        done = form.carry_out(lambda given: actions.set_sheet(actor, party.pk, **given))
        if done is not None:
            return back(request, f"{party.name}的检查内容已保存。", "joint", party.event_id)
    context = {"party": party, "form": form, "groups": groups, "sheets": SHEET_CHOICES}
    return render(request, "joint/sheet.html", context, status=form.status)


@route("campaigns", scope="town")
@require_POST
@never_cache
def joint_invite(request: PageRequest, joint_party_id: UUID) -> HttpResponse:
    """邀请: link and QR code are shown once, in the answer only."""
    party = request.actor.find(JointParty, joint_party_id, what="个参加单位")
    try:
        link, code = actions.invite_body(request.actor, party.pk)
    except Refused as error:
        return refused(request, error.message, "joint", party.event_id)
    address = f"{address_of(request)}{reverse('joint_door', args=[code])}"
    context = {
        "link": link,
        "party": party,
        "event": party.event,
        "address": address,
        "qr": segno.make(address, micro=False).svg_data_uri(scale=5, border=2),
        "is_open": _stands(party.event, clock.today()) == OPEN,
    }
    return render(request, "joint/invited.html", context)


@route("campaigns", scope="town")
@require_POST
def joint_link_end(request: PageRequest, joint_link_id: UUID) -> HttpResponse:
    """撤回链接, in one press."""
    link = request.actor.find(JointLink, joint_link_id, what="个链接")
    event = link.party.event_id
    try:
        actions.end_link(request.actor, link.pk)
    except Refused as error:
        return refused(request, error.message, "joint", event)
    return back(request, f"{link.party.name}的链接已撤回，不能再用；已提交的内容都在。", "joint", event)
