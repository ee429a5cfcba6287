"""The proof by the log's chain that stands at the end of a dossier's file."""

from dataclasses import dataclass
from uuid import UUID

from bihuan.core import events
from bihuan.core.models import Event, Town
from bihuan.core.scope import Scope
from bihuan.dossiers.asof import AsOf, end_of


@dataclass(frozen=True)
class Proof:
    """The chain of a town up to the last event of a day: its two ends, and whether every link between them holds."""

    town: str
    first: Event | None
    last: Event | None
    broken: events.BrokenLink | None


def proof(town: UUID, found: AsOf) -> Proof:
    """Walk the chain up to the end of the dossier's day."""
    whole = Scope.whole_town(town)
    chain = Event.objects.within(whole)
    last = chain.filter(at__lt=end_of(found.on)).order_by("-seq").first()
    return Proof(
        town=Town.objects.of(whole).name,
        first=chain.order_by("seq").first() if last else None,
        last=last,
        broken=events.check(town, upto=last.seq) if last else None,
    )
