"""The registers of a unit's graded control, and the records of analysis, as PDF."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bihuan import paper
from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.models import Town
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.grid.models import Cell
from bihuan.paper import Ledger
from bihuan.risks import papers
from bihuan.risks.binder import filed, gathered, lines
from bihuan.risks.forms import MajorFilter
from bihuan.risks.models import RiskPoint
from bihuan.risks.queries import with_measures
from bihuan.risks.registers import REGISTERS
from bihuan.units.models import Unit

ROWS_MAX = 1_000


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


@route("office", scope="place")
def risk_majors_paper(request: PageRequest) -> HttpResponse:
    """重大（、较大）风险管控统计表 of all units that the list shows, for a superior: what the list's address narrows, this does too."""
    actor, form = request.actor, MajorFilter(request.GET)
    rows = with_measures(actor.scope, form.narrow(actor.scope), ordered=False)
    steps = list(rows.select_related("point__unit")[: ROWS_MAX + 1])
    page = f"{reverse('risk_majors')}?{request.GET.urlencode()}"
    if len(steps) > ROWS_MAX:
        messages.error(
            request,
            f"超过{ROWS_MAX}条，一份PDF印不下。请先按网格、类别筛选，或者导出表格。",
            extra_tags="bad",
        )
        return HttpResponseRedirect(page)
    town = Town.objects.of(actor.scope)
    made = papers.of_town(
        lines(actor.scope, steps),
        organ=f"{town.name}{town.office}",
        with_orange=form.with_orange,
        narrowed=_narrowed(request, form),
        dated=clock.today(),
        mark=mark_of(request),
    )
    return answer(request, made, "risk-majors", page)


def _narrowed(request: PageRequest, form: MajorFilter) -> str:
    """Which part of the town stands on it, "" for all of it."""
    scope, given = request.actor.scope, form.cleaned_data
    cells = Cell.objects.within(scope).filter(path=given.get("cell") or "-").values_list("name", flat=True)
    units = Unit.objects.within(scope).filter(pk=given.get("unit")).values_list("name", flat=True)
    own = [] if scope.whole else ["填报人管辖范围"]
    return "、".join(filter(None, (*own, *cells, *units, form.narrowed)))


def answer(request: PageRequest, made: Ledger, name: str, page: str) -> HttpResponse:
    """A ledger as PDF; back on the page that it was asked for from, where a character is in no font."""
    try:
        content = paper.ledger_pdf(made, extra_fonts=settings.FONTS_DIR)
    except paper.GlyphMissing as error:
        messages.error(request, str(error), extra_tags="bad")
        return HttpResponseRedirect(page)
    return pdf_answer(content, f"{name}-{clock.today():%Y%m%d}")
