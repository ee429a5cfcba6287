"""A form of the town's as it is read: its worksheets, what its cells say for a period, what its heads propose, and what of
it is kept once it is filled. Writes nothing."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from bihuan.core import events, files
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import counted, ids_behind
from bihuan.figures.kept import plain
from bihuan.summaries.models import FilledForm, ReportForm
from bihuan.summaries.queries import vocabulary
from bihuan.summaries.sheets.cells import Answer, CellBinding, answers
from bihuan.summaries.sheets.heads import proposals
from bihuan.summaries.sheets.workbook import Square, Table, address, tables
from bihuan.summaries.truth.claims import evidence_value


def tables_of(form: ReportForm) -> list[Table]:
    """A form's worksheets."""
    return tables(files.content_of(form.file))


def tables_in(made: FilledForm) -> list[Table]:
    """The worksheets of a filled form, with its numbers."""
    return tables(files.content_of(made.file))


def squares(form: ReportForm) -> dict[str, Square]:
    """All squares of a form by their addresses."""
    return {address(one.name, each.at): each for one in tables_of(form) for each in one.squares.values()}


def why_not_filled(form: ReportForm, table: str, at: str) -> str:
    """Why a square of a form cannot be bound, in words; "" where it can."""
    found = next((one for one in tables_of(form) if one.name == table), None)
    square = next((one for one in found.squares.values() if one.at == at), None) if found else None
    if found and square is None and (whole := found.covering(at)):
        return f"{at}在合并的格子里，合并的格子由左上角的{whole.at}代表，请选{whole.at}。"
    if square is None:
        return "表里没有这个格子，请在表上重新选一个。"
    if square.is_formula:
        return "这个格子是公式，由表自己计算，不用绑定。"
    if square.is_locked:
        return "这个格子被做表的单位锁定（工作表有保护），不让填。请选没有锁定的格子；确要填的，请对方发没有保护的表。"
    return ""


def answered(scope: Scope, form: ReportForm, since: date, until: date, as_of: date) -> dict[str, Answer]:
    """What a form's bound cells say for a period, by their addresses."""
    bindings = {where: CellBinding.of(given) for where, given in form.bindings.items()}
    return answers(scope, bindings, vocabulary(scope), since, until, as_of)


def proposed(
    scope: Scope, form: ReportForm, table: Table, since: date, until: date
) -> dict[str, CellBinding]:
    """What the heads of a form's worksheet propose for the cells that nobody has bound."""
    found = proposals(table, vocabulary(scope), since, until)
    return {where: binding for where, binding in found.items() if where not in form.bindings}


def as_json(scope: Scope, found: Mapping[str, Answer]) -> list[dict[str, Any]]:
    """What is kept of the answers: value, question, and the ids of the rows behind it (of a ratio, its numerator's)."""
    counts = {one.ask: counted(one.ask)[0] for one in found.values() if one.ask}
    behind = ids_behind(scope, counts.values())
    return [
        {
            "cell": where,
            "figure": one.binding.choice.figure,
            "label": one.label,
            "scope": one.where,
            "period": [day.isoformat() for day in one.period],
            "measure": one.how,
            "unit": "%" if one.binding.choice.measure.endswith("%") else one.unit,
            "value": evidence_value(one.value),
            "problem": one.problem,
            "ask": plain(one.ask) if one.ask else None,
            "other": plain(one.other) if one.other else None,
            "row_ids": behind[counts[one.ask]] if one.ask else [],
        }
        for where, one in found.items()
    ]


def digest_of(content: bytes, cells: list[dict[str, Any]]) -> str:
    """SHA-256 over the filled file and what its cells rest on."""
    return hashlib.sha256(content + events.canonical(cells)).hexdigest()


def broken(scope: Scope, made: FilledForm) -> str:
    """What of a filled form no longer agrees with what was kept; "" where all does."""
    if not files.is_there(made.file) or digest_of(files.content_of(made.file), made.cells) != made.digest:
        return "报表文件或数字与填报时不一致"
    told = events.trail(scope, made.pk).filter(action="fill_form").first()
    if told is None or told.given.get("digest") != made.digest:
        return "校验码与操作日志不一致"
    return ""
