"""Tries to sign in: counted before the password is looked at, so that many at once are as slow as one after another."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from bihuan.accounts.models import Attempt
from bihuan.accounts.queries import name_hash, person_by
from bihuan.accounts.rules import MEMORY, ONE_ADDRESS, ONE_NAME, ONE_PLACE, Limit, locked_until
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.ids import new_id
from bihuan.core.masking import mask_address
from bihuan.grid.models import Person

KEPT = timedelta(days=180)  # 网络安全法第二十一条: logs of the network, six months at least


class TooMany(Exception):
    """Too many tries in vain: nothing was looked at. `message` says for how long, and what to do."""

    def __init__(self, wait: timedelta) -> None:
        minutes = max(1, -(-int(wait.total_seconds()) // 60))
        self.message = f"多次输入错误，请{minutes}分钟后再试。忘记密码的，请系统管理员重发邀请。"
        super().__init__(self.message)


def take_try(name: str, *, address: str = "", device: str = "", person: Person | None = None) -> Attempt:
    """Counts a try as one in vain, until `was_right` says otherwise. Raises TooMany, and counts nothing, while nothing is tried.

    `device`: the known device of the person by that name, "" for a stranger's. `person`: where it is known already, as at the second
    step, which has no address: the password before it was right."""
    attempt = Attempt(
        id=new_id(),
        name_hash=name_hash(name),
        person=person or person_by(name),
        address=address,
        device=device,
        at=clock.now(),
    )
    Attempt.at_the_door.bulk_create([attempt])
    if wait := _wait(attempt, _before(attempt)):
        Attempt.at_the_door.filter(pk=attempt.pk).delete()
        raise TooMany(wait)
    return attempt


def was_right(attempt: Attempt) -> None:
    """The try was none in vain."""
    Attempt.at_the_door.filter(pk=attempt.pk).update(is_right=True)


def was_wrong(attempt: Attempt) -> None:
    """The try stays counted. Raises TooMany where it began a wait, which the town's log then tells."""
    if wait := _wait(attempt, [*_before(attempt), attempt]):
        if attempt.person:
            _tell(attempt.person, attempt, wait)
        raise TooMany(wait)


def forget_attempts() -> int:
    """What is older than the law asks for is taken away. Returns how many."""
    old = Attempt.at_the_door.filter(at__lt=clock.now() - KEPT)
    return old._raw_delete(old.db)


@transaction.atomic
def _tell(person: Person, attempt: Attempt, wait: timedelta) -> None:
    """暂停登录: that a wait began, in the log of the person's town."""
    given = {"minutes": int(wait.total_seconds() // 60), "address": mask_address(attempt.address)}
    events.record(Actor.clock(person.town_id), "lock_sign_in", person, given=given)


def _before(attempt: Attempt) -> list[Attempt]:
    """The tries of the last day by the same name or from the same address that came before one, in order."""
    same = Q(name_hash=attempt.name_hash)
    if attempt.address:
        same |= Q(address=attempt.address)
    found = Attempt.at_the_door.filter(same, at__gt=attempt.at - MEMORY, id__lt=attempt.id)
    return list(found.order_by("at", "id"))


def _wait(attempt: Attempt, tries: list[Attempt]) -> timedelta:
    """How long nothing more is tried from where an attempt came, after some tries; nothing where it may be tried at once."""
    until = max(
        filter(None, (locked_until(limit, times) for limit, times in _lines(attempt, tries))), default=None
    )
    return max(until - attempt.at, timedelta()) if until else timedelta()


def _lines(attempt: Attempt, tries: list[Attempt]) -> Iterator[tuple[Limit, list[datetime]]]:
    """The lines in which an attempt stands: each a limit, and when it was tried in vain in that line."""
    place = [
        one
        for one in tries
        if one.name_hash == attempt.name_hash
        and one.device == attempt.device
        and (attempt.device or one.address == attempt.address)
    ]
    since = max((index for index, one in enumerate(place, 1) if one.is_right), default=0)
    yield ONE_PLACE, [one.at for one in place[since:]]
    if attempt.device:
        return
    strangers = [one for one in tries if not one.device and not one.is_right]
    yield ONE_NAME, [one.at for one in strangers if one.name_hash == attempt.name_hash]
    if attempt.address:
        yield ONE_ADDRESS, [one.at for one in strangers if one.address == attempt.address]
