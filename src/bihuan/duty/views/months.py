"""值班表: a month on the screen and on paper, today first; the telephone list."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from bihuan import paper
from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.models import Town
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.duty import board
from bihuan.duty.models import Roster
from bihuan.duty.queries import custom_of, first_free_day, moved_days, shaky, standing
from bihuan.duty.rules import DAY_KINDS, WEEKDAYS
from bihuan.duty.views.tabs import tabs
from bihuan.grid.queries import notice_setting

PHONE_DAYS = 7


@route("office", scope="town")
def duty(request: PageRequest) -> HttpResponse:
    """值班表 of a month (?month=2026-06); who stands now, with phones, on top."""
    actor, today = request.actor, clock.today()
    first = board.month_of(request.GET.get("month", ""), today)
    before, after = board.neighbours(first)
    last = after - timedelta(days=1)
    custom = custom_of(actor.scope)
    running = custom.shift_of(clock.now())
    turns = standing(actor.scope, first, last)
    days = board.days_of_turns(turns, first, last)
    here = board.days_of_turns(standing(actor.scope, running, running), running, running)[0]
    published = {one.roster_id for one in turns}
    context = {
        "tabs": tabs(actor, "duty"),
        "first": first,
        "before": before,
        "after": after,
        "days": days,
        "weeks": board.weeks(days, first),
        "weekdays": WEEKDAYS,
        "here": here,
        "running": running,
        "custom": custom,
        "town": Town.objects.of(actor.scope),
        "own": {str(one.pk) for one in turns if one.person_id == actor.person},
        "not_out": board.not_out(first, last),
        "moved": [(on, DAY_KINDS[then], DAY_KINDS[now]) for on, then, now in moved_days(actor.scope, today)],
        "shaky": shaky(actor.scope, running) if actor.may("duty") else [],
        "free": first_free_day(actor) if actor.may("duty") else None,
        "rosters": Roster.objects.within(actor.scope).filter(pk__in=published).select_related("published_by"),
    }
    return render(request, "duty/month.html", context)


@route("office", scope="town")
def duty_paper(request: PageRequest) -> HttpResponse:
    """值班表 of a month as PDF."""
    scope, today = request.actor.scope, clock.today()
    first = board.month_of(request.GET.get("month", ""), today)
    town = Town.objects.of(scope)
    made = board.month_paper(scope, town, custom_of(scope), first, today, mark_of(request))
    return _pdf(request, made, f"值班表{first.year}年{first.month}月")


@route("office", scope="town")
def duty_phones(request: PageRequest) -> HttpResponse:
    """值班电话: of the coming week, as it may hang in public."""
    scope, today = request.actor.scope, clock.today()
    days = _coming(request)
    town = Town.objects.of(scope)
    show = notice_setting(scope).phones
    lines = [
        (day, line, board.phone_shown(town, line, show))
        for day in days
        for line in day.lines
        if line.position in ("lead", "duty")
    ]
    context = {
        "town": town,
        "lines": lines,
        "today": today,
        "shows": notice_setting(scope).get_phones_display(),
    }
    return render(request, "duty/phones.html", context)


@route("office", scope="town")
def duty_phones_paper(request: PageRequest) -> HttpResponse:
    """值班电话公开表 as PDF."""
    scope, today = request.actor.scope, clock.today()
    town = Town.objects.of(scope)
    shown = notice_setting(scope).phones
    made = board.phones_paper(town, _coming(request), shown, today, mark_of(request))
    return _pdf(request, made, f"值班电话{today:%Y%m%d}")


def _coming(request: PageRequest) -> list[board.Day]:
    running = custom_of(request.actor.scope).shift_of(clock.now())
    last = running + timedelta(days=PHONE_DAYS - 1)
    return board.days_of_turns(standing(request.actor.scope, running, last), running, last)


def _pdf(request: PageRequest, made: paper.Ledger, name: str) -> HttpResponse:
    try:
        content = paper.ledger_pdf(made, extra_fonts=settings.FONTS_DIR)
    except paper.GlyphMissing as error:
        return render(request, "error.html", {"title": "不能打印", "text": str(error)}, status=409)
    return pdf_answer(content, name)
