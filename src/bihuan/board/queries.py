"""What the board shows, read in one go: figures with their rows, the running campaigns, the colours of each office, who leads today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.core.scope import Scope
from bihuan.duty.queries import custom_of, standing
from bihuan.figures.evaluation import Ask, Slice, evaluate
from bihuan.figures.registry import FIGURES
from bihuan.figures.tiles import Tile, tile
from bihuan.grading.colours import colours
from bihuan.grid.lines import Line
from bihuan.grid.models import Cell
from bihuan.grid.queries import cells_in_force
from bihuan.inspections.models import Campaign
from bihuan.inspections.queries import running_campaigns

TODAY = ("inspect.visits", "hazards.found", "hazards.onsite", "duty.turns")
STANDING = ("hazards.overdue", "hazards.major_open", "risks.points", "units.total")
LATE = frozenset({"hazards.overdue", "hazards.major_open"})
OF_CAMPAIGN = ("inspect.visits", "inspect.units", "hazards.found", "hazards.rate")
UNITS, VISITED = "units.total", "inspect.units"
LISTED, DONE = (
    "drive.units",
    "drive.visited",
)  # of a drive that was issued with a list, by the app that keeps it
CAMPAIGNS_MAX = 4


@dataclass(frozen=True)
class Drive:
    """A campaign on the board: its day of so many, its figures, and how many of the units on its list were checked, of those of its categories where it has
    no list."""

    row: Campaign
    day: int
    days: int
    numbers: list[Tile]
    visited: int
    asked: int

    @property
    def share(self) -> int:
        """Per cent of the units asked that were checked, 100 at most: some have left the register since."""
        return min(100, round(100 * self.visited / self.asked)) if self.asked else 0


@dataclass(frozen=True)
class Board:
    """All of it, as of a moment."""

    at: datetime
    today: list[Tile]
    standing: list[Tile]
    drives: list[Drive]
    colours: list[Line]
    leaders: list[str]


def board(scope: Scope, now: datetime, today: date) -> Board:
    """The board of a scope, in a number of queries that does not grow with campaigns, offices or rows."""
    campaigns = list(running_campaigns(scope, today).order_by("ends_on", "pk")[:CAMPAIGNS_MAX])
    offices = list(cells_in_force(scope, today).filter(kind="office"))
    # What stands is not of a day: of a day on which nobody was out yet, nothing would be known of it.
    year = today.replace(month=1, day=1)
    asks = {key: Ask(key, today, today, today) for key in TODAY}
    asks |= {key: Ask(key, year, today, today) for key in STANDING}
    of = {
        (one.pk, key): _ask_of(one, key, today)
        for one in campaigns
        for key in (*OF_CAMPAIGN, LISTED, DONE)
        if key in FIGURES
    }
    trades = {code for one in campaigns for code in apart(one.categories)}
    units = {code: Ask(UNITS, today, today, today, Slice(category=code)) for code in trades}
    values = evaluate(scope, [*asks.values(), *of.values(), *units.values()])

    def drive(row: Campaign) -> Drive:
        numbers = [tile(of[row.pk, key], values[of[row.pk, key]]) for key in OF_CAMPAIGN]
        asked = [values[units[code]].value for code in apart(row.categories)] or [values[asks[UNITS]].value]
        visited = values[of[row.pk, VISITED]].value
        if (row.pk, LISTED) in of and (listed := values[of[row.pk, LISTED]].value):
            asked, visited = [listed], values[of[row.pk, DONE]].value
        days = (row.ends_on - row.begins_on).days + 1
        return Drive(
            row,
            (today - row.begins_on).days + 1,
            days,
            numbers,
            int(visited or 0),
            int(sum(one or 0 for one in asked)),
        )

    return Board(
        now,
        [tile(asks[key], values[asks[key]]) for key in TODAY],
        [tile(asks[key], values[asks[key]]) for key in STANDING],
        [drive(one) for one in campaigns],
        _colours(scope, offices, today),
        _leaders(scope, now),
    )


def apart(categories: Sequence[str]) -> list[str]:
    """Categories without those that lie below another of them, so that no unit is counted twice."""
    return [
        one
        for one in dict.fromkeys(categories)
        if not any(one != other and one.startswith(f"{other}.") for other in categories)
    ]


def _ask_of(row: Campaign, key: str, today: date) -> Ask:
    """A campaign's figure from its first day to today."""
    return Ask(key, row.begins_on, today, today, Slice(campaign=row.pk))


def _colours(scope: Scope, offices: Sequence[Cell], today: date) -> list[Line]:
    return colours(scope, offices, today).by_place if offices else []


def _leaders(scope: Scope, now: datetime) -> list[str]:
    """Who leads the shift that runs now. No other person stands on the board."""
    running = custom_of(scope).shift_of(now)
    return [one.person.name for one in standing(scope, running, running) if one.position == "lead"]
