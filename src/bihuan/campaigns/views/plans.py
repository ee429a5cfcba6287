"""A drive drafted, planned, issued, changed, cancelled, closed; its plan on paper."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan import paper
from bihuan.campaigns import actions
from bihuan.campaigns.actions.ending import why_not_close
from bihuan.campaigns.asked import BULLETIN, FORM, OFFICE, OFFICE_LABEL, RHYTHMS, TEAMS, WEEKDAYS
from bihuan.campaigns.composing import content_of
from bihuan.campaigns.forms import CloseForm, DraftForm, ReasonForm
from bihuan.campaigns.models import DrivePaper, DrivePlan
from bihuan.campaigns.papers import plan_of as plan_paper
from bihuan.campaigns.plan_form import LEVEL_CHOICES, MODE_CHOICES, RISK_CHOICES, WRITTEN, PlanForm
from bihuan.campaigns.queries.drives import plan_of, progress
from bihuan.campaigns.rules import Crew, Place, assign
from bihuan.campaigns.scoping import fitting
from bihuan.campaigns.sheets import offered
from bihuan.campaigns.templating import TEMPLATES
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.answers import back, posted, refused
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Refused
from bihuan.core.forms import StepForm
from bihuan.core.ids import new_id
from bihuan.core.prints import DEMO, file_answer, mark_of, pdf_answer
from bihuan.core.scope import Scope
from bihuan.grid.models import Department
from bihuan.grid.queries import cell_choices
from bihuan.inspections.lifecycle import CANCELLED, CLOSED, DRAFT, ISSUED
from bihuan.inspections.models import Campaign, Team
from bihuan.inspections.rules import DRIVE_KINDS
from bihuan.lists.models import SavedFilter
from bihuan.paper import OfficialDocument
from bihuan.summaries.models import ReportForm

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS = ("pdf", "docx")
MARK = "草稿"
WHAT = "次专项行动"


@route("campaigns", scope="town")
def campaign_new(request: PageRequest) -> HttpResponse:
    """起草行动: a kind, one press, a draft that can be used."""
    form = posted(request, DraftForm)
    if form.is_bound:
        done = form.carry_out(lambda given: actions.draft_drive(request.actor, **given))
        if done is not None:
            return back(
                request, f"已起草“{done.name}”，方案按模板写好，请核对后印发。", "campaign_edit", done.pk
            )
    kinds = [(code, DRIVE_KINDS[code], one.days, one.aim) for code, one in TEMPLATES.items()]
    context = {"form": form, "kinds": kinds, "campaign_id": new_id()}
    return render(request, "campaigns/new.html", context, status=form.status)


@route("campaigns", scope="town")
def campaign_edit(request: PageRequest, campaign_id: UUID) -> HttpResponse:
    """修改方案; of one that was issued, 变更方案 with its reason."""
    actor = request.actor
    row = actor.find(Campaign, campaign_id, what=WHAT)
    plan = plan_of(actor.scope, row.pk)
    if row.state not in (DRAFT, ISSUED) or plan is None:
        why = "这次行动没有方案，不能修改。" if plan is None else "这次行动已经结束，不能再改方案。"
        return refused(request, why, "campaign", row.pk)
    again = row.state == ISSUED
    choices = _choices(actor, row, plan)
    bodies, sources = _bodies(actor), _sources(actor)
    form = posted(
        request,
        PlanForm,
        choices=choices,
        stages=plan.parts,
        asked=plan.asks,
        bodies=bodies,
        sources=sources,
        again=again,
        initial=_initial(row, plan),
    )
    if form.is_bound:
        act = actions.change_drive if again else actions.plan_drive
        done = form.carry_out(lambda given: act(actor, row.pk, **given))
        if done is not None and "issue" in request.POST and not again:
            return _issue(request, row, done.version)
        if done is not None:
            said = "方案已变更，名单按新的范围更新，各组会收到。" if again else "已保存。"
            return back(request, said, "campaign" if again else "campaign_edit", row.pk)
    context = {
        "row": row,
        "form": form,
        "again": again,
        "levels": LEVEL_CHOICES,
        "risks": RISK_CHOICES,
        "modes": MODE_CHOICES,
        "parents": _parents(actor, row),
        "counts": _counts(actor, row, plan),
        "bodies": [(TEAMS, "各专项组"), (OFFICE, OFFICE_LABEL), *bodies],
        "sources": [("", WRITTEN), *sources],
        "rhythms": list(RHYTHMS.items()),
        "weekdays": list(WEEKDAYS.items()),
        **choices,
    }
    return render(request, "campaigns/edit.html", context, status=form.status)


def _choices(actor: Actor, row: Campaign, plan: DrivePlan) -> dict[str, Any]:
    kept = SavedFilter.objects.within(actor.scope).filter(person=actor.person, listing="units")
    own = [("keep", f"{plan.query_name}（现在的）")] if plan.query else []
    return {
        "checklists": offered(plan.checklists, clock.today()),
        "cells": cell_choices(Scope.whole_town(actor.town), clock.today(), "path"),
        "teams": [(str(one.pk), one.name) for one in Team.objects.within(actor.scope)],
        "saved": [("", "不用"), *own, *((str(one.pk), one.name) for one in kept)],
    }


def _bodies(actor: Actor) -> list[tuple[str, str]]:
    """The departments that may be asked for papers."""
    return [(str(one.pk), one.name) for one in Department.objects.within(Scope.whole_town(actor.town))]


def _sources(actor: Actor) -> list[tuple[str, str]]:
    """What the office's papers can be made from."""
    rows = ReportForm.objects.within(actor.scope).order_by("name").values_list("pk", "name")
    return [(BULLETIN, "按记录起草"), *((f"{FORM}{pk}", f"按记录填《{name}》") for pk, name in rows)]


def _parents(actor: Actor, row: Campaign) -> list[tuple[str, str]]:
    """The drives that this one may lie within: open ones that lie in no other themselves."""
    rows = (
        Campaign.objects.within(actor.scope).filter(parent=None, state__in=(DRAFT, ISSUED)).exclude(pk=row.pk)
    )
    return [(str(one.pk), one.name) for one in rows]


def _initial(row: Campaign, plan: DrivePlan) -> dict[str, Any]:
    of_row = ("name", "begins_on", "ends_on", "categories", "version")
    of_plan = (
        "number",
        "basis",
        "aim",
        "content",
        "demands",
        "handing",
        "cells",
        "levels",
        "teams",
        "mode",
        "checklists",
    )
    found = {name: getattr(row, name) for name in of_row} | {name: getattr(plan, name) for name in of_plan}
    return found | {
        "aliases": "、".join(row.aliases),
        "risks": [str(one) for one in plan.risks],
        "parent": str(row.parent_id or ""),
        "saved": "keep" if plan.query else "",
    }


def _counts(actor: Actor, row: Campaign, plan: DrivePlan) -> tuple[int, list[tuple[str, int]], int]:
    """What the scope as it was saved means today: all units, by team as they would be divided, and those without a team. Three queries."""
    whole = Scope.whole_town(actor.town)
    asked = fitting(whole, plan)
    places = [Place(*values) for values in asked.order_by().values_list("pk", "cell_path", "category")]
    teams = {str(one.pk): one for one in Team.objects.within(whole).filter(pk__in=plan.teams)}
    crews = [Crew(teams[key].pk, tuple(teams[key].categories)) for key in plan.teams if key in teams]
    found = assign(places, crews, plan.mode)
    by_team: dict[object, int] = {}
    for team in found.values():
        by_team[team] = by_team.get(team, 0) + 1
    named = [(str(teams[str(crew.id)]), by_team.get(crew.id, 0)) for crew in crews]
    return len(places), named, len(places) - len(found)


@route("campaigns", scope="town")
@require_POST
def campaign_issue(request: PageRequest, campaign_id: UUID) -> HttpResponse:
    """印发方案."""
    row = request.actor.find(Campaign, campaign_id, what=WHAT)
    form = StepForm(request.POST)
    return _issue(request, row, form.cleaned_data["version"] if form.is_valid() else None)


def _issue(request: PageRequest, row: Campaign, version: int | None) -> HttpResponse:
    try:
        actions.issue_drive(request.actor, row.pk, version=version)
    except Refused as error:
        to = "campaign_edit" if row.state == DRAFT else "campaign"
        return refused(request, error.message, to, row.pk)
    there = progress(Scope.whole_town(request.actor.town), [row.pk])[row.pk]
    lacks = there.teams[None].units if None in there.teams else 0
    more = f"其中{lacks}家没有组负责，请在名单里指定。" if lacks else ""
    return back(request, f"方案已印发，列入名单{there.whole.units}家。{more}", "campaign", row.pk)


@route("campaigns", scope="town")
def campaign_cancel(request: PageRequest, campaign_id: UUID) -> HttpResponse:
    """取消行动."""
    row = request.actor.find(Campaign, campaign_id, what=WHAT)
    form = posted(request, ReasonForm, initial={"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.cancel_drive(request.actor, row.pk, **given))
        if done is not None:
            return back(request, f"已取消：{row.name}。", "campaigns")
    if row.state in (CLOSED, CANCELLED) and not form.is_bound:
        return HttpResponseRedirect(reverse("campaign", args=[row.pk]))
    return render(request, "campaigns/cancel.html", {"row": row, "form": form}, status=form.status)


@route("campaigns", scope="town")
def campaign_close(request: PageRequest, campaign_id: UUID) -> HttpResponse:
    """结束并总结: what is left is told first; in the same press the report is drafted."""
    actor = request.actor
    row = actor.find(Campaign, campaign_id, what=WHAT)
    form = posted(request, CloseForm, initial={"version": row.version})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.close_drive(actor, row.pk, version=given["version"]))
        if done is not None:
            return back(request, f"“{row.name}”已结束，总结按记录起草好了，请核对。", "campaign", row.pk)
    if row.state != ISSUED and not form.is_bound:
        return refused(request, "这次行动现在不能结束。", "campaign", row.pk)
    whole = progress(Scope.whole_town(actor.town), [row.pk]).get(row.pk)
    context = {
        "row": row,
        "form": form,
        "progress": whole.whole if whole else None,
        "left": why_not_close(Scope.whole_town(actor.town), row),
    }
    return render(request, "campaigns/close.html", context, status=form.status)


@route("campaigns", scope="town")
def campaign_preview(request: PageRequest, campaign_id: UUID) -> HttpResponse:
    """What the plan would look like as it is now, marked as a draft."""
    row = request.actor.find(Campaign, campaign_id, what=WHAT)
    plan = plan_of(request.actor.scope, row.pk)
    if plan is None:
        return refused(request, "这次行动没有方案。", "campaign", row.pk)
    mark = f"{MARK}（{DEMO}）" if request.is_demo else MARK
    content = content_of(Scope.whole_town(request.actor.town), plan)
    if row.state == DRAFT:
        content["units"] = _counts(request.actor, row, plan)[0]
    return _answer(request, plan_paper(content, plan.number, mark), row, "pdf", MARK)


@route("office", scope="town")
def campaign_paper(request: PageRequest, drive_paper_id: UUID, form: str) -> HttpResponse:
    """A plan as issued, as PDF or docx."""
    found = request.actor.find(DrivePaper, drive_paper_id, what="份行动方案")
    row = request.actor.find(Campaign, found.campaign_id, what=WHAT)
    if form not in FORMS:
        raise Http404
    made = plan_paper(found.content, found.number, mark_of(request), found.reason)
    return _answer(request, made, row, form, found.title)


def _answer(
    request: PageRequest, made: OfficialDocument, row: Campaign, form: str, name: str
) -> HttpResponse:
    called = f"{row.name}{name}"
    try:
        if form == "pdf":
            return pdf_answer(paper.pdf(made, extra_fonts=settings.FONTS_DIR), called)
        return file_answer(paper.docx(made), DOCX, f"{called}.docx")
    except paper.GlyphMissing as error:
        return refused(request, str(error), "campaign", row.pk)
