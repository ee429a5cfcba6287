"""What the clock tells of an accident's terms: that one is about to run out, and that one has. Once each."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from bihuan.accidents.models import Accident
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope


@transaction.atomic
def press(actor: Actor, row: Accident) -> bool:
    """快报时限将到: before a term runs out. For the clock."""
    return _note(actor, row, "pressed_at", "press_accident")


@transaction.atomic
def note_late(actor: Actor, row: Accident) -> bool:
    """快报逾时: a term has run out and nobody above is told. For the clock."""
    return _note(actor, row, "late_noted_at", "note_accident_late")


def _note(actor: Actor, row: Accident, column: str, action: str) -> bool:
    mine = Accident.objects.within(Scope.whole_town(actor.town)).filter(
        Q(**{f"{column}__isnull": True}), pk=row.pk, version=row.version
    )
    values: dict[str, Any] = {column: clock.now()}
    if not mine.update(**values):
        return False
    term = row.next_clock()
    given = {"term": term.label, "due_at": term.due_at} if term else {}
    events.record(actor, action, row, given=given)
    return True
