"""The list of units' files (一企一册): how whole each is today, what it lacks, when it was frozen; many frozen or packed at once."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.dossiers import filing
from bihuan.dossiers.actions import freeze_file
from bihuan.dossiers.file_forms import WHOLE_CHOICES, FileFilter, FreezeForm
from bihuan.dossiers.queries import READS, latest_versions
from bihuan.grid.queries import cell_choices
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Bulk, Column, Listing, Together, declare_listing
from bihuan.units.actions import hold_units
from bihuan.units.forms import CATEGORY_CHOICES
from bihuan.units.models import Unit


def _files(rows: Sequence[Unit], actor: Actor) -> None:
    found = filing.files(actor.scope, rows, clock.today())
    for row in rows:
        row.file = found[row.pk]  # type: ignore[attr-defined]


def _versions(rows: Sequence[Unit], actor: Actor) -> None:
    found = latest_versions(actor.scope, rows)
    for row in rows:
        row.version_frozen = found.get(row.pk)  # type: ignore[attr-defined]


def _frozen(row: Any) -> str:
    found = row.version_frozen
    return f"{found}，{found.frozen_on:%Y-%m-%d}" if found else ""


def _filters(actor: Actor) -> dict[str, Any]:
    return {
        "categories": CATEGORY_CHOICES,
        "states": WHOLE_CHOICES,
        "cells": cell_choices(actor.scope, clock.today(), "path"),
    }


def _hold(actor: Actor, rows: Sequence[Unit], _given: Mapping[str, Any]) -> None:
    hold_units(actor, [row.pk for row in rows])


def _freeze(actor: Actor, row: Unit, given: Mapping[str, Any]) -> object:
    return freeze_file(actor, row.pk, **given)


def _ended(_actor: Actor, rows: Sequence[Unit]) -> dict[UUID, str]:
    return {row.pk: f"{row.state_label}，已不在册。" for row in rows if row.ended_on}


FILES = declare_listing(
    Listing(
        key="unit_files",
        title="一企一册",
        unit="家",
        right=READS,
        form=FileFilter,
        columns=(
            Column("name", "单位", lambda row: row.name, main=True, wide=30),
            Column("percent", "完整度", lambda row: row.file.completeness.said, fills=_files),
            Column("lacks", "缺少", lambda row: "；".join(row.file.lacks), fills=_files, wide=60),
            Column("frozen", "最近定稿", _frozen, fills=_versions, wide=24),
            Column("category", "类别", lambda row: row.category_label, minor=True),
            Column("cell", "网格", lambda row: str(row.cell or "未入网格"), joins=("cell",), minor=True),
            Column("head", "负责人", lambda row: row.head, on=False),
            Column("pilot", "纳入日期", lambda row: row.pilot_from, on=False),
        ),
        template="dossiers/files.html",
        cells="dossiers/file_cells.html",
        named=lambda row: row.name,
        context=_filters,
        hint="已纳入两个体系建设的单位。完整度按单位类别应有的内容算。",
        bulk=(
            Bulk(
                "freeze",
                "定稿",
                "risks",
                FreezeForm,
                _hold,
                _freeze,
                _ended,
                template="dossiers/bulk_freeze.html",
            ),
        ),
        together=(Together("pack", "打包PDF", "units", "unit_files_pack"),),
    )
)
declare_export(FILES)
