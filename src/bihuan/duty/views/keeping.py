"""What a roster is made from: rules, persons, leaves."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.duty import actions, asked
from bihuan.duty.forms import (
    KIND_CHOICES,
    POSITION_CHOICES,
    WEEKDAY_CHOICES,
    ChangesForm,
    FitForm,
    LeaveForm,
    RuleForm,
)
from bihuan.duty.models import DutyRule, Fit, Leave
from bihuan.duty.queries import custom_of, fits, leaves, officers_of, told_rules
from bihuan.duty.rules import POSITIONS
from bihuan.duty.views.tabs import tabs


@route("duty", scope="town")
def duty_rules(request: PageRequest) -> HttpResponse:
    """排班规定: those in force; ?kind= chooses which is added, POST adds it."""
    actor = request.actor
    kind = request.GET.get("kind", "needs")
    kind = kind if kind in asked.KINDS else "needs"
    form = RuleForm(
        request.POST or None, initial={"weight": 1, "workday": 1, "weekend": 2, "holiday": 3, "hard": True}
    )
    if form.is_bound:
        rule = form.carry_out(lambda _given: actions.set_rule(actor, kind, form.given(kind)))
        if rule is not None:
            messages.success(request, "已规定，以后编排的值班表按它排。", extra_tags="good")
            return HttpResponseRedirect(reverse("duty_rules"))
    people = [(str(one.pk), one.name) for one in officers_of(actor.scope, clock.today())]
    context = {
        "tabs": tabs(actor, "duty_rules"),
        "rules": told_rules(actor.scope),
        "always": asked.ALWAYS,
        "form": form,
        "kind": kind,
        "asked": asked.KINDS[kind],
        "kinds": [(code, one.label) for code, one in asked.KINDS.items()],
        "positions": POSITION_CHOICES,
        "day_kinds": KIND_CHOICES,
        "weekdays": WEEKDAY_CHOICES,
        "people": people,
        "custom": custom_of(actor.scope),
    }
    return render(request, "duty/rules.html", context, status=form.status)


@route("duty", scope="town")
@require_POST
def duty_usual(request: PageRequest) -> HttpResponse:
    """采用常用规定."""
    return _press(request, lambda: actions.adopt_usual_rules(request.actor), "已采用常用规定。", "duty_rules")


@route("duty", scope="town")
@require_POST
def duty_change(request: PageRequest) -> HttpResponse:
    """交接班时间."""
    form = ChangesForm(request.POST)
    done = form.carry_out(lambda given: actions.set_change(request.actor, **given))
    if done is not None:
        messages.success(request, f"交接班时间改为{done.changes_at:%H:%M}。", extra_tags="good")
    else:
        messages.error(request, form.wrong.get("changes_at") or form.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("duty_rules"))


@route("duty", scope="town")
@require_POST
def duty_rule_end(request: PageRequest, duty_rule_id: UUID) -> HttpResponse:
    """停用排班规定."""
    rule = request.actor.find(DutyRule, duty_rule_id, what="条规定")
    return _press(request, lambda: actions.end_rule(request.actor, rule.pk), "规定已停用。", "duty_rules")


@route("duty", scope="town")
def duty_fits(request: PageRequest) -> HttpResponse:
    """值班人员: who may hold which position; POST adds some."""
    actor, today = request.actor, clock.today()
    form = FitForm(request.POST or None, initial={"position": request.GET.get("position", "duty")})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.put_fit(actor, **given))
        if done is not None:
            messages.success(request, f"已列入{len(done)}人。", extra_tags="good")
            return HttpResponseRedirect(reverse("duty_fits"))
    rows = list(fits(actor.scope).order_by("from_on", "person__name", "pk"))
    officers = officers_of(actor.scope, today)
    here = {one.pk for one in officers}
    context = {
        "tabs": tabs(actor, "duty_fits"),
        "groups": [
            (label, [row for row in rows if row.position == code]) for code, label in POSITIONS.items()
        ],
        "gone": {row.person_id for row in rows} - here,
        "form": form,
        "positions": POSITION_CHOICES,
        "officers": officers,
    }
    return render(request, "duty/fits.html", context, status=form.status)


@route("duty", scope="town")
@require_POST
def fit_end(request: PageRequest, fit_id: UUID) -> HttpResponse:
    """移出值班人员."""
    fit = request.actor.find(Fit, fit_id, what="个值班人员")
    done = f"{fit.person.name}已移出{fit.get_position_display()}人员名单。已发布的班不变，要换人的请替班。"
    return _press(request, lambda: actions.end_fit(request.actor, fit.pk), done, "duty_fits")


@route("office", scope="town")
def duty_leaves(request: PageRequest) -> HttpResponse:
    """请假: who is away and will be; POST adds one's own, or anybody's for who keeps the roster."""
    actor, today = request.actor, clock.today()
    form = LeaveForm(request.POST or None, initial={"person_id": actor.person, "from_on": today})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.take_leave(actor, **given))
        if done is not None:
            messages.success(request, f"{done.person.name}的请假已登记。", extra_tags="good")
            return HttpResponseRedirect(reverse("duty_leaves"))
    people = officers_of(actor.scope, today)
    if not actor.may("duty"):
        people = [one for one in people if one.pk == actor.person]
    context = {
        "tabs": tabs(actor, "duty_leaves"),
        "leaves": leaves(actor.scope, today).order_by("from_on", "pk"),
        "form": form,
        "people": [(str(one.pk), one.name) for one in people],
    }
    return render(request, "duty/leaves.html", context, status=form.status)


@route("office", scope="town")
@require_POST
def leave_end(request: PageRequest, leave_id: UUID) -> HttpResponse:
    """销假."""
    leave = request.actor.find(Leave, leave_id, what="条请假")
    return _press(request, lambda: actions.end_leave(request.actor, leave.pk), "已销假。", "duty_leaves")


def _press(request: PageRequest, act, done: str, back: str) -> HttpResponse:  # type: ignore[no-untyped-def]
    """One press, what came of it, and back."""
    try:
        act()
        messages.success(request, done, extra_tags="good")
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
    return HttpResponseRedirect(reverse(back))
