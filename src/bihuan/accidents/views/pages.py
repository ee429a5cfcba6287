"""The register, what is entered by whoever hears of an accident, an accident's own page, and the town's terms for telling upward."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.accidents import actions, queries, rules
from bihuan.accidents.actions.steps import WHAT, why_not_amend
from bihuan.accidents.forms import EnterForm, LimitForm, PhotosForm, kinds_for
from bihuan.accidents.lifecycle import ACCIDENT, CANCELLED
from bihuan.accidents.listing import ACCIDENTS
from bihuan.accidents.models import Accident, Remedy, ReportLimit
from bihuan.accidents.parts import ENTERS, SEES
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.forms import minute_now
from bihuan.grid.queries import cell_choices
from bihuan.hazards.timeline import told
from bihuan.inspections.forms import asked_id
from bihuan.inspections.uploads import filled
from bihuan.lists.views import answer
from bihuan.risks.accident_kinds import accident_kinds
from bihuan.units.models import Unit
from bihuan.units.naming import named_unit

PAGES = {
    "make_flash_report": "flash_report_new",
    "reopen_accident": "accident_reopen",
    "close_accident": "accident_close",
    "cancel_accident": "accident_cancel",
}
# What may be done to an accident that stands, whatever its state: of those who keep the register.
ALWAYS = (
    ("登记伤亡变化", "accident_toll"),
    ("登记报告", "accident_tell"),
    ("认定性质", "accident_judge"),
    ("更正", "accident_correct"),
)
OWN = (("登记伤亡变化", "accident_toll"), ("更正", "accident_correct"))


@route(SEES, scope="place")
def accidents(request: PageRequest) -> HttpResponse:
    """事故登记."""
    return answer(request, ACCIDENTS)


@route(ENTERS, scope="place")
def accident_new(request: PageRequest) -> HttpResponse:
    """登记事故、报告事故: what a call tells; the rest later."""
    actor = request.actor
    asked = asked_id(request, "unit") or actor.seat
    unit = actor.find(Unit, asked, what="个监管对象") if asked else _own(actor)
    initial = {"happened_at": minute_now(), "unit": unit.name if unit else ""}
    form = filled(request, EnterForm, initial)

    def enter(given: dict[str, Any]) -> Accident:
        named = named_unit(actor, given["unit"], unit)
        heard = form.heard(given, named.pk if named else None)
        return actions.enter_accident(
            actor,
            heard,
            form.counts(given),
            accident_id=given["accident_id"],
            photos=given["photos"],
        )

    if form.is_bound and (row := form.carry_out(enter)) is not None:
        said = "已登记，请马上报告。" if actor.may("accidents") else "已报告安全办和镇领导。"
        messages.success(request, f"{row.number}：{said}", extra_tags="good")
        return HttpResponseRedirect(reverse("accident", args=[row.pk]))
    context = {"form": form, "is_own": not actor.may("office"), **choices(actor)}
    return render(request, "accidents/new.html", context, status=form.status)


def choices(actor: Actor, row: Accident | None = None) -> dict[str, Any]:
    """What the fields of an accident offer: kinds by the standard of its day, and the one that it has."""
    on = row.happened_on if row else clock.today()
    offered = list(dict.fromkeys([*accident_kinds(on), *([row.kind] if row and row.kind else [])]))
    return {"kinds": kinds_for(offered), "cells": cell_choices(actor.scope, clock.today())}


def _own(actor: Actor) -> Unit | None:
    """The one unit of who answers for one and has no post in the town."""
    if actor.may("office"):
        return None
    units = list(Unit.objects.within(actor.scope).filter(ended_on__isnull=True)[:2])
    return units[0] if len(units) == 1 else None


@route(SEES, scope="place")
def accident(request: PageRequest, accident_id: UUID) -> HttpResponse:
    """An accident: its terms, what is known of it, the reports, who was told, its way, what may be done now."""
    return _page(request, find(request.actor, accident_id), PhotosForm())


@route(ENTERS, scope="place")
@require_POST
def accident_photos(request: PageRequest, accident_id: UUID) -> HttpResponse:
    """补充照片."""
    row = find(request.actor, accident_id)
    form = filled(request, PhotosForm)
    count = form.carry_out(lambda given: actions.add_photos(request.actor, accident_id, **given))
    if count is None:
        return _page(request, row, form)
    messages.success(request, f"已补充{count}张。", extra_tags="good")
    return HttpResponseRedirect(reverse("accident", args=[row.pk]))


def find(actor: Actor, accident_id: UUID) -> Accident:
    """An accident of the actor's, with unit and cell. NotFound."""
    row: Accident | None = queries.seen_by(actor).filter(pk=accident_id).first()
    return row or actor.find(Accident, accident_id, what=WHAT)


def _page(request: PageRequest, row: Accident, form: PhotosForm) -> HttpResponse:
    actor, scope, now = request.actor, request.actor.scope, clock.now()
    tolls, reports = queries.tolls(scope, row), queries.reports(scope, row)
    keeps = actor.may("accidents") and row.state != CANCELLED
    context = {
        "row": row,
        "now": now,
        "clocks": [(one, one.says(now), one.late_by(now) is not None) for one in row.clocks],
        "toll": tolls[-1],
        "tolls": tolls,
        "reports": reports,
        "untold": bool(reports) and reports[-1].toll_id != tolls[-1].pk,
        "tellings": queries.tellings(scope, row),
        "photos": queries.photos(scope, row),
        "remedies": Remedy.objects.within(scope).filter(accident=row),
        "window": rules.window_days(row.nature, row.kind),
        "buttons": _buttons(actor, row),
        "keeps": keeps,
        "form": form,
        "timeline": [told(event) for event in events.trail(scope, row.pk)],
    }
    return render(request, "accidents/accident.html", context, status=form.status)


def _buttons(actor: Actor, row: Accident) -> list[tuple[str, str]]:
    """What may be done now, what presses first. Whoever entered it puts right what was heard, until it was told upward."""
    if row.state == CANCELLED:
        return []
    if not actor.may("accidents"):
        own = () if not actor.may(ENTERS) or why_not_amend(actor, row) else OWN
        return [(label, reverse(name, args=[row.pk])) for label, name in own]
    moves = [move for move in ACCIDENT.from_state(row.state) if move.action in PAGES]
    found = [(move.label, reverse(PAGES[move.action], args=[row.pk])) for move in moves]
    always = [(label, reverse(name, args=[row.pk])) for label, name in ALWAYS]
    return [*found[:1], *always, *found[1:]]


@route("supervise", scope="town")
def report_limits(request: PageRequest) -> HttpResponse:
    """报告时限: the town's own terms; POST adds one."""
    form = LimitForm(
        request.POST or None,
        initial={"from_on": clock.today().isoformat(), "word_minutes": 30, "written_minutes": 60},
    )
    if form.is_bound:
        limit = form.carry_out(lambda given: actions.set_report_limit(request.actor, **given))
        if limit is not None:
            messages.success(request, f"已规定：{limit}。", extra_tags="good")
            return HttpResponseRedirect(reverse("report_limits"))
    context = {
        "form": form,
        "limits": ReportLimit.objects.within(request.actor.scope),
        "now": queries.today_limit(request.actor.scope),
    }
    return render(request, "accidents/limits.html", context, status=form.status)
