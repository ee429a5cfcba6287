"""Notices of pressing on: reminders and escalations as the town's table took them, what a person urged, extensions asked for and
decided."""

from collections.abc import Callable, Collection, Iterable, Sequence
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.hazards.lifecycle import ORDERED, REPORTED, UNDER_ORDER
from bihuan.hazards.notices import about, visitors, while_open, with_hazards
from bihuan.notices.kinds import Kind, Telling, declare_notice, on
from bihuan.notices.rules import NOW
from bihuan.supervision.models import Extension
from bihuan.supervision.queries import waiting
from bihuan.units.notices import over

GROUP = "督促"


def _pressed(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """To the holders of the post that the clock has told. Of a term and a step there is one event, so there is one notice."""
    for event, hazard in with_hazards(scope, happened):
        late = int(event.given["days_late"])
        when = f"已逾期{late}天" if late > 0 else f"还剩{-late}天到期" if late else "今天到期"
        yield Telling(
            key=str(event.seq),
            about=hazard.pk,
            whom=over(hazard.unit, event.given["told"]),
            text=f"{when}：{hazard.text}",
            where=hazard.unit.name_and_place,
            url=reverse("hazard", args=[hazard.pk]),
        )


def _urged(state: str) -> Callable[[Scope, Sequence[Event]], Iterable[Telling]]:
    """Of what was urged in a state: to the holders of the post that was told; of what waits for a second look, also to who found it."""

    def told(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
        mine = [event for event in happened if event.given["state"] == state]
        for event, hazard in with_hazards(scope, mine):
            persons = visitors(hazard) if state == REPORTED else ()
            whom = over(hazard.unit, event.given["told"], persons=persons)
            text = f"{event.actor_name}催办“{event.given['note']}”：{hazard.text}"
            yield about(event, hazard, whom, text)

    return told


def _asked(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for event, hazard in with_hazards(scope, happened):
        yield Telling(
            key=str(event.seq),
            about=UUID(event.given["extension"]),
            whom=over(hazard.unit, "safety_head", "vice_mayor"),
            text=f"申请延期：{hazard.text}",
            where=f"{hazard.unit.name_and_place} · {event.actor_name}",
            url=reverse("extension", args=[event.given["extension"]]),
            by=event.actor_id,
        )


def _decided(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """To who asked: the word is the decision's."""
    ids = {event.given["extension"] for event in happened}
    asked = Extension.objects.within(scope).filter(pk__in=ids).select_related("hazard__unit__cell")
    found = {str(one.pk): one for one in asked}
    for event in happened:
        if one := found.get(event.given["extension"]):
            until = f"，期限延至{in_words(one.deadline_on)}" if one.deadline_on else "，原期限不变"
            yield Telling(
                key=str(event.seq),
                about=one.pk,
                whom=over(one.hazard.unit, "enterprise_safety", persons=[one.asked_by_id]),
                text=f"延期申请{one.state_label}{until}：{one.hazard.text}",
                where=one.hazard.unit.name_and_place,
                url=reverse("extension", args=[one.pk]),
                by=event.actor_id,
            )


def _still_asked(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    return set(waiting(scope).filter(pk__in=ids).order_by().values_list("pk", flat=True))


for _kind in (
    Kind(
        "supervision.remind",
        "到期提醒",
        GROUP,
        NOW,
        on("hazard", "remind"),
        _pressed,
        waits=while_open(Q(state=ORDERED)),
    ),
    Kind(
        "supervision.escalate",
        "逾期升级到我",
        GROUP,
        NOW,
        on("hazard", "escalate"),
        _pressed,
        waits=while_open(Q(state__in=UNDER_ORDER)),
    ),
    Kind(
        "supervision.urge_mending",
        "催办整改",
        GROUP,
        NOW,
        on("hazard", "urge"),
        _urged(ORDERED),
        waits=while_open(Q(state=ORDERED)),
    ),
    Kind(
        "supervision.urge_review",
        "催办复查",
        GROUP,
        NOW,
        on("hazard", "urge"),
        _urged(REPORTED),
        waits=while_open(Q(state=REPORTED)),
    ),
    Kind(
        "supervision.extension_asked",
        "延期待批",
        GROUP,
        NOW,
        on("hazard", "ask_extension"),
        _asked,
        waits=_still_asked,
    ),
    Kind(
        "supervision.extension_decided",
        "延期批复",
        GROUP,
        NOW,
        on("hazard", "extend", "refuse_extension"),
        _decided,
    ),
):
    declare_notice(_kind)
