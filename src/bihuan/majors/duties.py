"""What the clock makes due for major hazards: it notes what was not done on its day, and proposes. Running twice is harmless."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.hazards.lifecycle import UNDER_ORDER
from bihuan.majors.actions import note_missed_visit, note_unreported, propose_by_rule
from bihuan.majors.queries import Standing, open_majors
from bihuan.majors.rules import why_propose


@declare_duty
def look_after_majors(town: UUID) -> int:
    """All that is due for the open major hazards of a town, in one look at them."""
    actor = Actor.clock(town)
    found = open_majors(actor.scope)
    return _unreported(actor, found) + _unvisited(actor, found) + _to_list(actor, found)


def _unreported(actor: Actor, found: Sequence[Standing]) -> int:
    """Those that were not reported up on their day."""
    today = clock.today()
    late = [
        one.hazard
        for one in found
        if one.hazard.major_on
        and one.hazard.major_on < today
        and not one.case.reported_on
        and not one.case.unreported_noted_on
    ]
    return sum(note_unreported(actor, hazard) for hazard in late)


def _unvisited(actor: Actor, found: Sequence[Standing]) -> int:
    """Those to whose unit nobody has been in time."""
    today = clock.today()
    late = [
        (one.hazard, due)
        for one in found
        if (due := one.visit_due_on)
        and due < today
        and not (one.case.visit_missed_on and one.case.visit_missed_on > due)
    ]
    return sum(note_missed_visit(actor, hazard, due) for hazard, due in late)


def _to_list(actor: Actor, found: Sequence[Standing]) -> int:
    """Those never proposed that the town's rule proposes for listed supervision."""
    today, proposed = clock.today(), 0
    open_there = Counter(one.hazard.unit_id for one in found)
    for one in found:
        if one.listings:
            continue
        reason = why_propose(
            category=one.hazard.unit.category,
            major_on=one.hazard.major_on or today,
            deadline_on=one.hazard.deadline_on if one.hazard.state in UNDER_ORDER else None,
            others_open=open_there[one.hazard.unit_id] - 1,
            repeats=one.hazard.repeat_of_id is not None,
            today=today,
        )
        if reason:
            proposed += propose_by_rule(actor, one, reason)
    return proposed
