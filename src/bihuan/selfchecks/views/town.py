"""Pages of the town: how alive self-checks are, the lists, and what is doubted; and a unit's shifts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.forms import ActionForm
from bihuan.inspections.uploads import filled
from bihuan.lists.views import answer
from bihuan.selfchecks import actions
from bihuan.selfchecks.forms import REST_CHOICES, SETTLED_CHOICES, SettleForm, ShiftsForm
from bihuan.selfchecks.listing import CHECKS, DOUBT_LIST, STANDINGS
from bihuan.selfchecks.models import Doubt
from bihuan.selfchecks.queries import schedules, setting_of, standings, town_view
from bihuan.selfchecks.rules import ALIVE_DAYS
from bihuan.units.models import Unit

SHOWN = 12


@route("view", scope="place")
def selfchecks(request: PageRequest) -> HttpResponse:
    """企业自查: at a glance, added up from a row a unit; and who has been silent longest."""
    scope, today = request.actor.scope, clock.today()
    rows = standings(scope).select_related("unit", "unit__cell").order_by("last_on", "pk")
    context = {
        "tabs": tabs(request.actor, "selfchecks"),
        "view": town_view(scope, today),
        "days": ALIVE_DAYS,
        "rows": rows[:SHOWN],
    }
    return render(request, "selfchecks/town.html", context)


@route("view", scope="place")
def selfcheck_list(request: PageRequest) -> HttpResponse:
    """自查记录."""
    return answer(request, CHECKS)


@route("view", scope="place")
def selfcheck_units(request: PageRequest) -> HttpResponse:
    """各单位自查情况."""
    return answer(request, STANDINGS)


@route("inspect", scope="place")
def selfcheck_doubts(request: PageRequest) -> HttpResponse:
    """自查存疑."""
    return answer(request, DOUBT_LIST)


@route("inspect", scope="place")
def selfcheck_doubt(request: PageRequest, doubt_id: UUID) -> HttpResponse:
    """处理存疑."""
    doubt = request.actor.find(Doubt, doubt_id, what="条存疑")
    form = filled(request, SettleForm, {"version": doubt.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.settle_doubt(request.actor, doubt_id, **given))
        if done is not None:
            messages.success(request, f"已处理：{done.unit.name}，{done}。", extra_tags="good")
            return HttpResponseRedirect(reverse("selfcheck_doubts"))
    context = {"doubt": doubt, "unit": doubt.unit, "form": form, "outcomes": SETTLED_CHOICES}
    return render(request, "selfchecks/doubt.html", context, status=form.status)


@route("risks", scope="place")
def selfcheck_shifts(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """设置班次."""
    unit = request.actor.find(Unit, unit_id, what="个监管对象")
    now = schedules(request.actor.scope, [unit.pk], clock.today())[unit.pk]
    lines = "\n".join(f"{one.name} {one.begins:%H:%M}-{one.ends:%H:%M}" for one in now.shifts)
    form: ActionForm = filled(request, ShiftsForm, {"shifts": lines, "rest": sorted(now.rest)})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.set_shifts(request.actor, unit_id, **given))
        if done is not None:
            messages.success(request, f"已保存：{done.schedule.says}。", extra_tags="good")
            return HttpResponseRedirect(reverse("unit", args=[unit_id]))
    context = {
        "unit": unit,
        "form": form,
        "now": now,
        "is_set": setting_of(request.actor.scope, unit.pk) is not None,
        "days": REST_CHOICES,
        "rest": {str(one) for one in form.values["rest"] or ()},
    }
    return render(request, "selfchecks/shifts.html", context, status=form.status)


def tabs(actor: Actor, here: str) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this page) of the pages that an actor has."""
    pages = [
        ("总览", "selfchecks", True),
        ("我的自查", "my_selfchecks", not actor.may("inspect")),
        ("各单位", "selfcheck_units", True),
        ("记录", "selfcheck_list", True),
        ("存疑", "selfcheck_doubts", actor.may("inspect")),
    ]
    return [(label, reverse(name), name == here) for label, name, has in pages if has]
