"""Where and when a sentence speaks: its section's campaign or category, places it names, periods it names.

A section begins at 一是, 一、, （一）, 1. at the start of a sentence. A mark at the start of a paragraph opens a chapter; one inside a
paragraph opens a section of that chapter, since both levels often use the same words. What a section's first sentence
names carries down to its end; what a later sentence names carries from there on; a sentence that counts anew for the
whole (今年以来, 全年, 一年来) stands outside of what was named before in its section, not of the section's own head.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from bihuan.summaries.narrative import Narrative
from bihuan.summaries.vocabulary import Vocabulary, campaigns_named, core_of

MARK = re.compile(
    r"(?:[一二三四五六七八九十]{1,2}是|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[.．、](?!\d))"
)
SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_DRIVES = "百日攻坚|百日行动|百日会战|攻坚行动|专项整治行动|专项行动|专项整治|专项检查|整治行动|大检查|大排查|联合检查|集中行动|三年行动|安全检查"
DRIVE = re.compile(
    r"(?:[“\"《]([^”\"》，。]{2,24})[”\"》](?:专项)?(?:行动|活动|整治|检查|攻坚)?)"
    rf"|(?:开展|启动|实施|部署|进行|组织|推进|^[^一-龥]*[一二三四五六七八九十]{{0,3}}[是、.．）)]?)了?(?:为期[^，。]{{1,8}}的)?"
    rf"([一-龥、]{{2,18}}?(?:{_DRIVES}))(?!组|队|人员|方案)"
)
# Quoted words that are no drives: systems, rules, slogans.
NO_DRIVE = re.compile(
    r"体系|一岗双责|同责|责任|一票否决|报告|为本|至上|第一|管|一企一|四不两直|清单|台账|意见|办法|方案|法$|条例|精神|讲安全|抓安全"
)
PLACE = re.compile(r"(?:在|对|到|其中|是|，)([一-龥]{2,4}?(?:村|社区|办事处|管区|片区))(?!委|民|级|、)")
NO_PLACE = re.compile(r"^(?:各|全|本|每|辖区|农|行政|自然|所有|重点|部分|个|镇|和|与)")
CATEGORY_CUE = re.compile(r"对|针对|检查|排查|其中|巡查|督查|走访|发现|取缔|关于")
NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True)
class Scope:
    """What a text narrows to. `unknown` names something that the text says and the town lacks (or has twice)."""

    text: str = ""
    campaign: str = ""  # id
    category: str = ""
    place: str = ""
    unknown: str = ""

    def __bool__(self) -> bool:
        return bool(self.campaign or self.category or self.place or self.unknown)


@dataclass(frozen=True)
class Sentence:
    """A sentence at its offsets, with the scope that reaches it from its section."""

    start: int
    end: int
    text: str
    section: Scope
    head: str


def sentences(narrative: Narrative, vocabulary: Vocabulary, since: date, until: date) -> list[Sentence]:
    """All sentences with the scope of their sections."""
    found: list[Sentence] = []
    offset = 0
    for paragraph in narrative.paragraphs:
        chapter, scope, head = Scope(), Scope(), ""
        for number, match in enumerate(SENTENCE.finditer(paragraph)):
            text = match.group()
            mark = MARK.match(text)
            if mark:
                scope = Scope() if number == 0 else chapter
                head = text
            named = drive_in(text, vocabulary, since, until)
            if named:
                scope = named
            elif counts_anew(text):
                scope = drive_in(head, vocabulary, since, until) if head else chapter
            if mark and number == 0:
                chapter = scope
            found.append(Sentence(offset + match.start(), offset + match.end(), text, scope, head))
        offset += len(paragraph) + 1
    return found


def counts_anew(text: str) -> bool:
    """Whether a sentence speaks of the whole again."""
    return bool(re.match(r"\s*(?:今年以来|一年来|全年|本年度|年内|总体上)", text))


def drive_in(text: str, vocabulary: Vocabulary, since: date, until: date) -> Scope:
    """The campaign that a sentence names. One that the town lacks is `unknown`; generic words name none."""
    for match in DRIVE.finditer(text):
        words = match.group(1) or match.group(2)
        if (match.group(1) and NO_DRIVE.search(words)) or len(core_of(words)) < 2:
            continue
        core = core_of(words)
        found = campaigns_named(words, vocabulary, since, until)
        if len(found) == 1:
            return Scope(text=found[0].name, campaign=str(found[0].id))
        if len(found) > 1:
            return Scope(text=words, unknown=f"“{words}”对应{len(found)}次行动，需要选定")
        if category := category_in(core, vocabulary):
            return category
        if match.group(1) and not re.search(r"行动|攻坚|整治|检查|会战|活动|年$|月$", match.group()):
            continue
        return Scope(text=words, unknown=f"本镇没有登记“{core}”这次行动")
    for campaign in vocabulary.campaigns:
        if campaign.until < since or campaign.since > until:
            continue
        for name in (campaign.name, *campaign.aliases):
            if len(core_of(name)) >= 3 and name in text:
                return Scope(text=campaign.name, campaign=str(campaign.id))
    return Scope()


def scope_at(sentence: Sentence, upto: int, near: str, vocabulary: Vocabulary) -> Scope:
    """The scope of a number: what its own sentence names before it, else what reaches it from its section.

    `upto` is the offset of the number within the sentence; `near` are the words of its own clause. A campaign of
    the section stays when the sentence adds a category or a place.
    """
    lead = sentence.text[:upto]
    scope = sentence.section
    if place := place_in(lead, vocabulary):
        scope = replace(scope, place=place.place, unknown=scope.unknown or place.unknown, text=place.text)
    if scope.campaign and not category_in(near, vocabulary):
        return scope
    words = near if category_in(near, vocabulary) else _object_of(lead)
    if category := category_in(words, vocabulary):
        if scope.campaign and _covers(scope, category, sentence, vocabulary):
            return scope
        return replace(
            scope,
            category=category.category,
            text=scope.text or category.text,
            unknown=scope.unknown or category.unknown,
        )
    return scope


def _covers(scope: Scope, category: Scope, sentence: Sentence, vocabulary: Vocabulary) -> bool:
    """A campaign named after the category (校园专项检查) is not narrowed by it again."""
    return (
        bool(category.category) and category_in(core_of(scope.text), vocabulary).category == category.category
    )


def _object_of(lead: str) -> str:
    """What a check was made of: 对全镇中小学开展了检查 → 全镇中小学. Lists that end in 等 name examples, not a scope."""
    found = re.findall(r"(?:对|针对|围绕)([^，。；]{2,40}?)(?:开展|进行|实施|组织)", lead)
    return found[-1] if found and "等重点" not in found[-1] else ""


def category_in(words: str, vocabulary: Vocabulary) -> Scope:
    """The category that words name; several that do not lie in one another are `unknown`."""
    hits: list[tuple[int, int, str, str]] = []
    for code, label, also in vocabulary.categories:
        for word in (label, *also):
            at = words.find(word) if word != "其他" else -1
            if at >= 0:
                hits.append((at, at + len(word), code, word))
    kept = [
        one
        for one in hits
        if not any(
            o is not one and o[0] <= one[0] and one[1] <= o[1] and o[1] - o[0] > one[1] - one[0] for o in hits
        )
    ]
    codes = sorted({code for _, _, code, _ in kept}, key=len)
    tops = [
        code for code in codes if not any(other != code and code.startswith(f"{other}.") for other in codes)
    ]
    if not tops:
        return Scope()
    words_found = "、".join(dict.fromkeys(word for _, _, _, word in sorted(kept)))
    if len(tops) > 1:
        return Scope(text=words_found, unknown=f"“{words_found}”涉及几个类别，需要分别填")
    return Scope(text=words_found, category=tops[0])


def place_in(words: str, vocabulary: Vocabulary) -> Scope:
    """The grid cell that words name last; a village that the town lacks is `unknown`."""
    known = [
        (words.rfind(name), path, name) for path, name in vocabulary.cells if len(name) >= 2 and name in words
    ]
    if known:
        _, path, name = max(known)
        return Scope(text=name, place=path)
    for match in PLACE.finditer(words):
        if not NO_PLACE.match(match.group(1)):
            return Scope(text=match.group(1), unknown=f"本镇网格里没有“{match.group(1)}”")
    return Scope()


def period_of(text: str, since: date, until: date) -> tuple[date, date]:
    """The period that a sentence names within the summary's, else the summary's own."""
    year = since.year
    if match := re.search(r"第?([一二三四1-4])季度", text):
        first = NUMERALS[match.group(1)] * 3 - 2
        return _months(year, first, first + 2)
    if "上半年" in text:
        return _months(year, 1, 6)
    if "下半年" in text:
        return _months(year, 7, 12)
    if match := re.search(r"(?<![\d年])(\d{1,2})月?(?:份)?\s*[—\-–~～至到]\s*(\d{1,2})月(?!\d)", text):
        first, last = int(match.group(1)), int(match.group(2))
        if 1 <= first <= last <= 12:
            return _months(year, first, last)
    if match := re.search(r"截至?(?:\d{4}年)?(\d{1,2})月(?:(\d{1,2})日|底|末)?", text):
        month = int(match.group(1))
        if 1 <= month <= 12:
            last_day = monthrange(year, month)[1]
            return since, date(year, month, min(int(match.group(2) or last_day), last_day))
    if match := re.search(r"(?<![\d—\-至])(\d{1,2})月份", text):
        month = int(match.group(1))
        if 1 <= month <= 12:
            return _months(year, month, month)
    return since, until


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
