"""The stage on which the year is played: the town as the simulation knows it, its clock of the day, its agenda."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from bihuan.core import calendar, clock
from bihuan.core.actions import Actor
from bihuan.core.models import Town
from bihuan.demo.drives import Drive, Squad
from bihuan.demo.register import Size
from bihuan.grid.models import Cell, Department, Person
from bihuan.grid.queries import actor_of
from bihuan.inspections.actions import OutingPlan

Step = Callable[[], None]
OPENING, EVENING = 8 * 60, 20 * 60  # minutes of the day


@dataclass
class TownUnit:
    """What the simulation remembers of a unit: who watches it, when it was last visited, what keeps visitors away."""

    id: UUID
    name: str
    category: str
    village: str
    office: str
    head: str
    opened_on: date
    manager: str = ""  # key of its own safety manager, where it is a cell of its own
    last_visit: date = date.min
    open_cases: int = 0
    kept_apart: bool = False  # ended, suspended, or the subject of an episode

    def is_in(self, categories: tuple[str, ...]) -> bool:
        return any(self.category == one or self.category.startswith(f"{one}.") for one in categories)


@dataclass
class Crew:
    """The two officers of an outing, by key, and what holds for the sortie."""

    first: str
    second: str
    plan: OutingPlan
    drive: Drive | None = None


def _in_order(timed: list[tuple[int, Step]]) -> list[Step]:
    """Steps by their minute; those of the same minute as they were put down."""
    return [step for _, step in sorted(timed, key=lambda one: one[0])]


@dataclass
class Stage:
    """Everything that the scenes share."""

    rng: Random
    year: int
    size: Size
    town: Town
    plan: tuple[Drive, ...]
    people: dict[str, Person] = field(default_factory=dict)
    watchers: dict[str, list[str]] = field(default_factory=dict)  # village → keys of its head and members
    cells: dict[str, Cell] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    units: list[TownUnit] = field(default_factory=list)
    campaigns: dict[str, UUID] = field(default_factory=dict)
    teams: list[tuple[Squad, UUID]] = field(default_factory=list)
    photos: dict[tuple[str, str], list[UUID]] = field(default_factory=dict)
    signatures: list[UUID] = field(default_factory=list)
    scans: list[UUID] = field(default_factory=list)
    cases: int = 0
    outings: int = 0
    reviewers: dict[str, Crew] = field(default_factory=dict)  # of the day, by campaign
    _agenda: dict[date, list[tuple[int, Step]]] = field(default_factory=lambda: defaultdict(list))
    _evenings: dict[date, list[tuple[int, Step]]] = field(default_factory=lambda: defaultdict(list))
    _actors: dict[tuple[str, int], Actor] = field(default_factory=dict)
    _minute: int = OPENING

    @property
    def last_review(self) -> date:
        """The last day on which a re-inspection is held, so that the year's cases are closed within it."""
        return working_day_before(date(self.year, 12, 28))

    def actor(self, key: str) -> Actor:
        """The actor that a person is now; posts change on the first of a month only, so it is kept for the month."""
        month = (key, clock.today().month)
        if month not in self._actors:
            self._actors[month] = actor_of(self.people[key])
        return self._actors[month]

    def photo(self, kind: str, shows: str) -> tuple[UUID, ...]:
        return (self.rng.choice(self.photos[kind, shows]),)

    def later(self, on: date, step: Step, *, at: int = OPENING) -> None:
        """Put a step on the agenda of a coming day; `at`, the minute of the day, orders those played before the offices open."""
        self._agenda[on].append((at, step))

    def early(self, on: date, minute: int, step: Callable[[], object]) -> None:
        """Put a step on the agenda of a coming day, to be played at a minute past seven, before the offices open."""

        def play() -> None:
            with clock.moved(clock.at(on, 7, minute)):
                step()

        self.later(on, play, at=7 * 60 + minute)

    def steps_of(self, day: date) -> list[Step]:
        """The steps due on a day, taken off the agenda."""
        return _in_order(self._agenda.pop(day, []))

    def at_evening(self, on: date, minute: int, step: Step) -> None:
        """Put a step on the agenda of a coming day, after all offices have closed; `minute` of the day orders those of an evening."""
        self._evenings[on].append((minute, step))

    def evening_of(self, day: date) -> list[Step]:
        """The steps due in the evening of a day, taken off the agenda."""
        return _in_order(self._evenings.pop(day, []))

    def open_day(self) -> None:
        """A new morning."""
        self._minute = OPENING
        self.reviewers.clear()

    @contextmanager
    def moment(self, day: date, *, evening: bool = False) -> Iterator[None]:
        """Some minutes later on the day: each act has its own moment, and none goes back."""
        self._minute = max(self._minute + self.rng.randint(3, 14), EVENING if evening else 0)
        minute = min(self._minute, 24 * 60 - 1)
        with clock.moved(clock.at(day, minute // 60, minute % 60)):
            yield


def working_day(day: date) -> date:
    """The day itself, or the next working day."""
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    return day


def working_day_before(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not calendar.is_workday(day):
        day -= timedelta(days=1)
    return day
