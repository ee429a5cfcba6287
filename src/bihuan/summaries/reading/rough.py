"""Round numbers as reports write them: 50余, 近百, 上百, 1.2万. Pure.

余 and 多 mean a little more than a round number, never less and never the next one; 近 a little less; 上 at least.
"""

import re
from decimal import Decimal

AFTER = ("余", "多", "来")
BEFORE = ("近", "约", "逾", "超过", "超", "上")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_NEAR = Decimal("0.9")
_ABOUT = Decimal("0.05")


def number_of(text: str) -> Decimal | None:
    """The value of a number as written: 1,234, 1.2万, 十二, 百, 两千三百; None where it is none."""
    plain = re.sub(r"[,，\s]", "", text)
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([十百千]?)([万亿]?)", plain)
    if found:
        return Decimal(found[1]) * _TENS.get(found[2], 1) * _MYRIADS.get(found[3], 1)
    if not plain or not all(one in _DIGITS or one in _TENS or one in _MYRIADS for one in plain):
        return None
    whole, part, digit = 0, 0, 0
    for one in plain:
        if one in _DIGITS:
            digit = _DIGITS[one]
        elif one in _TENS:
            part, digit = part + (digit or 1) * _TENS[one], 0
        else:
            whole, part, digit = (whole + part + digit) * _MYRIADS[one], 0, 0
    return Decimal(whole + part + digit)


def holds(said: Decimal, word: str, value: int | Decimal) -> bool:
    """Whether a number as it is written is true of a value: 50余 of 51 to 59, 近百 of 90 to 99, 上百 of 100 to 199."""
    true = Decimal(value)
    if word in ("余", "多", "来", "逾", "超", "超过"):
        return said < true < said + _step(said)
    if word == "近":
        return said * _NEAR <= true < said
    if word == "上":
        return said <= true < 2 * said
    if word == "约":
        return abs(true - said) <= said * _ABOUT
    return said == true


def rounded(value: int) -> str:
    """A number as a round one with 余, two digits kept (523 is 520余, 1234 is 1200余, 38 is 30余): below the truth, never
    above. One that is round already, or too small to be rounded, is printed as it is."""
    digits = len(str(value))
    step = 10 ** max(digits - 2, 1)
    floor = value // step * step
    return f"{floor}余" if digits > 1 and 20 <= floor < value else str(value)


def _step(said: Decimal) -> Decimal:
    """The place of the last digit that is not nought: 10 of 50, 100 of 500, 1000 of 12000."""
    step = Decimal(1)
    while said and said % (step * 10) == 0:
        step *= 10
    return step
