"""How alike two short Chinese texts are, by their characters and pairs of neighbouring ones. Pure."""

from collections import Counter


def grams(text: str) -> Counter[str]:
    """The characters of a text and its pairs of neighbouring ones, each counted."""
    return Counter([*text, *(text[at : at + 2] for at in range(len(text) - 1))])


def dice(one: Counter[str], other: Counter[str]) -> float:
    """Twice what both have over what they have together: 0 nothing in common, 1 the same. Symmetric."""
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 0.0
