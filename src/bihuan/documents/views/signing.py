"""Signing a document: by hand on the screen, refused before witnesses, confirmed from the scanned paper; and a signature struck out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from bihuan.core.door import PageRequest, route
from bihuan.core.forms import ActionForm
from bihuan.documents.actions import signing
from bihuan.documents.composing import Slot
from bihuan.documents.models import Signature, Writ
from bihuan.documents.queries import signatures
from bihuan.documents.rules import PENMEN, WITNESSES_MAX
from bihuan.documents.signing_forms import DigestForm, ReasonForm, RefuseForm, SignForm, WitnessForm
from bihuan.documents.standing import slots_of
from bihuan.documents.views.finding import back_to, crumbs, returning, the_writ

RIGHTS = "order|campaigns|supervise"
RECORDERS = "order|campaigns"


@route(RIGHTS, scope="place")
def writ_sign(request: PageRequest, writ_id: UUID, slot: str) -> HttpResponse:
    """签字: one place of an issued document, by who is to sign there."""
    row = the_writ(request, writ_id)
    place = _place(row, slot)
    mine = place.role in PENMEN
    name = request.actor.name if mine else place.name
    form = SignForm(request.POST or None, initial={"digest": row.digest, "name": name})
    if form.is_bound and form.carry_out(lambda given: _signed(request, row, slot, given)) is not None:
        messages.success(request, f"{place.label}：已签。", extra_tags="good")
        return HttpResponseRedirect(returning(request, row))
    filled = signatures(request.actor.scope, row.pk).filter(slot=slot).exists()
    why = f"“{place.label}”已经签过。签错的请负责人划去后重签。" if filled else ""
    more = {
        "mine": mine,
        "why": why or (signing.why_not_mine(request.actor, place) if mine else ""),
        "together": signing.signed_together(request.actor, row.pk, slot),
        "ticked": request.POST.getlist("also") if form.is_bound else None,
    }
    return _page(request, row, place, form, "签字", more)


@route(RECORDERS, scope="place")
def writ_refuse(request: PageRequest, writ_id: UUID, slot: str) -> HttpResponse:
    """记录拒签."""
    row = the_writ(request, writ_id)
    place = _place(row, slot)
    form = RefuseForm(request.POST or None, initial={"digest": row.digest, "name": place.name})

    def refuse(given: dict[str, Any]) -> Signature:
        said = {name: given[name] for name in ("digest", "name", "reason")}
        return signing.refuse(request.actor, row.pk, slot=slot, witnesses=form.witnesses, **said)

    if form.is_bound and form.carry_out(refuse) is not None:
        messages.success(request, "拒签已记录，文书上会印出原因和见证人。", extra_tags="good")
        return HttpResponseRedirect(returning(request, row))
    return _page(request, row, place, form, "记录拒签", {"seen": range(1, WITNESSES_MAX + 1)})


@route(RECORDERS, scope="place")
def signature_witness(request: PageRequest, signature_id: UUID) -> HttpResponse:
    """补记见证人."""
    one, row = _signature(request, signature_id)
    form = WitnessForm(request.POST or None)

    def witness(_given: dict[str, Any]) -> Signature:
        return signing.witness_refusal(request.actor, one.pk, witnesses=form.witnesses)

    if form.is_bound and form.carry_out(witness) is not None:
        messages.success(request, "见证人已补记。", extra_tags="good")
        return back_to(row)
    more = {"seen": range(1, WITNESSES_MAX + 1), "one": one}
    return _page(request, row, _place(row, one.slot), form, "补记见证人", more)


@route("supervise", scope="place")
def signature_strike(request: PageRequest, signature_id: UUID) -> HttpResponse:
    """划去签字."""
    one, row = _signature(request, signature_id)
    form = ReasonForm(request.POST or None)
    if (
        form.is_bound
        and form.carry_out(lambda given: signing.strike_signature(request.actor, one.pk, **given)) is not None
    ):
        messages.success(request, "签字已划去，这处可以重签。", extra_tags="good")
        return back_to(row)
    return _page(request, row, _place(row, one.slot), form, "划去签字", {"one": one})


@route(RECORDERS, scope="place")
@require_POST
def writ_on_paper(request: PageRequest, writ_id: UUID) -> HttpResponse:
    """确认纸质签字."""
    row = the_writ(request, writ_id)
    form = DigestForm(request.POST)
    done = form.carry_out(lambda given: signing.confirm_signed_paper(request.actor, row.pk, **given))
    if done is None:
        messages.error(request, form.message, extra_tags="bad")
    else:
        messages.success(request, f"已确认{len(done)}处纸质签字。", extra_tags="good")
    return back_to(row)


def _signed(request: PageRequest, row: Writ, slot: str, given: dict[str, Any]) -> Signature:
    return signing.sign(
        request.actor,
        row.pk,
        digest=given["digest"],
        slot=slot,
        name=given["name"],
        picture=given["signature"],
        strokes=given["strokes"],
        also=given["also"],
    )


def _place(row: Writ, slot: str) -> Slot:
    found = next((one for one in slots_of(row) if one.slot == slot), None)
    if found is None:
        raise Http404
    return found


def _signature(request: PageRequest, signature_id: UUID) -> tuple[Signature, Writ]:
    one = request.actor.find(Signature, signature_id, what="处签字")
    return one, the_writ(request, one.writ_id)


def _page(
    request: PageRequest, row: Writ, place: Slot, form: ActionForm, label: str, more: dict[str, Any]
) -> HttpResponse:
    context = {"row": row, "place": place, "form": form, "label": label, "crumbs": crumbs(row), **more}
    context["back"] = returning(request, row)
    return render(request, "documents/sign.html", context, status=form.status)
