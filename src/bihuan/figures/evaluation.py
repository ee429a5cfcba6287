"""Evaluation: any number of asks, one conditional-aggregate pass for each source."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When
from django.db.models import Value as Constant
from django.db.models.functions import Substr

from bihuan.core.scope import Scope, under
from bihuan.figures import prepared
from bihuan.figures.measuring import Counted, measures, read
from bihuan.figures.nesting import of_campaign
from bihuan.figures.registry import FIGURES, SOURCES, Figure, Kind, Source

ASKS_MAX = (
    500  # in one query: a database has an end of columns (PostgreSQL 1,664), and a question takes up to two
)


@dataclass(frozen=True)
class Slice:
    """A part of the town, as recorded: each field narrows, nothing given is the whole.

    `cell` is a path (several with commas between them: those that a cell has had), `category` a code (its sub-categories included), `origin` where a hazard came from.
    """

    cell: str = ""
    category: str = ""
    campaign: UUID | None = None
    team: UUID | None = None
    origin: str = ""


WHOLE = Slice()


@dataclass(frozen=True)
class Ask:
    """One question: a figure, a slice, a period (both days counted) and the cut-off (a day, inclusive)."""

    figure: str
    since: date
    until: date
    as_of: date
    slice: Slice = WHOLE


@dataclass(frozen=True)
class Value:
    """The answer. `value` is None where nothing was reported, with the reason in `missing`; `rows` counts the
    records behind it."""

    value: int | Decimal | None
    rows: int
    missing: str = ""


class Unsliceable(ValueError):
    """A figure was asked by something that its rows do not record."""


def per_cent(part: Decimal, whole: Decimal | int, decimals: int = 1) -> Decimal:
    """A share in per cent as it is printed: half rounds up. `whole` is not nought."""
    return (100 * part / whole).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def evaluate(scope: Scope, asks: Iterable[Ask], *, sparse: bool = False) -> dict[Ask, Value]:
    """Answer every ask; one query for each source that is touched, one more for every ASKS_MAX asks of it. Where there is mostly nothing to
    count (`sparse`), as on a village's quiet day, a source is first asked whether it has any row: putting the counts of a dozen figures
    together takes several times as long as asking that."""
    wanted = list(dict.fromkeys(asks))
    counts = count(scope, needed(wanted), sparse=sparse)
    return {ask: answer(ask, counts) for ask in wanted}


def rows(scope: Scope, ask: Ask) -> QuerySet[Any]:
    """The records behind a figure; of a ratio, those of its numerator."""
    figure = FIGURES[ask.figure]
    if figure.kind is Kind.RATIO:
        return rows(scope, replace(ask, figure=figure.of[0]))
    source = SOURCES[figure.source]
    return source.rows(scope).filter(condition(scope, ask))


def counted(ask: Ask) -> tuple[Ask, ...]:
    """The countable asks behind one: of a ratio both sides, else itself."""
    figure = FIGURES[ask.figure]
    return tuple(replace(ask, figure=key) for key in figure.of) if figure.kind is Kind.RATIO else (ask,)


def ids_behind(scope: Scope, asks: Iterable[Ask]) -> dict[Ask, list[str]]:
    """The ids of the records behind each countable ask, in their order; as many queries as `evaluate` takes."""
    found: dict[Ask, list[str]] = {ask: [] for ask in asks}
    for source, group in by_source(found):
        countable, conditions = narrowed(scope, source, group)
        inside = {
            f"in{i}": Case(When(Q(pk__isnull=False) & where, then=Constant(True)), default=Constant(False))
            for i, where in enumerate(conditions)
        }
        for pk, *flags in countable.annotate(**inside).order_by("pk").values_list("pk", *inside):
            for ask, is_inside in zip(group, flags, strict=True):
                if is_inside:
                    found[ask].append(str(pk))
    return found


def condition(scope: Scope, ask: Ask) -> Q:
    """The filter that an ask means over its figure's source."""
    window, found = _window(ask), _state(scope, ask)
    return found & window.q() if window else found


def sliceable(figure: Figure, part: Slice) -> bool:
    """Whether a figure's rows record what the slice asks by."""
    keys = figure.of if figure.kind is Kind.RATIO else (figure.key,)
    sources = [SOURCES[FIGURES[key].source] for key in keys]
    return all(getattr(source, name) for source in sources for name in _slice_fields if getattr(part, name))


def is_known(ask: Ask) -> bool:
    """Whether the registry still has the figure, recorded by what the question narrows to."""
    return ask.figure in FIGURES and sliceable(FIGURES[ask.figure], ask.slice)


def in_units(measure: int | Decimal, per: int) -> int | Decimal:
    """What was measured in a figure's own unit: to a hundredth, half rounds up; whole where it is whole."""
    if per == 1:
        return measure
    found = (Decimal(measure) / per).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return int(found) if found == int(found) else found


_slice_fields = ("cell", "category", "campaign", "team", "origin")


def _placed(source: Source, cell: str, on: date) -> Q:
    """Rows at or below any of the paths, as recorded or as they stood on a day."""
    found = Q(pk__in=())
    for path in cell.split(","):
        found |= source.stood(path, on) if source.stood else under(source.cell, path)
    return found


def _sliced(scope: Scope, source: Source, part: Slice, on: date) -> Q:
    for name in _slice_fields:
        if getattr(part, name) and not getattr(source, name):
            raise Unsliceable(f"{source.label}没有按{name}记录")
    placed = Q()
    if part.cell:
        placed &= _placed(source, part.cell, on)
    if part.category:
        placed &= Q(**{f"{source.category}__startswith": part.category})
    if placed and source.through:
        others = source.through.rows(scope).filter(placed).order_by().values(source.through.key)
        placed = Q(**{f"{source.through.field}__in": others})
    found = placed
    if part.campaign:
        found &= of_campaign(source, part.campaign)
    if part.team:
        found &= Q(**{source.team: part.team})
    if part.origin:
        meant = source.meant(scope, part.origin) if source.meant else (part.origin,)
        found &= Q(**{f"{source.origin}__in": meant})
    return found


def needed(asks: Iterable[Ask]) -> dict[Ask, None]:
    """The countable asks behind the wanted ones: both sides of a ratio, and each source's basis."""
    needed: dict[Ask, None] = {}
    for ask in asks:
        for part in counted(ask):
            needed[part] = None
            if (basis := _basis(part)) is not None:
                needed[basis] = None
    return needed


def _basis(ask: Ask) -> Ask | None:
    """What must be above zero for a zero to be believed: the basis figure in the same period and slice."""
    source = SOURCES[FIGURES[ask.figure].source]
    if not source.basis or source.basis == ask.figure:
        return None
    basis = replace(ask, figure=source.basis, slice=replace(ask.slice, origin=""))
    return basis if sliceable(FIGURES[source.basis], basis.slice) else replace(basis, slice=WHOLE)


@dataclass(frozen=True)
class _Window:
    """The days on which a row must fall to be counted, both included."""

    on: str
    since: date
    last: date

    def q(self) -> Q:
        return Q(**{f"{self.on}__gte": self.since, f"{self.on}__lte": self.last})


def _window(ask: Ask) -> _Window | None:
    """The period of an ask as far as its cut-off lets it see; None for a stock, which knows no period."""
    figure = FIGURES[ask.figure]
    if figure.kind is Kind.STOCK:
        return None
    return _Window(figure.on or SOURCES[figure.source].on, ask.since, min(ask.until, ask.as_of))


def _hull(windows: set[_Window]) -> Q:
    """Rows that fall into the span of the windows, by each date that they go by: what an index can find at once."""
    found = Q()
    for on in sorted({window.on for window in windows}):
        same = [window for window in windows if window.on == on]
        found |= _Window(on, min(one.since for one in same), max(one.last for one in same)).q()
    return found


def _state(scope: Scope, ask: Ask) -> Q:
    """The condition of an ask without its period."""
    figure = FIGURES[ask.figure]
    return _sliced(scope, SOURCES[figure.source], ask.slice, ask.as_of) & figure.where(ask.as_of)


def count(scope: Scope, asks: Iterable[Ask], *, sparse: bool = False) -> dict[Ask, Counted]:
    """What lies behind countable asks; one query for each source, one more for every ASKS_MAX asks of it. `sparse` as in `evaluate`."""
    counts: dict[Ask, Counted] = {}
    for source, group in by_source(asks):
        if sparse and not narrowed(scope, source, group)[0].exists():
            counts |= dict.fromkeys(group, Counted(0, 0))
        else:
            counts |= _pass(scope, source, group)
    return counts


def by_source(asks: Iterable[Ask]) -> Iterator[tuple[Source, list[Ask]]]:
    """The asks of each source, as many together as a query bears."""
    found: dict[Source, list[Ask]] = defaultdict(list)
    for ask in asks:
        found[SOURCES[FIGURES[ask.figure].source]].append(ask)
    for source, group in found.items():
        for at in range(0, len(group), ASKS_MAX):
            yield source, group[at : at + ASKS_MAX]


def narrowed(scope: Scope, source: Source, asks: list[Ask]) -> tuple[QuerySet[Any], list[Q]]:
    """The rows that asks of one source may count, and each ask's own condition on them. What they share of the period and of the slice
    stands in the WHERE: there an index serves it, and it is not weighed anew for each figure."""
    countable = source.rows(scope).order_by()
    periods = [_window(ask) for ask in asks]
    windows = {window for window in periods if window is not None}
    slices = {(ask.slice, ask.as_of) for ask in asks}
    if None not in periods:
        countable = countable.filter(_hull(windows))
    if len(slices) == 1:
        countable = countable.filter(_sliced(scope, source, *slices.pop()))
        own = [FIGURES[ask.figure].where(ask.as_of) for ask in asks]
    else:
        own = [_state(scope, ask) for ask in asks]
    if None not in periods and len(windows) == 1:
        return countable, own
    return countable, [
        where & window.q() if window else where for where, window in zip(own, periods, strict=True)
    ]


def _pass(scope: Scope, source: Source, asks: list[Ask]) -> dict[Ask, Counted]:
    """All asks of one source in one query; those of many cells of a level in one more, which counts by cell."""
    alike, others = _by_level(source, asks)
    found: dict[Ask, Counted] = {}
    for digits, some in alike.items():
        found |= _by_cell(scope, source, digits, some)
    return found | _each(scope, source, others) if others else found


def _by_level(source: Source, asks: list[Ask]) -> tuple[dict[int, list[Ask]], list[Ask]]:
    """Asks of single cells by how long their paths are, where a row names its cell itself and several are asked of; and all others."""
    alike: dict[int, list[Ask]] = defaultdict(list)
    others: list[Ask] = []
    for ask in asks:
        cell = ask.slice.cell
        is_plain = cell and "," not in cell and source.cell and not source.stood and not source.through
        (alike[len(cell)] if is_plain else others).append(ask)
    for digits in [digits for digits, some in alike.items() if len({ask.slice.cell for ask in some}) == 1]:
        others += alike.pop(digits)
    return alike, others


def _by_cell(scope: Scope, source: Source, digits: int, asks: list[Ask]) -> dict[Ask, Counted]:
    """Asks of many cells whose paths are so long: what is asked of each stands in the query once, and rows are grouped by the cell above
    them. A hundred conditions for forty cells would be four thousand."""
    anywhere = {ask: replace(ask, slice=replace(ask.slice, cell="")) for ask in asks}
    wanted = list(dict.fromkeys(anywhere.values()))
    cells = sorted({ask.slice.cell for ask in asks})

    def grouped(countable: QuerySet[Any]) -> QuerySet[Any]:
        placed: QuerySet[Any] = countable.annotate(_place=Substr(source.cell, 1, digits))
        return placed.filter(_place__in=cells).values("_place")

    there = dict(_counts(scope, source, wanted, tuple(cells), grouped))
    return {ask: there.get(ask.slice.cell, {}).get(anywhere[ask], Counted(0, 0)) for ask in asks}


def _each(scope: Scope, source: Source, asks: list[Ask]) -> dict[Ask, Counted]:
    """Asks of one source in one query, each with all of its condition."""

    def together(countable: QuerySet[Any]) -> QuerySet[Any]:
        return countable.annotate(_place=Constant("")).values("_place")  # type: ignore[no-any-return]

    for _, counts in _counts(scope, source, asks, (), together):
        return counts
    return dict.fromkeys(asks, Counted(0, 0))


def _counts(
    scope: Scope,
    source: Source,
    asks: list[Ask],
    cells: tuple[str, ...],
    grouped: Callable[[QuerySet[Any]], QuerySet[Any]],
) -> Iterator[tuple[str, dict[Ask, Counted]]]:
    """What is counted for asks of one source in each `_place` that `grouped` gives to rows. One query."""
    figures = [FIGURES[ask.figure] for ask in asks]

    def build() -> QuerySet[Any]:
        countable, conditions = narrowed(scope, source, asks)
        rows: QuerySet[Any] = grouped(countable).annotate(
            **measures(figures, conditions, [ask.as_of for ask in asks])
        )
        return rows

    for row in prepared.ask((scope, cells, tuple(asks)), (source, *figures), build):
        yield row["_place"], dict(zip(asks, read(row, len(asks)), strict=True))


def answer(ask: Ask, counts: dict[Ask, Counted]) -> Value:
    """What an ask comes to, from what was counted for all that it needs (`needed`)."""
    figure = FIGURES[ask.figure]
    if figure.kind is Kind.RATIO:
        top = answer(replace(ask, figure=figure.of[0]), counts)
        if top.value is None:
            return top  # where nothing was reported there is no rate of 0 either
        above, below = (counts[replace(ask, figure=key)] for key in figure.of)
        if not below.measure:
            return Value(None, 0, f"“{FIGURES[figure.of[1]].label}”为0，比率无从计算")
        return Value(per_cent(Decimal(above.measure), below.measure), above.rows)
    found = counts[ask]
    basis = _basis(ask)
    if found.rows == 0 and basis is not None and counts[basis].rows == 0:
        label = FIGURES[basis.figure].label
        return Value(None, 0, f"{ask.since:%Y-%m-%d}至{ask.until:%Y-%m-%d}没有“{label}”，不能据此填0")
    if found.rows == 0 and figure.none:
        return Value(None, 0, figure.none)
    return Value(in_units(found.measure, figure.per), found.rows)
