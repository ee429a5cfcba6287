"""What a text narrows a number to, as a value: campaign, place, team, category, and what of it stays open."""

from dataclasses import dataclass
from uuid import UUID

from bihuan.figures.evaluation import Slice


@dataclass(frozen=True)
class Scope:
    """What a text narrows to. `said` holds the words for each kind; `unknown` tells why something that the text names
    cannot be decided (the town lacks it, or it is left open), `doubted` of which kind it is."""

    campaign: str = ""  # id
    category: str = ""  # code
    place: str = ""  # path
    team: str = ""  # id
    unknown: str = ""
    doubted: str = ""
    said: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.said)

    @property
    def text(self) -> str:
        return "、".join(dict.fromkeys(words for _, words in self.said))

    def word(self, kind: str) -> str:
        return dict(self.said).get(kind, "")

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
        doubt_of = other if other.unknown else kept
        return Scope(**values, unknown=doubt_of.unknown, doubted=doubt_of.doubted, said=tuple(said))

    def without(self, *kinds: str) -> "Scope":
        said = tuple(one for one in self.said if one[0] not in kinds)
        values = {kind: "" if kind in kinds else getattr(self, kind) for kind in _KINDS[:4]}
        if self.doubted in kinds:
            return Scope(**values, said=said)
        return Scope(**values, unknown=self.unknown, doubted=self.doubted, said=said)


_KINDS = ("campaign", "place", "team", "category", "other")


def narrowed(kind: str, value: str, words: str) -> Scope:
    """A scope of one kind."""
    values = {name: value if name == kind else "" for name in _KINDS[:4]}
    return Scope(**values, said=((kind, words),))


def doubt(kind: str, words: str, why: str) -> Scope:
    """Something of a kind that is named and not had, or not clear."""
    return Scope(unknown=why, doubted=kind, said=((kind, words),))


def slice_of(scope: Scope) -> Slice:
    """A text's scope as the slice that figures take."""
    return Slice(
        cell=scope.place,
        category=scope.category,
        campaign=UUID(scope.campaign) if scope.campaign else None,
        team=UUID(scope.team) if scope.team else None,
    )
