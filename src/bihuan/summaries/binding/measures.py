"""What is printed of a figure: its value, its change against another period, or its share of another figure. Pure."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from bihuan.core.calendar import years_on
from bihuan.figures.evaluation import Ask, Value, per_cent

# The words a person chooses by. "share:KEY" is built from a figure's key.
MEASURES = {
    "year": "比上年同期增减",
    "year%": "比上年同期增减的百分比",
    "last": "比上期增减",
    "last%": "比上期增减的百分比",
}
DOWN, UP = "down", "up"


@dataclass(frozen=True)
class Measure:
    """`kind` is "" (the value itself), one of MEASURES, or "share" of the figure `of`; `said` the direction that the
    text speaks of (down, up, or "" where it is open)."""

    kind: str = ""
    of: str = ""
    said: str = ""

    @property
    def is_change(self) -> bool:
        return self.kind in MEASURES


PLAIN = Measure()


def other_ask(ask: Ask, measure: Measure) -> Ask | None:
    """The second question that a measure puts: the same of the other period, or the whole of a share."""
    if measure.kind == "share":
        return replace(ask, figure=measure.of)
    if not measure.is_change:
        return None
    return year_ago(ask) if measure.kind.startswith("year") else before(ask)


def year_ago(ask: Ask) -> Ask:
    """The same of the same period a year ago."""
    since, until, as_of = (years_on(day, -1) for day in (ask.since, ask.until, ask.as_of))
    return replace(ask, since=since, until=until, as_of=as_of)


def before(ask: Ask) -> Ask:
    """The same of the period just before, as of its end."""
    since, until = period_before(ask.since, ask.until)
    return replace(ask, since=since, until=until, as_of=until)


def period_before(since: date, until: date) -> tuple[date, date]:
    """The period just before: as many whole months where it is whole months, else as many days."""
    last = since - timedelta(days=1)
    if since.day == 1 and (until + timedelta(days=1)).day == 1:
        months = (until.year - since.year) * 12 + until.month - since.month + 1
        first = since.year * 12 + since.month - 1 - months
        return date(first // 12, first % 12 + 1, 1), last
    return last - (until - since), last


def measured(measure: Measure, value: Value, other: Value | None) -> Value:
    """What is printed: never a percentage from nothing, never a fall where there was a rise."""
    if other is None or value.value is None:
        return value
    if other.value is None:
        return Value(None, value.rows, f"对比的期间：{other.missing}")
    if measure.kind == "share":
        if not other.value:
            return Value(None, value.rows, "总数为0，占比无从计算")
        return Value(per_cent(Decimal(value.value), Decimal(other.value)), value.rows)
    change = Decimal(value.value) - Decimal(other.value)
    if measure.said and change and (change < 0) != (measure.said == DOWN):
        words = f"实际是{'减少' if change < 0 else '增加'}{abs(change)}（{other.value}→{value.value}）"
        return Value(None, value.rows, f"{words}，与文中的说法相反")
    if measure.kind.endswith("%"):
        if not other.value:
            return Value(None, value.rows, "对比期为0，不能算百分比，请写增加的数量")
        return Value(per_cent(abs(change), Decimal(other.value)), value.rows)
    printed = abs(change)
    return Value(int(printed) if printed == int(printed) else printed, value.rows)
