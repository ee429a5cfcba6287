"""The forms of graded control on paper: the record of an analysis (JHA, SCL), the register of points, the list of graded control, the
table of major risks. Pure of queries. The five kinds of measures stand in one cell, each with its word; a spreadsheet of the list has them apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.paper import Head, Ledger, Toned
from bihuan.risks.methods import METHODS
from bihuan.risks.models import Evaluation, Keeper, RiskPoint, RiskStep
from bihuan.risks.rules import KINDS, MEASURES, controlling, level_labels
from bihuan.units.models import Unit

FAMILY = "安全生产风险分级管控"
_NUMBER, _GRADE, _WHO = Head("序号", 1.3, True), Head("风险分级", 2.6), Head("责任人", 2, True)
_STEP, _HAZARD = Head("作业步骤、检查项目", 3), Head("危险源或潜在事件", 4.5)
_ACCIDENTS, _MEASURES = Head("事故类型及后果", 4), Head("管控措施", 11)


@dataclass(frozen=True)
class Analysis:
    """A step with its latest evaluation and its measures by kind."""

    step: RiskStep
    evaluation: Evaluation
    measures: Mapping[str, str]

    @property
    def against(self) -> str:
        """The measures, a line each with its kind."""
        return "\n".join(
            f"{MEASURES[kind].removesuffix('措施')}：{text}" for kind, text in self.measures.items()
        )

    @property
    def level(self) -> str:
        """The level of the standard's table: 2级; 直接判定 where it was judged so."""
        if self.evaluation.direct:
            return "直接判定"
        how, score = self.evaluation.how, self.evaluation.score
        assert how is not None and score is not None
        return next(one.level for one in how.bands if score >= one.least)


@dataclass(frozen=True)
class Filed:
    """A point with its steps and who keeps it, by level."""

    point: RiskPoint
    steps: Sequence[Analysis]
    held: Mapping[str, Keeper]

    @property
    def level(self) -> str:
        levels = controlling(self.point.grade, self.held)
        return level_labels(self.point.unit.category)[levels[0]] if levels else ""

    @property
    def all_measures(self) -> str:
        """Those of all steps in one paragraph, each said once."""
        texts = (text.rstrip("。；") for each in self.steps for text in each.measures.values())
        return "；".join(dict.fromkeys(texts)) + "。"

    @property
    def keeper(self) -> str:
        return self._answering.name if self._answering else ""

    @property
    def phone(self) -> str:
        return self._answering.phone if self._answering else ""

    @property
    def _answering(self) -> Keeper | None:
        levels = controlling(self.point.grade, self.held)
        return self.held[levels[0]] if levels else None

    @property
    def accidents(self) -> str:
        return "、".join(dict.fromkeys(one for each in self.steps for one in each.step.accidents))


def record(filed: Filed, *, dated: date, mark: str = "") -> Ledger:
    """工作危害分析（JHA）记录 of a work, 安全检查表分析（SCL）记录 of equipment or a place."""
    point, kind = filed.point, KINDS[filed.point.kind]
    used = [METHODS[key] for key in METHODS if any(one.evaluation.method == key for one in filed.steps)]
    letters = list(dict.fromkeys(factor.letter for method in used for factor in method.factors))
    scores = "、".join(method.score for method in used)
    heads = (
        _NUMBER,
        Head(kind.step, 3),
        _HAZARD,
        _ACCIDENTS,
        Head("现有管控措施", 11),
        *(Head(letter, 0.9, True) for letter in letters),
        *([Head(scores, 1.2, True)] if scores else []),
        Head("评价级别", 1.6, True),
        Head("管控级别", 2.6),
        Head("建议新增措施", 3),
    )
    rows: tuple[tuple[str | Toned, ...], ...] = tuple(
        (
            str(number),
            one.step.name,
            one.step.hazard,
            one.step.consequence,
            one.against,
            *(str(one.evaluation.values.get(letter, "")) for letter in letters),
            *([one.evaluation.sum.rpartition("＝")[2]] if scores else []),
            one.level,
            _grade(one.step),
            one.evaluation.proposed,
        )
        for number, one in enumerate(filed.steps, 1)
    )
    people = "、".join(
        dict.fromkeys(one.evaluation.with_whom for one in filed.steps if one.evaluation.with_whom)
    )
    facts = (
        ("单位", point.unit.name),
        ("风险点", f"{point.code} {point.name}"),
        ("岗位、部位", point.where),
        ("评价日期", in_words(max(one.evaluation.evaluated_on for one in filed.steps))),
        ("管控层级、责任人", f"{filed.level} {filed.keeper}".strip()),
        *((("参加评价人员", people),) if people else ()),
    )
    return Ledger(
        f"{kind.analysis}记录",
        facts,
        heads,
        rows,
        dated,
        family=FAMILY,
        signs=("分析人", "审核人", "审定人"),
        mark=mark,
        names=(point.unit.name, filed.keeper),
    )


def ledger(unit: Unit, filed: Sequence[Filed], *, dated: date, mark: str = "") -> Ledger:
    """风险点登记台账."""
    heads = (
        _NUMBER,
        Head("风险点名称", 3.5),
        Head("类型", 2, True),
        Head("区域位置", 3),
        Head("可能导致事故类型", 4),
        Head("风险等级", 2.6),
        Head("现有风险控制措施", 13),
        _WHO,
    )
    rows = tuple(
        (
            str(number),
            one.point.name,
            KINDS[one.point.kind].label,
            one.point.where,
            one.accidents,
            _grade(one.point),
            one.all_measures,
            one.keeper,
        )
        for number, one in enumerate(filed, 1)
    )
    return _listed("风险点登记台账", unit, heads, rows, dated, mark)


def control(unit: Unit, filed: Sequence[Filed], *, dated: date, mark: str = "") -> Ledger:
    """风险分级管控清单."""
    heads = (
        Head("编号", 1.2, True),
        Head("风险点", 2.6),
        _STEP,
        _HAZARD,
        Head("评价级别", 1.6, True),
        _GRADE,
        _ACCIDENTS,
        _MEASURES,
        Head("管控层级", 2, True),
        _WHO,
    )
    rows = tuple(
        (
            one.point.code,
            one.point.name,
            each.step.name,
            each.step.hazard,
            each.level,
            _grade(each.step),
            each.step.consequence,
            each.against,
            one.level,
            one.keeper,
        )
        for one in filed
        for each in one.steps
    )
    return _listed("风险分级管控清单", unit, heads, rows, dated, mark)


def majors(unit: Unit, filed: Sequence[Filed], *, dated: date, mark: str = "") -> Ledger:
    """重大风险管控统计表: the steps and parts that are red."""
    heads = (
        _NUMBER,
        Head("风险点", 3),
        _STEP,
        Head("危险源", 4.5),
        _MEASURES,
        Head("管控层级", 2, True),
        _WHO,
        Head("联系电话", 2.8, True),
        Head("评价日期", 3.4, True),
    )
    red = [(one, each) for one in filed for each in one.steps if each.step.grade == 1]
    rows = tuple(
        (
            str(number),
            one.point.name,
            each.step.name,
            each.step.hazard,
            each.against,
            one.level,
            one.keeper,
            one.phone,
            in_words(each.evaluation.evaluated_on),
        )
        for number, (one, each) in enumerate(red, 1)
    )
    return _listed("重大风险管控统计表", unit, heads, rows, dated, mark)


PAPERS = {"ledger": ledger, "control": control, "majors": majors}


def _grade(row: RiskPoint | RiskStep) -> Toned:
    return Toned(row.grading.tone, row.grading.label)


def _listed(
    title: str, unit: Unit, heads: tuple[Head, ...], rows: tuple[tuple[Any, ...], ...], dated: date, mark: str
) -> Ledger:
    return Ledger(
        title,
        (("单位", unit.name), ("日期", in_words(dated))),
        heads,
        rows,
        dated,
        family=FAMILY,
        signs=("编制人", "主要负责人"),
        mark=mark,
        names=(unit.name,),
    )
