"""The floor plan as it is drawn: rooms or a picture, and the points on it by colour and shape. Pure of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.risks.models import FloorPlan, RiskPoint
from bihuan.risks.rules import Box, boxes

WIDTH = 1000  # points of the drawing; its height follows the plan's shape
LETTER = 30  # width of a sign of a room's name


@dataclass(frozen=True)
class Room:
    """A room of an outline in the drawing."""

    lines: list[str]  # its name
    x: float
    y: float
    width: float
    height: float
    fill: str  # tone of the gravest point in it, "" for none


@dataclass(frozen=True)
class Mark:
    """A point on the plan."""

    point: RiskPoint
    x: float
    y: float

    @property
    def tone(self) -> str:
        return self.point.grading.tone


@dataclass(frozen=True)
class Picture:
    """What the template draws."""

    width: int
    height: int
    rooms: list[Room]
    marks: list[Mark]


def picture(plan: FloorPlan, rows: Sequence[RiskPoint]) -> Picture:
    """A plan and the points that stand on it, the gravest drawn last, so that none hides it."""
    height = round(WIDTH * plan.height / plan.width)
    placed = [(row, row.x, row.y) for row in rows]
    marks = [Mark(row, x * WIDTH, y * height) for row, x, y in placed if x is not None and y is not None]
    marks.sort(key=lambda one: -one.point.grade)
    rooms = [_room(box, marks, height) for box in boxes(plan.outline)] if plan.outline else []
    return Picture(WIDTH, height, rooms, marks)


def _room(box: Box, marks: Sequence[Mark], height: int) -> Room:
    left, top = box.left * WIDTH, box.top * height
    right, bottom = left + box.width * WIDTH, top + box.height * height
    inside = [one for one in marks if left <= one.x <= right and top <= one.y <= bottom]
    gravest = min(inside, key=lambda one: one.point.grade, default=None)
    return Room(
        lines(box.name, max(int((right - left - 10) / LETTER), 1)),
        round(left, 1),
        round(top, 1),
        round(right - left, 1),
        round(bottom - top, 1),
        gravest.tone if gravest else "",
    )


def lines(name: str, most: int) -> list[str]:
    """A name in lines of so many signs; a comma stays with what it follows."""
    found: list[str] = []
    while name:
        end = most + 1 if name[most : most + 1] in ("、", "，") else most
        found.append(name[:end])
        name = name[end:]
    return found
