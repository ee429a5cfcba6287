"""Who a job is done for: the person who asked, as the actor that the posts of today make."""

from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.jobs.kinds import declare_actors
from bihuan.core.scope import Scope
from bihuan.grid.models import Person
from bihuan.grid.queries import actor_of


def actor_by_id(town: UUID, person_id: UUID) -> Actor | None:
    """The actor that a person of a town is today; None where the account is closed."""
    found = Person.objects.within(Scope.whole_town(town)).filter(pk=person_id, is_active=True).first()
    return actor_of(found) if found else None


declare_actors(actor_by_id)
