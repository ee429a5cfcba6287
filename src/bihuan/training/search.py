"""What is found of training and drills: sessions by title and place, drills by title and scenario."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.desk import Mark
from bihuan.search.kinds import Hit, Kind, declare_kind
from bihuan.search.rules import as_words
from bihuan.training.lifecycle import CANCELLED, HELD, PLANNED
from bihuan.training.models import Drill, TrainingSession
from bihuan.training.queries import drills, sessions

MARKS: dict[str, Mark] = {
    PLANNED: ("wait", "clock", "待举办"),
    HELD: ("good", "check", "已举办"),
    CANCELLED: ("", "x", "已取消"),
}


def _sessions(actor: Actor) -> QuerySet[TrainingSession]:
    return sessions(actor.scope)


def _session(_actor: Actor, row: Any) -> Hit:
    note = f"{in_words(row.held_on)}，{row.place}"
    return Hit(row.title, note, reverse("session", args=[row.pk]), MARKS[row.state])


def _drills(actor: Actor) -> QuerySet[Drill]:
    return drills(actor.scope)


def _drill(_actor: Actor, row: Any) -> Hit:
    note = f"{in_words(row.held_on)}，{row.where}"
    return Hit(row.title, note, reverse("drill", args=[row.pk]), MARKS[row.state])


declare_kind(
    Kind(
        "session",
        "培训",
        TrainingSession,
        (("title", as_words), ("place", as_words)),
        told_by={"open_session": "pk"},
        rows=_sessions,
        hit=_session,
        place=60,
        list_url=lambda words: f"{reverse('session_list')}?{urlencode({'words': words})}",
    )
)
declare_kind(
    Kind(
        "drill",
        "演练",
        Drill,
        (("title", as_words), ("scenario", as_words)),
        told_by={"plan_drill": "pk"},
        rows=_drills,
        hit=_drill,
        place=61,
        list_url=lambda words: f"{reverse('drills')}?{urlencode({'words': words})}",
    )
)
