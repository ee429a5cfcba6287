"""What the clock makes due for major hazards: it notes what was not done on its day, and proposes. Running twice is harmless."""

from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.jobs import declare_job
from bihuan.hazards.lifecycle import UNDER_ORDER
from bihuan.majors.actions import note_missed_visit, note_unreported, propose_by_rule
from bihuan.majors.queries import open_majors, unlisted
from bihuan.majors.rules import why_propose


@declare_job
def note_unreported_majors(town: UUID) -> int:
    """Major hazards that were not reported up on their day."""
    actor, today = Actor.clock(town), clock.today()
    late = [
        one.hazard
        for one in open_majors(actor.scope)
        if one.hazard.major_on
        and one.hazard.major_on < today
        and not one.case.reported_on
        and not one.case.unreported_noted_on
    ]
    return sum(note_unreported(actor, hazard) for hazard in late)


@declare_job
def note_missed_visits(town: UUID) -> int:
    """Units with an open major hazard to which nobody has been in time."""
    actor, today = Actor.clock(town), clock.today()
    late = [
        (one.hazard, due)
        for one in open_majors(actor.scope)
        if (due := one.visit_due_on)
        and due < today
        and not (one.case.visit_missed_on and one.case.visit_missed_on > due)
    ]
    return sum(note_missed_visit(actor, hazard, due) for hazard, due in late)


@declare_job
def propose_listings(town: UUID) -> int:
    """Major hazards that the town's rule proposes for listed supervision."""
    actor, today = Actor.clock(town), clock.today()
    proposed = 0
    for one, others in unlisted(actor.scope):
        reason = why_propose(
            category=one.hazard.unit.category,
            major_on=one.hazard.major_on or today,
            deadline_on=one.hazard.deadline_on if one.hazard.state in UNDER_ORDER else None,
            others_open=others,
            repeats=one.hazard.repeat_of_id is not None,
            today=today,
        )
        if reason:
            proposed += propose_by_rule(actor, one, reason)
    return proposed
