"""A number in a table in words of its own: what its heads count is put before it like the words of a sentence, what they
narrow it to becomes its scope. In a table every head sets its row apart from the others, so that one which is not wholly
understood leaves its numbers open: they are asked, never widened.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bihuan.figures.registry import FIGURES
from bihuan.summaries.binding.context import Reader
from bihuan.summaries.binding.leftover import unexplained
from bihuan.summaries.binding.periods import words_of_time
from bihuan.summaries.binding.scope import Scope, doubt, narrowed
from bihuan.summaries.binding.vocabulary import campaigns_named, categories_in
from bihuan.summaries.reading.blanks import UNIT, Blank
from bihuan.summaries.reading.sections import Sentence
from bihuan.summaries.reading.tables import TOTAL, Cell, is_value

# Heads that mean the whole of what the others narrow.
_WHOLE = re.compile(
    rf"{TOTAL.pattern}|全镇|全街道|全乡|本镇|全部|[总实]?(?:数量|数值|数|总量)|完成(?:情况|数)?|情况|各[村社区类]+"
)
# What a head says besides what it counts, and what a caption says besides what it is about.
_FORM = re.compile(
    r"^(?:[①-⑳]|\d{1,2}[.．、]|[（(][\d一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)?(?:其中[：:，]?)?|(?:统计|汇总|明细|一览|完成|基本|总体)*(?:情况|表)+$|(?<=[一-龥])(?:总|个)?数量?$|[“”\"《》（）() 　]"
)
_ABOUT = re.compile(
    r"附?表[一二三四五六七八九十\d]*[：:]?|附件\d*[：:]?|统计|汇总|明细|一览|情况|年度|工作|安全生产|各(?:村|社区|类|行业|单位|企业)?|分|按|下|如|见|所示|具体|详|主要|完成|数据|表|[：:（）()]"
)
_OF_ITS_OWN = re.compile(r"重点(?!工作|任务)|其他|其它|部分")
_KIND = re.compile(r"(?:类|企业|单位|场所|行业|领域|经营户|门店|店|点|家|等|、|和|及|与)+$")
_DRIVE = re.compile(r"(?:行动|整治|攻坚战?|会战|治理|大检查|活动|月)$")
_LEVEL = re.compile(r"一般|重大|较大")
_UNIT_AT_END = re.compile(
    rf"(?<=[一-龥])(?P<unit>家次|人次|台次|户次|家|份|条|场|处|次)数?$|(?P<alone>{UNIT.pattern})数?"
)
_THING = re.compile(r"隐患|问题")
_HAZARDS = re.compile(r"隐患|问题|(?:整改|销号|完毕|到位)$")
# Words of a figure that any of its heads may add without counting less.
_NEUTRAL = re.compile(
    r"发现|查出|排查|检查|巡查|整改|完成|累计|其中|情况|数量|个数|总|共|已|的|了|及|和|与|安全|生产|经营|单位|企业|企|业|隐患|问题|事故|率|次|家|条|人|份|数|百分比|占比"
)


@dataclass(frozen=True)
class Meant:
    """A blank with its heads as the words around it: the sentence that they make, and what they narrow it to."""

    blank: Blank
    sentence: Sentence
    scope: Scope


def worded(blank: Blank, sentence: Sentence, cell: Cell, reader: Reader) -> Iterator[Meant]:
    """The ways in which the heads of a cell may be read as a sentence, likeliest first. A cell that is a text of its own
    has one: as it stands, narrowed by its row."""
    if not is_value(cell.text):
        yield Meant(blank, sentence, narrowing(cell, reader))
        return
    measures, scope = _read(cell, reader)
    time = "".join(words_of_time(words) for words in (cell.caption, *cell.columns, *cell.rows))
    if not any(_unit_of(one, "", "")[0] for one in measures):  # the caption says what is counted
        measures = [_about(cell.caption, reader), *measures]
    for words in dict.fromkeys(_orders(measures)):
        before, unit = _unit_of(words, blank.unit or cell.unit, cell.common)
        lead = f"{time}{before}"
        text = f"{lead}{blank.text or '____'}{unit}"
        start = blank.start - len(lead)
        yield Meant(
            replace(blank, text=cell.name or cell.caption, unit=unit, before=before, after="", follows=unit),
            replace(sentence, start=start, end=start + len(text), text=text),
            scope,
        )


def narrowing(cell: Cell, reader: Reader) -> Scope:
    """What a cell's heads narrow whatever is said in it to; a head of its row that is not understood leaves it open."""
    of_row, _ = _read(replace(cell, columns=()), reader)
    _, scope = _read(cell, reader)
    return scope.plus(_left(of_row, ()))


def not_understood(cell: Cell, key: str, scope: Scope, reader: Reader) -> Scope:
    """A doubt where a head or the caption says more than a figure and its scope explain; else nothing."""
    figure = FIGURES[key]
    level = _LEVEL.match(figure.label)
    own = (level.group() if level else "", figure.label, figure.unit)
    words = (*own, *figure.also, *figure.verbs, *figure.nouns)
    measures, _ = _read(cell, reader)
    if cell.is_nameless:
        return doubt("other", "", "这一行没有写明是哪一项")
    if found := _left(measures, words):
        return found
    known = (
        *words,
        reader.vocabulary.town,
        *(word for _, said in scope.said for word in (said, *said.split("、"))),
    )
    about = reader.kinds.nameless(_ABOUT.sub("", _timeless(cell.caption)))
    if special := _OF_ITS_OWN.search(cell.caption):
        return doubt("other", special.group(), f"表名里的“{special.group()}”限定了范围，系统没有按它记录")
    if left := unexplained(about, known):
        return doubt("other", left, f"表名里的“{left}”限定了范围，系统没有按它记录")
    return Scope()


def says_when(cell: Cell) -> bool:
    """Whether the heads of a cell name its days."""
    return any(map(words_of_time, (*cell.columns, *cell.rows)))


def _read(cell: Cell, reader: Reader) -> tuple[list[str], Scope]:
    """The heads that say what is counted, and what all others narrow it to."""
    measures, scope = [], Scope()
    for head in (*cell.columns, *cell.rows):
        words = _FORM.sub("", head)
        if _WHOLE.fullmatch(head) or not (rest := _timeless(words)):
            continue
        if rest not in reader.of_heads:  # a head stands over many cells
            reader.of_heads[rest] = _named(rest, reader)
        named = reader.of_heads[rest]
        if named is None:
            measures.append(rest)
        else:
            scope = both(scope, named)
    return measures, scope


def _named(words: str, reader: Reader) -> Scope | None:
    """What a head names as a whole: a grid cell, a team, a campaign or a category; None where it names none of them."""
    town = reader.vocabulary
    places = [(path, name) for path, name in town.cells if words in (name, re.sub(r"(?:村|社区)$", "", name))]
    if len(places) > 1:
        return doubt("place", words, f"“{words}”不止一处网格，需要分别填")
    if places:
        return narrowed("place", *places[0])
    if teams := [(team, name) for team, name in town.teams if name == words]:
        return narrowed("team", str(teams[0][0]), teams[0][1])
    drives = campaigns_named(words, town, reader.since, reader.until)
    if len(drives) == 1 and (words in drives[0].names or _DRIVE.search(words)):
        return narrowed("campaign", str(drives[0].id), drives[0].name)
    found = categories_in(words, town)
    if len(found.codes) == 1 and not _KIND.sub("", words.replace(found.words, "", 1)):
        return narrowed("category", found.codes[0], words)
    return None


def both(one: Scope, other: Scope) -> Scope:
    """What two heads, or a section and a head, narrow to together: of the same kind the narrower holds where it lies in the wider; else they are at odds."""
    for kind in ("place", "category", "team", "campaign"):
        here, there = getattr(one, kind), getattr(other, kind)
        if here and there and not (here.startswith(there) or there.startswith(here)):
            words = f"{one.word(kind)}、{other.word(kind)}"
            return one.plus(doubt(kind, words, f"“{words}”不能同时限定一个数，请确认"))
        if here.startswith(there) and there:
            other = other.without(kind)
    kept = one.word("category") if other.campaign and not other.category else ""
    together = one.plus(other)
    return together.plus(narrowed("category", one.category, kept)) if kept else together


def _orders(measures: list[str]) -> Iterator[str]:
    """The heads run together: as they stand, from the inner one out, and a level with the thing that it is a level of."""
    yield "".join(measures)
    if len(measures) > 1:
        yield "".join(reversed(measures))
        inner, outer = measures[-1], measures[-2]
        for level, other in ((inner, outer), (outer, inner)):
            if _LEVEL.fullmatch(level) and (thing := _THING.search(other)):
                yield f"{level}{thing.group()}"


def _unit_of(words: str, unit: str, common: str) -> tuple[str, str]:
    """The words before a number and its unit, which may be the last of them (检查家次, 文书份数, 整改率); the `common` one of
    the table holds where nothing nearer is said."""
    found = _UNIT_AT_END.fullmatch(words) or _UNIT_AT_END.search(words)
    if found and (found["alone"] is None or found.group() == words):
        said = found["unit"] or found["alone"]
        return words[: found.start()], unit or said
    if words.endswith("率"):
        return words, "%"
    return words, unit or common or ("条" if _HAZARDS.search(words) else "")


def _about(caption: str, reader: Reader) -> str:
    """What a table whose heads only narrow counts: 各村发现隐患统计表."""
    words = reader.kinds.nameless(_timeless(caption)).replace(reader.vocabulary.town, "").replace("〇", "")
    return _ABOUT.sub("", words)


def _timeless(words: str) -> str:
    said = words_of_time(words)
    return re.sub(r"[（(]\s*[）)]", "", words.replace(said, "", 1)) if said else words


def _left(measures: list[str], known: tuple[str, ...]) -> Scope:
    """A doubt over what is left of some heads once the words of a figure are taken out."""
    for words in measures:
        left = words
        for word in sorted(filter(None, known), key=len, reverse=True):
            left = left.replace(word, "")
        if re.search(r"[一-龥A-Za-z0-9]", _NEUTRAL.sub("", left) if known else unexplained(left, ())):
            why = (
                f"本镇网格里没有“{words}”"
                if re.search(r"(?:村|社区|片区)$", words)
                else f"不清楚“{words}”限定了什么"
            )
            return doubt("other", words, why)
    return Scope()
