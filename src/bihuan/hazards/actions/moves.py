"""How a hazard is moved: the table's row, what it needs, the one conditional UPDATE, and what goes with it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from bihuan.core import clock, events, files, moving
from bihuan.core.actions import Actor
from bihuan.core.events import Entry
from bihuan.core.lifecycle import Move
from bihuan.core.scope import Scope
from bihuan.hazards.lifecycle import HAZARD
from bihuan.hazards.models import Demand, Evidence, Hazard
from bihuan.inspections.models import IssuedPaper

STALE = "这条隐患刚刚被别人处理过。请核对最新情况后再办理，您填写的内容还在。"
_NEEDED = {
    "deadline_on": "请填写整改期限。",
    "demand": "请填写整改要求。",
    "photo_after": "请填写整改后照片。",
    "note": "请填写情况说明。",
    "hours": "请填写时限。",
}


def begin(actor: Actor, hazard_id: UUID, action: str) -> tuple[Hazard, Move]:
    """The hazard, and the table's row for the action from its state, if the actor may."""
    hazard = actor.find(Hazard, hazard_id, what="条隐患")
    step = HAZARD.move(action, hazard.state, *hazard.traits)
    actor.need(step.right)
    return hazard, step


def hold(actor: Actor, hazards: Iterable[UUID]) -> None:
    """Some hazards of the town, held in one order until the transaction ends: after their units, where those are held too."""
    rows = Hazard.objects.within(Scope.whole_town(actor.town)).filter(pk__in=set(hazards))
    list(rows.order_by("pk").only("pk").held())


def need(step: Move, **given: Any) -> None:
    """Raises Incomplete unless all that the step needs is given."""
    moving.need(step, _NEEDED, **given)


def advance(actor: Actor, hazard: Hazard, step: Move, version: int, **values: Any) -> None:
    """Move a hazard; see `moving.advance`."""
    if hazard.is_urgent and step.to in HAZARD.ends:
        values["urgent_done_at"] = clock.now()  # what is settled presses no longer
    moving.advance(actor, hazard, step, version, STALE, **values)


def told(hazard: Hazard, step: Move, **given: Any) -> Entry:
    """What the log keeps of a step."""
    return Entry(step.action, hazard, given, before=step.frm, after=step.to)


def tell(actor: Actor, hazard: Hazard, step: Move, **given: object) -> None:
    """Write a step into the log: the last thing that its action does."""
    events.record_all(actor, [told(hazard, step, **given)])


def new_demand(
    actor: Actor, hazard: Hazard, paper: IssuedPaper | None, on: date, deadline_on: date, text: str
) -> Demand:
    """A term for a hazard, not yet written."""
    return Demand(
        town_id=actor.town, hazard=hazard, paper=paper, ordered_on=on, deadline_on=deadline_on, text=text
    )


def bound(hazard: Hazard, on: date) -> dict[str, Any]:
    """What a hazard gets with the first term that the town sets for it."""
    if hazard.ordered_on:
        return {}
    return {"ordered_on": on, "demand": hazard.demand or f"{hazard.text}，限期整改到位。"[:300]}


def end_demands(actor: Actor, hazard: Hazard, on: date) -> None:
    """The running term of a hazard is met or replaced."""
    running = Demand.objects.within(Scope.whole_town(actor.town)).filter(hazard=hazard, ended_on__isnull=True)
    running.update(ended_on=on)


Shown = tuple[Hazard, Sequence[UUID], str]


def add_evidence(actor: Actor, shown: Iterable[Shown]) -> None:
    """Put photos to hazards: (hazard, ids of files, "before" or "after"), all in two statements."""
    wanted = [(hazard, one, shows) for hazard, ids, shows in shown for one in ids]
    if not wanted:
        return
    photos = files.owned(actor, [one for _, one, _ in wanted])
    now = clock.now()
    Evidence.objects.bulk_create(
        Evidence(town_id=actor.town, hazard=hazard, file=photo, shows=shows, added_at=now)
        for (hazard, _, shows), photo in zip(wanted, photos, strict=True)
    )
