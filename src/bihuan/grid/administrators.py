"""The three administrators of a town that keeps them apart (三员分设, ADR 19): who may take such a post, and who may leave one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.grid.models import Person, Post, held_on
from bihuan.grid.rules import ADMINISTRATORS, POST_KINDS, Term, why_not_beside


def right_over(actor: Actor, kind: str) -> str:
    """The right that filling or ending a post asks for. Who only keeps the grid fills the posts of its cells; posts of the town and of
    departments give rights over more."""
    return "grid" if POST_KINDS[kind].on_the_grid and not actor.may("authorize") else "authorize"


def refuse_taking(actor: Actor, person: Person, kind: str, from_on: date) -> None:
    """Raises NotAllowed for a post that a person may not take from a day on. Holds the town."""
    if hold_town(actor).is_apart:
        refuse_term(actor, person, Term(kind, from_on, None), terms_of(actor.town, [person.pk])[person.pk])


def refuse_term(actor: Actor, person: Person, term: Term, others: Iterable[Term]) -> None:
    """In a town that keeps the three apart, raises NotAllowed for a term that a person may not be given: by oneself, or beside the
    `others` that the person has."""
    if person.pk == actor.person:
        raise NotAllowed("三员分设后，不能给自己任命岗位、延长任期。请由另一名系统安全管理员办理。")
    if why := why_not_beside(term, others):
        raise NotAllowed(f"{person.name}已有岗位：{why}请另选一人。")


def refuse_change(actor: Actor, post: Post, from_on: date, to_on: date | None) -> None:
    """In a town that keeps the three apart, raises NotAllowed for new days of a post: more of them are given as a post is, and fewer
    leave none of the three posts empty."""
    if from_on < post.from_on or (to_on or date.max) > (post.to_on or date.max):
        others = terms_of(actor.town, [post.person_id], but=post.pk)[post.person_id]
        refuse_term(actor, post.person, Term(post.kind, from_on, to_on), others)
    day = _first_without(post, from_on, to_on)
    if post.kind not in ADMINISTRATORS or day is None:
        return
    others_stay = holders(actor.town, day).filter(kind=post.kind, to_on__isnull=True).exclude(pk=post.pk)
    if not others_stay.exists():
        raise NotAllowed(
            f"三员分设期间，{post.label}不能空缺：{post.person.name}是唯一的一名。请先任命接任的人，再办离任。"
        )


def _first_without(post: Post, from_on: date, to_on: date | None) -> date | None:
    """The first day, of today and later, that new days take from a post; None for none."""
    today = clock.today()
    if from_on > (began := max(post.from_on, today)):
        return began
    if to_on is not None and to_on < (post.to_on or date.max):
        return max(to_on + timedelta(days=1), today)
    return None


def terms_of(town: UUID, persons: Iterable[UUID], but: UUID | None = None) -> defaultdict[UUID, list[Term]]:
    """The terms of all posts that some persons have, had or will have, `but` one; by person. One query."""
    found: defaultdict[UUID, list[Term]] = defaultdict(list)
    posts = Post.objects.within(Scope.whole_town(town)).filter(person__in=persons).exclude(pk=but)
    for person, *term in posts.values_list("person_id", "kind", "from_on", "to_on"):
        found[person].append(Term(*term))
    return found


def holders(town: UUID, on: date) -> QuerySet[Post]:
    """The posts of the three, held on a day by persons whose account is not closed."""
    found: QuerySet[Post] = (
        Post.objects.within(Scope.whole_town(town))
        .filter(held_on(on), kind__in=ADMINISTRATORS, person__is_active=True)
        .select_related("person")
        .order_by("from_on", "pk")
    )
    return found
