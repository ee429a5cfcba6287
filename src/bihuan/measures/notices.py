"""Notices of decisions upon units, and of what has come back under them."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.urls import reverse

from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.measures.lifecycle import RETURNED
from bihuan.measures.models import Decision, Watch
from bihuan.notices.kinds import Kind, Telling, declare_notice, on
from bihuan.notices.rules import DIGEST, NOW
from bihuan.units.notices import AT_THE_PLACE, over

GROUP = "强制措施"
DECIDERS = ("mayor", "vice_mayor", "safety_head")


def _decided(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    ids = {event.subject_id for event in happened}
    asked = Decision.objects.within(scope).filter(pk__in=ids, voided_on__isnull=True)
    found = {one.pk: one for one in asked.select_related("unit", "unit__cell")}
    for event in happened:
        if one := found.get(event.subject_id):
            yield Telling(
                key=str(event.seq),
                about=one.pk,
                whom=over(one.unit, *DECIDERS, "inspector", "office_head", *AT_THE_PLACE),
                text=f"{one.body}作出决定：{one}",
                where=one.unit.name_and_place,
                url=reverse("decision", args=[one.pk]),
                by=event.actor_id,
            )


def _returned(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for event, watch in _with_watches(scope, happened):
        yield Telling(
            key=str(event.seq),
            about=watch.pk,
            whom=over(watch.unit, *DECIDERS, "village_head", "department_head"),
            text=f"{watch.decision.label}后反弹，待处理",
            where=watch.unit.name_and_place,
            url=reverse("decision", args=[watch.decision_id]),
            by=event.actor_id,
        )


def _missed(scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    for event, watch in _with_watches(scope, happened):
        yield Telling(
            key=str(event.seq),
            about=watch.pk,
            whom=over(watch.unit, "safety_head", "inspector", "village_head"),
            text=f"{watch.decision.label}后没有按期回访",
            where=watch.unit.name_and_place,
            url=reverse("decision", args=[watch.decision_id]),
        )


def _with_watches(scope: Scope, happened: Sequence[Event]) -> list[tuple[Event, Watch]]:
    ids = {event.subject_id for event in happened}
    asked = Watch.objects.within(scope).filter(pk__in=ids)
    found = {one.pk: one for one in asked.select_related("decision", "unit", "unit__cell")}
    return [(event, found[event.subject_id]) for event in happened if event.subject_id in found]


def _still_returned(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    return set(Watch.objects.within(scope).filter(pk__in=ids, state=RETURNED).values_list("pk", flat=True))


for _kind in (
    Kind("measures.decided", "停产停业、取缔等决定", GROUP, NOW, on("decision", "record_decision"), _decided),
    Kind(
        "measures.returned",
        "反弹待处理",
        GROUP,
        NOW,
        on("watch", "revisit_returned"),
        _returned,
        waits=_still_returned,
    ),
    Kind("measures.missed", "没有按期回访", GROUP, DIGEST, on("watch", "note_missed_revisit"), _missed),
):
    declare_notice(_kind)
