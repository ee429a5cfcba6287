"""One letter: its page, its paper, withdrawn and made anew; a unit's letters; what the code at its foot opens."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock, events
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotFound, Refused
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.hazards.timeline import told
from bihuan.letters import actions
from bihuan.letters.actions.moving import why_gone
from bihuan.letters.composing import letter_pdf
from bihuan.letters.forms import WithdrawForm
from bihuan.letters.lifecycle import BY_PARTY, BY_TOWN, MADE
from bihuan.letters.listing import badge_of
from bihuan.letters.models import ResponsibilityLetter
from bihuan.letters.queries import history, letters, scans, targets_now, why_not_signer
from bihuan.units.models import Unit
from bihuan.units.views.plates import address_of

__all__ = ["letter", "letter_code", "letter_file", "letter_remake", "letter_withdraw", "unit_letters"]


def the_letter(request: PageRequest, letter_id: UUID) -> ResponsibilityLetter:
    """A letter of the actor's scope with what its page shows."""
    request.actor.find(ResponsibilityLetter, letter_id, what="份责任书")
    rows = letters(request.actor.scope).select_related("party_signature", "town_signature", "plan")
    return rows.select_related("unit", "cell", "department", "replaces", "returned_by").get(pk=letter_id)


@route("report|office", scope="place")
def letter(request: PageRequest, letter_id: UUID) -> HttpResponse:
    """一份责任书: what it says, how its targets stand, both signatures, what can be done with it."""
    row, actor, today = the_letter(request, letter_id), request.actor, clock.today()
    gone = why_gone(row) if row.is_open else ""
    open_ = row.is_open and not gone
    context = {
        "row": row,
        "mark": badge_of(row),
        "gone": gone,
        "late": row.is_open and row.sign_by < today,
        "sides": [
            ("乙方", row.content["given"]["party"], row.side("party")),
            ("甲方", row.content["given"]["town"], row.side("town")),
        ],
        "targets": targets_now(row, today),
        "scans": list(scans(actor.scope, row.pk)),
        "others": [(one, badge_of(one)) for one in history(actor.scope, row)[:10]],
        "entries": [told(one) for one in events.trail(actor.scope, row.pk)],
        "may": {
            "sign": open_
            and row.state in (MADE, BY_TOWN)
            and actor.may("report")
            and not why_not_signer(actor, row),
            "sign_for_town": open_ and row.state in (MADE, BY_PARTY) and actor.may("sign"),
            "return": open_ and actor.may("report"),
            "withdraw": row.stands and actor.may("supervise"),
            "remake": not row.stands and actor.may("supervise") and not why_gone(row),
        },
    }
    return render(request, "letters/letter.html", context)


@route("report|office", scope="place")
def letter_file(request: PageRequest, letter_id: UUID) -> HttpResponse:
    """责任书 as PDF, with the signatures that are there and a code at each page's foot."""
    row = the_letter(request, letter_id)
    content = letter_pdf(row, address_of(request), mark_of(request))
    return pdf_answer(content, f"letter-{row.year}-{row.code}")


@route("supervise", scope="place")
def letter_withdraw(request: PageRequest, letter_id: UUID) -> HttpResponse:
    """撤回责任书."""
    row = the_letter(request, letter_id)
    form = WithdrawForm(request.POST or None, initial={"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.withdraw_letter(request.actor, letter_id, **given))
        if done is not None:
            messages.success(request, f"已撤回：{row}。", extra_tags="good")
            return HttpResponseRedirect(reverse("letter", args=[letter_id]))
    return render(request, "letters/withdraw.html", {"row": row, "form": form}, status=form.status)


@route("supervise", scope="place")
@require_POST
def letter_remake(request: PageRequest, letter_id: UUID) -> HttpResponse:
    """重新生成."""
    row = the_letter(request, letter_id)
    try:
        made = actions.remake_letter(request.actor, row.pk)
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
        return HttpResponseRedirect(reverse("letter", args=[row.pk]))
    messages.success(request, f"已重新生成：{made}。", extra_tags="good")
    return HttpResponseRedirect(reverse("letter", args=[made.pk]))


@route("report|office", scope="place")
def unit_letters(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """一家单位的责任书: those of all years."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    rows = letters(request.actor.scope).filter(unit=unit).order_by("-year", "-made_on", "-pk")
    context = {"unit": unit, "rows": [(one, badge_of(one)) for one in rows]}
    return render(request, "letters/unit.html", context)


@route("report|office", scope="place")
def letter_code(request: PageRequest, letter_code: str, letter_page: int) -> HttpResponse:
    """What the code at a letter's foot opens: where the signed paper is returned, or the letter's page where it is signed already."""
    row = letters(request.actor.scope).filter(code=letter_code.lower()).first()
    if row is None:
        raise NotFound(
            "没有找到这个二维码对应的责任书，或者它不在您的管辖范围内。请用负责人或者本村网格长的账号登录后再扫。"
        )
    return HttpResponseRedirect(reverse("letter_return" if row.is_open else "letter", args=[row.pk]))
