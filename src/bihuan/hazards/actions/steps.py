"""Verbs of one hazard, each a move of the lifecycle's table."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.scope import Scope
from bihuan.hazards.actions import moves
from bihuan.hazards.models import Hazard
from bihuan.hazards.rules import FUNDS_MAX_YUAN
from bihuan.inspections.actions import issue_paper, need_second_officer
from bihuan.inspections.queries import signing
from bihuan.inspections.rules import check_deadline, order_paper
from bihuan.units.actions import hold_unit_of


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
    hazard, step = moves.begin(actor, hazard_id, "order")
    today = clock.today()
    if why := check_deadline(deadline_on, today):
        raise Incomplete(why, {"deadline_on": why})
    moves.need(step, deadline_on=deadline_on, demand=demand)
    need_second_officer(actor, second_officer, today)
    hold_unit_of(actor, hazard)
    by = signing(actor.scope, today)
    kind = order_paper(granted=by.leave("order").allowed)
    paper = issue_paper(actor, hazard, kind, by, inspection_id=hazard.inspection_id)
    first_on = hazard.ordered_on or today
    moves.advance(
        actor, hazard, step, version, ordered_on=first_on, demand=demand.strip(), deadline_on=deadline_on
    )
    moves.new_demand(actor, hazard, paper, today, deadline_on, demand).save(force_insert=True)
    officers = [str(actor.person_id), str(second_officer)]
    moves.tell(
        actor, hazard, step, deadline_on=deadline_on, demand=demand, paper=paper.number, officers=officers
    )
    return hazard


@transaction.atomic
def confirm_fixed_on_site(
    actor: Actor, hazard_id: UUID, *, version: int, photos_after: Sequence[UUID]
) -> Hazard:
    """确认现场整改: a finding that waited is found mended; with a photo of it."""
    hazard, step = moves.begin(actor, hazard_id, "fix_on_site")
    moves.need(step, photo_after=photos_after)
    today = clock.today()
    moves.advance(actor, hazard, step, version, onsite_on=today, settled_on=today)
    moves.add_evidence(actor, [(hazard, photos_after, "after")])
    moves.tell(actor, hazard, step, photos=list(photos_after))
    return hazard


@transaction.atomic
def report_rectified(
    actor: Actor,
    hazard_id: UUID,
    *,
    version: int,
    note: str,
    photos_after: Sequence[UUID],
    funds_yuan: int | None = None,
) -> Hazard:
    """报告已整改: the unit (or its village on its behalf) says that it is mended, with a photo, and what it has cost so far where it
    says so (yuan; told again, the later sum holds, and None leaves the earlier one)."""
    hazard, step = moves.begin(actor, hazard_id, "report")
    moves.need(step, photo_after=photos_after, note=note.strip())
    if funds_yuan is not None and not 0 <= funds_yuan <= FUNDS_MAX_YUAN:
        said = "整改资金应为0至10亿元之间的整数，单位是元。"
        raise Incomplete(said, {"funds_yuan": said})
    cost = {} if funds_yuan is None else {"funds_yuan": funds_yuan}
    moves.advance(actor, hazard, step, version, reported_on=clock.today(), **cost)
    moves.add_evidence(actor, [(hazard, photos_after, "after")])
    moves.tell(actor, hazard, step, note=note, photos=list(photos_after), **cost)
    return hazard


@transaction.atomic
def close_own(
    actor: Actor, hazard_id: UUID, *, version: int, note: str, photos_after: Sequence[UUID] = ()
) -> Hazard:
    """本单位验收销号: the unit's safety manager has looked at an ordinary hazard that the unit found itself and mended in time."""
    hazard, step = moves.begin(actor, hazard_id, "close_own")
    moves.need(step, note=note.strip(), photo_after=photos_after)
    moves.advance(actor, hazard, step, version, settled_on=clock.today())
    moves.add_evidence(actor, [(hazard, photos_after, "after")])
    moves.tell(actor, hazard, step, note=note, photos=list(photos_after))
    return hazard


@transaction.atomic
def return_own(actor: Actor, hazard_id: UUID, *, version: int, note: str) -> Hazard:
    """本单位退回整改: the safety manager has looked, and it is not mended. The term stays."""
    hazard, step = moves.begin(actor, hazard_id, "return_own")
    moves.need(step, note=note.strip())
    moves.advance(actor, hazard, step, version, reported_on=None)
    moves.tell(actor, hazard, step, note=note)
    return hazard


@transaction.atomic
def mark_urgent(actor: Actor, hazard_id: UUID, *, version: int, hours: int, note: str) -> Hazard:
    """列为急办 (特事特办): from now the clock runs in hours."""
    hazard, step = moves.begin(actor, hazard_id, "mark_urgent")
    moves.need(step, hours=hours, note=note.strip())
    if not 1 <= hours <= 24 * 30:
        raise Incomplete("急办时限应在1至720小时之间。", {"hours": "应在1至720小时之间。"})
    due_at = clock.now() + timedelta(hours=hours)
    moves.advance(actor, hazard, step, version, urgent_on=clock.today(), urgent_due_at=due_at)
    moves.tell(actor, hazard, step, hours=hours, note=note)
    return hazard


@transaction.atomic
def void_hazard(actor: Actor, hazard_id: UUID, *, version: int, note: str) -> Hazard:
    """作废: a record made in error. It keeps its number and its trail, and counts in no figure."""
    hazard, step = moves.begin(actor, hazard_id, "void")
    moves.need(step, note=note.strip())
    moves.advance(actor, hazard, step, version, voided_on=clock.today())
    moves.tell(actor, hazard, step, note=note)
    return hazard


@transaction.atomic
def note_overdue(actor: Actor, hazard: Hazard) -> bool:
    """逾期: put into the trail, once for each deadline, that it has passed. For the clock; False when done before."""
    changed = (
        Hazard.objects.within(Scope.whole_town(actor.town))
        .filter(pk=hazard.pk, deadline_on=hazard.deadline_on)
        .exclude(overdue_noted_on__gt=hazard.deadline_on)
        .update(overdue_noted_on=clock.today())
    )
    if changed:
        events.record(actor, "note_overdue", hazard, given={"deadline_on": hazard.deadline_on})
    return bool(changed)
