"""The end of a visit: all parts become one record with its hazards and papers; a unit that was not visited has the reason; what came late is taken in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.grid.models import Department
from bihuan.hazards.actions import Finding, add_findings, finish_check
from bihuan.hazards.models import Hazard
from bihuan.inspections.actions import OutingPlan, Visit
from bihuan.inspections.checklists import Checklist, Item
from bihuan.inspections.models import Inspection
from bihuan.joint.actions.shared import NOT_LEADING, STALE_VISIT, advance_visit, begin_visit
from bihuan.joint.lifecycle import DONE
from bihuan.joint.models import JointEvent, JointFinding, JointPart, JointParty, JointVisit
from bihuan.joint.owners import OFFICE, department_of
from bihuan.joint.queries import Side, Told, find_visit, leads, sides
from bihuan.joint.rules import merged, said_of
from bihuan.units.actions import hold_units


@dataclass(frozen=True)
class Fate:
    """What is to become of one thing that a party found. `same_as`: the finding (of this visit) that it repeats; `dropped_for`: why it is not entered. `to`: to whom it
    goes, "office" or the id of a department."""

    outcome: str = ""
    level: str = "general"
    criterion: str = ""
    deadline_on: date | None = None
    demand: str = ""
    to: str = OFFICE
    same_as: UUID | None = None
    dropped_for: str = ""


@dataclass(frozen=True)
class Closing:
    """How a visit is finished. `seen`: the parts' versions as the page showed them; `fates` by the key of each finding. `id` comes with the page."""

    fates: Mapping[UUID, Fate]
    seen: Mapping[UUID, int]
    id: UUID = field(default_factory=new_id)
    on: date | None = None
    second_inspector: UUID | None = None
    leader: UUID | None = None
    present: str = ""
    opinion: str = ""
    signature: UUID | None = None
    refusal: str = ""
    scan: UUID | None = None
    began_at: datetime | None = None
    outing: OutingPlan | None = None


@transaction.atomic
def finish_joint(actor: Actor, visit_id: UUID, closing: Closing, *, version: int | None) -> JointVisit:
    """完成检查: one record with the findings of all parties, one set of papers, each hazard given to who answers for it. Stale where a part came in since the page was
    opened. Incomplete names fields `fates.KEY.field`, or those of the visit."""
    row, there, step = begin_visit(actor, visit_id, version, "finish_joint")
    found = sides(actor.town, row, there)
    now_there = {one.part.pk: one.part.version for one in found if one.part}
    if now_there != dict(closing.seen):
        new = [
            one.party.name for one in found if one.part and closing.seen.get(one.part.pk) != one.part.version
        ]
        who = "、".join(new) or "有参加单位"
        raise Stale(f"{who}刚刚提交了检查情况。请核对下面的最新内容后再完成，您填写的内容还在。")
    if not now_there:
        raise NotAllowed("还没有哪个单位提交检查情况，不能完成检查。")
    _check_fates(found, closing.fates)
    on = closing.on or clock.today()
    if not row.event.from_on <= on <= row.event.to_on:
        why = f"检查日期要在联合检查期间（{row.event.from_on:%Y-%m-%d}至{row.event.to_on:%Y-%m-%d}）。"
        raise Incomplete(why, {"visited_on": why})
    entered, firsts = _findings(actor, found, closing.fates)
    names = _names(actor)
    JointFinding.objects.bulk_create(_rows(actor, row, found, closing.fates, firsts, names))
    advance_visit(actor, row, step, inspection_id=closing.id, done_on=on)
    _held(actor, row.event, [one.party for one in found if one.part], on)
    try:
        finish_check(actor, _visit(actor, row, found, closing, on), entered)
    except Incomplete as error:
        raise Incomplete(error.message, _fields(error.fields, entered)) from error
    given = {
        "says": row.event.name,
        "unit": row.unit_id,
        "told": said_of([(one.party.name, one.count) for one in found]),
        "found": len(entered),
        "departments": sorted(
            {str(fate.to) for key, fate in closing.fates.items() if key in firsts and fate.to != OFFICE}
        ),
    }
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row


@transaction.atomic
def skip_joint(actor: Actor, visit_id: UUID, *, version: int | None, reason: str) -> JointVisit:
    """登记未检查: why a unit of the event was not visited. What parties have sent of it is kept."""
    row, _there, step = begin_visit(actor, visit_id, version, "skip_joint")
    if not reason.strip():
        raise Incomplete("请填写未检查的原因。", {"reason": "请填写原因，如“已停业”“已并入其他学校”。"})
    advance_visit(actor, row, step, skipped_on=clock.today(), skipped_for=reason.strip())
    given = {"says": row.event.name, "unit": row.unit_id, "reason": reason.strip()}
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row


@transaction.atomic
def reopen_joint(actor: Actor, visit_id: UUID, *, version: int | None) -> JointVisit:
    """恢复检查: a unit that was told as not visited is to be visited after all; or one whose record was made void, again. What parties have sent stands, each thing
    under an id of its own, since the hazard that it was once stays void under the old one."""
    row, _there, step = begin_visit(actor, visit_id, version, "reopen_joint")
    if row.event.ended_on:
        raise NotAllowed("这次联合检查已经结束。确需再查的，请按日常检查登记。")
    void = row.inspection_id
    if void:
        _found_anew(actor, row)
    advance_visit(actor, row, step, skipped_on=None, skipped_for="", inspection_id=None, done_on=None)
    given = {"says": row.event.name, "unit": row.unit_id} | ({"void": void} if void else {})
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return row


def _found_anew(actor: Actor, row: JointVisit) -> None:
    parts = list(JointPart.objects.within(Scope.whole_town(actor.town)).filter(visit=row).held())
    for part in parts:
        part.findings = [one | {"id": str(new_id())} for one in part.findings]
        part.version += 1
        part.late_at = None
    JointPart.objects.within(Scope.whole_town(actor.town)).bulk_update(
        parts, ["findings", "version", "late_at"]
    )


@transaction.atomic
def take_in_late(
    actor: Actor, visit_id: UUID, fates: Mapping[UUID, Fate], *, version: int | None
) -> Inspection:
    """登记补录的问题: what a party sent after the visit was finished becomes hazards of the same record. They are mended already or wait for an officer; papers were
    issued, and say what they said."""
    seen, there = find_visit(actor, visit_id)
    actor.need("inspect")
    if not leads(actor, there):
        raise Forbidden(NOT_LEADING)
    hold_units(actor, [seen.unit_id, *([seen.inspection.unit_id] if seen.inspection else [])])
    whole = Scope.whole_town(actor.town)
    row: JointVisit = JointVisit.objects.within(whole).held().select_related("event", "unit").get(pk=visit_id)
    if row.state != DONE or row.inspection_id is None:
        raise NotAllowed("这家单位还没有查完，请直接完成检查。")
    found = [replace(one, told=one.pending) for one in sides(actor.town, row, there) if one.pending]
    if not found:
        raise NotAllowed("没有等待登记的补录问题，可能刚刚已经登记。")
    if {one.id for side in found for one in side.told} != set(fates):
        raise Stale("补录的内容刚刚有变化。请核对最新内容后再登记，您填写的内容还在。")
    if row.version != version:
        raise Stale(STALE_VISIT)
    _check_fates(found, fates)
    entered, firsts = _findings(actor, found, fates)
    names = _names(actor)
    JointFinding.objects.bulk_create(_rows(actor, row, found, fates, firsts, names))
    JointVisit.objects.within(whole).filter(pk=row.pk).update(version=row.version + 1)
    if entered:
        try:
            add_findings(actor, row.inspection_id, entered)
        except Incomplete as error:
            raise Incomplete(error.message, _fields(error.fields, entered)) from error
    given = {
        "says": row.event.name,
        "unit": row.unit_id,
        "found": len(entered),
        "parties": [one.party.name for one in found],
        "departments": sorted(
            {str(fate.to) for key, fate in fates.items() if key in firsts and fate.to != OFFICE}
        ),
    }
    events.record(actor, "take_in_late", row, given=given)
    inspection: Inspection = Inspection.objects.within(whole).get(pk=row.inspection_id)
    return inspection


def _all(found: Sequence[Side]) -> list[tuple[Side, Told]]:
    return [(side, one) for side in found for one in side.told]


def _check_fates(found: Sequence[Side], fates: Mapping[UUID, Fate]) -> None:
    """Each thing has its fate; what repeats another repeats one that is entered itself."""
    wrong: dict[str, str] = {}
    keys = {one.id for _side, one in _all(found)}
    for key in keys:
        fate = fates.get(key)
        if fate is None or not (fate.outcome or fate.same_as or fate.dropped_for.strip()):
            wrong[f"fates.{key}.outcome"] = "请选择怎样处理。"
            continue
        if fate.outcome == "drop" and not fate.dropped_for.strip():
            wrong[f"fates.{key}.dropped_for"] = "请写明不予登记的原因。"
        if fate.same_as:
            other = fates.get(fate.same_as)
            if fate.same_as == key or other is None or other.same_as or other.dropped_for.strip():
                wrong[f"fates.{key}.same_as"] = "请选择另一条要登记的问题。"
    if wrong:
        raise Incomplete("".join(dict.fromkeys(wrong.values())), wrong)


def _findings(
    actor: Actor, found: Sequence[Side], fates: Mapping[UUID, Fate]
) -> tuple[list[Finding], dict[UUID, UUID]]:
    """What is entered, and which hazard each entered thing became; the photos of what repeats it come along."""
    rows = {one.id: (side, one) for side, one in _all(found)}
    entered, firsts = [], {}
    # an id that came with a page may have become another hazard's since it was sent
    born = set(
        Hazard.objects.within(Scope.whole_town(actor.town)).filter(pk__in=rows).values_list("pk", flat=True)
    )
    for key, (_side, one) in rows.items():
        fate = fates[key]
        if fate.same_as or fate.dropped_for.strip():
            continue
        same = [rows[other][1] for other, its in fates.items() if its.same_as == key and other in rows]
        photos = [*one.photos, *(photo for other in same for photo in other.photos)]
        after = [*one.photos_after, *(photo for other in same for photo in other.photos_after)]
        firsts[key] = new_id() if one.id in born else one.id
        entered.append(
            Finding(
                id=firsts[key],
                text=one.text,
                outcome=fate.outcome,
                item=one.item,
                place=one.place,
                basis=one.basis,
                kind=one.kind,
                level=fate.level,
                criterion=fate.criterion if fate.level == "major" else "",
                photos=tuple(dict.fromkeys(photos)),
                photos_after=tuple(dict.fromkeys(after)),
                demand=fate.demand,
                deadline_on=fate.deadline_on if fate.outcome == "deadline" else None,
            )
        )
    return entered, firsts


def _names(actor: Actor) -> dict[UUID, str]:
    """The names of the town's departments."""
    return dict(Department.objects.within(actor.scope).values_list("pk", "name"))


def _rows(
    actor: Actor,
    row: JointVisit,
    found: Sequence[Side],
    fates: Mapping[UUID, Fate],
    firsts: Mapping[UUID, UUID],
    names: Mapping[UUID, str],
) -> list[JointFinding]:
    """Whose each thing was, what it became, to whom it goes."""
    made = []
    for side, one in _all(found):
        fate = fates[one.id]
        main = fates[fate.same_as] if fate.same_as else fate
        department = None if fate.dropped_for.strip() else department_of(main.to)
        if department and department not in names:
            why = "请从列表中选择交办的部门。"
            raise Incomplete(why, {f"fates.{one.id}.to": why})
        assert side.part is not None
        made.append(
            JointFinding(
                town_id=actor.town,
                visit=row,
                part=side.part,
                finding=one.id,
                source=side.party.name,
                hazard_id=firsts.get(fate.same_as or one.id),
                is_first=one.id in firsts,
                department_id=department,
                to=names[department] if department else "",
                dropped_for=fate.dropped_for.strip(),
            )
        )
    return made


def _visit(actor: Actor, row: JointVisit, found: Sequence[Side], closing: Closing, on: date) -> Visit:
    """The record of all: by one sheet that holds what each party looked at."""
    unit = row.unit.merged_into or row.unit
    parts = [one.part for one in found if one.part]
    told = said_of([(one.party.name, one.count) for one in found])
    lead = next((one.party.name for one in found if one.party.leads), "")
    said = f"“{row.event.name}”联合检查，{lead}牵头。{told}。"
    return Visit(
        id=closing.id,
        unit=unit.pk,
        visited_on=on,
        outing=closing.outing or _outing(actor, row, parts, closing, on),
        second_inspector=closing.second_inspector,
        checklist=joined_sheet(parts),
        results=merged(one.results for one in parts if one.sheet_id),
        opinion="\n".join(filter(None, (closing.opinion.strip(), said)))[:2000],
        present=closing.present,
        signature=closing.signature,
        refusal=closing.refusal,
        late_entry=on != clock.today(),
        scan=closing.scan,
        began_at=closing.began_at,
    )


def joined_sheet(parts: Sequence[JointPart]) -> Checklist | None:
    """The lists of all parts as one; an item that several looked at stands in it once."""
    items: dict[str, Item] = {}
    first: Checklist | None = None
    for part in parts:
        if part.sheet is None:
            continue
        sheet = part.sheet.checklist
        first = first or sheet
        for item in sheet.items:
            items.setdefault(item.key, item)
    return Checklist(first.key, f"{first.label}（联合检查）"[:80], tuple(items.values())) if first else None


def _outing(
    actor: Actor, row: JointVisit, parts: Sequence[JointPart], closing: Closing, on: date
) -> OutingPlan:
    """The sortie: that of the day which the same officer leads. Of the departments who sent a part goes along."""
    return OutingPlan(
        id=uuid5(row.event_id, f"{on}{actor.person}"),
        campaign=row.event.campaign_id,
        leader=closing.leader,
        others=tuple({one.by_id for one in parts if one.by_id and not one.party.is_body}),
    )


def _held(actor: Actor, event: JointEvent, took_part: Sequence[JointParty], on: date) -> None:
    """The event counts as held from its first record on, each party as taking part from the first with its part."""
    whole = Scope.whole_town(actor.town)
    if event.held_on and all(one.took_part_on for one in took_part):
        return
    # in one line: two visits finished at once name the same parties
    JointEvent.objects.within(whole).held().get(pk=event.pk)
    JointEvent.objects.within(whole).filter(pk=event.pk, held_on__isnull=True).update(held_on=on)
    mine = [one.pk for one in took_part]
    JointParty.objects.within(whole).filter(pk__in=mine, took_part_on__isnull=True).update(took_part_on=on)


def _fields(fields: Mapping[str, Any], entered: Sequence[Finding]) -> dict[str, str]:
    """The names of a check's fields as this page has them: findings.0.deadline_on to fates.KEY.deadline_on."""
    named = {}
    for name, text in fields.items():
        place, _, rest = name.removeprefix("findings.").partition(".")
        is_one = name.startswith("findings.") and place.isdecimal()
        named[f"fates.{entered[int(place)].id}.{rest}" if is_one else name] = text
    return named
