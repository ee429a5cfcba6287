"""A turn that is to change hands: asked, called in, answered, decided."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.models import Town
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.duty import actions
from bihuan.duty.forms import CallInForm, DecideForm, SwapForm
from bihuan.duty.lifecycle import SWAP
from bihuan.duty.listing import SWAPS
from bihuan.duty.models import Swap, Turn
from bihuan.duty.printing import pdf_of, swap_form
from bihuan.duty.queries import asked_of, fairest_to_call, swaps, turns_to_take
from bihuan.duty.rules import POSITIONS
from bihuan.hazards.timeline import told
from bihuan.lists.views import answer

DONE = {
    "accept_swap": "已答应，等管值班表的人批准。",
    "decline_swap": "已答复不答应。",
    "withdraw_swap": "已撤回。",
    "approve_swap": "已批准，值班表随即更新。",
    "refuse_swap": "已答复不批准。",
}


@route("office", scope="town")
def duty_turn(request: PageRequest, turn_id: UUID) -> HttpResponse:
    """A published turn: its own person asks for a swap; who keeps the roster finds somebody at short notice."""
    actor = request.actor
    row = actor.find(Turn, turn_id, what="个班")
    mine = row.person_id == actor.person
    form = SwapForm(request.POST or None)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.ask_swap(actor, row.pk, **given))
        if done is not None:
            messages.success(request, "已提出换班，对方会收到通知。", extra_tags="good")
            return HttpResponseRedirect(reverse("duty_swap", args=[done.pk]))
    return render(
        request, "duty/turn.html", _turn_page(actor, row, mine, form, CallInForm()), status=form.status
    )


@route("duty", scope="town")
def duty_call_in(request: PageRequest, turn_id: UUID) -> HttpResponse:
    """临时替班."""
    actor = request.actor
    row = actor.find(Turn, turn_id, what="个班")
    form = CallInForm(request.POST or None)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.call_in(actor, row.pk, **given))
        if done is not None:
            assert done.other is not None
            messages.success(request, f"已由{done.other.name}替班，值班表随即更新。", extra_tags="good")
            return HttpResponseRedirect(f"{reverse('duty')}?month={row.day:%Y-%m}")
    mine = row.person_id == actor.person
    return render(
        request, "duty/turn.html", _turn_page(actor, row, mine, SwapForm(), form), status=form.status
    )


def _turn_page(actor: Actor, row: Turn, mine: bool, form: SwapForm, call_in: CallInForm) -> dict[str, object]:
    ended = row.day < clock.today() or row.dropped_at is not None
    callers = [] if ended or not (mine or actor.may("duty")) else fairest_to_call(actor.scope, row)
    return {
        "turn": row,
        "label": POSITIONS[row.position],
        "mine": mine and not ended,
        "may_call": actor.may("duty") and not ended,
        "form": form,
        "call_in": call_in,
        "callers": callers,
        "theirs": turns_to_take(actor, row) if mine and not ended else [],
        "history": swaps(actor.scope).filter(turn=row),
    }


@route("office", scope="town")
def duty_swaps(request: PageRequest) -> HttpResponse:
    """换班: what waits for the actor first, then all."""
    return answer(request, SWAPS)


@route("office", scope="town")
def duty_swap(request: PageRequest, swap_id: UUID) -> HttpResponse:
    """A swap with its way; POST answers, decides, takes back."""
    actor = request.actor
    row = swaps(actor.scope).filter(pk=actor.find(Swap, swap_id, what="次换班").pk).get()
    form = DecideForm(request.POST or None, initial={"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: _carry(actor, row.pk, given))
        if done is not None:
            messages.success(request, DONE[form.cleaned_data["move"]], extra_tags="good")
            return HttpResponseRedirect(reverse("duty_swap", args=[row.pk]))
    moves = {move.action for move in SWAP.from_state(row.state)}
    party = actor.person in (row.asker_id, row.other_id)
    context = {
        "swap": row,
        "form": form,
        "label": POSITIONS[row.turn.position],
        "may_answer": "accept_swap" in moves and asked_of(actor).filter(pk=row.pk).exists(),
        "may_decline": "decline_swap" in moves and row.other_id == actor.person,
        "may_withdraw": "withdraw_swap" in moves and row.asker_id == actor.person,
        "may_decide": "approve_swap" in moves and actor.may("duty") and not party,
        "lines": [told(event) for event in events.trail(actor.scope, row.pk)],
    }
    return render(request, "duty/swap.html", context, status=form.status)


@route("office", scope="town")
def duty_swap_paper(request: PageRequest, swap_id: UUID) -> HttpResponse:
    """换班审批单、临时替班登记单 as PDF."""
    scope = request.actor.scope
    row = swaps(scope).filter(pk=request.actor.find(Swap, swap_id, what="次换班").pk).get()
    form = swap_form(row, Town.objects.of(scope), mark_of(request))
    return pdf_answer(pdf_of(form), f"{form.title}{row.turn.day:%Y%m%d}")


def _carry(actor: Actor, swap_id: UUID, given: dict[str, object]) -> Swap:
    move, version, why = str(given["move"]), int(str(given["version"])), str(given["why_not"])
    if move == "accept_swap":
        return actions.accept_swap(actor, swap_id, version=version)
    if move == "decline_swap":
        return actions.decline_swap(actor, swap_id, version=version, why_not=why)
    if move == "withdraw_swap":
        return actions.withdraw_swap(actor, swap_id, version=version)
    if move == "approve_swap":
        return actions.approve_swap(actor, swap_id, version=version)
    return actions.refuse_swap(actor, swap_id, version=version, why_not=why)
