"""The pages on which a major hazard is taken on, one form each, and the ledger of major hazards (重大隐患台账)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.hazards.criteria import options_for
from bihuan.hazards.models import Evidence, Hazard
from bihuan.inspections.queries import signing
from bihuan.inspections.uploads import filled
from bihuan.lists.views import answer
from bihuan.majors import actions, forms
from bihuan.majors.listing import MAJORS
from bihuan.majors.queries import Standing, find_standing

Initial = Callable[[Actor, Standing], dict[str, Any]]


def _nothing(_actor: Actor, _at: Standing) -> dict[str, Any]:
    return {}


def _report(actor: Actor, at: Standing) -> dict[str, Any]:
    return {"to": signing(actor.scope, clock.today()).bureau, "on": clock.today(), "report": at.hazard.text}


def _plan(_actor: Actor, at: Standing) -> dict[str, Any]:
    hazard, case = at.hazard, at.case
    if case.fixed_on:
        return {name: getattr(case, name) for name in forms.PlanForm.needed}
    return {
        "goal": f"消除隐患：{hazard.text}"[:300],
        "responsible": "，".join(filter(None, (hazard.unit.name, hazard.unit.head)))[:100],
        "measures": hazard.demand,
        "due_on": hazard.deadline_on,
    }


def _listing(_actor: Actor, at: Standing) -> dict[str, Any]:
    return {"listed_on": clock.today(), "requirement": at.hazard.demand, "due_on": at.hazard.deadline_on}


def _delisting(_actor: Actor, at: Standing) -> dict[str, Any]:
    return {"body": at.listing.body if at.listing else "", "delisted_on": clock.today()}


def _answer(_actor: Actor, _at: Standing) -> dict[str, Any]:
    return {"declined_on": clock.today()}


def _of_hazard(at: Standing) -> int:
    return at.hazard.version


def _of_case(at: Standing) -> int:
    return at.case.version


def _of_listing(at: Standing) -> int:
    return at.listing.version if at.listing and at.listing_state == at.listing.state else 0


@dataclass(frozen=True)
class Step:
    """A page of one step: its word, its form, the action behind it, whose version it carries, and what the form begins with."""

    action: str
    label: str
    form: type[forms.MajorForm]
    act: Callable[..., Hazard]
    version: Callable[[Standing], int]
    initial: Initial = _nothing
    hint: str = ""


RAISE = Step("raise_major", "判定为重大隐患", forms.RaiseForm, actions.raise_to_major, _of_hazard)
ACCEPT = Step("accept", "验收销号", forms.AcceptForm, actions.accept, _of_hazard)
REJECT = Step("reject", "验收退回", forms.RejectForm, actions.reject, _of_hazard)
REPORT = Step("report_up", "上报重大隐患", forms.ReportForm, actions.report_up, _of_case, _report)
PLAN = Step("fix_plan", "制定治理方案", forms.PlanForm, actions.fix_plan, _of_case, _plan)
PROPOSE = Step("propose_listing", "提请挂牌督办", forms.ProposeForm, actions.propose_listing, _of_listing)
_BY_ABOVE = "挂牌、摘牌由区（县）级以上机关决定；这里登记已经作出的决定。"
LIST = Step(
    "record_listing",
    "登记挂牌督办",
    forms.ListingForm,
    actions.record_listing,
    _of_listing,
    _listing,
    _BY_ABOVE,
)
DECLINE = Step(
    "decline_listing",
    "登记不予挂牌",
    forms.DeclineForm,
    actions.decline_listing,
    _of_listing,
    _answer,
    _BY_ABOVE,
)
DELIST = Step("delist", "登记摘牌", forms.DelistForm, actions.delist, _of_listing, _delisting, _BY_ABOVE)


@route("view", scope="place")
def majors(request: PageRequest) -> HttpResponse:
    """重大隐患台账, one row a hazard with its file."""
    return answer(request, MAJORS)


@route("supervise", scope="place")
def hazard_raise(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """判定为重大隐患."""
    return _step(request, hazard_id, RAISE)


@route("accept", scope="place")
def hazard_accept(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """验收销号."""
    return _step(request, hazard_id, ACCEPT)


@route("accept", scope="place")
def hazard_reject(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """验收退回."""
    return _step(request, hazard_id, REJECT)


@route("supervise", scope="place")
def major_report(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """上报."""
    return _step(request, hazard_id, REPORT)


@route("rectify", scope="place")
def major_plan(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """治理方案, with the five fixings."""
    return _step(request, hazard_id, PLAN)


@route("supervise", scope="place")
def listing_propose(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """提请挂牌督办."""
    return _step(request, hazard_id, PROPOSE)


@route("decide", scope="place")
def listing_record(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """登记挂牌督办."""
    return _step(request, hazard_id, LIST)


@route("decide", scope="place")
def listing_decline(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """登记不予挂牌."""
    return _step(request, hazard_id, DECLINE)


@route("decide", scope="place")
def listing_delist(request: PageRequest, hazard_id: UUID) -> HttpResponse:
    """登记摘牌."""
    return _step(request, hazard_id, DELIST)


def _step(request: PageRequest, hazard_id: UUID, step: Step) -> HttpResponse:
    """GET shows the step's form, POST takes the step. After a refusal the page comes back with all that was typed and the
    present version."""
    actor, at = request.actor, find_standing(request.actor, hazard_id)
    form = filled(request, step.form, step.initial(actor, at))
    if not form.is_bound or form.carry_out(lambda given: step.act(actor, hazard_id, **given)) is None:
        return _page(request, at, step, form)
    messages.success(request, f"{at.hazard.number} {step.label}，已登记。", extra_tags="good")
    return HttpResponseRedirect(reverse("hazard", args=[hazard_id]))


def _page(request: PageRequest, at: Standing, step: Step, form: forms.MajorForm) -> HttpResponse:
    refusal = at.refusal(step.action)
    context = {
        "at": at,
        "row": at.hazard,
        "unit": at.hazard.unit,
        "step": step,
        "form": form,
        "version": step.version(at),
        "problem": form.message or refusal,
        "allowed": not refusal,
        "photos": Evidence.objects.within(request.actor.scope).filter(hazard=at.hazard).order_by("added_at"),
        "options": {"criterion": options_for(at.hazard.unit.category, clock.today())},
    }
    return render(request, "majors/step.html", context, status=form.status)
