"""The verb that gives a cell its code."""

from uuid import UUID

from django.db import transaction

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, Stale
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell
from bihuan.grid.queries import cell_in_use
from bihuan.grid.rules import TOWN_LEVEL, wrong_code


@transaction.atomic
def set_code(actor: Actor, cell_id: UUID, *, code: str) -> Cell:
    """登记统计用区划代码: of the town or a village; "" takes it off. Once in the town; a village's begins like the town's, and the
    town's is changed only while no village has one that begins otherwise. Raises Incomplete at `code`."""
    actor.need("grid")
    cell = cell_in_use(actor, cell_id)
    code, whole = code.strip(), Scope.whole_town(actor.town)
    top = cell_in_use(actor, _top(whole)) if cell.level != TOWN_LEVEL else cell
    others = Cell.objects.within(whole).filter(ended_on__isnull=True).exclude(pk=cell.pk).exclude(code="")
    said = wrong_code(code, cell.level, top.code if top.pk != cell.pk else "") if code else ""
    if code and not said and (same := others.filter(code=code).first()):
        said = f"“{same.name}”已经用了这个代码。"
    if code and not said and cell.level == TOWN_LEVEL:
        odd = others.exclude(code__startswith=code[:-3]).first()
        said = f"“{odd.name}”的代码（{odd.code}）前九位与此不同，请先改正。" if odd else ""
    if said:
        raise Incomplete(said, {"code": said})
    changed = Cell.objects.within(whole).filter(pk=cell.pk, code=cell.code).update(code=code)
    if not changed:
        raise Stale("这个网格的代码刚刚被别人修改过。请刷新后核对。")
    events.record(actor, "set_code", cell, given={"code": code}, before=cell.code, after=code)
    cell.code = code
    return cell


def _top(whole: Scope) -> UUID:
    """The town's own cell."""
    found: UUID = Cell.objects.within(whole).get(kind="town").pk
    return found
