"""What is found of day plans: by their titles."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.routing.models import DayPlan
from bihuan.routing.queries import plans
from bihuan.search.kinds import Hit, Kind, declare_kind
from bihuan.search.rules import as_words


def _plans(actor: Actor) -> QuerySet[DayPlan]:
    return plans(actor.scope)


def _plan(_actor: Actor, row: Any) -> Hit:
    note = f"{in_words(row.from_on)}起，{row.get_state_display()}"
    return Hit(row.title, note, reverse("day_plan", args=[row.pk]))


declare_kind(
    Kind(
        "day_plan",
        "外出计划",
        DayPlan,
        (("title", as_words),),
        told_by={"draw_up_day_plan": "pk"},
        rows=_plans,
        hit=_plan,
        right="campaigns",
        words_for=("campaigns",),
        place=65,
        list_url=lambda words: f"{reverse('day_plans')}?{urlencode({'words': words})}",
    )
)
