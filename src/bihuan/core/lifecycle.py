"""The engine of every lifecycle: a table of moves and ten lines that read it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bihuan.core.errors import NotAllowed


@dataclass(frozen=True)
class Move:
    """One allowed step. `right` is what the actor's post must give; without each of `needs` it is refused;
    `issues` names the type of document that the step gives rise to. `only` are the traits that a thing must
    have for the step to be open to it ("major"); none: open to all."""

    action: str
    label: str
    frm: str
    to: str
    right: str
    needs: tuple[str, ...] = ()
    issues: str | None = None
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lifecycle:
    """A thing's states (with their Chinese words), its ends, and the moves between them; the words of the traits that moves
    ask for."""

    name: str
    states: dict[str, str]
    ends: frozenset[str]
    moves: tuple[Move, ...]
    traits: dict[str, str] = field(default_factory=dict)

    def move(self, action: str, state: str, *traits: str) -> Move:
        """The one allowed row for a thing with some traits, or NotAllowed, which says what is allowed from here."""
        for move in self.from_state(state, *traits):
            if move.action == action:
                return move
        raise NotAllowed(
            f"“{self.states[state]}”状态下不能{self.label(action)}，可以：{'、'.join(self.labels(state, *traits)) or '无'}。"
        )

    def from_state(self, state: str, *traits: str) -> Sequence[Move]:
        """The moves that the table allows from a state to a thing with some traits."""
        return [move for move in self.moves if move.frm == state and set(move.only) <= set(traits)]

    def labels(self, state: str, *traits: str) -> list[str]:
        return [move.label for move in self.from_state(state, *traits)]

    def label(self, action: str) -> str:
        return next(move.label for move in self.moves if move.action == action)


LIFECYCLES: list[Lifecycle] = []


def declare_lifecycle(lifecycle: Lifecycle) -> Lifecycle:
    """Name a table as one that the generated pages show; returns it."""
    LIFECYCLES.append(lifecycle)
    return lifecycle
