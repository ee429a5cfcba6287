"""Sessions: begun by signing in, seen now and then, ended by their owner or an administrator."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction

from bihuan.accounts.models import Sitting
from bihuan.accounts.rules import device_of
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.ids import new_id
from bihuan.core.masking import mask_address
from bihuan.core.scope import Scope
from bihuan.grid.models import Person

SEEN_EVERY = timedelta(minutes=1)


@transaction.atomic
def begin_sitting(actor: Actor, *, session_key: str, address: str, user_agent: str) -> Sitting:
    """登录: the session as its owner will see it in the list."""
    person = actor.find(Person, actor.person_id, what="个人员")
    now = clock.now()
    sitting = Sitting(
        id=new_id(),
        town_id=actor.town,
        person=person,
        session_key=session_key,
        device=device_of(user_agent),
        address=address,
        began_at=now,
        seen_at=now,
    )
    sitting.save(force_insert=True)
    given = {"device": sitting.device, "address": mask_address(address)}
    events.record(actor, "sign_in", person, given=given)
    return sitting


def see_sitting(actor: Actor, sitting_id: UUID, *, session_key: str) -> None:
    """Somebody is still there. The key of a session changes with its owner's password."""
    Sitting.objects.within(Scope.whole_town(actor.town)).filter(pk=sitting_id, ended_at__isnull=True).update(
        seen_at=clock.now(), session_key=session_key
    )


@transaction.atomic
def end_sittings(
    actor: Actor, person_id: UUID, *, only: Sequence[UUID] | None = None, but: UUID | None = None
) -> int:
    """退出登录: some sessions of a person, or all but one; one's own, or as administrator another's. They end at once."""
    if person_id != actor.person:
        actor.need("authorize")
    person = Actor.founder(actor.town).find(Person, person_id, what="个人员")
    open_ones = Sitting.objects.within(Scope.whole_town(actor.town)).filter(
        person=person, ended_at__isnull=True
    )
    if only is not None:
        open_ones = open_ones.filter(pk__in=only)
    if but is not None:
        open_ones = open_ones.exclude(pk=but)
    found = list(open_ones)
    if not found:
        return 0
    Session.objects.filter(session_key__in=[one.session_key for one in found]).delete()
    open_ones.update(ended_at=clock.now())
    events.record(actor, "end_sittings", person, given={"count": len(found)})
    return len(found)
