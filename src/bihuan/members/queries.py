"""Reading of a unit's persons and its invitations."""

from datetime import date

from django.db.models import Case, IntegerField, QuerySet, Value, When

from bihuan.accounts.rules import code_hash, plain_code
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import moment_in_words
from bihuan.core.errors import NotAllowed, NotFound
from bihuan.core.scope import Scope
from bihuan.grid.models import Post
from bihuan.grid.queries import posts_held
from bihuan.grid.rules import UNIT_POSTS
from bihuan.members.models import Call
from bihuan.units.models import Unit

AGAIN = "请邀请您的人（本单位负责人或镇安全办）重新邀请。"


def members(unit: Unit, on: date) -> QuerySet[Post]:
    """The posts held at a unit on a day, the head's first."""
    place = Case(
        *(When(kind=kind, then=Value(at)) for at, kind in enumerate(UNIT_POSTS)), output_field=IntegerField()
    )
    found = posts_held(Scope.whole_town(unit.town_id), on).filter(unit=unit)
    return found.order_by(place, "from_on", "pk")


def open_calls(scope: Scope, unit: Unit) -> QuerySet[Call]:
    """The invitations of a unit that nobody has used and nobody ended, run out or not."""
    found: QuerySet[Call] = Call.objects.within(scope).filter(
        unit=unit, used_at__isnull=True, ended_at__isnull=True
    )
    return found


def may_invite(actor: Actor, unit: Unit) -> bool:
    """Whether an actor invites to a unit of the actor's scope: who keeps the register for the town, and the unit's own head."""
    return actor.may("units|members") and unit.ended_on is None and unit.merged_into_id is None


def call_by(code: str) -> Call:
    """The invitation of a code that still opens. Raises NotFound for no such code; NotAllowed says why one opens no more."""
    found: Call | None = (
        Call.at_the_door.select_related("unit", "town", "person").filter(code_hash=code_hash(code)).first()
        if plain_code(code)
        else None
    )
    if found is None:
        raise NotFound(f"没有这个邀请。请核对邀请码有没有输错；仍不行的，{AGAIN}")
    if found.used_at:
        when = moment_in_words(found.used_at)
        raise NotAllowed(
            f"这个邀请已于{when}用过，一个邀请只能用一次。是您本人用的，请直接登录；不是的，{AGAIN}"
        )
    if found.ended_at:
        raise NotAllowed(f"这个邀请已经撤回。{AGAIN}")
    if found.expires_at <= clock.now():
        raise NotAllowed(f"这个邀请已于{moment_in_words(found.expires_at)}过期。{AGAIN}")
    if found.unit.merged_into_id or (found.unit.ended_on and found.unit.ended_on < clock.today()):
        raise NotAllowed(f"“{found.unit.name}”{found.unit.state_label}，这个邀请随之作废。{AGAIN}")
    return found
