"""Pages of imports: what was brought in, the columns, the preview, how it goes on, what came of it."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import files
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Forbidden, Incomplete, NotFound, Refused
from bihuan.intake import actions, book, queries
from bihuan.intake.forms import UploadForm, VersionForm, matched, mended
from bihuan.intake.heads import letter
from bihuan.intake.jobs import get_going
from bihuan.intake.lifecycle import CHECKING, DONE, DROPPED, MATCHING, UNDONE, WORKING
from bihuan.intake.models import OUTCOMES, Import
from bihuan.intake.preview import columns_of, preview
from bihuan.intake.registry import KINDS, Kind, kinds_of
from bihuan.intake.template import template

SHOWN = 50


@route("import", scope="town")
def imports(request: PageRequest) -> HttpResponse:
    """导入: choose what, take the empty table, send a file; what was brought in before."""
    kinds = kinds_of(request.actor)
    form = UploadForm(
        kinds, request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind")}
    )
    if request.method == "POST" and (made := form.carry_out(lambda given: _begin(request.actor, given))):
        return HttpResponseRedirect(reverse("import_one", args=[made.pk]))
    rows = [(one, KINDS[one.kind].label) for one in queries.imports(request.actor)[:SHOWN]]
    context = {"form": form, "kinds": kinds, "rows": rows, "working": WORKING}
    return render(request, "intake/imports.html", context, status=form.status)


def _begin(actor: Actor, given: dict[str, Any]) -> Import:
    upload = given["file"]
    if upload.size > book.SIZE_MAX_BYTES:
        raise Incomplete(book.TOO_BIG, {"file": book.TOO_BIG})
    return actions.begin_import(actor, kind=given["kind"], content=upload.read(), file_name=upload.name)


@route("import", scope="town")
def import_template(request: PageRequest) -> HttpResponse | FileResponse:
    """The empty table with its drop-downs."""
    kind = KINDS.get(request.GET.get("kind", ""))
    if kind is None or not request.actor.may(kind.right):
        return HttpResponseRedirect(reverse("imports"))
    content = template(kind, kind.options(request.actor))
    name = f"{kind.label}导入模板.xlsx"
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=files.XLSX)


@route("import", scope="town")
def import_one(request: PageRequest, import_id: UUID) -> HttpResponse:
    """An import, as far as it has come."""
    batch = actions.find_import(request.actor, import_id)
    if batch.state == MATCHING:
        return _columns_page(request, batch, KINDS[batch.kind], request.GET)
    return _rows_page(request, batch, KINDS[batch.kind])


def _columns_page(
    request: PageRequest, batch: Import, kind: Kind, asked: Any, refused: Refused | None = None
) -> HttpResponse:
    found = columns_of(request.actor, batch, kind, asked)
    chosen = matched(kind, asked) if refused else None
    context = {
        "batch": batch,
        "kind": kind,
        "found": found,
        "columns": {key: letter(at) for key, at in (chosen.columns if chosen else found.columns).items()},
        "fills": chosen.fills if chosen else found.fills,
        "message": refused.message if refused else "",
        "wrong": refused.fields if refused else {},
    }
    return render(request, "intake/columns.html", context, status=422 if refused else 200)


def _rows_page(request: PageRequest, batch: Import, kind: Kind) -> HttpResponse:
    asked = request.GET
    is_working = batch.state in WORKING
    context = {
        "batch": batch,
        "kind": kind,
        "shown": None
        if is_working or batch.state == DROPPED
        else preview(
            request.actor, batch, kind, asked.get("view", ""), asked.get("page"), asked.get("open", "")
        ),
        "progress": queries.progress(batch) if is_working else None,
        "is_checking": batch.state == CHECKING,
        "is_done": batch.state in (DONE, UNDONE),
        "outcomes": OUTCOMES,
        "others": [one for one in kinds_of(request.actor) if one.key != kind.key],
    }
    return render(request, "intake/rows.html", context)


@route("import", scope="town")
@require_POST
def import_match(request: PageRequest, import_id: UUID) -> HttpResponse:
    """对列, and read on."""
    batch = actions.find_import(request.actor, import_id)
    chosen = matched(KINDS[batch.kind], request.POST)
    try:
        get_going(request.actor, actions.match_columns(request.actor, import_id, **vars(chosen)))
    except Forbidden:
        raise
    except Refused as refused:
        if batch.state == MATCHING:
            return _columns_page(request, batch, KINDS[batch.kind], request.POST, refused)
        messages.error(request, refused.message, extra_tags="bad")
    return _back(request, import_id)


@route("import", scope="town")
@require_POST
def import_mend(request: PageRequest, import_id: UUID) -> HttpResponse:
    """更正 what the page shows."""
    actions.find_import(request.actor, import_id)
    cells, choices = mended(request.POST)
    try:
        count = actions.mend_rows(
            request.actor,
            import_id,
            cells=cells,
            choices=choices,
            alike="alike" in request.POST,
            rest=request.POST.get("rest", ""),
        )
        messages.success(request, f"已保存，改动{count}行。", extra_tags="good")
    except Forbidden:
        raise
    except Refused as refused:
        messages.error(request, refused.message, extra_tags="bad")
    return _back(request, import_id, request.POST.get("back", ""))


@route("import", scope="town")
def import_move(request: PageRequest, import_id: UUID, move: str) -> HttpResponse | FileResponse:
    """Take in, go on, take back, drop, begin again, or fetch the file."""
    batch = actions.find_import(request.actor, import_id)
    if move == "file":
        return _file(batch)
    if move not in MOVES:
        raise NotFound("没有这个页面。")
    if request.method != "POST":
        return _back(request, import_id)
    try:
        after = MOVES[move](request.actor, batch, VersionForm(request.POST))
    except Forbidden:
        raise
    except Refused as refused:
        messages.error(request, refused.message, extra_tags="bad")
        return _back(request, import_id)
    return _back(request, after.pk)


def _carry(actor: Actor, batch: Import, form: VersionForm) -> Import:
    version = form.shown
    only_good = bool(form.cleaned_data.get("only_good"))
    begun = actions.carry_out(actor, batch.pk, version=version, only_good=only_good)
    get_going(actor, begun)
    return begun


def _undo(actor: Actor, batch: Import, form: VersionForm) -> Import:
    begun = actions.undo_import(actor, batch.pk, version=form.shown)
    get_going(actor, begun)
    return begun


def _go(actor: Actor, batch: Import, _form: VersionForm) -> Import:
    get_going(actor, batch)
    return batch


def _drop(actor: Actor, batch: Import, form: VersionForm) -> Import:
    return actions.drop_import(actor, batch.pk, version=form.shown)


def _again(actor: Actor, batch: Import, form: VersionForm) -> Import:
    kind = form.cleaned_data.get("kind", "") if form.is_valid() else ""
    return actions.begin_again(actor, batch.pk, kind=kind)


MOVES = {"carry": _carry, "undo": _undo, "go": _go, "drop": _drop, "again": _again}


def _file(batch: Import) -> FileResponse:
    content = BytesIO(files.content_of(batch.file))
    return FileResponse(content, as_attachment=True, filename=batch.name, content_type=batch.file.kind)


def _back(request: PageRequest, import_id: UUID, query: str = "") -> HttpResponse:
    """The import's page, at the part of it from which something was sent."""
    asked = (
        f"?{query.lstrip('?')}" if query.startswith("?") and "\n" not in query and "\r" not in query else ""
    )
    return HttpResponseRedirect(reverse("import_one", args=[import_id]) + asked)
