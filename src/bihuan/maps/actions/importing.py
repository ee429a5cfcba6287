"""Outlines out of a GeoJSON file: read and judged, looked at, taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.moving import hold_town, insert_once
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell
from bihuan.grid.queries import cells_in_force
from bihuan.maps import rules
from bihuan.maps.actions.drawing import given_of, made, why_far
from bihuan.maps.models import CellOutline, OutlineImport
from bihuan.maps.queries import outlines
from bihuan.maps.reading import Unreadable, matched, read
from bihuan.maps.rules import Shape
from bihuan.units.geometry import DATUMS


@dataclass(frozen=True)
class TakenArea:
    """What is chosen for an area of a file: the cell whose outline it becomes; `mend` where it crosses itself and is to be mended."""

    cell: UUID
    mend: bool = False


@transaction.atomic
def begin_outline_import(
    actor: Actor, import_id: UUID, *, content: bytes, name: str, datum: str, swapped: bool = False
) -> OutlineImport:
    """读入轮廓文件: the file's areas, each with the cell that it seems to mean; nothing is an outline yet. Raises Incomplete at "file"."""
    actor.need("grid")
    if datum not in DATUMS:
        raise Incomplete("请选择文件的坐标系。", {"datum": "请选择文件的坐标系。"})
    try:
        areas = read(content, datum, swapped=swapped)
    except Unreadable as error:
        raise Incomplete(str(error), {"file": str(error)}) from error
    cells = cells_in_force(actor.scope, clock.today()).exclude(kind="town")
    meant = matched(
        areas, ((str(pk), name, code) for pk, name, code in cells.values_list("pk", "name", "code"))
    )
    row = OutlineImport(
        id=import_id,
        town_id=actor.town,
        by_id=actor.person_id,
        made_at=clock.now(),
        name=name[:100],
        datum=datum,
        areas=[
            {
                "name": one.name,
                "outline": one.outline,
                "corners": rules.corners(one.outline),
                "problem": one.problem,
                "mendable": one.mendable,
                "cell": cell,
            }
            for one, cell in zip(areas, meant, strict=True)
        ],
    )
    insert_once(row, "这个文件已经读入，请返回轮廓页查看。")
    events.record(actor, "begin_outline_import", row, given={"areas": len(areas), "datum": datum})
    return row


@transaction.atomic
def take_outlines(
    actor: Actor, import_id: UUID, chosen: Mapping[int, TakenArea], *, sure: bool = False
) -> list[CellOutline]:
    """导入轮廓: the chosen areas of a file become their cells' outlines, several of one cell together; what is not chosen is left. Raises
    Incomplete naming areas as "area-N" (from 0)."""
    actor.need("grid")
    hold_town(actor)
    row = actor.find(OutlineImport, import_id, what="个轮廓文件")
    if row.taken_at:
        raise NotAllowed("这个文件已经导入过，请返回轮廓页查看。")
    cells = {
        one.pk: one
        for one in cells_in_force(actor.scope, clock.today()).filter(
            pk__in=[one.cell for one in chosen.values()]
        )
    }
    shapes = _shapes(row, chosen, cells)
    box = rules.Bounds.around(rules.bounds(one) for one in shapes.values())
    if box is None:
        raise Incomplete("没有选中任何轮廓。请为要导入的轮廓选择网格。")
    if not sure and (why := why_far(actor, box)):
        raise Incomplete(why, {"sure": why})
    made_rows = [made(actor, cells[pk], shape, "file", new_id()) for pk, shape in shapes.items()]
    whole = Scope.whole_town(actor.town)
    outlines(whole).filter(cell__in=list(shapes)).order_by().update(until_on=clock.today())
    CellOutline.objects.bulk_create(made_rows)
    OutlineImport.objects.within(whole).filter(pk=row.pk, taken_at__isnull=True).update(taken_at=clock.now())
    entries = [events.Entry("draw_outline", one.cell, given_of(one)) for one in made_rows]
    events.record_all(actor, [*entries, events.Entry("take_outlines", row, {"outlines": len(made_rows)})])
    return made_rows


NOTHING = {"outline": [], "problem": "", "mendable": False}


def _shapes(
    row: OutlineImport, chosen: Mapping[int, TakenArea], cells: Mapping[UUID, Cell]
) -> dict[UUID, Shape]:
    """The shape of each chosen cell, or Incomplete."""
    found: dict[UUID, list[Shape]] = {}
    wrong: dict[str, str] = {}
    for at, one in chosen.items():
        area: dict[str, Any] = row.areas[at] if 0 <= at < len(row.areas) else NOTHING
        shape: Shape = area["outline"]
        if one.cell not in cells:
            wrong[f"area-{at}"] = "请从列表中选择网格。"
        elif not shape:
            wrong[f"area-{at}"] = area["problem"] or "没有可用的轮廓。"
        elif area["problem"] and not one.mend:
            wrong[f"area-{at}"] = f"{area['problem']}：请选择“修补后导入”，或者把网格改成“不导入”。"
        else:
            shape = rules.mended(shape) if area["problem"] else shape
            if not shape:
                wrong[f"area-{at}"] = "修补后什么也不剩，请重新画这个轮廓。"
            found.setdefault(one.cell, []).append(shape)
    if wrong:
        raise Incomplete(
            "".join(wrong.values()) if len(wrong) == 1 else "有的轮廓还不能导入，请看标红处。", wrong
        )
    return {pk: shapes[0] if len(shapes) == 1 else rules.joined(shapes) for pk, shapes in found.items()}
