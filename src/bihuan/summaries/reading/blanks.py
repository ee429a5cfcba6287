"""Finding the blanks of a narrative, and the words directly around each. In a finished text, its numbers."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bihuan.summaries.reading.narrative import Narrative
from bihuan.summaries.reading.rough import number_of

# Longest first: 家次 before 家.
UNITS = [
    "个百分点",
    "家次",
    "户次",
    "厂次",
    "校次",
    "所次",
    "店次",
    "车次",
    "点次",
    "个次",
    "处次",
    "座次",
    "站次",
    "艘次",
    "栋次",
    "矿次",
    "人次",
    "台次",
    "辆次",
    "组次",
    "批次",
    "万元",
    "亿元",
    "家",
    "户",
    "条",
    "项",
    "处",
    "个",
    "起",
    "份",
    "次",
    "名",
    "人",
    "所",
    "场",
    "期",
    "册",
    "块",
    "篇",
    "台",
    "辆",
    "栋",
    "间",
    "艘",
    "桶",
    "吨",
    "公斤",
    "箱",
    "具",
    "盏",
    "幢",
    "对",
    "位",
    "趟",
    "件",
    "批",
    "组",
    "支",
    "座",
    "元",
    "天",
    "幅",
    "张",
    "本",
    "部",
    "班",
    "％",
    "%",
]
_UNIT = "(?:" + "|".join(UNITS) + ")"
UNIT = re.compile(_UNIT)
BLANK = re.compile(
    r"(?<![A-Za-z0-9])[XＸxｘ]{1,6}(?![A-Za-z0-9])|[×✕╳]{1,6}|[*＊]{1,6}|_{2,}|＿+|[○〇◯]{2,}|[□▢]+"
    r"|[（【［\[] *[_＿]* *[）】］\]]|\([ _＿]{1,8}\)"
    rf"|(?<![A-Za-z])N+(?= ?余?{_UNIT})|○(?=余?{_UNIT})|…{{1,4}}(?=余?{_UNIT})|[?？]{{1,4}}(?=余?{_UNIT})"
    rf"|(?<=[一-龥]) {{2,}}(?=余?{_UNIT})"
)
# A number of a finished text, with the word that makes it a round one, or one that has the cell of a table to itself.
# 一 alone counts nothing (进一步, 一次性).
NUMBER = re.compile(
    r"(?<![\dA-Za-z.·〔\[第\-—–~至])(?:(?P<rough>近|约|逾|超过|超)?(?P<digits>\d{1,3}(?:[,，]\d{3})+|\d+(?:\.\d+)?[百千万亿]?)"
    rf"(?= ?(?:余|多)?{_UNIT})"
    r"|(?<![第每逐百千万二三四五六七八九十])(?P<many>近|约|逾|超过|超|上)?"
    r"(?P<hanzi>[一二三四五六七八九两]?[十百千万][一二三四五六七八九十百千万零]*|[二三四五六七八九两])"
    r"(?=(?:余|多)?(?:家次|人次|台次|户次|次|家|条|处|起|份|场|期|名|项))"
    r"|(?<=\| )(?P<lone>\d{1,7}(?:\.\d+)?|\d{1,3}(?:,\d{3})+)(?= \|))"
)
NOT_UNIT = re.compile(
    r"(?:个人|人大|人民|人员|人们|家属|家庭|次日|条例|条件|项目|项制度|处理|处罚|处置|起草|名单|所有|期间|本镇|部门|天气|个月|次会议|场所)"
)
NAMES = re.compile(
    r"^(镇|街道|乡|同志|书记|镇长|县|区|市|省|村|社区|局|公司|学校|小学|中学|派出所|办事处|管区|路)"
)
_PLAIN_UNITS = {"％": "%", "家（次）": "家次", "家(次)": "家次", "户（次）": "户次", "户(次)": "户次"}
MORE = ("余", "多")
BREAKS = "，,。；;：！？、\n（(）)《》“”|"
LEAD = re.compile(r"^(?:并|共|其中|和|及|了|的| )+")
HARD_BREAKS = "，,。；;：！？\n|"
QUOTES = str.maketrans("", "", "“”‘’\"'《》〈〉「」 ")


@dataclass(frozen=True)
class Blank:
    """A blank in the text, or a number of a finished one (`said` its value, `rough` the word that makes it a round one).
    `before` is what stands before it in its clause, from the blank before; `after` what follows its unit in the clause.
    Both are free of quotation marks."""

    index: int
    start: int
    end: int
    kind: str  # number, name, date
    text: str
    unit: str
    about: bool  # XX余
    before: str
    after: str
    follows: str  # what follows the blank directly, up to the next break
    said: Decimal | None = None
    rough: str = ""
    runs_on: bool = False  # the next number follows in the same clause


def find(narrative: Narrative) -> list[Blank]:
    """All blanks in reading order; of a text without any, its numbers."""
    return _all(narrative.text, _open(narrative.text)) or numbers(narrative)


def is_finished(text: str) -> bool:
    """Whether a text has no blank left."""
    return not _open(text)


def numbers(narrative: Narrative) -> list[Blank]:
    """The typed numbers of a text that count something, in reading order."""
    return _all(narrative.text, _numbers(narrative.text))


def with_numbers(narrative: Narrative) -> list[Blank]:
    """The blanks of a text together with the numbers typed between them; of a text without blanks, none."""
    text = narrative.text
    empty = _open(text)
    if not empty:
        return []
    return _all(text, sorted((*empty, *_numbers(text)), key=lambda one: one.start()))


def _open(text: str) -> list[re.Match[str]]:
    return [one for one in BLANK.finditer(text) if not _is_masked(text, one)]


def _is_masked(text: str, match: re.Match[str]) -> bool:
    """Whether what is left out is a name that ends a short line under a title: 镇长 罗××."""
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    ends = text[match.end() : match.end() + 1] in ("", "\n")
    return ends and len(line) <= 24 and re.search(r"(?:长|记|任|同志)[ \u3000]*[一-龥]$", line) is not None


def _numbers(text: str) -> list[re.Match[str]]:
    return [one for one in NUMBER.finditer(text) if not _is_aside(text, one)]


def _all(text: str, matches: list[re.Match[str]]) -> list[Blank]:
    found: list[Blank] = []
    for index, match in enumerate(matches):
        previous_end = found[-1].end if index else 0
        next_start = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        found.append(_blank(text, index, match, previous_end, next_start))
    return found


def _is_aside(text: str, match: re.Match[str]) -> bool:
    """A number that is read with what follows, without being counted by it: 24小时, 3个月, 15项制度."""
    return not match["lone"] and not _unit(re.sub(r"^ ?(?:余|多)?", "", text[match.end() : match.end() + 8]))


def _blank(text: str, index: int, match: re.Match[str], previous_end: int, next_start: int) -> Blank:
    start, end = match.span()
    end += _gap(text, end)
    left = max(previous_end, _last_break(text, start, HARD_BREAKS))
    left = max(left, text.rfind("、", previous_end, start) + 1) if left == previous_end else left
    right = min(next_start, _first_break(text, end, HARD_BREAKS))
    rest = text[end:right]
    about = rest[:1] in MORE and bool(UNIT.match(rest[1:]))
    said, rough = _said(match) if match.re is NUMBER else (None, "")
    unit = _unit(rest[1:] if about else rest)
    unit_end = end + about + len(unit)
    kind = _kind(text, start, end, unit)
    if kind == "number":
        own = _own_words(text, start, unit_end, previous_end, right)
    else:
        suffix = NAMES.match(rest) or re.match(r"[年月日]度?", rest)
        own = text[start : end + (suffix.end() if suffix else 0)]
    return Blank(
        index=index,
        start=start,
        end=end,
        kind=kind,
        text=own,
        unit=_PLAIN_UNITS.get(unit, unit),
        about=about,
        before=text[left:start].translate(QUOTES),
        after=text[unit_end:right].split("、")[0].translate(QUOTES),
        follows=rest.translate(QUOTES),
        said=said,
        rough=rough or (rest[0] if about else ""),
        runs_on=right == next_start < len(text),
    )


def _said(match: re.Match[str]) -> tuple[Decimal | None, str]:
    return number_of(match["lone"] or match["digits"] or match["hanzi"]), match["rough"] or match[
        "many"
    ] or ""


def _gap(text: str, end: int) -> int:
    """Spaces between a blank and its unit belong to the blank: XX 家次."""
    spaces = re.match(r" *", text[end : end + 8]).end()  # type: ignore[union-attr]
    rest = text[end + spaces : end + spaces + 8]
    return spaces if spaces and (_unit(rest) or (rest[:1] in MORE and _unit(rest[1:]))) else 0


def _unit(rest: str) -> str:
    if bracketed := re.match(r"[家户][（(]次[）)]", rest):
        return bracketed.group()
    match = UNIT.match(rest)
    return match.group() if match and not NOT_UNIT.match(rest) else ""


def _kind(text: str, start: int, end: int, unit: str) -> str:
    rest, ahead = text[end : end + 4], text[max(0, start - 6) : start]
    if re.match(r"年(?!度?以来)|月|日|年度", rest) and not re.match(r"年龄|月饼", rest):
        return "date"
    if re.search(r"[〔\[（(]$", ahead) and re.match(r"[〕\]）)]", rest):
        return "date"
    if not unit and NAMES.match(rest):
        return "name"
    return "number"


def _own_words(text: str, start: int, unit_end: int, previous_end: int, right: int) -> str:
    """The blank with the words that belong to it: 检查企业XX家次."""
    left = max(previous_end, _last_break(text, start, BREAKS), start - 14)
    lead = LEAD.sub("", text[left:start])
    tail = text[unit_end : min(right, unit_end + 8)]
    noun = re.match(r"(?:规模以上企业|问题隐患|企业|问题|隐患|单位|学校|网格|风险点)", tail.translate(QUOTES))
    return lead + text[start:unit_end] + (noun.group() if noun else "")


def _last_break(text: str, at: int, breaks: str) -> int:
    return max((text.rfind(mark, 0, at) + 1 for mark in breaks), default=0)


def _first_break(text: str, at: int, breaks: str) -> int:
    return min((found for mark in breaks if (found := text.find(mark, at)) >= 0), default=len(text))
