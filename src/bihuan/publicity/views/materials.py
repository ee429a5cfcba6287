"""The library: the town's own materials and leaflets of ours, with who used what; a leaflet as PDF with the town's name."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan import paper
from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotFound, Refused
from bihuan.core.models import Town
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.inspections.uploads import filled
from bihuan.publicity import actions
from bihuan.publicity.forms import MATERIAL_CHOICES, MaterialForm
from bihuan.publicity.leaflets import CALLS, LEAFLETS
from bihuan.publicity.listing import in_short
from bihuan.publicity.models import Material
from bihuan.publicity.queries import materials, named_places, outreaches, uses

SHOWN = 50


@route("office", scope="place")
def publicity_materials(request: PageRequest) -> HttpResponse:
    """宣传材料: how often each was used within the actor's scope."""
    scope = request.actor.scope
    own, ours = uses(scope)
    context = {
        "own": [(one, own.get(one.pk, 0)) for one in materials(scope)],
        "ours": [(one, ours.get(one.key, 0)) for one in LEAFLETS.values()],
        "may": request.actor.may("campaigns"),
    }
    return render(request, "publicity/materials.html", context)


@route("campaigns", scope="town")
def publicity_material_new(request: PageRequest) -> HttpResponse:
    """登记材料."""
    form = filled(request, MaterialForm, {"edition_on": clock.today(), "kind": "sheet"}, scans=("file",))
    if form.is_bound:
        row = form.carry_out(lambda given: actions.add_material(request.actor, **given))
        if row is not None:
            messages.success(request, f"已登记：{row.title}。", extra_tags="good")
            return HttpResponseRedirect(reverse("publicity_material", args=[row.pk]))
    context = {"form": form, "kinds": MATERIAL_CHOICES}
    return render(request, "publicity/material_new.html", context, status=form.status)


@route("office", scope="town")
def publicity_material(request: PageRequest, material_id: UUID) -> HttpResponse:
    """一份材料: what it is, and who used it when and where."""
    row = request.actor.find(Material, material_id, what="份材料")
    context = {"row": row, "may": request.actor.may("campaigns") and row.ended_on is None}
    return render(request, "publicity/material.html", context | _used(request, material=row))


@route("campaigns", scope="town")
@require_POST
def publicity_material_end(request: PageRequest, material_id: UUID) -> HttpResponse:
    """停用材料."""
    row = request.actor.find(Material, material_id, what="份材料")
    try:
        actions.end_material(request.actor, row.pk)
        messages.success(request, f"已停用：{row.title}。", extra_tags="good")
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("publicity_materials"))


def _used(request: PageRequest, **which: Any) -> dict[str, Any]:
    scope = request.actor.scope
    found = outreaches(scope).filter(**which).select_related("entered_by").order_by("-held_on", "-pk")
    rows = list(found[:SHOWN])
    names = named_places(scope, rows)
    return {"uses": [(one, in_short(names.get(one.pk, []))) for one in rows], "count": found.count()}


@route("office", scope="town")
def publicity_leaflet(request: PageRequest, leaflet: str) -> HttpResponse:
    """自带宣传单 as PDF: one A4 page with the town's name and 12350."""
    one = LEAFLETS.get(leaflet)
    if one is None:
        raise NotFound("没有这份宣传单。请从宣传材料中选择。")
    town = Town.objects.of(request.actor.scope)
    handout = paper.Handout(one.title, one.to, one.parts, one.never, CALLS, f"{town.name}{town.office}")
    try:
        content = paper.handout_pdf(
            handout, dated=clock.today(), mark=mark_of(request), extra_fonts=settings.FONTS_DIR
        )
    except paper.GlyphMissing as error:
        messages.error(request, str(error), extra_tags="bad")
        return HttpResponseRedirect(reverse("publicity_materials"))
    return pdf_answer(content, f"leaflet-{one.key}")
