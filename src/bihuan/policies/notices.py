"""Notices of documents: to whom one was passed on; before an answer is due, and when it is late."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from bihuan.core.calendar import in_words
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.notices.rules import DIGEST, NOW
from bihuan.policies.desk import address
from bihuan.policies.models import Delivery, Received
from bihuan.policies.queries import deliveries, waiting
from bihuan.policies.rules import NEAR_DAYS

GROUP = "文件"
KEEPER = "safety_head"


def _passed(scope: Scope, happened: Sequence[Event]) -> Iterator[Telling]:
    """To each post once, by whoever holds it now."""
    by = {key: event.actor_id for event in happened for key in event.given["deliveries"]}
    rows = deliveries(scope).filter(pk__in=by).select_related("post", "received", "policy").order_by("pk")
    for one in rows:
        told = _asking(one)
        yield Telling(
            key=str(one.pk),
            about=one.pk,
            whom=Whom(persons=(one.post.person_id,)),
            text=told[:200],
            where=one.sender,
            url=address(one),
            by=by[str(one.pk)],
        )


def _asking(one: Delivery) -> str:
    due = one.received.due_on if one.received else None
    if one.handles:
        return f"请承办{f'，{in_words(due)}前答复' if due else ''}：{one.title}"
    return f"请阅：{one.title}"


def _unread(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    return set(
        deliveries(scope).filter(pk__in=ids, read_on__isnull=True).order_by().values_list("pk", flat=True)
    )


def _near(scope: Scope, today: date) -> Iterable[Telling]:
    """Once, some days before the answer is due."""
    rows = waiting(scope).filter(due_on__gte=today, due_on__lte=today + timedelta(days=NEAR_DAYS))
    for row, persons in _handled(scope, list(rows)):
        yield _about(row, f"near:{row.pk}", persons, f"{in_words(row.due_on or today)}前答复：{row.title}")


def _reminded(scope: Scope, happened: Sequence[Event]) -> Iterator[Telling]:
    """To who has it in hand and who keeps documents, where the answer is late; to who has not read it, in every case."""
    of = {event.subject_id: event for event in happened}
    found = Received.objects.within(scope).filter(pk__in=of, voided_on__isnull=True).order_by("pk")
    rows = list(found)
    late = [row for row in rows if of[row.pk].given["late"]]
    for row, persons in _handled(scope, late):
        said = f"已逾期（{in_words(row.due_on)}到期），请答复：{row.title}" if row.due_on else row.title
        yield _about(row, f"late:{of[row.pk].seq}", persons, said)
    unread = (
        deliveries(scope).filter(received__in=rows, read_on__isnull=True).select_related("post", "received")
    )
    for one in unread.order_by("pk"):
        if one.received is not None:
            event = of[one.received.pk]
            yield Telling(
                key=f"unread:{event.seq}:{one.pk}",
                about=one.received.pk,
                whom=Whom(persons=(one.post.person_id,)),
                text=f"还没有阅：{one.title}"[:200],
                where=one.received.source,
                url=address(one),
                by=event.actor_id,
            )


def _handled(scope: Scope, rows: list[Received]) -> Iterator[tuple[Received, tuple[UUID, ...]]]:
    """Some documents with the persons who have each in hand. One query."""
    hands = Delivery.objects.within(scope).filter(received__in=rows, handles=True)
    persons: dict[UUID, list[UUID]] = {}
    for received, person in hands.order_by("pk").values_list("received", "post__person"):
        persons.setdefault(received, []).append(person)
    for row in rows:
        yield row, tuple(persons.get(row.pk, ()))


def _about(row: Received, key: str, persons: tuple[UUID, ...], text: str) -> Telling:
    return Telling(
        key=key,
        about=row.pk,
        whom=Whom(persons=persons, kinds=(KEEPER,)),
        text=text[:200],
        where=row.source,
        url=reverse("received", args=[row.pk]),
    )


def _handled_so_far(scope: Scope, happened: Sequence[Event]) -> Iterator[Telling]:
    """To who keeps documents: what whoever has it in hand says of it."""
    rows = Received.objects.within(scope).in_bulk([event.subject_id for event in happened])
    for event in happened:
        if row := rows.get(event.subject_id):
            said = f"{'、'.join(event.given['posts'])}报办理情况：{event.given['note']}"
            yield replace(_about(row, str(event.seq), (), said), by=event.actor_id)


def _still_waiting(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    return set(waiting(scope).filter(pk__in=ids).order_by().values_list("pk", flat=True))


def _still_open(scope: Scope, ids: Collection[UUID]) -> set[UUID]:
    """Those that wait for an answer or for a reader."""
    unread = deliveries(scope).filter(received__in=ids, read_on__isnull=True)
    return _still_waiting(scope, ids) | set(unread.order_by().values_list("received", flat=True))


declare_notice(
    Kind(
        "policies.passed",
        "文件请阅、请承办",
        GROUP,
        NOW,
        on("received", "pass_document") | on("policy", "pass_policy"),
        _passed,
        waits=_unread,
    )
)
declare_notice(
    Kind(
        "policies.handled",
        "来文办理情况",
        GROUP,
        NOW,
        on("received", "report_handling"),
        _handled_so_far,
        waits=_still_waiting,
    )
)
declare_notice(Kind("policies.near", "来文答复将到期", GROUP, DIGEST, due=_near, waits=_still_waiting))
declare_notice(
    Kind(
        "policies.reminded",
        "来文催办、催阅",
        GROUP,
        NOW,
        on("received", "remind_document"),
        _reminded,
        waits=_still_open,
    )
)
