"""The registers of graded control: which columns each has, and what stands in them. Each is declared once; `papers` sets it as a ledger to be
signed, `sheets` as a chapter of the unit's file. Columns as DB37/T 2882—2016 and the guides to it have them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.risks.binder import Analysis, Filed, Gathered, Line
from bihuan.risks.methods import METHODS, plain
from bihuan.risks.models import CheckLine
from bihuan.risks.rules import FREQUENCIES, KINDS, LEVELS, Grade


class Phone(str):
    """A phone: whole on what the unit signs, masked on what is handed on."""


Said = str | Grade | Phone | Mapping[str, str]  # the last: measures by their kinds


@dataclass(frozen=True)
class Column:
    """A column: its word, what a row says in it (None: its running number), how wide it is beside the others, whether it is set in the middle.
    five: it says measures by their kinds. by_hand: nothing is recorded for it; it stands on what is signed, to be filled in there."""

    word: str
    says: Callable[[Any], Said] | None
    wide: float = 2
    centred: bool = False
    five: bool = False
    by_hand: bool = False


@dataclass(frozen=True)
class Register:
    """A register: its title, its columns, which rows it has of a unit (a step each, where it does not say), and what is said without any."""

    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Gathered], Iterable[Any]] = lambda found: found.lines
    none: str = "还没有登记风险点。"


@dataclass(frozen=True)
class ToCheck:
    """A line to be checked, with its point and step."""

    filed: Filed
    each: Analysis
    line: CheckLine

    @property
    def keeper(self) -> str:
        held = self.filed.held.get(self.line.level)
        return held.name if held else ""


def _by_hand(word: str, wide: float) -> Column:
    return Column(word, lambda _row: "", wide, by_hand=True)


def _points(found: Gathered) -> Iterable[Filed]:
    return found.filed


def _of_kinds(*kinds: str) -> Callable[[Gathered], Iterable[Filed]]:
    return lambda found: (one for one in found.filed if one.point.kind in kinds)


def _red(found: Gathered) -> Iterable[Line]:
    return (one for one in found.lines if one.each.step.grade == 1)


def _checks(found: Gathered) -> Iterable[ToCheck]:
    """Point by point, the levels from the top down."""
    return (
        ToCheck(one, each, line)
        for one in found.filed
        for each in one.steps
        for line in sorted(each.step.checks.all(), key=lambda line: LEVELS.index(line.level))
    )


# How often a work is done, by the factor E of its steps: the one thing on record that tells. Where none was scored so, nothing is said.
_OFTEN = ((Decimal(6), "频繁进行"), (Decimal(2), "定期"), (Decimal(0), "不定期"))


def how_often(one: Filed) -> str:
    """频繁进行, 定期 or 不定期, as the most frequent step is."""
    exposed = [Decimal(each.evaluation.values["E"]) for each in one.steps if "E" in each.evaluation.values]
    return next(word for least, word in _OFTEN if max(exposed) >= least) if exposed else ""


def _scored(one: Line) -> str:
    """L3 E6 C15 and what that came to on the next line: a narrow column has no room for the whole sum."""
    told = one.each.evaluation.sum.replace("×", " ").replace("＝", "\n＝")
    return "\n".join(filter(None, (told, "直接判定" if one.each.evaluation.direct else "")))


NUMBER = Column("序号", None, 1.3, True)
_CODE = Column("编号", lambda one: one.filed.point.code, 1.2, True)
_NAME = Column("风险点", lambda one: one.filed.point.name, 2.6)
_STEP = Column("作业步骤、检查项目", lambda one: one.each.step.name, 3)
_HAZARD = Column("危险源或潜在事件", lambda one: one.each.step.hazard, 4.5)
_GRADE = Column("风险分级", lambda one: one.each.step.grading, 2.6)
_CONSEQUENCE = Column("事故类型及后果", lambda one: one.each.step.consequence, 4)
_MEASURES = Column("管控措施", lambda one: one.each.measures, 11, five=True)
_LEVEL = Column("管控层级", lambda one: one.filed.level, 2, True)
_KEEPER = Column("责任人", lambda one: one.filed.keeper, 2, True)
_PHONE = Column("联系电话", lambda one: Phone(one.filed.phone), 2.8, True)
_EVALUATED = Column("评价日期", lambda one: in_words(one.each.step.evaluated_on), 3.4, True)
_NOTE = _by_hand("备注", 2)

LEDGER = Register(
    "风险点登记台账",
    (
        NUMBER,
        Column("风险点名称", lambda one: one.point.name, 3.5),
        Column("类型", lambda one: KINDS[one.point.kind].label, 2, True),
        Column("区域位置", lambda one: one.point.where, 3),
        Column("可能导致事故类型", lambda one: "、".join(one.accidents), 4),
        Column("风险等级", lambda one: one.point.grading, 2.6),
        Column("现有风险控制措施", lambda one: "；".join(one.against()), 13),
        Column("责任人", lambda one: one.keeper, 2, True),
        _NOTE,
    ),
    _points,
)
ACTIVITIES = Register(
    "作业活动清单",
    (
        NUMBER,
        Column("岗位、地点", lambda one: one.point.where, 3.5),
        Column("作业活动", lambda one: one.point.name, 4),
        Column("作业内容", lambda one: "、".join(each.step.name for each in one.steps), 9),
        Column("活动频率", how_often, 2.6, True),
        Column("责任人", lambda one: one.keeper, 2, True),
        _NOTE,
    ),
    _of_kinds("activity"),
    "没有登记作业活动。",
)
FACILITIES = Register(
    "设备设施清单",
    (
        NUMBER,
        Column("设备设施名称", lambda one: one.point.name, 4.5),
        Column("类别", lambda one: KINDS[one.point.kind].label, 2.4, True),
        Column("编号", lambda one: one.point.code, 1.4, True),
        _by_hand("型号", 3),
        Column("所在部位", lambda one: one.point.where, 3.5),
        Column("检查项目", lambda one: "、".join(each.step.name for each in one.steps), 6),
        _by_hand("是否特种设备", 2.4),
        _NOTE,
    ),
    _of_kinds("equipment", "place"),
    "没有登记设备设施、部位场所。",
)
CONTROL = Register(
    "风险分级管控清单",
    (
        _CODE,
        _NAME,
        Column("类型", lambda one: KINDS[one.filed.point.kind].label, 1.8, True),
        _STEP,
        _HAZARD,
        Column("评价", _scored, 2.4, True),
        _GRADE,
        _CONSEQUENCE,
        _MEASURES,
        _LEVEL,
        _KEEPER,
    ),
)
CHECKS = Register(
    "隐患排查项目清单",
    (
        NUMBER,
        Column("风险点", lambda one: f"{one.filed.point.code} {one.filed.point.name}", 3.5),
        Column("作业步骤、检查项目", lambda one: one.each.step.name, 3.5),
        Column("排查内容与标准", lambda one: one.line.text, 9),
        Column("排查周期", lambda one: FREQUENCIES[one.line.every], 2, True),
        Column("排查层级", lambda one: one.filed.level_words[one.line.level], 2, True),
        Column("责任人", lambda one: one.keeper, 2, True),
    ),
    _checks,
    "还没有登记检查内容。",
)
MAJORS = Register(
    "重大风险管控统计表",
    (
        NUMBER,
        Column("风险点", lambda one: f"{one.filed.point.code} {one.filed.point.name}", 3),
        _STEP,
        Column("危险源", lambda one: one.each.step.hazard, 4.5),
        _MEASURES,
        _LEVEL,
        _KEEPER,
        _PHONE,
        _EVALUATED,
    ),
    _red,
    "没有重大风险。",
)
REGISTERS = {
    "ledger": LEDGER,
    "activities": ACTIVITIES,
    "facilities": FACILITIES,
    "control": CONTROL,
    "checks": CHECKS,
    "majors": MAJORS,
}


def analysed(one: Filed) -> Register:
    """工作危害分析（JHA）记录 of a work, 安全检查表分析（SCL）记录 of equipment or a place, with the letters of the methods by which its steps were
    judged; a letter that a step's own method has not stays empty."""
    kind = KINDS[one.point.kind]
    used = [how for key, how in METHODS.items() if any(each.evaluation.method == key for each in one.steps)]
    letters = dict.fromkeys(factor.letter for how in used for factor in how.factors)
    scores = "、".join(how.score for how in used)
    return Register(
        f"{kind.analysis}记录",
        (
            NUMBER,
            Column(kind.step, lambda each: each.step.name, 3),
            Column("危险源或潜在事件", lambda each: each.step.hazard, 4.5),
            Column("事故类型及后果", lambda each: each.step.consequence, 4),
            Column("现有管控措施", lambda each: each.measures, 11, five=True),
            *(_letter(one) for one in letters),
            *([Column(scores, _score, 1.2, True)] if scores else []),
            Column("评价级别", lambda each: each.level, 1.6, True),
            Column("管控级别", lambda each: each.step.grading, 2.6),
            Column("建议新增措施", lambda each: each.evaluation.proposed, 3),
            Column("备注", lambda each: each.evaluation.ground, 2),
        ),
    )


def _letter(letter: str) -> Column:
    return Column(letter, lambda each: str(each.evaluation.values.get(letter, "")), 0.9, True)


def _score(each: Analysis) -> str:
    return "" if each.evaluation.score is None else plain(each.evaluation.score)


def looked_at(one: Filed) -> str:
    """Who judged a point's steps, each once: who entered it and who took part."""
    made = (each.evaluation for each in one.steps)
    return "、".join(
        dict.fromkeys(
            name for each in made for name in (each.by.name if each.by else "", each.with_whom) if name
        )
    )


def town_wide(*, with_orange: bool) -> Register:
    """重大（、较大）风险管控统计表 of many units, for a superior."""
    graded = (_GRADE,) if with_orange else ()
    return Register(
        "重大、较大风险管控统计表" if with_orange else MAJORS.title,
        (
            NUMBER,
            Column("责任单位", lambda one: one.filed.point.unit.name, 3.5),
            _NAME,
            _STEP,
            Column("危险源", lambda one: one.each.step.hazard, 4.5),
            *graded,
            _MEASURES,
            _LEVEL,
            _KEEPER,
            _PHONE,
            _EVALUATED,
        ),
        none=MAJORS.none,
    )
