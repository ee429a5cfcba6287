"""How far back the records reach. What lies before the first of them was not nothing, it was not recorded: a number that
reaches there is told to be incomplete, and a comparison with it is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min

from bihuan.core.calendar import add_workdays, in_words
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, counted
from bihuan.figures.registry import FIGURES, SOURCES, Kind, Source

QUIET_WORKDAYS = 5  # a town does not check every day: a first working week without a record is no gap


@dataclass(frozen=True)
class Extent:
    """`begins`: the day of the first record, by the key of the source."""

    begins: dict[str, date]

    def gap(self, asks: Iterable[Ask]) -> date | None:
        """The first day of the records, where some asks reach back so far before it that their answer is incomplete."""
        firsts = [(ask.since, self._first(part)) for ask in asks for part in counted(ask)]
        before = [day for since, day in firsts if day and add_workdays(_eve(since), QUIET_WORKDAYS + 1) < day]
        return max(before, default=None)

    def _first(self, ask: Ask) -> date | None:
        """Since when the rows of a countable ask are recorded: where its source has a basis, since that is, for without
        a hazard there may still have been checks; else since anything is. A stock knows no period."""
        figure = FIGURES[ask.figure]
        if figure.kind is Kind.STOCK:
            return None
        return self.begins.get(_told_by(SOURCES[figure.source]).key) or min(
            self.begins.values(), default=None
        )


def extent_of(scope: Scope, asks: Iterable[Ask]) -> Extent:
    """How far back the records behind some asks reach; one query for each source that tells it."""
    sources = dict.fromkeys(
        _told_by(SOURCES[FIGURES[part.figure].source]) for ask in asks for part in counted(ask)
    )
    begins = {
        source.key: source.rows(scope).order_by().aggregate(first=Min(source.on))["first"]
        for source in sources
        if source.on and source.basis
    }
    return Extent({key: first for key, first in begins.items() if first})


def said(first: date) -> str:
    """What a gap means, in words."""
    return f"记录自{in_words(first)}起，此前的数不完整"


def _told_by(source: Source) -> Source:
    """The source whose records show that a source was kept at all: its basis's, else itself."""
    return SOURCES[FIGURES[source.basis].source] if source.basis else source


def _eve(day: date) -> date:
    return day - timedelta(days=1)
