"""A cell gets its code, or its kind is put right."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, Stale
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell
from bihuan.grid.queries import cell_in_use, coded
from bihuan.grid.rules import TOWN_LEVEL, why_not_code


@transaction.atomic
def set_code(actor: Actor, cell_id: UUID, *, code: str) -> Cell:
    """登记统计用区划代码: of the town or a village; "" takes it off. Once in the town; a village's begins like the town's, and the
    town's is changed only while no village has one that begins otherwise. Raises Incomplete at `code`."""
    actor.need("grid")
    cell = cell_in_use(actor, cell_id)
    if cell.level != TOWN_LEVEL:
        cell_in_use(actor, _top(Scope.whole_town(actor.town)))
    entry = put_cell(actor, cell, {"code": code.strip()}, coded(actor.scope))
    events.record_all(actor, [entry])
    return cell


def put_cell(
    actor: Actor, cell: Cell, changed: Mapping[str, str], codes: dict[str, tuple[str, str]]
) -> events.Entry:
    """Write a cell's changed code or kind down and bring the loaded row and `codes` (see `coded`) up to it. To be called by an action
    that has checked the right, inside its transaction; that action records the entry given back. Raises Incomplete and Stale."""
    if "kind" in changed and (cell.level == TOWN_LEVEL or changed["kind"] not in dict(Cell.KINDS[1:])):
        raise Incomplete("没有这种类别。", {"kind": "请从列表中选择。"})
    if said := why_not_code(changed.get("code", ""), cell.path, codes):
        raise Incomplete(said, {"code": said})
    before = {key: getattr(cell, key) for key in changed}
    if not Cell.objects.within(Scope.whole_town(actor.town)).filter(pk=cell.pk, **before).update(**changed):
        raise Stale("这个网格刚刚被别人修改过。请刷新后核对。")
    for key, value in changed.items():
        setattr(cell, key, value)
    codes.pop(cell.path, None)
    if cell.code:
        codes[cell.path] = (cell.code, cell.name)
    if "kind" in changed:
        return events.Entry("set_kind", cell, dict(changed), before=before["kind"], after=cell.kind)
    return events.Entry("set_code", cell, dict(changed), before=before["code"], after=cell.code)


def _top(whole: Scope) -> UUID:
    """The town's own cell."""
    found: UUID = Cell.objects.within(whole).get(kind="town").pk
    return found
