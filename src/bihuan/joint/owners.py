"""Whose a thing is that was found: the department that answers for its trade by the town's table of the three musts, else the unit's own."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.joint.rules import trade_of
from bihuan.policies.owning import Owner, trade_rows
from bihuan.policies.queries import departments
from bihuan.units.models import Unit

OFFICE = "office"  # as a choice: the town's own safety office


@dataclass(frozen=True)
class Owners:
    """Who answers for what at one unit. `choices`: pairs (id of the department or OFFICE, name)."""

    unit: Unit
    leads: dict[str, Owner]
    choices: tuple[tuple[str, str], ...]

    def of(self, text: str) -> str:
        """To whom something found goes, as a choice."""
        for key in trade_of(text, self.unit.category):
            if owner := self.leads.get(key):
                return str(owner.id) if owner.id else OFFICE
        return str(self.unit.department_id) if self.unit.department_id else OFFICE

    def name(self, choice: str) -> str:
        """What a choice is called, "" for none of them."""
        return dict(self.choices).get(choice, "")


def owners_of(actor: Actor, unit: Unit, on: date) -> Owners:
    """The town's table as it stands today, for one unit."""
    whole = Scope.whole_town(actor.town)
    leads = {
        row.key: next(one for one in row.owners if one.leads)
        for row in trade_rows(whole, on)
        if any(one.leads for one in row.owners)
    }
    office = Town.objects.of(whole).office
    known = ((str(pk), name) for name, pk in departments(whole).items())
    return Owners(unit, leads, ((OFFICE, office), *known))


def department_of(choice: str) -> UUID | None:
    """The department of a choice, None for the safety office. Raises Incomplete for what is no choice."""
    try:
        return None if choice == OFFICE else UUID(choice)
    except ValueError as error:
        raise Incomplete("请从列表中选择交办的部门。") from error
