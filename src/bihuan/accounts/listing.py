"""The list of persons: their posts and how their accounts stand, and the end of posts of many at once."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from bihuan.accounts.forms import PeopleFilter
from bihuan.accounts.queries import known_mark, with_invitations
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.masking import mask_phone
from bihuan.core.moving import hold_town
from bihuan.grid import actions
from bihuan.grid.forms import EndPostForm
from bihuan.grid.models import Person, Post
from bihuan.grid.queries import post_title, posts_held
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Bulk, Column, Listing, declare_listing


def _posts(row: Any) -> str:
    return "、".join(post_title(post) for post in row.posts_today) or "无岗位"


def _with_posts(found: QuerySet[Person], actor: Actor) -> QuerySet[Person]:
    held = posts_held(actor.scope, clock.today())
    return found.prefetch_related(Prefetch("posts", queryset=held, to_attr="posts_today"))


def _account(row: Any) -> str:
    return known_mark(row)[2]


def _with_invitations(found: QuerySet[Person], actor: Actor) -> QuerySet[Person]:
    return with_invitations(found, actor.scope)


def _ending(actor: Actor, rows: Sequence[Any]) -> QuerySet[Post]:
    return posts_held(actor.scope, clock.today()).filter(person__in=rows, to_on__isnull=True)


def _hold(actor: Actor, rows: Sequence[Any], _given: Mapping[str, Any]) -> None:
    hold_town(actor)
    list(_ending(actor, rows).order_by("pk").held())  # type: ignore[attr-defined]


def _end_posts(actor: Actor, row: Any, given: Mapping[str, Any]) -> None:
    for post in _ending(actor, [row]):
        actions.end_post(actor, post.pk, **given)


def _without_post(actor: Actor, rows: Sequence[Any]) -> dict[UUID, str]:
    """Of whom nothing can be ended, and why; oneself is left to others, or nobody might be there to undo it."""
    holders = set(_ending(actor, rows).values_list("person", flat=True))
    refused = {row.pk: "没有在任的岗位。" for row in rows if row.pk not in holders}
    mine = {row.pk: "本人的岗位请由别的管理员办理。" for row in rows if row.pk == actor.person}
    return refused | mine


PEOPLE = declare_listing(
    Listing(
        key="people",
        title="人员岗位",
        unit="人",
        right="people|authorize",
        form=PeopleFilter,
        columns=(
            Column("name", "姓名", lambda row: row.name, main=True),
            Column("posts", "岗位", _posts, wide=30, brings=_with_posts),
            Column("username", "用户名", lambda row: row.username or ""),
            Column("phone", "手机号", lambda row: mask_phone(row.phone or "")),
            Column("card", "执法证", lambda row: row.card),
            Column("until", "执法证有效期", lambda row: row.card_until),
            Column("account", "账号", _account, wide=24, brings=_with_invitations),
        ),
        template="accounts/people.html",
        cells="accounts/people_cells.html",
        context=lambda _actor: {"account_mark": known_mark},
        bulk=(
            Bulk(
                "end",
                "全部离任",
                "authorize",
                EndPostForm,
                _hold,
                _end_posts,
                _without_post,
                template="accounts/bulk_end.html",
            ),
        ),
    )
)
declare_export(PEOPLE)
