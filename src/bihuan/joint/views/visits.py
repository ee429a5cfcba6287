"""One unit of a joint inspection: all parts as one list, one's own part, the end of the visit, what came late, the record on paper."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan import paper
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.answers import back, refused
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import Forbidden, NotAllowed, NotFound, Refused, Stale
from bihuan.core.forms import StepForm
from bihuan.core.models import Town
from bihuan.core.prints import file_answer, mark_of, pdf_answer
from bihuan.core.scope import Scope
from bihuan.hazards.timeline import told
from bihuan.inspections.choices import company
from bihuan.inspections.uploads import Keeper, take
from bihuan.joint import actions
from bihuan.joint.finish_forms import LEVEL_CHOICES, FinishForm
from bihuan.joint.forms import ReasonForm
from bihuan.joint.lifecycle import DONE, PENDING
from bihuan.joint.listing import visit_badge
from bihuan.joint.models import JointFinding, JointParty, JointVisit
from bihuan.joint.owners import owners_of
from bihuan.joint.papers import record_of
from bihuan.joint.part_forms import KIND_CHOICES, OUTCOME_CHOICES, RESULTS, PartForm
from bihuan.joint.queries import Side, checklist_of, find_visit, is_of, leads, party_of, sides
from bihuan.joint.rules import OUTCOMES

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def status_of(error: Refused) -> int:
    """The answer's status after a refusal."""
    return 409 if isinstance(error, Stale | NotAllowed) else 422


@route("office", scope="place")
def joint_visit(request: PageRequest, joint_visit_id: UUID) -> HttpResponse:
    """The merged list: what each party found, whose it is, what became of it."""
    actor = request.actor
    row, there = find_visit(actor, joint_visit_id)
    found = sides(actor.town, row, there)
    may_lead = leads(actor, there) and actor.may("inspect")
    rows = _became(actor.town, row)
    context = {
        "row": row,
        "unit": row.unit,
        "mark": visit_badge(row),
        "sides": found,
        "became": {(one.part_id, one.finding): one for one in rows},
        "outcomes": OUTCOMES,
        "mine": party_of(actor, there),
        "may_lead": may_lead,
        "may_write": {one.party.pk for one in found if one.party.is_body} if may_lead else set(),
        "pending": sum(len(one.pending) for one in found) if row.state == DONE else 0,
        "may_see": actor.scope.whole or row.unit.department_id in actor.scope.departments,
        "timeline": [told(event) for event in events.trail(actor.scope, row.pk)],
    }
    return render(request, "joint/visit.html", context)


def _became(town: UUID, row: JointVisit) -> list[JointFinding]:
    found = JointFinding.objects.within(Scope.whole_town(town)).filter(visit=row)
    return list(found.select_related("hazard").order_by("hazard__number", "-is_first", "pk"))


@route("office", scope="place")
def joint_part(request: PageRequest, joint_visit_id: UUID, joint_party_id: UUID) -> HttpResponse:
    """A party's own part; a body's, by who leads."""
    actor = request.actor
    row, there = find_visit(actor, joint_visit_id)
    party = next((one for one in there if one.pk == joint_party_id), None)
    if party is None:
        raise NotFound("没有找到这个参加单位，或者它已经退出。请返回联合检查重新选择。")
    if not (is_of(actor, party) or (party.is_body and leads(actor, there) and actor.may("inspect"))):
        raise Forbidden("只能填写本部门的部分；受邀单位不会用链接的，由牵头单位代录。")
    people = "" if party.is_body else actor.name
    form = part_form(request, row, party, people=people, actor=actor)
    if form.is_bound and form.is_valid():
        try:
            part = actions.send_part(actor, row.pk, party.pk, form.sent(actor))
        except Forbidden:
            raise
        except Refused as error:
            form = refreshed(request, row, party, form, error)
        else:
            said = "已作为补录收下，牵头单位会登记。" if part.late_at and row.state == DONE else "已提交。"
            return back(request, f"{party.name}：{said}", "joint_visit", row.pk)
    context = part_context(row, party, form) | {
        "upload": reverse("file_upload"),
        "thumb": "file_thumb",
        "to": reverse("joint_visit", args=[row.pk]),
    }
    return render(request, "joint/part.html", context, status=form.status)


def part_form(
    request: Any,
    row: JointVisit,
    party: JointParty,
    *,
    people: str = "",
    actor: Actor | None = None,
    keep: Keeper | None = None,
) -> PartForm:
    """A party's page as posted, its photos kept first by the actor, in a way of their own where `keep` says so (None: by a link that opens no more nothing is kept); or as it begins."""
    checklist = checklist_of(Scope.whole_town(row.town_id), party, row.unit, clock.today())
    side = next(one for one in sides(row.town_id, row, [party]) if one.party.pk == party.pk)
    late = row.state == DONE
    if request.method != "POST":
        return PartForm(checklist, side.part, is_late=late, people=people)
    data = request.POST.copy()
    problems = take(actor, data, request.FILES, keep=keep) if actor else {}
    return PartForm(checklist, side.part, data, problems, is_late=late, people=people)


def refreshed(request: Any, row: JointVisit, party: JointParty, form: PartForm, error: Refused) -> PartForm:
    """The page after a refusal, with all that was typed, about what stands there now."""
    side = next(one for one in sides(row.town_id, row, [party]) if one.party.pk == party.pk)
    form.refuse(error, status_of(error))
    if isinstance(error, Stale):
        form.freshen(side.part)
        form.head = type(form.head)(form.data)
    return form


def part_context(row: JointVisit, party: JointParty, form: PartForm) -> dict[str, Any]:
    """What the page of a part shows, to whomever."""
    side = next(one for one in sides(row.town_id, row, [party]) if one.party.pk == party.pk)
    return {
        "row": row,
        "unit": row.unit,
        "event": row.event,
        "party": party,
        "form": form,
        "errors": form.errors,
        "side": side,
        "is_late": row.state == DONE,
        "results": RESULTS,
        "kinds": KIND_CHOICES,
        "outcomes": OUTCOME_CHOICES,
    }


@route("inspect", scope="place")
def joint_finish(request: PageRequest, joint_visit_id: UUID) -> HttpResponse:
    """完成检查: what is to become of each thing that was found, then the signature."""
    actor = request.actor
    row, there = find_visit(actor, joint_visit_id)
    if not leads(actor, there):
        raise Forbidden("只有牵头单位和安全办能完成检查。")
    if row.state != PENDING:
        return refused(request, f"这家单位{row.state_label}，不用再办。", "joint_visit", row.pk)
    form = _finish_form(request, row, sides(actor.town, row, there))
    if form.is_bound and form.is_valid():
        try:
            actions.finish_joint(actor, row.pk, form.closing(), version=form.end.cleaned_data["version"])
        except Forbidden:
            raise
        except Refused as error:
            form = _again(request, row, form, error)
        else:
            return back(request, "检查已完成，一份记录、一套文书。", "joint_visit", row.pk)
    people = company(actor, row.unit, clock.today())
    context = _finishing(row, form) | {"company": people, "to": reverse("joint_visit", args=[row.pk])}
    return render(request, "joint/finish.html", context, status=form.status)


def _finish_form(
    request: PageRequest, row: JointVisit, found: list[Side], *, late: bool = False
) -> FinishForm:
    unit = row.unit.merged_into or row.unit
    owners = owners_of(request.actor, unit, clock.today())
    if request.method != "POST":
        return FinishForm(request.actor, row, found, owners, late=late)
    data = request.POST.copy()
    problems = take(request.actor, data, request.FILES, scans=("scan",))
    return FinishForm(request.actor, row, found, owners, data, problems, late=late)


def _again(request: PageRequest, row: JointVisit, form: FinishForm, error: Refused) -> FinishForm:
    """The page after a refusal; where something came in meanwhile, with that as well."""
    now, there = find_visit(request.actor, row.pk)
    again = _finish_form(request, now, sides(request.actor.town, now, there), late=form.late)
    again.refuse(error, status_of(error))
    if isinstance(error, Stale):
        again.freshen(now)
        again.end = type(again.end)(again.data)
    return again


def _finishing(row: JointVisit, form: FinishForm) -> dict[str, Any]:
    return {
        "row": row,
        "unit": form.owners.unit,
        "form": form,
        "errors": form.errors,
        "sides": form.found,
        "levels": LEVEL_CHOICES,
        "party_outcomes": OUTCOMES,
    }


@route("inspect", scope="place")
def joint_late(request: PageRequest, joint_visit_id: UUID) -> HttpResponse:
    """登记补录的问题."""
    actor = request.actor
    row, there = find_visit(actor, joint_visit_id)
    if not leads(actor, there):
        raise Forbidden("只有牵头单位和安全办能登记补录的问题。")
    found = [one for one in sides(actor.town, row, there) if one.pending]
    if row.state != DONE or not (found or request.method == "POST"):
        return refused(request, "没有等待登记的补录问题。", "joint_visit", row.pk)
    form = _finish_form(request, row, found, late=True)
    if form.is_bound and form.is_valid():
        try:
            actions.take_in_late(actor, row.pk, form.fates(), version=form.end.cleaned_data["version"])
        except Forbidden:
            raise
        except Refused as error:
            form = _again(request, row, form, error)
        else:
            return back(request, "补录的问题已登记，待处置的请下达整改。", "joint_visit", row.pk)
    context = _finishing(row, form) | {"to": reverse("joint_visit", args=[row.pk])}
    return render(request, "joint/late.html", context, status=form.status)


@route("inspect", scope="place")
def joint_skip(request: PageRequest, joint_visit_id: UUID) -> HttpResponse:
    """登记未检查."""
    row, there = find_visit(request.actor, joint_visit_id)
    if not leads(request.actor, there):
        raise Forbidden("只有牵头单位和安全办能登记未检查。")
    if row.state == DONE:
        return refused(request, "这家单位已经查完。", "joint_visit", row.pk)
    ended = row.unit.state_label if row.unit.ended_on else ""
    form = ReasonForm(request.POST or None, initial={"version": row.version, "reason": ended})
    if form.is_bound:
        done = form.carry_out(lambda given: actions.skip_joint(request.actor, row.pk, **given))
        if done is not None:
            return back(request, f"{row.unit.name}已登记为未检查。", "joint", row.event_id)
    context = {
        "form": form,
        "title": "登记未检查",
        "sub": row.unit.name,
        "says": "写明为什么没有查。各单位已经提交的内容都在，之后能去的可以恢复检查。",
        "label": "登记未检查",
        "to": reverse("joint_visit", args=[row.pk]),
    }
    return render(request, "joint/reason.html", context, status=form.status)


@route("inspect", scope="place")
@require_POST
def joint_reopen(request: PageRequest, joint_visit_id: UUID) -> HttpResponse:
    """恢复检查."""
    row, there = find_visit(request.actor, joint_visit_id)
    if not leads(request.actor, there):
        raise Forbidden("只有牵头单位和安全办能恢复检查。")
    form = StepForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else None
    try:
        actions.reopen_joint(request.actor, row.pk, version=version)
    except Refused as error:
        return refused(request, error.message, "joint_visit", row.pk)
    return back(request, "已恢复，可以检查。", "joint_visit", row.pk)


@route("office", scope="place")
def joint_record(request: PageRequest, joint_visit_id: UUID, form: str) -> HttpResponse:
    """联合检查记录, as PDF or docx."""
    actor = request.actor
    row, there = find_visit(actor, joint_visit_id)
    if form not in ("pdf", "docx"):
        raise Http404
    if row.state != DONE:
        return refused(request, "检查完成后才有记录。", "joint_visit", row.pk)
    town = Town.objects.of(actor.scope)
    made = record_of(
        row, sides(actor.town, row, there), _became(actor.town, row), town.name, mark_of(request)
    )
    name = f"{row.unit.name}联合检查记录"
    try:
        if form == "pdf":
            return pdf_answer(paper.pdf(made, extra_fonts=settings.FONTS_DIR), name)
        return file_answer(paper.docx(made), DOCX, f"{name}.docx")
    except paper.GlyphMissing as error:
        return refused(request, str(error), "joint_visit", row.pk)
