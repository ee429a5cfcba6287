"""The three administrators of a town that keeps them apart (三员分设, ADR 19): who may take such a post, and who may leave one."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.grid.models import Person, Post, held_on
from bihuan.grid.rules import ADMINISTRATORS, POST_KINDS, why_not_together


def right_over(actor: Actor, kind: str) -> str:
    """The right that filling or ending a post asks for. Who only keeps the grid fills the posts of its cells; posts of the town and of
    departments give rights over more."""
    return "grid" if POST_KINDS[kind].on_the_grid and not actor.may("authorize") else "authorize"


def refuse_taking(actor: Actor, person: Person, kind: str, from_on: date) -> None:
    """Raises NotAllowed for a post that a person may not take from a day on: one's own giving, or beside what the person holds."""
    if not hold_town(actor).is_apart:
        return
    if person.pk == actor.person:
        raise NotAllowed("三员分设后，不能给自己任命岗位。请由另一名系统安全管理员办理。")
    held = Post.objects.within(Scope.whole_town(actor.town)).filter(
        Q(to_on__isnull=True) | Q(to_on__gte=from_on), person=person
    )
    if why := why_not_together(kind, held.values_list("kind", flat=True)):
        raise NotAllowed(f"{person.name}已有岗位：{why}请另选一人。")


def refuse_leaving(actor: Actor, posts: Iterable[Post], to_on: date) -> None:
    """Raises NotAllowed where after a day nobody would be left in one of the three posts."""
    ending = [post for post in posts if post.kind in ADMINISTRATORS]
    if not ending or not hold_town(actor).is_apart:
        return
    left = set(
        holders(actor.town, max(to_on + timedelta(days=1), clock.today()))
        .filter(to_on__isnull=True)
        .exclude(pk__in=[post.pk for post in ending])
        .values_list("kind", flat=True)
    )
    for post in ending:
        if post.kind not in left:
            raise NotAllowed(
                f"三员分设期间，{post.label}不能空缺：{post.person.name}是唯一的一名。请先任命接任的人，再办离任。"
            )


def holders(town: UUID, on: date) -> QuerySet[Post]:
    """The posts of the three, held on a day by persons whose account is not closed."""
    found: QuerySet[Post] = (
        Post.objects.within(Scope.whole_town(town))
        .filter(held_on(on), kind__in=ADMINISTRATORS, person__is_active=True)
        .select_related("person")
        .order_by("from_on", "pk")
    )
    return found
