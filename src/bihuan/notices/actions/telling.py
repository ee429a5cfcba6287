"""Telling. The town's log is the outbox: what an action writes into it in its own transaction is read here afterwards, once, and
in order, so that nothing is lost and nothing told twice (ADR 16). To be told of something is no event itself."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bihuan.core import clock, events
from bihuan.core.ids import new_id
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.grid.models import Post, held_on
from bihuan.notices.actions.sending import plan
from bihuan.notices.kinds import (
    KINDS,
    TEXT_MAX_CHARS,
    WHERE_MAX_CHARS,
    Kind,
    Telling,
    told_actions,
)
from bihuan.notices.models import Notice, Reading, Told
from bihuan.notices.queries import (
    WAITS,
    Roll,
    as_kept,
    as_told,
    concerns,
    lasting,
    of_kinds,
    waiting,
)

BATCH = 500
HANDED_ON = timedelta(days=180)


def tell_news(town: UUID) -> int:
    """Tell of the next BATCH events of a town's log that any kind tells of, and once a day of what is due. Who has taken a post over is
    told what still waits there; what waits for nobody any more is taken off the bell. Returns how many persons were told of how
    many things, in all.

    An installation that had a log before it had notices begins with what comes next."""
    scope, today = Scope.whole_town(town), clock.today()
    known = Reading.objects.within(scope).first()
    if known and known.seq == events.last_seq(town) and known.on >= today:
        return 0  # nothing is new: the database is not locked for it
    with transaction.atomic():
        reading = _reading(scope, town, today)
        return _tell_on(scope, reading, today) if reading else 0


def _tell_on(scope: Scope, reading: Reading, today: date) -> int:
    happened, seq = _next_events(scope, reading.seq)
    tellings = [
        (kind, telling)
        for kind in KINDS.values()
        if (mine := [one for one in happened if (one.subject_type, one.action) in kind.on])
        for telling in kind.tell(scope, mine)
    ]
    if reading.on < today:
        tellings += [(kind, one) for kind in KINDS.values() for one in kind.due(scope, today)]
    begun = _begun(scope, happened, reading.on, today)
    roll = Roll(scope.town, today) if tellings or begun else None
    told = _tell(scope, tellings, roll) + _hand_on(scope, begun, roll) if roll else 0
    if seq > reading.seq:
        _settle(scope)
    Reading.objects.within(scope).update(seq=seq, on=max(today, reading.on))
    return told


def _reading(scope: Scope, town: UUID, today: date) -> Reading | None:
    """How far the town's log has been told of, held until the transaction ends; None where that begins now."""
    found: Reading | None = Reading.objects.within(scope).held().first()
    if found is None:
        Reading.objects.bulk_create(
            [Reading(town_id=town, seq=events.last_seq(town), on=today)], ignore_conflicts=True
        )
    return found


def _next_events(scope: Scope, seq: int) -> tuple[list[Event], int]:
    """The next events that are to be told of, and the number of the last one looked at."""
    last = events.last_seq(scope.town)
    found = list(
        Event.objects.within(scope)
        .filter(seq__gt=seq, seq__lte=last, action__in=told_actions() | {"appoint"})
        .order_by("seq")[:BATCH]
    )
    return found, found[-1].seq if len(found) == BATCH else last


def _tell(scope: Scope, tellings: Sequence[tuple[Kind, Telling]], roll: Roll) -> int:
    """Write the notices that are new, and who has them."""
    unique = {(kind.key, one.key): one for kind, one in tellings}
    known = set(
        of_kinds(scope, {kind for kind, _ in unique})
        .filter(key__in=[key for _, key in unique])
        .values_list("kind", "key")
    )
    now = clock.now()
    notices, rows = [], []
    for (kind, key), one in unique.items():
        if (kind, key) in known:
            continue
        notice = Notice(
            id=new_id(),
            town_id=scope.town,
            kind=kind,
            key=key,
            about=one.about,
            text=_short(one.text, TEXT_MAX_CHARS),
            where=_short(one.where, WHERE_MAX_CHARS),
            url=one.url,
            whom=as_kept(one.whom),
            at=now,
        )
        notices.append(notice)
        rows += [
            _row(notice, person, post) for person, post in roll.found(one.whom).items() if person != one.by
        ]
    Notice.objects.bulk_create(notices, batch_size=BATCH)
    return _write(scope, rows)


def _begun(scope: Scope, happened: Iterable[Event], since: date, today: date) -> list[Post]:
    """Posts that somebody has taken since: appointed just now, or long ago for a day that has come."""
    appointed = [one.subject_id for one in happened if one.action == "appoint"]
    come = Q(from_on__gt=since, from_on__lte=today)
    new = Post.objects.within(scope).filter(held_on(today), Q(pk__in=appointed) | come)
    return list(new.select_related("cell"))


def _hand_on(scope: Scope, begun: Sequence[Post], roll: Roll) -> int:
    """Tell who has taken a post over what still waits there. What was told before to the same person stands, by the new post."""
    if not begun:
        return 0
    since = clock.now() - HANDED_ON
    kept = list(of_kinds(scope, lasting()).filter(at__gte=since).order_by("at", "pk"))
    still = waiting(scope, ((one.kind, one.about) for one in kept))
    can_be_told = {post.person_id for post in roll.posts}
    mine = {
        (notice.pk, post.person_id): (notice, post)
        for notice in kept
        if (notice.kind, notice.about) in still
        for post in begun
        if post.person_id in can_be_told and concerns(as_told(notice.whom), post)
    }
    known = {
        (one.notice_id, one.person_id): one
        for one in Told.objects.within(scope).filter(
            notice__in={notice for notice, _ in mine}, person__in={person for _, person in mine}
        )
    }
    fresh = [_row(notice, post.person_id, post) for at, (notice, post) in mine.items() if at not in known]
    for post in begun:
        again = [one.pk for at, one in known.items() if at in mine and mine[at][1] is post and one.post_id]
        Told.objects.within(scope).filter(pk__in=again).update(post=post)
    return _write(scope, fresh)


def _write(scope: Scope, rows: Sequence[Told]) -> int:
    """Write who has been told, and when it is sent to those who wish it."""
    Told.objects.bulk_create(rows, batch_size=BATCH)
    plan(scope, rows)
    return len(rows)


def _row(notice: Notice, person: UUID, post: Post | None) -> Told:
    return Told(
        id=new_id(), town_id=notice.town_id, notice=notice, person_id=person, post=post, at=clock.now()
    )


def _settle(scope: Scope) -> None:
    """Take off the bell what somebody has dealt with."""
    rows = Told.objects.within(scope)
    unread = list(
        rows.filter(WAITS, notice__kind__in=lasting()).values_list("pk", "notice__kind", "notice__about")
    )
    still = waiting(scope, {(kind, about) for _, kind, about in unread})
    over = [pk for pk, kind, about in unread if (kind, about) not in still]
    for at in range(0, len(over), BATCH):
        rows.filter(WAITS, pk__in=over[at : at + BATCH]).update(over_at=clock.now())


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
