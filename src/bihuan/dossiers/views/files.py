"""A unit's file (一企一册): its chapters with what each lacks, its PDF, its versions and what two of them have otherwise; the list of all."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import resolve, reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.jobs import ask
from bihuan.core.prints import pdf_answer
from bihuan.dossiers import filing, freezing, rendering
from bihuan.dossiers.actions import freeze_file
from bihuan.dossiers.file_forms import WHICH, FreezeForm, PackForm
from bihuan.dossiers.filing import File
from bihuan.dossiers.jobs import FILES as PACK
from bihuan.dossiers.jobs import FILES_MAX, FROZEN, chosen
from bihuan.dossiers.listing import FILES
from bihuan.dossiers.models import FileVersion
from bihuan.dossiers.queries import READS, versions
from bihuan.dossiers.rules import differences
from bihuan.lists.views import answer, chosen_ids
from bihuan.units.models import Unit

LINES_SHOWN = 40  # of a chapter, on the page that compares
QUERY_MAX = 1000
NOW = "today"


@route(READS, scope="place")
def unit_files(request: PageRequest) -> HttpResponse:
    """一企一册: of all units that have to have one."""
    return answer(request, FILES)


@route(READS, scope="place")
def unit_file(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """一企一册 of a unit; who may, freezes it here."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    may = request.actor.may("risks") and unit.ended_on is None and unit.merged_into_id is None
    form = FreezeForm(request.POST or None)
    if form.is_bound and may:
        done = form.carry_out(lambda given: freeze_file(request.actor, unit_id, **given))
        if done is not None:
            text = f"已定稿为{done}：{done.completeness.said}。"
            messages.success(request, text, extra_tags="good")
            return HttpResponseRedirect(reverse("unit_file", args=[unit.pk]))
    found = filing.file_of(request.actor.scope, unit, clock.today())
    rows = list(versions(request.actor.scope, unit))
    context = {
        "unit": unit,
        "file": found,
        "required": [one for one in found.sections if one.is_required],
        "beside": [one for one in found.sections if not one.is_required],
        "opens": _open_to(request.actor, found),
        "versions": rows,
        "form": form,
        "may": may,
    }
    return render(request, "dossiers/file.html", context, status=form.status)


def _open_to(actor: Actor, found: File) -> set[str]:
    """The routes of what a file lacks that the actor may walk: a unit's own persons keep its risks, the town its particulars."""
    asked = {lack.route for one in found.sections for lack in one.lacks}
    rights = {name: resolve(reverse(name, args=[found.unit.pk])).func.door.right for name in asked}  # type: ignore[attr-defined]
    return {name for name, right in rights.items() if right is None or actor.may(right)}


@route(READS, scope="place")
def unit_file_pdf(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """The file as it stands today, not frozen."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    on = clock.today()
    found = filing.file_of(request.actor.scope, unit, on)
    return pdf_answer(rendering.today_pdf(request.actor, found, on), f"{unit.name} 一企一册（未定稿）")


@route(READS, scope="place")
def file_version(request: PageRequest, file_version_id: UUID) -> HttpResponse:
    """A frozen version as PDF."""
    row = request.actor.find(FileVersion, file_version_id, what="版档案")
    name = f"{row.unit.name} 一企一册 {row} {row.frozen_on:%Y%m%d}"
    return pdf_answer(rendering.version_pdf(request.actor.scope, row), name)


@route(READS, scope="place")
def file_compare(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """对比: what a version has otherwise than an earlier one, or today otherwise than a version."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    rows = list(versions(request.actor.scope, unit))
    if not rows:
        messages.error(request, "还没有定稿，没有可以对比的。请先定稿。", extra_tags="bad")
        return HttpResponseRedirect(reverse("unit_file", args=[unit.pk]))
    numbers = {str(one.number): one for one in rows}
    later = request.GET.get("later", NOW)
    later = later if later in numbers else NOW
    usual = str(rows[0].number) if later == NOW else str(max(int(later) - 1, rows[-1].number))
    earlier = request.GET.get("earlier", usual)
    earlier = earlier if earlier in numbers else usual
    contents = dict(
        FileVersion.objects.within(request.actor.scope)
        .filter(unit=unit, number__in=[int(one) for one in (earlier, later) if one != NOW])
        .values_list("number", "content")
    )
    now = _today(request.actor, unit) if later == NOW else contents[int(later)]
    context = {
        "unit": unit,
        "versions": rows,
        "earlier": earlier,
        "later": later,
        "found": differences(freezing.lines_of(contents[int(earlier)]), freezing.lines_of(now)),
        "shown": LINES_SHOWN,
    }
    return render(request, "dossiers/compare.html", context)


def _today(actor: Actor, unit: Unit) -> dict[str, Any]:
    on = clock.today()
    return filing.content(actor, filing.file_of(actor.scope, unit, on), on)


@route("units", scope="place")
def unit_files_pack(request: PageRequest) -> HttpResponse:
    """打包: how, then as a job. The list posts the rows it was asked for; a link names them by filters."""
    rows = [str(key) for key in chosen_ids(request.POST.getlist("row"))]
    query = request.POST.get("query", request.GET.urlencode())[:QUERY_MAX].replace("\0", "")
    given: dict[str, Any] = {"units": rows} if rows else {"query": query}
    form = PackForm(request.POST if "sure" in request.POST else None, initial={"which": FROZEN})
    if form.is_bound:
        job = form.carry_out(lambda how: ask(request.actor, PACK.name, given | how))
        if job is not None:
            return HttpResponseRedirect(reverse("job", args=[job.pk]))
    found = chosen(request.actor, given)
    context = {
        "form": form,
        "rows": rows,
        "query": query,
        "count": found.order_by().values("pk")[: FILES_MAX + 1].count(),
        "most": FILES_MAX,
        "shown": list(found[:6]),
        "which": list(WHICH.items()),
    }
    return render(request, "dossiers/pack.html", context, status=form.status)
