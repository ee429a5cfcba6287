"""The files of many units as one zip: of each what was frozen last, or what stands today. Steps of a few files; a worker that dies in one makes the
same again."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed
from bihuan.core.jobs import Kind, Result, Step, Task, declare_kind
from bihuan.documents import bundles
from bihuan.documents.filing import distinct, safe_name
from bihuan.dossiers import filing, rendering
from bihuan.dossiers.file_forms import FileFilter
from bihuan.dossiers.models import FileVersion
from bihuan.dossiers.queries import latest_versions
from bihuan.units.models import Unit

A_STEP = 4  # files
FILES_MAX = 2_000
FROZEN, TODAY = "frozen", "today"


def chosen(actor: Actor, given: dict[str, Any]) -> QuerySet[Unit]:
    """The units whose files are asked for: the ticked ones, or all that an address's filters find."""
    found = FileFilter(QueryDict(given.get("query", ""))).narrow(actor.scope)
    return found.filter(pk__in=[UUID(key) for key in given["units"]]) if "units" in given else found


def _step(actor: Actor, task: Task) -> Step:
    """First the keys in their order; then some files at a time; at last the zip."""
    keys_at = task.folder / "keys.json"
    if task.at is None:
        keys = [
            str(pk) for pk in chosen(actor, dict(task.given)).values_list("pk", flat=True)[: FILES_MAX + 1]
        ]
        if not keys:
            raise NotAllowed("没有可以打包的档案：可能已经不在册，或者不在您的管辖范围内了。")
        if len(keys) > FILES_MAX:
            raise NotAllowed(f"超过{FILES_MAX:,}家，一次打不完。请加条件（如按网格、类别）分几次打包。")
        keys_at.write_text(json.dumps(keys))
        return Step(0, 0, len(keys), "已选定单位")
    keys, at = json.loads(keys_at.read_text()), int(task.at)
    if at < len(keys):
        _file_some(actor, task, keys, at)
        done = min(at + A_STEP, len(keys))
        return Step(at + A_STEP, done, len(keys), f"已排好{done:,}份")
    return _pack(actor, task, keys)


def _file_some(actor: Actor, task: Task, keys: list[str], at: int) -> None:
    some = {
        str(row.pk): row for row in Unit.objects.within(actor.scope).filter(pk__in=keys[at : at + A_STEP])
    }
    rows, today = list(some.values()), clock.today()
    frozen = latest_versions(actor.scope, rows) if task.given["which"] == FROZEN else {}
    contents = {
        row.unit_id: row
        for row in FileVersion.objects.within(actor.scope).filter(pk__in=[one.pk for one in frozen.values()])
    }
    standing = filing.files(actor.scope, [row for row in rows if row.pk not in frozen], today)
    for number, key in enumerate(keys[at : at + A_STEP], start=at):
        unit = some.get(key)
        if unit is None:  # gone out of the asker's sight since it was chosen
            continue
        if unit.pk in contents:
            content = rendering.version_pdf(actor.scope, contents[unit.pk])
        else:
            content = rendering.today_pdf(actor, standing[unit.pk], today)
        _place(task, number).write_bytes(content)


def _place(task: Task, at: int) -> Path:
    return task.folder / f"file-{at:05}.pdf"


def _pack(actor: Actor, task: Task, keys: list[str]) -> Step:
    """A folder for each cell, a file for each unit."""
    there = {key: place for at, key in enumerate(keys) if (place := _place(task, at)).exists()}
    rows = Unit.objects.within(actor.scope).filter(pk__in=there).select_related("cell")
    units = {str(row.pk): row for row in rows}
    if not units:
        raise NotAllowed("没有可以打包的档案：可能已经不在册，或者不在您的管辖范围内了。")
    shown = [key for key in there if key in units]
    names = distinct(_name(units[key]) for key in shown)
    bundles.pack(((name, there[key]) for name, key in zip(names, shown, strict=True)), task.result)
    result = Result(f"一企一册{clock.today():%Y%m%d}.zip", "application/zip")
    return Step(None, len(keys), len(keys), f"共{len(shown):,}份", ended=True, result=result)


def _name(unit: Unit) -> str:
    cell = unit.cell.name if unit.cell else "未入网格"
    return f"{safe_name(cell)}/{safe_name(f'{unit.name} 一企一册')}.pdf"


FILES = declare_kind(Kind("dossiers.files", "打包一企一册", "units", _step, writes=False))
