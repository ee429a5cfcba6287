"""Verbs of hazards: finishing a check, the steps of the lifecycle, re-inspection, decisions. The only writer.

Every step is one conditional UPDATE on (state, version): when two people press at once, one wins and the other
is told (`Stale`), and exactly one event is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.lifecycle import Move
from bihuan.core.models import StoredFile
from bihuan.core.numbering import next_number
from bihuan.hazards import rules
from bihuan.hazards.lifecycle import FIXED, FOUND, HAZARD
from bihuan.hazards.models import Decision, Demand, Evidence, Hazard
from bihuan.hazards.queries import failed_items
from bihuan.inspections.actions import Visit, issue_paper, need_second_officer, record_visit
from bihuan.inspections.models import Inspection, IssuedPaper
from bihuan.inspections.queries import grant_for
from bihuan.inspections.rules import check_deadline, order_paper
from bihuan.units.actions import change_state
from bihuan.units.models import Unit


@dataclass(frozen=True)
class Finding:
    """One thing found on a visit. `outcome` is "onsite", "deadline" or "undecided" (waits for an officer)."""

    text: str
    outcome: str
    id: UUID = field(default_factory=new_id)
    item: str = ""
    place: str = ""
    basis: str = ""
    kind: str = "other"
    level: str = "general"
    photos: tuple[UUID, ...] = ()
    photos_after: tuple[UUID, ...] = ()
    demand: str = ""
    deadline_on: date | None = None


@transaction.atomic
def finish_check(actor: Actor, visit: Visit, findings: Sequence[Finding] = ()) -> Inspection:
    """完成检查: close the record of a visit, register what was found, and issue the papers, all or nothing.

    A finding with a deadline needs two officers; those of one visit stand on one order. Raises Incomplete whose
    fields are named `findings.N.field` (N from 0).
    """
    _check_findings(actor, visit, findings)
    orders = [one for one in findings if one.outcome == "deadline"]
    if orders:
        need_second_officer(actor, visit.second_inspector, visit.visited_on)
    inspection = record_visit(actor, visit)
    papers = _papers_of(actor, inspection, ordered=bool(orders))
    for finding in findings:
        _register(actor, inspection, finding, papers.get("order"))
    events.record(
        actor,
        "finish_check",
        inspection,
        given={
            "unit": visit.unit,
            "visited_on": visit.visited_on,
            "findings": [str(one.id) for one in findings],
            "papers": [paper.number for paper in papers.values()],
            "late_entry": visit.late_entry,
        },
    )
    return inspection


@transaction.atomic
def order_rectification(
    actor: Actor,
    hazard_id: UUID,
    *,
    version: int,
    second_officer: UUID,
    demand: str,
    deadline_on: date,
) -> Hazard:
    """责令限期整改: bind the unit to mend a hazard by a day, that day included. Two officers with valid cards."""
    hazard, step = _step(actor, hazard_id, "order")
    if why := check_deadline(deadline_on, clock.today()):
        raise Incomplete(why, {"deadline_on": why})
    _need(step, deadline_on=deadline_on, demand=demand)
    need_second_officer(actor, second_officer, clock.today())
    kind = order_paper(granted=grant_for(actor.scope, "order", clock.today()) is not None)
    paper = issue_paper(actor, hazard.inspection, kind, on=clock.today())
    today = clock.today()
    _advance(actor, hazard, step, version, ordered_on=today, demand=demand.strip(), deadline_on=deadline_on)
    _demand(actor, hazard, paper, today, deadline_on, demand)
    _tell(actor, hazard, step, deadline_on=deadline_on, demand=demand, paper=paper.number)
    return hazard


@transaction.atomic
def confirm_fixed_on_site(
    actor: Actor, hazard_id: UUID, *, version: int, photos_after: Sequence[UUID]
) -> Hazard:
    """确认现场整改: a finding that waited is found mended; with a photo of it."""
    hazard, step = _step(actor, hazard_id, "fix_on_site")
    _need(step, photo_after=photos_after)
    today = clock.today()
    _advance(actor, hazard, step, version, onsite_on=today, settled_on=today)
    _evidence(actor, hazard, photos_after, "after")
    _tell(actor, hazard, step, photos=list(photos_after))
    return hazard


@transaction.atomic
def report_rectified(
    actor: Actor, hazard_id: UUID, *, version: int, note: str, photos_after: Sequence[UUID]
) -> Hazard:
    """报告已整改: the unit (or its village on its behalf) says that it is mended, with a photo."""
    hazard, step = _step(actor, hazard_id, "report")
    _need(step, photo_after=photos_after, note=note.strip())
    _advance(actor, hazard, step, version, reported_on=clock.today())
    _evidence(actor, hazard, photos_after, "after")
    _tell(actor, hazard, step, note=note, photos=list(photos_after))
    return hazard


@dataclass(frozen=True)
class Reviewed:
    """What a re-inspection says of one hazard: mended, or not and by when."""

    hazard: UUID
    version: int
    passed: bool
    note: str
    photos: tuple[UUID, ...] = ()
    deadline_on: date | None = None


@transaction.atomic
def reinspect(
    actor: Actor, visit: Visit, reviews: Sequence[Reviewed], findings: Sequence[Finding] = ()
) -> Inspection:
    """复查: look at a unit's failed items again; each is closed, or sent back with a new deadline. One opinion
    (整改复查意见书) is issued for the visit. Two officers."""
    if not reviews:
        raise Incomplete("请对至少一条隐患作出复查结论。")
    need_second_officer(actor, visit.second_inspector, visit.visited_on)
    _check_findings(actor, visit, findings)
    inspection = record_visit(actor, visit)
    papers = _papers_of(actor, inspection, ordered=any(one.outcome == "deadline" for one in findings))
    waiting = {hazard.pk: hazard for hazard in failed_items(actor.scope, inspection.unit_id)}
    for index, review in enumerate(reviews):
        _review(actor, inspection, waiting.get(review.hazard), review, papers, index)
    for finding in findings:
        _register(actor, inspection, finding, papers.get("order"))
    events.record(
        actor,
        "reinspect",
        inspection,
        given={
            "unit": visit.unit,
            "passed": [str(one.hazard) for one in reviews if one.passed],
            "sent_back": [str(one.hazard) for one in reviews if not one.passed],
            "papers": [paper.number for paper in papers.values()],
        },
    )
    return inspection


@transaction.atomic
def mark_urgent(actor: Actor, hazard_id: UUID, *, version: int, hours: int, note: str) -> Hazard:
    """列为急办 (特事特办): from now the clock runs in hours."""
    hazard, step = _step(actor, hazard_id, "mark_urgent")
    _need(step, hours=hours, note=note.strip())
    if not 1 <= hours <= 24 * 30:
        raise Incomplete("急办时限应在1至720小时之间。", {"hours": "应在1至720小时之间。"})
    due_at = clock.now() + timedelta(hours=hours)
    _advance(actor, hazard, step, version, urgent_on=clock.today(), urgent_due_at=due_at)
    _tell(actor, hazard, step, hours=hours, note=note)
    return hazard


@transaction.atomic
def void_hazard(actor: Actor, hazard_id: UUID, *, version: int, note: str) -> Hazard:
    """作废: a record made in error. It keeps its number and its trail, and counts in no figure."""
    hazard, step = _step(actor, hazard_id, "void")
    _need(step, note=note.strip())
    _advance(actor, hazard, step, version, voided_on=clock.today())
    _tell(actor, hazard, step, note=note)
    return hazard


@transaction.atomic
def void_visit(actor: Actor, inspection_id: UUID, *, reason: str) -> Inspection:
    """作废检查记录: a visit entered in error, with its papers and its hazards. Numbers keep their places."""
    actor.need("supervise")
    inspection = actor.find(Inspection, inspection_id, what="条检查记录")
    if not reason.strip():
        raise Incomplete("请填写作废原因。", {"reason": "请填写作废原因。"})
    today = clock.today()
    mine = Hazard.objects.within(actor.scope).filter(inspection=inspection)
    if mine.filter(settled_on__isnull=False).exclude(state=FIXED).exists():
        raise NotAllowed("这次检查发现的隐患已有复查销号的，不能整次作废；请逐条处理。")
    changed = (
        Inspection.objects.within(actor.scope)
        .filter(pk=inspection.pk, voided_on__isnull=True)
        .update(voided_on=today, void_reason=reason.strip())
    )
    if not changed:
        raise NotAllowed("这条检查记录已经作废。")
    IssuedPaper.objects.within(actor.scope).filter(inspection=inspection).update(voided_on=today)
    mine.filter(voided_on__isnull=True).update(state="void", voided_on=today, version=F("version") + 1)
    events.record(actor, "void_visit", inspection, given={"reason": reason})
    return inspection


@transaction.atomic
def record_decision(
    actor: Actor,
    unit_id: UUID,
    *,
    kind: str,
    body: str,
    number: str,
    decided_on: date,
    reason: str,
    hazard_id: UUID | None = None,
) -> Decision:
    """登记决定: suspension, resumption or ban as decided by a body, with number and date; the unit's state follows.

    The town records; who may decide is law (安全生产法 on powers; domain: what a township may do).
    """
    actor.need("decide")
    unit = actor.find(Unit, unit_id, what="个监管对象")
    hazard = actor.find(Hazard, hazard_id, what="条隐患") if hazard_id else None
    given = {"body": body.strip(), "number": number.strip(), "reason": reason.strip()}
    labels = {"body": "决定机关", "number": "文号", "reason": "事由"}
    wrong = {name: f"请填写{labels[name]}。" for name, value in given.items() if not value}
    if kind not in rules.DECISIONS:
        wrong["kind"] = "请选择决定种类。"
    if decided_on > clock.today():
        wrong["decided_on"] = "决定日期不能晚于今天。"
    if wrong:
        raise Incomplete("；".join(wrong.values()), wrong)
    decision = Decision(
        id=new_id(),
        town_id=actor.town,
        unit=unit,
        hazard=hazard,
        kind=kind,
        decided_on=decided_on,
        campaign_id=hazard.campaign_id if hazard else None,
        recorded_cell=unit.cell_path,
        recorded_category=unit.category,
        recorded_by_id=actor.person,
        **given,
    )
    try:
        with transaction.atomic():
            decision.save(force_insert=True)
    except IntegrityError as error:
        raise Incomplete("这个文号已经登记过决定。", {"number": "请核对文号。"}) from error
    change_state(
        actor,
        unit.pk,
        state=rules.DECISION_STATE[kind],
        from_on=decided_on,
        reason=f"{body}{rules.DECISIONS[kind]}（{number}）",
    )
    events.record(actor, "record_decision", decision, given={**given, "kind": kind, "unit": unit})
    return decision


@transaction.atomic
def note_overdue(actor: Actor, hazard: Hazard) -> bool:
    """逾期: put into the trail, once for each deadline, that it has passed. For the clock; False when done before."""
    changed = (
        Hazard.objects.within(actor.scope)
        .filter(pk=hazard.pk, deadline_on=hazard.deadline_on)
        .exclude(overdue_noted_on__gt=hazard.deadline_on)
        .update(overdue_noted_on=clock.today())
    )
    if changed:
        events.record(actor, "note_overdue", hazard, given={"deadline_on": hazard.deadline_on})
    return bool(changed)


def _step(actor: Actor, hazard_id: UUID, action: str) -> tuple[Hazard, Move]:
    """The hazard, and the table's row for the action from its state, if the actor may."""
    hazard = actor.find(Hazard, hazard_id, what="条隐患")
    step = HAZARD.move(action, hazard.state)
    actor.need(step.right)
    return hazard, step


_NEEDED = {
    "deadline_on": "整改期限",
    "demand": "整改要求",
    "photo_after": "整改后照片",
    "note": "情况说明",
    "hours": "时限",
}


def _need(step: Move, **given: Any) -> None:
    wrong = {name: f"请填写{_NEEDED[name]}。" for name in step.needs if not given.get(name)}
    if wrong:
        raise Incomplete(f"{step.label}：{''.join(wrong.values())}", wrong)


def _advance(actor: Actor, hazard: Hazard, step: Move, version: int, **values: Any) -> None:
    """The one conditional UPDATE; the loaded row is brought up to it."""
    values["state"] = step.to
    changed = (
        Hazard.objects.within(actor.scope)
        .filter(pk=hazard.pk, state=step.frm, version=version)
        .update(version=F("version") + 1, **values)
    )
    if changed != 1:
        raise Stale("这条隐患刚刚被别人处理过。请核对最新情况后再办理，您填写的内容还在。")
    for name, value in values.items():
        setattr(hazard, name, value)
    hazard.version = version + 1


def _tell(actor: Actor, hazard: Hazard, step: Move, **given: Any) -> None:
    events.record(actor, step.action, hazard, given=given, before=step.frm, after=step.to)


def _check_findings(actor: Actor, visit: Visit, findings: Sequence[Finding]) -> None:
    wrong: dict[str, str] = {}
    for index, one in enumerate(findings):
        at = f"findings.{index}"
        if not one.text.strip():
            wrong[f"{at}.text"] = "请填写隐患描述。"
        if one.outcome not in ("onsite", "deadline", "undecided"):
            wrong[f"{at}.outcome"] = "请选择现场整改或限期整改。"
        if one.outcome == "deadline" and (why := check_deadline(one.deadline_on, visit.visited_on)):
            wrong[f"{at}.deadline_on"] = why
        if not visit.late_entry and not one.photos:
            wrong[f"{at}.photos"] = "请拍一张隐患照片。"
        if not visit.late_entry and one.outcome == "onsite" and not one.photos_after:
            wrong[f"{at}.photos_after"] = "现场整改要有整改后的照片。"
        if one.kind not in rules.KINDS or one.level not in rules.LEVELS:
            wrong[f"{at}.kind"] = "请选择隐患类别和级别。"
    if any(one.outcome == "deadline" for one in findings) and not actor.may("order"):
        wrong["findings"] = "您的岗位不能责令限期整改；请选“报安监办处置”，由执法人员下达。"
    if wrong:
        raise Incomplete("；".join(dict.fromkeys(wrong.values())), wrong)


def _papers_of(actor: Actor, inspection: Inspection, *, ordered: bool) -> dict[str, IssuedPaper]:
    """The papers that a visit gives rise to, by what the town may sign on that day."""
    on, papers = inspection.visited_on, {}
    two = inspection.second_inspector_id is not None and bool(actor.card)
    first = {"check": "record", "reinspection": "review"}.get(inspection.kind)
    if first and two and grant_for(actor.scope, first, on):
        papers[first] = issue_paper(actor, inspection, first, on=on)
    if ordered:
        kind = order_paper(granted=grant_for(actor.scope, "order", on) is not None)
        papers["order"] = issue_paper(actor, inspection, kind, on=on)
    return papers


def _register(actor: Actor, inspection: Inspection, finding: Finding, order: IssuedPaper | None) -> Hazard:
    """A hazard row for a finding, in the state that its outcome leads to by the lifecycle's table."""
    on = inspection.visited_on
    action = {"onsite": "fix_on_site", "deadline": "order"}.get(finding.outcome)
    step = HAZARD.move(action, FOUND) if action else None
    origin = {"check": "town"}.get(inspection.kind, inspection.kind)
    hazard = Hazard(
        id=finding.id,
        town_id=actor.town,
        number=rules.hazard_number(on.year, next_number(actor.town, "hazard", on.year)),
        unit_id=inspection.unit_id,
        inspection=inspection,
        campaign_id=inspection.campaign_id,
        team_id=inspection.team_id,
        recorded_cell=inspection.recorded_cell,
        recorded_category=inspection.recorded_category,
        origin=origin,
        item=finding.item,
        text=finding.text.strip(),
        place=finding.place.strip(),
        basis=finding.basis,
        kind=finding.kind,
        level=finding.level,
        state=step.to if step else FOUND,
        found_on=on,
        onsite_on=on if finding.outcome == "onsite" else None,
        settled_on=on if finding.outcome == "onsite" else None,
    )
    if finding.outcome == "deadline":
        demand = finding.demand.strip() or f"{finding.text.strip()}，限期整改到位。"[:300]
        hazard.ordered_on, hazard.deadline_on, hazard.demand = on, finding.deadline_on, demand
    hazard.save(force_insert=True)
    if hazard.deadline_on:
        _demand(actor, hazard, order, on, hazard.deadline_on, hazard.demand)
    _evidence(actor, hazard, finding.photos, "before")
    _evidence(actor, hazard, finding.photos_after, "after")
    events.record(
        actor,
        "find",
        hazard,
        given={
            "text": hazard.text,
            "deadline_on": hazard.deadline_on,
            "paper": order.number if order else None,
        },
        after=hazard.state,
    )
    return hazard


def _review(
    actor: Actor,
    inspection: Inspection,
    hazard: Hazard | None,
    review: Reviewed,
    papers: dict[str, IssuedPaper],
    index: int,
) -> None:
    """Close one hazard, or send it back, on a re-inspection."""
    if hazard is None:
        raise Stale("有一条隐患已经不在待复查之列（可能刚被别人处理）。请刷新后再提交，您填写的内容还在。")
    on = inspection.visited_on
    if on < (hazard.ordered_on or on):
        raise Incomplete("复查日期不能早于责令整改的日期。", {"visited_on": "不能早于责令整改的日期。"})
    if review.passed:
        step = HAZARD.move("close", hazard.state)
        _need_at(step, index, note=review.note.strip())
        _advance(actor, hazard, step, review.version, settled_on=on)
        _end_demands(actor, hazard, on)
    else:
        step = HAZARD.move("send_back", hazard.state)
        if why := check_deadline(review.deadline_on, on):
            raise Incomplete(why, {f"reviews.{index}.deadline_on": why})
        _need_at(step, index, note=review.note.strip(), deadline_on=review.deadline_on)
        assert review.deadline_on is not None
        _advance(actor, hazard, step, review.version, deadline_on=review.deadline_on)
        _end_demands(actor, hazard, on)
        _demand(actor, hazard, papers.get("review"), on, review.deadline_on, hazard.demand)
    _evidence(actor, hazard, review.photos, "after")
    _tell(
        actor,
        hazard,
        step,
        note=review.note,
        deadline_on=review.deadline_on,
        inspection=inspection,
        paper=papers["review"].number if "review" in papers else None,
    )


def _need_at(step: Move, index: int, **given: Any) -> None:
    try:
        _need(step, **given)
    except Incomplete as error:
        fields = {f"reviews.{index}.{name}": text for name, text in error.fields.items()}
        raise Incomplete(error.message, fields) from error


def _demand(
    actor: Actor, hazard: Hazard, paper: IssuedPaper | None, on: date, deadline_on: date, text: str
) -> None:
    Demand(
        town_id=actor.town, hazard=hazard, paper=paper, ordered_on=on, deadline_on=deadline_on, text=text
    ).save(force_insert=True)


def _end_demands(actor: Actor, hazard: Hazard, on: date) -> None:
    Demand.objects.within(actor.scope).filter(pk__in=_running(actor, hazard)).update(ended_on=on)


def _running(actor: Actor, hazard: Hazard) -> Any:
    return Demand.objects.within(actor.scope).filter(hazard=hazard, ended_on__isnull=True).values("pk")


def _evidence(actor: Actor, hazard: Hazard, ids: Sequence[UUID], shows: str) -> None:
    if not ids:
        return
    photos: list[StoredFile] = files.owned(actor, list(ids))
    now = clock.now()
    Evidence.objects.bulk_create(
        Evidence(town_id=actor.town, hazard=hazard, file=photo, shows=shows, added_at=now) for photo in photos
    )
