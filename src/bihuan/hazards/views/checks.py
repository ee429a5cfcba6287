"""Pages on which a visit is recorded: on site, from paper (补录), and the re-inspection."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.core.parts import parts_of
from bihuan.hazards.actions import Finding, finish_check, reinspect
from bihuan.hazards.forms import (
    KIND_CHOICES,
    LEVEL_CHOICES,
    RESULTS,
    CheckForm,
    ReinspectForm,
    Setting,
    SheetForm,
)
from bihuan.hazards.lifecycle import MAJOR
from bihuan.hazards.models import Evidence
from bihuan.hazards.plan import neighbours, notes
from bihuan.hazards.queries import earlier, failed_items, standing
from bihuan.inspections.actions import Visit
from bihuan.inspections.choices import company, recent_units
from bihuan.inspections.first import first_lists
from bihuan.inspections.forms import SCANS, asked_day, asked_id
from bihuan.inspections.law import FIRE_LAWS
from bihuan.inspections.models import Inspection
from bihuan.inspections.queries import sheet_for, signing
from bihuan.inspections.rules import check_day
from bihuan.inspections.uploads import take
from bihuan.units.forms import DATUM_CHOICES
from bihuan.units.models import Unit
from bihuan.units.queries import search

FOUND_MAX = 20
Finishes = Callable[[Actor, Visit, Sequence[Finding]], Inspection]


@route("inspect", scope="place")
def inspection_new(request: PageRequest) -> HttpResponse:
    """现场检查, or a grid member's 网格巡查: choose a unit, then one page to the signature."""
    unit_id = asked_id(request, "unit")
    if unit_id is None:
        return _choose(request, "inspection_new")
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    campaign = asked_id(request, "campaign")
    setting = visit_setting(request.actor, unit, clock.today(), campaign=campaign)
    meant = replace(setting, campaign=campaign, team=asked_id(request, "team"))
    return check_page(request, meant)


@route("inspect", scope="place")
def inspection_late(request: PageRequest) -> HttpResponse:
    """补录: a check made on paper, typed in at a desk and dated on its day."""
    unit_id, on = asked_id(request, "unit"), asked_day(request, "on")
    wrong = check_day(on, clock.today()) if on else "请填写检查日期。"
    if unit_id is None or on is None or wrong:
        return _choose(request, "inspection_late", on=on, wrong=wrong if "on" in request.GET else "")
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    return check_page(request, visit_setting(request.actor, unit, on, late=True))


@route("reinspect", scope="place")
def reinspection(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """复查: only the unit's failed items, with the photos of before."""
    actor = request.actor
    unit = actor.find(Unit, unit_id, what="个监管对象")
    on = clock.today()
    hazards = list(failed_items(actor.scope, unit.pk).select_related("inspection"))
    known = earlier(actor.scope, unit.pk, on)
    setting = Setting(actor, unit, "reinspection", on, company(actor, unit, on), earlier=known)
    if request.method != "POST":
        return _reinspect_page(request, ReinspectForm(setting, hazards=hazards))
    data = request.POST.copy()
    form = ReinspectForm(setting, data, take(actor, data, request.FILES), hazards=hazards)
    if answer := _taken(
        request, form, lambda: reinspect(actor, form.visit(), form.reviewed(), form.findings())
    ):
        return answer
    form.freshen()
    return _reinspect_page(request, form, status=422)


def visit_setting(
    actor: Actor, unit: Unit, on: date, *, late: bool = False, campaign: UUID | None = None
) -> Setting:
    """Whoever stands in the grid below the town patrols; the town's own people and departments check. The lists of the drives that want the unit
    come first, those of the `campaign` that is meant before the others'."""
    kind = "check" if actor.scope.whole or actor.scope.departments else "patrol"
    checklist = sheet_for(actor.scope, unit, on, first_lists(actor.scope, unit, on, campaign))
    known = earlier(actor.scope, unit.pk, on)
    return Setting(actor, unit, kind, on, company(actor, unit, on), checklist, late, known)


def check_page(request: PageRequest, setting: Setting, finish: Finishes | None = None) -> HttpResponse:
    """The page of a check; `finish` is the action that records it where it is not the usual one."""
    if request.method != "POST":
        return _sheet(request, CheckForm(setting))
    data = request.POST.copy()
    form = CheckForm(setting, data, take(setting.actor, data, request.FILES, scans=SCANS))
    answer = _taken(
        request, form, lambda: (finish or finish_check)(setting.actor, form.visit(), form.findings())
    )
    return answer or _sheet(request, form, status=422)


def _sheet(request: PageRequest, form: CheckForm, status: int = 200) -> HttpResponse:
    setting = form.setting
    waiting = failed_items(setting.actor.scope, setting.unit.pk).count()
    context = _shared(form) | {
        "waiting": waiting,
        "results": RESULTS,
        "told": parts_of("check", setting.actor, setting.unit),
    }
    return render(request, "inspections/check.html", context, status=status)


def _reinspect_page(request: PageRequest, form: ReinspectForm, status: int = 200) -> HttpResponse:
    ids = [hazard.pk for hazard in form.hazards]
    photos: dict[UUID, list[Evidence]] = {}
    for one in Evidence.objects.within(request.actor.scope).filter(hazard__in=ids).order_by("added_at", "id"):
        photos.setdefault(one.hazard_id, []).append(one)
    context = _shared(form) | {"photos": photos}
    return render(request, "inspections/reinspect.html", context, status=status)


def _shared(form: SheetForm) -> dict[str, Any]:
    setting = form.setting
    return {
        "sheet": form,
        "setting": setting,
        "unit": setting.unit,
        "visit": form.visit_form,
        "outing": form.outing_form,
        "errors": form.errors,
        "company": setting.company,
        "kinds": KIND_CHOICES,
        "levels": LEVEL_CHOICES,
        "criteria": setting.criteria,
        "fire": signing(setting.actor.scope, setting.on).fire_of_orders,
        "fire_laws": "|".join(FIRE_LAWS),
        "datums": DATUM_CHOICES,
        "spots": parts_of("spot", setting.actor, setting.unit),
    }


def _choose(request: PageRequest, target: str, **more: Any) -> HttpResponse:
    """The page on which a unit is chosen: found by words, or of those lately visited and their neighbours."""
    actor, words = request.actor, request.GET.get("q", "").strip()
    context: dict[str, Any] = {
        "target": target,
        "words": words,
        "found": [],
        "recent": [],
        "near": [],
        **more,
    }
    if words:
        standing = search(actor.scope, words=words).filter(ended_on__isnull=True)
        context["found"] = list(standing.select_related("cell")[:FOUND_MAX])
    else:
        recent = context["recent"] = recent_units(actor)
        context["near"] = list(neighbours(actor, recent[0] if recent else None, clock.today()))
    shown = [*context["found"], *context["recent"], *context["near"]]
    context["notes"] = notes(actor, shown, clock.today())
    return render(request, "inspections/choose.html", context)


def _taken(request: PageRequest, form: SheetForm, act: Callable[[], Inspection]) -> HttpResponse | None:
    """The answer where the visit is recorded, by this press or an earlier one; None where it was refused."""
    if known := _recorded(request.actor, form):
        return _done(request, known, again=True)
    if not form.is_valid():
        return None
    try:
        return _done(request, act())
    except Refused as error:
        form.refuse(error)
        return None
    except IntegrityError:
        # Two presses of one page met in the database: the first recorded the visit, this one was rolled back.
        if known := _recorded(request.actor, form):
            return _done(request, known, again=True)
        raise


def _recorded(actor: Actor, form: SheetForm) -> Inspection | None:
    """The visit that this page already made, when it was pressed twice."""
    form.visit_form.is_valid()
    visit_id = form.visit_form.cleaned_data.get("visit_id")
    found: Inspection | None = Inspection.objects.within(actor.scope).filter(pk=visit_id).first()
    return found


def _done(request: PageRequest, inspection: Inspection, *, again: bool = False) -> HttpResponse:
    text = "这次检查已经提交过了，没有重复登记。" if again else "已登记。"
    messages.success(request, text, extra_tags="warn" if again else "good")
    if not again and standing(request.actor.scope).filter(inspection=inspection, level=MAJOR).exists():
        messages.warning(
            request, "查出重大隐患：今天内须上报，并落实责任、措施、资金、时限、预案。", extra_tags="warn"
        )
    return HttpResponseRedirect(f"{reverse('inspection', args=[inspection.pk])}?done=1")
