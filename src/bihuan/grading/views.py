"""Pages of grading: the town's view of the dual system, the levels, how often each is visited, the year's plans."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan import paper
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.models import Town
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.figures.evaluation import Ask, Slice, evaluate
from bihuan.figures.tiles import Tile, tile, tiles
from bihuan.grading import actions
from bihuan.grading.colours import TRADES, colours
from bihuan.grading.forms import TIMES_WORDS, ApproveForm, DrawUpForm, FrequencyForm, LineFilter
from bihuan.grading.listing import UNIT_LEVELS
from bihuan.grading.models import Plan
from bihuan.grading.planpaper import paper_of
from bihuan.grading.queries import copies, frequency_of, lines_of, missed, shares, silent
from bihuan.grading.queries import plans as plans_of
from bihuan.grading.rules import LEVELS
from bihuan.grid.lines import lines
from bihuan.lists.views import answer
from bihuan.risks.rules import GRADES
from bihuan.units.rules import CATEGORIES

LIFE = (
    "units.pilot",
    "grading.alive",
    "grading.silent",
    "risks.late",
    "hazards.overdue",
    "grading.rose",
    "grading.fell",
)
BY_LEVEL = tuple(f"grading.{code.lower()}" for code in LEVELS)
BY_PLACE = (*BY_LEVEL, "grading.alive", "grading.silent")
SHOWN = 12


@route("office", scope="place")
def dual(request: PageRequest) -> HttpResponse:
    """双重预防一览: who keeps it alive and who has gone silent, colours by grid and trade, lists that were copied through."""
    actor, scope, today = request.actor, request.actor.scope, clock.today()
    first = today.replace(month=1, day=1)
    places = lines(scope, BY_PLACE, today, today, today)
    context = {
        "tabs": _tabs(actor, "dual"),
        "life": tiles(scope, LIFE, first, today),
        "colours": colours(scope, [one.cell for one in places], today),
        "tones": [one.tone for one in GRADES.values()],
        "lines": places,
        "trades": _by_trade(actor),
        "silent": silent(scope, today)[:SHOWN],
        "copies": copies(scope)[:SHOWN] if actor.may("inspect") else (),
    }
    return render(request, "grading/dual.html", context)


def _by_trade(actor: Actor) -> list[tuple[str, list[Tile]]]:
    """The levels of each trade that has units; one pass for all."""
    today = clock.today()
    asks = {
        (code, key): Ask(key, today, today, today, Slice(category=code))
        for code in TRADES
        for key in BY_PLACE
    }
    values = evaluate(actor.scope, asks.values())
    found = []
    for code in TRADES:
        row = [tile(asks[code, key], values[asks[code, key]]) for key in BY_PLACE]
        if any(one.value for one in row):
            found.append((CATEGORIES[code].label, row))
    return found


@route("office", scope="place")
def unit_levels(request: PageRequest) -> HttpResponse:
    """监管等级."""
    return answer(request, UNIT_LEVELS)


@route("supervise", scope="town")
def frequency(request: PageRequest) -> HttpResponse:
    """检查频次: how often each level is visited; with it the town begins to grade."""
    now = frequency_of(request.actor.scope)
    initial = {f"times_{code}": now.times[code] for code in LEVELS}
    form = FrequencyForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.set_frequency(request.actor, **given))
        if done is not None:
            messages.success(request, "已保存。等级由系统每天评定，计划按新的频次拟订。", extra_tags="good")
            return HttpResponseRedirect(reverse("unit_levels"))
    context = {
        "tabs": _tabs(request.actor, "level_frequency"),
        "form": form,
        "now": now,
        "levels": list(LEVELS.values()),
        "times": TIMES_WORDS,
    }
    return render(request, "grading/frequency.html", context, status=form.status)


@route("office", scope="town")
def plans(request: PageRequest) -> HttpResponse:
    """年度监督检查计划: those there are; POST draws one up. The office's own paper: no unit is to read when it will be visited."""
    actor, today = request.actor, clock.today()
    form = DrawUpForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        made = form.carry_out(lambda given: actions.draw_up_plan(actor, **given))
        if made is not None:
            messages.success(request, f"已拟订{made.title}，请核对后报批。", extra_tags="good")
            return HttpResponseRedirect(reverse("plan", args=[made.pk]))
    context = {
        "tabs": _tabs(actor, "plans"),
        "plans": plans_of(actor.scope),
        "form": form,
        "years": [(one, f"{one}年") for one in (today.year, today.year + 1)],
    }
    return render(request, "grading/plans.html", context, status=form.status)


@route("office", scope="town")
def plan(request: PageRequest, plan_id: UUID) -> HttpResponse:
    """一年的计划: its lines with what is done of them."""
    row = request.actor.find(Plan, plan_id, what="份计划")
    return _plan(request, row, ApproveForm(initial={"approval": "同意，按计划执行。"}))


@route("supervise", scope="town")
@require_POST
def plan_approve(request: PageRequest, plan_id: UUID) -> HttpResponse:
    """批准计划."""
    row = request.actor.find(Plan, plan_id, what="份计划")
    form = ApproveForm(request.POST)
    if form.carry_out(lambda given: actions.approve_plan(request.actor, plan_id, **given)) is not None:
        messages.success(request, f"已批准{row.title}。", extra_tags="good")
        return HttpResponseRedirect(reverse("plan", args=[plan_id]))
    return _plan(request, row, form)


def _plan(request: PageRequest, row: Plan, form: ApproveForm) -> HttpResponse:
    found = lines_of(request.actor.scope, row)
    by_level, by_person = shares(found)
    late = missed(request.actor.scope, clock.today()).filter(line__plan=row)
    behind = set(late.values_list("line", flat=True))
    shown = LineFilter(request.GET)
    context = {
        "plan": row,
        "form": form,
        "lines": shown.narrow(found, behind),
        "behind": behind,
        "narrowed": any(shown.cleaned_data.values()),
        "by_level": by_level,
        "by_person": by_person,
        "planned": sum(one.planned for one in by_level),
        "done": sum(one.done for one in by_level),
        "may_approve": request.actor.may("supervise")
        and row.approved_on is None
        and row.dropped_on is None
        and row.made_by_id != request.actor.person,
    }
    return render(request, "grading/plan.html", context, status=form.status)


@route("office", scope="town")
def plan_paper(request: PageRequest, plan_id: UUID) -> HttpResponse:
    """年度监督检查计划 as PDF."""
    row = request.actor.find(Plan, plan_id, what="份计划")
    found = lines_of(request.actor.scope, row)
    town = Town.objects.of(request.actor.scope)
    mark = mark_of(request)
    try:
        content = paper.pdf(
            paper_of(row, town, found, shares(found)[1], mark), extra_fonts=settings.FONTS_DIR
        )
    except paper.GlyphMissing as error:
        messages.error(request, str(error), extra_tags="bad")
        return HttpResponseRedirect(reverse("plan", args=[plan_id]))
    return pdf_answer(content, f"plan-{row.year}", kept=True)


def _tabs(actor: Actor, here: str) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this page) of the pages that an actor has."""
    pages = [
        ("双重预防一览", "dual", True),
        ("监管等级", "unit_levels", True),
        ("年度计划", "plans", actor.may("office")),
        ("检查频次", "level_frequency", actor.may("supervise")),
    ]
    return [(label, reverse(name), name == here) for label, name, has in pages if has]
