"""The registers of graded control as parts of a book, the unit's file: the five kinds of measures in columns of their own, phones masked as in
whatever is handed on; with the records of analysis and the four-colour plan. Pure of queries."""

from collections.abc import Iterable, Mapping
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.core.masking import mask_phone
from bihuan.paper import Leaf, Paragraph, Plan, Room, Span, Spot, Table, Tone
from bihuan.risks.binder import Filed, Gathered
from bihuan.risks.picture import WIDTH, picture
from bihuan.risks.registers import REGISTERS, Column, Phone, Register, analysed, looked_at
from bihuan.risks.rules import GRADES, KINDS, MEASURES, Grade

_SHAPES = {
    1: ("diamond", "#d4281f"),
    2: ("triangle", "#e07b00"),
    3: ("square", "#e5b800"),
    4: ("circle", "#2563c9"),
}
FIVE = tuple(word.removesuffix("措施") for word in MEASURES.values())
NONE = Paragraph(REGISTERS["ledger"].none)


def tone(grade: Grade) -> Tone:
    """A grade's colour with the shape that the plan has for it, and its word."""
    shape, paint = _SHAPES[grade.number]
    return Tone(shape, paint, grade.says)  # type: ignore[arg-type]


TONES = tuple(tone(one) for one in GRADES.values())


def of_unit(register: Register, found: Gathered) -> list[Leaf]:
    """A register of a unit."""
    return _table(register, register.rows(found))


def counted(found: Gathered) -> Paragraph:
    """How many points a unit has of each colour."""
    counts = "，".join(
        f"{one.says}{count}个"
        for one in GRADES.values()
        if (count := sum(point.grade == one.number for point in found.points))
    )
    return Paragraph(f"责任单位：{found.unit.name}　风险点{len(found.points)}个：{counts}")


def analysis(found: Gathered) -> list[Leaf]:
    """JHA and SCL: for each point who looked at it and when, and its steps or parts with the values chosen."""
    return [leaf for one in found.filed for leaf in _analysed(one)] or [NONE]


def _analysed(one: Filed) -> list[Leaf]:
    point, kind = one.point, KINDS[one.point.kind]
    said = f"{point.code} {point.name}　部位：{point.where}　方法：{kind.analysis}　评价日期：{in_words(point.graded_on)}"
    people = f"分析人：{looked_at(one) or '　　　　'}　　审核人：　　　　　　审定人："
    return [Paragraph(said, "h3"), Paragraph(people, "flush"), *_table(analysed(one), one.steps)]


def plan(found: Gathered) -> list[Leaf]:
    """四色风险空间分布图, and which numbers stand on it; what stands nowhere is named."""
    if not found.points:
        return [NONE]
    rows = tuple(
        (point.code, point.name, point.where, point.grading.says, "" if point.x is not None else "没有标注")
        for point in found.points
    )
    listed = Table(("编号", "风险点", "部位", "风险等级", "备注"), rows)
    if found.plan is None:
        return [Paragraph("还没有设置平面图。"), listed]
    return [drawn(found), listed]


def drawn(found: Gathered) -> Plan:
    """The floor plan with its points, as the page shows it."""
    assert found.plan is not None, "asked where there is a plan"
    made = picture(found.plan, found.points)
    height = made.height
    tones = {one.tone: tone(one) for one in GRADES.values()}
    return Plan(
        made.width,
        height,
        tuple(
            Room(
                "".join(room.lines),
                room.x / WIDTH,
                room.y / height,
                room.width / WIDTH,
                room.height / height,
                tones.get(room.fill),
            )
            for room in made.rooms
        ),
        tuple(Spot(one.point.code, one.x / WIDTH, one.y / height, tones[one.tone]) for one in made.marks),
        TONES,
        key=str(found.plan.file_id or ""),
    )


def _table(register: Register, rows: Iterable[Any]) -> list[Leaf]:
    """A register's table; the columns to be filled in by hand are left out, since no record has them."""
    columns = [one for one in register.columns if not one.by_hand]
    told = tuple(
        tuple(cell for one in columns for cell in _cells(one, row, number))
        for number, row in enumerate(rows, 1)
    )
    if not told:
        return [Paragraph(register.none)]
    first = next((at for at, one in enumerate(columns) if one.five), None)
    if first is None:
        return [Table(tuple(one.word for one in columns), told)]
    many = len(FIVE)
    before, behind = [one.word for one in columns[: first + 1]], [one.word for one in columns[first + 1 :]]
    heads = (*before, *[""] * (many - 1), *behind)
    under = (*[""] * first, *FIVE, *[""] * len(behind))
    tall = [Span(0, at, 2, 1) for at in range(len(heads)) if not first <= at < first + many]
    return [Table(heads, told, spans=(Span(0, first, 1, many), *tall), under=(under,))]


def _cells(column: Column, row: Any, number: int) -> tuple[str, ...]:
    """What a row says in a column; in that of the measures, in each of its five."""
    said = column.says(row) if column.says else str(number)
    if isinstance(said, Mapping):
        return tuple(said.get(kind, "") for kind in MEASURES)
    if isinstance(said, Grade):
        return (said.says,)
    return (mask_phone(said),) if isinstance(said, Phone) else (str(said),)
