"""What a unit's persons declare: the units that have somebody who signs in for them, and how many persons that are."""

from datetime import date

from django.db.models import Count, Q

from bihuan.core.scope import Scope
from bihuan.figures.registry import Figure, Kind, Source, declare, declare_source
from bihuan.grid.models import Post
from bihuan.grid.rules import UNIT_KEEPERS, UNIT_POSTS
from bihuan.units.models import Unit


def _posts(scope: Scope):  # type: ignore[no-untyped-def]
    """Posts at units inside a scope: the scope is asked of their units."""
    units = Unit.objects.within(scope).values("pk")
    return Post.objects.within(Scope.whole_town(scope.town)).filter(kind__in=UNIT_POSTS, unit__in=units)


declare_source(
    Source(
        "unit_posts",
        "企业人员",
        Post,
        _posts,
        cell="unit__cell_path",
        category="unit__category",
        columns=(("unit__name", "单位"), ("person__name", "姓名"), ("kind", "岗位"), ("from_on", "任职日期")),
    )
)


def _held(cutoff: date) -> Q:
    there = Q(unit__ended_on__isnull=True) | Q(unit__ended_on__gte=cutoff)
    return Q(from_on__lte=cutoff) & (Q(to_on__isnull=True) | Q(to_on__gte=cutoff)) & there


declare(
    (
        Figure(
            "members.units",
            "开通企业端单位",
            "家",
            "截止日有主要负责人或安全管理员可以登录办事的监管对象家数，不论何时邀请。",
            Kind.STOCK,
            "unit_posts",
            lambda cutoff: _held(cutoff) & Q(kind__in=UNIT_KEEPERS),
            lambda where: Count("unit", filter=where, distinct=True),
            also=("开通企业端", "企业端开通单位"),
        ),
        Figure(
            "members.persons",
            "企业端人员",
            "人",
            "截止日在监管对象任主要负责人、安全管理员、班组长、岗位员工的人数，一人在几家任职的计一人。",
            Kind.STOCK,
            "unit_posts",
            _held,
            lambda where: Count("person", filter=where, distinct=True),
            also=("企业端用户", "企业账号"),
        ),
    )
)
