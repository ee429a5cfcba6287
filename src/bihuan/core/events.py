"""The hash-chained log of a town (ADR 7). Appending is the last step of a transaction: lock the town's head row,
append, move the head. To wait there is right; to refuse is not."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.ids import new_id
from bihuan.core.models import Event, EventHead
from bihuan.core.scope import Scope


@dataclass(frozen=True)
class Entry:
    """What is to be told of one step: the action, the record it was done to, what was given, its state before and
    after."""

    action: str
    subject: models.Model
    given: dict[str, Any] = field(default_factory=dict)
    before: str = ""
    after: str = ""


Follower = Callable[[UUID, Sequence[Entry]], None]
_FOLLOWERS: list[Follower] = []


def declare_follower(follower: Follower) -> None:
    """Name what a later app keeps up with the log: it is given a town and what is being told, in the action's own transaction,
    when all rows are written and before the town's head is locked."""
    _FOLLOWERS.append(follower)


def record(
    actor: Actor,
    action: str,
    subject: models.Model,
    *,
    given: dict[str, Any] | None = None,
    before: str = "",
    after: str = "",
) -> Event:
    """Append one event. Call it last, inside the action's transaction."""
    return record_all(actor, [Entry(action, subject, given or {}, before, after)])[0]


def record_all(actor: Actor, entries: Sequence[Entry]) -> list[Event]:
    """Append several events (at least one), chained in their order, in the same three statements as one."""
    for follower in _FOLLOWERS:
        follower(actor.town, entries)
    head = EventHead.objects.select_for_update().get(town_id=actor.town)
    at, seq, previous = clock.now(), head.seq, head.hash
    appended = []
    for entry in entries:
        seq += 1
        event = Event(
            id=new_id(),
            town_id=actor.town,
            seq=seq,
            at=at,
            actor_id=actor.person,
            actor_name=actor.name,
            action=entry.action,
            subject_type=entry.subject._meta.model_name or "",
            subject_id=entry.subject.pk,
            given={key: _plain(value) for key, value in entry.given.items()},
            before=entry.before,
            after=entry.after,
            previous=previous,
        )
        previous = event.hash = digest(event)
        appended.append(event)
    Event.objects.bulk_create(appended)
    EventHead.objects.filter(pk=head.pk).update(seq=seq, hash=previous)
    return appended


def digest(event: Event) -> str:
    """SHA-256 over all of the row but the hash itself, and the hash before it, in a fixed order."""
    return _hash([*_first_form(event), str(event.id), str(event.town_id)])


def _first_form(event: Event) -> list[Any]:
    """What the hash of the first installations covered: all but the row's id and its town's, which the chain held only
    by its order. Their rows stand as they were hashed; the log is not rewritten."""
    return [
        event.previous,
        event.seq,
        event.at.isoformat(),
        str(event.actor_id),
        event.actor_name,
        event.action,
        event.subject_type,
        str(event.subject_id),
        event.given,
        event.before,
        event.after,
    ]


def _hash(content: list[Any]) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def canonical(content: Any) -> bytes:
    """The one way in which content is written to be hashed: in JSON, its keys in order."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True)
class BrokenLink:
    """The first event of a town whose hash, number or predecessor does not fit."""

    seq: int
    why: str


def check(town: UUID, upto: int | None = None, *, after: tuple[int, str] = (0, "")) -> BrokenLink | None:
    """Walk a town's chain from its start; None when every link holds and the head agrees. With `upto` only to the event of that
    number, which must be there; with `after`, the number and hash of an event, only what follows it: it must still have that hash."""
    seq, previous = after
    if seq and not Event.objects.within(Scope.whole_town(town)).filter(seq=seq, hash=previous).exists():
        return BrokenLink(seq, f"第{seq}条内容被改动或缺失")
    for event in _in_order(town, seq):
        if upto is not None and event.seq > upto:
            break
        if event.seq != seq + 1:
            return BrokenLink(seq + 1, f"第{seq + 1}条缺失")
        if event.previous != previous:
            return BrokenLink(event.seq, f"第{event.seq}条与上一条不相接")
        if event.hash not in (digest(event), _hash(_first_form(event))):
            return BrokenLink(event.seq, f"第{event.seq}条内容被改动")
        previous, seq = event.hash, event.seq
    if upto is not None:
        return BrokenLink(seq + 1, f"第{seq + 1}条缺失") if seq < upto else None
    head = EventHead.objects.get(town_id=town)
    if (head.seq, head.hash) != (seq, previous):
        return BrokenLink(seq + 1, f"链尾记为第{head.seq}条，实际到第{seq}条")
    return None


def trail(scope: Scope, *subjects: UUID) -> models.QuerySet[Event]:
    """The events of some records of the town, oldest first."""
    found: models.QuerySet[Event] = (
        Event.objects.within(scope).filter(subject_id__in=subjects).order_by("seq")
    )
    return found


def head_of(town: UUID) -> tuple[int, str]:
    """Where a town's chain ends: the number and the hash of its last event."""
    head = EventHead.objects.get(town_id=town)
    return head.seq, head.hash


def heads() -> dict[UUID, int]:
    """The number of the last event of every town, by its id."""
    return dict(EventHead.objects.values_list("town_id", "seq"))


def last_seq(town: UUID) -> int:
    """The number of a town's last event."""
    return EventHead.objects.get(town_id=town).seq


def subjects_between(scope: Scope, after: int, until: int) -> set[UUID]:
    """The records that a town's events tell of, from the one after `after` to `until`."""
    told = Event.objects.within(scope).filter(seq__gt=after, seq__lte=until)
    return set(told.values_list("subject_id", flat=True))


def _in_order(town: UUID, after: int) -> Iterator[Event]:
    found = Event.objects.within(Scope.whole_town(town)).filter(seq__gt=after)
    yield from found.order_by("seq").iterator(chunk_size=2000)


def _plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int | bool | dict):
        return value
    return str(value)
