"""Cells, persons and posts as things that can come in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.grid.intake.actions import (
    take_cells,
    take_persons,
    take_posts,
    undo_cells,
    undo_persons,
    undo_posts,
)
from bihuan.grid.intake.known import KnownCells, KnownPersons, KnownPosts, ToldCell, ToldPerson, ToldPost
from bihuan.grid.intake.options import also_called, cell_options, department_options, person_options
from bihuan.grid.models import Cell, Person
from bihuan.grid.queries import cells_in_force, posts_held
from bihuan.grid.rules import POST_KINDS
from bihuan.intake.cells import bare
from bihuan.intake.registry import Column, Kind, Known, Option, declare_kind

# Words in which lists write a post.
_ALSO_POSTS = {
    "grid_member": ("专职网格员", "兼职网格员"),
    "village_head": ("网格长", "村书记", "村支部书记", "村主任"),
    "office_head": ("片长",),
    "enterprise_safety": ("安全员", "安全管理员", "企业安全员"),
    "inspector": ("检查员", "执法人员", "执法员"),
    "safety_head": ("安办主任", "应急办主任"),
}
_PHONES = ("手机", "电话", "联系电话", "手机号码", "联系方式", "电话号码")
_CELLS = ("所属网格", "村", "所在村", "负责网格", "包保村", "责任区", "村（社区）", "村居")

CELLS = (
    Column(
        "name",
        "网格名称",
        "name",
        required=True,
        longest=60,
        also=("名称", "网格", "村名", "村（社区）", "社区名称", "网格名"),
        example="石桥村",
    ),
    Column(
        "parent",
        "上级网格",
        "name",
        longest=60,
        also=("上级", "所属上级", "所属办事处", "所属村", "所属片区", "上级名称"),
    ),
    Column("kind", "类别", "choice", required=True, fill=True, also=("网格类别", "类型", "层级", "级别")),
    Column("opened_on", "启用日期", "day", also=("启用时间", "成立日期", "划分日期")),
    Column(
        "code",
        "统计用区划代码",
        "code",
        longest=12,
        also=("区划代码", "行政区划代码", "统计代码", "村代码", "代码"),
        example="12位，办事处和小网格不填",
    ),
)
PERSONS = (
    Column(
        "name",
        "姓名",
        "name",
        required=True,
        longest=40,
        also=("名字", "人员姓名", "网格员", "网格员姓名", "人员"),
    ),
    Column("phone", "手机号", "mobile", longest=11, also=_PHONES),
    Column("username", "用户名", longest=40, also=("账号", "登录名")),
    Column("card", "行政执法证号", longest=30, also=("执法证号", "执法证", "执法证编号")),
    Column("card_until", "执法证有效期至", "day", also=("有效期至", "有效期", "执法证有效期")),
    Column(
        "post",
        "岗位（核对同名用）",
        also=("现任岗位", "职务", "岗位名称", "担任岗位"),
        example="不在这里任命",
    ),
    Column("place", "网格（核对同名用）", also=("部门", *_CELLS), example="不在这里任命"),
)
POSTS = (
    Column(
        "person_id",
        "人员",
        "choice",
        required=True,
        also=("姓名", "人员姓名", "网格员姓名", "用户名", "手机号", *_PHONES),
        example="姓名、手机号或用户名",
    ),
    Column("kind", "岗位", "choice", required=True, fill=True, also=("职务", "岗位名称", "担任岗位", "职责")),
    Column("cell_id", "网格", "choice", required=True, fill=True, also=_CELLS),
    Column("department_id", "部门", "choice", fill=True, also=("所在部门", "科室", "站所")),
    Column("from_on", "任职日期", "day", also=("任职时间", "上岗日期", "起始日期")),
    Column("to_on", "离任日期", "day", also=("离任时间", "截止日期", "离岗日期"), example="还在任的不填"),
)


def _cell_options(_actor: Actor) -> Mapping[str, Sequence[Option]]:
    return {"kind": [Option(code, label) for code, label in Cell.KINDS if code != "town"]}


def _post_options(actor: Actor) -> Mapping[str, Sequence[Option]]:
    return {
        "person_id": person_options(actor),
        "kind": [Option(code, one.label, _ALSO_POSTS.get(code, ())) for code, one in POST_KINDS.items()],
        "cell_id": cell_options(actor, clock.today()),
        "department_id": department_options(actor),
    }


def _look_at_cells(actor: Actor, names: frozenset[str]) -> Known:
    cells = list(cells_in_force(Scope.whole_town(actor.town), clock.today()))
    above = {one.path: one.name for one in cells}
    told = [ToldCell(one.pk, one.path, one.name, above.get(one.path[:-4], ""), one.code) for one in cells]
    return KnownCells(told, names)


def _look_at_persons(actor: Actor, phones: frozenset[str]) -> Known:
    whole = Scope.whole_town(actor.town)
    stands: dict[UUID, set[str]] = defaultdict(set)
    for post in posts_held(whole, clock.today()):
        label = POST_KINDS[post.kind].label
        words = (label, *_ALSO_POSTS.get(post.kind, ()), *also_called(post.cell.name))
        stands[post.person_id] |= set(map(bare, words))
        if post.department:
            stands[post.person_id].add(bare(post.department.name))
    rows = Person.objects.within(whole).filter(is_active=True).values_list("pk", "name", "phone", "username")
    others = Person.accounts.exclude(town_id=actor.town).filter(phone__in=phones)
    there = [
        ToldPerson(pk, name, phone or "", user or "", frozenset(stands[pk])) for pk, name, phone, user in rows
    ]
    return KnownPersons(there, frozenset(filter(None, others.values_list("phone", flat=True))))


def _look_at_posts(actor: Actor, _names: frozenset[str]) -> Known:
    whole, today = Scope.whole_town(actor.town), clock.today()
    held = {
        (one.person_id, one.kind, one.cell_id, one.department_id): ToldPost(one.pk, one.from_on)
        for one in posts_held(whole, today)
    }
    return KnownPosts(held, {one.pk: one.level for one in cells_in_force(whole, today)})


declare_kind(
    Kind(
        "cells",
        "网格",
        "grid",
        CELLS,
        _cell_options,
        _look_at_cells,
        take_cells,
        undo_cells,
        once=(("name", "parent"), ("code",)),
        names="name",
        page="cell",
        list_page="grid",
        unit="个",
    )
)
declare_kind(
    Kind(
        "people",
        "人员",
        "people",
        PERSONS,
        lambda _actor: {},
        _look_at_persons,
        take_persons,
        undo_persons,
        once=(("phone",), ("username",), ("name", "phone", "username", "card", "post", "place")),
        names="phone",
        page="person",
        list_page="people",
        unit="人",
    )
)
declare_kind(
    Kind(
        "posts",
        "岗位",
        "grid",
        POSTS,
        _post_options,
        _look_at_posts,
        take_posts,
        undo_posts,
        once=(("person_id", "kind", "cell_id", "department_id"),),
        list_page="grid",
        unit="个",
    )
)
