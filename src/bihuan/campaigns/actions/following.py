"""What follows the log: a unit that is registered, changed, moved, merged or leaves the register joins or leaves the running drives' lists, in the
transaction that records it. The unit's own event tells of it; the line says why."""

from collections.abc import Sequence
from uuid import UUID

from bihuan.campaigns.actions.keeping import CHANGED, OPENED, bring_up
from bihuan.campaigns.queries.drives import current_plans
from bihuan.core import clock, events
from bihuan.core.scope import Scope
from bihuan.units.models import Unit

# Deeds upon a unit that may bring it onto a list or take it off.
STIRS = frozenset(
    {
        "register_unit",
        "revise_unit",
        "change_state",
        "merge_unit",
        "merged_into",
        "move_with_cell",
        "withdraw_unit",
    }
)


def follow_the_register() -> None:
    """From now on lists follow the register."""
    events.declare_follower(_follow)


def _follow(town: UUID, told: Sequence[events.Entry]) -> None:
    stirred = {
        entry.subject.pk: entry.action
        for entry in told
        if entry.action in STIRS and isinstance(entry.subject, Unit)
    }
    if not stirred:
        return
    fresh = {key: OPENED for key, action in stirred.items() if action == "register_unit"}
    for plan in current_plans(Scope.whole_town(town), clock.today()):
        bring_up(town, plan, joins=CHANGED, units=list(stirred), why=fresh)
