"""What a cell says, by the kind of its column. Pure. Nothing is guessed: what was lost on the way (the last digits of a long number)
is refused, with what to do."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from bihuan.intake.registry import Column, Option

# Full-width forms to plain ones, and the blanks and marks that come along unseen.
_NARROW = (
    {0xFF01 + i: 0x21 + i for i in range(94)}
    | {0x3000: " ", 0xA0: " "}
    | dict.fromkeys(map(ord, "\u200b\ufeff\u202c\u202d"))
)
_SCIENTIFIC = re.compile(r"^\d(\.\d+)?E\+?\d+$", re.IGNORECASE)
_NOTHING = frozenset({"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "没有", "空"})
_ERRORS = re.compile(r"^#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)$")
_LANDLINE = re.compile(r"^(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?$|^400-?\d{3}-?\d{4}$")
_MOBILE = re.compile(r"^1\d{10}$")
_WITH_WORDS = re.compile(
    r"^[^\d+]*(?P<number>1\d{10}|0\d{2,3}-\d{7,8}|(?<!\d)\d{7,8})[^\d-]*$"
)  # 张三 13800000001
_A_PHONE = re.compile(r"[\s:：,，、/(]*(?:电话|手机)?[\s:：]*(?<!\d)1\d{10}(?!\d)\)?")
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_POINT_NOUGHT = re.compile(r"^(\d+)\.0+$")  # a whole number out of a program that keeps none
_YEAR = re.compile(r"^\d{4}\s*年?$")
_NO_YEAR = re.compile(r"^\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?$")
_SEVERAL = re.compile(r"[,，、;；/]|\d{11}\s+\d|1\d{10}.*\D1\d{10}")
_DAY = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(\s+\d{1,2}:\d{2}(:\d{2})?)?$")
_WHOLE_DAY = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_MONTH = re.compile(r"^\d{4}\s*[-/.年]\s*\d{1,2}\s*月?$")
_SERIAL = re.compile(r"^[2-6]\d{4}$")
_COUNT = re.compile(r"^(\d{1,9})\s*[人名个家户]?$")
_YEARS = range(1900, 2101)
_CHINESE_DAY = re.compile(
    r"^[〇零○一二三四五六七八九十]+年([元正一二三四五六七八九十]+月([〇一二三四五六七八九十廿卅]+日?)?)?$"
)
_DIGITS = {sign: str(at) for at, sign in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
NUMBER_MAX = 1_000_000
PHONE_DIGITS = 11


class CellError(ValueError):
    """A cell that cannot be read; the message is Chinese and says what to do."""


def read(column: Column, text: str, options: Sequence[Option] = ()) -> Any:
    """The value of a cell, None where it says nothing. Raises CellError."""
    plain = text.translate(_NARROW).strip()
    if _ERRORS.match(plain):
        raise CellError(f"公式出错（{plain}），请直接填写内容。")
    if not plain or (column.kind != "text" and plain in _NOTHING):
        return None
    value = _READERS[column.kind](column, plain, options)
    if isinstance(value, str) and len(value) > column.longest:
        raise CellError(f"{column.label}最多{column.longest}个字，现有{len(value)}个，请缩短。")
    return None if value == "" else value  # a phone alone says no name


def read_all(
    columns: Iterable[Column], texts: Mapping[str, str], options: Mapping[str, Sequence[Option]]
) -> tuple[dict[str, Any], dict[str, str]]:
    """What a row's cells say, and what is wrong with which of them."""
    values: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for column in columns:
        try:
            value = read(column, texts.get(column.key, ""), options.get(column.key, ()))
        except CellError as error:
            wrong[column.key] = str(error)
            continue
        if value is not None:
            values[column.key] = value
        elif column.required:
            wrong[column.key] = f"没有填{column.label}，请补上。"
    return values, wrong


def _text(_column: Column, text: str, _options: Sequence[Option]) -> str:
    return " ".join(text.split())


def _name(column: Column, text: str, options: Sequence[Option]) -> str:
    """A name: blanks that set two characters to the width of three are none of it (张 三), nor is a phone written beside it."""
    if len(text) >= PHONE_DIGITS:  # few are: it is looked for only where it may be
        text = _A_PHONE.sub("", text)
    return _BETWEEN.sub("", _text(column, text, options))


def _whole(column: Column, text: str) -> str:
    """Digits and letters without the blanks between; a number whose last digits are lost is none."""
    if _SCIENTIFIC.match(text):
        raise CellError(
            f"{column.label}在表里成了科学计数（{text}），末几位可能已经丢失，请对照原件重填；在Excel里先把这一列设为“文本”。"
        )
    return _POINT_NOUGHT.sub(r"\1", re.sub(r"[\s\t'’]", "", text))


def _code(column: Column, text: str, _options: Sequence[Option]) -> str:
    return _whole(column, text).upper()


def _phone(column: Column, text: str, _options: Sequence[Option]) -> str:
    alone = _WITH_WORDS.match(text)
    if alone is None and _SEVERAL.search(text):
        raise CellError("这一格有几个号码，请只留一个。")
    text = alone["number"] if alone else text
    number = re.sub(r"^(\+|00)?86-?(?=1\d{10}$)", "", _whole(column, text).replace("－", "-"))
    bare = number.replace("-", "")
    if _MOBILE.match(bare):
        return bare
    if _LANDLINE.match(number):
        return number
    if bare.isdigit() and bare.startswith("1"):
        raise CellError(f"手机号应为11位，现为{len(bare)}位，请核对。")
    raise CellError("不是电话号码，请核对。")


def _mobile(column: Column, text: str, options: Sequence[Option]) -> str:
    number = _phone(column, text, options)
    if not _MOBILE.match(number):
        raise CellError("应为11位手机号，请核对。")
    return number


def _number(column: Column, text: str, _options: Sequence[Option]) -> int:
    found = _COUNT.match(_POINT_NOUGHT.sub(r"\1", text.replace(",", "")))
    if not found or int(found[1]) > NUMBER_MAX:
        raise CellError(f"{column.label}应填整数，请核对。")
    return int(found[1])


def _day(column: Column, text: str, _options: Sequence[Option]) -> date:
    text = _in_digits(text) if _CHINESE_DAY.match(text) else text
    found = _DAY.match(text) or _WHOLE_DAY.match(text)
    if found:
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError as error:
            raise CellError("没有这一天，请核对。") from error
        if day.year in _YEARS:
            return day
    if _MONTH.match(text) or _YEAR.match(text):
        raise CellError("没有写到哪一天，请补上，如2018-03-05。")
    if _NO_YEAR.match(text) or "月" in text:
        raise CellError("没有写年份，请补上，如2018-03-05。")
    if _SERIAL.match(text):
        day = date.fromordinal(date(1899, 12, 30).toordinal() + int(text))
        raise CellError(
            f"{text}不是日期的写法；如果是{day:%Y-%m-%d}，请照此填写。整列都这样的，在Excel里把这一列设为“日期”再传。"
        )
    raise CellError(f"{column.label}不是日期，应如2018-03-05。")


def _in_digits(text: str) -> str:
    """二〇一八年三月五日 → 2018年3月5日."""
    year, rest = text.split("年")
    parts = [str(_up_to_99(one)) for one in re.split("[月日]", rest) if one]
    digits = "".join(_DIGITS.get(sign, "") for sign in year)
    return f"{digits}年" + "".join(f"{part}{end}" for part, end in zip(parts, "月日", strict=False))


def _up_to_99(text: str) -> int:
    """三 → 3, 十二 → 12, 二十五 → 25, 廿五 → 25."""
    text = text.replace("廿", "二十").replace("卅", "三十").replace("元", "一").replace("正", "一")
    tens, ten, ones = text.rpartition("十")
    ones_worth = int(_DIGITS.get(ones, "0"))
    return (int(_DIGITS.get(tens, "1")) * 10 if ten else 0) + ones_worth


def _choice(column: Column, text: str, options: Sequence[Option]) -> Any:
    said = bare(text)
    found = [one for one in options if said == bare(one.label)] or [
        one for one in options if said in map(bare, one.also)
    ]
    if len(found) > 1:
        raise CellError(f"有{len(found)}个“{text}”，请从列表中选定是哪一个。")
    if found:
        return found[0].value
    if not options:
        raise CellError(f"本镇还没有可选的{column.label}，请先登记。")
    raise CellError(f"没有“{text[:20]}”这个{column.label}，请选择。")


@lru_cache(maxsize=8192)  # the same few words, row after row
def bare(text: str) -> str:
    """A word without blanks and brackets' width, to be compared."""
    return re.sub(r"\s", "", text.translate(_NARROW)).lower()


_READERS = {
    "text": _text,
    "name": _name,
    "code": _code,
    "phone": _phone,
    "mobile": _mobile,
    "number": _number,
    "day": _day,
    "choice": _choice,
}
