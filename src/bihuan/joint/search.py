"""What is found of joint inspections: by their names."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.joint.models import JointEvent
from bihuan.joint.queries import events
from bihuan.search.kinds import Hit, Kind, declare_kind
from bihuan.search.rules import as_words


def _events(actor: Actor) -> QuerySet[JointEvent]:
    return events(actor.scope).order_by("-from_on", "-pk")


def _event(_actor: Actor, row: Any) -> Hit:
    return Hit(row.name, f"{in_words(row.from_on)}，{row.state_label}", reverse("joint", args=[row.pk]))


declare_kind(
    Kind(
        "joint",
        "联合检查",
        JointEvent,
        (("name", as_words),),
        told_by={"begin_joint": "pk", "plan_joint": "pk"},
        rows=_events,
        hit=_event,
        right="office",
        words_for=("office",),
    )
)
