"""What several pages of the roll-out have in common."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest
from bihuan.rollout.forms import ReasonForm


def tabs(actor: Actor, here: str) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this page) of the pages that an actor has."""
    keeps = actor.may("supervise|units")
    pages = [
        ("进度", "rollout", True),
        ("参建单位", "rollout_units", True),
        ("标杆企业", "rollout_benchmarks", True),
        ("选树", "rollout_candidates", keeps),
        ("区级名单", "rollout_takings", True),
        ("选树条件", "rollout_criteria", actor.may("supervise")),
        ("评分表", "rollout_sheet", actor.may("supervise")),
    ]
    return [(label, reverse(name), name == here) for label, name, has in pages if has]


def ask_reason(
    request: PageRequest, form: ReasonForm, *, title: str, sub: str, says: str, label: str, to: str
) -> HttpResponse:
    """The page of a step that asks for a reason only."""
    context = {"form": form, "title": title, "sub": sub, "says": says, "label": label, "to": to}
    return render(request, "rollout/reason.html", context, status=form.status)
