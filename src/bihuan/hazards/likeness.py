"""Whether two hazards are the same thing again: likeness of what was written of them. Pure.

Measured on the made-up findings of the demo and on rewordings of them (`tests/rules/test_likeness.py`): the same thing in
other words reaches LIKE, two different things at one spot stay below SURE."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from bihuan.core.likeness import dice, grams

LIKE = 0.45  # from here on it is offered as a repeat
SURE = 0.75  # from here on it is taken for one unless a person says otherwise
KIND_WEIGHS, PLACE_WEIGHS = 0.1, 0.2

# What tells nothing of the thing itself, and words that are written one for the other; the longer ones first.
_EMPTY = re.compile(
    r"不符合|存在|进行|现象|问题|隐患|个别|部分|按要求|按规定|及时|或者|以及|[^\w]|[\d_的了等且并已及]"
)
_SAME = (
    ("没有", "无"),
    ("缺少", "无"),
    ("缺失", "无"),
    ("未", "无"),
    ("不", "无"),
    ("缺", "无"),
    ("仓库", "库房"),
    ("导线", "电线"),
    ("线路", "电线"),
    ("失灵", "失效"),
    ("破损", "损坏"),
)


@dataclass(frozen=True)
class Told:
    """What was written of a hazard: text, kind (a code of `rules.KINDS`, "other" or "" tells nothing), place."""

    text: str
    kind: str = ""
    place: str = ""


T = TypeVar("T")


def likeness(one: Told, other: Told) -> float:
    """From 0, nothing in common, to 1, the same. Symmetric. A kind or a place takes off where both are told and differ."""
    said = _alike(one.text, other.text)
    kinds = {one.kind, other.kind} - {"", "other"}
    if len(kinds) == 2:
        said *= 1 - KIND_WEIGHS
    if one.place and other.place:
        said *= 1 - PLACE_WEIGHS * (1 - _alike(one.place, other.place))
    return said


def most_like(
    given: Told, known: Iterable[tuple[T, Told]], *, least: float = LIKE, most: int = 3
) -> list[tuple[float, T]]:
    """Those of the known ones that are like what is given, the most like first; the earlier given of two as like."""
    found = [(score, one) for one, told in known if (score := likeness(given, told)) >= least]
    return sorted(found, key=lambda pair: -pair[0])[:most]


def grouped(known: Iterable[tuple[T, Told]], *, least: float = SURE) -> list[tuple[Told, list[T]]]:
    """Hazards that say the same put together, each group under the first one given; the largest group first."""
    groups: list[tuple[Told, list[T]]] = []
    for one, told in known:
        for head, members in groups:
            if likeness(head, told) >= least:
                members.append(one)
                break
        else:
            groups.append((told, [one]))
    return sorted(groups, key=lambda group: -len(group[1]))


def _alike(one: str, other: str) -> float:
    """Twice what both have over what they have together (Dice); 1 for the same words."""
    if one == other:
        return float(bool(one))
    return dice(_grams(one), _grams(other))


@lru_cache(maxsize=4096)
def _grams(text: str) -> Counter[str]:
    """The characters of a text and its pairs of neighbouring ones, each counted; empty words left out."""
    bare = _EMPTY.sub("", text)
    for word, same in _SAME:
        bare = bare.replace(word, same)
    return grams(bare)
