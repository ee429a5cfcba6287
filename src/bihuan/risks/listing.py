"""The lists of risks: the town's points, and the three forms in which they are handed on and printed: the register of points (登记台账), the list
of graded control (分级管控清单), the table of major risks (重大风险统计表)."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.masking import mask_phone
from bihuan.grid.queries import cell_choices
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing
from bihuan.risks.forms import (
    GRADE_CHOICES,
    GRAVEST_CHOICES,
    KIND_CHOICES,
    STATE_CHOICES,
    MajorFilter,
    RiskFilter,
    StepFilter,
)
from bihuan.risks.models import RiskPoint, RiskStep
from bihuan.risks.queries import (
    answering,
    keepers,
    latest,
    measures_of,
    reviews_of,
    steps_by_point,
    with_measures,
)
from bihuan.risks.rules import KINDS, MEASURES, controlling, level_labels
from bihuan.units.forms import CATEGORY_CHOICES
from bihuan.units.models import Unit

PRINT_ROWS = 200


def _filters(actor: Actor) -> dict[str, Any]:
    return {
        "cells": cell_choices(actor.scope, clock.today(), "path"),
        "categories": CATEGORY_CHOICES,
        "grades": GRADE_CHOICES,
        "kinds": KIND_CHOICES,
        "states": STATE_CHOICES,
        "gravest": GRAVEST_CHOICES,
        "unit_of": lambda pk: Unit.objects.within(actor.scope).filter(pk=pk).first(),
    }


def _keepers(rows: Sequence[RiskPoint], actor: Actor) -> None:
    """Put to points who answers for each, and at which level."""
    held = keepers(actor.scope, rows)
    for row in rows:
        mine = held[row.pk]
        row.keeper = answering(row, mine)  # type: ignore[attr-defined]
        levels = controlling(row.grade, mine)
        row.levels = [level_labels(row.unit.category)[one] for one in levels]  # type: ignore[attr-defined]


def _step_keepers(rows: Sequence[RiskStep], actor: Actor) -> None:
    points = {row.point_id: row.point for row in rows}
    _keepers(list(points.values()), actor)
    for row in rows:
        row.point = points[row.point_id]


def _reviews(rows: Sequence[RiskPoint], actor: Actor) -> None:
    asked = reviews_of(actor.scope, rows)
    for row in rows:
        row.review = asked.get(row.pk)  # type: ignore[attr-defined]


def _contents(rows: Sequence[RiskPoint], actor: Actor) -> None:
    """Put to points their accidents and measures, those of all steps together."""
    steps = steps_by_point(actor.scope, rows)
    for row in rows:
        mine = steps[row.pk]
        row.accidents = list(dict.fromkeys(one for step in mine for one in step.accidents))  # type: ignore[attr-defined]
        texts = dict.fromkeys(text for step in mine for text in measures_of(step).values())
        row.against = list(texts)  # type: ignore[attr-defined]


def _evaluations(rows: Sequence[RiskStep], actor: Actor) -> None:
    known = latest(actor.scope, rows)
    for row in rows:
        row.evaluation = known[row.pk]  # type: ignore[attr-defined]


def _with_measures(found: QuerySet[RiskStep], actor: Actor) -> QuerySet[RiskStep]:
    return with_measures(actor.scope, found, ordered=False)


def _level(row: Any) -> str:
    return str(row.levels[0]) if row.levels else ""


def _keeper(row: Any) -> str:
    return row.keeper.name if row.keeper else ""


def _phone(row: Any) -> str:
    return mask_phone(row.keeper.phone) if row.keeper else ""


def _review(row: Any) -> str:
    return f"{row.review.get_why_display()}，{row.review.due_on:%Y-%m-%d}前" if row.review else ""


POINT_COLUMNS = (
    Column("name", "风险点", lambda row: row.name, main=True, wide=24),
    Column("grade", "风险等级", lambda row: row.grading.says),
    Column("unit", "单位", lambda row: row.unit.name, wide=28, joins=("unit",)),
    Column("cell", "网格", lambda row: str(row.unit.cell or ""), joins=("unit__cell",), on=False),
    Column("category", "类别", lambda row: row.unit.category_label, joins=("unit",), minor=True),
    Column("kind", "类型", lambda row: KINDS[row.kind].label, minor=True),
    Column("where", "部位", lambda row: row.where, minor=True),
    Column("level", "管控层级", _level, joins=("unit",), fills=_keepers),
    Column("keeper", "责任人", _keeper, joins=("unit",), fills=_keepers),
    Column("graded", "评价日期", lambda row: row.graded_on),
    Column("review", "重新评价", _review, fills=_reviews, wide=28),
    Column("opened", "登记日期", lambda row: row.opened_on, on=False),
)


def _listing(
    key: str,
    title: str,
    columns: tuple[Column, ...],
    form: Callable[[QueryDict], Any] = RiskFilter,
    *,
    unit: str = "个",
    hint: str = "",
    ledger: bool = True,
) -> Listing:
    found = Listing(
        key=key,
        title=title,
        unit=unit,
        right="view",
        form=form,
        columns=columns,
        template="risks/list.html",
        cells="risks/cells.html" if not ledger else "risks/ledger_cells.html",
        named=lambda row: row.name,
        context=_filters,
        size=PRINT_ROWS if ledger else 50,
        hint=hint,
        ledger=ledger,
    )
    declare_export(declare_listing(found))
    return found


RISKS = _listing("risks", "风险点", POINT_COLUMNS, ledger=False)

LEDGER = _listing(
    "risk_ledger",
    "风险点登记台账",
    (
        Column("unit", "责任单位", lambda row: row.unit.name, wide=28, joins=("unit",)),
        Column("name", "风险点名称", lambda row: row.name, main=True, stays=True, wide=24),
        Column("kind", "类型", lambda row: KINDS[row.kind].label),
        Column("where", "区域位置", lambda row: row.where),
        Column(
            "accidents", "可能导致事故类型", lambda row: "、".join(row.accidents), wide=24, fills=_contents
        ),
        Column("grade", "风险等级", lambda row: row.grading.says),
        Column("measures", "现有风险控制措施", lambda row: "\n".join(row.against), wide=60, fills=_contents),
        Column("keeper", "责任人", _keeper, joins=("unit",), fills=_keepers),
    ),
)


def _of_point(told: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda row: told(row.point)


def _measure(kind: str) -> Column:
    return Column(
        kind,
        MEASURES[kind],
        lambda row: measures_of(row).get(kind, ""),
        wide=36,
        brings=_with_measures,
        minor=True,
    )


def _scored(row: Any) -> str:
    found = row.evaluation
    word = "直接判定" if found.direct else ""
    return "，".join(filter(None, (found.sum, word)))


_UNIT = Column("unit", "责任单位", lambda row: row.point.unit.name, wide=28, joins=("point", "point__unit"))
_STEP_KEEPER = Column(
    "keeper", "责任人", _of_point(_keeper), joins=("point", "point__unit"), fills=_step_keepers
)
_STEP_LEVEL = Column(
    "level", "管控层级", _of_point(_level), joins=("point", "point__unit"), fills=_step_keepers
)
CONTROL = _listing(
    "risk_list",
    "风险分级管控清单",
    (
        _UNIT,
        Column("number", "编号", lambda row: row.point.code, joins=("point",), stays=True),
        Column("point", "风险点", lambda row: row.point.name, joins=("point",), wide=24, stays=True),
        Column("kind", "类型", lambda row: KINDS[row.point.kind].label, joins=("point",), minor=True),
        Column("name", "作业步骤、检查项目", lambda row: row.name, main=True, wide=24),
        Column("hazard", "危险源或潜在事件", lambda row: row.hazard, wide=36),
        Column("scored", "评价", _scored, fills=_evaluations, wide=20),
        Column("grade", "风险分级", lambda row: row.grading.says),
        Column("consequence", "事故类型及后果", lambda row: row.consequence, wide=28),
        *(_measure(kind) for kind in MEASURES),
        _STEP_LEVEL,
        _STEP_KEEPER,
    ),
    StepFilter,
    unit="条",
)
MAJORS = _listing(
    "risk_majors",
    "重大风险管控统计表",
    (
        _UNIT,
        Column("point", "风险点", lambda row: row.point.name, joins=("point",), wide=24, stays=True),
        Column("name", "作业步骤、检查项目", lambda row: row.name, main=True, wide=24),
        Column("hazard", "危险源", lambda row: row.hazard, wide=36),
        Column("grade", "风险分级", lambda row: row.grading.says),
        Column(
            "measures",
            "管控措施",
            lambda row: "\n".join(measures_of(row).values()),
            wide=60,
            brings=_with_measures,
        ),
        _STEP_LEVEL,
        _STEP_KEEPER,
        Column("phone", "联系电话", _of_point(_phone), joins=("point", "point__unit"), fills=_step_keepers),
        Column("evaluated", "评价日期", lambda row: row.evaluated_on),
    ),
    MajorFilter,
    unit="条",
    hint="评价为红色，或者直接判定为重大风险的步骤、项目；要报较大风险的，选“重大、较大风险”。",
)
