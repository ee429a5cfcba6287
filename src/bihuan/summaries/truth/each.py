"""What is said of each of several: every month, each village, each campaign, each thing that a sentence names. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bihuan.figures.registry import FIGURES
from bihuan.summaries.binding.periods import months_of, quarter_of
from bihuan.summaries.binding.scope import Scope, narrowed
from bihuan.summaries.binding.vocabulary import Vocabulary, categories_in, running
from bihuan.summaries.truth.judges import (
    DISPROVED,
    PROVED,
    UNDECIDABLE,
    Each,
    EachJudge,
    Finding,
    Values,
    number,
)

MONTH, QUARTER, CELL, CAMPAIGN, NAMED = "month", "quarter", "cell", "campaign", "named"
CHANNEL = "channel"  # of each way that a sentence names, wherever and whenever the sentence speaks of
TIMES = (MONTH, QUARTER)
MEMBERS_MAX = 60  # a question for each is put to the database in one statement
NAMES_TOLD = 12
# The cells that a word of the grid means, by the ends of their names.
_CELLS = {
    "村": ("村",),
    "村居": ("村", "居", "社区"),
    "村（社区）": ("村", "社区"),
    "村、社区": ("村", "社区"),
    "社区": ("社区",),
    "办事处": ("办事处",),
    "片区": ("片区",),
    "管区": ("管区",),
    "园区": ("园区",),
}
_EXCEPT = re.compile(r"除(?:了)?([^，。；]{1,60}?)(?:以|之)?外，?$")
_AND = re.compile(r"[、和与及]")
_BETWEEN = re.compile(r"[、，和与及]")


@dataclass(frozen=True)
class Member:
    """One of those of which a claim speaks: its name, and where and when its records lie."""

    name: str
    scope: Scope
    period: tuple[date, date]


@dataclass(frozen=True)
class Named:
    """The members of a claim; `unknown` says why they cannot be told."""

    members: tuple[Member, ...] = ()
    unknown: str = ""


def exceptions(before: str) -> tuple[set[str], int]:
    """The names that a sentence excepts right before a claim (除3月、7月外，), and where the words that do so begin."""
    found = _EXCEPT.search(before)
    return (set(_AND.split(found.group(1))), found.start()) if found else (set(), len(before))


def members(
    each: str,
    match: re.Match[str],
    excepted: set[str],
    scope: Scope,
    period: tuple[date, date],
    vocabulary: Vocabulary,
) -> Named:
    """All of whom a claim of a kind speaks, without those that are `excepted`."""
    found = _LISTS[each](match, scope, period, vocabulary)
    left = tuple(one for one in found.members if one.name not in excepted)
    if len(left) > MEMBERS_MAX:
        return Named(unknown=f"涉及{len(left)}处，太多了，请分开说")
    if not left and not found.unknown:
        return Named(unknown=f"看不出“{match.group()}”说的是哪些")
    return replace(found, members=left)


def _months(match: re.Match[str], scope: Scope, period: tuple[date, date], vocabulary: Vocabulary) -> Named:
    """The months that lie wholly in the period."""
    since, until = period
    whole = [months_of(year, month, month).days for year, month in _calendar(since, until)]
    inside = [days for days in whole if since <= days[0] and days[1] <= until]
    prefix = since.year != until.year
    return Named(
        tuple(
            Member(f"{days[0].year}年{days[0].month}月" if prefix else f"{days[0].month}月", scope, days)
            for days in inside
        )
    )


def _calendar(since: date, until: date) -> list[tuple[int, int]]:
    first, last = since.year * 12 + since.month - 1, until.year * 12 + until.month - 1
    return [(at // 12, at % 12 + 1) for at in range(first, last + 1)]


def _quarters(match: re.Match[str], scope: Scope, period: tuple[date, date], vocabulary: Vocabulary) -> Named:
    since, until = period
    found = []
    for year in range(since.year, until.year + 1):
        for count, name in enumerate("一二三四", 1):
            days = quarter_of(year, count).days
            if since <= days[0] and days[1] <= until:
                words = f"{year}年{name}季度" if since.year != until.year else f"{name}季度"
                found.append(Member(words, scope, days))
    return Named(tuple(found))


def _cells(match: re.Match[str], scope: Scope, period: tuple[date, date], vocabulary: Vocabulary) -> Named:
    said = match["of"]
    ends = _CELLS.get(said, ("",))
    return Named(
        tuple(
            Member(name, scope.plus(narrowed("place", path, name)), period)
            for path, name in vocabulary.cells_between(*period)
            if name.endswith(ends)
        ),
    )


def _campaigns(
    match: re.Match[str], scope: Scope, period: tuple[date, date], vocabulary: Vocabulary
) -> Named:
    return Named(
        tuple(
            Member(one.name, scope.plus(narrowed("campaign", str(one.id), one.name)), period)
            for one in running(vocabulary, *period)
        )
    )


def _named(match: re.Match[str], scope: Scope, period: tuple[date, date], vocabulary: Vocabulary) -> Named:
    """The villages and kinds of units that are listed; one that the town lacks leaves the claim open."""
    paths = {name: path for path, name in vocabulary.cells}
    found: list[Member] = []
    for words in _AND.split(match["of"]):
        kinds = categories_in(words, vocabulary).codes
        if words in paths:
            part = narrowed("place", paths[words], words)
        elif len(kinds) == 1:
            part = narrowed("category", kinds[0], words)
        else:
            return Named(unknown=f"系统没有按“{words}”记录")
        found.append(Member(words, scope.plus(part), period))
    return Named(tuple(found))


def _channels(match: re.Match[str], scope: Scope, period: tuple[date, date], vocabulary: Vocabulary) -> Named:
    """The ways that are listed, by which something was made known."""
    return Named(tuple(Member(words, scope, period) for words in _BETWEEN.split(match["of"]) if words))


_LISTS: dict[str, Callable[[re.Match[str], Scope, tuple[date, date], Vocabulary], Named]] = {
    MONTH: _months,
    QUARTER: _quarters,
    CELL: _cells,
    CAMPAIGN: _campaigns,
    NAMED: _named,
    CHANNEL: _channels,
}


def rectified_in_each(whole: Values, each: Each, said: int | None) -> Finding:
    """各村均已整改 holds exactly if something was found, every one was checked, and nothing is open in any."""
    left = [(name, number(values["hazards.open"])) for name, values in each]
    if failing := [(name, count) for name, count in left if count]:
        told = "、".join(f"{name}{count}条" for name, count in failing)
        return Finding(DISPROVED, f"未整改：{told}", failing=tuple(name for name, _ in failing))
    silent = [name for name, values in each if values["hazards.found"].value is None]
    found = sum(number(values["hazards.found"]) for _, values in each)
    if silent or not found:
        why = f"{'、'.join(silent)}没有检查记录" if silent else "期内没有发现隐患的记录"
        return Finding(UNDECIDABLE, f"{why}，谈不上全部整改")
    return Finding(PROVED, f"{len(each)}处共发现{found}条，已全部整改")


def done_in_each(key: str, times: str = "") -> EachJudge:
    """每月检查 holds exactly if the figure `key` is at least one in each; 每月检查两次 if `times` is as many as is said."""

    def judge(whole: Values, each: Each, said: int | None) -> Finding:
        counted = times if said and times else key
        least, figure = said or 1, FIGURES[counted]
        if not whole[key].value:
            return Finding(UNDECIDABLE, whole[key].missing or f"期内没有“{figure.label}”的记录")
        failing = tuple(name for name, values in each if number(values[counted]) < least)
        if not failing:
            names = "、".join(name for name, _ in each[:NAMES_TOLD])
            more = f"等{len(each)}处" if len(each) > NAMES_TOLD else ""
            return Finding(PROVED, f"{names}{more}都有“{figure.label}”的记录")
        lack = f"不到{least}次" if least > 1 else f"没有“{figure.label}”的记录"
        return Finding(DISPROVED, f"{'、'.join(failing)}{lack}", failing=failing)

    return judge


def done_from_time_to_time(whole: Values, each: Each, said: int | None) -> Finding:
    """定期检查 is borne out by a check in every month; how often it must be is not said, so that nothing refutes it."""
    found = done_in_each("inspect.visits")(whole, each, said)
    if found.verdict != DISPROVED:
        return found
    return Finding(UNDECIDABLE, f"“定期”没有说多久一次；{found.text}")
