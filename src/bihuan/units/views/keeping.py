"""What is kept on a unit: contacts, papers, place, its changes; and one list of what runs out when."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock, events, files
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Incomplete, Refused
from bihuan.core.parts import parts_of
from bihuan.lists.views import answer
from bihuan.units import actions
from bihuan.units.certificate_listing import RUNNING_OUT
from bihuan.units.changes import changes
from bihuan.units.depth_forms import (
    CONTACT_CHOICES,
    DOCUMENT_CHOICES,
    ContactForm,
    DocumentForm,
    PlaceForm,
    ReasonForm,
    RemindersForm,
)
from bihuan.units.forms import DATUM_CHOICES
from bihuan.units.models import Contact, Document, Unit
from bihuan.units.picture import picture
from bihuan.units.queries import neighbours, reminders
from bihuan.units.rules import CERTIFICATES


@route("view", scope="place")
def running_out(request: PageRequest) -> HttpResponse:
    """到期一览: certificates, filed plans and insurance, by month."""
    return answer(request, RUNNING_OUT)


@route("units", scope="town")
def running_out_reminders(request: PageRequest) -> HttpResponse:
    """设置到期提醒: how many days before, for each kind."""
    setting = reminders(request.actor.scope)
    initial = {kind: "、".join(map(str, setting.of(kind))) for kind in CERTIFICATES}
    form = RemindersForm(request.POST or None, initial=initial)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.set_reminders(request.actor, days=given))
        if done is not None:
            messages.success(request, "已保存，从现在起按此提醒。", extra_tags="good")
            return HttpResponseRedirect(reverse("running_out"))
    return render(request, "units/reminders.html", {"form": form, "kinds": CERTIFICATES}, status=form.status)


@route("view", scope="place")
def unit_changes(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """变更记录."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    rows = changes(request.actor.scope, list(events.trail(request.actor.scope, unit.pk)))
    return render(request, "units/changes.html", {"unit": unit, "rows": rows})


@route("units", scope="place")
def contact_new(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """登记联系人."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    form = ContactForm(request.POST or None, initial={"from_on": clock.today()})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.register_contact(request.actor, unit_id, **given))
        if done is not None:
            return _back(request, unit, f"已登记{done.role_label}{done.name}。")
    context = {"form": form, "unit": unit, "roles": CONTACT_CHOICES}
    return render(request, "units/contact_new.html", context, status=form.status)


@route("units", scope="place")
@require_POST
def contact_end(request: PageRequest, contact_id: UUID) -> HttpResponse:
    """停用联系人."""
    contact = request.actor.find(Contact, contact_id, what="个联系人")
    try:
        actions.end_contact(request.actor, contact_id)
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
        return HttpResponseRedirect(reverse("unit", args=[contact.unit_id]))
    return _back(request, contact.unit, f"{contact.role_label}{contact.name}已停用。")


@route("units", scope="place")
def document_new(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """存资料. A file that came with the form is kept before the form is judged, so that an error does not lose it."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    data, problem = request.POST.copy(), ""
    if given := request.FILES.get("file_file"):
        try:
            data["file"] = str(files.keep_scan(request.actor, given.read(), given.name or "资料").pk)
        except Incomplete as error:
            problem = error.message
    form = DocumentForm(data if request.method == "POST" else None)
    if form.is_bound and not problem:
        done = form.carry_out(lambda values: actions.keep_document(request.actor, unit_id, **values))
        if done is not None:
            return _back(request, unit, f"已存入“{done.title}”。")
    context = {"form": form, "unit": unit, "kinds": DOCUMENT_CHOICES, "problem": problem}
    return render(request, "units/document_new.html", context, status=422 if problem else form.status)


@route("units", scope="place")
def document_end(request: PageRequest, document_id: UUID) -> HttpResponse:
    """停用资料."""
    document = request.actor.find(Document, document_id, what="份资料")
    form = ReasonForm(request.POST or None)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.end_document(request.actor, document_id, **given))
        if done is not None:
            return _back(request, document.unit, f"“{document.title}”已停用。")
    context = {"form": form, "row": document, "unit": document.unit}
    return render(request, "units/document_end.html", context, status=form.status)


@route("units", scope="place")
def unit_place(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """标注位置."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    initial = {"latitude": unit.latitude, "longitude": unit.longitude, "datum": "wgs84"}
    form = PlaceForm(request.POST or None, initial=initial)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.place_unit(request.actor, unit_id, **given))
        if done is not None:
            return _back(request, unit, "位置已保存。")
    context = {
        "form": form,
        "unit": unit,
        "datums": DATUM_CHOICES,
        "places": parts_of("place", request.actor, unit),
        "picture": picture(unit, neighbours(request.actor.scope, unit)),
    }
    return render(request, "units/place.html", context, status=form.status)


def _back(request: PageRequest, unit: Unit, text: str) -> HttpResponse:
    messages.success(request, text, extra_tags="good")
    return HttpResponseRedirect(reverse("unit", args=[unit.pk]))
