"""The ledger of major hazards (重大隐患台账, 一患一档), one row a hazard with its file and its listed supervision."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from bihuan.core.actions import Actor
from bihuan.hazards.ledgers import as_in_list, how_it_stands, ledger
from bihuan.hazards.listing import filters
from bihuan.hazards.models import Hazard
from bihuan.lists.registry import Column
from bihuan.majors.forms import LISTING_CHOICES, MajorFilter
from bihuan.majors.models import Listing
from bihuan.majors.queries import Standing, standing_of, with_files


def _with_file(found: QuerySet[Hazard], actor: Actor) -> QuerySet[Hazard]:
    return with_files(found, actor.scope)


def _of_file(
    key: str, label: str, told: Callable[[Standing], Any], *, minor: bool = False, wide: int = 14
) -> Column:
    """A column of what a major hazard's file says."""
    return Column(
        key,
        label,
        lambda row: told(standing_of(row)),
        minor=minor,
        num=key == "funds",
        wide=wide,
        brings=_with_file,
    )


def _of_listing(key: str, label: str, told: Callable[[Listing], str], *, minor: bool = False) -> Column:
    """A column of its listed supervision."""
    return _of_file(key, label, lambda at: told(at.listing) if at.listing else "", minor=minor)


def _filters(actor: Actor) -> dict[str, Any]:
    return filters(actor) | {"more_filters": [("listing", "不论挂牌", LISTING_CHOICES)]}


MAJORS = ledger(
    "majors",
    "重大隐患台账",
    (
        as_in_list("number", stays=True),
        Column("judged", "判定日期", lambda row: row.major_on),
        as_in_list("unit"),
        as_in_list("cell", "所在村、网格", minor=True),
        as_in_list("category", minor=True),
        as_in_list("place", minor=True),
        as_in_list("text", "隐患描述"),
        _of_file("criterion", "判定标准", lambda at: at.criterion_in_short, minor=True, wide=30),
        Column("standing", "状态", how_it_stands),
        _of_file("reported", "上报", lambda at: at.case.reported_on or "未上报"),
        _of_file("fixed", "五落实", lambda at: at.case.fixed_on or "未落实"),
        _of_file("responsible", "责任", lambda at: at.case.responsible, minor=True, wide=24),
        _of_file("measures", "治理措施", lambda at: at.case.measures, minor=True, wide=30),
        _of_file("funds", "资金（元）", lambda at: at.case.funds_yuan, minor=True),
        as_in_list("deadline"),
        _of_file("emergency", "应急措施", lambda at: at.case.emergency, minor=True, wide=30),
        _of_listing("listed", "挂牌文号", lambda one: one.number or one.state_label, minor=True),
        _of_listing("level", "督办级别", lambda one: one.level_label),
        _of_listing("body", "督办单位", lambda one: one.body, minor=True),
        Column("passed", "复查合格", lambda row: row.passed_on, minor=True),
        as_in_list("settled", "验收销号", minor=True),
        _of_listing("delisted", "摘牌文号", lambda one: one.delist_number, minor=True),
        _of_file("visited", "最近巡查", lambda at: at.visited_on, minor=True),
        _of_file("due", "下次巡查", lambda at: at.visit_due_on),
    ),
    form=MajorFilter,
    hint="一患一档",
    context=_filters,
)
