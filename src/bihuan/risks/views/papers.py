"""The forms of a unit's graded control as PDF."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan import paper
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.paper import Ledger
from bihuan.risks.models import RiskPoint
from bihuan.risks.papers import PAPERS, Analysis, Filed, record
from bihuan.risks.queries import keepers, latest, measures_of, points_of, steps_by_point
from bihuan.units.models import Unit


@route("inspect|risks", scope="place")
def risk_paper(request: PageRequest, unit_id: UUID, paper_kind: str) -> HttpResponse:
    """风险点登记台账, 风险分级管控清单 or 重大风险管控统计表 of a unit; the phones of those who keep its points stand on it."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    if paper_kind not in PAPERS:
        raise Http404
    filed = _filed(request.actor, list(points_of(request.actor.scope, unit).select_related("unit")))
    made = PAPERS[paper_kind](unit, filed, dated=clock.today(), mark=_mark(request))
    return _answer(request, made, f"risk-{paper_kind}", reverse("unit_risks", args=[unit.pk]))


@route("view", scope="place")
def risk_record(request: PageRequest, point_id: UUID) -> HttpResponse:
    """The record of a point's analysis."""
    point = request.actor.find(RiskPoint, point_id, what="个风险点")
    (filed,) = _filed(request.actor, [point])
    made = record(filed, dated=clock.today(), mark=_mark(request))
    return _answer(request, made, "risk-record", reverse("risk_point", args=[point.pk]))


def _filed(actor: Actor, among: Sequence[RiskPoint]) -> list[Filed]:
    """Points with all that their forms say of them, in a number of queries that does not grow with them."""
    steps, held = steps_by_point(actor.scope, among), keepers(actor.scope, among)
    known = latest(actor.scope, [step for some in steps.values() for step in some])
    return [
        Filed(
            point,
            [Analysis(step, known[step.pk], measures_of(step)) for step in steps[point.pk]],
            held[point.pk],
        )
        for point in among
    ]


def _mark(request: PageRequest) -> str:
    return "演示" if request.is_demo else ""


def _answer(request: PageRequest, made: Ledger, name: str, page: str) -> HttpResponse:
    try:
        content = paper.ledger_pdf(made, extra_fonts=settings.FONTS_DIR)
    except paper.GlyphMissing as error:
        messages.error(request, str(error), extra_tags="bad")
        return HttpResponseRedirect(page)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}-{clock.today():%Y%m%d}.pdf"'
    return response
