"""Reading of the log."""

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from bihuan.audit.models import ChainCheck
from bihuan.core.actions import Actor
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell, Person, Post
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import Inspection
from bihuan.units.models import Unit

# The models whose rows have a name that a reader knows, and where it stands.
NAMED = (
    (Hazard, "unit__name"),
    (Unit, "name"),
    (Inspection, "unit__name"),
    (Person, "name"),
    (Post, "person__name"),
    (Cell, "name"),
)


def last_check(scope: Scope, *, whole: bool = False) -> ChainCheck | None:
    """The last walk along the town's chain; with `whole`, the last from its first event."""
    found = ChainCheck.objects.within(scope)
    last: ChainCheck | None = (found.filter(from_seq=0) if whole else found).first()
    return last


def with_names(found: QuerySet[Event], actor: Actor) -> QuerySet[Event]:
    """Events with `subject_name`: what the record they were done to is called, "" where it has no name of its own."""
    whole = Scope.whole_town(actor.town)
    names = [
        Subquery(model.objects.within(whole).filter(pk=OuterRef("subject_id")).values(path)[:1])
        for model, path in NAMED
    ]
    return found.annotate(subject_name=Coalesce(*names, Value(""), output_field=CharField()))


def in_order(found: QuerySet[Event]) -> QuerySet[Event]:
    """The newest first: by number, which is the chain's order."""
    return found.order_by(F("seq").desc())
