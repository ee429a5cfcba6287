"""The list of units: its columns, and what is done to many at once."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.masking import mask_phone
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.grid.models import Department
from bihuan.grid.queries import cell_choices, cell_in_use, village
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Bulk, Column, Listing, declare_listing
from bihuan.units import actions
from bihuan.units.forms import CATEGORY_CHOICES, CategoryForm, DepartmentForm, PlaceForm, UnitFilter
from bihuan.units.models import Unit
from bihuan.units.rules import STATES


def _with_village(found: QuerySet[Unit], actor: Actor) -> QuerySet[Unit]:
    return found.annotate(village=village(actor.scope, "cell"))


COLUMNS = (
    Column("name", "名称", lambda row: row.name, sort="name", main=True, wide=30),
    Column("category", "类别", lambda row: row.category_label, sort="category"),
    Column("cell", "网格", lambda row: row.village or "未入网格", sort="cell", brings=_with_village),
    Column("address", "地址", lambda row: row.address, on=False, wide=30),
    Column("head", "负责人", lambda row: row.head, minor=True),
    Column("phone", "电话", lambda row: mask_phone(row.phone), on=False),
    Column("state", "状态", lambda row: row.state_label),
    Column("visited", "最近检查", lambda row: row.last_visited_on or "从未", sort="visited"),
    Column(
        "department",
        "行业主管部门",
        lambda row: row.department.name if row.department else "",
        on=False,
        joins=("department",),
    ),
    Column("uscc", "统一社会信用代码", lambda row: row.uscc, on=False, wide=22),
    Column("employees", "从业人数", lambda row: row.employees, on=False, num=True),
    Column("opened", "登记日期", lambda row: row.opened_on, sort="opened", on=False),
)


def _filters(actor: Actor) -> dict[str, Any]:
    return {
        "categories": CATEGORY_CHOICES,
        "states": list(STATES.items()),
        "cells": cell_choices(actor.scope, clock.today(), "path"),
    }


def _places(actor: Actor) -> dict[str, Any]:
    return {"cells": cell_choices(actor.scope, clock.today())}


def _departments(actor: Actor) -> dict[str, Any]:
    found = Department.objects.within(Scope.whole_town(actor.town))
    return {"departments": [(str(one.pk), one.name) for one in found]}


def _ended(_actor: Actor, rows: Sequence[Unit]) -> dict[UUID, str]:
    return {row.pk: f"{row.state_label}，已不在册。" for row in rows if row.ended_on}


def _hold(actor: Actor, rows: Sequence[Unit], given: Mapping[str, Any]) -> None:
    hold_town(actor)
    if cell := given.get("cell_id"):
        cell_in_use(actor, cell)
    actions.hold_units(actor, [row.pk for row in rows])


def _reclassify(actor: Actor, row: Unit, given: Mapping[str, Any]) -> object:
    return actions.reclassify_unit(actor, row.pk, version=row.version, **given)


def _categories(_actor: Actor) -> dict[str, Any]:
    return {"categories": CATEGORY_CHOICES}


def _revise(actor: Actor, row: Unit, given: Mapping[str, Any]) -> object:
    return actions.revise_unit(actor, row.pk, version=row.version, **given)


UNITS = declare_listing(
    Listing(
        key="units",
        title="监管对象",
        unit="家",
        right="view",
        form=UnitFilter,
        columns=COLUMNS,
        template="units/list.html",
        cells="units/cells.html",
        named=lambda row: row.name,
        context=_filters,
        bulk=(
            Bulk(
                "cell",
                "划入网格",
                "units",
                PlaceForm,
                _hold,
                _revise,
                _ended,
                _places,
                "units/bulk_cell.html",
            ),
            Bulk(
                "department",
                "指定主管部门",
                "units",
                DepartmentForm,
                _hold,
                _revise,
                _ended,
                _departments,
                "units/bulk_department.html",
            ),
            Bulk(
                "category",
                "改类别",
                "units",
                CategoryForm,
                _hold,
                _reclassify,
                _ended,
                _categories,
                "units/bulk_category.html",
            ),
        ),
    )
)
declare_export(UNITS)
