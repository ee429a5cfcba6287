"""扫描件归档: many files at once, told page by page; and a page matched by hand."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core.door import PageRequest, route
from bihuan.documents import scans as reading
from bihuan.documents.actions import scanning
from bihuan.documents.actions.scanning import Line
from bihuan.documents.models import Scan
from bihuan.documents.scans import Sheet
from bihuan.documents.signing_forms import ByHandForm, ReplaceScanForm
from bihuan.documents.views.finding import back_to, crumbs, the_writ
from bihuan.inspections.uploads import UPLOADS_MAX, filled

RIGHTS = "order|campaigns"
PAGES_MAX = 120  # of all files of one press: a page takes a twentieth of a second


@route(RIGHTS, scope="place")
def scans(request: PageRequest) -> HttpResponse:
    """The page that takes files, and what became of each of their pages."""
    context: dict[str, Any] = {"lines": None, "files_max": UPLOADS_MAX, "pages_max": PAGES_MAX}
    if request.method == "POST":
        chosen = request.FILES.getlist("scan_file")
        if not chosen:
            context["problem"] = "没有收到文件，请选择扫描件或者照片。"
            return render(request, "documents/scans.html", context, status=422)
        sheets, wrong = _read(chosen)
        lines = [*scanning.file_sheets(request.actor, sheets), *wrong]
        context |= {
            "lines": lines,
            "form": None,
            "matched": sum(one.result == scanning.MATCHED for one in lines),
            "rest": sum(one.result not in (scanning.MATCHED, scanning.ALREADY) for one in lines),
        }
    return render(request, "documents/scans.html", context)


@route(RIGHTS, scope="place")
@require_POST
def scan_by_hand(request: PageRequest) -> HttpResponse:
    """手工归档: by number and page."""
    form = ByHandForm(request.POST)
    done = form.carry_out(
        lambda given: scanning.file_by_hand(
            request.actor, given["file_id"], number=given["number"], page=given["page"] or 0
        )
    )
    if done is None:
        line = Line("手工归档", scanning.UNREAD, form.message)
        context = {"lines": [line], "form": form, "matched": 0, "rest": 1}
        context |= {"files_max": UPLOADS_MAX, "pages_max": PAGES_MAX}
        return render(request, "documents/scans.html", context, status=form.status)
    messages.success(request, f"已归档到{done.writ}，第{done.page}页。", extra_tags="good")
    if "HX-Request" in request.headers:
        return HttpResponse(status=204)
    return HttpResponseRedirect(reverse("scans"))


@route(RIGHTS, scope="place")
def scan_replace(request: PageRequest, scan_id: UUID) -> HttpResponse:
    """换扫描件."""
    old = request.actor.find(Scan, scan_id, what="页扫描件")
    row = the_writ(request, old.writ_id)
    form = filled(request, ReplaceScanForm)
    if (
        form.is_bound
        and form.carry_out(lambda given: scanning.replace_scan(request.actor, old.pk, **given)) is not None
    ):
        messages.success(request, f"第{old.page}页的扫描件已换，原来的留在记录里。", extra_tags="good")
        return back_to(row)
    why = "这一页已经换过。" if old.replaced_at else ""
    context = {"row": row, "old": old, "form": form, "why": why, "crumbs": crumbs(row)}
    return render(request, "documents/scan_replace.html", context, status=form.status)


def _read(chosen: list[Any]) -> tuple[list[Sheet], list[Line]]:
    """The pages of all files that can be read, and a line for each that cannot. A file that breaks off gives the pages before it."""
    sheets: list[Sheet] = []
    wrong: list[Line] = []
    for place, one in enumerate(chosen):
        name = (one.name or "扫描件")[-80:]
        if place >= UPLOADS_MAX:
            wrong.append(Line(name, scanning.REFUSED, f"一次最多{UPLOADS_MAX}个文件，这个没有处理，请另传。"))
            continue
        try:
            for sheet in reading.read(one.read(), name):
                if len(sheets) >= PAGES_MAX:
                    raise reading.Unreadable(f"一次最多{PAGES_MAX}页，从{sheet.source}起没有处理，请另传。")
                sheets.append(sheet)
        except reading.Unreadable as error:
            wrong.append(Line(name, scanning.REFUSED, str(error)))
    return sheets, wrong
