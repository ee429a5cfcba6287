"""Pure rules of finding: how a text is cut into words of the index, and which words a question asks for.

Chinese has no spaces, and names of two characters are the rule: a run of it is cut into pairs of neighbours (疏散通道 → 疏散, 散通, 通道),
so that any two characters are one look-up. Letters and digits are kept with all their endings (0123 → 0123, 123, 23, 3), so that
any part is the beginning of a word.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.seg.simpleseg import seg

BETWEEN = "\n"  # stands between the parts of a text: no question reaches over it
ENDINGS_MAX = 40  # of a run of letters and digits longer than this only so many endings are kept
INITIALS_MAX = 100
PHONE_DIGITS = 4  # as many as a masked number shows: no more can be guessed by asking
# Surnames that are read otherwise than the character elsewhere: the name is found by either.
SURNAMES = {
    "单": "s", "解": "x", "仇": "q", "朴": "p", "区": "o", "查": "z", "盖": "g", "缪": "m", "曾": "z", "种": "c", "乐": "y", "黑": "h",
    "折": "s", "召": "s", "隗": "k", "郇": "x", "冼": "x", "尉": "y", "万": "w", "翟": "z", "覃": "q", "沈": "s", "繁": "p", "秘": "b",
}  # fmt: skip
_MOBILE = re.compile(r"1[3-9]\d{9}")
_RUNS = re.compile(r"[0-9a-z]+|[^\W_0-9a-z]+")


def normal(text: str) -> str:
    """A text as it is compared: full-width forms as half-width, small letters; without NUL, which no database takes."""
    return unicodedata.normalize("NFKC", text).replace("\0", "").lower()


def indexed(text: str) -> list[str]:
    """The words of the index under which a normal text stands, each once."""
    return list(dict.fromkeys(word for run in _RUNS.findall(text) for word in _words(run)))


def _words(run: str) -> Iterator[str]:
    if run.isascii():
        yield from (run[at:] for at in range(min(len(run), ENDINGS_MAX)))
    else:
        yield from (run[at : at + 2] for at in range(len(run)))


@dataclass(frozen=True)
class Asked:
    """A question: `whole` words of the index and `begun` ones, all of which what is found stands under; and the `parts` that its
    text must really hold, since pairs of neighbours may stand in it apart."""

    whole: tuple[str, ...]
    begun: tuple[str, ...]
    parts: tuple[str, ...]


def asked(words: str) -> Asked:
    """What somebody typed, read as parts of the text, all to be there; a whole mobile number by what is kept of it."""
    parts = [one[-PHONE_DIGITS:] if _MOBILE.fullmatch(one) else one for one in normal(words).split()]
    runs = [run for part in parts for run in _RUNS.findall(part)]
    begun = [run for run in runs if run.isascii() or len(run) == 1]
    whole = [run[at : at + 2] for run in runs if not run.isascii() for at in range(len(run) - 1)]
    return Asked(tuple(dict.fromkeys(whole)), tuple(dict.fromkeys(begun)), tuple(parts))


def initials(name: str) -> str:
    """First letters of a name's pinyin, what is no Chinese as it is: 永安木业 → yamy, 3号楼 → 3hl."""
    found = "".join(map(_letters, seg(name)))
    return "".join(filter(str.isalnum, found)).lower()[:INITIALS_MAX]


@lru_cache(maxsize=8192)  # names of units are made of few words
def _letters(word: str) -> str:
    """Of a word of the dictionary, or of what is no Chinese, as it is read: 银行 → yh."""
    return word if word.isascii() else "".join(lazy_pinyin(word, style=Style.FIRST_LETTER))


# How a field is told in the index: each gives the parts of a text.


def as_words(value: str) -> tuple[str, ...]:
    """As it is written: a description, a number, an address."""
    return (value,)


def as_name(value: str) -> tuple[str, ...]:
    """A name, also by its initials."""
    return (value, initials(value))


def as_person(value: str) -> tuple[str, ...]:
    """A person's name, also by its initials, and by those of the surname as surnames are read: 单强 → dq, sq."""
    usual = initials(value)
    read = SURNAMES.get(value[:1])
    return (value, usual, read + usual[1:]) if read and usual and read != usual[0] else (value, usual)


def as_phone(value: str) -> tuple[str, ...]:
    """The last digits of a phone, those that a masked one shows."""
    return ("".join(filter(str.isdigit, value))[-PHONE_DIGITS:],)
