"""The steps of a hazard whose matter is another's: refer, take back, settle."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from bihuan.core import calendar, clock
from bihuan.core.door import PageRequest, route
from bihuan.hazards.lifecycle import HAZARD
from bihuan.hazards.models import Hazard
from bihuan.inspections import law
from bihuan.inspections.queries import signing
from bihuan.referrals import actions
from bihuan.referrals.forms import NoteForm, ReferForm, SettleForm
from bihuan.referrals.lifecycle import ANSWERED
from bihuan.referrals.queries import declining, departments, last_transfer, referrals, used_bodies
from bihuan.referrals.rules import ANSWER_WORKDAYS, KINDS, WHISTLE_HOURS, upper_body, usual_bodies
from bihuan.referrals.views.stepping import Step, step_page

MATERIALS = "检查记录\n隐患照片"


@route("refer", scope="place")
def hazard_refer(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """移送、抄告、吹哨报到. Where the table does not let the hazard itself be handed over, the other two are offered."""
    actor, today = request.actor, clock.today()
    hazard = actor.find(Hazard, hazard_id, what="条隐患")
    by = signing(actor.scope, today)
    town = by.town
    bodies = dict.fromkeys([*used_bodies(actor.scope), *usual_bodies(town.district, by.bureau, today)])
    moves = [move.action for move in HAZARD.from_state(hazard.state, *hazard.traits)]
    kinds = [
        (code, word)
        for code, word in KINDS.items()
        if (code != "transfer" or "refer" in moves) and (code != "whistle" or hazard.is_open)
    ]
    kinds = [] if hazard.voided_on else kinds
    upper = upper_body(town.district) if request.GET.get("upper") else ""
    more: dict[str, Any] = {
        "kinds": kinds,
        "bodies": list(bodies),
        "departments": [
            (one.pk, one.name) for one in departments(actor.scope) if one.pk not in actor.scope.departments
        ],
        "basis": law.basis("referral", today),
        "allowed": bool(kinds),
        "label": "、".join(word for _, word in kinds) or "移送",
    }
    if not kinds:
        more["problem"] = "这条隐患已经作废，不能移送。"
    step = _of_hazard(
        hazard,
        "refer",
        "referrals/refer.html",
        initial={
            "kind": kinds[0][0] if kinds else "",
            "body": upper,
            "reason": _raised(actor.scope, hazard, upper),
            "materials": MATERIALS,
            "due_on": calendar.add_workdays(today, ANSWER_WORKDAYS).isoformat(),
            "hours": WHISTLE_HOURS,
        },
        more=more,
    )
    return step_page(
        request,
        step,
        ReferForm,
        lambda given: actions.refer(actor, hazard_id, ReferForm.letter(given), version=given["version"]),
    )


@route("refer", scope="place")
def hazard_take_back(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """收回办理."""
    hazard = request.actor.find(Hazard, hazard_id, what="条隐患")
    step = _of_hazard(hazard, "take_back", "referrals/hazard_step.html", more=_sent(request, hazard))
    return step_page(
        request, step, NoteForm, lambda given: actions.take_back(request.actor, hazard_id, **given)
    )


@route("refer", scope="place")
def hazard_settle_referred(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """移送办结销号."""
    hazard = request.actor.find(Hazard, hazard_id, what="条隐患")
    more = _sent(request, hazard)
    if more["sent"] is None or more["sent"].state != ANSWERED:
        more |= {"allowed": False, "problem": "受理单位还没有办结答复，请先登记答复，核实以后再销号。"}
    step = _of_hazard(hazard, "settle_referred", "referrals/hazard_step.html", more=more)
    return step_page(
        request, step, SettleForm, lambda given: actions.settle_referred(request.actor, hazard_id, **given)
    )


def _of_hazard(hazard: Hazard, action: str, template: str, **more: Any) -> Step:
    page = reverse("hazard", args=[hazard.pk])
    crumbs = (("隐患", reverse("hazards")), (hazard.number, page))
    return Step(hazard, HAZARD, (action,), template, page, crumbs, **more)


def _sent(request: PageRequest, hazard: Hazard) -> dict[str, Any]:
    return {"sent": last_transfer(request.actor.scope, hazard.pk)}


def _raised(scope: Any, hazard: Hazard, upper: str) -> str:
    """What is written to the body above about a matter that nobody takes."""
    if not upper:
        return ""
    rows = referrals(scope).filter(hazard=hazard, declined_on__isnull=False).order_by("declined_on", "id")
    sides = "、".join(declining(rows))
    return f"该问题已分别移送{sides}，均认为不属本单位职责，请协调明确主管部门。"[:300]
