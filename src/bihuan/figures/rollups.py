"""Roll-ups: every countable figure of a whole town by months, by years where months cannot be added up, and as it stands.

What an event changes is found through the sources: the rows that it tells of (`Source.told_by`) or stirs
(`Source.stirred_by`) name the months in which they lie. What stands now is counted anew at any event. What changes without one (a
term that runs out) does so when the day turns: then everything is.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncMonth, TruncYear

from bihuan.core import events
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.figures import prepared
from bihuan.figures.evaluation import Ask, Value, answer, count, needed
from bihuan.figures.measuring import Counted, measures, read
from bihuan.figures.models import RolledUp, Rollup
from bihuan.figures.registry import FIGURES, SOURCES, Figure, Kind, Source

NOW, MONTH, YEAR = "", "%Y-%m", "%Y"

Place = tuple[str, str]  # a figure's key and the bucket
Months = dict[
    Place, set[date]
]  # by a source's key and a date of its rows: the first days of the months touched


def step_of(figure: Figure) -> str:
    """How a figure is kept: as it stands, by month, or by year if it counts each thing once, however often it came."""
    if figure.kind is Kind.STOCK:
        return NOW
    return YEAR if getattr(figure.measure(None), "distinct", False) else MONTH


def recount(scope: Scope, on: date, months: Months | None = None) -> dict[Place, Counted]:
    """The figures that are not nought as of a day: those that stand, and the buckets of some months (of all); a query
    for each source and kind of bucket."""
    standing = [one.key for one in _countable() if step_of(one) == NOW]
    counted = count(scope, [Ask(key, on, on, on) for key in standing])
    found = {(ask.figure, NOW): made for ask, made in counted.items()}
    for (source, dated, step), group in _grouped().items():
        touched = months.get((source.key, dated)) if months is not None else None
        if months is None or touched:
            found |= _by_bucket(scope, group, dated, step, on, touched)
    return {place: made for place, made in found.items() if made.rows}


def touched_by(scope: Scope, subjects: Iterable[UUID]) -> Months:
    """The months in which rows lie that events about some records may have changed, void rows among them."""
    found: Months = defaultdict(set)
    dates: dict[Source, set[str]] = defaultdict(set)
    for source, dated, _ in _grouped():
        dates[source].add(dated)
    ids = list(subjects)
    for source, names in dates.items():
        rows = source.model.objects.within(scope).order_by()  # type: ignore[attr-defined]
        for path in (*source.told_by, *source.stirred_by):
            _add_months(found, source, names, rows.filter(**{f"{path}__in": ids}))
    return found


def _add_months(found: Months, source: Source, names: set[str], rows: QuerySet[Any]) -> None:
    """The months of some rows, by each date that figures go by."""
    for name in names:
        for day in rows.values_list(name, flat=True).distinct():
            if day is not None:
                found[source.key, name].add(day.replace(day=1))


def is_in(place: Place, months: Months | None) -> bool:
    """Whether a recount of some months (of all) looks at a bucket: what it does not find there is nought."""
    key, bucket = place
    if bucket == NOW or months is None:
        return True
    figure = FIGURES.get(key)
    touched = months.get((figure.source, _date_of(figure)), ()) if figure else ()
    return any(month.strftime(step_of(FIGURES[key])) == bucket for month in touched)


def stored(scope: Scope) -> dict[Place, Counted]:
    """The roll-ups of a town as they are kept, without the noughts."""
    kept = Rollup.objects.within(scope).filter(rows__gt=0).values_list("figure", "bucket", "value", "rows")
    return {(key, bucket): Counted(_plain(value), rows) for key, bucket, value, rows in kept}


def true_until(scope: Scope) -> RolledUp:
    """How far a town's roll-ups are true; nothing is, where none were made."""
    found: RolledUp | None = RolledUp.objects.within(scope).first()
    return found or RolledUp(town_id=scope.town)


def differing(scope: Scope) -> list[Place]:
    """The roll-ups of a town that a full recount does not bear out, what is still to be taken in left aside."""
    done, seq = true_until(scope), events.last_seq(scope.town)
    if done.on is None:
        return []
    waiting = touched_by(scope, events.subjects_between(scope, done.seq, seq))
    kept, counted = stored(scope), recount(scope, done.on)
    wrong = {place for place in kept.keys() | counted.keys() if kept.get(place) != counted.get(place)}
    return sorted(place for place in wrong if seq == done.seq or not is_in(place, waiting))


@dataclass(frozen=True)
class Row:
    """One town's line of a county's table, or their sum; `on` is the day as of which it stands."""

    name: str
    on: date | None
    values: dict[str, Value]


def county(keys: Iterable[str], year: int) -> tuple[list[Row], Row]:
    """Figures of a year for every town from its roll-ups, and for all together: what is counted is added up, rates are
    made of the sums. What stands now is of now, whatever the year. A town counts each of its own things once; one that two
    towns have is two."""
    towns = list(Town.registry.order_by("name"))
    asks = [Ask(key, date(year, 1, 1), date(year, 12, 31), date(year, 12, 31)) for key in keys]
    wanted = {ask: FIGURES[ask.figure] for ask in needed(asks)}
    total: dict[Ask, Counted] = dict.fromkeys(wanted, Counted(0, 0))
    lines = []
    for town in towns:
        scope = Scope.whole_town(town.pk)
        counts = _of_year(scope, wanted, year)
        total = {ask: total[ask] + counts[ask] for ask in wanted}
        lines.append(Row(town.name, true_until(scope).on, {a.figure: answer(a, counts) for a in asks}))
    days = [line.on for line in lines if line.on]
    return lines, Row(
        "合计", min(days) if len(days) == len(lines) else None, {a.figure: answer(a, total) for a in asks}
    )


def _of_year(scope: Scope, wanted: dict[Ask, Figure], year: int) -> dict[Ask, Counted]:
    """What a town's roll-ups say of a year. One query."""
    sums: dict[str, Counted] = defaultdict(lambda: Counted(0, 0))
    kept = Rollup.objects.within(scope).filter(
        Q(bucket=NOW) | Q(bucket__startswith=str(year)), figure__in=[one.key for one in wanted.values()]
    )
    for key, value, rows in kept.values_list("figure").annotate(Sum("value"), Sum("rows")):
        sums[key] = Counted(_plain(value), rows)
    return {ask: sums[ask.figure] for ask in wanted}


def _countable() -> list[Figure]:
    return [one for one in FIGURES.values() if one.kind is not Kind.RATIO]


def _date_of(figure: Figure) -> str:
    return figure.on or SOURCES[figure.source].on


def _grouped() -> dict[tuple[Source, str, str], list[Figure]]:
    """The figures with buckets, by what one query can count: the source, its date, and how they are kept."""
    found: dict[tuple[Source, str, str], list[Figure]] = defaultdict(list)
    for figure in _countable():
        if (step := step_of(figure)) != NOW:
            found[SOURCES[figure.source], _date_of(figure), step].append(figure)
    return found


def _within(dated: str, months: set[date], step: str) -> Q:
    """Rows whose date falls into the months, or into their years."""
    kind = Q()
    if step == YEAR:
        for year in sorted({month.year for month in months}):
            kind |= Q(**{f"{dated}__gte": date(year, 1, 1), f"{dated}__lte": date(year, 12, 31)})
        return kind
    for month in sorted(months):
        after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        kind |= Q(**{f"{dated}__gte": month, f"{dated}__lt": after})
    return kind


def _by_bucket(
    scope: Scope, group: list[Figure], dated: str, step: str, on: date, months: set[date] | None
) -> dict[Place, Counted]:
    """Figures of one source in each bucket, or in those of some months. One query."""
    source = SOURCES[group[0].source]

    def build() -> QuerySet[Any]:
        rows: QuerySet[Any] = source.rows(scope).order_by().filter(**{f"{dated}__lte": on})
        if months is not None:
            rows = rows.filter(_within(dated, months, step))
        start = (TruncMonth if step == MONTH else TruncYear)(dated)
        asked = measures(group, [figure.where(on) for figure in group], [on] * len(group))
        rows = rows.annotate(bucket_from=start).values("bucket_from").annotate(**asked)
        return rows

    found: dict[Place, Counted] = {}
    key = (scope, dated, step, on, None if months is None else tuple(sorted(months)))
    for line in prepared.ask(key, (source, *group), build):
        bucket = line["bucket_from"].strftime(step)
        for figure, made in zip(group, read(line, len(group)), strict=True):
            found[figure.key, bucket] = made
    return found


def _plain(value: Decimal) -> int | Decimal:
    return int(value) if value == int(value) else value
