"""What is wrong with a writ's values before it can be issued: by field, in words. Pure."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from bihuan.documents.declarations import (
    CHOICE,
    DATE,
    IDENTITY,
    MOMENT,
    MONEY,
    NUMBER,
    OFFICERS,
    TALK,
    TEXT,
    Declaration,
    Field,
)
from bihuan.inspections import law

TEXT_MAX = 50_000
ROWS_MAX, TYPED_ROWS_MAX = 5_000, 500  # a page with more rows to type in sends more fields than are taken
DIGITS_MAX = 10
OFFICERS_MIN = 2  # 行政处罚法 2021, art. 42; 2017, art. 37

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?\Z")
_NUMBER = re.compile(rf"[0-9]{{1,{DIGITS_MAX}}}\Z")


def missing(made: Declaration, values: Mapping[str, Any], on: date) -> dict[str, str]:
    """What keeps a writ of a day from being issued; empty where nothing does."""
    wrong = readable(made, values)
    for one in made.fields:
        if one.key not in wrong and (
            why := _lacking(one, values.get(one.key)) or _miscites(one, values.get(one.key), on)
        ):
            wrong[one.key] = why
    for key, why in made.check(values, on).items():
        wrong.setdefault(key, why)
    return wrong


def readable(made: Declaration, values: Mapping[str, Any]) -> dict[str, str]:
    """What cannot even be kept in a draft's field as it was typed."""
    found = ((one.key, _unreadable(one, values.get(one.key))) for one in made.fields)
    return {key: why for key, why in found if why}


def _lacking(of: Field, value: Any) -> str:
    """Why a field that is needed is not filled."""
    if not of.need:
        return ""
    if not value or (isinstance(value, str) and not value.strip()):
        return f"还没有填写“{of.label}”。"
    if of.kind == OFFICERS:
        whole = {str(row["card"]) for row in value if row.get("name") and row.get("card")}
        if len(whole) < OFFICERS_MIN:
            return f"“{of.label}”须有两名持有效执法证的人员。"
    if of.kind == TALK and not any(str(row.get("a") or "").strip() for row in value):
        return f"“{of.label}”还没有记录回答。"
    return ""


def cited_in(made: Declaration, values: Mapping[str, Any]) -> list[str]:
    """The texts of a writ that cite."""
    told = ((one, values.get(one.key)) for one in made.fields if one.cites)
    return [text for one, value in told if value for text in _citing(one, value)]


def _citing(of: Field, value: Any) -> list[str]:
    return [str(row.get("basis") or "") for row in value] if of.is_rows else [str(value)]


def _miscites(of: Field, value: Any, on: date) -> str:
    """Why what a field cites cannot be cited on the day."""
    if not of.cites or not value:
        return ""
    wrong = dict.fromkeys(why for text in _citing(of, value) for why in law.wrong_citations(text, on))
    return f"“{of.label}”：{''.join(wrong)}" if wrong else ""


def _unreadable(of: Field, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if of.is_rows:
        return _unreadable_rows(of, value)
    if not isinstance(value, str) or "\0" in value:
        return f"“{of.label}”应是文字。"
    if of.kind == DATE and not (_DAY.match(value) and _parses(date, value)):
        return f"“{of.label}”不是日期，应如2018-03-05。"
    if of.kind == MOMENT and not (_MOMENT.match(value) and _parses(datetime, value)):
        return f"“{of.label}”不是时间，应如2018-03-05T14:05。"
    if of.kind == CHOICE and value not in dict(of.choices):
        return f"请从列表中选择“{of.label}”。"
    if of.kind in (NUMBER, MONEY) and not _NUMBER.match(value):
        return f"“{of.label}”应是不超过{DIGITS_MAX}位的整数。"
    if of.kind == IDENTITY and (why := wrong_identity(value)):
        return why
    most = TEXT_MAX if of.kind == TEXT else of.most
    return f"“{of.label}”最多{most}字，现在{len(value)}字。" if len(value) > most else ""


def _unreadable_rows(of: Field, rows: Any) -> str:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return f"“{of.label}”应是一行一行的内容。"
    most = ROWS_MAX if of.locked else TYPED_ROWS_MAX
    if len(rows) > most:
        return f"“{of.label}”最多{most}行，现在{len(rows)}行。请分成几份开具，或者把同类的合并成一行；填的都还在。"
    for number, row in enumerate(rows, start=1):
        for cell in row.values():
            if cell is not None and (not isinstance(cell, str) or "\0" in cell):
                return f"“{of.label}”第{number}行不是文字。"
            if cell and len(cell) > TEXT_MAX:
                return f"“{of.label}”第{number}行一格最多{TEXT_MAX}字，现在{len(cell)}字。"
    return ""


def wrong_identity(text: str) -> str:
    """Why an identity number (公民身份号码, GB 11643) cannot be right, or ""."""
    try:
        ric.validate(text.strip())
    except ValidationError:
        return "身份证号的位数或校验码不对，请对照证件核对。"
    return ""


def _parses(kind: type[date], text: str) -> bool:
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return True
