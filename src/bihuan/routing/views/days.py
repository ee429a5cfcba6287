"""A day out: one's own route on the phone, and the sheets for who goes."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date

from bihuan import paper
from bihuan.core import clock
from bihuan.core.answers import refused
from bihuan.core.door import PageRequest, route
from bihuan.core.models import Town
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.core.scope import Scope
from bihuan.inspections.forms import asked_day
from bihuan.routing import board
from bihuan.routing.actions.planning import by_route
from bihuan.routing.models import DayPlan
from bihuan.routing.queries import stops_of, stops_on, teams_of
from bihuan.units.models import Unit


@route("inspect", scope="town")
def routes_today(request: PageRequest) -> HttpResponse:
    """今天的检查路线 (?on= another day) of who asks: in order, with phones and maps; a stop is done once its visit is on record."""
    actor = request.actor
    on = asked_day(request, "on") or clock.today()
    stops = stops_on(Scope.whole_town(actor.town), actor.person, on)
    by_pk = {one.team_id: one for one in stops}
    ways = [
        board.route_of(by_pk[team].plan, by_pk[team].team, on, some)
        for (team, _), some in by_route(stops).items()
    ]
    mine = Unit.objects.within(actor.scope).filter(pk__in=[one.unit_id for one in stops])
    context = {
        "day": on,
        "says": board.day_says(on),
        "ways": [(by_pk[one.team.pk].plan, board.estimate(by_pk[one.team.pk].plan), one) for one in ways],
        "open": set(mine.values_list("pk", flat=True)),
        "is_today": on == clock.today(),
    }
    return render(request, "routing/today.html", context)


@route("campaigns", scope="town")
def day_plan_paper(request: PageRequest, day_plan_id: UUID) -> HttpResponse:
    """检查路线单: a page for each crew and day of a plan, or of one day of it (?day=)."""
    actor = request.actor
    plan = actor.find(DayPlan, day_plan_id, what="份计划")
    teams, stops = teams_of(actor.scope, plan), stops_of(actor.scope, plan)
    asked = _day(request.GET.get("day", ""))
    days = [asked] if asked in plan.dates else plan.dates
    ways = [one for day in days if day for one in board.routes_of(plan, teams, stops, day)]
    if not ways:
        return refused(request, "还没有排出路线，没有可打印的。", "day_plan", plan.pk)
    town = Town.objects.of(actor.scope)
    sheets = [board.paper_of(plan, one, town, mark_of(request)) for one in ways]
    try:
        content = paper.ledgers_pdf(sheets, extra_fonts=settings.FONTS_DIR)
    except paper.GlyphMissing as error:
        return render(request, "error.html", {"title": "不能打印", "text": str(error)}, status=409)
    return pdf_answer(content, f"检查路线单{days[0]:%Y%m%d}")


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
