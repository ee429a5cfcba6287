"""The numbers of a summary beside those of the period before and of the same period a year ago, by the records of today: on the page of
comparison with their rows, and as a table on the paper itself, where it is frozen with the rest once it is signed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bihuan.core.calendar import in_words, years_on
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, Value, evaluate, per_cent
from bihuan.figures.kept import ask_of, plain
from bihuan.figures.registry import FIGURES
from bihuan.figures.tiles import address
from bihuan.paper import Paragraph, Table
from bihuan.summaries.binding.measures import before, period_before, year_ago
from bihuan.summaries.extent import extent_of
from bihuan.summaries.extent import said as gap_said
from bihuan.summaries.truth.claims import evidence_value

TITLE = "主要指标与上期、上年同期对比"
HEADS = ("指标", "单位", "本期", "上期", "比上期", "上年同期", "比上年同期")
NOTHING = "无记录"


@dataclass(frozen=True)
class Number:
    """A value with the question that was put, where its rows are, and since when there are records where it reaches back before them."""

    ask: Ask
    value: Value
    url: str
    recorded_from: date | None = None


@dataclass(frozen=True)
class Line:
    """A figure of a summary: now, in the period before, a year ago."""

    label: str
    where: str
    unit: str
    now: Number
    before: Number
    year: Number


def beside(scope: Scope, asks: Iterable[tuple[Ask, str]]) -> list[Line]:
    """A line for each question of a summary with the words of its scope, each once; one evaluation for all three periods."""
    wanted = dict(asks)
    sets = {ask: (ask, before(ask), year_ago(ask)) for ask in wanted}
    every = [one for three in sets.values() for one in three]
    values, extent = evaluate(scope, every), extent_of(scope, every)
    lines = []
    for ask, three in sets.items():
        figure = FIGURES[ask.figure]
        numbers = [Number(one, values[one], address(one), extent.gap([one])) for one in three]
        lines.append(Line(figure.label, wanted[ask], figure.unit, *numbers))
    return lines


def table_of(scope: Scope, asks: Iterable[tuple[Ask, str]], since: date, until: date) -> dict[str, Any]:
    """The table for the paper, as it is frozen: the whole town's numbers that the text speaks of, those of its own days, and
    what each is against the others. A campaign has no period before; what was nothing in all three says nothing."""
    own = [(ask, where) for ask, where in asks if ask.since == since and not ask.slice.campaign]
    lines = [
        one for one in beside(scope, own) if any(_known(each) for each in (one.now, one.before, one.year))
    ]
    return {
        "days": {
            "before": [day.isoformat() for day in period_before(since, until)],
            "year": [years_on(day, -1).isoformat() for day in (since, until)],
        },
        "rows": [
            {
                "label": line.label + (f"（{line.where}）" if line.where else ""),
                "unit": line.unit,
                "now": _kept(line.now),
                "before": _kept(line.before),
                "year": _kept(line.year),
            }
            for line in lines
        ],
    }


def has_year_ago(scope: Scope, since: date, until: date) -> bool:
    """Whether the same days of a year ago are wholly recorded, by what the town does most: it goes and looks."""
    ask = year_ago(Ask("inspect.visits", since, until, until))
    return evaluate(scope, [ask])[ask].value is not None and extent_of(scope, [ask]).gap([ask]) is None


def _known(number: Number) -> bool:
    return bool(number.value.value)


def _kept(number: Number) -> dict[str, Any]:
    found: dict[str, Any] = {"value": evidence_value(number.value), "ask": plain(number.ask)}
    if number.recorded_from is not None and number.value.value is not None:
        found["from"] = number.recorded_from.isoformat()
    return found


@dataclass(frozen=True)
class Row:
    """A line of the table as it is shown; `urls` lead to the rows of the three numbers."""

    cells: tuple[str, ...]
    urls: tuple[str, ...]


def rows_of(table: dict[str, Any]) -> list[Row]:
    """The lines in words: a number, 无记录 where nobody reported, a star where the days are recorded in part only; a change where both
    are whole."""
    found = []
    for one in table["rows"]:
        now, last, year = one["now"], one["before"], one["year"]
        unit = one["unit"]
        cells = (
            one["label"],
            unit,
            _shown(now, unit),
            _shown(last, unit),
            _change(now, last, unit),
            _shown(year, unit),
            _change(now, year, unit),
        )
        found.append(Row(cells, tuple(address(ask_of(each["ask"])) for each in (now, last, year))))
    return found


def notes_of(table: dict[str, Any]) -> list[str]:
    """What stands below the table: the days of the others, and what of them is not recorded."""
    rows, days = table["rows"], table["days"]
    named = "；".join(
        f"{name}指{_days(days[key])}" for key, name in (("before", "上期"), ("year", "上年同期"))
    )
    said = [f"{named}。都按现有记录计算。"]
    for key, name in (("before", "上期"), ("year", "上年同期")):
        if rows and all(row[key]["value"] is None for row in rows):
            said.append(f"{name}没有记录，不作比较。")
        elif any(row[key]["value"] is None for row in rows):
            said.append(f"{name}注明“{NOTHING}”的没有上报过记录，不等于零。")
    firsts = {row[key]["from"] for row in rows for key in ("now", "before", "year") if "from" in row[key]}
    said += [f"带*号的：{gap_said(date.fromisoformat(first))}，不作比较。" for first in sorted(firsts)]
    return said


def on_paper(table: dict[str, Any]) -> tuple[Paragraph | Table, ...]:
    """The table as blocks of the paper; nothing where it has no line."""
    rows = tuple(row.cells for row in rows_of(table))
    if not rows:
        return ()
    return (Table(HEADS, rows, TITLE), Paragraph("".join(notes_of(table))))


def _shown(number: dict[str, Any], unit: str) -> str:
    value = number["value"]
    if value is None:
        return NOTHING
    return f"{_plain(value, unit)}{'*' if 'from' in number else ''}"


def _change(now: dict[str, Any], other: dict[str, Any], unit: str) -> str:
    """How much more or less; of a share in points, of a number also in per cent where there was any."""
    if now["value"] is None or other["value"] is None or "from" in now or "from" in other:
        return "—"
    by = round(now["value"] - other["value"], 2)
    if not by:
        return "持平"
    said = f"{'增' if by > 0 else '减'}{_plain(abs(by), unit)}"
    if unit == "%":
        return f"{said}个百分点"
    if not other["value"]:
        return said
    rate = per_cent(Decimal(str(abs(by))), Decimal(str(other["value"])))
    return f"{said}（{rate}%）"


def _plain(value: float, unit: str) -> str:
    """As the text has it: a share with its tenth, a whole number whole."""
    if unit == "%":
        return f"{value:.1f}"
    return f"{int(value)}" if value == int(value) else f"{value}"


def _days(given: Sequence[str]) -> str:
    since, until = (date.fromisoformat(day) for day in given)
    return in_words(since) if since == until else f"{in_words(since)}至{in_words(until)}"
