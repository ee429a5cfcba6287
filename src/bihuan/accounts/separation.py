"""How the three administrators of a town stand (三员分设, ADR 19): who they are, and what is still in the way of keeping them apart."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from bihuan.accounts.models import Rejoining, SecondFactor
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.grid.administrators import holders
from bihuan.grid.models import Person, Post
from bihuan.grid.rules import ADMINISTRATORS, ALONE, POST_KINDS, why_not_together

RIGHTS = "|".join(ALONE)  # whoever has one of these looks at the page


@dataclass(frozen=True)
class Holder:
    """A person in one of the three posts, and whether an authenticator is bound."""

    person: Person
    has_factor: bool


@dataclass(frozen=True)
class Standing:
    """The posts of the three by their words with their holders; what is in the way; the wish that waits, if any."""

    posts: list[tuple[str, list[Holder]]]
    gaps: list[str]
    wish: Rejoining | None


def standing(actor: Actor) -> Standing:
    """How the three of the actor's town stand today."""
    whole, today = Scope.whole_town(actor.town), clock.today()
    held = list(holders(actor.town, today))
    bound = set(
        SecondFactor.objects.within(whole)
        .filter(confirmed_at__isnull=False, ended_at__isnull=True, person__in=[one.person_id for one in held])
        .values_list("person", flat=True)
    )
    posts = [
        (
            POST_KINDS[kind].label,
            [Holder(one.person, one.person_id in bound) for one in held if one.kind == kind],
        )
        for kind in ADMINISTRATORS
    ]
    wish = Rejoining.objects.within(whole).filter(answered_at__isnull=True).select_related("asked_by").first()
    return Standing(posts, [*_empty(posts), *_together(actor), *_unbound(posts)], wish)


def post_of_three(actor: Actor) -> str:
    """Which of the three an actor is, "" for none."""
    return next((one for one in ADMINISTRATORS if one in actor.kinds), "")


def may_agree(actor: Actor, wish: Rejoining) -> bool:
    """Whether a wish waits for this actor: another person of another of the three posts than who asked."""
    kind = post_of_three(actor)
    return bool(kind) and kind != wish.asked_as and actor.person != wish.asked_by_id


def _empty(posts: list[tuple[str, list[Holder]]]) -> list[str]:
    return [f"还没有人任{label}。" for label, found in posts if not found]


def _together(actor: Actor) -> list[str]:
    found = together(actor.town, person__is_active=True)
    return [f"{person.name}：{why}" for person, why in found.items()]


def together(town: UUID, **whose: Any) -> dict[Person, str]:
    """Who of some persons holds posts today, or will, that do not go together, and why: one that ends today gives its rights until
    midnight. `whose` narrows the posts."""
    kinds: dict[Person, list[str]] = {}
    held_or_to_come = Q(to_on__isnull=True) | Q(to_on__gte=clock.today())
    posts = Post.objects.within(Scope.whole_town(town)).filter(held_or_to_come, **whose)
    for post in posts.select_related("person"):
        kinds.setdefault(post.person, []).append(post.kind)
    told = {
        person: next(filter(None, (why_not_together(kind, held) for kind in held)), "")
        for person, held in kinds.items()
    }
    return {person: why for person, why in told.items() if why}


def _unbound(posts: list[tuple[str, list[Holder]]]) -> list[str]:
    names = dict.fromkeys(one.person.name for _label, found in posts for one in found if not one.has_factor)
    return [f"{name}还没有绑定动态口令。" for name in names]
