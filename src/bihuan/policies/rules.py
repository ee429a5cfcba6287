"""Pure rules of documents: numbers and titles as they are written and compared, what a file's first page tells, the duties a text lays on posts."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

KINDS = {
    "opinion": "意见",
    "measure": "办法",
    "system": "制度",
    "plan": "方案",
    "notice": "通知",
    "other": "其他",
}
TEXT_MAX_CHARS = 60_000
TITLE_MAX, NUMBER_MAX, BODY_MAX, ASKS_MAX, ANSWER_MAX, DUTY_MAX = 120, 40, 60, 1000, 1000, 200
SAID_MAX = 300  # of how far something is
DUTIES_MAX = 60
TERM_DAYS_MAX = 366
NEAR_DAYS = 3  # so long before its day an answer is told to be due
AGAIN_DAYS = 3  # after so many days what is late is asked for again
UNREAD_DAYS = 3  # after so many days who has not read is asked again

_BRACKETS = str.maketrans({**dict.fromkeys("[【［〈(（", "〔"), **dict.fromkeys("]】］〉)）", "〕")})
_YEAR = re.compile(r"[\[【［〈(（〔]\s*(20\d\d|19\d\d)\s*[\]】］〉)）〕]")
_OWN_NUMBER = re.compile(r"[一-龥（）()]{1,20}〔(\d{4})〕([1-9]\d{0,4})号")
_NUMBER = re.compile(r"[一-龥]{1,14}[\[【［(（〔]\s*(?:20|19)\d\d\s*[\]】］)）〕]\s*第?0*\d{1,5}\s*号")
# How a text leaves its town unnamed: XX镇, ××街道; and how it says it without the name.
_NAMELESS = re.compile(r"^(?:[xX×＊*○〇□_]{1,4}|某|我|本)(?:镇|乡|街道|区|县|市)?")
_MARKS = re.compile(r"[\W_]+")
_OF_TITLE = re.compile(
    r"的(?:紧急)?(?:通知|通报|意见|方案|办法|决定|函|批复|报告|公告|通告|实施意见|实施方案|实施办法|工作方案)(?:（试行）)?$"
)
_DAY = re.compile(
    r"(?:(20\d\d)年)?(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])日(?:\d{1,2}[时:：][^，。；]{0,4})?(?:以?前|之前)"
)
Style = Literal["h1", "h2", "body"]
_HEADINGS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    ("h1", re.compile(r"[一二三四五六七八九十]{1,3}、")),
    ("h2", re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")),
)
_ENDS = tuple("。；：！？…”")


def tidy_number(text: str) -> str:
    """A document's number as GB/T 9704-2012 writes it: 〔〕 around the year, no blanks, no 第, no leading noughts."""
    bare = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)) if text.strip() else ""
    bare = _YEAR.sub(lambda year: f"〔{year.group(1)}〕", bare)
    return re.sub(r"〕第?0*(\d+)号?$", r"〕\1号", bare)


def wrong_number(number: str, issued_on: date | None) -> str:
    """What is wrong with the number of a document of the town's own (GB/T 9704-2012, 7.2.5), in words, or ""."""
    found = _OWN_NUMBER.fullmatch(number)
    if found is None:
        return "文号应如“×政发〔2018〕5号”。"
    if issued_on is not None and int(found.group(1)) != issued_on.year:
        return f"文号是{found.group(1)}年的，印发日期是{issued_on.year}年，请核对。"
    return ""


def next_numbers(known: Iterable[str], year: int) -> list[str]:
    """The number after the last of each series of a year, the busiest series first."""
    last: dict[str, list[int]] = {}
    for number in known:
        if (found := _OWN_NUMBER.fullmatch(number)) and int(found.group(1)) == year:
            last.setdefault(number.partition("〔")[0], []).append(int(found.group(2)))
    series = sorted(last.items(), key=lambda one: (-len(one[1]), one[0]))
    return [f"{word}〔{year}〕{max(numbers) + 1}号" for word, numbers in series]


def title_key(title: str, town: str) -> str:
    """What stands for a title in comparisons: without marks, and without the town before it, named or left unnamed (XX镇)."""
    bare = unicodedata.normalize("NFKC", title).strip("《》 \n")
    bare = re.sub(r"\((?:试行|暂行|修订|\d{4}年修订)\)$", "", bare)
    for name in (town, f"中共{town}委员会", f"{town}人民政府", f"{town}安全生产委员会"):
        bare = bare.removeprefix(name) if name else bare
    return _MARKS.sub("", _NAMELESS.sub("", bare, count=1)).lower()


@dataclass(frozen=True)
class Guess:
    """What a file's own words tell of it; "" and None where they do not."""

    title: str = ""
    number: str = ""
    source: str = ""
    due_on: date | None = None


def guess(text: str, received_on: date) -> Guess:
    """What a received document says of itself: its number, its title, who issued it (the red head, 发文机关标志), until when it asks for an answer.
    A proposal: a person looks at it."""
    lines = [one.strip() for one in text.splitlines() if one.strip()][:400]
    number = next((found.group() for one in lines[:40] if (found := _NUMBER.search(one))), "")
    title = _titled(lines[:30])
    head = next((one for one in lines[:4] if one.endswith("文件") and len(one) <= 40), "")
    source = re.sub(r"\s+", "", head.removesuffix("文件"))
    days = [day for one in lines if (day := _day_of(one, received_on)) and day >= received_on]
    return Guess(
        title[:TITLE_MAX], tidy_number(number)[:NUMBER_MAX], source[:BODY_MAX], days[-1] if days else None
    )


def _titled(lines: Sequence[str]) -> str:
    """The lines from 关于 (or the body's name before it) to the word of the kind; they are centred, and broken anywhere."""
    for at, first in enumerate(lines):
        if "关于" not in first or _NUMBER.search(first):
            continue
        title = ""
        for one in lines[at : at + 5]:
            title += re.sub(r"\s+", "", one)
            if _OF_TITLE.search(title):
                return title
    return ""


def _day_of(line: str, received_on: date) -> date | None:
    found = _DAY.search(line)
    if not found:
        return None
    year = int(found.group(1) or received_on.year)
    try:
        return date(year, int(found.group(2)), int(found.group(3)))
    except ValueError:
        return None


def joined(lines: Sequence[str]) -> str:
    """The text of a page's printed lines: those that were broken by the width alone are one again, so that a word over two lines is found."""
    lines = [one.strip() for one in lines]
    full = max(map(len, lines), default=0) - 3  # a sign or two may have gone over to the next
    paragraphs: list[str] = []
    runs_on = False
    for line in filter(None, lines):
        if runs_on:
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
        runs_on = len(line) >= full and not line.endswith(_ENDS)
    return "\n".join(paragraphs)


def shape(text: str) -> Iterator[tuple[str, Style]]:
    """The paragraphs of a text with how each is set (GB/T 9704-2012, 7.3.3): 一、 h1, （一） h2, all else body. A heading is a line of its own."""
    for line in text.splitlines():
        line = line.strip()
        if not line:
            continue
        style: Style = next((key for key, mark in _HEADINGS if mark.match(line)), "body")
        yield line, style if len(line) <= 40 and not line.endswith("。") else "body"


@dataclass(frozen=True)
class DutyLine:
    """A sentence of a document that binds a post: a kind of post, or whoever heads a department."""

    text: str
    post: str
    department: UUID | None = None

    def as_kept(self) -> dict[str, Any]:
        """As the row of a draft keeps it."""
        return {"text": self.text, "post": self.post, "department": str(self.department or "")}


def of_kept(kept: Mapping[str, Any]) -> DutyLine:
    """Back from what `as_kept` made."""
    return DutyLine(kept["text"], kept["post"], UUID(kept["department"]) if kept["department"] else None)


def read_duties(
    text: str, posts: Mapping[str, str], departments: Mapping[str, UUID]
) -> tuple[list[DutyLine], str]:
    """The duties of lines “岗位：一句话” (posts by their words, departments by their names), and what is wrong with one of them, in words, or ""."""
    codes = {label: code for code, label in posts.items()}
    found: list[DutyLine] = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        who, mark, said = (part.strip() for part in line.replace(":", "：", 1).partition("："))
        if not mark or not said:
            return [], f"第{number}行应如“镇长：每月带队检查一次”。"
        if len(said) > DUTY_MAX:
            return [], f"第{number}行超过{DUTY_MAX}个字，请分成几行。"
        if who in codes:
            found.append(DutyLine(said, codes[who]))
        elif who in departments:
            found.append(DutyLine(said, "department_head", departments[who]))
        else:
            return [], f"第{number}行的“{who}”不是岗位，也不是部门。"
    if len(found) > DUTIES_MAX:
        return [], f"职责超过{DUTIES_MAX}条，请只录主要的。"
    return found, ""


def check_received(
    *, source: str, title: str, received_on: date | None, due_on: date | None, today: date
) -> dict[str, str]:
    """What is wrong with a received document, by field."""
    wrong: dict[str, str] = {}
    if not source.strip():
        wrong["source"] = "请填写来文单位。"
    if not title.strip():
        wrong["title"] = "请填写标题。"
    if received_on is None:
        wrong["received_on"] = "请填写收到日期。"
    elif received_on > today:
        wrong["received_on"] = "收到日期不能晚于今天。"
    elif due_on is not None and due_on < received_on:
        wrong["due_on"] = "答复期限不能早于收到日期。"
    elif due_on is not None and (due_on - received_on).days > TERM_DAYS_MAX:
        wrong["due_on"] = "答复期限超过一年，请核对年份。"
    return wrong


def check_issue(
    *, number: str, issued_on: date | None, force_on: date | None, until_on: date | None, today: date
) -> dict[str, str]:
    """What is wrong with how a document of the town's own is issued, by field."""
    wrong: dict[str, str] = {}
    if issued_on is None:
        wrong["issued_on"] = "请填写印发日期。"
    elif issued_on > today:
        wrong["issued_on"] = "印发日期不能晚于今天。"
    if said := wrong_number(number, issued_on):
        wrong["number"] = said
    if issued_on and force_on and force_on < issued_on:
        wrong["force_on"] = "施行日期不能早于印发日期。"
    if until_on and (begins := force_on or issued_on) and until_on < begins:
        wrong["until_on"] = "有效期的最后一天不能早于施行日期。"
    return wrong


def named_titles(words: str) -> list[str]:
    """The titles that some words name, in order: 《…》, one inside another left to the outer."""
    found, depth, start = [], 0, 0
    for at, sign in enumerate(words):
        if sign == "《":
            start = at + 1 if depth == 0 else start
            depth += 1
        elif sign == "》" and depth:
            depth -= 1
            if depth == 0 and (title := words[start:at].strip()):
                found.append(title)
    return list(dict.fromkeys(found))
