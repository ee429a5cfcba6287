"""Claims: what a narrative asserts without a blank. Each is proved, disproved or undecidable by the records.

A kind of claim is a pattern, the figures that decide it, and a judge over their values. Judgements (有效遏制, 持续平稳) and
matters without records are undecidable and said so; nothing is proved from an empty basis.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bihuan.figures.evaluation import Value
from bihuan.figures.registry import FIGURES, topics
from bihuan.summaries.binding import cells
from bihuan.summaries.binding.context import Reader
from bihuan.summaries.binding.periods import period_at
from bihuan.summaries.binding.scope import Scope, doubt, narrowed
from bihuan.summaries.binding.vocabulary import Vocabulary, categories_in
from bihuan.summaries.reading.blanks import QUOTES
from bihuan.summaries.reading.sections import Sentence
from bihuan.summaries.truth import judges
from bihuan.summaries.truth.judges import DISPROVED, PROVED, UNDECIDABLE, Finding, Judge, Values

__all__ = ["DISPROVED", "PROVED", "UNDECIDABLE", "Claim", "Finding", "evidence_value", "find", "judge"]


@dataclass(frozen=True)
class Against:
    """The records that speak against a claim: those of `figure` that are among those of `among`, and whose pk is not named
    by the rows of `apart` (in their `field`)."""

    figure: str
    among: str = ""
    apart: str = ""
    field: str = "pk"


@dataclass(frozen=True)
class ClaimKind:
    """A kind of claim. `figures`: keys that decide it, the first being the evidence; `against`: the records that speak
    against it; `topic`: a matter not yet recorded; `judgement`: no record can decide it; `goal_words`: words of
    intent that make it no claim; `is_of_town`: it speaks of the whole town in any section."""

    name: str
    pattern: re.Pattern[str]
    figures: tuple[str, ...] = ()
    judge: Judge | None = None
    against: tuple[Against, ...] = ()
    topic: str = ""
    judgement: bool = False
    goal_words: re.Pattern[str] | None = None
    is_of_town: bool = False


@dataclass(frozen=True)
class Claim:
    """A claim in the text, with the scope and period of its sentence. `said`: a number that it states; `open`: why
    its scope or period cannot be told."""

    kind: ClaimKind
    text: str
    start: int
    end: int
    sentence: str
    scope: Scope
    period: tuple[date, date]
    cutoff: date | None = None
    said: int | None = None
    open: str = ""


_COUNT = r"(\d{1,4}|[一二两三四五六七八九十]{1,2})"
_DONE = r"(?:整改|完成整改|销号|闭环|治理)(?:完毕|到位|完成|结束|销号|闭环|完)?"
_ALL = rf"(?:全部|均|都|已全)(?:已|已经)?(?:得到|得以|按期|按时|按要求|如期)?{_DONE}"
_GOAL = re.compile(r"将|要(?!求)|力争|确保(?!了)|务必|必须|争取|直至|直到|做到|应当|督促|要求")
_WISH = re.compile(r"将|要(?!求)|力争|务必|争取|应当")
_FUTURE = re.compile(r"下一?步|明年|下年度|今后|下一年|(?:我镇|镇党委|我们)?将继续|[，。]将")
_HUNDRED = r"(?:均|都|全部)?(?:达到|达|为|实现)?了?(?:100(?:\.0+)?[%％]|百分之百|百分百)"

KINDS = (
    ClaimKind(
        "限期整改已完成",
        re.compile(
            r"(?:限期|责令)[^，。；]{0,24}?(?:整改完毕|整改到位|完成整改|整改完成|复查合格|全部整改|全部销号|均已整改|已整改)(?:完毕|到位|完成)?"
        ),
        ("hazards.deadline_done", "hazards.deadline"),
        judges.ordered_rectified,
        (Against("hazards.open", among="hazards.deadline"),),
        goal_words=_GOAL,
    ),
    ClaimKind(
        "全部整改",
        re.compile(
            rf"(?:并|已|已经|现|目前)*{_ALL}|整改(?:完成)?率{_HUNDRED}|(?:隐患|问题)[^，。；]{{0,6}}动态清零"
        ),
        (
            "hazards.open",
            "hazards.found",
            "hazards.rectified",
            "hazards.rate",
            "hazards.open_overdue",
            "hazards.undecided",
        ),
        judges.all_rectified,
        (Against("hazards.open"),),
        goal_words=_GOAL,
    ),
    ClaimKind(
        "网格全覆盖",
        re.compile(r"[^，。；]{0,14}网格[^，。；]{0,16}全覆盖|[^，。；]{0,14}全覆盖[^，。；]{0,10}网格"),
        ("grid.uncovered", "grid.cells", "units.unplaced"),
        judges.grid_covered,
        (Against("grid.uncovered"), Against("units.unplaced")),
        goal_words=_WISH,
        is_of_town=True,
    ),
    ClaimKind(
        "检查全覆盖",
        re.compile(
            r"[^，。；]{0,14}(?:检查|巡查|排查|督查)[^，。；网格]{0,14}全覆盖|全覆盖(?:式)?[^，。；]{0,4}(?:检查|排查|巡查)"
            rf"|检查覆盖率{_HUNDRED}|覆盖率{_HUNDRED}"
        ),
        ("inspect.coverage", "inspect.covered", "units.total"),
        judges.checked_all,
        (Against("units.total", apart="inspect.units", field="unit"),),
        goal_words=_WISH,
    ),
    ClaimKind(
        "无逾期",
        re.compile(r"(?:无|没有|未出现|零)(?:一起|一条|一例)?逾期[^，。；]{0,8}"),
        ("hazards.overdue",),
        judges.no_overdue,
        (Against("hazards.overdue"),),
        goal_words=_GOAL,
    ),
    ClaimKind(
        "取缔数",
        re.compile(rf"取缔(?:关闭)?(?:了)?[^，。；\dXＸ×*_＿]{{0,14}}?{_COUNT}(?:余|多)?(?:处|家|个)"),
        ("sanction.ban",),
        judges.banned,
        goal_words=_WISH,
    ),
    ClaimKind(
        "停业整顿数",
        re.compile(
            rf"(?:停业整顿|停产整顿|停产停业)(?:了)?[^，。；\dXＸ×*_＿]{{0,10}}?{_COUNT}(?:余|多)?(?:家|处|个)"
        ),
        ("sanction.suspend",),
        judges.suspended,
        goal_words=_WISH,
    ),
    ClaimKind(
        "专项组数",
        re.compile(
            rf"(?:成立|组建|设立)[^。；]{{0,60}}?{_COUNT}(?:大|个|支)[^，。；]{{0,10}}?(?:巡查|检查|督查|专项)[^，。；]{{0,4}}组"
        ),
        ("inspect.groups",),
        judges.formed,
        is_of_town=True,
    ),
    ClaimKind(
        "未发生事故",
        re.compile(
            r"(?:未|没有|无)(?:再)?发生(?:过)?(?:一起|任何|较大及?以上|重大及?以上|各类|大的)*[^，。；]{0,12}事故|零事故|零伤亡|零死亡|事故起数为零|无(?:安全)?(?:生产)?(?:责任)?事故发生|事故为零"
        ),
        topic="accidents.count",
    ),
    ClaimKind(
        "判断语",
        re.compile(
            r"有效(?:地)?(?:遏制|杜绝|防范|预防|遏止|防止|避免)了?[^，。；]{0,30}|(?:持续|总体|保持)(?:平稳|稳定)[^，。；]{0,8}"
            r"|形势(?:持续|总体)?(?:平稳|稳定|向好|好转)[^，。；]{0,8}|明显好转|(?:显著|大幅|全面|广泛|大力|明显|不断|进一步)(?:提[高升]|增强)了?[^，。；]{0,30}"
            r"|形成了?[^，。；]{0,30}(?:良好局面|浓厚氛围|良好氛围)|确保了?[^，。；]{0,20}(?:的?稳定|平稳)"
        ),
        judgement=True,
    ),
    ClaimKind(
        "签订责任书", re.compile(r"签订[^，。；]{0,20}(?:责任书|责任状|承诺书)"), topic="letters.signed"
    ),
    ClaimKind(
        "值班制度",
        re.compile(
            r"(?:实行|坚持|执行|落实|严格)*(?:24|二十四)小时[^，。；]{0,8}(?:值班|值守)[^，。；]{0,4}"
        ),
        topic="duty.days",
    ),
    ClaimKind(
        "日报告制度",
        re.compile(
            r"[“\"]?(?:日报告|零报告)[”\"]?(?:[、和“\"]{0,3}(?:零报告|日报告)[”\"]?)?[^，。；]{0,12}制度|坚持[“\"]?(?:日|零)报告[”\"]?"
        ),
        topic="reports.daily",
    ),
    ClaimKind("一企一册", re.compile(r"(?:完善|建立|健全)了?[“\"]?一企一[册档][”\"]?"), topic="units.files"),
)


def find(sentences: list[Sentence], vocabulary: Vocabulary, since: date, until: date) -> list[Claim]:
    """All claims of a narrative in reading order; where two overlap, the kind that stands first in KINDS holds."""
    found: list[Claim] = []
    reader = Reader.of(vocabulary, since, until)
    for sentence in sentences:
        taken: list[tuple[int, int]] = []
        if sentence.is_plan:
            continue
        for kind, match in _matches(sentence.text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            found.append(_claim(kind, match, sentence, reader))
    return sorted(found, key=lambda claim: claim.start)


def _matches(text: str) -> Iterator[tuple[ClaimKind, re.Match[str]]]:
    future = _FUTURE.search(text)
    for kind in KINDS:
        for match in kind.pattern.finditer(text):
            if future and future.start() < match.start():
                continue  # a plan is no claim
            clause = text[max(text.rfind(mark, 0, match.start()) for mark in "，。；：") + 1 : match.end()]
            if kind.goal_words and kind.goal_words.search(clause):
                continue
            yield kind, match


def _claim(kind: ClaimKind, match: re.Match[str], sentence: Sentence, reader: Reader) -> Claim:
    words, start = match.group().translate(QUOTES), match.start()
    period = period_at(sentence, start, reader.since, reader.until)
    if kind.is_of_town or kind.judgement or kind.topic:
        scope = Scope()
    else:
        clause_start = max(sentence.text.rfind(mark, 0, start) for mark in "，。；：") + 1
        scope = reader.scope_at(sentence, start, sentence.text[clause_start : match.end()].translate(QUOTES))
        if sentence.cell is not None:
            scope = cells.both(scope, cells.narrowing(sentence.cell, reader))
    if kind.name in ("取缔数", "停业整顿数"):
        scope = _of_thing(words, scope, reader.vocabulary)
    said = next((_count(group) for group in match.groups() if group), None)
    return Claim(
        kind,
        match.group(),
        sentence.start + start,
        sentence.start + match.end(),
        sentence.text,
        scope,
        period.days,
        period.cutoff,
        said,
        "" if kind.judgement or kind.topic else scope.unknown or period.unknown,
    )


def _of_thing(words: str, scope: Scope, vocabulary: Vocabulary) -> Scope:
    """What was banned or suspended, as a category. A kind of place that the town's categories lack is a doubt."""
    thing = re.sub(
        r"取缔|关闭|责令|停产停业|停业|停产|整顿|非法|违法|违规|无证|无照|了|的|[\d一二两三四五六七八九十]+(?:余|多)?(?:处|家|个)$",
        "",
        words,
    )
    found = categories_in(thing, vocabulary)
    if len(found.codes) == 1:
        return scope.plus(narrowed("category", found.codes[0], found.words))
    if len(thing) >= 2 and not re.fullmatch(r"(?:生产)?(?:经营)?(?:企业|单位|场所|点|窝点|作坊|业户)", thing):
        return scope.plus(doubt("category", thing, f"监管对象类别里没有“{thing}”，系统没有按它记录"))
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
        if topic is None:
            return Finding(UNDECIDABLE, f"“{FIGURES[kind.topic].label}”有记录，请对照台账核对")
        return Finding(UNDECIDABLE, f"系统还没有地方记录“{topic.label}”，没有记录不等于属实")
    if claim.open:
        return Finding(UNDECIDABLE, f"{claim.open}，无从核对")
    assert kind.judge is not None
    return kind.judge(values, claim.said)


def evidence_value(value: Value | None) -> int | float | None:
    """A figure's value as JSON has numbers."""
    if value is None:
        return None
    return float(value.value) if isinstance(value.value, Decimal) else value.value
