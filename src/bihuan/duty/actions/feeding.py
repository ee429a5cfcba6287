"""The secret address under which a person's own calendar reads its turns."""

import secrets
from hashlib import sha256

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed
from bihuan.core.scope import Scope
from bihuan.duty.models import DutyFeed


def hash_of(token: str) -> str:
    """What is kept of an address. It is too long to be tried out, so that one round of SHA-256 is enough."""
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def open_feed(actor: Actor) -> tuple[DutyFeed, str]:
    """生成日历订阅: returns the row and its secret, which nothing keeps. The former address of the person opens nothing any more."""
    actor.need("stand")
    _end(actor)
    token = secrets.token_urlsafe(32)
    feed = DutyFeed(
        town_id=actor.town, person_id=actor.person_id, token_hash=hash_of(token), made_at=clock.now()
    )
    feed.save(force_insert=True)
    events.record(actor, "open_duty_feed", feed)
    return feed, token


@transaction.atomic
def close_feed(actor: Actor) -> None:
    """停用日历订阅. NotAllowed where there is none."""
    actor.need("stand")
    mine = DutyFeed.objects.within(actor.scope).filter(person=actor.person, ended_at__isnull=True).first()
    if mine is None or not _end(actor):
        raise NotAllowed("没有正在使用的日历订阅。")
    events.record(actor, "close_duty_feed", mine)


def _end(actor: Actor) -> int:
    rows = DutyFeed.objects.within(Scope.whole_town(actor.town)).filter(
        person=actor.person, ended_at__isnull=True
    )
    return int(rows.update(ended_at=clock.now()))
