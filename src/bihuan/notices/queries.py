"""Reading of notices: a person's, those that wait, and who answers to a post."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import NotFound
from bihuan.core.scope import Scope
from bihuan.grid.models import Post, held_on
from bihuan.grid.queries import answers_for, posts_held
from bihuan.grid.rules import rights_of
from bihuan.notices.kinds import KINDS, Whom
from bihuan.notices.models import Letter, Notice, Sending, Told, TownRhythm, Wishes
from bihuan.notices.rules import Rhythm

COUNT_MAX = 100
WAITS = Q(read_at__isnull=True, over_at__isnull=True)


def opened(on: date) -> Q:
    """What a person may still see: told for themselves, or by a post that they hold on a day."""
    begun = Q(post__from_on__lte=on) & (Q(post__to_on__isnull=True) | Q(post__to_on__gte=on))
    return Q(post__isnull=True) | begun


def notices_of(actor: Actor) -> QuerySet[Told]:
    """A person's notices, the latest first; none of somebody who holds no post any more."""
    if not actor.posts:
        return Told.objects.within(actor.scope).none()  # type: ignore[no-any-return]
    found: QuerySet[Told] = Told.objects.within(actor.scope).filter(
        opened(clock.today()), person=actor.person
    )
    return found.select_related("notice").order_by("-at", "-pk")


def unread(actor: Actor) -> int:
    """How many of a person's notices wait to be read, at most COUNT_MAX."""
    return len(notices_of(actor).filter(WAITS).order_by().values_list("pk")[:COUNT_MAX])


def find_notice(actor: Actor, told_id: UUID) -> Told:
    """A notice of the person, or NotFound."""
    found = notices_of(actor).filter(pk=told_id).first()
    if found is None:
        raise NotFound("没有找到这条通知：它不是发给您的，或者您已经离任。请返回通知列表。")
    return found


class Roll:
    """Who can be told in a town on a day: whoever holds a post and has an open account. All posts, in one query."""

    def __init__(self, town: UUID, on: date) -> None:
        held = posts_held(Scope.whole_town(town), on)
        self.posts = list(held.filter(person__is_active=True))
        self._persons = {post.person_id for post in self.posts}

    def found(self, whom: Whom) -> dict[UUID, Post | None]:
        """The persons whom a notice concerns, each with the post by which; None: for themselves."""
        by_post: dict[UUID, Post | None] = {}
        for post in self.posts:
            if concerns(whom, post):
                by_post.setdefault(post.person_id, post)
        return by_post | dict.fromkeys((one for one in whom.persons if one in self._persons), None)


def concerns(whom: Whom, post: Post) -> bool:
    """Whether a notice concerns whoever holds a post."""
    gives = rights_of([post.kind], apart=post.town.is_apart) if whom.right else ()
    meant = post.kind in whom.kinds or whom.right in gives
    return bool(meant) and answers_for(post, whom.path, whom.department, whom.unit)


def as_kept(whom: Whom) -> dict[str, Any]:
    """Whom a notice concerns, as its row keeps it."""
    return {
        "persons": [str(one) for one in whom.persons],
        "kinds": list(whom.kinds),
        "right": whom.right,
        "path": whom.path,
        "department": str(whom.department) if whom.department else None,
        "unit": str(whom.unit) if whom.unit else None,
    }


def as_told(kept: dict[str, Any]) -> Whom:
    """Back from what `as_kept` made."""
    return Whom(
        persons=tuple(UUID(one) for one in kept["persons"]),
        kinds=tuple(kept["kinds"]),
        right=kept["right"],
        path=kept["path"],
        department=UUID(kept["department"]) if kept["department"] else None,
        unit=UUID(kept["unit"]) if kept.get("unit") else None,
    )


def waiting(scope: Scope, rows: Iterable[tuple[str, UUID]]) -> set[tuple[str, UUID]]:
    """Of records told of by kinds (kind's key, record), those that still wait for somebody: a question for each kind."""
    asked: dict[str, set[UUID]] = {}
    for kind, about in rows:
        asked.setdefault(kind, set()).add(about)
    return {
        (key, about)
        for key, abouts in asked.items()
        if key in KINDS and (waits := KINDS[key].waits)
        for about in waits(scope, abouts)
    }


def lasting() -> list[str]:
    """The keys of the kinds whose notices wait until somebody has dealt with them."""
    return [kind.key for kind in KINDS.values() if kind.waits is not None]


def of_kinds(scope: Scope, keys: Iterable[str]) -> QuerySet[Notice]:
    """Notices of some kinds."""
    found: QuerySet[Notice] = Notice.objects.within(scope).filter(kind__in=list(keys))
    return found


def wishes_of(actor: Actor) -> Wishes | None:
    """What a person wishes; None: nothing yet."""
    found: Wishes | None = Wishes.objects.within(actor.scope).filter(person=actor.person).first()
    return found


def rhythm_of_town(scope: Scope) -> Rhythm:
    """The times that hold for whoever wishes no others."""
    found: TownRhythm | None = TownRhythm.objects.within(scope).first()
    return found.own if found else Rhythm()


def due_sendings(scope: Scope, now: datetime) -> QuerySet[Sending]:
    """What may be sent now and is in no letter yet."""
    found: QuerySet[Sending] = Sending.objects.within(scope).filter(
        letter__isnull=True, dropped_at__isnull=True, due_at__lte=now
    )
    return found.order_by("due_at", "pk")


def still_wanted(scope: Scope, now: datetime, ids: Sequence[UUID]) -> list[UUID]:
    """Of some sendings the ids of those whose notice still waits for the person, who still holds the post and has an open account."""
    today = clock.town_day(now)
    begun = Q(told__post__from_on__lte=today) & (
        Q(told__post__to_on__isnull=True) | Q(told__post__to_on__gte=today)
    )
    found = Sending.objects.within(scope).filter(
        Q(told__post__isnull=True) | begun,
        Exists(Post.objects.within(scope).filter(held_on(today), person=OuterRef("told__person"))),
        pk__in=ids,
        told__read_at__isnull=True,
        told__over_at__isnull=True,
        told__person__is_active=True,
    )
    return list(found.values_list("pk", flat=True))


def open_letters(scope: Scope, now: datetime) -> QuerySet[Letter]:
    """Letters to be sent now, the oldest first."""
    found: QuerySet[Letter] = Letter.objects.within(scope).filter(
        sent_at__isnull=True, given_up_at__isnull=True, try_at__lte=now
    )
    return found.select_related("person", "town").order_by("try_at", "pk")


def told_in(letter: Letter) -> list[Notice]:
    """What a letter tells of, the latest last, of what still waits."""
    whole = Scope.whole_town(letter.town_id)
    rows = Told.objects.within(whole).filter(WAITS, sendings__letter=letter)
    return [row.notice for row in rows.select_related("notice").order_by("at", "pk")]
