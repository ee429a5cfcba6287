"""What the clock makes due: it tells when a term for telling upward is about to run out, and when it has. Running twice is harmless."""

from uuid import UUID

from bihuan.accidents.actions import note_late, press
from bihuan.accidents.queries import pressing
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty


@declare_duty
def look_after_reports(town: UUID) -> int:
    """All that presses of a town's accidents, in one look at them."""
    actor, now = Actor.clock(town), clock.now()
    done = 0
    for row in pressing(actor.scope, now):
        term = row.next_clock()
        if term and term.late_by(now) is not None:
            done += row.late_noted_at is None and note_late(actor, row)
        elif row.pressed_at is None:
            done += press(actor, row)
    return done
