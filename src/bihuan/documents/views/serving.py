"""Service of a document and its proof, the terms that run from it, and what a unit has confirmed of how it takes documents."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.forms import ActionForm
from bihuan.documents.actions import consents, receipts, serving, terms
from bihuan.documents.actions.signing import signers
from bihuan.documents.forms import VersionForm
from bihuan.documents.lifecycle import DRAFT
from bihuan.documents.models import Consent, Service, Term, Writ
from bihuan.documents.queries import OF_THE_UNIT
from bihuan.documents.rules import WAYS
from bihuan.documents.signing_forms import ConsentForm, EndForm, MeetForm, ServeForm, StrikeServiceForm
from bihuan.documents.standing import consent_on
from bihuan.documents.views.finding import back_to, crumbs, the_writ
from bihuan.grid.queries import officers
from bihuan.inspections.models import Inspection
from bihuan.inspections.uploads import filled
from bihuan.units.models import Unit

RIGHTS = "order|campaigns"


@route(RIGHTS, scope="place")
def writ_serve(request: PageRequest, writ_id: UUID) -> HttpResponse:
    """登记送达."""
    row, actor = the_writ(request, writ_id), request.actor
    form = filled(request, ServeForm, _initial(request, row), scans=("proof",))
    if form.is_bound:
        done = form.carry_out(
            lambda given: serving.serve(actor, row.pk, form.serving(given), version=given["version"])
        )
        if done is not None:
            messages.success(request, f"{done.way_label}：已登记。", extra_tags="good")
            return back_to(row)
        row.refresh_from_db(fields=["version", "served_on"])
    context = {
        "row": row,
        "form": form,
        "crumbs": crumbs(row),
        "ways": list(WAYS.items()),
        "others": [
            (one.pk, one.name) for one in officers(actor.scope, clock.today()) if one.pk != actor.person
        ],
        "consent": consent_on(actor.scope, row.unit_id, clock.today()) if row.unit_id else None,
        "two": serving.by_two(row),
    }
    return render(request, "documents/serve.html", context, status=form.status)


@route(RIGHTS, scope="place")
@require_POST
def writ_serve_here(request: PageRequest, writ_id: UUID) -> HttpResponse:
    """当场送达, in one press."""
    row = the_writ(request, writ_id)
    form = VersionForm(request.POST)
    if form.carry_out(lambda given: serving.serve_on_the_spot(request.actor, row.pk, **given)) is None:
        messages.error(request, form.message, extra_tags="bad")
    else:
        messages.success(request, "已登记当场送达。", extra_tags="good")
    return back_to(row)


@route("order", scope="place")
@require_POST
def visit_serve_here(request: PageRequest, inspection_id: UUID) -> HttpResponse:
    """当场送达 of all papers of a visit, in one press."""
    visit = request.actor.find(Inspection, inspection_id, what="条检查记录")
    form = ActionForm(request.POST)
    done = form.carry_out(lambda _given: serving.serve_visit_on_the_spot(request.actor, visit.pk))
    if done is None:
        messages.error(request, form.message, extra_tags="bad")
    else:
        messages.success(request, f"已登记当场送达{len(done)}份。", extra_tags="good")
    return HttpResponseRedirect(reverse("inspection", args=[visit.pk]))


@route(OF_THE_UNIT, scope="place")
@require_POST
def writ_received(request: PageRequest, writ_id: UUID) -> HttpResponse:
    """已收到, in one press by the unit that takes documents here."""
    row = the_writ(request, writ_id)
    form = VersionForm(request.POST)
    if form.carry_out(lambda given: serving.acknowledge(request.actor, row.pk, **given)) is None:
        messages.error(request, form.message, extra_tags="bad")
    else:
        messages.success(request, "已确认收到，文书今天送达。", extra_tags="good")
    return back_to(row)


@route("supervise", scope="place")
def service_strike(request: PageRequest, service_id: UUID) -> HttpResponse:
    """作废送达."""
    one, row = _service(request, service_id)
    form = StrikeServiceForm(request.POST or None)
    if (
        form.is_bound
        and form.carry_out(lambda given: serving.strike_service(request.actor, one.pk, **given)) is not None
    ):
        messages.success(request, "这次送达已作废，期限随之调整。", extra_tags="good")
        return back_to(row)
    row.refresh_from_db(fields=["version"])
    context = {"row": row, "one": one, "form": form, "crumbs": crumbs(row)}
    return render(request, "documents/service_strike.html", context, status=form.status)


@route(RIGHTS, scope="place")
@require_POST
def service_receipt(request: PageRequest, service_id: UUID) -> HttpResponse:
    """生成送达回证, in one press."""
    one, row = _service(request, service_id)
    form = VersionForm(request.POST)
    made = form.carry_out(lambda _given: receipts.make_receipt(request.actor, one.pk))
    if made is None:
        messages.error(request, form.message, extra_tags="bad")
        return back_to(row)
    if made.state == DRAFT:
        messages.warning(request, f"{made.label}已拟好，还有内容要补。", extra_tags="warn")
        return HttpResponseRedirect(reverse("writ_edit", args=[made.pk]))
    messages.success(request, f"{made.label}已签发：{made.number}。", extra_tags="good")
    return back_to(made)


@route(RIGHTS, scope="place")
def term_met(request: PageRequest, term_id: UUID) -> HttpResponse:
    """已履行."""
    one = request.actor.find(Term, term_id, what="个期限")
    row = the_writ(request, one.writ_id)
    form = MeetForm(request.POST or None, initial={"on": clock.today().isoformat()})
    if (
        form.is_bound
        and form.carry_out(lambda given: terms.meet_term(request.actor, one.pk, **given)) is not None
    ):
        messages.success(request, f"{one.label}：已登记履行。", extra_tags="good")
        return back_to(row)
    context = {"row": row, "one": one, "form": form, "crumbs": crumbs(row)}
    return render(request, "documents/term.html", context, status=form.status)


@route("order", scope="place")
def consent_new(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """登记送达地址确认书."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    initial = {"address": unit.address, "signed_by": unit.head, "from_on": clock.today().isoformat()}
    form = filled(request, ConsentForm, initial, scans=("file",))
    if (
        form.is_bound
        and form.carry_out(lambda given: consents.record_consent(request.actor, unit.pk, **given)) is not None
    ):
        messages.success(request, "送达地址确认书已登记。", extra_tags="good")
        return HttpResponseRedirect(reverse("unit", args=[unit.pk]))
    return render(request, "documents/consent.html", {"unit": unit, "form": form}, status=form.status)


@route("order", scope="place")
def consent_end(request: PageRequest, consent_id: UUID) -> HttpResponse:
    """撤回确认书."""
    row = request.actor.find(Consent, consent_id, what="份确认书")
    form = EndForm(request.POST or None, initial={"on": clock.today().isoformat()})
    if (
        form.is_bound
        and form.carry_out(lambda given: consents.end_consent(request.actor, row.pk, **given)) is not None
    ):
        messages.success(request, "确认书已撤回。", extra_tags="good")
        return HttpResponseRedirect(reverse("unit", args=[row.unit_id]))
    context = {"unit": row.unit, "row": row, "form": form}
    return render(request, "documents/consent.html", context, status=form.status)


def _service(request: PageRequest, service_id: UUID) -> tuple[Service, Writ]:
    one = request.actor.find(Service, service_id, what="次送达")
    return one, the_writ(request, one.writ_id)


def _initial(request: PageRequest, row: Writ) -> dict[str, Any]:
    """What is known is not asked again: the day, the unit's address as it confirmed it, its head, the other officer of the document."""
    actor, unit, today = request.actor, row.unit, clock.today()
    consent = consent_on(actor.scope, row.unit_id, today) if row.unit_id else None
    others = [one.pk for one in signers(actor, row) if one.pk != actor.person]
    return {
        "way": "direct",
        "on": today.isoformat(),
        "at": clock.now().astimezone(clock.TOWN_TIME).strftime("%H:%M"),
        "place": (consent.address if consent else "") or (unit.address if unit else ""),
        "receiver": str(
            row.fields.get("party_name") or row.fields.get("head") or (unit.head if unit else "")
        ),
        "relation": "负责人" if unit and unit.head else "",
        "second": others[0] if others else "",
    }
