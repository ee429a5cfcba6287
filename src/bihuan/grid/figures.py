"""What the grid declares: cells, the persons who hold them, and the cells without anyone."""

from datetime import date

from django.db.models import Count, Q

from bihuan.core.scope import Scope
from bihuan.figures.registry import Figure, Kind, Source, declare, declare_source
from bihuan.grid.models import Cell, Post, held_on
from bihuan.grid.queries import in_force
from bihuan.grid.rules import GRID_KEEPERS


def _posts(scope: Scope):  # type: ignore[no-untyped-def]
    """Posts on the grid inside a scope: the scope is asked of their cells."""
    cells = Cell.objects.within(scope).values("pk")
    return Post.objects.within(scope).filter(kind__in=GRID_KEEPERS, department=None, cell__in=cells)


declare_source(
    Source(
        "cells",
        "网格",
        Cell,
        lambda scope: Cell.objects.within(scope),
        cell="path",
        columns=(("name", "网格"), ("kind", "类别"), ("opened_on", "启用日期")),
    )
)
declare_source(
    Source(
        "posts",
        "网格岗位",
        Post,
        _posts,
        cell="cell__path",
        columns=(("cell__name", "网格"), ("person__name", "姓名"), ("kind", "岗位"), ("from_on", "任职日期")),
    )
)


def _uncovered(cutoff: date) -> Q:
    held = Q(posts__from_on__lte=cutoff) & (Q(posts__to_on__isnull=True) | Q(posts__to_on__gte=cutoff))
    covered = Cell._base_manager.filter(held, posts__kind__in=GRID_KEEPERS).values("pk")
    return in_force(cutoff) & ~Q(pk__in=covered)


declare(
    (
        Figure(
            "grid.cells",
            "网格",
            "个",
            "截止日在用的各级网格数。",
            Kind.STOCK,
            "cells",
            in_force,
            also=("网格", "监管网格", "微网格"),
            verbs=("划分", "设立", "划成"),
            units_also=("张",),
        ),
        Figure(
            "grid.uncovered",
            "无人网格",
            "个",
            "截止日在用而没有实名责任人的网格数。",
            Kind.STOCK,
            "cells",
            _uncovered,
            also=("无责任人网格", "空白网格"),
        ),
        Figure(
            "grid.members",
            "网格员",
            "名",
            "截止日在网格上任职的人数（网格长、网格员、企业安全管理员，一人一计）。",
            Kind.STOCK,
            "posts",
            held_on,
            lambda q: Count("person", filter=q, distinct=True),
            also=("网格员", "网格长", "安全员", "巡查员"),
            verbs=("配备", "落实", "明确"),
            units_also=("人",),
        ),
    )
)
