"""The registers of a unit's graded control, and the records of analysis, as PDF."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan import paper
from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.paper import Ledger
from bihuan.risks import papers
from bihuan.risks.binder import filed, gathered
from bihuan.risks.models import RiskPoint
from bihuan.risks.registers import REGISTERS
from bihuan.units.models import Unit


@route("inspect|risks", scope="place")
def risk_paper(request: PageRequest, unit_id: UUID, paper_kind: str) -> HttpResponse:
    """A register of a unit; the phones of those who keep its points stand on some."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    if paper_kind not in REGISTERS:
        raise Http404
    found = gathered(request.actor.scope, unit)
    made = papers.of_unit(REGISTERS[paper_kind], found, dated=clock.today(), mark=mark_of(request))
    return answer(request, made, f"risk-{paper_kind}", reverse("unit_risks", args=[unit.pk]))


@route("view", scope="place")
def risk_record(request: PageRequest, point_id: UUID) -> HttpResponse:
    """The record of a point's analysis."""
    point = request.actor.find(RiskPoint, point_id, what="个风险点")
    (one,) = filed(request.actor.scope, [point])
    made = papers.record(one, dated=clock.today(), mark=mark_of(request))
    return answer(request, made, "risk-record", reverse("risk_point", args=[point.pk]))


def mark_of(request: PageRequest) -> str:
    """What stands on each page of a demo's papers."""
    return "演示" if request.is_demo else ""


def answer(request: PageRequest, made: Ledger, name: str, page: str) -> HttpResponse:
    """A ledger as PDF; back on the page that it was asked for from, where a character is in no font."""
    try:
        content = paper.ledger_pdf(made, extra_fonts=settings.FONTS_DIR)
    except paper.GlyphMissing as error:
        messages.error(request, str(error), extra_tags="bad")
        return HttpResponseRedirect(page)
    return pdf(content, f"{name}-{clock.today():%Y%m%d}")


def pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF that the browser shows."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
