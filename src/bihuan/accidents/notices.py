"""Notices of accidents: at once to those who lead and those who have to tell upward; again before a term runs out, and when it has."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from uuid import UUID

from django.urls import reverse

from bihuan.accidents.models import Accident
from bihuan.accidents.queries import running, standing
from bihuan.core import clock
from bihuan.core.calendar import moment_in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.notices.rules import NOW, URGENT

GROUP = "事故快报"
# Those who lead, and those who have to make the report.
OFFICE = ("secretary", "mayor", "vice_mayor", "safety_head", "inspector")


def _about(
    said: Callable[[Event, Accident], str], *posts: str
) -> Callable[[Scope, Sequence[Event]], Iterable[Telling]]:
    def tell(scope: Scope, happened: Sequence[Event]) -> Iterator[Telling]:
        ids = {event.subject_id for event in happened}
        found = {one.pk: one for one in standing(scope).filter(pk__in=ids).select_related("unit", "cell")}
        for event in happened:
            if row := found.get(event.subject_id):
                yield Telling(
                    key=str(event.seq),
                    about=row.pk,
                    whom=Whom(kinds=posts, path=row.cell.path, department=row.department_id),
                    text=said(event, row)[:200],
                    where=row.where,
                    url=reverse("accident", args=[row.pk]),
                    by=event.actor_id,
                )

    return tell


def _entered(_event: Event, row: Accident) -> str:
    return f"发生事故：{row.brief}"


def _term(event: Event, word: str) -> str:
    due = clock.read(event.given["due_at"])
    return f"{event.given['term']}{word}（{moment_in_words(due)}前）"


def _pressing(event: Event, row: Accident) -> str:
    return f"{_term(event, '即将到时')}：{row.brief}"


def _late(event: Event, row: Accident) -> str:
    return f"{_term(event, '已超过时限')}：{row.brief}"


def _toll(event: Event, row: Accident) -> str:
    return f"伤亡有变化：{event.given['toll']}，请续报。{row.brief}"


def _still(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    """An accident waits until its final report."""
    return set(running(scope).filter(pk__in=ids).order_by().values_list("pk", flat=True))


for _kind in (
    Kind(
        "accidents.entered",
        "发生事故",
        GROUP,
        URGENT,
        on("accident", "enter_accident"),
        _about(_entered, *OFFICE, "office_head", "village_head", "department_head"),
        waits=_still,
    ),
    Kind(
        "accidents.pressing",
        "快报时限将到",
        GROUP,
        URGENT,
        on("accident", "press_accident"),
        _about(_pressing, *OFFICE),
        waits=_still,
    ),
    Kind(
        "accidents.late",
        "快报超过时限",
        GROUP,
        URGENT,
        on("accident", "note_accident_late"),
        _about(_late, *OFFICE),
        waits=_still,
    ),
    Kind(
        "accidents.toll",
        "事故伤亡变化",
        GROUP,
        NOW,
        on("accident", "record_toll"),
        _about(_toll, *OFFICE),
    ),
):
    declare_notice(_kind)
