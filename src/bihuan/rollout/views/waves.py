"""How far the roll-out is, and its waves."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.answers import back, posted
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.figures.tiles import tiles
from bihuan.meetings.queries import resolutions
from bihuan.members.views import sheets_of
from bihuan.rollout import actions
from bihuan.rollout.forms import WAVE_KINDS, JoinForm, ReasonForm, WaveForm
from bihuan.rollout.models import Wave, WaveUnit
from bihuan.rollout.queries import done_of, enrolled, progress, proposed, with_steps
from bihuan.rollout.rules import STEPS, WAVES, next_step
from bihuan.rollout.views.shared import ask_reason, tabs

TILES = (
    "units.pilot",
    "rollout.taken_above",
    "rollout.benchmarks",
    "rollout.enrolled",
    "rollout.accepted",
    "risks.points",
)
SHOWN = 200
DECIDED_SHOWN = 40


@route("office", scope="place")
def rollout(request: PageRequest) -> HttpResponse:
    """双重预防推进: the town's figures, and each wave with how far its units are."""
    scope, today = request.actor.scope, clock.today()
    context = {
        "tabs": tabs(request.actor, "rollout"),
        "tiles": tiles(scope, TILES, today.replace(month=1, day=1), today),
        "waves": progress(scope, today),
        "steps": list(STEPS.values()),
        "today": today,
    }
    return render(request, "rollout/rollout.html", context)


@route("supervise", scope="town")
def wave_new(request: PageRequest) -> HttpResponse:
    """确定批次."""
    form = posted(request, WaveForm, initial={"from_on": clock.today().isoformat()})
    if form.is_bound:
        made = form.carry_out(lambda given: actions.open_wave(request.actor, **given))
        if made is not None:
            return back(request, f"已确定：{made}。请勾选加入的单位。", "rollout_wave", made.pk)
    decided = (
        resolutions(request.actor.scope)
        .select_related("meeting")
        .order_by("-issued_on", "-pk")[:DECIDED_SHOWN]
    )
    context = {
        "form": form,
        "kinds": WAVE_KINDS,
        "tabs": tabs(request.actor, "rollout"),
        "resolutions": [(one.pk, f"{one.meeting.title}：{one.text}") for one in decided],
    }
    return render(request, "rollout/wave_new.html", context, status=form.status)


@route("office", scope="town")
def wave(request: PageRequest, wave_id: UUID) -> HttpResponse:
    """一个批次: its units and their steps, who is proposed; POST adds those that are ticked."""
    actor, scope, today = request.actor, request.actor.scope, clock.today()
    row = actor.find(Wave, wave_id, what="个批次")
    form = posted(request, JoinForm)
    if form.is_bound:
        joined = form.carry_out(lambda given: actions.join_wave(actor, wave_id, **given))
        if joined is not None:
            return back(request, f"已加入{len(joined)}家。", "rollout_wave", wave_id)
    found = enrolled(scope).filter(wave=row).select_related("unit", "unit__cell")
    members = list(with_steps(found, scope, today).order_by("unit__cell_path", "pk"))
    may_join = actor.may("units") and row.closed_on is None
    others = proposed(scope, row.kind).order_by("cell_path", "pk") if may_join else ()
    context = {
        "wave": row,
        "form": form,
        "steps": list(STEPS.values()),
        "members": [(one, done := done_of(one), next_step(done)) for one in members[:SHOWN]],
        "count": len(members),
        "to_invite": sum(not one.did_signed_in for one in members) if may_join else 0,
        "accepted": sum(one.did_accepted for one in members),
        "proposes": WAVES[row.kind].proposes,
        "proposed": list(others[:SHOWN]),
        "may_join": may_join,
        "today": today,
    }
    return render(request, "rollout/wave.html", context, status=form.status)


@route("units", scope="town")
@require_POST
@never_cache
def wave_sheets(request: PageRequest, wave_id: UUID) -> HttpResponse:
    """打印邀请单: for the heads of the wave's units of whom nobody has signed in."""
    actor, today = request.actor, clock.today()
    row = actor.find(Wave, wave_id, what="个批次")
    rows = with_steps(enrolled(actor.scope).filter(wave=row), actor.scope, today).filter(did_signed_in=False)
    units = list(rows.order_by("unit__cell_path", "pk").values_list("unit", flat=True))
    return sheets_of(request, units, reverse("rollout_wave", args=[wave_id]))


@route("supervise", scope="town")
@require_POST
def wave_close(request: PageRequest, wave_id: UUID) -> HttpResponse:
    """结束批次."""
    request.actor.find(Wave, wave_id, what="个批次")
    try:
        row = actions.close_wave(request.actor, wave_id)
        messages.success(request, f"已结束：{row}。", extra_tags="good")
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("rollout_wave", args=[wave_id]))


@route("supervise", scope="place")
def leave(request: PageRequest, within_id: UUID) -> HttpResponse:
    """退出批次."""
    row = request.actor.find(WaveUnit, within_id, what="个参建单位")
    form = posted(request, ReasonForm)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.leave_wave(request.actor, within_id, **given))
        if done is not None:
            return back(request, f"已退出：{row.unit.name}。", "rollout_wave", row.wave_id)
    return ask_reason(
        request,
        form,
        title="退出批次",
        sub=f"{row.unit.name_and_place} · {row.wave}",
        says="退出后可以加入别的批次；已经建立的清单、评价都在。",
        label="退出",
        to=reverse("rollout_wave", args=[row.wave_id]),
    )
