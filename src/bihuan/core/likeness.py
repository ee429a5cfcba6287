"""How much two texts have in common. Pure."""

from collections import Counter


def grams(text: str) -> Counter[str]:
    """The characters of a text and its pairs of neighbouring ones, each counted."""
    return Counter([*text, *pairs(text)])


def pairs(text: str) -> list[str]:
    """The pairs of neighbouring characters, in order."""
    return [text[at : at + 2] for at in range(len(text) - 1)]


def dice(one: Counter[str], other: Counter[str]) -> float:
    """Twice what both have over what they have together: from 0, nothing in common, to 1, the same."""
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 0.0
