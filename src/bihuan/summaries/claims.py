"""Claims: what a narrative asserts without a blank. Each is proved, disproved or undecidable by the records.

A kind of claim is a pattern, the figures that decide it, and a judge over their values. Judgements (有效遏制, 持续平稳) and
matters without records are undecidable and said so; nothing is proved from an empty basis.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from bihuan.figures.evaluation import Value
from bihuan.figures.registry import FIGURES, topics
from bihuan.summaries import context
from bihuan.summaries.blanks import QUOTES
from bihuan.summaries.context import Scope, Sentence
from bihuan.summaries.vocabulary import Vocabulary

PROVED, DISPROVED, UNDECIDABLE = "proved", "disproved", "undecidable"


@dataclass(frozen=True)
class Finding:
    """A judge's word: the verdict, what it rests on, and a truthful wording to offer."""

    verdict: str
    text: str
    wording: str = ""


Values = dict[str, Value]
Judge = Callable[[Values, "Claim"], Finding]


@dataclass(frozen=True)
class ClaimKind:
    """A kind of claim. `figures`: keys that decide it, the first being the evidence whose rows are shown (`offending`: the
    figure whose rows speak against it). `topic`: a matter not yet recorded; `judgement`: no record can decide it."""

    name: str
    pattern: re.Pattern[str]
    figures: tuple[str, ...] = ()
    offending: str = ""
    judge: Judge | None = None
    topic: str = ""
    judgement: bool = False
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Claim:
    """A claim in the text, with the scope and period of its sentence. `said`: a number that it states."""

    kind: ClaimKind
    text: str
    start: int
    end: int
    sentence: str
    scope: Scope
    period: tuple[date, date]
    said: int | None = None
    extra: dict[str, Any] = field(default_factory=dict, compare=False)


def _number(value: Value) -> int:
    return int(value.value or 0)


def _all_rectified(values: Values, claim: Claim) -> Finding:
    """全部整改完毕 holds exactly if something was found and nothing of it is open at the cut-off."""
    found, left = values["hazards.found"], values["hazards.open"]
    if not found.value:
        return Finding(UNDECIDABLE, found.missing or "期内没有发现隐患的记录，谈不上全部整改")
    rate, done = values["hazards.rate"].value, _number(values["hazards.rectified"])
    if not left.value:
        return Finding(PROVED, f"发现{found.value}条，已全部整改")
    overdue = _number(values["hazards.overdue"])
    rest = (
        f"其余{left.value}条均在整改期限内" if not overdue else f"逾期未整改{min(overdue, int(left.value))}条"
    )
    return Finding(
        DISPROVED,
        f"发现{found.value}条，已整改{done}条，整改率{rate}%，未整改{left.value}条",
        f"已整改{done}条，整改率{rate}%，{rest}",
    )


def _ordered_rectified(values: Values, claim: Claim) -> Finding:
    """限期整改…已整改完毕 holds exactly if all that was ordered has passed re-inspection by the cut-off."""
    ordered, done = values["hazards.deadline"], _number(values["hazards.deadline_done"])
    if not ordered.value:
        return Finding(UNDECIDABLE, ordered.missing or "期内没有责令限期整改的记录")
    if done == ordered.value:
        return Finding(PROVED, f"限期整改{ordered.value}条，均已复查合格")
    left = int(ordered.value) - done
    return Finding(
        DISPROVED,
        f"限期整改{ordered.value}条，复查合格{done}条，未完成{left}条",
        f"限期整改{ordered.value}条，已完成{done}条，其余{left}条正在督促整改",
    )


def _grid_covered(values: Values, claim: Claim) -> Finding:
    """网格全覆盖 holds exactly if every cell has a named person and every unit lies in a cell."""
    cells, bare, outside = (
        _number(values[key]) for key in ("grid.cells", "grid.uncovered", "units.unplaced")
    )
    if not cells:
        return Finding(UNDECIDABLE, "还没有划分网格")
    if not bare and not outside:
        return Finding(PROVED, f"{cells}个网格都有实名责任人，监管对象都在网格内")
    return Finding(
        DISPROVED,
        f"{cells}个网格中{bare}个没有实名责任人，{outside}家监管对象不在网格内",
        f"划分网格{cells}个，实名到位{cells - bare}个",
    )


def _checked_all(values: Values, claim: Claim) -> Finding:
    """检查全覆盖 holds exactly if every unit in the register was visited in the period."""
    rate, units, total = (values[key].value for key in ("inspect.coverage", "inspect.covered", "units.total"))
    if rate is None or not total or units is None:
        return Finding(UNDECIDABLE, values["inspect.coverage"].missing or "没有检查记录")
    if units >= total:
        return Finding(PROVED, f"在册{total}家，检查{units}家")
    return Finding(DISPROVED, f"在册{total}家，检查{units}家，覆盖率{rate}%", f"检查覆盖率{rate}%")


def _no_overdue(values: Values, claim: Claim) -> Finding:
    value = values["hazards.overdue"]
    if value.value is None:
        return Finding(UNDECIDABLE, value.missing)
    if value.value == 0:
        return Finding(PROVED, "截止日没有逾期未整改的隐患")
    return Finding(DISPROVED, f"截止日逾期未整改{value.value}条", f"逾期未整改{value.value}条")


def _banned(values: Values, claim: Claim) -> Finding:
    value = values["sanction.ban"]
    if value.value is None:
        return Finding(UNDECIDABLE, value.missing)
    if value.value == claim.said:
        return Finding(PROVED, f"登记的取缔决定涉及{value.value}处，与文中一致")
    return Finding(
        DISPROVED, f"登记的取缔决定涉及{value.value}处，文中写{claim.said}处", f"取缔{value.value}处"
    )


def _suspended(values: Values, claim: Claim) -> Finding:
    value = values["sanction.suspend"]
    if value.value is None:
        return Finding(UNDECIDABLE, value.missing)
    if value.value == claim.said:
        return Finding(PROVED, f"登记的停业整顿决定涉及{value.value}家，与文中一致")
    return Finding(
        DISPROVED, f"登记的停业整顿决定涉及{value.value}家，文中写{claim.said}家", f"停业整顿{value.value}家"
    )


_COUNT = r"(\d{1,4}|[一二两三四五六七八九十]{1,2})"
_ALL = r"(?:全部|均|都)(?:已|已经)?(?:得到|得以|按期|按时)?(?:整改|完成整改|销号|闭环)(?:完毕|到位|完成|结束|销号|闭环)?"
_OUTLOOK = re.compile(r"将|要|力争|确保(?!了)|下一?步|继续")

KINDS = (
    ClaimKind(
        "限期整改已完成",
        re.compile(r"(?:限期|责令)[^，。；]*?(?:整改完毕|整改到位|完成整改|整改完成|复查合格|全部整改|销号)"),
        ("hazards.deadline_done", "hazards.deadline"),
        "hazards.deadline",
        _ordered_rectified,
    ),
    ClaimKind(
        "全部整改",
        re.compile(
            rf"(?:并|已|已经|现)*{_ALL}|整改率(?:均)?(?:达到|达|为)?(?:了)?(?:100|百分之百)[%％]?|动态清零"
        ),
        ("hazards.open", "hazards.found", "hazards.rectified", "hazards.rate", "hazards.overdue"),
        "hazards.open",
        _all_rectified,
    ),
    ClaimKind(
        "网格全覆盖",
        re.compile(r"[^，。；]{0,14}网格[^，。；]{0,16}全覆盖|[^，。；]{0,14}全覆盖[^，。；]{0,10}网格"),
        ("grid.uncovered", "grid.cells", "units.unplaced"),
        "grid.uncovered",
        _grid_covered,
    ),
    ClaimKind(
        "检查全覆盖",
        re.compile(
            r"[^，。；]{0,14}(?:检查|巡查|排查)[^，。；网格]{0,14}全覆盖|覆盖率(?:达到|达|为)?(?:了)?100[%％]"
        ),
        ("inspect.coverage", "inspect.covered", "units.total"),
        "",
        _checked_all,
    ),
    ClaimKind(
        "无逾期",
        re.compile(r"(?:无|没有|未出现|零)(?:一起|一条|一例)?逾期[^，。；]{0,8}"),
        ("hazards.overdue",),
        "hazards.overdue",
        _no_overdue,
    ),
    ClaimKind(
        "取缔数",
        re.compile(rf"取缔(?:关闭)?(?:了)?[^，。；\dXＸ]{{0,14}}?{_COUNT}(?:处|家|个)"),
        ("sanction.ban",),
        "",
        _banned,
    ),
    ClaimKind(
        "停业整顿数",
        re.compile(rf"(?:停业整顿|停产整顿|停产停业)(?:了)?[^，。；\dXＸ]{{0,10}}?{_COUNT}(?:家|处|个)"),
        ("sanction.suspend",),
        "",
        _suspended,
    ),
    ClaimKind(
        "未发生事故",
        re.compile(
            r"(?:未|没有|无)(?:再)?发生(?:一起|任何|较大及?以上|重大及?以上|各类|大的)*[^，。；]{0,12}事故|零事故|零伤亡|零死亡|事故起数为零|无事故发生"
        ),
        topic="accidents.count",
    ),
    ClaimKind(
        "判断语",
        re.compile(
            r"有效(?:地)?(?:遏制|杜绝|防范|预防|遏止)了?[^，。；]{0,30}|(?:持续|总体|保持)(?:平稳|稳定)[^，。；]{0,8}"
            r"|形势(?:持续|总体)?(?:平稳|稳定|向好|好转)[^，。；]{0,8}|明显好转|(?:显著|大幅|全面|广泛|大力)提[高升]了?[^，。；]{0,30}|形成了?[^，。；]{0,30}(?:良好局面|浓厚氛围)"
        ),
        judgement=True,
        unless=re.compile(r"继续|下一?步|今后|明年"),
    ),
    ClaimKind(
        "签订责任书", re.compile(r"签订[^，。；]{0,16}(?:责任书|责任状|承诺书)"), topic="letters.signed"
    ),
    ClaimKind("值班制度", re.compile(r"(?:实行)?24小时[^，。；]{0,8}值班[^，。；]{0,4}"), topic="duty.days"),
    ClaimKind("日报告制度", re.compile(r"[“\"]?日报告[”\"]?[^，。；]{0,12}制度"), topic="reports.daily"),
    ClaimKind("一企一册", re.compile(r"(?:完善|建立|健全)了?[“\"]?一企一[册档][”\"]?"), topic="units.files"),
)


def find(sentences: list[Sentence], vocabulary: Vocabulary, since: date, until: date) -> list[Claim]:
    """All claims of a narrative in reading order; where two overlap, the kind that stands first in KINDS holds."""
    found: list[Claim] = []
    for sentence in sentences:
        taken: list[tuple[int, int]] = []
        for kind, match in _matches(sentence.text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            found.append(_claim(kind, match, sentence, vocabulary, since, until))
    return sorted(found, key=lambda claim: claim.start)


def _matches(text: str) -> Iterator[tuple[ClaimKind, re.Match[str]]]:
    for kind in KINDS:
        if kind.unless and kind.unless.search(text):
            continue
        for match in kind.pattern.finditer(text):
            clause = text[max(text.rfind(mark, 0, match.start()) for mark in "，。；：") + 1 : match.end()]
            if kind.judge and _OUTLOOK.search(clause.replace("严格要求", "")):
                continue  # a plan is no claim
            yield kind, match


def _claim(
    kind: ClaimKind,
    match: re.Match[str],
    sentence: Sentence,
    vocabulary: Vocabulary,
    since: date,
    until: date,
) -> Claim:
    words = (
        match.group().translate(QUOTES)
        if kind.figures[:1] in (("sanction.ban",), ("sanction.suspend",))
        else ""
    )
    scope = context.scope_at(sentence, match.start(), words, vocabulary)
    if words:
        scope = _object_scope(words, scope, vocabulary)
    if kind.figures[:1] == ("grid.uncovered",):
        scope = Scope()
    said = next((_count(group) for group in match.groups() if group), None) if match.groups() else None
    return Claim(
        kind,
        match.group(),
        sentence.start + match.start(),
        sentence.start + match.end(),
        sentence.text,
        scope,
        context.period_of(sentence.text, since, until),
        said,
    )


def _object_scope(words: str, scope: Scope, vocabulary: Vocabulary) -> Scope:
    """What was banned or suspended, as a category. A kind of place that the town's categories lack is `unknown`."""
    thing = re.sub(
        r"取缔|关闭|停业整顿|停产整顿|停产停业|非法|违法|违规|无证|了|的|[\d一二两三四五六七八九十]+(?:处|家|个)$",
        "",
        words,
    )
    if category := context.category_in(thing, vocabulary):
        return category
    if len(thing) >= 2 and not re.fullmatch(r"(?:生产)?(?:经营)?(?:企业|单位|场所|点|窝点|作坊)", thing):
        return Scope(text=thing, unknown=f"监管对象类别里没有“{thing}”")
    return scope


def _count(text: str) -> int:
    if text.isdigit():
        return int(text)
    digits = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
    if "十" in text:
        tens, _, ones = text.partition("十")
        return digits.get(tens, 1) * 10 + digits.get(ones, 0)
    return digits.get(text, 0)


def judge(claim: Claim, values: Values) -> Finding:
    """The verdict of a claim, given the values of its figures in its scope."""
    kind = claim.kind
    if kind.judgement:
        return Finding(UNDECIDABLE, "这是判断性的说法，记录不能证明，请自行斟酌")
    if kind.topic:
        topic = topics().get(kind.topic)
        label = topic.label if topic else FIGURES[kind.topic].label
        return Finding(UNDECIDABLE, f"系统还没有地方记录“{label}”，没有记录不等于属实")
    if claim.scope.unknown:
        return Finding(UNDECIDABLE, f"{claim.scope.unknown}，无从核对")
    assert kind.judge is not None
    return kind.judge(values, claim)


def evidence_value(value: Value | None) -> int | float | None:
    """A figure's value as JSON has numbers."""
    if value is None:
        return None
    return float(value.value) if isinstance(value.value, Decimal) else value.value
