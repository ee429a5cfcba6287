"""What is found of what came in on duty: by its words and by who called."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.calendar import moment_in_words
from bihuan.core.desk import Mark
from bihuan.duty.models import DutyCall
from bihuan.duty.queries import calls
from bihuan.search.kinds import Hit, Kind, declare_kind
from bihuan.search.rules import as_person, as_words


def _calls(actor: Actor) -> QuerySet[DutyCall]:
    return calls(actor.scope).order_by("-at", "-pk")


def _call(_actor: Actor, row: Any) -> Hit:
    mark: Mark = ("good", "circle-check", "已办结") if row.settled_at else ("wait", "clock", "未办结")
    note = "，".join(filter(None, (row.get_source_display(), moment_in_words(row.at), row.organ, row.caller)))
    return Hit(row.content, note, reverse("duty_call", args=[row.pk]), mark)


declare_kind(
    Kind(
        "duty_call",
        "来电来文",
        DutyCall,
        (("content", as_words), ("caller", as_person), ("organ", as_words)),
        told_by={"note_call": "pk"},
        rows=_calls,
        hit=_call,
        right="office",
        words_for=("office",),
        place=60,
        list_url=lambda words: f"{reverse('duty_calls')}?{urlencode({'words': words})}",
    )
)
