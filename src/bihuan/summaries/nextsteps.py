"""Next steps (下步打算) drafted from the records: what is open, what comes back, what nobody looked at, what is planned.

Each is one sentence with its number and the question behind it; without records there is no sentence.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count

from bihuan.core import scope as scoping
from bihuan.core.calendar import in_words
from bihuan.figures.evaluation import Ask, Slice, Value, evaluate, rows
from bihuan.figures.registry import FIGURES, SOURCES
from bihuan.summaries.queries import villages
from bihuan.units.rules import CATEGORIES

NAMED_MAX = 3  # trades, villages or campaigns told by name
REPEATED_MIN = 2  # one hazard that came back is no pattern

_COUNTED = {
    "hazards.overdue": "对逾期未整改的{n}条隐患逐条明确责任人和时限，督促整改到位，复查合格后销号。",
    "hazards.open": "对本期发现、尚未整改完成的{n}条隐患跟踪督办，到期必查。",
}
_KEYS = (
    *_COUNTED,
    "hazards.due",
    "hazards.repeated",
    "units.unvisited",
    "campaigns.running",
    "campaigns.planned",
)


@dataclass(frozen=True)
class Step:
    """One proposal. `ask` leads to its rows, `count` of them; `key` is its own among the proposals of a summary."""

    key: str
    text: str
    ask: Ask
    count: int


def next_steps(scope: scoping.Scope, since: date, until: date, as_of: date) -> list[Step]:
    """The proposals for the time after a period, as the records stand at the cut-off (days inclusive)."""
    asks = {key: Ask(key, since, until, as_of) for key in _KEYS}
    values = evaluate(scope, asks.values())
    found = {key: ask for key, ask in asks.items() if values[ask].rows}
    late, left = found.get("hazards.overdue"), found.get("hazards.open")
    if late and left and values[late].value == values[left].value:
        del found["hazards.open"]  # the same hazards, told once
    steps = [
        Step(key, words.format(n=values[found[key]].value), found[key], values[found[key]].rows)
        for key, words in _COUNTED.items()
        if key in found
    ]
    if ask := found.get("hazards.due"):
        steps.append(_due(scope, ask, values[ask]))
    if ask := found.get("hazards.repeated"):
        steps += [*_repeated_trades(scope, ask), *_repeated_villages(scope, ask)]
    if ask := found.get("units.unvisited"):
        steps.append(_unvisited(scope, ask, values[ask]))
    for key in ("campaigns.running", "campaigns.planned"):
        if ask := found.get(key):
            steps += _campaigns(scope, ask)
    return steps


def _due(scope: scoping.Scope, ask: Ask, value: Value) -> Step:
    first = rows(scope, ask).order_by("deadline_on").values_list("deadline_on", flat=True)[0]
    day = _day(first, ask.as_of.year)
    text = f"{value.value}条限期整改的隐患将陆续到期（最早的{day}），按期组织复查。"
    return Step(ask.figure, text, ask, value.rows)


def _repeated_trades(scope: scoping.Scope, ask: Ask) -> list[Step]:
    return [
        Step(
            f"{ask.figure}.{code}",
            f"{CATEGORIES[code].label}行业同类隐患重复出现{count}条，对反复出现问题的单位开展针对性整治。",
            replace(ask, slice=Slice(category=code)),
            count,
        )
        for code, count in _by_trade(scope, ask).most_common(NAMED_MAX)
        if count >= REPEATED_MIN
    ]


def _repeated_villages(scope: scoping.Scope, ask: Ask) -> list[Step]:
    names = villages(scope)
    found: Counter[str] = Counter()
    for path, count in _counts(scope, ask, "cell"):
        if village := next((one for one in names if path.startswith(one)), ""):
            found[village] += count
    return [
        Step(
            f"{ask.figure}.{path}",
            f"{names[path]}同类隐患重复出现{count}条，列为重点网格，增加巡查频次。",
            replace(ask, slice=Slice(cell=path)),
            count,
        )
        for path, count in found.most_common(NAMED_MAX)
        if count >= REPEATED_MIN
    ]


def _unvisited(scope: scoping.Scope, ask: Ask, value: Value) -> Step:
    found = _by_trade(scope, ask)
    named = "、".join(f"{CATEGORIES[code].label}{count}家" for code, count in found.most_common(NAMED_MAX))
    more = "等" if len(found) > NAMED_MAX else ""
    text = f"将今年以来未检查的{value.value}家单位（{named}{more}）列入检查计划，优先安排。"
    return Step(ask.figure, text, ask, value.rows)


def _campaigns(scope: scoping.Scope, ask: Ask) -> list[Step]:
    words = {
        "campaigns.running": "继续抓好“{name}”，{end}结束后及时总结。",
        "campaigns.planned": "{begin}至{end}组织开展“{name}”。",
    }[ask.figure]
    return [
        Step(
            f"{ask.figure}.{campaign.pk}",
            words.format(
                name=campaign.name,
                begin=_day(campaign.begins_on, ask.as_of.year),
                end=_day(campaign.ends_on, ask.as_of.year),
            ),
            replace(ask, slice=Slice(campaign=campaign.pk)),
            1,
        )
        for campaign in rows(scope, ask).order_by("begins_on")[:NAMED_MAX]
    ]


def _by_trade(scope: scoping.Scope, ask: Ask) -> Counter[str]:
    """The rows of a figure by the topmost category, of those that there still are."""
    found: Counter[str] = Counter()
    for code, count in _counts(scope, ask, "category"):
        if (trade := code.partition(".")[0]) in CATEGORIES:
            found[trade] += count
    return found


def _counts(scope: scoping.Scope, ask: Ask, field: str) -> Any:
    """(category code or cell path, rows) of a figure, as recorded."""
    path = getattr(SOURCES[FIGURES[ask.figure].source], field)
    return rows(scope, ask).order_by().values_list(path).annotate(count=Count("pk"))


def _day(day: date, year: int) -> str:
    """The day as a text of that year writes it."""
    return f"{day.month}月{day.day}日" if day.year == year else in_words(day)
