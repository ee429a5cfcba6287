"""The registers of graded control as ledgers to be signed: wide tables across, the five kinds of measures in one cell, each with its word. Pure
of queries."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.core.masking import mask_phone
from bihuan.paper import Head, Ledger, Toned
from bihuan.risks.binder import Filed, Gathered, Line
from bihuan.risks.registers import Column, Phone, Register, Said, analysed, looked_at, town_wide
from bihuan.risks.rules import MEASURES, Grade

FAMILY = "安全生产风险分级管控"


def of_unit(register: Register, found: Gathered, *, dated: date, mark: str = "") -> Ledger:
    """A register of a unit."""
    facts = (("单位", found.unit.name), ("日期", in_words(dated)))
    names = (found.unit.name, *keepers_of(found.filed))
    return _set(register, tuple(register.rows(found)), facts, dated, ("编制人", "主要负责人"), mark, names)


def record(one: Filed, *, dated: date, mark: str = "") -> Ledger:
    """The record of a point's analysis."""
    people = looked_at(one)
    facts = (
        ("单位", one.point.unit.name),
        ("风险点", f"{one.point.code} {one.point.name}"),
        ("岗位、部位", one.point.where),
        ("评价日期", in_words(max(each.evaluation.evaluated_on for each in one.steps))),
        ("管控层级、责任人", f"{one.level} {one.keeper}".strip()),
        *((("参加评价人员", people),) if people else ()),
    )
    signs, names = ("分析人", "审核人", "审定人"), (one.point.unit.name, *keepers_of([one]))
    return _set(analysed(one), one.steps, facts, dated, signs, mark, names)


def of_town(
    found: Sequence[Line], *, organ: str, with_orange: bool, narrowed: str, dated: date, mark: str = ""
) -> Ledger:
    """What a town hands on of the gravest risks of its units; phones are masked. `narrowed`: by what it was narrowed, "" for all."""
    units = {one.filed.point.unit_id for one in found}
    points = {one.filed.point.pk for one in found}
    facts = (
        ("填报单位", organ),
        *((("范围", narrowed),) if narrowed else ()),
        ("日期", in_words(dated)),
        ("合计", f"{len(units)}家单位，{len(points)}个风险点，{len(found)}条"),
    )
    names = dict.fromkeys(
        name for one in found for name in (one.filed.point.unit.name, *keepers_of([one.filed]))
    )
    register = town_wide(with_orange=with_orange)
    return _set(register, found, facts, dated, ("填报人", "审核人"), mark, tuple(names), full=False)


def keepers_of(filed: Sequence[Filed]) -> tuple[str, ...]:
    """Those who keep some points, so that each name is set in one face."""
    return tuple(sorted({keeper.name for one in filed for keeper in one.held.values()}))


def _set(
    register: Register,
    rows: Sequence[Any],
    facts: tuple[tuple[str, str], ...],
    dated: date,
    signs: tuple[str, ...],
    mark: str,
    names: tuple[str, ...],
    *,
    full: bool = True,
) -> Ledger:
    return Ledger(
        register.title,
        facts,
        tuple(Head(one.word, one.wide, one.centred) for one in register.columns),
        tuple(
            tuple(_cell(one, row, number, full=full) for one in register.columns)
            for number, row in enumerate(rows, 1)
        ),
        dated,
        family=FAMILY,
        signs=signs,
        none=register.none,
        mark=mark,
        names=names,
    )


def _cell(column: Column, row: Any, number: int, *, full: bool) -> str | Toned:
    said: Said = column.says(row) if column.says else str(number)
    if isinstance(said, Grade):
        return Toned(said.tone, said.label)
    if isinstance(said, Mapping):
        return "\n".join(f"{MEASURES[kind].removesuffix('措施')}：{text}" for kind, text in said.items())
    return mask_phone(said) if isinstance(said, Phone) and not full else str(said)
