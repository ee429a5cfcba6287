"""The delegations under which papers are issued."""

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.core import clock
from bihuan.core.answers import back, posted
from bihuan.core.door import PageRequest, route
from bihuan.inspections.grant_actions import register_grant
from bihuan.inspections.grant_forms import GrantForm
from bihuan.inspections.models import Grant
from bihuan.inspections.papers import DELEGATED, PAPERS
from bihuan.inspections.queries import signing


@route("office", scope="town")
def grants(request: PageRequest) -> HttpResponse:
    """执法委托."""
    today = clock.today()
    rows = [
        (one, [PAPERS[code].label for code in one.papers], one.from_on <= today <= one.to_on)
        for one in Grant.objects.within(request.actor.scope).order_by("-from_on")
    ]
    return render(request, "inspections/grants.html", {"rows": rows})


@route("grid", scope="town")
def grant_new(request: PageRequest) -> HttpResponse:
    """登记委托."""
    bureau = signing(request.actor.scope, clock.today()).bureau
    form = posted(request, GrantForm, initial={"nature": DELEGATED, "body": bureau, "from_on": clock.today()})
    if form.is_bound and form.carry_out(lambda given: register_grant(request.actor, **given)) is not None:
        return back(request, "已登记。", "grants")
    return render(request, "inspections/grant_form.html", {"form": form}, status=form.status)
