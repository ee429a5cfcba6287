"""The list of persons: its columns, and the end of posts of many at once."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.masking import mask_phone
from bihuan.grid import actions
from bihuan.grid.forms import EndPostForm, PeopleFilter
from bihuan.grid.models import Person
from bihuan.grid.queries import post_title, posts_held
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Bulk, Column, Listing, declare_listing


def _posts(row: Any) -> str:
    return "、".join(post_title(post) for post in row.posts_today) or "无岗位"


def _with_posts(found: QuerySet[Person], actor: Actor) -> QuerySet[Person]:
    held = posts_held(actor.scope, clock.today())
    return found.prefetch_related(Prefetch("posts", queryset=held, to_attr="posts_today"))


def _account(row: Any) -> str:
    if not row.is_active:
        return "已停用"
    if not row.has_usable_password():
        return "未设密码"
    return "待改密码" if row.must_change_password else "可登录"


def _end_posts(actor: Actor, row: Any, given: Mapping[str, Any]) -> None:
    for post in posts_held(actor.scope, clock.today()).filter(person=row, to_on__isnull=True):
        actions.end_post(actor, post.pk, **given)


def _without_post(actor: Actor, row: Any) -> str:
    """Why nothing can be ended, or ""; oneself is left to others, or nobody might be there to undo it."""
    if row.pk == actor.person:
        return "本人的岗位请由别的管理员办理。"
    held = posts_held(actor.scope, clock.today()).filter(person=row, to_on__isnull=True)
    return "" if held.exists() else "没有在任的岗位。"


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
            Column("account", "账号", _account),
        ),
        template="grid/people.html",
        cells="grid/people_cells.html",
        bulk=(
            Bulk(
                "end",
                "全部离任",
                "authorize",
                EndPostForm,
                _end_posts,
                _without_post,
                template="grid/bulk_end.html",
            ),
        ),
    )
)
declare_export(PEOPLE)
