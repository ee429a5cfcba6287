"""What self-checks put into a unit's file: how many were due and made month by month, and how each check at each risk point stands."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Max, Sum

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.paper import Leaf, Paragraph, Table
from bihuan.risks.models import RiskPoint
from bihuan.risks.rules import FREQUENCIES, LEVELS, level_labels
from bihuan.selfchecks.models import SelfCheck, UnitDay
from bihuan.selfchecks.queries import EVERIES, checks, schedules
from bihuan.units.chapters import Chapter, declare_chapter, nowhere
from bihuan.units.models import Unit

MONTHS = ("月份", "自查", "到期应自查", "其中按时自查", "自查发现隐患")
EACH = ("序号", "风险点", "层级", "频次", "一年内自查", "最近一次", "检查人", "结果")


def _record(actor: Actor, unit: Unit, on: date) -> list[Leaf]:
    """Of a year back, as far as there are checks."""
    since = date(on.year - 1, on.month, 1)
    each = _each(actor, unit, since)
    if not each:
        return []
    shifts = schedules(actor.scope, [unit.pk], on)[unit.pk].says
    return [
        Paragraph(
            f"班次：{shifts}。一次自查是一个风险点一级的全部检查内容；下面只列一年内的，逐次的记录在系统里。"
        ),
        Table(MONTHS, _months(actor, unit, since), caption="各月自查"),
        Table(EACH, each, caption="各风险点自查"),
    ]


def _months(actor: Actor, unit: Unit, since: date) -> tuple[tuple[str, ...], ...]:
    days = UnitDay.objects.within(actor.scope).filter(unit=unit, day__gte=since)
    rows = (
        days.order_by()
        .values_list("day__year", "day__month")
        .annotate(made=Sum("checks"), owed=Sum("due"), kept=Sum("done"), found=Sum("hazards"))
    )
    return tuple(
        (f"{year}年{month}月", f"{made}次", f"{owed}次", f"{kept}次", f"{found}条")
        for year, month, made, owed, kept, found in sorted(rows)
    )


def _each(actor: Actor, unit: Unit, since: date) -> tuple[tuple[str, ...], ...]:
    """A line for each check that has been made at points in force: which, how often, and the last of them."""
    made = checks(actor.scope).filter(unit=unit, point__ended_on__isnull=True, at__gte=clock.at(since, 0))
    groups = list(made.order_by().values("point", "level", "every").annotate(n=Count("pk"), last=Max("at")))
    last: dict[Any, SelfCheck] = {
        (one.point_id, one.level, one.every, one.at): one
        for one in made.filter(at__in={one["last"] for one in groups}).select_related("person")
    }
    points = RiskPoint.objects.within(actor.scope).in_bulk([one["point"] for one in groups])
    labels = level_labels(unit.category)

    def place(one: Mapping[str, Any]) -> tuple[int, int, int]:
        return points[one["point"]].number, LEVELS.index(one["level"]), EVERIES.index(one["every"])

    return tuple(
        (
            str(number),
            f"{points[one['point']].code} {points[one['point']]}",
            labels[one["level"]],
            FREQUENCIES[one["every"]],
            f"{one['n']}次",
            f"{clock.town_day(one['last']):%Y-%m-%d}",
            latest.person.name,
            "正常" if latest.is_normal else "发现隐患",
        )
        for number, one in enumerate(sorted(groups, key=place), start=1)
        for latest in (last[one["point"], one["level"], one["every"], one["last"]],)
    )


# Whether a unit checks itself is judged by its days (ADR 23), not by its file: a file is not short of what is not due yet.
declare_chapter(Chapter("selfchecks.record", "企业自查记录", 100, _record, required=nowhere, across=True))
