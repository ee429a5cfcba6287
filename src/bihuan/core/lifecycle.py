"""The engine of every lifecycle: a table of moves and ten lines that read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.core.errors import NotAllowed


@dataclass(frozen=True)
class Move:
    """One allowed step. `right` is what the actor's post must give; without each of `needs` it is refused;
    `issues` names the type of document that the step gives rise to."""

    action: str
    label: str
    frm: str
    to: str
    right: str
    needs: tuple[str, ...] = ()
    issues: str | None = None


@dataclass(frozen=True)
class Lifecycle:
    """A thing's states (with their Chinese words), its ends, and the moves between them."""

    name: str
    states: dict[str, str]
    ends: frozenset[str]
    moves: tuple[Move, ...]

    def move(self, action: str, state: str) -> Move:
        """The one allowed row, or NotAllowed, which says what is allowed from here."""
        for move in self.moves:
            if (move.action, move.frm) == (action, state):
                return move
        raise NotAllowed(
            f"“{self.states[state]}”状态下不能{self.label(action)}，可以：{'、'.join(self.labels(state)) or '无'}。"
        )

    def from_state(self, state: str) -> Sequence[Move]:
        """The moves that the table allows from a state."""
        return [move for move in self.moves if move.frm == state]

    def labels(self, state: str) -> list[str]:
        return [move.label for move in self.from_state(state)]

    def label(self, action: str) -> str:
        return next(move.label for move in self.moves if move.action == action)
