"""Law as dated data: which article says what, in which edition, and from when to when. Pure.

A citation that is not in the table (`law_table`), or not in force on the paper's date, is refused.
"""

import re
from collections.abc import Sequence
from datetime import date

from bihuan.core.calendar import in_words
from bihuan.inspections.law_table import (
    ARTICLES,
    FIRE_2021,
    FIRE_UNITS,
    FULL_NAMES,
    STORES,
    Article,
    Edition,
)

__all__ = [
    "ARTICLES",
    "FIRE_LAWS",
    "Article",
    "Edition",
    "basis",
    "cite",
    "cites_fire",
    "edition_of",
    "number_of",
    "numeral",
    "together",
    "wrong_citations",
]

FIRE_LAWS = (FIRE_2021.law, FIRE_UNITS.law, STORES.law)
_BY_TOPIC: dict[str, list[Article]] = {}
for _article in ARTICLES:
    _BY_TOPIC.setdefault(_article.topic, []).append(_article)


def cite(law: str, article: str, on: date) -> str:
    """The citation of an article (digits, or "" for the law alone) as it is printed on a paper of a day.

    Raises ValueError, in Chinese, when the table has no such article in an edition in force on that day.
    """
    editions = [row.edition for row in ARTICLES if row.edition.law == law]
    if not editions:
        raise ValueError(f"依据表中没有《{law}》。")
    if not any(edition.in_force(on) for edition in editions):
        raise ValueError(f"《{law}》在{on:%Y-%m-%d}尚未施行或者已经失效。")
    known = any(
        row.article == article and row.edition.law == law and row.edition.in_force(on) for row in ARTICLES
    )
    if article and not known:
        raise ValueError(
            f"《{law}》第{article}条没有收入依据表（按{in_words(on)}施行的文本）。请核对条号，换用表内的条款，或者只写法律名称。"
        )
    return printed(law, article)


def printed(law: str, article: str) -> str:
    """A law by its whole name, with its article where there is one."""
    return f"《{FULL_NAMES.get(law, law)}》" + (f"第{numeral(int(article))}条" if article else "")


def basis(topic: str, on: date) -> str:
    """The citation of a topic by its article of the day, or "" when no edition in force has it yet.

    Raises KeyError for a topic that the table does not know.
    """
    row = next((row for row in _BY_TOPIC[topic] if row.edition.in_force(on)), None)
    return printed(row.edition.law, row.article) if row else ""


def together(topics: Sequence[str], on: date) -> str:
    """The citations of several topics, each law named once: 《…》第四十四条、第四十五条. What is not yet in force is left out."""
    by_law: dict[str, list[str]] = {}
    for one in filter(None, (basis(topic, on) for topic in topics)):
        name, _, article = one.partition("》")
        by_law.setdefault(f"{name}》", []).append(article)
    return "、".join(name + "、".join(dict.fromkeys(articles)) for name, articles in by_law.items())


def edition_of(topic: str, on: date) -> Edition | None:
    """The text in force on a day that a topic's citation rests on."""
    return next((row.edition for row in _BY_TOPIC.get(topic, ()) if row.edition.in_force(on)), None)


def numeral(number: int) -> str:
    """A number of 1–999 in Chinese, as articles are numbered: 41 → 四十一, 109 → 一百零九."""
    if not 1 <= number <= 999:
        raise ValueError(f"no article number: {number}")
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{digits[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")


_CITED = re.compile(r"《([^《》]{2,40})》(?:第([零一二三四五六七八九十百]{1,9})条)?")
_NATION = "中华人民共和国"
_KNOWN = {row.edition.law for row in ARTICLES}


def wrong_citations(text: str, on: date) -> list[str]:
    """Why citations in a text cannot stand on a paper of a day, in words. Other laws of the nation than those of the table are refused
    too; what is not the nation's (a province's rules, a standard, a paper) is not in the table and is let pass."""
    wrong = []
    for name, article in _CITED.findall(text):
        short = name.removeprefix(_NATION)
        if short not in _KNOWN and not name.startswith(_NATION):
            continue
        try:
            cite(short, str(number_of(article)) if article else "", on)
        except ValueError as error:
            wrong.append(str(error))
    return list(dict.fromkeys(wrong))


def cites_fire(text: str) -> bool:
    """Whether a text cites the law on fire or its rules."""
    return any(name.removeprefix(_NATION) in FIRE_LAWS for name, _article in _CITED.findall(text))


def number_of(text: str) -> int:
    """What `numeral` writes, read again: 一百零九 → 109. Raises ValueError."""
    for number in range(1, 1000):
        if numeral(number) == text:
            return number
    raise ValueError(f"“第{text}条”的条号不对。")
