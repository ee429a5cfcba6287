"""What a town may sign: each kind by its power and basis as of today, and the setting of it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.documents.forms import PowerForm
from bihuan.documents.queries import leaves
from bihuan.inspections.grant_actions import set_power
from bihuan.inspections.models import Grant, PaperPower
from bihuan.inspections.papers import FAMILIES, PAPERS, POWERS


@route("view", scope="town")
def powers(request: PageRequest) -> HttpResponse:
    """签发权限: 'what may I sign here today?', kind by kind, with the reason for the rest."""
    scope, today = request.actor.scope, clock.today()
    found = leaves(scope, today)
    groups = [
        (title, [(PAPERS[kind], leave) for kind, leave in found.items() if PAPERS[kind].family == family])
        for family, title in FAMILIES.items()
    ]
    context = {
        "groups": groups,
        "powers": POWERS,
        "grants": Grant.objects.within(scope).order_by("-from_on"),
        "said": PaperPower.objects.within(scope).order_by("kind", "-from_on"),
        "today": today,
    }
    return render(request, "documents/powers.html", context)


@route("grid", scope="town")
def power_set(request: PageRequest) -> HttpResponse:
    """设定签发权限."""
    form = PowerForm(
        request.POST or None, initial={"kind": request.GET.get("kind", ""), "from_on": clock.today()}
    )
    if form.is_bound and form.carry_out(lambda given: set_power(request.actor, **given)) is not None:
        messages.success(request, "签发权限已设定。", extra_tags="good")
        return HttpResponseRedirect(reverse("powers"))
    kind = PAPERS.get(str(form.values.get("kind") or ""))
    context = {
        "form": form,
        "kinds": [(code, one.label) for code, one in PAPERS.items() if len(one.powers) > 1],
        "powers": [(code, POWERS[code]) for code in (kind.powers if kind else POWERS)],
    }
    return render(request, "documents/power.html", context, status=form.status)
