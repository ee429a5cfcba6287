"""A unit as of a past day: the page, and the file in one press."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan import paper
from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.prints import mark_of
from bihuan.dossiers.actions import record_export
from bihuan.dossiers.asof import as_of
from bihuan.dossiers.forms import FORMS, DayForm
from bihuan.dossiers.proof import proof
from bihuan.dossiers.report import document
from bihuan.units.models import Unit

SHOWN = 200


@route("office", scope="place")
def unit_as_of(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """某日情况: a unit as it was known at the end of a day."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    form = DayForm(request.GET or {"on": clock.today()})
    found = as_of(request.actor, unit, form.cleaned_data["on"]) if form.is_valid() else None
    context = {
        "unit": unit,
        "form": form,
        "found": found,
        "shown": SHOWN,
        "may_export": request.actor.may("supervise"),
    }
    return render(request, "dossiers/as_of.html", context, status=200 if found else 422)


@route("supervise", scope="place")
def unit_as_of_file(request: PageRequest, unit_id: UUID, form: str) -> HttpResponse:
    """The same as PDF or docx with the chain's proof; that it was taken out is recorded. By a press (POST)."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    if form not in FORMS:
        raise Http404
    page = reverse("unit_as_of", args=[unit.pk])
    asked = DayForm(request.POST)
    if request.method != "POST" or not asked.is_valid():
        return HttpResponseRedirect(page)
    on = asked.cleaned_data["on"]
    found = as_of(request.actor, unit, on)
    proved = proof(request.actor.town, found)
    made = document(
        found,
        proved,
        made_at=clock.now(),
        made_by=request.actor.name,
        mark=mark_of(request),
    )
    try:
        content = paper.docx(made) if form == "docx" else paper.pdf(made, extra_fonts=settings.FONTS_DIR)
    except paper.GlyphMissing as error:
        messages.error(request, str(error), extra_tags="bad")
        return HttpResponseRedirect(f"{page}?on={on.isoformat()}")
    last = proved.last.seq if proved.last else 0
    record_export(request.actor, unit.pk, on=on, form=form, content=content, last_seq=last)
    response = HttpResponse(content, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="unit-{on:%Y%m%d}.{form}"'
    return response
