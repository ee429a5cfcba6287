"""The list of tips, one that staff type in, a tip's own page, and what is printed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from bihuan import paper
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.core.models import Town
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.hazards.timeline import told
from bihuan.inspections.forms import asked_id
from bihuan.inspections.uploads import filled
from bihuan.lists.views import answer
from bihuan.tipoffs import actions, queries
from bihuan.tipoffs.actions.steps import WHAT
from bihuan.tipoffs.forms import CHANNELS, CloseForm, EnterForm, RuleForm
from bihuan.tipoffs.lifecycle import AT_WORK, CHECKING, REWARD, TIP
from bihuan.tipoffs.listing import SEES, TIPS
from bihuan.tipoffs.models import Reward, Sender, Tip, TipRule
from bihuan.tipoffs.printing import poster_pdf, register_pdf
from bihuan.tipoffs.rules import TYPED
from bihuan.units.models import Unit
from bihuan.units.naming import named_unit
from bihuan.units.views.plates import address_of

PAGES = {
    "admit_tip": "tip_admit",
    "discard_tip": "tip_discard",
    "accept_tip": "tip_accept",
    "decline_tip": "tip_decline",
    "pass_tip_on": "tip_pass",
    "merge_tip": "tip_merge",
    "check_tip": "tip_check",
    "extend_tip": "tip_extend",
    "answer_tip": "tip_answer",
    "return_tip": "tip_return",
}
REWARD_PAGES = {
    "approve_reward": "reward_approve",
    "refuse_reward": "reward_refuse",
    "pay_reward": "reward_pay",
}


@route(SEES, scope="place")
def tips(request: PageRequest) -> HttpResponse:
    """群众举报."""
    return answer(request, TIPS)


@route("tips", scope="town")
@never_cache
def tip_new(request: PageRequest) -> HttpResponse:
    """登记举报: as the caller says it. The word to be told to him is in the answer and nowhere else."""
    actor, asked = request.actor, asked_id(request, "unit")
    unit = actor.find(Unit, asked, what="个监管对象") if asked else None
    form = filled(request, EnterForm, {"channel": "phone", "unit": unit.name if unit else ""}, scans=())

    def enter(given: dict[str, Any]) -> tuple[Tip, str]:
        named = named_unit(actor, given["unit"], unit)
        return actions.enter_tip(
            actor,
            form.told(named.pk if named else None),
            channel=given["channel"],
            outside_number=given["outside_number"],
            received_at=form.came_at(),
            tip_id=given["tip_id"],
        )

    if form.is_bound and (made := form.carry_out(enter)) is not None:
        return render(request, "tipoffs/entered.html", {"tip": made[0], "word": made[1]})
    context = {"form": form, "channels": list(TYPED.items())}
    return render(request, "tipoffs/new.html", context, status=form.status)


@route(SEES, scope="place")
def tip(request: PageRequest, tip_id: UUID) -> HttpResponse:
    """A tip: what it says, who works at it until when, what was found, what was asked, its way, what may be done now. Not who sent it."""
    actor, row = request.actor, find(request.actor, tip_id)
    scope, today = actor.scope, clock.today()
    has_sender = actor.may("identify") and Sender.objects.within(scope).filter(tip=row).exists()
    rewards = queries.rewards(scope, row)
    context = {
        "row": row,
        "late": row.is_late(today),
        "buttons": _buttons(actor, row),
        "photos": queries.photos(scope, row),
        "questions": queries.questions(scope, row),
        "visits": queries.visits(scope, row),
        "hazards": queries.hazards(scope, row),
        "merged": list(Tip.objects.within(scope).filter(merged_into=row)),
        "rewards": [(one, _reward_buttons(actor, one)) for one in rewards],
        "may_propose": actor.may("tips")
        and queries.may_be_rewarded(row)
        and all(one.refused_on for one in rewards),
        "may_ask": actor.may("tips|inspect") and row.state in AT_WORK,
        "may_visit": actor.may("inspect") and row.state == CHECKING and row.unit_id is not None,
        "has_sender": has_sender,
        "timeline": [told(event) for event in events.trail(scope, row.pk)],
    }
    return render(request, "tipoffs/tip.html", context)


def find(actor: Actor, tip_id: UUID) -> Tip:
    """A tip of the actor's, with what its page reads. NotFound."""
    rows = Tip.objects.within(actor.scope).select_related("unit", "cell", "town", "merged_into", "checked_by")
    found: Tip | None = rows.filter(pk=tip_id).first()
    return found or actor.find(Tip, tip_id, what=WHAT)


def _buttons(actor: Actor, row: Tip) -> list[tuple[str, str]]:
    """What may be done now by the actor, in the table's order."""
    found = []
    for move in TIP.from_state(row.state):
        if move.action == "extend_tip" and row.extended_on:
            continue
        if actor.may(move.right):
            found.append((move.label, reverse(PAGES[move.action], args=[row.pk])))
    return found


def _reward_buttons(actor: Actor, row: Reward) -> list[tuple[str, str]]:
    if row.state == "proposed" and row.proposed_by_id == actor.person:
        return []
    return [
        (move.label, reverse(REWARD_PAGES[move.action], args=[row.pk]))
        for move in REWARD.from_state(row.state)
        if actor.may(move.right)
    ]


@route("tips", scope="place")
def tip_paper(request: PageRequest, tip_id: UUID) -> HttpResponse:
    """群众举报登记表, as PDF; without who sent it."""
    row, scope = find(request.actor, tip_id), request.actor.scope
    content = register_pdf(row, queries.hazards(scope, row), queries.rewards(scope, row), mark_of(request))
    return pdf_answer(content, f"tip-{row.received_on:%Y%m%d}-{row.pk.hex[-6:]}")


@route("office", scope="town")
def tip_poster(request: PageRequest) -> HttpResponse:
    """海报: with the QR code of the public page, as PDF. To the settings where there is no page yet."""
    page, town = queries.page_of(request.actor.scope), Town.objects.of(request.actor.scope)
    if page is None or page.closed_on:
        messages.error(request, "网上举报没有开通，还没有二维码。", extra_tags="bad")
        return HttpResponseRedirect(
            reverse("tips") if not request.actor.may("supervise") else reverse("tip_settings")
        )
    try:
        content = poster_pdf(town, page, address_of(request), mark_of(request))
    except (Refused, paper.GlyphMissing) as error:
        messages.error(request, str(error), extra_tags="bad")
        return HttpResponseRedirect(reverse("tips"))
    return pdf_answer(content, "poster")


@route("supervise", scope="town")
def tip_settings(request: PageRequest) -> HttpResponse:
    """网上举报和期限: the public page opened and closed; the town's terms and sums."""
    actor = request.actor
    does = request.POST.get("do", "")
    page = queries.page_of(actor.scope)
    current = queries.terms_on(actor.scope, clock.today())
    first = {"from_on": clock.today().isoformat(), **vars(current)}
    rule = RuleForm(request.POST if does == "rule" else None, initial=first)
    close = CloseForm(request.POST if does == "close" else None)
    opening = CloseForm(request.POST if does == "open" else None)
    done = ""
    if does == "rule":
        made = rule.carry_out(
            lambda given: actions.set_tip_rule(
                actor, rule.terms(given), from_on=given["from_on"], basis=given["basis"]
            )
        )
        done = "已规定。" if made else ""
    elif does == "close":
        done = "已停用。" if close.carry_out(lambda given: actions.close_tip_page(actor, **given)) else ""
    elif does == "open":
        done = (
            "已开通。请打印海报张贴。"
            if opening.carry_out(lambda _given: actions.open_tip_page(actor))
            else ""
        )
    if done:
        messages.success(request, done, extra_tags="good")
        return HttpResponseRedirect(reverse("tip_settings"))
    context = {
        "page_row": page,
        "is_open": page is not None and page.closed_on is None,
        "address": f"{address_of(request)}{reverse('tip_send', args=[page.code])}" if page else "",
        "rule": rule,
        "close": close,
        "opening": opening,
        "current": current,
        "rules": TipRule.objects.within(actor.scope),
        "channels": CHANNELS,
    }
    status = max(rule.status, close.status, opening.status)
    return render(request, "tipoffs/settings.html", context, status=status)
