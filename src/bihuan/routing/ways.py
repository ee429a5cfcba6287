"""How far it is between places (ADR 31): by the straight line drawn out by a factor, or by the town's own road table. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from typing import Protocol

DETOUR = 1.4  # how much longer a way is than the line
EARTH_METRES = 6_371_008.8


class Place(Protocol):
    """A site, or where a crew sets out."""

    @property
    def latitude(self) -> float: ...

    @property
    def longitude(self) -> float: ...

    @property
    def names(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Ways:
    """From each place to each: metres; minutes where they are known (else 0); whether that is by road (1) or by a straight line (0)."""

    metres: list[list[int]]
    minutes: list[list[int]]
    by_road: list[bytearray]


class Distances(Protocol):
    """How far it is between places: by the straight line, or by whatever roads a town has."""

    def ways(self, places: Sequence[Place]) -> Ways:
        """From each to each."""
        ...


@dataclass(frozen=True)
class StraightLine:
    """The line over the ground, drawn out by a factor."""

    detour: float = DETOUR

    def ways(self, places: Sequence[Place]) -> Ways:
        made = [(radians(one.latitude), radians(one.longitude), cos(radians(one.latitude))) for one in places]
        found = [[0] * len(made) for _ in made]
        for at, (north, east, narrow) in enumerate(made):
            row = found[at]
            for other in range(at):
                to_north, to_east, to_narrow = made[other]
                part = sin((to_north - north) / 2) ** 2
                part += narrow * to_narrow * sin((to_east - east) / 2) ** 2
                far = round(2 * EARTH_METRES * asin(min(1.0, sqrt(part))) * self.detour)
                row[other] = found[other][at] = far
        return Ways(found, [[0] * len(made) for _ in made], [bytearray(len(made)) for _ in made])


Leg = tuple[str, str, int, int]  # from, to (names of places), metres, minutes (0: by the speed)


@dataclass(frozen=True)
class RoadTable:
    """The town's own road table. Between two places it holds as it stands, whatever corner of its village each lies in: a leg that names the unit itself
    comes before one that names its village. It holds the way back as well, unless that has a leg of its own. Within a village, and where there is no
    leg, the straight line is drawn out."""

    legs: tuple[Leg, ...]
    straight: StraightLine = field(default_factory=StraightLine)

    def ways(self, places: Sequence[Place]) -> Ways:
        found = self.straight.ways(places)
        called: dict[str, list[int]] = {}
        rank: dict[str, int] = {}  # how far from the thing itself a name is: those of one kind have the same
        for at, one in enumerate(places):
            for far, name in enumerate(one.names):
                called.setdefault(name, []).append(at)
                rank[name] = max(rank.get(name, 0), far)
        there = {(one, other) for one, other, _, _ in self.legs}
        back = [(end, start, far, took) for start, end, far, took in self.legs if (end, start) not in there]
        legs = [one for one in (*self.legs, *back) if one[0] in called and one[1] in called]
        for start, end, metres, minutes in sorted(legs, key=lambda leg: -(rank[leg[0]] + rank[leg[1]])):
            for at in called[start]:
                for to in called[end]:
                    if at != to:
                        found.metres[at][to], found.minutes[at][to] = metres, minutes
                        found.by_road[at][to] = 1
        return found
