"""The few deeds that the stories of the grid begin with."""

from typing import Any

from bihuan.core import clock, files
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.grid.actions import appoint, register_person
from bihuan.grid.handover_actions import Signed, hand_over
from bihuan.grid.holdings import held_at, seal
from bihuan.grid.models import Handover, Person, Post
from tests.cast import FOUNDED, TODAY, Cast, picture


def newcomer(cast: Cast, name: str = "宋新") -> Person:
    """Somebody of the town without a post."""
    return register_person(Actor.founder(cast.town.pk), name=name)


def post_of(cast: Cast, key: str) -> Post:
    """The post that one of the cast holds."""
    rows = Post.objects.within(Scope.whole_town(cast.town.pk)).select_related("cell", "department", "person")
    return rows.filter(person=cast.people[key]).order_by("from_on").last()  # type: ignore[no-any-return]


def handed(cast: Cast, key: str = "li", taker: Person | None = None, **more: Any) -> Handover:
    """A post handed over by 陈 today, signed by both."""
    post, chen = post_of(cast, key), cast.chen
    given = {
        "taker_id": (taker or newcomer(cast)).pk,
        "on": clock.today(),
        "seen": seal(held_at(post, clock.today())),
        "signed": Signed(giver=cast.photo(chen, "white"), taker=cast.photo(chen, "black")),
    }
    return hand_over(chen, post.pk, **(given | more))


def handed_over(actor: Actor, unit: Any) -> Any:
    """The id of a hand-over at a unit's cell, between two who are not of the cast."""
    founder, cell = Actor.founder(actor.town), unit.cell_id
    giver, taker = (register_person(founder, name=name) for name in ("旧员", "新员"))
    post = appoint(founder, giver.pk, kind="grid_member", cell_id=cell, from_on=FOUNDED)
    signature = files.keep_picture(actor, picture("white", "PNG"), "签字.png").pk
    return hand_over(
        actor,
        post.pk,
        taker_id=taker.pk,
        on=TODAY,
        seen=seal(held_at(post, TODAY)),
        signed=Signed(giver=signature, taker=signature),
    ).pk
