"""Issuing: the number, the freezing, and what else becomes of a draft."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events, moving
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.events import canonical
from bihuan.core.lifecycle import Move
from bihuan.core.scope import Scope
from bihuan.documents.actions.drafting import right_for, why_not_from
from bihuan.documents.actions.terms import begun
from bihuan.documents.checking import cited_in, missing
from bihuan.documents.composing import BrokenWording
from bihuan.documents.declarations import declaration
from bihuan.documents.gathering import about_of, officers_known
from bihuan.documents.lifecycle import WRIT
from bihuan.documents.models import Term, Writ
from bihuan.documents.queries import wording_of
from bihuan.documents.rendering import composed, framed, issuer_of
from bihuan.documents.renewal import renewed
from bihuan.inspections.actions import register_paper
from bihuan.inspections.models import IssuedPaper
from bihuan.inspections.papers import PAPERS
from bihuan.inspections.queries import Leave, Signing, later_paper, signing
from bihuan.paper import Form, OfficialDocument
from bihuan.units.actions import hold_unit_of

STALE = "这份文书刚刚被别人处理过。请核对最新情况后再办理，您填写的内容还在。"
_NEEDED = {"note": "请写明原因。", "outer_number": "请填写区级文号。", "outer_on": "请填写区级签发日期。"}


@dataclass(frozen=True)
class Looked:
    """What is found when a writ is looked at as it would be issued today: what keeps it from that, by field, in words; what speaks against
    it, in words, and does not hold it up; by what power it would be signed; and the form, None where a sentence cannot be set."""

    wrong: dict[str, str]
    warnings: list[str]
    by: Signing
    leave: Leave
    form: Form | OfficialDocument | None


def look(actor: Actor, writ: Writ) -> Looked:
    """A writ as it would be issued today. What the town may sign on its day is asked once, and the form is set once."""
    by = signing(actor.scope, writ.dated)
    made, wrong, form = declaration(writ.kind, writ.edition), _lacking(actor, writ), None
    before = writ.answers.fields if writ.answers else {}
    beyond = made.against(writ.fields, before, writ.dated) if before else {}
    try:
        form = composed(writ, framed(writ, by))
    except BrokenWording as error:
        wrong["wording"] = str(error)
    leave = _leave(actor, writ, by)
    if leave.allowed and not writ.late_reason and (why := why_late(actor, writ, by)):
        wrong.setdefault("late_reason", f"{why}确要补录的，请写明补录原因。")
    told = [beyond.pop("", ""), leave.warning(cited_in(made, writ.fields))]
    return Looked(beyond | wrong, [one for one in told if one], by, leave, form)


def lacking(actor: Actor, writ: Writ) -> dict[str, str]:
    """What keeps a writ from being issued today, by field, in words. Empty where nothing does."""
    return look(actor, writ).wrong


def _lacking(actor: Actor, writ: Writ) -> dict[str, str]:
    made = declaration(writ.kind, writ.edition)
    wrong = missing(made, writ.fields, writ.dated)
    rows = writ.fields.get("officers") or []
    carded = PAPERS[writ.kind].is_enforcement
    if carded and rows and "officers" not in wrong and not officers_known(actor.scope, rows, writ.dated):
        wrong["officers"] = "执法人员中有人没有登记执法证，或者执法证已经过期，请重新选择。"
    if why := _too_early(writ):
        wrong["dated"] = why
    if writ.dated > clock.today():  # the clock was put back since it was drafted
        wrong["dated"] = "文书日期不能晚于今天。"
    if why := why_not_from(about_of(writ).links):
        wrong["about"] = why
    return wrong


@transaction.atomic
def issue(actor: Actor, writ_id: UUID, *, version: int) -> Writ:
    """签发: give a draft its number and freeze it. Raises Incomplete with what is missing by field, NotAllowed where the town may not
    sign it; no number is used up then."""
    row, step = _begin(actor, writ_id, "issue_writ")
    if row.unit_id:
        hold_unit_of(actor, row)  # or its visit would become void meanwhile, and it would stand
    row.wording = wording_of(actor.scope, row.kind, row.dated)
    seen = _whole(actor, row)
    if not seen.leave.allowed:
        raise NotAllowed(seen.leave.why)
    row.paper = register_paper(actor, row.kind, seen.by, **_recorded(row))
    row.issuer = issuer_of(row, seen.by)
    frozen: dict[str, Any] = {
        "paper": row.paper,
        "wording": row.wording,
        "issuer": row.issuer,
        "issued_at": clock.now(),
        "digest": digest_of(row),
    }
    moving.advance(actor, row, step, version, STALE, **frozen)
    if terms := begun(row, "issue", row.dated):
        Term.objects.bulk_create(terms)
    late = {"late_reason": row.late_reason} if row.late_reason else {}
    _tell(actor, row, step, number=row.paper.number, body=row.paper.body, **late)
    return row


@transaction.atomic
def propose(actor: Actor, writ_id: UUID, *, version: int) -> Writ:
    """代拟报区: what the town may not sign goes to the district as a draft, whole but without a number of the town's."""
    row, step = _begin(actor, writ_id, "propose_writ")
    row.wording = wording_of(actor.scope, row.kind, row.dated)
    seen = _whole(actor, row)  # the town's numbers are not asked for: what it may not sign takes none
    proposed_on = row.proposed_on or clock.today()
    issuer = issuer_of(row, seen.by)
    moving.advance(
        actor, row, step, version, STALE, wording=row.wording, issuer=issuer, proposed_on=proposed_on
    )
    _tell(actor, row, step)
    return row


@transaction.atomic
def record_outer(actor: Actor, writ_id: UUID, *, version: int, outer_number: str, outer_on: date) -> Writ:
    """登记区级签发: the district has issued what the town drafted, under its own number."""
    row, step = _begin(actor, writ_id, "record_outer")
    moving.need(step, _NEEDED, outer_number=outer_number.strip(), outer_on=outer_on)
    if not row.dated <= outer_on <= clock.today():
        raise Incomplete("区级签发日期应在代拟之日至今天之间。", {"outer_on": "应在代拟之日至今天之间。"})
    moving.advance(actor, row, step, version, STALE, outer_number=outer_number.strip(), outer_on=outer_on)
    if terms := begun(row, "issue", outer_on):
        Term.objects.bulk_create(terms)
    _tell(actor, row, step, number=outer_number.strip(), on=outer_on)
    return row


@transaction.atomic
def return_writ(actor: Actor, writ_id: UUID, *, version: int, note: str) -> Writ:
    """区级退回: the district does not sign it so; it is a draft again."""
    row, step = _begin(actor, writ_id, "return_writ")
    moving.need(step, _NEEDED, note=note.strip())
    moving.advance(actor, row, step, version, STALE, issuer={})
    _tell(actor, row, step, note=note.strip())
    return row


@transaction.atomic
def drop(actor: Actor, writ_id: UUID, *, version: int) -> Writ:
    """弃用: a draft that is not wanted. It had no number."""
    row, step = _begin(actor, writ_id, "drop_writ")
    moving.advance(actor, row, step, version, STALE)
    _tell(actor, row, step)
    return row


@transaction.atomic
def void(actor: Actor, writ_id: UUID, *, version: int, note: str) -> Writ:
    """作废: an issued writ made in error. It keeps its number, says that it is void and why, and counts in no figure."""
    row, step = _begin(actor, writ_id, "void_writ")
    moving.need(step, _NEEDED, note=note.strip())
    if declaration(row.kind, row.edition).by_action:
        raise NotAllowed(f"{row.label}随检查、责令、复查或移送生成，请作废那条记录，文书随之作废。")
    moving.advance(actor, row, step, version, STALE)
    IssuedPaper.objects.within(Scope.whole_town(actor.town)).filter(pk=row.paper_id).update(
        voided_on=clock.today(), void_reason=note.strip()[:200]
    )
    served = {"served_on": row.served_on} if row.served_on else {}
    _tell(actor, row, step, note=note.strip(), number=row.number, **served)
    return row


def digest_of(writ: Writ) -> str:
    """SHA-256 of all that a numbered writ says."""
    said = [
        writ.kind,
        writ.edition,
        writ.number,
        writ.dated.isoformat(),
        writ.fields,
        writ.wording,
        writ.issuer,
    ]
    return hashlib.sha256(canonical(said)).hexdigest()


def _too_early(writ: Writ) -> str:
    """Why a writ cannot be of its day, or "": what it rests on came later."""
    rests_on = (
        (writ.answers and writ.answers.label, writ.answers and writ.answers.issued_on),
        ("检查", writ.inspection and writ.inspection.visited_on),
        ("隐患发现", writ.hazard and writ.hazard.found_on),
        ("决定", writ.decision and writ.decision.decided_on),
    )
    late = [(name, day) for name, day in rests_on if day and day > writ.dated]
    return f"文书日期不能早于{late[0][0]}的日期（{in_words(late[0][1])}）。" if late else ""


def why_late(actor: Actor, writ: Writ, by: Signing) -> str:
    """Why a writ would take a number out of the order of days, or "": its year is over, or a paper of a later day has a number already."""
    if writ.dated.year < clock.today().year:
        return f"文书日期在{writ.dated.year}年，这一年的文号已经编完，只能编在最后。"
    if later := later_paper(actor.scope, by, writ.kind):
        return f"{in_words(later.issued_on)}的{later.number}已经编号，日期更早的文书排在它后面，文号和日期的先后会颠倒。"
    return ""


def _begin(actor: Actor, writ_id: UUID, action: str) -> tuple[Writ, Move]:
    row = actor.find(Writ, writ_id, what="份文书")
    step = WRIT.move(action, row.state)
    actor.need(step.right if step.right == "supervise" else right_for(row.kind))
    return row, step


def _whole(actor: Actor, row: Writ) -> Looked:
    seen = look(actor, row)
    if seen.wrong:
        raise Incomplete("还不能签发：" + "".join(seen.wrong.values()), seen.wrong)
    if labels := renewed(actor.scope, row, row.fields, row.dated).labels:
        raise Stale(
            f"记录已变（{'、'.join(labels)}），草稿还是以前的内容。请打开草稿，核对更新后的内容再签发。"
        )
    return seen


def _recorded(row: Writ) -> dict[str, Any]:
    """What the register takes over: place and category as on the day."""
    unit = row.unit
    return {
        "unit_id": row.unit_id,
        "inspection_id": row.inspection_id,
        "campaign_id": row.campaign_id or (row.inspection and row.inspection.campaign_id),
        "team_id": row.inspection and row.inspection.team_id,
        "recorded_cell": unit.cell_path if unit else "",
        "recorded_category": unit.category if unit else "",
    }


def _tell(actor: Actor, row: Writ, step: Move, **given: Any) -> None:
    said = {"kind": row.kind, **given}
    events.record(actor, step.action, row, given=said, before=step.frm, after=step.to)


def _leave(actor: Actor, row: Writ, by: Signing) -> Leave:
    """Whether the town may sign a writ today: it must have been allowed to on the writ's day, and be so still. A grant that ended at midnight
    bears nothing that is signed the next morning, whatever day stands on it."""
    then, today = by.leave(row.kind), clock.today()
    if not then.allowed or row.dated == today:
        return then
    now = signing(actor.scope, today).leave(row.kind)
    return then if now.allowed else now
