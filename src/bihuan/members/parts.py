"""What a unit's persons add to its page, and how its invitations follow a merger."""

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.parts import Given, Part, declare_part
from bihuan.lists.registry import Together, declare_together
from bihuan.members.models import Call
from bihuan.members.queries import may_invite, members, open_calls
from bihuan.members.rules import invited_by
from bihuan.units.following import declare_stays
from bihuan.units.models import Unit

SHOWN = 60


def _of_unit(actor: Actor, unit: Unit) -> Given | None:
    may = may_invite(actor, unit)
    posts = list(members(unit, clock.today())[:SHOWN])
    if not posts and not may:
        return None
    roles = invited_by(town=actor.may("units")) if may else {}
    return {
        "unit": unit,
        "posts": [(post, post.kind in roles and post.person_id != actor.person) for post in posts],
        "calls": list(open_calls(actor.scope, unit)[:SHOWN]) if may else [],
        "may": may,
        "may_reset": actor.may("units"),
        "own": actor.person,
        "may_phone": actor.may("inspect|members"),
        "now": clock.now(),
    }


declare_together("units", Together("invite", "打印邀请单", "units", "member_wave"))
declare_part(Part("unit", "members/part.html", _of_unit, side=True))
declare_stays(Call)  # made out to the unit as it was; who is to come is invited to the one that is kept
