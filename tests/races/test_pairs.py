"""Two officers at once on one hazard, for each two deeds that can begin in the same state: one of them goes through, and who
was too late is told. Only taking back the whole visit, which asks for no version, may follow upon the other."""

from contextlib import suppress
from itertools import combinations_with_replacement
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from bihuan.core.errors import Refused
from bihuan.hazards.actions import moves
from bihuan.hazards.lifecycle import HAZARD, PASSED
from bihuan.hazards.models import Hazard
from tests.cast import Cast
from tests.core.deeds import found, fresh
from tests.races.conftest import at_once
from tests.walks import DEEDS, nothing_is_lost

pytestmark = pytest.mark.race
BOTH_READ_SECONDS = 0.1
FREE = "void visit"
# How a hazard comes into a state: its level, what the finding says, and the deed that moves it on.
WAYS: tuple[tuple[str, str, str], ...] = (
    ("general", "undecided", ""),
    ("general", "deadline", ""),
    ("general", "deadline", "report"),
    ("general", "onsite", ""),
    ("major", "deadline", "review, mended"),
)
WAYS_OF_A_SOAK = (
    *WAYS,
    ("major", "undecided", ""),
    ("major", "deadline", ""),
    ("major", "deadline", "report"),
)


def prepared(cast: Cast, level: str, outcome: str, deed: str) -> Hazard:
    """A hazard brought into its state."""
    hazard = found(cast, cast.chen, outcome, level=level)
    if deed:
        DEEDS[deed].do(cast, cast.chen, hazard, hazard.version)
    return fresh(cast, hazard.pk)


def both(cast: Cast, hazard: Hazard, one: str, other: str, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What came of two deeds at once, each held before its UPDATE until the other has read the same row."""
    barrier, advance = Barrier(2), moves.advance

    def held(*given: Any, **values: Any) -> None:
        with suppress(BrokenBarrierError):  # the other has been refused, or has nothing to advance
            barrier.wait(BOTH_READ_SECONDS)
        advance(*given, **values)

    chen, zhou = cast.chen, cast.zhou
    zhao = cast.zhao
    with monkeypatch.context() as patch:
        patch.setattr(moves, "advance", held)
        return at_once(
            lambda: DEEDS[one].do(cast, _who(one, chen, zhou), hazard, hazard.version),
            lambda: DEEDS[other].do(cast, _who(other, zhao, chen), hazard, hazard.version),
        )


def _who(deed: str, officer: Any, leader: Any) -> Any:
    """The one of two whose post gives the right to a deed."""
    needed = {move.right for move in HAZARD.moves if move.action in DEEDS[deed].moves} or {"supervise"}
    return officer if all(officer.may(right) for right in needed) else leader


def every_pair(cast: Cast, ways: tuple[tuple[str, str, str], ...], monkeypatch: pytest.MonkeyPatch) -> int:
    """Try each pair of each way; returns how many there were."""
    tried = 0
    for way in ways:
        hazard = prepared(cast, *way)
        actions = {move.action for move in HAZARD.from_state(hazard.state, *hazard.traits)}
        fitting = [name for name, deed in DEEDS.items() if actions & set(deed.moves)]
        # A visit whose hazard was looked at again stands.
        free = [] if hazard.state == PASSED else [FREE]
        for one, other in combinations_with_replacement([*fitting, *free], 2):
            hazard, tried = prepared(cast, *way), tried + 1
            results = both(cast, hazard, one, other, monkeypatch)
            refused = [result for result in results if isinstance(result, Exception)]
            assert all(isinstance(result, Refused) for result in refused), (way, one, other, refused)
            may_follow = FREE in (one, other) and one != other
            assert len(refused) == 1 or (may_follow and not refused), (way, one, other, results)
    return tried


def test_of_two_deeds_at_once_one_goes_through_and_the_other_is_told(
    alone: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = every_pair(alone, WAYS, monkeypatch)
    nothing_is_lost(alone, found=tried + len(WAYS))


@pytest.mark.soak
def test_of_two_deeds_at_once_one_goes_through_by_every_way(
    alone: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = sum(every_pair(alone, WAYS_OF_A_SOAK, monkeypatch) for _ in range(5))
    nothing_is_lost(alone, found=tried + 5 * len(WAYS_OF_A_SOAK))
