"""What is found of matters assigned from above; and which steps of referrals issue a paper."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.referrals.models import Assignment
from bihuan.search.kinds import Hit, Kind, declare_kind, declare_told
from bihuan.search.rules import as_words


def _assignments(actor: Actor) -> QuerySet[Assignment]:
    found: QuerySet[Assignment] = Assignment.objects.within(actor.scope).filter(voided_on__isnull=True)
    return found.order_by("-received_on", "-pk")


def _assignment(_actor: Actor, row: Any) -> Hit:
    note = "，".join(filter(None, (row.source, row.number, f"{in_words(row.due_on)}前答复", row.state_label)))
    return Hit(row.title, note, reverse("assignment", args=[row.pk]))


declare_told("paper", "refer", "inspection__hazards")
declare_told("paper", "send_copy", "inspection__hazards")
declare_kind(
    Kind(
        "assignment",
        "交办事项",
        Assignment,
        (("title", as_words), ("source", as_words), ("number", as_words)),
        told_by={"receive_assignment": "pk"},
        rows=_assignments,
        hit=_assignment,
        words_for=("inspect", "rectify"),
        number="number",
    )
)
