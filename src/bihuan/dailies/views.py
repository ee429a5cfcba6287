"""Pages of daily reports: what one has to send, a report, a day put together, the list, and what the town asks."""

from datetime import timedelta
from typing import Any
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
from bihuan.core.calendar import in_words
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.core.models import Town
from bihuan.core.prints import mark_of, pdf_answer
from bihuan.dailies import actions
from bihuan.dailies.daypaper import paper_of
from bihuan.dailies.forms import (
    DAY_CHOICES,
    REPORTER_CHOICES,
    CorrectForm,
    ReportsForm,
    SayingForm,
    ZeroForm,
    day_of,
    figure_choices,
)
from bihuan.dailies.listing import DAILIES, badge_of
from bihuan.dailies.models import DailyDue, DailyForm
from bihuan.dailies.queries import (
    Day,
    below,
    compiled,
    current,
    dues,
    forms_in_force,
    gathered,
    is_own,
    own,
    records_of,
    unsent,
    versions,
)
from bihuan.dailies.rules import SOURCES, Line
from bihuan.figures.tiles import tiles
from bihuan.grid.queries import cells_in_force
from bihuan.lists.views import answer
from bihuan.units.forms import CATEGORY_CHOICES

PAST_SHOWN = 14
TILES = ("dailies.owed", "dailies.on_time", "dailies.late", "dailies.missing", "dailies.zero", "dailies.rate")


@route("report|office", scope="place")
def dailies(request: PageRequest) -> HttpResponse:
    """日报告: what the actor's own places have still to send and have sent; for the government, today's reports and the year's figures."""
    actor, today = request.actor, clock.today()
    mine = dues(actor.scope).filter(own(actor))
    is_office = actor.may("office")
    forms = list(forms_in_force(actor.scope).filter(from_on__lte=today)) if is_office else []
    over = today - timedelta(days=1)  # today's are not missing before their hour
    context = {
        "tabs": _tabs(actor, "dailies"),
        "to_send": list(unsent(actor.scope, today).filter(own(actor))[:PAST_SHOWN])
        if actor.may("report")
        else [],
        "sent": list(mine.filter(version__gt=0).order_by("-day", "-pk")[:PAST_SHOWN])
        if actor.may("report")
        else [],
        "days": [compiled(actor.scope, form, today) for form in forms],
        "tiles": tiles(actor.scope, TILES, over.replace(month=1, day=1), over) if is_office else [],
        "over": over,
        "badge_of": badge_of,
        "today_": today,
    }
    return render(request, "dailies/home.html", context)


@route("report|office", scope="place")
def dailies_list(request: PageRequest) -> HttpResponse:
    """报送清单."""
    return answer(request, DAILIES)


@route("report|office", scope="place")
def daily(request: PageRequest, due_id: UUID) -> HttpResponse:
    """一份报告: to be sent, or as it was sent, with its versions; POST sends it."""
    due = _due(request.actor, due_id)
    given = {"data": request.POST} if request.method == "POST" else {"initial": _begun(request.actor, due)}
    form = SayingForm(asked=due.form.fields, **given)
    if form.is_bound:
        report = form.carry_out(lambda given: actions.send_report(request.actor, due_id, **given))
        if report is not None:
            return _sent(request, due, report.is_zero)
        if (
            there := _due(request.actor, due_id)
        ).version:  # somebody was first: what was typed becomes a correction
            typed = dict(form.values) | {"version": there.version}
            other = CorrectForm(None, asked=due.form.fields, initial=typed)
            other.message, other.status = form.message, form.status
            return _page(request, there, other, correcting=True)
    return _page(request, due, form)


@route("report", scope="place")
@require_POST
def daily_zero(request: PageRequest, due_id: UUID) -> HttpResponse:
    """零报告, in one press; refused where the records say otherwise, with the report to be filled in."""
    due = _due(request.actor, due_id)
    zero = ZeroForm(request.POST)
    if zero.carry_out(lambda given: actions.send_report(request.actor, due_id, **given)) is None:
        form = SayingForm(None, asked=due.form.fields, initial=_begun(request.actor, due) | dict(zero.values))
        form.message, form.status = zero.message, 422
        return _page(request, due, form)
    return _sent(request, due, True)


@route("report", scope="place")
def daily_correct(request: PageRequest, due_id: UUID) -> HttpResponse:
    """更正一份报告: another version, for a reason."""
    due = _due(request.actor, due_id)
    now = current(request.actor.scope, [due]).get(due.pk)
    begun = {one.key: now.said(one) for one in due.form.fields} if now else {}
    begun |= {"version": due.version, "told_by": now.told_by if now else ""}
    form = CorrectForm(request.POST or None, asked=due.form.fields, initial=begun)
    if form.is_bound:
        report = form.carry_out(lambda given: actions.correct_report(request.actor, due_id, **given))
        if report is not None:
            messages.success(request, f"已更正，现在是第{report.version}版。", extra_tags="good")
            return HttpResponseRedirect(reverse("daily", args=[due_id]))
    return _page(request, due, form, correcting=True)


def _due(actor: Actor, due_id: UUID) -> DailyDue:
    actor.find(DailyDue, due_id, what="份报告")
    return dues(actor.scope).get(pk=due_id)


def _begun(actor: Actor, due: DailyDue) -> dict[str, Any]:
    """What a report that gathers begins with: the sums of what those below said."""
    if not due.gathers or due.version:
        return {}
    under = below(actor.scope, due)
    sums = gathered(due.form.fields, under, current(actor.scope, under))
    return {one.key: sums.get(one.key, 0) for one in due.form.fields if one.source == "number"}


def _sent(request: PageRequest, due: DailyDue, zero: bool) -> HttpResponse:
    late = clock.now() > due.by_at
    which = f"{due.name}{in_words(due.day)}{due.form.title}"
    said = f"{which}{'（零报告）' if zero else ''}已报送{'，已过截止时间，记为迟报' if late else ''}。报错了的，点进去更正。"
    messages.success(request, said, extra_tags="good")
    return HttpResponseRedirect(reverse("dailies"))


def _page(request: PageRequest, due: DailyDue, form: SayingForm, correcting: bool = False) -> HttpResponse:
    actor = request.actor
    found = versions(actor.scope, due)
    report = found[0] if found else None
    records = records_of(actor.town, due)
    lines = [
        Line(
            one,
            report.said(one) if report else None,
            records[one.key].value if one.key in records else None,
            records[one.key].missing if one.key in records else "",
        )
        for one in due.form.fields
    ]
    under = below(actor.scope, due) if due.gathers else []
    context = {
        "due": due,
        "form": form,
        "lines": lines,
        "report": report,
        "versions": found,
        "correcting": correcting,
        "is_own": is_own(actor, due),
        "may_send": actor.may("report") and (report is None or correcting),
        "may_correct": actor.may("report") and report is not None and not correcting,
        "below": under,
        "missing_below": [one for one in under if not one.version],
        "mark": badge_of(due),
    }
    return render(request, "dailies/report.html", context, status=form.status)


@route("office", scope="town")
def daily_day(request: PageRequest, daily_form_id: UUID) -> HttpResponse:
    """一天的汇总: each place's report, what is missing, and where a report and the records disagree (?day=)."""
    found = _day(request, daily_form_id)
    context = {"found": found, "badge_of": badge_of, "tabs": _tabs(request.actor, "")}
    return render(request, "dailies/day.html", context)


@route("office", scope="town")
def daily_paper(request: PageRequest, daily_form_id: UUID) -> HttpResponse:
    """一天的汇总 as PDF, to be signed and handed up (?day=)."""
    found = _day(request, daily_form_id)
    town = Town.objects.of(request.actor.scope)
    try:
        content = paper.ledger_pdf(paper_of(found, town, mark_of(request)), extra_fonts=settings.FONTS_DIR)
    except paper.GlyphMissing as error:
        messages.error(request, str(error), extra_tags="bad")
        return HttpResponseRedirect(reverse("daily_day", args=[daily_form_id]))
    return pdf_answer(content, f"{found.form.title}{found.day:%Y%m%d}", kept=True)


def _day(request: PageRequest, form_id: UUID) -> Day:
    form = request.actor.find(DailyForm, form_id, what="张报表")
    return compiled(request.actor.scope, form, day_of(request.GET.get("day", "")) or clock.today())


@route("office", scope="town")
def daily_forms(request: PageRequest) -> HttpResponse:
    """报送要求: those in force and those that ended."""
    rows = DailyForm.objects.within(request.actor.scope).order_by("ended_on", "from_on", "pk")
    context = {
        "tabs": _tabs(request.actor, "daily_forms"),
        "forms": rows,
        "may": request.actor.may("supervise"),
    }
    return render(request, "dailies/forms.html", context)


@route("supervise", scope="town")
def daily_form_new(request: PageRequest) -> HttpResponse:
    """规定报送."""
    form = ReportsForm(request.POST or None)
    if form.is_bound:
        made = form.carry_out(lambda given: actions.ask_for_reports(request.actor, **given))
        if made is not None:
            messages.success(request, f"已规定：{made.title}，{made.by_label}前报送。", extra_tags="good")
            return HttpResponseRedirect(reverse("daily_forms"))
    context = {
        "form": form,
        "reporters": REPORTER_CHOICES,
        "categories": CATEGORY_CHOICES,
        "villages": [
            (cell.pk, cell.name)
            for cell in cells_in_force(request.actor.scope, clock.today())
            if cell.kind == "village"
        ],
        "days": DAY_CHOICES,
        "sources": [(code, one.label) for code, one in SOURCES.items()],
        "figures": figure_choices(),
    }
    return render(request, "dailies/form_new.html", context, status=form.status)


@route("supervise", scope="town")
@require_POST
def daily_form_end(request: PageRequest, daily_form_id: UUID) -> HttpResponse:
    """停用报送要求."""
    request.actor.find(DailyForm, daily_form_id, what="张报表")
    try:
        form = actions.end_reports(request.actor, daily_form_id)
        messages.success(request, f"已停用：{form.title}。从明天起不再布置。", extra_tags="good")
    except Refused as error:
        messages.error(request, error.message, extra_tags="bad")
    return HttpResponseRedirect(reverse("daily_forms"))


def _tabs(actor: Actor, here: str) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this page) of the pages that an actor has."""
    pages = [
        ("今天", "dailies", True),
        ("清单", "dailies_list", True),
        ("报送要求", "daily_forms", actor.may("office") and actor.scope.whole),
    ]
    return [(label, reverse(name), name == here) for label, name, has in pages if has]
