"""Verbs of passing on: to posts and departments in one press, and what each of them has read."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed
from bihuan.core.scope import Scope
from bihuan.grid.models import Post, held_on
from bihuan.grid.queries import post_title
from bihuan.policies.actions import ways
from bihuan.policies.models import Delivery, Policy, Received
from bihuan.policies.queries import POSTS, departments, held_by, mine

POST, DEPARTMENT = "post", "department"


@transaction.atomic
def pass_document(
    actor: Actor, received_id: UUID, *, version: int, to: Sequence[str], handled_by: Sequence[str] = ()
) -> list[Delivery]:
    """分送: to all who hold some kinds of posts and to some departments ("post:mayor", "department:ID"); those in `handled_by` are to see to it.
    Who has it already is passed over. Returns what is new."""
    row, step = ways.begin_received(actor, received_id, "pass_document")
    ways.need(step, to=[*to, *handled_by])
    fresh, labels = _deliver(actor, row, to, handled_by)
    ways.advance(actor, row, step, version, passed_on=row.passed_on or clock.today())
    given = {"title": row.title, "to": labels, "deliveries": [one.pk for one in fresh]}
    events.record(actor, step.action, row, given=given, before=step.frm, after=step.to)
    return fresh


@transaction.atomic
def pass_policy(actor: Actor, policy_id: UUID, *, to: Sequence[str]) -> list[Delivery]:
    """印送: a document of the town's own, to whom it is to be known."""
    actor.need("policies")
    row = actor.hold(Policy, policy_id, what=ways.DOCUMENT)
    if row.issued_on is None or row.withdrawn_on:
        raise NotAllowed("还没有印发的、已经作废的文件不能分送。")
    if not to:
        raise Incomplete("请选择分送给谁。", {"to": "请选择分送给谁。"})
    fresh, labels = _deliver(actor, row, to, ())
    given = {"title": row.title, "to": labels, "deliveries": [one.pk for one in fresh]}
    events.record(actor, "pass_policy", row, given=given)
    return fresh


def _deliver(
    actor: Actor, row: Received | Policy, to: Sequence[str], handled_by: Sequence[str]
) -> tuple[list[Delivery], list[str]]:
    """What is new of those addressed, and how they are called. Incomplete where nobody holds a post."""
    handling, names = set(handled_by), {str(pk): name for name, pk in departments(actor.scope).items()}
    whom = list(dict.fromkeys([*to, *handled_by]))
    labels = {one: _label(one, names) for one in whom}
    if unknown := [one for one, label in labels.items() if not label]:
        raise Incomplete(f"有{len(unknown)}处不在列表中，请重新选择。", {"to": "请从列表中选择。"})
    posts = _posts(actor, whom)
    reached = {one: [post for post in posts if _is_for(post, one)] for one in whom}
    if empty := [labels[one] for one in whom if not reached[one]]:
        why = f"“{'、'.join(empty)}”现在没有任职的人，请另选。"
        raise Incomplete(why, {"to": why})
    of: dict[str, Any] = {"received": row} if isinstance(row, Received) else {"policy": row}
    there = Delivery.objects.within(Scope.whole_town(actor.town)).filter(**of)
    has = dict(there.values_list("post", "handles"))
    wanted = {post.pk: post for one in whom for post in reached[one]}
    handles = {post.pk for one in handling for post in reached[one]}
    fresh = [
        Delivery(
            town_id=actor.town,
            post=post,
            whose=post_title(post),
            handles=pk in handles,
            passed_on=clock.today(),
            by_id=actor.person_id,
            **of,
        )
        for pk, post in wanted.items()
        if pk not in has
    ]
    now_handled = [pk for pk in handles if pk in has and not has[pk]]
    if not fresh and not now_handled:
        raise NotAllowed("选的这些岗位都已经分送过了。")
    Delivery.objects.bulk_create(fresh)
    if now_handled:
        there.filter(post__in=now_handled).update(handles=True)
    return fresh, [labels[one] for one in whom]


def _label(address: str, departments: dict[str, str]) -> str:
    kind, _, value = address.partition(":")
    if kind == POST:
        return POSTS.get(value, "")
    return departments.get(value, "") if kind == DEPARTMENT else ""


def _posts(actor: Actor, whom: Sequence[str]) -> list[Post]:
    """Who holds the posts that are addressed, today."""
    kinds = [one.partition(":")[2] for one in whom if one.startswith(f"{POST}:")]
    of = [one.partition(":")[2] for one in whom if one.startswith(f"{DEPARTMENT}:")]
    found = Post.objects.within(Scope.whole_town(actor.town)).filter(
        held_on(clock.today()), Q(kind__in=kinds) | Q(department__in=of), unit__isnull=True
    )
    return list(found.select_related("cell", "department", "unit").order_by("cell__path", "pk"))


def _is_for(post: Post, address: str) -> bool:
    kind, _, value = address.partition(":")
    return post.kind == value if kind == POST else str(post.department_id) == value


@transaction.atomic
def report_handling(actor: Actor, received_id: UUID, *, version: int, note: str) -> list[Delivery]:
    """报办理情况: who is to see to a document says how far that is; the office answers above from it. Again, until it is answered: the last stands, the log
    keeps all. Forbidden for whoever it was not given to."""
    actor.need("office")
    row = actor.hold(Received, received_id, what=ways.DOCUMENT)
    today, whole = clock.today(), Scope.whole_town(actor.town)
    mine_ = mine(held_by(actor, today), today)
    found = list(Delivery.objects.within(whole).filter(mine_, received=row, handles=True).order_by("pk"))
    if not found:
        raise Forbidden("这份文件不是由您承办，不用报办理情况。")
    if not row.waits:
        raise NotAllowed(f"这份文件{row.state_label}，不用再报办理情况。")
    if row.version != version:
        raise ways.stale()
    if not note.strip():
        raise Incomplete("请写明办到哪一步、查出什么。", {"note": "请写明办到哪一步、查出什么。"})
    keys = [one.pk for one in found]
    there = Delivery.objects.within(whole).filter(pk__in=keys)
    there.update(said=note.strip(), said_on=today, said_by_id=actor.person_id)
    there.filter(read_on__isnull=True).update(read_at=clock.now(), read_on=today, read_by_id=actor.person_id)
    given = {"title": row.title, "posts": [one.whose for one in found], "note": note.strip()}
    events.record(actor, "report_handling", row, given=given)
    return found


def read_document(actor: Actor, received_id: UUID) -> list[Delivery]:
    """已阅: of a received document, at all the posts at which the actor has it."""
    return _read(actor, "read_document", received=received_id)


def read_policy(actor: Actor, policy_id: UUID) -> list[Delivery]:
    """已阅: of a document of the town's own."""
    return _read(actor, "read_policy", policy=policy_id)


@transaction.atomic
def _read(actor: Actor, action: str, **of: UUID) -> list[Delivery]:
    """签阅: at all the posts of the actor to which a document went."""
    actor.need("office")
    today, whole = clock.today(), Scope.whole_town(actor.town)
    to_me = Delivery.objects.within(whole).filter(mine(held_by(actor, today), today), **of)
    found = list(to_me.select_related("received", "policy").order_by("pk"))
    if not found:
        raise NotAllowed("这份文件没有分送给您，不用签阅。")
    keys = [one.pk for one in found if one.read_on is None]
    unread = Delivery.objects.within(whole).filter(pk__in=keys, read_on__isnull=True)
    now = {"read_at": clock.now(), "read_on": today, "read_by_id": actor.person_id}
    if not keys or not unread.update(**now):
        raise NotAllowed("您已经签阅过了。")
    row = found[0].received or found[0].policy
    assert row is not None
    given = {"title": row.title, "posts": [one.whose for one in found if one.pk in keys]}
    events.record(actor, action, row, given=given)
    return [one for one in found if one.pk in keys]
