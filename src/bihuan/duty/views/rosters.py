"""A roster made: its days chosen, solved, changed by hand, published."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.core.jobs import ask
from bihuan.core.jobs.queries import jobs_of
from bihuan.duty import actions, asked, board, plan
from bihuan.duty.forms import ChangeForm, PublishForm, SpanForm
from bihuan.duty.jobs import NAME
from bihuan.duty.lifecycle import DRAFT
from bihuan.duty.models import Roster
from bihuan.duty.queries import first_free_day, fits, in_force, names_of, problem_of, rosters, told_rules
from bihuan.duty.rules import DAY_KINDS, POSITIONS, Stand, why_not
from bihuan.duty.views.tabs import tabs
from bihuan.duty.weighing import loads, shares, verdict

ROSTERS_SHOWN = 24


@route("duty", scope="town")
def roster_new(request: PageRequest) -> HttpResponse:
    """编排: the days are chosen, the rules in view; POST draws up a draft and has it solved."""
    actor = request.actor
    first = _first(actor)
    last = board.neighbours(first)[1] - timedelta(days=1)
    given = {
        "from_on": request.GET.get("from", first.isoformat()),
        "to_on": request.GET.get("to", last.isoformat()),
    }
    form = SpanForm(request.POST or None, initial=given)
    if form.is_bound:
        drawn = form.carry_out(lambda values: actions.draw_up_roster(actor, **values))
        if drawn is not None:
            return _solve(actor, drawn)
    by_position: dict[str, int] = dict.fromkeys(POSITIONS, 0)
    for position in fits(actor.scope).values_list("position", flat=True):
        by_position[position] += 1
    context = {
        "tabs": tabs(actor, "roster_new"),
        "form": form,
        "rules": told_rules(actor.scope),
        "always": asked.ALWAYS,
        "persons": [(POSITIONS[code], count) for code, count in by_position.items()],
        "rosters": rosters(actor.scope).exclude(state="dropped")[:ROSTERS_SHOWN],
    }
    return render(request, "duty/rosters.html", context, status=form.status)


def _first(actor: Actor):  # type: ignore[no-untyped-def]
    """The day after the last that anybody stands on, where that is to come: the first of the next month, mostly."""
    last = in_force(actor.scope).order_by("-day").values_list("day", flat=True).first()
    free = first_free_day(actor)
    return max(free, last + timedelta(days=1)) if last else free


def _solve(actor: Actor, row: Roster) -> HttpResponseRedirect:
    job = ask(actor, NAME, {"roster": str(row.pk), "version": row.version})
    return HttpResponseRedirect(reverse("job", args=[job.pk]))


@route("duty", scope="town")
@require_POST
def roster_solve(request: PageRequest, roster_id: UUID) -> HttpResponse:
    """求解: anew, with what was put by hand fixed."""
    row = request.actor.find(Roster, roster_id, what="份值班表")
    if row.state != DRAFT:
        messages.error(request, "已经不是草稿，不能再排。", extra_tags="bad")
        return HttpResponseRedirect(reverse("roster", args=[row.pk]))
    return _solve(request.actor, row)


@route("duty", scope="town")
def roster(request: PageRequest, roster_id: UUID) -> HttpResponse:
    """A roster with what the solver said of it; POST publishes a draft."""
    actor = request.actor
    row = actor.find(Roster, roster_id, what="份值班表")
    form = PublishForm(request.POST or None, initial={"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.publish_roster(actor, row.pk, **given))
        if done is not None:
            messages.success(request, f"{done}已发布，值班的人会收到通知。", extra_tags="good")
            return HttpResponseRedirect(f"{reverse('duty')}?month={done.from_on:%Y-%m}")
    job = jobs_of(actor).filter(kind=NAME, given__roster=str(row.pk)).first()
    said = (
        verdict(row.value, row.bound, row.greedy, row.seconds, optimal=row.is_optimal)
        if row.value is not None
        else ""
    )
    context = {
        "roster": row,
        "form": form,
        "days": board.draft_days(actor.scope, row),
        "verdict": said,
        "burdens": _burdens(actor, row),
        "not_out": board.not_out(row.from_on, row.to_on),
        "kinds": DAY_KINDS,
        "job": job if job is not None and job.is_open else None,
    }
    return render(request, "duty/roster.html", context, status=form.status)


def _burdens(actor: Actor, row: Roster) -> list[tuple[str, list[tuple[str, int, int, int, str]]]]:
    """By position: each person's turns on this roster, weekends and holidays among them, points, and the fair share of points."""
    if not row.plan or row.state != DRAFT:
        return []
    stands = plan.stands_of(row)
    problem = problem_of(actor.scope, plan.days_of(row))
    share, load = shares(problem), loads(problem, stands)
    found = []
    for position, persons in problem.fits.items():
        lines = []
        for person in sorted(persons, key=lambda one: problem.names[one]):
            mine = [one for one in stands if one.position == position and one.person == person]
            off = sum(problem.kinds[one.on] != "workday" for one in mine)
            due = share[position, person, "points"]
            fair = str(due.low) if due.low == due.high else f"{due.low}～{due.high}"
            lines.append((problem.names[person], len(mine), off, load[position, person, "points"], fair))
        found.append((POSITIONS[position], lines))
    return found


@route("duty", scope="town")
def roster_change(request: PageRequest, roster_id: UUID) -> HttpResponse:
    """手工调整 of one turn of a draft (?day=&position=&was=): who could stand, and what is against the others."""
    actor = request.actor
    row = actor.find(Roster, roster_id, what="份值班表")
    asked_for = request.POST or request.GET
    first = {
        "version": row.version,
        "day": asked_for.get("day"),
        "position": asked_for.get("position"),
        "was": asked_for.get("was"),
    }
    form = ChangeForm(request.POST or None, initial=first)
    back = reverse("roster", args=[row.pk])
    if form.is_bound:
        done = form.carry_out(lambda given: actions.change_turn(actor, row.pk, **given))
        if done is not None:
            messages.success(request, "已调整。这个班固定不动，其余的可以再求解。", extra_tags="good")
            return HttpResponseRedirect(f"{back}#d{done_day(form)}")
    probe = ChangeForm({**first, "version": row.version, "to": ""})
    if not probe.is_valid() or row.state != DRAFT:
        messages.error(request, "请从草稿里选一个班来调整。", extra_tags="bad")
        return HttpResponseRedirect(back)
    day, position = probe.cleaned_data["day"], probe.cleaned_data["position"]
    if not row.from_on <= day <= row.to_on:
        messages.error(request, "这一天不在这份值班表里。", extra_tags="bad")
        return HttpResponseRedirect(back)
    was = str(probe.cleaned_data["was"]) if probe.cleaned_data["was"] else ""
    stands = [one for one in plan.stands_of(row) if one != Stand(day, position, was)]
    problem = problem_of(actor.scope, plan.days_of(row))
    could = [
        (person, problem.names[person], why_not(problem, stands, Stand(day, position, person)))
        for person in problem.fits.get(position, {})
        if person != was
    ]
    could.sort(key=lambda one: (bool(one[2]), one[1]))
    context = {
        "roster": row,
        "form": form,
        "day": day,
        "label": POSITIONS[position],
        "was": names_of(actor.scope, [was]).get(was, "") if was else "",
        "could": could,
    }
    return render(request, "duty/change.html", context, status=form.status)


def done_day(form: ChangeForm) -> str:
    """The anchor of the day that was changed."""
    return f"{form.cleaned_data['day']:%m%d}"


@route("duty", scope="town")
@require_POST
def roster_drop(request: PageRequest, roster_id: UUID) -> HttpResponse:
    """作废草稿."""
    row = request.actor.find(Roster, roster_id, what="份值班表")
    try:
        actions.drop_roster(request.actor, row.pk, version=row.version)
        messages.success(request, "草稿已作废。", extra_tags="good")
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("roster_new"))
