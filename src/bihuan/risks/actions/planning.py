"""Where the points are: the floor plan, a point on it, a point on the map."""

from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.risks.actions.holding import hold_own, hold_point, touch
from bihuan.risks.models import FloorPlan, RiskPoint
from bihuan.risks.queries import plan_of, points_of
from bihuan.risks.rules import boxes, check_outline, check_shape, rooms, spread
from bihuan.units.geometry import Point, check_position, to_wgs84
from bihuan.units.models import Unit

# The shape of an outline: what the picture of one has, in points.
OUTLINE_WIDTH, ROW_HEIGHT, ROWS_LEAST = 1000, 190, 2


@transaction.atomic
def lay_plan(
    actor: Actor, unit_id: UUID, *, file: UUID | None = None, outline: str = "", afresh: bool = False
) -> FloorPlan:
    """设置平面图: a picture that was uploaded before, or an outline of rooms in words; it takes the place of the one before. Points that stand in a
    room of the outline by their words are put there. `afresh`: points placed before are taken off, since they stood on another plan."""
    unit = hold_own(actor, unit_id)
    if file is not None and outline.strip():
        raise Incomplete("平面图和简图只用一种，请去掉一种。", {"outline": "上传了平面图的，不用再写简图。"})
    if file is None and (why := check_outline(outline)):
        raise Incomplete(why, {"outline": why, "file": "请选择平面图的图片。"})
    if file is not None:
        stored = files.owned(actor, [file])[0]
        width, height = files.size_of(stored)
        if why := check_shape(width, height):
            raise Incomplete(why, {"file": why})
    else:
        stored, lines = None, len(rooms(outline))
        width, height = OUTLINE_WIDTH, ROW_HEIGHT * max(lines, ROWS_LEAST)
    whole, today = Scope.whole_town(actor.town), clock.today()
    FloorPlan.objects.within(whole).filter(unit=unit, ended_on__isnull=True).update(ended_on=today)
    plan = FloorPlan(
        id=new_id(),
        town_id=actor.town,
        unit=unit,
        file=stored,
        outline="\n".join(" ".join(row) for row in rooms(outline)),
        width=width,
        height=height,
        from_on=today,
    )
    plan.save(force_insert=True)
    if afresh:
        mine = RiskPoint.objects.within(whole).filter(unit=unit)
        mine.update(x=None, y=None, version=F("version") + 1)
    placed = _put_into_rooms(actor, unit, plan.outline)
    told = {"sha256": stored.sha256} if stored else {"outline": plan.outline}
    events.record(actor, "lay_plan", unit, given=told | {"placed": placed, "afresh": afresh})
    return plan


@transaction.atomic
def place_point(actor: Actor, point_id: UUID, *, x: float | None, y: float | None) -> RiskPoint:
    """标注在平面图上: shares of the plan's width and height from the upper left corner."""
    point = hold_point(actor, point_id)
    if plan_of(actor.scope, point.unit) is None:
        raise NotAllowed("还没有平面图。请先上传平面图或者写一张简图。")
    if x is None or y is None or not (0 <= x <= 1 and 0 <= y <= 1):
        raise Incomplete(
            "位置在平面图以外，请在图上按一下，或者填0至100之间的数。", {"x": "应在0至100之间。"}
        )
    touch(point, x=round(x, 4), y=round(y, 4))
    events.record(actor, "place_risk", point, given={"x": str(point.x), "y": str(point.y)})
    return point


@transaction.atomic
def locate_point(
    actor: Actor, point_id: UUID, *, latitude: float, longitude: float, datum: str = "wgs84"
) -> RiskPoint:
    """标注在地图上: for what lies apart from the unit's own place, in degrees; kept as WGS 84 whatever map it was read off."""
    point = hold_point(actor, point_id)
    if why := check_position(latitude, longitude, datum):
        raise Incomplete(why, {"latitude": why})
    at = to_wgs84(Point(latitude, longitude), datum)
    touch(point, latitude=round(at.latitude, 6), longitude=round(at.longitude, 6))
    told = {"latitude": str(point.latitude), "longitude": str(point.longitude), "datum": datum}
    events.record(actor, "locate_risk", point, given=told)
    return point


def _put_into_rooms(actor: Actor, unit: Unit, outline: str) -> int:
    """Points that nobody has placed go into the room that bears the name of where they are. Returns how many."""
    room_of = {box.name: box for box in boxes(outline)}
    free = points_of(actor.scope, unit).filter(x__isnull=True, where__in=list(room_of))
    rows = sorted(free, key=lambda one: (one.where, one.number))
    for where, group in groupby(rows, key=lambda one: one.where):
        inside = list(group)
        for point, (x, y) in zip(inside, spread(room_of[where], len(inside)), strict=True):
            point.x, point.y = round(x, 4), round(y, 4)
            point.version += 1
    RiskPoint.objects.within(Scope.whole_town(actor.town)).bulk_update(rows, ["x", "y", "version"])
    return len(rows)
