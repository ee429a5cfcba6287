"""What a row of a road table means, and what is wrong with it. Pure: it is given all cells, units and legs of the town at once."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bihuan.intake.cells import bare
from bihuan.intake.registry import Like, Values, Wrong
from bihuan.routing.ways import StraightLine

KM_MAX, MINUTES_MAX = 200, 600
SHORTER = (
    0.9  # of the straight line between the middles of two villages a road may be: their middles are estimates
)
NEAR_METRES = 1000  # so near each other they say nothing
_KM = re.compile(r"^(\d{1,4}(?:\.\d{1,3})?)\s*(公里|千米|km)?$", re.IGNORECASE)


@dataclass(frozen=True)
class End:
    """A cell or a unit that a leg begins or ends at (`models.key_of`), what else it is called (codes too), where it is reckoned to lie."""

    key: str
    name: str
    also: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None

    names: tuple[str, ...] = ()  # it is a place among others for `StraightLine`


@dataclass(frozen=True)
class Told:
    """A row that can be read: from where to where, metres (None: nothing was filled in), minutes."""

    start: End
    end: End
    metres: int | None
    minutes: int | None


class KnownRoads:
    """The town's cells and units, and the legs that are in its table, by both ends."""

    def __init__(self, ends: Iterable[End], legs: Mapping[tuple[str, str], UUID]) -> None:
        self.legs = legs
        self._called: dict[str, list[End]] = defaultdict(list)
        for one in ends:
            for word in {bare(word) for word in (one.name, *one.also) if word}:
                self._called[word].append(one)

    def judge(self, values: Values) -> Wrong:
        """What is wrong with a row; that something is lacking has been said."""
        return self.read(values)[1]

    def read(self, values: Values) -> tuple[Told | None, Wrong]:
        """What a row means, or what is wrong with it."""
        wrong: dict[str, str] = {}
        ends = {key: self._end(values.get(key, ""), wrong, key) for key in ("start", "end")}
        start, end = ends["start"], ends["end"]
        if start and end and start.key == end.key:
            wrong["end"] = "起点和终点是同一个地方，请核对。"
        metres = _metres(values.get("km", ""), wrong)
        minutes = values.get("minutes")
        if minutes is not None and not 1 <= minutes <= MINUTES_MAX:
            wrong["minutes"] = f"用时应在1至{MINUTES_MAX}分钟之间。"
        if minutes is not None and not values.get("km"):
            wrong["km"] = "填了用时，也要填里程。"
        if start and end and metres and not wrong:
            straight = _straight(start, end)
            if straight > NEAR_METRES and metres < SHORTER * straight:
                wrong["km"] = f"比两地的直线距离（约{straight / 1000:.1f}公里）还短，请核对里程和两地的位置。"
        return (Told(start, end, metres, minutes) if start and end and not wrong else None), wrong

    def _end(self, text: str, wrong: dict[str, str], key: str) -> End | None:
        if not text:
            return None
        found = self._called.get(bare(text), [])
        if len(found) == 1:
            return found[0]
        wrong[key] = (
            f"有{len(found)}个“{text[:20]}”，请写上级（如东片办事处/石桥村），单位写统一社会信用代码。"
            if found
            else f"本镇没有“{text[:20]}”这个村、办事处或者单位，请核对名称。"
        )
        return None

    def like(self, values: Values) -> Like | None:
        """The leg that is there already, the same way round."""
        told, _wrong = self.read(values)
        pk = self.legs.get((told.start.key, told.end.key)) if told else None
        return Like(pk, f"{told.start.name}—{told.end.name}", "已有里程", True) if pk and told else None


def _metres(text: Any, wrong: dict[str, str]) -> int | None:
    if not text:
        return None
    found = _KM.match(str(text).strip())
    metres = round(float(found[1]) * 1000) if found else 0
    if not metres:
        wrong["km"] = "里程应填公里数，如3.5。"
    elif metres > KM_MAX * 1000:
        wrong["km"] = f"里程最多{KM_MAX}公里；填的是米的，请换算成公里。"
    return metres if "km" not in wrong else None


def _straight(one: End, other: End) -> int:
    """Metres between two, 0 where nobody knows where one of them lies."""
    if one.latitude is None or other.latitude is None:
        return 0
    return StraightLine(1.0).ways([one, other]).metres[0][1]  # type: ignore[list-item]
