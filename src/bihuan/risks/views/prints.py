"""What a unit prints and hangs up besides its ledgers: the four-colour plan, all its analyses, its cards."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.risks import printing
from bihuan.risks.binder import Filed, gathered
from bihuan.risks.codes import leads_to
from bihuan.risks.models import RiskPoint
from bihuan.risks.printing import CARDS, FORMS
from bihuan.risks.queries import plan_of, points_of
from bihuan.risks.registers import REGISTERS
from bihuan.risks.views.shared import PHONES, crumbs
from bihuan.units.models import Unit
from bihuan.units.views.plates import address_of


@route("view", scope="place")
def unit_risk_papers(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """打印: the forms and cards of a unit's risks."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    rows = points_of(request.actor.scope, unit)
    context = {
        "unit": unit,
        "crumbs": crumbs(unit),
        "points": rows.count(),
        "unplaced": rows.filter(x__isnull=True).count(),
        "plan": plan_of(request.actor.scope, unit),
        "forms": [(key, one.title) for key, one in FORMS.items()],
        "ledgers": [(key, one.title) for key, one in REGISTERS.items()]
        if any(request.actor.may(one) for one in PHONES)
        else (),
        "cards": list(CARDS.items()),
        "masked": not _calls(request),
    }
    return render(request, "risks/papers.html", context)


@route("view", scope="place")
def unit_risk_paper(request: PageRequest, unit_id: UUID, sheet_key: str) -> HttpResponse:
    """One of them as PDF."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    if sheet_key not in FORMS | CARDS:
        raise Http404
    found = gathered(request.actor.scope, unit)
    if not found.points:
        return _refused(request, "还没有风险点，没有可以打印的。请先建立风险清单。", "unit_risks", unit.pk)
    mark, on = mark_of(request), clock.today()
    if sheet_key in FORMS:
        content = printing.form_pdf(request.actor.scope, found, FORMS[sheet_key], on, mark)
    elif sheet_key == "cards":
        content = _cards(request, found.filed)
    elif any(one.held for one in found.filed):
        content = printing.posts_pdf(found, on, mark, full=_calls(request))
    else:
        why = "还没有给风险点指定责任人，印不出岗位卡。请先按“统一指定责任人”。"
        return _refused(request, why, "unit_risks", unit.pk)
    return pdf_answer(content, f"risk-{sheet_key}-{on:%Y%m%d}")


@route("view", scope="place")
def risk_card(request: PageRequest, point_id: UUID) -> HttpResponse:
    """风险告知卡 of one point."""
    point = request.actor.find(RiskPoint, point_id, what="个风险点")
    found = gathered(request.actor.scope, point.unit)
    mine = [one for one in found.filed if one.point.pk == point.pk]
    if not mine:
        why = f"风险点“{point.name}”已经停用，不再打印告知卡；现场的请取下。"
        return _refused(request, why, "risk_point", point.pk)
    return pdf_answer(_cards(request, mine), f"risk-card-{point.code}")


def _cards(request: PageRequest, filed: Sequence[Filed]) -> bytes:
    address = address_of(request)
    leads = leads_to(request.actor.scope, [one.point for one in filed])
    return printing.cards_pdf(
        filed,
        clock.today(),
        mark_of(request),
        address=lambda one: f"{address}{leads[one.pk]}",
        full=_calls(request),
    )


def _calls(request: PageRequest) -> bool:
    """Whether phones are printed as they are."""
    return any(request.actor.may(one) for one in PHONES)


def _refused(request: PageRequest, why: str, name: str, pk: UUID) -> HttpResponse:
    """There is no paper: the page that it was asked for from says why."""
    messages.error(request, why, extra_tags="bad")
    return HttpResponseRedirect(reverse(name, args=[pk]))
