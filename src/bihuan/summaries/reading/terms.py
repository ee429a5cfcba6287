"""The period that a text of the town's own speaks of: last quarter's text becomes this quarter's. Pure."""

import re
from collections.abc import Callable
from datetime import date

from bihuan.summaries.reading.years import QUOTED, moved_years

_TO = r"(?:月份?)?[—\-–~～至到]{1,2}"
_WORDS = {
    "half": r"(?P<term>[上下]半年)",
    "quarter": rf"(?P<term>[一二三四1-4]季度)|(?P<first>\d{{1,2}})(?P<to>{_TO})(?P<last>\d{{1,2}})(?=月)",
    "month": r"(?<![\d—\-–~～至到])(?P<term>\d{1,2}月)(?=份|[^\d])",
}


def moved_terms(text: str, kind: str, before: date, now: date) -> str:
    """The text of a kind of report, whose period began on `before`, for the period from `now`: its years, and where it names
    its own half, quarter or month. Other periods that it names, titles and quotations stay."""
    text = moved_years(text, now.year - before.year)
    pattern = _WORDS.get(kind)
    if pattern is None or before.month == now.month:
        return text
    term = _TERMS[kind]
    quarters = (before.month, before.month + 2), (now.month, now.month + 2)

    def move(match: re.Match[str]) -> str:
        if match.groupdict().get("first"):
            named = int(match["first"]), int(match["last"])
            return f"{quarters[1][0]}{match['to']}{quarters[1][1]}" if named == quarters[0] else match.group()
        return term(now) if match["term"] in (term(before), *_ALSO.get(term(before), ())) else match.group()

    return re.sub(
        rf"{QUOTED.pattern}|{pattern}", lambda one: move(one) if _is_term(one) else one.group(), text
    )


def _is_term(match: re.Match[str]) -> bool:
    return any(match.groupdict().values())


def _quarter(day: date) -> str:
    return f"{'一二三四'[(day.month - 1) // 3]}季度"


_ALSO = {f"{word}季度": (f"{number}季度",) for number, word in enumerate("一二三四", 1)}
_TERMS: dict[str, Callable[[date], str]] = {
    "half": lambda day: "上半年" if day.month <= 6 else "下半年",
    "quarter": _quarter,
    "month": lambda day: f"{day.month}月",
}
