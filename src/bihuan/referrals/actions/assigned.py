"""Verbs of a matter assigned from above: received, given to who handles it, replied to, closed or sent back."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.events import Entry
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell, Department
from bihuan.grid.rules import POST_KINDS
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import standing
from bihuan.referrals.actions import ways
from bihuan.referrals.lifecycle import ASSIGNMENT
from bihuan.referrals.models import AssignedHazard, Assignment, Reply
from bihuan.referrals.queries import links
from bihuan.units.actions import hold_unit
from bihuan.units.models import Unit


@transaction.atomic
def receive_assignment(
    actor: Actor,
    *,
    source: str,
    title: str,
    received_on: date,
    due_on: date,
    number: str = "",
    text: str = "",
    unit_id: UUID | None = None,
) -> Assignment:
    """登记交办事项: what those above have assigned to the town, with their term, once."""
    actor.need("refer")
    unit = hold_unit(actor, unit_id) if unit_id else None
    today = clock.today()
    wrong: dict[str, str] = {}
    if not source.strip():
        wrong["source"] = "请填写交办单位。"
    if not title.strip():
        wrong["title"] = "请填写交办事项。"
    if received_on > today:
        wrong["received_on"] = "收到日期不能晚于今天。"
    if due_on < received_on:
        wrong["due_on"] = "答复期限不能早于收到日期。"
    if (due_on - received_on).days > 366:
        wrong["due_on"] = "答复期限超过一年，请核对年份。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    matter = Assignment(
        id=new_id(),
        town_id=actor.town,
        source=source.strip(),
        number=number.strip(),
        title=title.strip(),
        text=text.strip(),
        unit=unit,
        cell=_place(actor, unit),
        department_id=unit.department_id if unit else None,
        received_on=received_on,
        due_on=due_on,
        recorded_cell=unit.cell_path if unit else "",
        recorded_category=unit.category if unit else "",
    )
    try:
        with transaction.atomic():
            matter.save(force_insert=True)
    except IntegrityError as error:
        why = "这个单位的这个文号已经登记过，请到列表中查看。"
        raise Incomplete(why, {"number": "已经登记过，请核对。"}) from error
    given = {"source": matter.source, "number": matter.number, "title": matter.title, "due_on": due_on}
    events.record(actor, "receive_assignment", matter, given=given, after=matter.state)
    return matter


@transaction.atomic
def give_assignment(
    actor: Actor,
    assignment_id: UUID,
    *,
    version: int,
    post: str = "",
    department_id: UUID | None = None,
    cell_id: UUID | None = None,
    note: str = "",
) -> Assignment:
    """分办、改派: to a post, a department or a village, not to a person: the work follows the post."""
    matter, step = ways.begin_assigned(actor, assignment_id, "give")
    ways.need(step, to=post or department_id or cell_id)
    unit = matter.unit
    cell, department, handler = _place(actor, unit), unit.department_id if unit else None, ""
    if cell_id:
        cell = actor.find(Cell, cell_id, what="个网格")
        handler = cell.name
    elif department_id:
        found = actor.find(Department, department_id, what="个部门")
        department, handler = found.pk, found.name
    elif post in POST_KINDS and "inspect" in POST_KINDS[post].rights:
        handler = POST_KINDS[post].label
    else:
        raise Incomplete("请从列表中选择承办的岗位、部门或村。", {"to": "请从列表中选择。"})
    ways.advance(
        actor,
        matter,
        step,
        version,
        post="" if cell_id or department_id else post,
        cell_id=cell.pk,
        department_id=department,
        handler=handler,
        given_on=matter.given_on or clock.today(),
    )
    events.record_all(actor, [ways.told_assigned(matter, step, to=handler, note=note)])
    return matter


@transaction.atomic
def handle_assignment(actor: Actor, assignment_id: UUID, *, version: int, note: str) -> Assignment:
    """报办理情况: who handles it says what was done; the town then replies to those above."""
    matter, step = ways.begin_assigned(actor, assignment_id, "handle")
    ways.need(step, note=note.strip())
    on = matter.handled_on or clock.today()
    ways.advance(actor, matter, step, version, handled=note.strip(), handled_on=on)
    events.record_all(actor, [ways.told_assigned(matter, step, note=note)])
    return matter


@transaction.atomic
def reply_above(
    actor: Actor,
    assignment_id: UUID,
    *,
    version: int,
    note: str,
    on: date,
    number: str = "",
    scan: UUID | None = None,
) -> Assignment:
    """答复上级: the town's answer on a day, with its number. A late one is kept as late."""
    matter, step = ways.begin_assigned(actor, assignment_id, "reply")
    ways.need(step, note=note.strip(), on=on)
    ways.check_day(on, matter.received_on, "收到")
    if returned_on := _last_return(actor, matter):
        ways.check_day(on, returned_on, "上级退回")
    if scan:
        files.owned(actor, [scan])
    ways.advance(actor, matter, step, version)
    Reply(
        id=new_id(),
        town_id=actor.town,
        assignment=matter,
        replied_on=on,
        due_on=matter.due_on,
        number=number.strip(),
        text=note.strip(),
        scan_id=scan,
    ).save(force_insert=True)
    given = {"note": note, "on": on, "number": number.strip(), "late": on > matter.due_on}
    events.record_all(actor, [ways.told_assigned(matter, step, **given)])
    return matter


@transaction.atomic
def close_assignment(actor: Actor, assignment_id: UUID, *, version: int, on: date) -> Assignment:
    """上级销号: those above have accepted the answer."""
    matter, step = ways.begin_assigned(actor, assignment_id, "close")
    ways.need(step, on=on)
    ways.check_day(on, _last_reply(actor, matter).replied_on, "答复")
    ways.advance(actor, matter, step, version, closed_on=on)
    events.record_all(actor, [ways.told_assigned(matter, step, on=on)])
    return matter


@transaction.atomic
def send_back_assignment(
    actor: Actor, assignment_id: UUID, *, version: int, note: str, on: date, due_on: date
) -> Assignment:
    """上级退回: those above have not accepted the answer, and set a new term."""
    matter, step = ways.begin_assigned(actor, assignment_id, "send_back")
    ways.need(step, note=note.strip(), on=on, due_on=due_on)
    reply = _last_reply(actor, matter)
    ways.check_day(on, reply.replied_on, "答复")
    if due_on < on:
        raise Incomplete("新的答复期限不能早于退回日期。", {"due_on": "不能早于退回日期。"})
    if (due_on - on).days > 366:
        raise Incomplete("新的答复期限超过一年，请核对年份。", {"due_on": "超过一年，请核对年份。"})
    ways.advance(actor, matter, step, version, due_on=due_on)
    mine = Reply.objects.within(Scope.whole_town(actor.town)).filter(pk=reply.pk)
    mine.update(returned_on=on, returned=note.strip())
    events.record_all(actor, [ways.told_assigned(matter, step, note=note, on=on, due_on=due_on)])
    return matter


@transaction.atomic
def void_assignment(actor: Actor, assignment_id: UUID, *, version: int, note: str) -> Assignment:
    """作废: entered in error. Kept, and counted nowhere."""
    matter, step = ways.begin_assigned(actor, assignment_id, "void")
    ways.need(step, note=note.strip())
    ways.advance(actor, matter, step, version, voided_on=clock.today())
    events.record_all(actor, [ways.told_assigned(matter, step, note=note)])
    return matter


@transaction.atomic
def link_hazards(
    actor: Actor, assignment_id: UUID, *, hazards: Sequence[UUID] = (), numbers: Sequence[str] = ()
) -> list[Hazard]:
    """关联隐患: what was found for an assigned matter, chosen or named by number, belongs to it. Returns those newly linked."""
    actor.need("inspect")
    matter = actor.find(Assignment, assignment_id, what="件交办事项")
    if matter.state in ASSIGNMENT.ends:
        raise NotAllowed(f"这件事项“{matter.state_label}”，不能再关联隐患。")
    mine = standing(actor.scope)
    found = {row.pk: row for row in mine.filter(pk__in=hazards)}
    named = {row.number: row for row in mine.filter(number__in=numbers)}
    if lost := [number for number in numbers if number not in named]:
        raise Incomplete(f"没有找到编号为{'、'.join(lost)}的隐患。", {"numbers": "没有找到，请核对编号。"})
    found |= {row.pk: row for row in named.values()}
    linked = links(Scope.whole_town(actor.town)).filter(assignment=matter)
    already = set(linked.filter(hazard__in=found).values_list("hazard", flat=True))
    fresh = [row for pk, row in found.items() if pk not in already]
    if not fresh:
        raise Incomplete("请选择要关联的隐患；已经关联过的不用再选。", {"numbers": "请选择或者填写编号。"})
    on = clock.today()
    AssignedHazard.objects.bulk_create(
        (
            AssignedHazard(id=new_id(), town_id=actor.town, assignment=matter, hazard=row, linked_on=on)
            for row in fresh
        ),
        ignore_conflicts=True,  # the same press twice at once links once
    )
    given = {"title": matter.title, "source": matter.source}
    entries = [Entry("link_hazard", row, given) for row in fresh]
    numbered = {"numbers": [row.number for row in fresh]}
    events.record_all(actor, [*entries, Entry("link_hazards", matter, numbered)])
    return fresh


@transaction.atomic
def unlink_hazard(actor: Actor, assignment_id: UUID, *, hazard: UUID) -> Hazard:
    """取消关联: a hazard was linked to a matter in error."""
    actor.need("inspect")
    matter = actor.find(Assignment, assignment_id, what="件交办事项")
    if matter.state in ASSIGNMENT.ends:
        raise NotAllowed(f"这件事项“{matter.state_label}”，不能再取消关联。")
    row = actor.find(Hazard, hazard, what="条隐患")
    mine = links(Scope.whole_town(actor.town)).filter(assignment=matter, hazard=row)
    if mine.update(ended_on=clock.today()) != 1:
        raise Stale("这条隐患已经不在关联之列（可能刚被别人取消）。")
    entry = Entry("unlink_hazard", row, {"title": matter.title, "source": matter.source})
    events.record_all(actor, [entry, Entry("unlink_hazards", matter, {"numbers": [row.number]})])
    return row


def _last_return(actor: Actor, matter: Assignment) -> date | None:
    """The day on which those above last sent a reply back: the next one is not older, else the one before it is taken for it."""
    replies = Reply.objects.within(Scope.whole_town(actor.town)).filter(assignment=matter)
    found: date | None = replies.aggregate(on=Max("returned_on"))["on"]
    return found


def _last_reply(actor: Actor, matter: Assignment) -> Reply:
    found: Reply = (
        Reply.objects.within(Scope.whole_town(actor.town))
        .filter(assignment=matter)
        .order_by("-replied_on", "-id")[0]
    )
    return found


def _place(actor: Actor, unit: Unit | None) -> Cell:
    """Where a matter lies: at its unit, else in the whole town."""
    if unit is not None and unit.cell is not None:
        return unit.cell
    top: Cell = Cell.objects.within(Scope.whole_town(actor.town)).order_by("path")[0]
    return top
