"""The year's letters as a whole: how far they are by kind and by cell, what is asked for, made out by one press."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.core.jobs import ask
from bihuan.core.jobs.queries import open_job_of
from bihuan.figures.tiles import tiles
from bihuan.letters import actions
from bihuan.letters.forms import PlanForm
from bihuan.letters.jobs import MAKE
from bihuan.letters.models import LetterPlan
from bihuan.letters.queries import by_cell, by_kind, missing, parties, plans, years
from bihuan.letters.rules import KINDS, usual_sign_by

TILES = ("letters.due", "letters.done", "letters.left", "letters.rate", "letters.units")


def tabs(actor: Actor, here: str) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this page) of the pages that an actor has."""
    pages = [
        ("签订情况", "letters", True),
        ("清单", "letters_list", True),
        ("布置和生成", "letters_plan", actor.may("supervise")),
        ("文本", "letter_texts", actor.may("supervise|units")),
        ("批量交回", "letters_scans", actor.may("supervise|units")),
    ]
    return [(label, reverse(name), name == here) for label, name, has in pages if has]


def year_of(request: PageRequest) -> int:
    """The year that an address asks for; else this year, or the last one of which there are letters."""
    said = request.GET.get("year", "")
    if said.isascii() and said.isdigit() and 2000 <= int(said) <= 2100:
        return int(said)
    today = clock.today()
    known = years(request.actor.scope)
    return today.year if not known or today.year in known else known[0]


@route("office", scope="place")
def letters_home(request: PageRequest) -> HttpResponse:
    """责任书签订情况: the year's figures, by kind beside last year's, by cell with who is left (?year=)."""
    actor, today = request.actor, clock.today()
    year = year_of(request)
    until = min(date(year, 12, 31), max(today, date(year, 1, 1)))
    kinds = by_kind(actor.scope, year)
    context = {
        "tabs": tabs(actor, "letters"),
        "year": year,
        "years": sorted({*years(actor.scope), year}, reverse=True),
        "tiles": tiles(actor.scope, TILES, date(year, 1, 1), until) if kinds else [],
        "kinds": kinds,
        "has_last": any(one.last_due for one in kinds),
        "cells": by_cell(actor.scope, year, today),
    }
    return render(request, "letters/home.html", context)


@route("supervise", scope="town")
def letters_plan(request: PageRequest) -> HttpResponse:
    """布置和生成: which kinds are signed in a year and by when; by the same press all are made out, as a job."""
    actor, today = request.actor, clock.today()
    year = year_of(request)
    if year < today.year:
        year = today.year
    asked = {one.kind: one for one in plans(actor.scope, year)}
    usual = [
        code for code, one in KINDS.items() if not one.special and parties(one, actor.town, today).exists()
    ]
    initial = {"year": year, "kinds": list(asked) or usual, "sign_by": usual_sign_by(year, today).isoformat()}
    form = PlanForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound:
        made = form.carry_out(lambda given: actions.plan_letters(actor, **given))
        if made is not None:
            job = ask(actor, MAKE.name, {"year": made[0].year})
            return HttpResponseRedirect(reverse("job", args=[job.pk]))
    rows = [
        (
            kind,
            parties(kind, actor.town, today).count(),
            missing(kind, year, actor.town, today).count(),
            asked.get(code),
        )
        for code, kind in KINDS.items()
    ]
    chosen = form.values.get("kinds") or ()
    rows = [
        row for row in rows if row[1] or row[3] or row[0].code in chosen
    ]  # with nobody there is nothing to sign
    context = {
        "tabs": tabs(actor, "letters_plan"),
        "form": form,
        "year": year,
        "years": [today.year, today.year + 1],
        "rows": rows,
        "lacking": sum(lacks for _, _, lacks, plan in rows if plan),
        "job": open_job_of(actor, MAKE.name),
    }
    return render(request, "letters/plan.html", context, status=form.status)


@route("supervise", scope="town")
@require_POST
def letters_make(request: PageRequest) -> HttpResponse:
    """生成缺的: once more for what is asked for already."""
    said = request.POST.get("year", "")
    year = int(said) if said.isascii() and said.isdigit() and len(said) == 4 else clock.today().year
    job = ask(request.actor, MAKE.name, {"year": year})
    return HttpResponseRedirect(reverse("job", args=[job.pk]))


@route("supervise", scope="town")
@require_POST
def letters_stop(request: PageRequest, letter_plan_id: UUID) -> HttpResponse:
    """停止布置一种责任书."""
    plan = request.actor.find(LetterPlan, letter_plan_id, what="项布置")
    try:
        count = actions.stop_plan(request.actor, plan.pk)
        said = f"已停止布置：{plan}，撤回还没有签的{count}份。"
        messages.success(request, said, extra_tags="good")
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
    return HttpResponseRedirect(f"{reverse('letters_plan')}?year={plan.year}")
