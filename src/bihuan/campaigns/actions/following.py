"""What follows the log: a unit that is registered, changed, moved, merged or leaves the register, or whose risks are graded otherwise, joins or leaves
the running drives' lists, in the transaction that records it. The event of the unit or its risk point tells of it; the line says why."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from bihuan.campaigns.actions.keeping import CHANGED, OPENED, bring_up, merged_words
from bihuan.campaigns.models import CampaignUnit
from bihuan.campaigns.queries.drives import current_plans
from bihuan.core import clock, events
from bihuan.core.scope import Scope
from bihuan.inspections.lifecycle import CLOSED, ISSUED
from bihuan.inspections.models import Campaign
from bihuan.risks.models import RiskPoint
from bihuan.units.models import Unit

# Deeds upon a risk point, or upon a unit's list of them, that may change the gravest grade.
GRADES = frozenset(
    {"add_risk", "add_risk_step", "end_risk", "end_risk_step", "evaluate_risk", "set_up_risks"}
)
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
    graded = {
        entry.subject.unit_id if isinstance(entry.subject, RiskPoint) else entry.subject.pk
        for entry in told
        if entry.action in GRADES and isinstance(entry.subject, RiskPoint | Unit)
    }
    if not stirred and not graded:
        return
    if gone := [key for key, action in stirred.items() if action == "merged_into"]:
        _leave_what_is_over(town, gone)
    fresh = {key: OPENED for key, action in stirred.items() if action == "register_unit"}
    for plan in current_plans(Scope.whole_town(town), clock.today()):
        if units := {*stirred, *(graded if plan.risks else ())}:
            bring_up(town, plan, joins=CHANGED, units=units, why=fresh)


def _leave_what_is_over(town: UUID, stubs: Sequence[UUID]) -> None:
    """Off the lists that follow the register no more: their visits have gone over to the unit that is kept, and a drive that is over would say of the
    stub that nobody went there."""
    whole, today = Scope.whole_town(town), clock.today()
    names = dict(Unit.objects.within(whole).filter(pk__in=stubs).values_list("pk", "merged_into__name"))
    over = Q(state=CLOSED) | Q(state=ISSUED, ends_on__lt=today)
    drives = list(
        Campaign.objects.within(whole).filter(over, listed__unit__in=stubs).values_list("pk", flat=True)
    )
    for pk, name in names.items():
        rows = CampaignUnit.objects.within(whole).filter(campaign__in=drives, unit=pk, left_on__isnull=True)
        rows.update(left_on=today, left_for=merged_words(name))
