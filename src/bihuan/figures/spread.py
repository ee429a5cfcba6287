"""Figures spread over many cells and trades: one query that groups a source's rows by whose they are, one for where those stand, and sums
for each line of a table. `evaluation.evaluate` would weigh every row once for every line: of 50,000 risk points and forty lines that is a
page's time. Grouped by place and trade themselves the rows would have to be sorted; by their key an index has them in order."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, Slice, Value, answer, needed
from bihuan.figures.measuring import Counted
from bihuan.figures.registry import FIGURES, SOURCES, Kind, Source, count_rows

Stand = tuple[str, str]  # a cell's path and a category


def evaluate_spread(scope: Scope, asks: Iterable[Ask]) -> dict[Ask, Value]:
    """Answer asks for stocks of one source as of today, by cell and category, in two queries; the same answers as `evaluate` gives.

    Raises ValueError for asks that sums of groups cannot answer: of other days (rows stand now where they stand), flows, ratios,
    figures that count something else than rows, slices by campaign, team or origin.
    """
    wanted = list(dict.fromkeys(asks))
    if not wanted:
        return {}
    everything = list(needed(wanted))
    key, today = _answerable(everything)
    slices = list(dict.fromkeys(ask.slice for ask in everything))
    sums: Counter[tuple[Slice, str]] = Counter()
    keys = {ask.figure for ask in everything}
    for (stand, figure), number in _standing(scope, SOURCES[key], keys, today).items():
        for part in slices:
            if _inside(part, *stand):
                sums[part, figure] += number
    counts = {ask: Counted(sums[ask.slice, ask.figure], sums[ask.slice, ask.figure]) for ask in everything}
    return {ask: answer(ask, counts) for ask in wanted}


def _standing(scope: Scope, source: Source, keys: Iterable[str], today: date) -> Counter[tuple[Stand, str]]:
    """How many rows each figure counts at each place of each category: rows of a source that stand where another row stands (a unit)."""
    whose, cell = source.cell.rsplit("__", 1)
    category = source.category.removeprefix(f"{whose}__")
    owners = source.model._meta.get_field(whose).related_model.objects.within(scope)  # type: ignore[union-attr]
    stands = {pk: (path, code) for pk, path, code in owners.order_by().values_list("pk", cell, category)}
    asked = {key.replace(".", "_"): FIGURES[key].counted(FIGURES[key].where(today), today) for key in keys}
    found: Counter[tuple[Stand, str]] = Counter()
    for pk, *numbers in source.rows(scope).order_by().values_list(whose).annotate(**asked):
        for key, number in zip(keys, numbers, strict=True):
            found[stands[pk], key] += number
    return found


def _answerable(asks: list[Ask]) -> tuple[str, date]:
    """The one source and the one day of some asks."""
    figures = [FIGURES[ask.figure] for ask in asks]
    sources, days = {one.source for one in figures}, {ask.as_of for ask in asks}
    plain = all(one.kind is Kind.STOCK and one.measure is count_rows for one in figures)
    placed = all(Slice(ask.slice.cell, ask.slice.category) == ask.slice for ask in asks)
    if len(sources) != 1 or len(days) != 1 or not plain or not placed:
        raise ValueError("only stocks of one source and day that count rows, by cell and category")
    return sources.pop(), days.pop()


def _inside(part: Slice, cell: str, category: str) -> bool:
    return category.startswith(part.category) and any(cell.startswith(one) for one in part.cell.split(","))
