"""The buttons of a hazard: drawn from the lifecycle's table, those that the actor may press."""

from dataclasses import dataclass

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.lifecycle import Move
from bihuan.hazards.lifecycle import HAZARD, MENDED, REPORTED
from bihuan.hazards.models import Hazard

PAGES: dict[str, str] = {
    "fix_on_site": "hazard_fix",
    "order": "hazard_order",
    "report": "hazard_report",
    "mark_urgent": "hazard_urgent",
    "void": "hazard_void",
    "close_own": "hazard_close_own",
    "return_own": "hazard_return_own",
}
REINSPECTION = ("close", "pass_review", "send_back")


def declare_pages(pages: dict[str, str]) -> None:
    """Name the pages (action → route, whose one argument is the hazard) of steps that a later app takes."""
    PAGES.update(pages)


@dataclass(frozen=True)
class Button:
    """A step that may be taken now, and the page of its form."""

    move: Move
    label: str
    url: str


def may_take(actor: Actor, move: Move) -> bool:
    """Whether the actor's posts give the right; a step that issues a paper also asks for an enforcement card."""
    return actor.may(move.right) and (move.issues is None or bool(actor.card))


def buttons(actor: Actor, hazard: Hazard) -> list[Button]:
    """The steps from the hazard's state that the actor may take; the two outcomes of a re-inspection are one page."""
    found: dict[str, Button] = {}
    for move in HAZARD.from_state(hazard.state, *hazard.traits):
        if not may_take(actor, move):
            continue
        if move.action in REINSPECTION:
            url = reverse("reinspect", args=[hazard.unit_id])
            found.setdefault("reinspect", Button(move, "复查", url))
        elif move.action in PAGES:
            found[move.action] = Button(move, move.label, reverse(PAGES[move.action], args=[hazard.pk]))
    return sorted(found.values(), key=lambda one: _order(one.move.action, hazard))


def _order(action: str, hazard: Hazard) -> int:
    """What is due stands first; to strike out last. A re-inspection is due once the unit has reported, or its term is over."""
    if action in REINSPECTION:
        late = hazard.deadline_on is not None and hazard.deadline_on < clock.today()
        return 0 if hazard.state in (REPORTED, MENDED) or late else 2
    return {"void": 9, "raise_major": 6, "mark_urgent": 7, "refer": 8}.get(action, 1)
