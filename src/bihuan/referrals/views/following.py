"""The steps of a referral under way."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.forms import StepForm
from bihuan.referrals import actions
from bihuan.referrals.forms import AcknowledgeForm, AnswerForm, ChaseForm, DeclineForm, NoteForm
from bihuan.referrals.lifecycle import REFERRAL
from bihuan.referrals.models import Referral
from bihuan.referrals.views.stepping import Step, step_page


@route("inspect", scope="place")
def referral_acknowledge(request: PageRequest, referral_id: UUID) -> HttpResponse:
    """登记签收, or 登记到场 of who was called."""
    now = clock.now().astimezone(clock.TOWN_TIME)
    initial = {"at": f"{now:%H:%M}"}
    return _step(request, referral_id, ("acknowledge",), AcknowledgeForm, actions.acknowledge, initial)


@route("inspect", scope="place")
def referral_answer(request: PageRequest, referral_id: UUID) -> HttpResponse:
    """登记答复."""
    return _step(request, referral_id, ("answer",), AnswerForm, actions.answer)


@route("refer", scope="place")
def referral_chase(request: PageRequest, referral_id: UUID) -> HttpResponse:
    """催办."""
    return _step(request, referral_id, ("chase",), ChaseForm, actions.chase, {"how": "phone"})


@route("inspect", scope="place")
def referral_decline(request: PageRequest, referral_id: UUID) -> HttpResponse:
    """登记不予接收、登记退回."""
    return _step(request, referral_id, ("refuse", "give_back"), DeclineForm, actions.decline)


@route("refer", scope="place")
def referral_withdraw(request: PageRequest, referral_id: UUID) -> HttpResponse:
    """撤回."""
    return _step(request, referral_id, ("withdraw",), NoteForm, actions.withdraw)


def _step(
    request: PageRequest,
    referral_id: UUID,
    taken: tuple[str, ...],
    form_class: type[StepForm],
    act: Callable[..., Referral],
    initial: dict[str, Any] | None = None,
) -> HttpResponse:
    row = request.actor.find(Referral, referral_id, what="次移送")
    page = reverse("referral", args=[row.pk])
    step = Step(
        row,
        REFERRAL,
        taken,
        "referrals/step.html",
        page,
        (("移送交办", reverse("referrals")), (f"{row.kind_label} {row.body}", page)),
        {"on": clock.today().isoformat(), **(initial or {})},
        {"now": clock.now()},
    )
    return step_page(request, step, form_class, lambda given: act(request.actor, referral_id, **given))
