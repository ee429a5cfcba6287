"""Notices of hazards: what waits for a decision, what was ordered, reported, sent back, and what presses."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.hazards.lifecycle import FOUND, MAJOR, ORDERED, REPORTED
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import PRESSED, open_hazards
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.notices.rules import DIGEST, NOW, URGENT
from bihuan.units.notices import AT_THE_PLACE, over

GROUP = "隐患"
LEADERS = ("secretary", "mayor", "vice_mayor", "safety_head")

Waits = Callable[[Scope, Collection[UUID]], set[UUID]]


def with_hazards(scope: Scope, happened: Sequence[Event]) -> Iterator[tuple[Event, Hazard]]:
    """Events with the hazards that they are about, of those that stand; one query."""
    ids = {event.subject_id for event in happened}
    asked = Hazard.objects.within(scope).filter(pk__in=ids, voided_on__isnull=True)
    found = {one.pk: one for one in asked.select_related("unit", "unit__cell", "inspection")}
    return ((event, found[event.subject_id]) for event in happened if event.subject_id in found)


def about(event: Event, hazard: Hazard, whom: Whom, text: str) -> Telling:
    """What is told of a hazard's event."""
    return Telling(
        key=str(event.seq),
        about=hazard.pk,
        whom=whom,
        text=text,
        where=hazard.unit.name_and_place,
        url=reverse("hazard", args=[hazard.pk]),
        by=event.actor_id,
    )


def while_open(wanted: Q) -> Waits:
    """A hazard waits as long as it stands, is open, and is what is wanted."""
    return lambda scope, ids: set(
        open_hazards(scope).filter(wanted, pk__in=ids).order_by().values_list("pk", flat=True)
    )


def visitors(hazard: Hazard) -> tuple[UUID | None, ...]:
    """The officers who found it."""
    visit = hazard.inspection
    return (visit.first_inspector_id, visit.second_inspector_id) if visit else ()


def _to_decide(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for event, hazard in with_hazards(scope, happened):
        if event.after == FOUND:
            yield about(event, hazard, over(hazard.unit, "safety_head"), f"待处置：{hazard.text}")


def _ordered(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for event, hazard in with_hazards(scope, happened):
        if event.after == ORDERED and hazard.deadline_on:
            text = f"责令{in_words(hazard.deadline_on)}前整改：{hazard.text}"
            yield about(event, hazard, over(hazard.unit, *AT_THE_PLACE), text)


def _sent_back(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for event, hazard in with_hazards(scope, happened):
        until = f"，期限改为{in_words(hazard.deadline_on)}" if hazard.deadline_on else ""
        text = f"复查或验收未通过，退回整改{until}：{hazard.text}"
        yield about(event, hazard, over(hazard.unit, *AT_THE_PLACE), text)


def _reported(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for event, hazard in with_hazards(scope, happened):
        whom = over(hazard.unit, "safety_head", persons=visitors(hazard))
        yield about(event, hazard, whom, f"已报整改，请复查：{hazard.text}")


def _closed(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for event, hazard in with_hazards(scope, happened):
        yield about(event, hazard, over(hazard.unit, *AT_THE_PLACE), f"已销号：{hazard.text}")


def _urgent(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for event, hazard in with_hazards(scope, happened):
        whom = over(
            hazard.unit,
            *("vice_mayor", "safety_head", "inspector", "office_head", "grid_member"),
            *AT_THE_PLACE,
        )
        hours = event.given.get("hours")
        text = f"列为急办{f'，{hours}小时内办结' if hours else ''}：{hazard.text}"
        yield about(event, hazard, whom, text)


def _major(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """Found so, or judged so later: it goes up on the day."""
    for event, hazard in with_hazards(scope, happened):
        if hazard.level == MAJOR:
            whom = over(hazard.unit, *LEADERS, "office_head", *AT_THE_PLACE)
            yield about(event, hazard, whom, f"重大隐患：{hazard.text}")


for _kind in (
    Kind(
        "hazards.urgent",
        "列为急办",
        GROUP,
        URGENT,
        on("hazard", "mark_urgent"),
        _urgent,
        waits=while_open(PRESSED),
    ),
    Kind("hazards.major", "重大隐患", GROUP, URGENT, on("hazard", "find", "raise_major"), _major),
    Kind(
        "hazards.to_decide",
        "隐患待处置",
        GROUP,
        NOW,
        on("hazard", "find"),
        _to_decide,
        waits=while_open(Q(state=FOUND)),
    ),
    Kind(
        "hazards.ordered",
        "责令限期整改",
        GROUP,
        NOW,
        on("hazard", "find", "order"),
        _ordered,
        waits=while_open(Q(state=ORDERED)),
    ),
    Kind(
        "hazards.sent_back",
        "复查、验收退回",
        GROUP,
        NOW,
        on("hazard", "send_back", "reject"),
        _sent_back,
        waits=while_open(Q(state=ORDERED)),
    ),
    Kind(
        "hazards.reported",
        "已报整改待复查",
        GROUP,
        NOW,
        on("hazard", "report"),
        _reported,
        waits=while_open(Q(state=REPORTED)),
    ),
    Kind("hazards.closed", "隐患销号", GROUP, DIGEST, on("hazard", "close", "accept"), _closed),
):
    declare_notice(_kind)
