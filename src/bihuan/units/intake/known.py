"""Which of the units that are there a row looks like. Pure: it is given them all at once."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from bihuan.core.likeness import dice, grams, pairs
from bihuan.intake.registry import Like, Values, Wrong
from bihuan.units.rules import clean_unit

LIKE_NAME, LIKE_PLACE, LIKE_WITH_PHONE = 0.75, 0.6, 0.4
RARE_PAIRS, SHARED_MAX = (
    3,
    60,
)  # names are compared where they share one of their rarest pairs of letters with few others
_FORM = re.compile(r"股份|有限责任公司|有限公司|集团|分公司|公司|[（(].*?[）)]|[\s·.．]")
_NUMBERS = re.compile(r"[\d一二三四五六七八九十]+")


@dataclass(frozen=True)
class Told:
    """A unit as far as it is compared; `cell` is its cell's path."""

    pk: UUID
    name: str
    uscc: str
    address: str
    phone: str
    cell: str


class KnownUnits:
    """The town's units by code, phone and name. `paths` of the cells by their ids."""

    def __init__(self, units: Iterable[Told], paths: Mapping[Any, str]) -> None:
        self._paths = paths
        self._by_uscc: dict[str, list[Told]] = defaultdict(list)
        self._by_phone: dict[str, list[Told]] = defaultdict(list)
        self._by_name: dict[str, list[Told]] = defaultdict(list)
        self._by_pair: dict[str, list[Told]] = defaultdict(list)
        for one in units:
            self._by_name[core_of(one.name)].append(one)
            if one.uscc:
                self._by_uscc[one.uscc].append(one)
            if one.phone:
                self._by_phone[one.phone].append(one)
            for pair in set(pairs(core_of(one.name))):
                self._by_pair[pair].append(one)

    def judge(self, values: Values) -> Wrong:
        """What is wrong with the code; that something is lacking has been said."""
        if not values.get("uscc"):
            return {}
        _cleaned, wrong = clean_unit({"uscc": values["uscc"]}, name="—", category="other")
        return wrong

    def like(self, values: Values) -> Like | None:
        """The unit that a row means: certainly by its code, or its name, at one place; else perhaps by name, address or phone."""
        if not values.get("name"):
            return None
        name, uscc, address, phone = (values.get(key, "") for key in ("name", "uscc", "address", "phone"))
        row = Told(UUID(int=0), name, uscc, address, phone, self._paths.get(values.get("cell_id"), ""))
        return max(self._likes(row), key=lambda one: (one.is_sure,), default=None)

    def _likes(self, row: Told) -> Iterator[Like]:
        """The first of each kind, the surest kinds first."""
        for one in self._by_uscc.get(row.uscc, ()):
            same = _same_or_untold(one.address, row.address)
            yield Like(one.pk, one.name, "信用代码相同" if same else "信用代码相同、地址不同", same)
        for one in self._by_name.get(core_of(row.name), ()):
            if not (one.uscc and row.uscc and one.uscc != row.uscc):
                same = _same_or_untold(one.address, row.address) and _one_in_other(one.cell, row.cell)
                yield Like(
                    one.pk,
                    one.name,
                    "名称相同" if same else "名称相同、地点不同",
                    same and one.name == row.name,
                )
        for one in self._by_phone.get(row.phone, ()):
            if _alike(one.name, row.name) >= LIKE_WITH_PHONE:
                yield Like(one.pk, one.name, "电话相同、名称相近", False)
        for one in self._neighbours(row.name):
            near = _same_or_untold(one.address, row.address) or _alike(one.address, row.address) >= LIKE_PLACE
            if near and _alike(one.name, row.name) >= LIKE_NAME and not (one.uscc and row.uscc):
                yield Like(one.pk, one.name, "名称、地址相近", False)

    def _neighbours(self, name: str) -> Iterator[Told]:
        shared = sorted(
            (len(self._by_pair[pair]), pair) for pair in set(pairs(core_of(name))) if pair in self._by_pair
        )
        for size, pair in shared[:RARE_PAIRS]:
            if size <= SHARED_MAX:
                yield from self._by_pair[pair]


def core_of(name: str) -> str:
    """A name without its legal form and what stands in brackets."""
    return _FORM.sub("", name) or name


def _same_or_untold(one: str, other: str) -> bool:
    return not one or not other or one == other


def _one_in_other(one: str, other: str) -> bool:
    """Whether of two cells one lies in the other; the path of none lies in all."""
    return one.startswith(other) or other.startswith(one)


def _alike(one: str, other: str) -> float:
    """Names or addresses; what is numbered otherwise (第二小学, 3号) is another."""
    if _NUMBERS.findall(one) != _NUMBERS.findall(other):
        return 0.0
    return dice(_grams(core_of(one)), _grams(core_of(other)))


_grams = lru_cache(maxsize=8192)(grams)
