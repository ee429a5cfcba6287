"""Pure: how much of a password is its owner's own, and how many kinds of signs it holds."""

import re
from collections.abc import Set

FREE_MIN = 4
# What guessers put for letters: p@ssw0rd.
LOOKS_LIKE = str.maketrans("@$013!", "asolei")
ROWS = (
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "!@#$%^&*()",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "147258369",
    "qazwsxedcrfvtgbyhnujm",
)
WALK_MIN = 3
WALKS = tuple(row[::step] for row in ROWS for step in (1, -1))
DATE = re.compile(r"(19|20)\d\d(0?[1-9]|1[0-2])?([0-2]?[0-9]|3[01])?")
LONGEST = 30


def free_letters(password: str, words: Set[str]) -> int:
    """How many signs are left when all that guessers try first is taken out, in the way that leaves the fewest: known words, runs
    along the keyboard or the alphabet, one sign repeated, a piece said twice, years and dates."""
    text = password.casefold()
    meant = text.translate(LOOKS_LIKE)
    least = [0] * (len(text) + 1)  # of the first so many signs
    for end in range(1, len(text) + 1):
        least[end] = least[end - 1] + 1
        for start in range(max(0, end - LONGEST), end - 1):
            piece = text[start:end]
            known = _is_known(piece, words) or meant[start:end] in words or text[:start].endswith(piece)
            if known and least[start] < least[end]:
                least[end] = least[start]
    return least[-1]


def _is_known(piece: str, words: Set[str]) -> bool:
    if piece in words or len(set(piece)) == 1 or DATE.fullmatch(piece):
        return True
    return len(piece) >= WALK_MIN and any(piece in walk for walk in WALKS)


def kinds_of(password: str) -> int:
    """How many of the four kinds it holds: capitals, small letters, digits, anything else."""
    kinds = ("[A-Z]", "[a-z]", "[0-9]", "[^A-Za-z0-9]")
    return sum(bool(re.search(kind, password)) for kind in kinds)
