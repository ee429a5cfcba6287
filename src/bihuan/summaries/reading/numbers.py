"""The numbers of a sentence as they stand, blanks among them: for arithmetic, which must know what it does not know."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bihuan.summaries.reading.blanks import BLANK, NOT_UNIT, UNITS
from bihuan.summaries.reading.rough import AFTER, number_of

_UNIT = "|".join(UNITS)
_WRITTEN = re.compile(
    r"(?<![\dA-Za-z.·〔\[第\-—–~至])(?P<rough>近|约|逾|超过|超|上)?"
    r"(?P<digits>\d{1,3}(?:[,，]\d{3})+|\d+(?:\.\d+)?[百千万亿]?)(?P<more>余|多|来)?"
    rf"(?: ?(?P<unit>{_UNIT})|(?![年月日号〕\d.．点时]))"
    r"|(?<![第每逐百千万一二三四五六七八九十])(?P<hanzi>[一二三四五六七八九两]?十[一二三四五六七八九]?|[一二三四五六七八九两])"
    r"(?P<many>余|多)?(?P<counter>家次|人次|家|条|处|起|份|项)"
)
_BREAK = re.compile(r"[，。；：！？、（）()\n]")


@dataclass(frozen=True)
class Number:
    """A number at its offsets in the whole text, unit included. `value` is None where it is a blank or only a round one;
    `before`: the words before it in its clause; `decimals`: digits printed behind the point."""

    start: int
    end: int
    value: Decimal | None
    unit: str
    before: str
    words: str
    decimals: int = 0


def numbers_in(sentence: str, offset: int) -> list[Number]:
    """The numbers that count something, and the blanks, in reading order."""
    spans = [
        (one.start(), one.end(), one) for one in _WRITTEN.finditer(sentence) if not _is_aside(sentence, one)
    ]
    spans += [(one.start(), one.end(), one) for one in BLANK.finditer(sentence)]
    found: list[Number] = []
    end = 0
    for start, _, match in sorted(spans, key=lambda one: one[:2]):
        if start < end:
            continue
        before = _BREAK.split(sentence[end:start])[-1].strip("“”\"' ")
        made = (
            _blank(sentence, match, offset, before) if match.re is BLANK else _number(match, offset, before)
        )
        found.append(made)
        end = made.end - offset
    return found


def _is_aside(sentence: str, match: re.Match[str]) -> bool:
    """A number without a unit counts something only where its unit is left out at the end of a clause (立即整改5，限期整改
    6条); one that is read with what follows counts nothing (15项制度)."""
    unit = match["unit"] or match["counter"]
    if not unit:
        return not (
            re.search(r"[改到位毕出]$", sentence[: match.start()])
            and re.match(r"[，。；、）]", sentence[match.end() :])
        )
    return bool(NOT_UNIT.match(sentence[match.end() - len(unit) :]))


def _number(match: re.Match[str], offset: int, before: str) -> Number:
    digits = match["digits"] or match["hanzi"]
    value = number_of(digits)
    is_rough = bool(match["rough"] or match["more"] or match["many"]) or digits[-1] in "百千万亿"
    unit = (match["unit"] or match["counter"] or "").replace("％", "%")
    decimals = len(digits.partition(".")[2]) if digits[-1].isdigit() else 0
    return Number(
        offset + match.start(),
        offset + match.end(),
        None if is_rough else value,
        unit,
        before,
        match.group().strip(),
        decimals,
    )


def _blank(sentence: str, match: re.Match[str], offset: int, before: str) -> Number:
    unit = re.match(rf"(?:{'|'.join(AFTER)})?({_UNIT})", sentence[match.end() :])
    end = match.end() + (unit.end() if unit else 0)
    words = sentence[match.start() : end]
    return Number(
        offset + match.start(), offset + end, None, unit[1].replace("％", "%") if unit else "", before, words
    )
