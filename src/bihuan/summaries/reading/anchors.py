"""What a blank is recognised by from one year to the next: its sentence without its numbers, in a table its heads.

A person's choice is kept by it. While a sentence stays as it was the choice holds; once its words change it is asked anew.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from bihuan.summaries.reading.blanks import BLANK, Blank
from bihuan.summaries.reading.sections import Sentence, sentence_of

_NUMBER = re.compile(r"\d[\d,，.]*")


def anchors(blanks: Iterable[Blank], sentences: list[Sentence]) -> list[str]:
    """One anchor for each blank, in order: (sentence, number within it, number of such sentences before)."""
    found: list[str] = []
    within: Counter[int] = Counter()  # blanks of the sentence at this start
    seen: dict[str, list[int]] = {}  # starts of the sentences of the same words
    for blank in blanks:
        sentence = sentence_of(sentences, blank.start)
        digest = _digest(f"{sentence.cell.name}：{sentence.text}" if sentence.cell else sentence.text)
        alike = seen.setdefault(digest, [])
        if sentence.start not in alike:
            alike.append(sentence.start)
        found.append(f"{digest}.{alike.index(sentence.start)}.{within[sentence.start]}")
        within[sentence.start] += 1
    return found


def _digest(text: str) -> str:
    words = re.sub(r"\s+", "", _NUMBER.sub("#", BLANK.sub("#", text)))
    return hashlib.sha256(words.encode()).hexdigest()[:12]
