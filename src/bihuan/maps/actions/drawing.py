"""Outlines drawn by hand."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, Stale
from bihuan.core.moving import hold_town, insert_once
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell
from bihuan.grid.queries import cell_in_use
from bihuan.maps import rules
from bihuan.maps.models import CellOutline
from bihuan.maps.queries import outline_of, placed_bounds
from bihuan.maps.rules import Ring, Shape
from bihuan.units.geometry import FAR_KM, LATITUDES, LONGITUDES, Point, distance_km

CHANGED = "刚刚已经有人画过这个网格的轮廓。您画的还在，请刷新后对照。"


@transaction.atomic
def draw_outline(
    actor: Actor,
    cell_id: UUID,
    *,
    ring: Ring,
    outline_id: UUID,
    instead: UUID | None = None,
    sure: bool = False,
) -> CellOutline:
    """画轮廓: the corners of a cell's outer line, in order, as (longitude, latitude) in degrees of WGS 84. Of an outline of several parts the
    largest is drawn anew. `instead` is the outline that the page showed. Raises Incomplete at "ring", Stale."""
    actor.need("grid")
    hold_town(actor)
    cell = cell_in_use(actor, cell_id)
    known = outline_of(actor.scope, cell)
    if (known.pk if known else None) != instead:
        raise Stale(CHANGED)
    if why := rules.why_no_ring(ring) or _why_not_there(actor, ring, sure):
        raise Incomplete(why, {"ring": why})
    shape = rules.redrawn(known.shape if known else (), ring)
    return put_outline(actor, cell, shape, "drawn", known, outline_id)


@transaction.atomic
def end_outline(actor: Actor, outline_id: UUID) -> CellOutline:
    """停用轮廓: the cell is shown without one from today on."""
    actor.need("grid")
    hold_town(actor)
    outline = actor.find(CellOutline, outline_id, what="个轮廓")
    _end(actor, outline)
    events.record(actor, "end_outline", outline.cell, given={"outline": outline.pk})
    return outline


def put_outline(
    actor: Actor, cell: Cell, shape: Shape, origin: str, known: CellOutline | None, outline_id: UUID
) -> CellOutline:
    """Write a cell's outline in the place of the one before, with its event. To be called by an action that holds the town."""
    if known:
        _end(actor, known)
    outline = made(actor, cell, shape, origin, outline_id)
    insert_once(outline, "这个页面已经保存过，请返回网格查看。")
    events.record(actor, "draw_outline", cell, given=given_of(outline))
    return outline


def made(actor: Actor, cell: Cell, shape: Shape, origin: str, outline_id: UUID) -> CellOutline:
    """The row of an outline, not written yet."""
    box = rules.bounds(shape)
    return CellOutline(
        id=outline_id,
        town_id=actor.town,
        cell=cell,
        shape=shape,
        light=rules.lightened(shape),
        origin=origin,
        from_on=clock.today(),
        **vars(box),
    )


def given_of(outline: CellOutline) -> dict[str, object]:
    """What the log keeps of an outline: its row holds the corners and is never changed."""
    return {"outline": outline.pk, "origin": outline.origin, "corners": rules.corners(outline.shape)}


def _end(actor: Actor, outline: CellOutline) -> None:
    whole = CellOutline.objects.within(Scope.whole_town(actor.town))
    if not whole.filter(pk=outline.pk, until_on__isnull=True).update(until_on=clock.today()):
        raise Stale(CHANGED)


def _why_not_there(actor: Actor, ring: Sequence[Sequence[float]], sure: bool) -> str:
    """Why an outline cannot lie where it was drawn, or ""."""
    if not all(LONGITUDES[0] <= x <= LONGITUDES[1] and LATITUDES[0] <= y <= LATITUDES[1] for x, y in ring):
        return "有的角不在国内，请核对：每行先经度、后纬度，如116.123456,34.123456。"
    return "" if sure else why_far(actor, rules.bounds([[[*ring, ring[0]]]]))


def why_far(actor: Actor, box: rules.Bounds) -> str:
    """What is asked of who puts outlines far from the town's own units, or ""."""
    known = placed_bounds(Scope.whole_town(actor.town))
    if known is None:
        return ""

    def middle(one: rules.Bounds) -> Point:
        return Point((one.south + one.north) / 2, (one.west + one.east) / 2)

    far = distance_km(middle(box), middle(known))
    if far <= FAR_KM:
        return ""
    return (
        f"轮廓离本镇已标注的监管对象约{far:.0f}公里，请核对坐标系和文件；确实无误的，勾选“位置无误”再保存。"
    )
