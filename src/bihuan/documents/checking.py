"""What is wrong with a writ's values before it can be issued: by field, in words. Pure."""

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
    Declaration,
    Field,
)

TEXT_MAX = 50_000
OFFICERS_MIN = 2  # 行政处罚法 2021, art. 42


def missing(made: Declaration, values: Mapping[str, Any]) -> dict[str, str]:
    """What keeps a writ from being issued; empty where nothing does."""
    wrong = readable(made, values)
    for one in made.fields:
        if one.need and one.key not in wrong and not values.get(one.key):
            wrong[one.key] = f"还没有填写“{one.label}”。"
        elif one.kind == OFFICERS and one.need:
            whole = [row for row in values.get(one.key) or () if row.get("name") and row.get("card")]
            if len(whole) < OFFICERS_MIN:
                wrong[one.key] = f"“{one.label}”须有两名持有效执法证的人员。"
    for key, why in made.check(values).items():
        wrong.setdefault(key, why)
    return wrong


def readable(made: Declaration, values: Mapping[str, Any]) -> dict[str, str]:
    """What cannot even be kept in a draft's field as it was typed."""
    found = ((one.key, _unreadable(one, values.get(one.key))) for one in made.fields)
    return {key: why for key, why in found if why}


def _unreadable(of: Field, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if of.is_rows:
        long = any(len(str(cell)) > TEXT_MAX for row in value for cell in row.values())
        return f"“{of.label}”一格最多{TEXT_MAX}字。" if long else ""
    text = str(value)
    if of.kind == DATE and not _parses(date, text):
        return f"“{of.label}”不是日期，应如2018-03-05。"
    if of.kind == MOMENT and not _parses(datetime, text):
        return f"“{of.label}”不是时间，应如2018-03-05T14:05。"
    if of.kind == CHOICE and text not in dict(of.choices):
        return f"请从列表中选择“{of.label}”。"
    if of.kind in (NUMBER, MONEY) and not (text.isascii() and text.isdigit() and len(text) <= 10):
        return f"“{of.label}”应是整数。"
    if of.kind == IDENTITY and (why := wrong_identity(text)):
        return why
    if len(text) > (TEXT_MAX if of.kind == "text" else of.most):
        return f"“{of.label}”最多{TEXT_MAX if of.kind == 'text' else of.most}字，现在{len(text)}字。"
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
