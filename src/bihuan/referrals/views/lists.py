"""The two lists of 移送交办, out and in, and a referral's page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.parts import links_of, parts_of
from bihuan.hazards.lifecycle import REFERRED
from bihuan.hazards.models import Evidence, Hazard
from bihuan.hazards.steps import buttons
from bihuan.hazards.timeline import told
from bihuan.lists.views import answer
from bihuan.referrals.lifecycle import ANSWERED, REFERRAL
from bihuan.referrals.listing import ASSIGNMENTS, REFERRALS
from bihuan.referrals.models import Chase, Referral

PAGES = {
    "acknowledge": "referral_acknowledge",
    "answer": "referral_answer",
    "chase": "referral_chase",
    "refuse": "referral_decline",
    "give_back": "referral_decline",
    "withdraw": "referral_withdraw",
}


@route("office", scope="place")
def referrals(request: PageRequest) -> HttpResponse:
    """移送、抄告、吹哨: what went out."""
    return answer(request, REFERRALS)


@route("office", scope="place")
def assignments(request: PageRequest) -> HttpResponse:
    """上级交办: what came in."""
    return answer(request, ASSIGNMENTS)


@route("office", scope="place")
def referral(request: PageRequest, referral_id: UUID) -> HttpResponse:
    """A referral: what was asked of whom, its way, its chases, and what may be done now."""
    actor = request.actor
    row = actor.find(Referral, referral_id, what="次移送")
    trail = events.trail(actor.scope, row.hazard_id).filter(given__referral=str(row.pk))
    context = {
        "row": row,
        "hazard": row.hazard,
        "unit": row.hazard.unit,
        "sees_hazard": Hazard.objects.within(actor.scope).filter(pk=row.hazard_id).exists(),
        "buttons": _buttons(actor, row),
        "photos": Evidence.objects.within(actor.scope).filter(hazard=row.hazard_id, shows="before"),
        "chases": Chase.objects.within(actor.scope).filter(referral=row).select_related("by"),
        "links": links_of("referral", actor, row),
        "parts": parts_of("referral", actor, row),
        "timeline": [told(event) for event in trail],
        "now": clock.now(),
    }
    return render(request, "referrals/referral.html", context)


def _buttons(actor: Actor, row: Referral) -> list[tuple[str, str]]:
    """The referral's own steps from its table; once answered, the steps of the hazard that wait for it."""
    if row.hazard.voided_on:
        return []
    own = [
        (move.label, reverse(PAGES[move.action], args=[row.pk]))
        for move in REFERRAL.from_state(row.state, *row.traits)
        if actor.may(move.right)
    ]
    if row.kind == "transfer" and row.state == ANSWERED and row.hazard.state == REFERRED:
        due = ("settle_referred", "take_back")
        steps = {one.move.action: (one.label, one.url) for one in buttons(actor, row.hazard)}
        own += [steps[action] for action in due if action in steps]
    return own
