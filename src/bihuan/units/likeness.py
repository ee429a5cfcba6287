"""Which units may have been registered twice (疑似重复), and what of two is kept when they are merged. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from bihuan.core.likeness import dice, grams

NAME_LIKE, NAME_SURE = 0.5, 0.8
PHONE_LIKE = 0.4  # of names, where the phone is the same
CLOSE = 0.7  # of addresses
GROUP_MAX = 40  # what so many share (a market's address, an agent's phone) tells nothing

_EMPTY = re.compile(r"有限责任公司|股份有限公司|有限公司|分公司|公司|个体工商户|[^\w]|[\s_]")


@dataclass(frozen=True)
class Known:
    """What is compared of a unit; empty tells nothing."""

    id: Any
    name: str
    address: str = ""
    uscc: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Pair:
    """Two units that may be one: how sure, from 0 to 1, and why in words."""

    one: Known
    other: Known
    score: float
    why: str


def bare(name: str) -> str:
    """A name without what many have: 东岭镇永安木业有限公司 → 东岭镇永安木业."""
    return _EMPTY.sub("", name)


def compare(one: Known, other: Known) -> Pair | None:
    """Whether two may be one: the same code, but for another site of it at another address; or the same phone and a similar name; or a similar name at a similar
    address; or nearly the same name. Symmetric but for the order of the two. None where two codes differ."""
    if one.uscc and other.uscc and one.uscc != other.uscc:
        return None
    name = dice(grams(bare(one.name)), grams(bare(other.name)))
    place = dice(grams(one.address), grams(other.address)) if one.address and other.address else 0.0
    if one.uscc and one.uscc == other.uscc and (place >= CLOSE or not (one.address and other.address)):
        return Pair(one, other, 1.0, "统一社会信用代码相同")
    if one.phone and one.phone == other.phone and name >= PHONE_LIKE:
        return Pair(one, other, max(0.9, name), "电话相同，名称相近")
    if name >= NAME_LIKE and place >= CLOSE:
        return Pair(one, other, (name + place) / 2, "名称、地址相近")
    if name >= NAME_SURE and not (one.address and other.address):
        return Pair(one, other, name * CLOSE, "名称相近，有一家没有地址")
    return None


def candidates(known: Iterable[Known]) -> list[Pair]:
    """The pairs that may be one, the surest first. Only those are compared that share a code, a phone, an address or the
    first two characters of their name, so that a register of thousands takes no longer than it should."""
    groups: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for unit in known:
        for kind, value in (
            ("code", unit.uscc),
            ("phone", unit.phone),
            ("address", unit.address),
            ("name", bare(unit.name)[:2]),
        ):
            if value:
                groups[kind, value].append(unit)
    found: dict[frozenset[Any], Pair] = {}
    for (kind, _), members in groups.items():
        if kind != "name" and len(members) > GROUP_MAX:
            continue
        for one, other in combinations(members, 2):
            key = frozenset((one.id, other.id))
            if key not in found and (pair := compare(one, other)):
                found[key] = pair
    return sorted(found.values(), key=lambda pair: (-pair.score, pair.one.name, pair.other.name))


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
