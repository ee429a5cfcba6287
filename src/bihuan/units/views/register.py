"""The list of units, and the forms that enter, revise and close them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.parts import parts_of
from bihuan.core.scope import Scope
from bihuan.grid.models import Department
from bihuan.grid.queries import cell_choices
from bihuan.lists.views import answer
from bihuan.units import actions
from bihuan.units.following import open_work
from bihuan.units.forms import (
    CATEGORY_CHOICES,
    DATUM_CHOICES,
    STATE_CHOICES,
    NewUnitForm,
    StateForm,
    UnitEditForm,
    UnitForm,
)
from bihuan.units.listing import UNITS
from bihuan.units.models import Unit
from bihuan.units.rules import CATEGORIES

# Pressing this instead of saving shows the fields of the category chosen.
REFRESH = "refresh"


@route("view", scope="place")
def units(request: PageRequest) -> HttpResponse:
    """监管对象列表."""
    return answer(request, UNITS)


@route("units", scope="place")
def unit_new(request: PageRequest) -> HttpResponse:
    """登记监管对象."""
    initial = {"opened_on": clock.today(), "cell_id": request.GET.get("cell"), "datum": "wgs84"}
    form = NewUnitForm(request.POST or None, initial=initial)
    if form.is_bound and REFRESH not in request.POST:
        made = form.carry_out(lambda given: _registered(request, form, given))
        if made is not None:
            messages.success(request, f"已登记“{made.name}”。", extra_tags="good")
            return HttpResponseRedirect(f"{reverse('unit', args=[made.pk])}?done=unit-new")
    return _form_page(request, form)


@route("units", scope="place")
def unit_edit(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """修改监管对象. Where another was quicker, the page shows what stands now beside what was typed."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    form = UnitEditForm(request.POST or None, initial=_particulars(unit))
    if form.is_bound and REFRESH not in request.POST:
        done = form.carry_out(lambda given: actions.revise_unit(request.actor, unit_id, **given))
        if done is not None:
            messages.success(request, _saved(request, unit, done), extra_tags="good")
            return HttpResponseRedirect(reverse("unit", args=[unit_id]))
    return _form_page(request, form, unit)


@route("units", scope="place")
def unit_state(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """变更状态."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    form = StateForm(request.POST or None, initial={"from_on": clock.today()})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.change_state(request.actor, unit_id, **given))
        if done is not None:
            messages.success(request, f"状态已变更为“{done.state_label}”。", extra_tags="good")
            return HttpResponseRedirect(reverse("unit", args=[unit_id]))
    work = open_work(request.actor, unit)
    context = {"form": form, "unit": unit, "states": STATE_CHOICES, "work": work}
    return render(request, "units/state.html", context, status=form.status)


def _saved(request: PageRequest, before: Unit, unit: Unit) -> str:
    """What is told of a revision; of a new category, what it carries along."""
    if before.category == unit.category:
        return "已保存。"
    work = open_work(request.actor, unit)
    carried = f"未办结的{len(work)}件照旧办理；" if work else ""
    return f"已保存。类别改为“{unit.category_label}”，今后按这一类别检查；{carried}过去的记录仍按原类别统计。"


def _registered(request: PageRequest, form: NewUnitForm, given: dict[str, Any]) -> Unit:
    place = form.take_place(given)
    return actions.register_unit_there(request.actor, place=place, **given)


def _form_page(request: PageRequest, form: UnitForm, unit: Unit | None = None) -> HttpResponse:
    departments = Department.objects.within(Scope.whole_town(request.actor.town))
    context = {
        "form": form,
        "unit": unit,
        "categories": CATEGORY_CHOICES,
        "cells": cell_choices(request.actor.scope, clock.today()),
        "datums": DATUM_CHOICES,
        "places": [] if unit else parts_of("place", request.actor, None),
        "departments": [(str(one.pk), one.name) for one in departments],
        # Once told that another was quicker, the page carries the present version: the next press is about what it shows.
        "version": unit.version if unit and form.status == 409 else form.values.get("version"),
        "same": _same(request, form),
        "standing": _standing(form, unit) if unit and form.status == 409 else [],
    }
    return render(request, "units/form.html", context, status=form.status)


def _same(request: PageRequest, form: UnitForm) -> Unit | None:
    """The unit that has the code already, where the actor may see it."""
    if not isinstance(form.refused_with, actions.SameCode):
        return None
    found: Unit | None = Unit.objects.within(request.actor.scope).filter(pk=form.refused_with.same.pk).first()
    return found


def _particulars(unit: Unit) -> dict[str, Any]:
    """A unit's values as the form shows them."""
    names = [name for name in UnitEditForm.base_fields if hasattr(unit, name)]
    return {name: getattr(unit, name) for name in names}


def _standing(form: UnitForm, unit: Unit) -> list[tuple[str, str]]:
    """What stands now where something else was typed: pairs of label and present value."""
    found = []
    for name, now in _particulars(unit).items():
        label = form.fields[name].label
        if label and str(now or "") != str(form.values[name] or ""):
            found.append((str(label), _word(unit, name) or "（空）"))
    return found


def _word(unit: Unit, name: str) -> str:
    """A value in words: names for ids, labels for codes."""
    if name == "category":
        return CATEGORIES[unit.category].label
    related = {"cell_id": unit.cell, "department_id": unit.department}
    value = related.get(name, getattr(unit, name))
    return str(value if value is not None else "")
