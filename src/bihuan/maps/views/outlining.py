"""网格轮廓: which cells have one, drawn by hand, taken from a file."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.answers import back, posted, refused
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Incomplete, NotAllowed, Refused
from bihuan.grid.models import Cell
from bihuan.grid.queries import cells_in_force
from bihuan.maps import actions, rules
from bihuan.maps.forms import DATUM_CHOICES, DrawForm, OutlineFileForm, TakeForm
from bihuan.maps.models import CellOutline, OutlineImport
from bihuan.maps.queries import drawn, imports, outline_of
from bihuan.maps.reading import BYTES_MAX
from bihuan.maps.told import told


@route("office", scope="place")
def map_outlines(request: PageRequest) -> HttpResponse:
    """网格轮廓: every cell of the actor's place with its outline, or without."""
    scope, today = request.actor.scope, clock.today()
    shown = {one.cell.pk: one.rows for one in drawn(scope, today)}
    cells = cells_in_force(scope, today).exclude(kind="enterprise")
    may = request.actor.may("grid")
    context = {
        "rows": [(cell, shown.get(cell.pk, ())) for cell in cells],
        "may": may,
        "waiting": imports(scope) if may else (),
        "config": told(scope),
    }
    return render(request, "maps/outlines.html", context)


@route("grid", scope="place")
def outline_draw(request: PageRequest, cell_id: UUID) -> HttpResponse:
    """画轮廓: corners are set, moved and taken off on the map, or written down one a line."""
    actor = request.actor
    cell = actor.find(Cell, cell_id, what="个网格")
    known = outline_of(actor.scope, cell)
    ring = rules.largest(known.shape) if known else ()
    begun = {
        "instead": known.pk if known else None,
        "ring": "\n".join(f"{x},{y}" for x, y in ring) if len(ring) <= rules.DRAWN_MAX else "",
    }
    form = posted(request, DrawForm, initial=begun)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.draw_outline(actor, cell_id, **given))
        if done is not None:
            return back(
                request, f"“{cell.name}”的轮廓已保存，{rules.corners(done.shape)}个角。", "map_outlines"
            )
    context = {
        "form": form,
        "cell": cell,
        "too_fine": len(ring) > rules.DRAWN_MAX,
        "parts": len(known.shape) if known else 0,
        "config": told(actor.scope, own=str(cell.pk)),
    }
    return render(request, "maps/draw.html", context, status=form.status)


@route("grid", scope="place")
@require_POST
def outline_end(request: PageRequest, outline_id: UUID) -> HttpResponse:
    """停用轮廓."""
    outline = request.actor.find(CellOutline, outline_id, what="个轮廓")
    try:
        actions.end_outline(request.actor, outline_id)
    except Refused as error:
        return refused(request, error.message, "map_outlines")
    return back(request, f"“{outline.cell.name}”的轮廓已停用。", "map_outlines")


@route("grid", scope="town")
def outline_import_new(request: PageRequest) -> HttpResponse:
    """读入轮廓文件: nothing is an outline before it was looked at."""
    form = posted(request, OutlineFileForm, initial={"datum": "wgs84"})
    if form.is_bound:
        done = form.carry_out(lambda given: _begun(request, given))
        if done is not None:
            return back(request, f"已读入{len(done.areas)}个图形，请核对后导入。", "outline_import", done.pk)
    context = {"form": form, "datums": DATUM_CHOICES, "size": BYTES_MAX // 1024 // 1024}
    return render(request, "maps/import_new.html", context, status=form.status)


def _begun(request: PageRequest, given: dict[str, Any]) -> OutlineImport:
    upload = request.FILES.get("file")
    if upload is None:
        raise Incomplete("请选择GeoJSON文件。", {"file": "请选择GeoJSON文件。"})
    # Not more than is judged: who sends a bomb fills no memory.
    content = upload.read(BYTES_MAX + 1)
    return actions.begin_outline_import(
        request.actor,
        given["outline_import_id"],
        content=content,
        name=upload.name or "轮廓.geojson",
        datum=given["datum"],
        swapped=given["swapped"],
    )


@route("grid", scope="town")
def outline_import(request: PageRequest, outline_import_id: UUID) -> HttpResponse:
    """核对轮廓: which cell each is of; what crosses itself is mended or left out."""
    actor = request.actor
    row = actor.find(OutlineImport, outline_import_id, what="个轮廓文件")
    if row.taken_at:
        return refused(request, "这个文件已经导入。", "map_outlines")
    form = posted(request, TakeForm, areas=row.areas)
    if form.is_bound:
        done = form.carry_out(
            lambda given: actions.take_outlines(actor, row.pk, form.chosen, sure=given["sure"])
        )
        if done is not None:
            return back(request, f"已导入{len(done)}个轮廓。", "map_outlines")
        if isinstance(form.refused_with, NotAllowed):
            return refused(request, form.message, "map_outlines")
    cells = cells_in_force(actor.scope, clock.today()).exclude(kind="town")
    choices = [(str(one.pk), f"{'　' * (one.level - 2)}{one.name}") for one in cells]
    names = {key: name.strip() for key, name in choices}
    areas = [(at, area, names.get(area["cell"], "")) for at, area in enumerate(row.areas)]
    context = {
        "form": form,
        "row": row,
        "areas": areas,
        "cells": choices,
        "matched": sum(bool(area["cell"] and area["outline"] and not area["problem"]) for area in row.areas),
        "unknown": sum(bool(not area["cell"] and area["outline"]) for area in row.areas),
        "crossing": sum(area["mendable"] for area in row.areas),
        "config": told(
            actor.scope,
            preview=[
                {
                    "type": "Feature",
                    "properties": {
                        "name": names.get(area["cell"], "") or area["name"] or f"第{at + 1}个",
                        "step": "bad" if area["problem"] else "",
                    },
                    "geometry": {
                        "type": "MultiPolygon",
                        "coordinates": area["outline"]
                        if area["problem"]
                        else rules.lightened(area["outline"]),
                    },
                }
                for at, area in enumerate(row.areas)
                if area["outline"]
            ],
        ),
    }
    return render(request, "maps/import.html", context, status=form.status)
