"""Verbs that move a major hazard itself: judged major, accepted, or sent back."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.hazards.actions import moves
from bihuan.hazards.criteria import check_criterion
from bihuan.hazards.lifecycle import MAJOR
from bihuan.hazards.models import Hazard
from bihuan.inspections.rules import check_deadline
from bihuan.majors.queries import find_standing


@transaction.atomic
def raise_to_major(actor: Actor, hazard_id: UUID, *, version: int, note: str, criterion: str = "") -> Hazard:
    """判定为重大隐患: what was recorded as general is judged major, by a criterion of its trade in force today, or by what
    no table lists: `note` gives the reasons in either case."""
    hazard, step = moves.begin(actor, hazard_id, "raise_major")
    today = clock.today()
    if why := check_criterion(criterion, MAJOR, hazard.unit.category, today):
        raise Incomplete(why, {"criterion": why})
    moves.need(step, note=note.strip())
    moves.advance(actor, hazard, step, version, level=MAJOR, major_on=today, criterion=criterion)
    moves.tell(actor, hazard, step, note=note, criterion=criterion)
    return hazard


@transaction.atomic
def accept(
    actor: Actor, hazard_id: UUID, *, version: int, note: str, photos_after: Sequence[UUID] = ()
) -> Hazard:
    """验收销号: who may accept has seen that a major hazard is gone; it is settled from now on. Only when it was reported up
    and the five fixings were there: what is not on file cannot be accepted."""
    hazard, step = moves.begin(actor, hazard_id, "accept")
    if why := find_standing(actor, hazard_id).refusal("accept"):
        raise NotAllowed(why)
    moves.need(step, note=note.strip())
    moves.advance(actor, hazard, step, version, settled_on=clock.today())
    moves.add_evidence(actor, [(hazard, photos_after, "after")])
    moves.tell(actor, hazard, step, note=note, photos=list(photos_after))
    return hazard


@transaction.atomic
def reject(actor: Actor, hazard_id: UUID, *, version: int, note: str, deadline_on: date) -> Hazard:
    """验收退回: not gone; back to be mended by a new day."""
    hazard, step = moves.begin(actor, hazard_id, "reject")
    today = clock.today()
    if why := check_deadline(deadline_on, today):
        raise Incomplete(why, {"deadline_on": why})
    moves.need(step, note=note.strip(), deadline_on=deadline_on)
    moves.advance(actor, hazard, step, version, deadline_on=deadline_on, passed_on=None)
    moves.new_demand(actor, hazard, None, today, deadline_on, hazard.demand).save(force_insert=True)
    moves.tell(actor, hazard, step, note=note, deadline_on=deadline_on)
    return hazard
