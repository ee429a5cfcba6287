"""Which units may be one (疑似重复), on the list of doubles and in a table that comes in alike; and what of two is kept when they are
merged. Pure."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bihuan.core.likeness import dice, grams, pairs

PHONE_LIKE, NAME_LIKE, NAME_SURE = (
    0.4,
    0.5,
    0.8,
)  # of names: with one phone, at one address, at an address that is not told
CLOSE = 0.7  # of addresses
ENDING_MIN = 4  # letters: 永安烟花店 is how 东岭镇石桥村永安烟花店 ends
GROUP_MAX = 40  # what so many share (a market's address, an agent's phone) tells nothing
NAMES_MAX, RARE_PAIRS = (
    60,
    3,
)  # names are compared where they share one of their rarest pairs of letters, which few have

_LEGAL = re.compile(
    r"股份有限公司|有限责任公司|有限公司|集团公司|股份公司|分公司|公司|集团|个体工商户|个体户|有限合伙|普通合伙|个人独资企业?|独资"
)
_BRACKETS = re.compile(r"[(〔【\[]([^)〕】\]]*)[)〕】\]]")
_FORMER = re.compile(r"^(原|曾用名)")
_FAMILY = tuple("记家氏姐哥嫂")
_SIGNS = re.compile(r"[\W_]")
_NUMBERS = re.compile(r"\d+|[一二三四五六七八九十]+")


@dataclass(frozen=True)
class Known:
    """What is compared of a unit; empty tells nothing. `cell` is its cell's path."""

    id: Any
    name: str
    address: str = ""
    uscc: str = ""
    phone: str = ""
    cell: str = ""


@dataclass(frozen=True)
class Pair:
    """Two units that may be one: how sure, from 0 to 1, and why in words. `is_sure`: nobody need be asked. `is_site`: one code at two
    places, which may be two sites of one unit."""

    one: Known
    other: Known
    score: float
    why: str
    is_sure: bool = False
    is_site: bool = False


@dataclass(frozen=True)
class _Name:
    """A name as it is compared: without its legal form and without brackets; the numbers in it; what its brackets say."""

    core: str
    numbers: tuple[str, ...]
    inside: str
    grams: Counter[str]


def core_of(name: str) -> str:
    """A name without what many have: 永安木业有限公司（个体工商户） → 永安木业."""
    return _read(name).core


@lru_cache(maxsize=16384)
def _read(name: str) -> _Name:
    name = unicodedata.normalize("NFKC", name)
    inside = "".join(
        part
        for found in _BRACKETS.findall(name)
        if not _FORMER.match(part := _SIGNS.sub("", _LEGAL.sub("", found)))
    )
    outside = _SIGNS.sub("", _BRACKETS.sub("", name))
    core = _LEGAL.sub("", outside) or outside or _SIGNS.sub("", name)
    return _Name(core, tuple(_NUMBERS.findall(core)), inside, grams(core))


@lru_cache(maxsize=16384)
def _address(text: str) -> tuple[frozenset[str], Counter[str]]:
    bare = _SIGNS.sub("", unicodedata.normalize("NFKC", text))
    return frozenset(_NUMBERS.findall(bare)), grams(bare)


def compare(one: Known, other: Known) -> Pair | None:
    """Whether two may be one. Two codes are two units, one code is one, or another site of it; else a name that is like the other's with
    one phone, at one address, or, nearly the same, where nothing is told of one's address. What is numbered otherwise (第二小学), or
    says another thing in brackets (东校区), is another; so is what stands in another village. Symmetric but for the order of the two."""
    if one.uscc and other.uscc and one.uscc != other.uscc:
        return None
    at = _place(one, other)
    if one.uscc and one.uscc == other.uscc:
        if at is None or at > 0:
            return Pair(
                one, other, 1.0, "统一社会信用代码相同", is_sure=at is None or one.address == other.address
            )
        return Pair(one, other, NAME_LIKE, "统一社会信用代码相同，地点不同", is_site=True)
    has_phone = bool(one.phone) and one.phone == other.phone
    if at == 0 and not has_phone:
        return None
    name = _names(one.name, other.name)
    by_place = _by_place(one, other, name, at)
    if has_phone and name >= PHONE_LIKE and not (by_place and by_place.is_sure):
        return Pair(one, other, max(0.9, name), "电话相同，名称相近")
    return by_place


def _by_place(one: Known, other: Known, name: float, at: float | None) -> Pair | None:
    """What likeness of names at a place says; where one address is not told, more of it is asked."""
    word, is_same = "名称相同" if name == 1 else "名称相近", one.name == other.name
    if at is None and name >= NAME_SURE:
        missing = "" if one.address == other.address else "，有一家没有地址"
        return Pair(one, other, name * CLOSE, word + missing, is_sure=is_same)
    if at and name >= NAME_LIKE:
        near = "相同" if at == 1 else "相近"
        return Pair(one, other, (name + at) / 2, f"{word}、地址{near}", is_sure=is_same and at == 1)
    return None


def _names(one: str, other: str) -> float:
    """How much two names have in common; 0 where something in them says that they are two."""
    here, there = _read(one), _read(other)
    if here.numbers != there.numbers or (here.inside and there.inside and here.inside != there.inside):
        return 0.0
    if _of_two_families(here.core, there.core):
        return 0.0
    short, long = sorted((here.core, there.core), key=len)
    ends = len(short) >= ENDING_MIN and long.endswith(short)
    return max(dice(here.grams, there.grams), NAME_SURE if ends else 0.0)


def _of_two_families(one: str, other: str) -> bool:
    """王记饭店 and 李记饭店, 东岭加油站 and 西岭加油站: of one length, and another in the one letter that tells them apart."""
    if len(one) != len(other):
        return False
    apart = [at for at, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    return len(apart) == 1 and (apart[0] == 0 or one[apart[0] + 1 : apart[0] + 2] in _FAMILY)


def _place(one: Known, other: Known) -> float | None:
    """How near two addresses are, 0 where they are two; None where one is not told. Of two cells one lies in the other, or they are two
    places, whatever the addresses say: every village has a 村北头."""
    if one.cell and other.cell and not (one.cell.startswith(other.cell) or other.cell.startswith(one.cell)):
        return 0.0
    if not (one.address and other.address):
        return None
    if one.address == other.address:
        return 1.0
    (numbers, here), (others, there) = _address(one.address), _address(other.address)
    alike = dice(here, there) if numbers <= others or others <= numbers else 0.0
    return min(alike, 0.99) if alike >= CLOSE else 0.0


class Register:
    """Units by what may make two of them one, so that a register of thousands is not compared each with each."""

    def __init__(self, units: Iterable[Known]) -> None:
        self._by: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self._units = list(units)
        for one in self._units:
            for key in _keys(one):
                self._by[key].append(one)

    def most_like(self, unit: Known) -> Pair | None:
        """The unit that one is most like: what is sure before what is more alike, the first registered first."""
        found = (pair for other in self._near(unit) if (pair := compare(other, unit)))
        return max(found, key=lambda pair: (pair.is_sure, pair.score), default=None)

    def pairs(self) -> list[Pair]:
        """All pairs that may be one, the surest first. Another site of one code, told as such, is none."""
        found, before = [], set[Any]()
        for one in self._units:
            near = {other.id: other for other in self._near(one) if other.id in before}
            found += [pair for other in near.values() if (pair := compare(other, one)) and not pair.is_site]
            before.add(one.id)
        return sorted(found, key=lambda pair: (-pair.score, pair.one.name, pair.other.name))

    def _near(self, unit: Known) -> Iterator[Known]:
        """Those that share something that few have; the same one may come twice."""
        rare, is_crowded = [], len(self._by.get(("address", unit.address), ())) > GROUP_MAX
        for key in _keys(unit):
            kind, size = key[0], len(self._by.get(key, ()))
            if kind == "pair":
                rare.append((size, key))
            elif size and (kind in ("code", "same") or size <= (NAMES_MAX if kind == "core" else GROUP_MAX)):
                yield from self._by[key]
        for size, key in sorted(one for one in rare if one[0])[:RARE_PAIRS]:
            if size <= NAMES_MAX:
                yield from (one for one in self._by[key] if not (is_crowded and one.address == unit.address))


def _keys(unit: Known) -> Iterator[tuple[str, str]]:
    core = core_of(unit.name)
    told = {"code": unit.uscc, "phone": unit.phone, "address": unit.address, "core": core}
    yield from ((kind, value) for kind, value in told.items() if value)
    yield "same", f"{unit.name}\n{unit.address}\n{unit.cell}"
    yield from (("pair", pair) for pair in dict.fromkeys(pairs(core)))


def fuller(kept: Mapping[str, Any], gone: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    """For each field, whose value is offered: that of the unit to be kept ("kept"), unless it has none and the other has
    one ("gone")."""
    return {name: "gone" if _is_empty(kept[name]) and not _is_empty(gone[name]) else "kept" for name in names}


def taken(kept: Mapping[str, Any], gone: Mapping[str, Any], choices: Mapping[str, str]) -> dict[str, Any]:
    """What changes at the unit that is kept: the other's values where they were chosen and differ."""
    return {
        name: gone[name]
        for name, whose in choices.items()
        if whose == "gone" and name in gone and gone[name] != kept[name]
    }


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", {}, [])
