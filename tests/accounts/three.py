"""The three administrators of 东岭镇: 许 the system's, 安 the security's, 审 the audit's, each with an authenticator bound."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pyotp

from bihuan.accounts.actions import begin_second_factor, confirm_second_factor, keep_apart
from bihuan.core import clock
from bihuan.grid import actions as grid
from tests.cast import NOW, TODAY, Cast


def hire(cast: Cast, key: str, name: str, kind: str) -> Cast:
    """The cast with one person more, appointed by 许."""
    person = grid.register_person(cast.xu, name=name, username=key)
    grid.appoint(cast.xu, person.pk, kind=kind, cell_id=cast.cells["town"].pk, from_on=TODAY)
    return replace(cast, people={**cast.people, key: person})


def bind(cast: Cast, key: str) -> None:
    """One of the cast binds an authenticator."""
    with clock.moved(NOW - timedelta(hours=1)):
        actor = getattr(cast, key)
        _, secret = begin_second_factor(actor)
        confirm_second_factor(actor, code=pyotp.TOTP(secret).at(clock.now()))


def three(cast: Cast) -> Cast:
    """The town with its three administrators, not yet kept apart."""
    cast = hire(hire(cast, "an", "安宁", "security_admin"), "shn", "申明", "audit_admin")
    for key in ("xu", "an", "shn"):
        bind(cast, key)
    return cast


def apart(cast: Cast) -> Cast:
    """The same, kept apart."""
    cast = three(cast)
    keep_apart(cast.xu)
    return cast


def post_of(cast: Cast, key: str, kind: str) -> UUID:
    """The post that one of the cast holds."""
    found = cast.people[key].posts.model.objects.within(cast.chen.scope)
    return found.get(person=cast.people[key], kind=kind, to_on__isnull=True).pk  # type: ignore[no-any-return]
