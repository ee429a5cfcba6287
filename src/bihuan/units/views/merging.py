"""Duplicates: which units may be one, and the page on which two become one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core.door import PageRequest, route
from bihuan.units import actions
from bihuan.units.changes import word
from bihuan.units.depth_forms import CHOICE, FIELD_LABELS, MergeForm, ReasonForm
from bihuan.units.following import FOLLOWERS
from bihuan.units.likeness import fuller
from bihuan.units.models import Apart, Unit
from bihuan.units.queries import MERGED_FIELDS, particulars, search, told_apart, twins

SHOWN = 100
OFFERED = 20


@route("units", scope="place")
def unit_twins(request: PageRequest) -> HttpResponse:
    """疑似重复."""
    pairs, apart = twins(request.actor.scope), told_apart(request.actor.scope)
    context = {
        "pairs": pairs[:SHOWN],
        "total": len(pairs),
        "apart": apart[:SHOWN],
        "apart_total": apart.count(),
    }
    return render(request, "units/twins.html", context)


@route("units", scope="place")
def apart_end(request: PageRequest, apart_id: UUID) -> HttpResponse:
    """撤销“不是同一家”."""
    row = request.actor.find(Apart, apart_id, what="条认定")
    form = ReasonForm(request.POST or None)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.end_apart(request.actor, apart_id, **given))
        if done is not None:
            messages.success(
                request, f"“{row.unit.name}”和“{row.other.name}”重新列入疑似重复。", extra_tags="good"
            )
            return HttpResponseRedirect(reverse("unit_twins"))
    return render(request, "units/apart_end.html", {"form": form, "row": row}, status=form.status)


@route("units", scope="place")
def unit_merge(request: PageRequest, unit_id: UUID) -> HttpResponse:
    """合并重复登记: choose the other one, see what moves, press; or say that they are two."""
    kept = request.actor.find(Unit, unit_id, what="个监管对象")
    asked = _asked(request)
    if asked is None:
        return _choose(request, kept)
    gone = request.actor.find(Unit, asked, what="个监管对象")
    initial = {"kept_version": kept.version, "gone_version": gone.version}
    says_apart = "apart" in request.POST
    apart = ReasonForm(request.POST if says_apart else None, prefix="apart")
    if apart.is_bound:
        told = apart.carry_out(lambda given: actions.tell_apart(request.actor, kept.pk, gone.pk, **given))
        if told is not None:
            messages.success(request, f"已记下：“{kept.name}”和“{gone.name}”不是同一家。", extra_tags="good")
            return HttpResponseRedirect(reverse("unit_twins"))
    form = MergeForm(None if says_apart else request.POST or None, initial=initial)
    if form.is_bound:
        done = form.carry_out(lambda _: actions.merge_units(request.actor, kept.pk, gone.pk, **form.asked()))
        if done is not None:
            messages.success(request, f"“{gone.name}”已并入“{done.name}”。", extra_tags="good")
            return HttpResponseRedirect(reverse("unit", args=[done.pk]))
    context = {
        "form": form,
        "apart": apart,
        "kept": kept,
        "gone": gone,
        "versions": initial if form.status == 409 else form.values,
        "rows": _side_by_side(form, kept, gone),
        "moves": _moves(kept, gone),
        "why_not": actions.why_not(request.actor, kept, gone),
    }
    return render(request, "units/merge.html", context, status=apart.status if says_apart else form.status)


def _asked(request: PageRequest) -> UUID | None:
    """The other unit that the address names."""
    try:
        return UUID(request.GET.get("with", ""))
    except ValueError:
        return None


def _choose(request: PageRequest, kept: Unit) -> HttpResponse:
    words = request.GET.get("words", "").strip()[:60]
    scope = request.actor.scope
    alike = [pair for pair in twins(scope) if kept.pk in (pair.one.id, pair.other.id)]
    found = (
        search(scope, words=words).filter(ended_on__isnull=True).exclude(pk=kept.pk).select_related("cell")
    )
    context = {
        "kept": kept,
        "words": words,
        "alike": [(pair.other if pair.one.id == kept.pk else pair.one, pair.why) for pair in alike],
        "found": found[:OFFERED] if words else (),
    }
    return render(request, "units/merge_choose.html", context)


def _side_by_side(form: MergeForm, kept: Unit, gone: Unit) -> list[dict[str, Any]]:
    """Each field with both values in words, and whose is offered; those that are the same need no choice."""
    mine, other = particulars(kept), particulars(gone)
    offered = fuller(mine, other, MERGED_FIELDS) | form.chosen
    return [
        {
            "name": CHOICE + name,
            "label": FIELD_LABELS[name],
            "kept": word(kept, name, mine[name]),
            "gone": word(gone, name, other[name]),
            "differs": mine[name] != other[name],
            "whose": offered[name],
        }
        for name in MERGED_FIELDS
        if mine[name] or other[name]
    ]


def _moves(kept: Unit, gone: Unit) -> list[tuple[str, int, int]]:
    """What goes over: its word, how many there are at the one that is kept, and how many come."""
    counted = [
        (one.label, one.rows(kept.town_id, kept.pk).count(), one.rows(kept.town_id, gone.pk).count())
        for one in FOLLOWERS.values()
        if one.moves
    ]
    return [line for line in counted if line[1] or line[2]]
