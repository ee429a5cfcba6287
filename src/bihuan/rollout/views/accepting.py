"""An acceptance: the score sheet on the spot, and how it was scored."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.answers import back
from bihuan.core.door import PageRequest, route
from bihuan.inspections.uploads import take
from bihuan.rollout import actions
from bihuan.rollout.forms import AcceptForm
from bihuan.rollout.models import Acceptance, ScoreSheet, WaveUnit
from bihuan.rollout.queries import acceptances, done_of, sheet_of, with_steps
from bihuan.rollout.rules import to_explain, why_not_accept


@route("reinspect", scope="place")
def accept(request: PageRequest, within_id: UUID) -> HttpResponse:
    """验收."""
    actor = request.actor
    row = _row(actor, within_id)
    passed = acceptances(actor.scope).filter(within=row, passed=True).first()
    ended = row.left_on is not None or row.unit.ended_on is not None
    why = why_not_accept(done_of(row), ended=ended, accepted_on=passed.accepted_on if passed else None)
    if why and request.method != "POST":
        messages.error(request, f"{row.unit.name}{why}", extra_tags="bad")
        return HttpResponseRedirect(reverse("rollout_unit", args=[row.unit_id]))
    sheet = sheet_of(actor.scope)
    form = _form(request, sheet)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.accept_unit(actor, within_id, **given))
        if done is not None:
            return back(
                request, f"已验收：{row.unit.name}，{done.result}，{done.total}分。", "acceptance", done.pk
            )
    context = {
        "row": row,
        "unit": row.unit,
        "sheet": sheet,
        "form": form,
        "sheet_id": _key(sheet),
        "lacks": to_explain(done_of(row)),
    }
    return render(request, "rollout/accept.html", context, status=form.status)


def _row(actor: Actor, within_id: UUID) -> Any:
    found = actor.find(WaveUnit, within_id, what="个参建单位")
    mine = (
        WaveUnit.objects.within(actor.scope).filter(pk=found.pk).select_related("unit", "unit__cell", "wave")
    )
    return with_steps(mine, actor.scope, clock.today()).get()


def _key(sheet: ScoreSheet) -> str:
    """The sheet as the page names it: "" is the built-in one."""
    return "" if sheet._state.adding else str(sheet.pk)


def _form(request: PageRequest, sheet: ScoreSheet) -> AcceptForm:
    """The form as posted, its photo kept first."""
    if request.method != "POST":
        return AcceptForm(items=sheet.items)
    data = request.POST.copy()
    problems = take(request.actor, data, request.FILES)
    form = AcceptForm(data, items=sheet.items)
    for name, text in problems.items():
        form.add_error(name if name in form.fields else None, text)
    return form


@route("view", scope="place")
def acceptance(request: PageRequest, acceptance_id: UUID) -> HttpResponse:
    """验收记录, as it was scored; to be printed."""
    row = request.actor.find(Acceptance, acceptance_id, what="份验收记录")
    found = acceptances(request.actor.scope).select_related("within__wave", "unit", "unit__cell", "photo")
    return render(request, "rollout/acceptance.html", {"row": found.get(pk=row.pk)})
