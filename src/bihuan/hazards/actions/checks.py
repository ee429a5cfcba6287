"""Verbs of a whole visit: finish a check, re-inspect, void a visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Q

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.lifecycle import Move
from bihuan.core.scope import Scope
from bihuan.hazards.actions import moves
from bihuan.hazards.actions.findings import Finding, check_findings, register
from bihuan.hazards.lifecycle import FIXED, FOUND, HAZARD
from bihuan.hazards.models import Demand, Hazard
from bihuan.hazards.queries import failed_items
from bihuan.inspections.actions import (
    Visit,
    issue_paper,
    need_second_officer,
    record_visit,
    second_officer,
)
from bihuan.inspections.models import Inspection, IssuedPaper
from bihuan.inspections.queries import signing
from bihuan.inspections.rules import check_deadline, order_paper
from bihuan.units.actions import hold_unit_of


@transaction.atomic
def finish_check(
    actor: Actor, visit: Visit, findings: Sequence[Finding] = (), *, origin: str = ""
) -> Inspection:
    """完成检查: close the record of a visit, register what was found, and issue the papers, all or nothing.

    `origin`: where what is found comes from (`rules.ORIGINS`), if not from the kind of visit. A finding with a deadline needs two
    officers; those of one visit stand on one order. Raises Incomplete whose fields are named `findings.N.field` (N from 0).
    """
    check_findings(actor, visit, findings)
    ordered = any(one.outcome == "deadline" for one in findings)
    two = _two_officers(actor, visit, needed=ordered)
    inspection = record_visit(actor, visit)
    papers = _papers_of(actor, inspection, two=two, ordered=ordered)
    found = register(actor, inspection, findings, papers.get("order"), origin)
    given = {
        "unit": visit.unit,
        "visited_on": visit.visited_on,
        "findings": [str(one.id) for one in findings],
        "papers": [paper.number for paper in papers.values()],
        "late_entry": visit.late_entry,
    }
    events.record_all(actor, [*found, events.Entry("finish_check", inspection, given)])
    return inspection


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
    check_findings(actor, visit, findings)
    two = _two_officers(actor, visit, needed=True)
    inspection = record_visit(actor, visit)
    ordered = any(one.outcome == "deadline" for one in findings)
    papers = _papers_of(actor, inspection, two=two, ordered=ordered)
    reviewed = _review_all(actor, inspection, reviews, papers.get("review"))
    found = register(actor, inspection, findings, papers.get("order"))
    given = {
        "unit": visit.unit,
        "passed": [str(one.hazard) for one in reviews if one.passed],
        "sent_back": [str(one.hazard) for one in reviews if not one.passed],
        "papers": [paper.number for paper in papers.values()],
    }
    events.record_all(actor, [*reviewed, *found, events.Entry("reinspect", inspection, given)])
    return inspection


@transaction.atomic
def void_visit(actor: Actor, inspection_id: UUID, *, reason: str) -> Inspection:
    """作废检查记录: a visit entered in error, with its papers and its hazards. Numbers keep their places.

    A re-inspection stands: what it closed or sent back would hang in the air without it."""
    actor.need("supervise")
    inspection = actor.find(Inspection, inspection_id, what="条检查记录")
    if not reason.strip():
        raise Incomplete("请填写作废原因。", {"reason": "请填写作废原因。"})
    hold_unit_of(actor, inspection)
    if inspection.kind == "reinspection":
        raise NotAllowed("复查已经对隐患作出结论，不能整次作废；结论有误的请重新复查或者逐条作废隐患。")
    today, town = clock.today(), Scope.whole_town(actor.town)
    mine = Hazard.objects.within(town).filter(inspection=inspection)
    list(mine.order_by("pk").only("pk").held())  # none is reminded of meanwhile
    looked_at = Q(settled_on__isnull=False) | Q(passed_on__isnull=False)
    if mine.filter(looked_at).exclude(state=FIXED).exists():
        raise NotAllowed("这次检查发现的隐患已有复查合格的，不能整次作废；请逐条处理。")
    changed = (
        Inspection.objects.within(town)
        .filter(pk=inspection.pk, voided_on__isnull=True)
        .update(voided_on=today, void_reason=reason.strip())
    )
    if not changed:
        raise NotAllowed("这条检查记录已经作废。")
    standing = IssuedPaper.objects.within(town).filter(inspection=inspection, voided_on__isnull=True)
    why = f"检查记录作废：{reason.strip()}"[:200]
    standing.update(
        voided_on=today, void_reason=why
    )  # what was void before keeps its day, by which it is counted
    mine.filter(voided_on__isnull=True).update(state="void", voided_on=today, version=F("version") + 1)
    events.record(actor, "void_visit", inspection, given={"reason": reason})
    return inspection


def _two_officers(actor: Actor, visit: Visit, *, needed: bool) -> bool:
    """Whether two officers made the visit; Incomplete where that is needed and not so."""
    if needed:
        need_second_officer(actor, visit.second_inspector, visit.visited_on)
        return True
    return second_officer(actor, visit.second_inspector, visit.visited_on) is not None


def _papers_of(actor: Actor, inspection: Inspection, *, two: bool, ordered: bool) -> dict[str, IssuedPaper]:
    """The papers that a visit gives rise to, by what the town may sign on that day. An enforcement paper needs two
    officers with valid cards."""
    first = {"check": "record", "reinspection": "review"}.get(inspection.kind)
    if not (ordered or (first and two)):
        return {}
    by, papers = signing(actor.scope, inspection.visited_on), {}
    if first and two and by.leave(first).allowed:
        papers[first] = issue_paper(actor, inspection, first, by, inspection_id=inspection.pk)
    if ordered:
        kind = order_paper(granted=by.leave("order").allowed)
        papers["order"] = issue_paper(actor, inspection, kind, by, inspection_id=inspection.pk)
    return papers


def _review_all(
    actor: Actor, inspection: Inspection, reviews: Sequence[Reviewed], paper: IssuedPaper | None
) -> list[events.Entry]:
    """Close or send back each hazard. Returns what the log is to keep."""
    failed = failed_items(actor.scope, inspection.unit_id).annotate(term_since=Max("demands__ordered_on"))
    waiting = {hazard.pk: hazard for hazard in failed}
    told: list[events.Entry] = []
    shown: list[moves.Shown] = []
    # In the order of the hazards, by which whoever else holds several of them does so.
    for index, review in sorted(enumerate(reviews), key=lambda one: one[1].hazard):
        hazard = waiting.get(review.hazard)
        if hazard is None:
            _need_ordered(actor, review.hazard)
            raise Stale(
                "有一条隐患已经不在待复查之列（可能刚被别人处理）。请刷新后再提交，您填写的内容还在。"
            )
        if inspection.visited_on < (hazard.ordered_on or inspection.visited_on):
            raise Incomplete("复查日期不能早于责令整改的日期。", {"visited_on": "不能早于责令整改的日期。"})
        if inspection.visited_on < (hazard.term_since or inspection.visited_on):
            why = f"{hazard.number}现在的整改期限是{in_words(hazard.term_since)}定的，复查日期不能比它早。"
            raise Incomplete(why, {"visited_on": why})
        settle = _close if review.passed else _send_back
        step = settle(actor, inspection, hazard, review, paper, index)
        shown.append((hazard, review.photos, "after"))
        told.append(
            moves.told(
                hazard,
                step,
                note=review.note,
                deadline_on=review.deadline_on,
                inspection=inspection,
                paper=paper.number if paper else None,
            )
        )
    moves.add_evidence(actor, shown)
    return told


def _need_ordered(actor: Actor, hazard_id: UUID) -> None:
    """Raises NotAllowed for a hazard about which nothing has been ordered yet: there is nothing to look at again."""
    if Hazard.objects.within(actor.scope).filter(pk=hazard_id, state=FOUND).exists():
        raise NotAllowed("有一条隐患还没有责令整改，不能复查。请先责令限期整改，或者确认现场整改。")


def _close(
    actor: Actor,
    inspection: Inspection,
    hazard: Hazard,
    review: Reviewed,
    _paper: IssuedPaper | None,
    index: int,
) -> Move:
    """An ordinary hazard is settled; a major one has met its term and waits to be accepted."""
    on = inspection.visited_on
    step = HAZARD.move("pass_review" if hazard.is_major else "close", hazard.state, *hazard.traits)
    _need_at(step, index, note=review.note.strip())
    moves.advance(
        actor, hazard, step, review.version, **{"passed_on" if hazard.is_major else "settled_on": on}
    )
    moves.end_demands(actor, hazard, on)
    return step


def _send_back(
    actor: Actor,
    inspection: Inspection,
    hazard: Hazard,
    review: Reviewed,
    paper: IssuedPaper | None,
    index: int,
) -> Move:
    step, on = HAZARD.move("send_back", hazard.state, *hazard.traits), inspection.visited_on
    if why := check_deadline(review.deadline_on, on):
        raise Incomplete(why, {f"reviews.{index}.deadline_on": why})
    assert review.deadline_on is not None
    _need_at(step, index, note=review.note.strip(), deadline_on=review.deadline_on)
    moves.advance(
        actor, hazard, step, review.version, deadline_on=review.deadline_on, **moves.bound(hazard, on)
    )
    moves.end_demands(actor, hazard, on)
    demand: Demand = moves.new_demand(actor, hazard, paper, on, review.deadline_on, hazard.demand)
    demand.save(force_insert=True)
    return step


def _need_at(step: Move, index: int, **given: Any) -> None:
    try:
        moves.need(step, **given)
    except Incomplete as error:
        fields = {f"reviews.{index}.{name}": text for name, text in error.fields.items()}
        raise Incomplete(error.message, fields) from error
