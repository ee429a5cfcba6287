"""What the texts say of the binder: precision, recall, share asked, and whether its confidence means what it says."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from tests.summaries.corpus import HALVES, Met, meet, texts

SURE = 0.9


def all_met(half: str) -> list[Met]:
    """Every blank of a half with its answer."""
    return [met for text in texts(half) for met in meet(text)]


def figures_of(found: Iterable[Met]) -> dict[str, float]:
    """Counts and shares of some blanks. `precision`: of the numbers bound at 0.9 or more, the right ones; `recall`: of what
    is stored, the rightly bound; `asked`: of all numbers, those put to a person."""
    found = list(found)
    numbers = [one for one in found if one.binding is None or one.binding.blank.kind == "number"]
    given = [one for one in numbers if one.binding and one.binding.status == "bound"]
    sure = [one for one in given if one.binding and one.binding.confidence >= SURE]
    stored = [one for one in numbers if one.answer and one.answer.is_stored]
    return {
        "blanks": len(numbers),
        "bound": len(given),
        "sure": len(sure),
        "precision": _share(sum(one.verdict == "right" for one in sure), len(sure)),
        "precision of all bound": _share(sum(one.verdict == "right" for one in given), len(given)),
        "stored": len(stored),
        "recall": _share(sum(one.verdict == "right" for one in stored), len(stored)),
        "asked": _share(
            sum(one.binding is not None and one.binding.status == "ask" for one in numbers), len(numbers)
        ),
    }


def calibration(found: Iterable[Met]) -> Iterator[tuple[float, int, float]]:
    """(confidence, number bound with it, share that was right), from the surest down."""
    given = [one for one in found if one.binding and one.binding.status == "bound"]
    given = [one for one in given if one.binding and one.binding.blank.kind == "number"]
    given.sort(key=lambda one: -one.binding.confidence if one.binding else 0.0)
    for sureness, group in groupby(given, key=lambda one: one.binding.confidence if one.binding else 0.0):
        verdicts = Counter(one.verdict for one in group)
        yield sureness, verdicts.total(), _share(verdicts["right"], verdicts.total())


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def lines(halves: Iterable[str] = HALVES) -> Iterator[str]:
    """The table that `make bench` prints."""
    for half in halves:
        found = all_met(half)
        told = figures_of(found)
        yield f"{half}: " + ", ".join(f"{name} {value:g}" for name, value in told.items())
        for sureness, number, right in calibration(found):
            yield f"{half}: confidence {sureness:.2f}: {number} bound, {right:.1%} right"
