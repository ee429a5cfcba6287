"""How far rounds are: which figures of the registry tell it, for which days."""

from datetime import date, timedelta

from bihuan.core.scope import Scope
from bihuan.figures.tiles import Tile, tiles
from bihuan.grid.lines import Line, lines

RUNNING = ("rounds.running", "rounds.left")
PAST = ("rounds.owed", "rounds.done", "rounds.missed")


def town_tiles(scope: Scope, today: date, past: bool) -> list[Tile]:
    """Figures of the whole of a scope."""
    since, until, keys = _asked(today, past)
    more = ("rounds.rate",) if past else ("units.round_late",)
    return tiles(scope, (*keys, *more), since, until)


def by_cell(scope: Scope, today: date, past: bool) -> list[Line]:
    """The same by office and village."""
    since, until, keys = _asked(today, past)
    return lines(scope, keys, since, until, today)


def _asked(today: date, past: bool) -> tuple[date, date, tuple[str, ...]]:
    """The days on which what is asked for falls due, and the figures: this year's until yesterday, or what runs now."""
    if past:
        yesterday = today - timedelta(days=1)
        return yesterday.replace(month=1, day=1), yesterday, PAST
    return today, today, RUNNING
