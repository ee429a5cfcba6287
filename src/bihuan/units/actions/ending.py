"""What is kept on a unit ends once, whoever presses first."""

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import Stale
from bihuan.core.scope import Scope
from bihuan.units.models import Apart, Certificate, Contact, Document


def end_today(actor: Actor, row: Apart | Certificate | Contact | Document, stale: str) -> None:
    """Write that a row has ended. To be called by an action that has checked the right, inside its transaction. Raises Stale
    with the words given where it had ended already."""
    changed = (
        type(row)
        .objects.within(Scope.whole_town(actor.town))
        .filter(pk=row.pk, ended_on__isnull=True)
        .update(ended_on=clock.today())
    )
    if changed != 1:
        raise Stale(stale)
    row.ended_on = clock.today()
