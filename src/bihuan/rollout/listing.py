"""The lists of the roll-out: units of waves with their steps, benchmark units, the district's list; and what it adds to the list of units."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import NotFound
from bihuan.core.moving import hold_town
from bihuan.grid.queries import cell_choices
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Bulk, Column, Listing, declare_bulk, declare_listing
from bihuan.rollout import actions
from bihuan.rollout.forms import (
    STEP_CHOICES,
    BenchmarkFilter,
    JoinOneForm,
    MemberFilter,
    TakingFilter,
    TakingForm,
)
from bihuan.rollout.models import Wave
from bihuan.rollout.queries import done_of, running_waves, waves
from bihuan.rollout.rules import STEPS, next_step
from bihuan.units.actions import hold_units
from bihuan.units.forms import CATEGORY_CHOICES
from bihuan.units.models import Unit
from bihuan.units.rules import CATEGORIES


def _filters(actor: Actor) -> dict[str, Any]:
    return {"cells": cell_choices(actor.scope, clock.today(), "path"), "categories": CATEGORY_CHOICES}


def _member_filters(actor: Actor) -> dict[str, Any]:
    chosen = [(one.pk, str(one)) for one in waves(actor.scope)]
    return _filters(actor) | {"waves": chosen, "steps": STEP_CHOICES, "all_steps": list(STEPS.values())}


def _step(key: str) -> Column:
    return Column(key, STEPS[key].label, lambda row: "是" if getattr(row, f"did_{key}") else "", wide=10)


def _next(row: Any) -> str:
    step = next_step(done_of(row))
    return step.next if step else ""


UNIT = (
    Column("unit", "单位", lambda row: row.unit.name, main=True, wide=28, joins=("unit",)),
    Column("cell", "网格", lambda row: str(row.unit.cell or ""), joins=("unit__cell",)),
    Column("category", "类别", lambda row: CATEGORIES[row.unit.category].label, joins=("unit",), minor=True),
)
MEMBERS = declare_listing(
    Listing(
        key="rollout_units",
        title="参建单位",
        unit="家",
        right="office",
        form=MemberFilter,
        columns=(
            *UNIT,
            Column("wave", "批次", lambda row: str(row.wave), joins=("wave",), wide=24),
            *(_step(key) for key in STEPS),
            Column("next", "下一步", _next, wide=36),
            Column("joined", "加入日期", lambda row: row.joined_on, on=False),
        ),
        template="rollout/units.html",
        cells="rollout/unit_cells.html",
        named=lambda row: row.unit.name,
        context=_member_filters,
        hint="每一步都从记录里看出来，不用另外报。",
    )
)
BENCHMARKS = declare_listing(
    Listing(
        key="rollout_benchmarks",
        title="标杆企业",
        unit="家",
        right="office",
        form=BenchmarkFilter,
        columns=(
            *UNIT,
            Column("score", "得分", lambda row: row.score, num=True),
            Column(
                "reasons",
                "条件",
                lambda row: "；".join(f"{one.label}：{one.says}" for one in row.told),
                wide=48,
            ),
            Column("ground", "选树理由", lambda row: row.ground, wide=28, minor=True),
            Column("from", "选树日期", lambda row: row.from_on),
        ),
        template="rollout/benchmarks.html",
        cells="rollout/benchmark_cells.html",
        named=lambda row: row.unit.name,
        context=_filters,
    )
)
TAKINGS = declare_listing(
    Listing(
        key="rollout_takings",
        title="区级建设范畴名单",
        unit="家",
        right="office",
        form=TakingFilter,
        columns=(
            *UNIT,
            Column("number", "文号", lambda row: row.number, wide=24),
            Column("body", "发文机关", lambda row: row.body, wide=20),
            Column("dated", "发文日期", lambda row: row.dated_on),
        ),
        template="rollout/takings.html",
        cells="rollout/taking_cells.html",
        named=lambda row: row.unit.name,
        context=_filters,
        hint="区（县）发文纳入两个体系建设范畴的单位。在监管对象清单上勾选，一次登记一份文件。",
    )
)
for one in (MEMBERS, BENCHMARKS, TAKINGS):
    declare_export(one)


def _waves(actor: Actor) -> dict[str, Any]:
    return {"waves": [(str(one.pk), str(one)) for one in running_waves(actor.scope)]}


def _hold_wave(actor: Actor, rows: Sequence[Unit], given: Mapping[str, Any]) -> None:
    if not Wave.objects.within(actor.scope).filter(pk=given["wave_id"]).held().first():
        raise NotFound("没有找到这个批次。请刷新页面后重新选择。")
    hold_units(actor, [row.pk for row in rows])


def _join(actor: Actor, row: Unit, given: Mapping[str, Any]) -> object:
    return actions.join_wave(actor, given["wave_id"], units=[row.pk])


def _hold(actor: Actor, rows: Sequence[Unit], _given: Mapping[str, Any]) -> None:
    hold_town(actor)
    hold_units(actor, [row.pk for row in rows])


def _take(actor: Actor, row: Unit, given: Mapping[str, Any]) -> object:
    return actions.take_in(actor, row.pk, **given)


def _ended(_actor: Actor, rows: Sequence[Unit]) -> dict[UUID, str]:
    return {row.pk: f"{row.state_label}，已不在册。" for row in rows if row.ended_on}


declare_bulk(
    "units",
    Bulk(
        "wave",
        "加入双重预防批次",
        "units",
        JoinOneForm,
        _hold_wave,
        _join,
        _ended,
        _waves,
        "rollout/bulk_wave.html",
    ),
)
declare_bulk(
    "units",
    Bulk(
        "take_in",
        "纳入区级建设",
        "units",
        TakingForm,
        _hold,
        _take,
        _ended,
        template="rollout/bulk_taking.html",
    ),
)
