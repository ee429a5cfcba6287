"""Numbers that say something of the number before them: a change against another period, a share, one more of a list."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from bihuan.figures.registry import FIGURES
from bihuan.summaries.binding.leftover import unexplained
from bihuan.summaries.binding.measures import DOWN, UP, Measure, period_before
from bihuan.summaries.binding.periods import NUMERALS, month_of, months_of
from bihuan.summaries.binding.scope import Scope
from bihuan.summaries.reading.blanks import Blank

_EITHER = ("增（减）", "增减", "增(减)")
_FALL = "(?<=[度年期月量数比])少|少了|降幅|减少|下降|降低|压减|回落|降至|减少了|下降了"
_RISE = "(?<=[度年期月量数比次份])多|多了|多出|增幅|增加|上升|增长|提高|提升|增多|上涨"
CHANGE = re.compile(
    rf"(?P<way>{_FALL}|{_RISE}|增（减）|增减|增\(减\))(?:了|约|近|达|为|到)*(?P<what>(?:发现|查出|排查|检查|下达)[一-龥]{{0,8}})?$"
)
_YEAR = re.compile(
    r"同比|(?:上|去)年(?:同期|度|(?P<yh>[上下]半年)|(?P<yq>前?[一二三四]季度)|(?P<ym>\d{1,2})月份?)?|[比较与同和](?P<y>20\d\d)年(?:同期|(?P<zq>前?[一二三四]季度)|(?P<zh>[上下]半年))?"
)
_LAST = re.compile(
    r"环比|上(?:一|个|1)*(?:季度?|期|月|周)|[较比与同和]第?(?P<q>[一二三四]季度)|[较比](?P<m>\d{1,2}|十[一二]?|[一二三四五六七八九])月份?"
)
SHARE = re.compile(
    r"(?:占|占比|占总数的?|占隐患总数的?|占全部隐患的?|比例|占到|比重)(?:的|为|达|约|到|总数的?)*$"
)
_LISTED = re.compile(
    r"^(?:其中|从[^，：]{1,8}看|按[^，：]{1,8}|分[^，：]{1,6}[看：]|[^，：]{0,4}分布上?[，：]|涉及)"
)
_PART_WORDS = re.compile(
    r"其中|涉及|查出|检查|发现|排查|巡查|走访|从[^，]{1,8}看|按[^，]{1,8}[分：:]|最多|最少|分别|查|为|有|是|的|：|、"
)


class Bound(Protocol):
    """What a relation must know of the bindings before."""

    @property
    def blank(self) -> Blank: ...
    @property
    def figure(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def scope(self) -> Scope: ...
    @property
    def measure(self) -> Measure: ...
    @property
    def sentence(self) -> str: ...


def compared(blank: Blank, lead: str, since: date, until: date) -> Measure | None:
    """The change that a blank speaks of, None where it speaks of none; kind "?" where the base cannot be told."""
    way = CHANGE.search(blank.before)
    if way is None:
        return None
    said = DOWN if way["way"] in _FALL.replace("(?<=[度年期月量数比])", "").split("|") else UP
    said = "" if way["way"] in _EITHER else said
    per_cent = "%" if blank.unit == "%" else ""
    for words in (blank.before, *reversed(re.split(r"[，；]", lead))):
        if last := _LAST.search(words):
            before = period_before(since, until)
            return Measure(f"last{per_cent}" if _is_it(before, last["q"], last["m"]) else "?", said=said)
        if year := _YEAR.search(words):
            if year["y"] and int(year["y"]) != since.year - 1:
                return Measure("?", said=said)
            same = _is_it((since, until), year["yq"] or year["zq"], year["ym"], year["yh"] or year["zh"])
            return Measure(f"year{per_cent}" if same else "?", said=said)
    return Measure("?", said=said)


def _is_it(days: tuple[date, date], quarter: str | None, month: str | None, half: str | None = None) -> bool:
    """Whether some days are the quarter or month that is named; where none is, they are."""
    if quarter:
        number = NUMERALS[quarter.removeprefix("前")[0]]
        first = 1 if quarter.startswith("前") else number * 3 - 2
        return days == months_of(days[1].year, first, number * 3).days
    if half:
        return days == months_of(days[1].year, *((1, 6) if half == "上半年" else (7, 12))).days
    if month and not 1 <= month_of(month) <= 12:
        return False
    return not month or days == months_of(days[1].year, month_of(month), month_of(month)).days


def named_in_change(blank: Blank) -> str:
    """The words of a comparison that name what changed: 检查家次 of 检查家次同比增加."""
    way = CHANGE.search(blank.before)
    words = blank.before[: way.start()] + (way["what"] or "") if way else blank.before
    words = _LAST.sub("", _YEAR.sub("", words))
    return re.sub(r"[较比与相数量总同]|同期|期间|实现|均|分别", "", words)


def whole_of(figure: str | None) -> str:
    """What a share is a share of: of an outcome of hazards, those found."""
    if figure in ("units.above_scale", "units.pilot"):
        return "units.total"
    return "hazards.found" if figure in _OUTCOMES else ""


_OUTCOMES = {
    "hazards.onsite",
    "hazards.deadline",
    "hazards.rectified",
    "hazards.open",
    "hazards.general",
    "hazards.major",
}


# What a list in a sentence of its own breaks down.
_WHOLES = ("hazards.found", "inspect.visits", "units.total", "grid.patrols")


def one_more(
    blank: Blank, scope: Scope, sentence: str, earlier: Iterable[Bound], nameless: str
) -> Bound | None:
    """The number of which a blank is one more: the parts of a list name only what they are narrowed to (其中加油站XX条,
    石桥村XX条). `nameless` are the blank's own words without the names of cells and teams."""
    if not (scope.place or scope.category or scope.team) or scope.unknown:
        return None
    if re.search(r"其余|其他|其它|除", blank.before):
        return None  # 石桥村XX家次，其他村XX家次: the rest is what the scope leaves out
    words = _PART_WORDS.sub("", nameless)
    for word in sorted(scope.word("category").split("、"), key=len, reverse=True):
        words = words.replace(word, "")
    if unexplained(words, ()):
        return None
    is_hazard = re.search(r"隐患|问题", nameless)
    for one in reversed(list(earlier)):
        if one.status != "bound" or one.figure is None or one.measure.kind:
            if one.sentence == sentence and not (one.scope.category or one.scope.doubted("category")):
                return None  # the list goes on from a number that is not clear itself
            continue
        if one.sentence != sentence and not _LISTED.match(sentence.lstrip()):
            return None
        if one.figure.startswith("units.") and re.search(r"检查|体检|排查|巡查|督查", sentence):
            return None
        key = "units.total" if one.figure.startswith("units.") else one.figure
        figure = FIGURES[key]
        if is_hazard and key != "hazards.found":
            continue
        if one.sentence != sentence and key not in _WHOLES:
            continue
        if blank.unit in (figure.unit, *figure.units_also):
            return one
    return None
