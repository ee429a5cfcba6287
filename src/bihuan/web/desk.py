"""The desk: what waits for a person today, by what the person's posts give the right to do. The sections are the apps' own; it
counts nothing itself, numbers are figures."""

from dataclasses import dataclass, replace

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.desk import Section, sections_of
from bihuan.core.scope import Scope
from bihuan.figures.tiles import Tile, latest_year, tiles
from bihuan.grid.queries import left_with_unit

FIGURES = (
    "inspect.visits",
    "hazards.found",
    "hazards.rate",
    "hazards.open",
    "hazards.overdue",
    "docs.order",
)
# Besides them, for who keeps the register of accidents.
SAFE_DAYS = "accidents.safe_days"
ACCOUNT_FIGURES = ("grid.cells", "grid.uncovered", "grid.members", "units.unplaced")


@dataclass(frozen=True)
class Desk:
    """A person's desk."""

    sections: list[Section]
    tiles: list[Tile]
    year: int


def desk_of(actor: Actor) -> Desk:
    """What waits for a person, and the year's numbers."""
    year, found = _numbers(actor)
    return Desk(sections_of(actor, clock.now()), found, year)


def left(actor: Actor) -> list[str]:
    """What a unit's person is told whose unit is no more: why nothing of it is seen here."""
    if actor.person is None or (actor.posts and actor.seat is None):
        return []
    gone = left_with_unit(Scope.whole_town(actor.town), actor.person, clock.today())
    return [
        f"“{post.unit.name}”于{in_words(post.unit.ended_on)}{post.unit.state_label}，您在那里的岗位（{post.label}）随之结束，记录由镇安全办保存。"
        for post in gone
        if post.unit and post.unit.ended_on
    ]


def _numbers(actor: Actor) -> tuple[int, list[Tile]]:
    """The year's figures: of the latest year in which anybody of the actor's place was out."""
    if actor.may("people|authorize"):
        today = clock.today()
        found = tiles(actor.scope, ACCOUNT_FIGURES, today.replace(month=1, day=1), today)
        return today.year, found if actor.may("view") else [replace(one, url="") for one in found]
    if not actor.may("view") or not (actor.may("inspect") or actor.scope.whole):
        return 0, []
    since, until = latest_year(actor.scope, FIGURES[0])
    keys = (*FIGURES, SAFE_DAYS) if actor.may("accidents") else FIGURES
    return until.year, tiles(actor.scope, keys, since, until)
