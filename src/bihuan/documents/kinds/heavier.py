"""A penalty beside the notice that told of it: no other party, no other kind, no higher sum. Pure.

Law: 行政处罚法 2021, art. 44 (what is intended is told before the decision) and 45 (no heavier penalty for a defence); 31 and 32 before.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bihuan.inspections import law

WAY_OUT = "情况有变，确需这样处罚的，请按新的内容重新开具告知书并送达，再从那份告知书开具决定书。"
_SUM = re.compile(r"([0-9][0-9,，]*(?:\.[0-9]+)?)\s*([万千百]?)元")
_WRITTEN = re.compile(r"([零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]+)元")
_SIGNS = ("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGITS = {sign: value for value, signs in enumerate(_SIGNS) for sign in signs}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TIMES = {"": 1, "百": 100, "千": 1000, "万": 10_000}


def sum_told(text: str) -> int | None:
    """The fine that a notice tells of, in whole yuan: the highest sum in its words. None where none can be read."""
    found = [
        int(Decimal(number.replace(",", "").replace("，", "")) * _TIMES[unit])
        for number, unit in _SUM.findall(text)
    ]
    return max(found + [_written(number) for number in _WRITTEN.findall(text)], default=None)


def _written(text: str) -> int:
    """A sum in characters: 三千五百, 壹万贰仟."""
    total = section = digit = 0
    for sign in text:
        if sign == "万":
            total, section, digit = (section + digit) * 10_000, 0, 0
        elif sign in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[sign], 0
        else:
            digit = _DIGITS[sign]
    return total + section + digit


def heavier(values: Mapping[str, Any], told: Mapping[str, Any], on: date) -> dict[str, str]:
    """What of a decision's values goes beyond its notice, by field, in words; by "" what a person has to look at."""
    wrong: dict[str, str] = {}
    for key, label in (("upon", "当事人类别"), ("person_name", "个人姓名")):
        if values.get("upon") == "unit" and key == "person_name":
            continue
        if told.get(key) and values.get(key) and values[key] != told[key]:
            wrong[key] = f"“{label}”与告知书不同：处罚谁，就要先告知谁。{WAY_OUT}"
    intended = str(told.get("intended") or "")
    amount = sum_told(intended)
    fined, warned = "罚款" in intended or amount is not None, "警告" in intended
    why = f"告知书告知的是“{intended}”。没有告知的处罚不能作出，也不得因陈述、申辩加重（{law.basis('told_before', on)}、{law.basis('statement', on)}）。"
    if (values.get("penalty") == "fine" and not fined) or (
        values.get("penalty") == "warning" and not (fined or warned)
    ):
        wrong["penalty"] = f"{why}{WAY_OUT}"
    fine = str(values.get("fine") or "")
    if values.get("penalty") == "fine" and amount is not None and fine.isdecimal() and int(fine) > amount:
        wrong["fine"] = f"罚款{fine}元高于告知的{amount}元。{why}{WAY_OUT}"
    if values.get("penalty") == "fine" and "罚款" in intended and amount is None:
        wrong[""] = f"告知书的“{intended}”里没有读出数额，请自行核对：罚款不得高于告知的数额。"
    return wrong
