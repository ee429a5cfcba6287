"""What a text narrows a number to, as a value: campaign, place, team, category, and what of it stays open."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bihuan.figures.evaluation import Slice


@dataclass(frozen=True)
class Scope:
    """What a text narrows to. `said` holds the words for each kind; `doubts` tell for a kind why what the text names cannot
    be decided (the town lacks it, or it is left open)."""

    campaign: str = ""  # id
    category: str = ""  # code
    place: str = ""  # path
    team: str = ""  # id
    said: tuple[tuple[str, str], ...] = ()
    doubts: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.said)

    @property
    def text(self) -> str:
        return "、".join(dict.fromkeys(words for _, words in self.said))

    @property
    def unknown(self) -> str:
        """Why the scope cannot be told; the last doubt, "" of none."""
        return self.doubts[-1][1] if self.doubts else ""

    def word(self, kind: str) -> str:
        return dict(self.said).get(kind, "")

    def doubted(self, kind: str) -> bool:
        return kind in dict(self.doubts)

    def why(self, kind: str) -> str:
        """The doubt over a kind, "" of none."""
        return dict(self.doubts).get(kind, "")

    def plus(self, other: "Scope") -> "Scope":
        """This scope narrowed on: what the other names takes the place of the same kind here, another campaign that of
        the category as well. A doubt stays until its own kind is named."""
        if not other:
            return self
        dropped = {kind for kind, _ in other.said}
        if "campaign" in dropped:
            dropped.add("category")
        kept = self.without(*dropped)
        said = sorted((*kept.said, *other.said), key=lambda one: _KINDS.index(one[0]))
        values = {kind: getattr(other, kind) or getattr(kept, kind) for kind in _KINDS[:4]}
        return Scope(**values, said=tuple(said), doubts=(*kept.doubts, *other.doubts))

    def without(self, *kinds: str) -> "Scope":
        values = {kind: "" if kind in kinds else getattr(self, kind) for kind in _KINDS[:4]}
        said, doubts = (
            tuple(one for one in pairs if one[0] not in kinds) for pairs in (self.said, self.doubts)
        )
        return Scope(**values, said=said, doubts=doubts)


_KINDS = ("campaign", "place", "team", "category", "other")


def narrowed(kind: str, value: str, words: str) -> Scope:
    """A scope of one kind."""
    values: dict[str, Any] = {kind: value}
    return Scope(said=((kind, words),), **values)


def doubt(kind: str, words: str, why: str) -> Scope:
    """Something of a kind that is named and not had, or not clear."""
    return Scope(said=((kind, words),), doubts=((kind, why),))


def slice_of(scope: Scope) -> Slice:
    """A text's scope as the slice that figures take."""
    return Slice(
        cell=scope.place,
        category=scope.category,
        campaign=UUID(scope.campaign) if scope.campaign else None,
        team=UUID(scope.team) if scope.team else None,
    )
