"""The forms of risks on paper, with the columns of the standards: the register of points, the records of analysis, the list of graded
control, the table of major risks, the four-colour plan. Pure of queries; phones are masked as in every list that is handed on."""

from collections.abc import Sequence

from bihuan.core.calendar import in_words
from bihuan.core.masking import mask_phone
from bihuan.paper import Leaf, Paragraph, Plan, Room, Span, Spot, Table, Tone
from bihuan.risks.binder import Gathered
from bihuan.risks.methods import LEC, plain
from bihuan.risks.models import Evaluation, RiskPoint, RiskStep
from bihuan.risks.picture import WIDTH, picture
from bihuan.risks.queries import measures_of
from bihuan.risks.rules import GRADES, KINDS, MEASURES, Grade, band_of

_SHAPES = {
    1: ("diamond", "#d4281f"),
    2: ("triangle", "#e07b00"),
    3: ("square", "#e5b800"),
    4: ("circle", "#2563c9"),
}
FIVE = tuple(word.removesuffix("措施") for word in MEASURES.values())
NONE = Paragraph("还没有登记风险点。")


def tone(grade: Grade) -> Tone:
    """A grade's colour with the shape that the plan has for it, and its word."""
    shape, paint = _SHAPES[grade.number]
    return Tone(shape, paint, grade.says)  # type: ignore[arg-type]


TONES = tuple(tone(one) for one in GRADES.values())


def ledger(found: Gathered) -> list[Leaf]:
    """风险点登记台账."""
    heads = (
        "序号",
        "风险点名称",
        "类型",
        "区域位置",
        "可能导致事故类型",
        "风险等级",
        "现有风险控制措施",
        "责任人",
        "备注",
    )
    rows = []
    for number, point in enumerate(found.points, start=1):
        steps, keeper = found.steps[point.pk], found.keeper(point)
        accidents = dict.fromkeys(one for step in steps for one in step.accidents)
        against = dict.fromkeys(text for step in steps for text in measures_of(step).values())
        rows.append(
            (
                str(number),
                point.name,
                KINDS[point.kind].label,
                point.where,
                "、".join(accidents),
                point.grading.says,
                "；".join(one.rstrip("。；") for one in against),
                keeper.name if keeper else "",
                "",
            )
        )
    return _table(found, heads, rows)


def control(found: Gathered) -> list[Leaf]:
    """风险分级管控清单: a line for each step, the measures by their five kinds."""
    before = (
        "编号",
        "风险点",
        "类型",
        "作业步骤、检查项目",
        "危险源或潜在事件",
        "评价",
        "风险分级",
        "事故类型及后果",
    )
    behind = ("管控层级", "责任人")
    heads = (*before, "管控措施", "", "", "", "", *behind)
    rows = [
        (
            point.code,
            point.name,
            KINDS[point.kind].label,
            step.name,
            step.hazard,
            _scored(found.evaluations.get(step.pk)),
            step.grading.says,
            step.consequence,
            *five(step),
            found.level(point),
            keeper.name if (keeper := found.keeper(point)) else "",
        )
        for point, step in found.lines
    ]
    return _table(found, heads, rows, first=len(before))


def analysis(found: Gathered) -> list[Leaf]:
    """JHA and SCL: for each point who looked at it and when, and its steps or parts with the values chosen."""
    return [leaf for point in found.points for leaf in _analysed(found, point)] or [NONE]


def _analysed(found: Gathered, point: RiskPoint) -> list[Leaf]:
    steps, kind = found.steps[point.pk], KINDS[point.kind]
    done = [found.evaluations[step.pk] for step in steps if step.pk in found.evaluations]
    who = dict.fromkeys(
        name for one in done for name in (one.by.name if one.by else "", one.with_whom) if name
    )
    by_lec = any(one.method == LEC.key for one in done)
    factors = ("L", "E", "C", "D") if by_lec else ("L", "S", "R")
    before = ("序号", kind.step, "危险源或潜在事件", "事故类型及后果")
    behind = (*factors, "评价级别", "管控级别", "建议新增措施", "备注")
    heads = (*before, "现有管控措施", "", "", "", "", *behind)
    rows = [
        (
            str(number),
            step.name,
            step.hazard,
            step.consequence,
            *five(step),
            *_values(found.evaluations.get(step.pk), by_lec=by_lec),
            step.grading.says,
            *_proposed(found.evaluations.get(step.pk)),
        )
        for number, step in enumerate(steps, start=1)
    ]
    said = f"{point.code} {point.name}　部位：{point.where}　方法：{kind.analysis}　评价日期：{in_words(point.graded_on)}"
    note = (
        "C列为后果；按风险矩阵评价的，填S和R。"
        if by_lec and any(one.method not in ("", LEC.key) for one in done)
        else ""
    )
    people = f"分析人：{'、'.join(who) or '　　　　'}　　审核人：　　　　　　审定人：　　　　　　{note}"
    return [Paragraph(said, "h3"), Paragraph(people, "flush"), *_wide(heads, rows, first=len(before))]


def _values(one: Evaluation | None, *, by_lec: bool) -> tuple[str, ...]:
    """The values, the score and the standard's level; of a matrix in a table of LEC no E."""
    if one is None or one.how is None or one.score is None:
        return (*[""] * (4 if by_lec else 3), "直接判定" if one and one.direct else "")
    values = one.values
    chosen = (
        [values["L"], values.get("E", "／"), values.get("C") or values["S"]]
        if by_lec
        else [values["L"], values["S"]]
    )
    level = "直接判定" if one.direct else band_of(one.how, one.score).level
    return (*chosen, plain(one.score), level)


def _proposed(one: Evaluation | None) -> tuple[str, str]:
    return (one.proposed, one.ground) if one else ("", "")


def majors(found: Gathered) -> list[Leaf]:
    """重大风险管控统计表."""
    heads = ("风险点", "危险源", "管控措施", "管控层级", "责任单位", "责任人", "联系电话", "评价日期")
    rows = [
        (
            f"{point.code} {point.name}\n{step.name}",
            step.hazard,
            "；".join(one.rstrip("。；") for one in measures_of(step).values()),
            found.level(point),
            found.unit.name,
            keeper.name if (keeper := found.keeper(point)) else "",
            mask_phone(keeper.phone) if keeper else "",
            f"{step.evaluated_on:%Y-%m-%d}",
        )
        for point, step in found.lines
        if step.grade == 1
    ]
    return [Table(heads, tuple(rows))] if rows else [Paragraph("没有重大风险。")]


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


def five(step: RiskStep) -> tuple[str, ...]:
    """A step's measures, a column each kind."""
    said = measures_of(step)
    return tuple(said.get(kind, "") for kind in MEASURES)


def _scored(one: Evaluation | None) -> str:
    """L3 E6 C15 and what that came to on the next line: a narrow column has no room for the whole sum."""
    if one is None:
        return ""
    told = one.sum.replace("×", " ").replace("＝", "\n＝")
    return "\n".join(filter(None, (told, "直接判定" if one.direct else "")))


def _table(
    found: Gathered, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], first: int | None = None
) -> list[Leaf]:
    if not rows:
        return [NONE]
    counts = "，".join(
        f"{one.says}{count}个"
        for one in GRADES.values()
        if (count := sum(point.grade == one.number for point in found.points))
    )
    said = Paragraph(f"责任单位：{found.unit.name}　风险点{len(found.points)}个：{counts}")
    return [said, *(_wide(heads, rows, first) if first is not None else [Table(heads, tuple(rows))])]


def _wide(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], first: int) -> list[Leaf]:
    """A table in which the five kinds of measures, from column `first`, stand under one head."""
    many = len(FIVE)
    under = tuple(FIVE[at - first] if first <= at < first + many else "" for at in range(len(heads)))
    tall = [Span(0, at, 2, 1) for at in range(len(heads)) if not first <= at < first + many]
    return (
        [Table(heads, tuple(rows), spans=(Span(0, first, 1, many), *tall), under=(under,))]
        if rows
        else [NONE]
    )
