"""Binding a blank to a figure: from the unit after it, the words around it, and where its sentence stands.

The scorer adds up what speaks for a figure; the words live beside the figures (`also`, `verbs`, `nouns`,
`units_also`). What is not sure is asked; a topic without records is said to be unrecorded; what a text names and the
town lacks is asked and never widened.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from bihuan.figures.registry import FIGURES, Kind, topics
from bihuan.summaries.binding import cells
from bihuan.summaries.binding.context import Reader
from bihuan.summaries.binding.denials import turned
from bihuan.summaries.binding.leftover import unexplained
from bihuan.summaries.binding.measures import MEASURES, PLAIN, Measure
from bihuan.summaries.binding.parts import narrower
from bihuan.summaries.binding.periods import period_at
from bihuan.summaries.binding.relations import (
    SHARE,
    Bound,
    compared,
    named_in_change,
    one_more,
    whole_of,
)
from bihuan.summaries.binding.reservations import (
    another_matter,
    left_open,
    no_figure,
    of_level,
    of_which_level,
)
from bihuan.summaries.binding.respective import respective
from bihuan.summaries.binding.scope import Scope
from bihuan.summaries.binding.scorer import SURE, Candidate, confidence, implied, rank
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.reading.blanks import UNIT, Blank
from bihuan.summaries.reading.sections import Sentence, sentence_of
from bihuan.summaries.reading.tables import Cell

_ANYWHERE = Scope()


SURELY = 0.9
# How often a number is right whose scope or days were read from the text: nine in ten, of texts that nobody had read
# while working on this. One that speaks of the whole is as sure as its words.
NARROWED = 0.89


@dataclass(frozen=True)
class Binding:
    """What a blank means. `status`: bound (decided), ask (not sure; best guess in `figure`), unrecorded (topic),
    typed (of a finished text: it counts nothing that is recorded, and stays as it was)."""

    blank: Blank
    sentence: str
    figure: str | None
    scope: Scope
    period: tuple[date, date]
    confidence: float
    status: str
    why: str
    fixed: str | None = None  # of a name or date: its value
    cutoff: date | None = None  # where the text states one (截至9月底)
    measure: Measure = PLAIN
    chosen: bool = False  # by a person
    rounded: bool = False  # to be printed as a round number with 余
    parts: tuple[int, ...] = ()  # of a table's total: the blanks that it adds up

    @property
    def is_narrowed(self) -> bool:
        """Whether it was decided by reading what narrows it, and not yet by a person: worth a look."""
        return self.status == "bound" and not self.chosen and self.fixed is None and self.confidence < SURELY


def bind(
    blanks: Iterable[Blank], sentences: list[Sentence], vocabulary: Vocabulary, since: date, until: date
) -> list[Binding]:
    """Bind all blanks of a narrative, in order."""
    found: list[Binding] = []
    reader, blanks = Reader.of(vocabulary, since, until), list(blanks)
    for blank in blanks:
        sentence = sentence_of(sentences, blank.start)
        if blank.kind == "number" and sentence.cell is not None:
            found.append(_in_cell(blank, sentence, sentence.cell, found, reader))
        elif blank.kind == "number":
            own, alone = respective(blanks, sentence).get(blank.index, (blank, sentence))
            bound = _number(own, alone, found, reader)
            found.append(replace(bound, blank=blank, sentence=sentence.text))
        else:
            found.append(_name_or_date(blank, sentence, reader))
    return found


def _in_cell(blank: Blank, sentence: Sentence, cell: Cell, before: list[Binding], reader: Reader) -> Binding:
    """A number in a table, by its heads: of the ways to read them the first that is sure."""
    if not cell.counts:
        status, why = ("ask" if blank.said is None else "typed"), "这一栏不是统计的数字，请填写"
        days = (reader.since, reader.until)
        named = replace(blank, text=cell.name or blank.text)
        return Binding(named, sentence.text, None, Scope(), days, 0.0, status, why)
    read = []
    for meant in cells.worded(blank, sentence, cell, reader):
        earlier = [] if meant.sentence is not sentence else before
        bound = _number(meant.blank, meant.sentence, earlier, reader, meant.scope)
        if bound.status == "bound" and bound.figure and meant.sentence is not sentence:
            doubt = cells.not_understood(cell, bound.figure, bound.scope, reader).unknown
            if doubt:
                bound = _doubted(bound, FIGURES[bound.figure].label, doubt, 0.5)
        read.append(bound)
    return next((one for one in read if one.status == "bound"), read[0])


def _doubted(binding: Binding, label: str, doubt: str, confidence: float) -> Binding:
    why = f"可能是“{label}”；{doubt}，不扩大范围填数"
    return replace(binding, status="ask", confidence=confidence, why=why)


def _number(
    blank: Blank, sentence: Sentence, before: list[Binding], reader: Reader, within: Scope = _ANYWHERE
) -> Binding:
    """`within`: what the heads of a table narrow it to."""
    upto = blank.start - sentence.start
    earlier = [one for one in before if sentence.start <= one.blank.start < sentence.end]
    beside = re.split(r"[和及（(]", blank.after)[0][:10]
    scope = reader.scope_at(sentence, upto, blank.before[-16:] + beside, blank.follows.partition("、")[2])
    scope = cells.both(scope, within)
    if sentence.text.lstrip().startswith("其中") and (whole := _before(sentence, before)) is not None:
        scope = whole.scope.plus(scope)  # a part of what the sentence before has counted
    own_days = sentence.cell is not None and cells.says_when(sentence.cell)
    days = None if own_days else reader.days_of(scope.campaign)
    period = period_at(sentence, upto, reader.since, reader.until, days)
    asked = Binding(
        blank, sentence.text, None, scope, period.days, 0.0, "ask", "从上下文看不出指什么，请选定指标"
    )
    if reason := "这一节说的是下步打算，不是已有的数字" if sentence.is_plan else no_figure(blank):
        # of a finished text such a number stays as it was typed
        return replace(asked, why=reason, status="ask" if blank.said is None else "typed")
    if (change := compared(blank, sentence.text[:upto], *period.days)) is not None:
        return _change(asked, change, earlier)
    if blank.unit == "%" and SHARE.search(blank.before):
        return _share(asked, earlier)
    ranked = rank(_of_units(blank, scope), earlier)
    if AGAIN.fullmatch(blank.before) and earlier and (twin := _TWINS.get((earlier[-1].figure, blank.unit))):
        ranked = [implied(twin, "", unit_fit="exact")]  # 检查企业XX家、XX家次
        scope = earlier[-1].scope
        asked = replace(asked, scope=scope)
    if not ranked or confidence(ranked[0], ranked) < SURE:
        ranked = _headed(blank, scope, sentence.text[:upto], earlier, reader) or ranked
    if not ranked or confidence(ranked[0], ranked) < SURE:
        nameless = reader.kinds.nameless(blank.before)
        if (like := one_more(blank, scope, sentence.text, before, nameless)) and not period.unknown:
            return _one_more(asked, like)
    if not ranked:
        return replace(asked, status="typed") if blank.said is not None else asked
    best = of_level(ranked[0], earlier)
    sure = confidence(best, ranked)
    guess = replace(asked, figure=best.key, confidence=sure)
    if sure < SURE:
        return replace(guess, why=f"可能是“{best.label}”，没有把握，请确认")
    if best.key in FIGURES and FIGURES[best.key].kind is Kind.STOCK:
        scope = scope.without("campaign")  # what there is belongs to no drive
        guess = replace(guess, scope=scope)
    why = _reason(best, blank, scope)
    if best.key not in FIGURES:
        return replace(guess, status="unrecorded", why=f"{why}；系统还没有地方记录这一事项")
    doubt = (
        scope.unknown
        or period.unknown
        or another_matter(best, blank, earlier)
        or turned(best.key, blank, sentence.text[:upto], scope, reader.vocabulary)
        or left_open(best, blank, scope)
        or narrower(best.key, best.unit, sentence.text[:upto], blank, scope)
        or of_which_level(best, blank, sentence, earlier)
    )
    if doubt:
        return _doubted(guess, best.label, doubt, min(sure, 0.5))
    if scope or period.days != (reader.since, reader.until):
        guess = replace(guess, confidence=min(sure, NARROWED))
    return replace(guess, status="bound", why=why, cutoff=period.cutoff)


AGAIN = re.compile(r"(?:合|计|共|共计|即|折合|合计)?")
HEAD = re.compile(r"[^一-龥]*(?P<words>[^，。；：]{2,10})：")
UNIT_AT_END = re.compile(rf"(?P<unit>{UNIT.pattern})数?$")
_TWINS: dict[tuple[str | None, str], str] = {
    ("inspect.units", "家次"): "inspect.visits",
    ("inspect.visits", "家"): "inspect.units",
}


def _headed(blank: Blank, scope: Scope, lead: str, earlier: list[Binding], reader: Reader) -> list[Candidate]:
    """What the words before a colon or comma make of a number that has none of its own: 检查家次：石桥村XX、柳林村XX;
    限期整改的隐患经复查，合格XX条."""
    if (head := HEAD.match(lead)) and not unexplained(reader.kinds.nameless(blank.before), (scope.text,)):
        unit = UNIT_AT_END.search(head["words"])
        words = head["words"][: unit.start()] if unit else head["words"]
        return rank(
            _of_units(replace(blank, before=words, unit=blank.unit or (unit["unit"] if unit else "")), scope),
            [],
        )
    since = lead[max(earlier[-1].blank.end - blank.start + len(lead), 0) :] if earlier else lead
    clauses = re.split(r"[，；：]", since)
    if len(clauses) < 2 or not blank.before:
        return []
    return rank(_of_units(replace(blank, before="".join(clauses[-2:])), scope), [])


def _before(sentence: Sentence, before: list[Binding]) -> Binding | None:
    """The last number of the sentence before, where it is sure."""
    last = next((one for one in reversed(before) if one.blank.start < sentence.start), None)
    return last if last and last.status == "bound" and not last.measure.kind else None


def _change(asked: Binding, change: Measure, earlier: list[Binding]) -> Binding:
    """同比减少XX条: of the figure that its words name, else of the number before it."""
    if change.kind == "?":
        return replace(asked, why="这是与另一时期的比较，看不出与哪一时期比，请确认")
    if words := named_in_change(asked.blank):
        units = [asked.blank.unit] if asked.blank.unit not in ("%", "个百分点") else ["", "条", "家次", "%"]
        named = (rank(replace(asked.blank, before=words, after="", unit=unit), []) for unit in units)
        best = next(
            (found[0] for found in named if found and found[0].support in ("phrase", "verb", "bare")), None
        )
        if best is None or asked.scope.unknown:
            return replace(asked, why="这是与另一时期的比较，看不出比的是什么，请确认")
        return _measured(asked, best.key, asked.scope, asked.period, change)
    like = [one for one in earlier if one.blank.unit == asked.blank.unit]
    last = next(reversed(like or earlier), None)  # its own comparison goes on: 减少XX条，降幅XX%
    if last is None or last.figure is None or last.status == "ask" or last.measure.kind == "share":
        return replace(asked, why="这是与另一时期的比较，前面的数还没有定，请确认")
    return _measured(asked, str(last.figure), last.scope, last.period, change)


def _share(asked: Binding, earlier: list[Binding]) -> Binding:
    """占XX%: of what was found."""
    last = earlier[-1] if earlier else None
    if last is None or last.status != "bound" or last.measure.kind or not (whole := whole_of(last.figure)):
        return replace(asked, why="看不出是谁占谁的比例，请确认")
    return _measured(asked, str(last.figure), last.scope, last.period, Measure("share", of=whole))


def _measured(asked: Binding, key: str, scope: Scope, period: tuple[date, date], measure: Measure) -> Binding:
    if key not in FIGURES:
        label = topics()[key].label
        return replace(asked, figure=key, status="unrecorded", why=f"系统还没有地方记录“{label}”")
    label = FIGURES[key].label
    against = FIGURES[measure.of].label if measure.of else MEASURES[measure.kind]
    why = f"“{label}”占“{against}”的比例" if measure.of else f"“{label}”{against}"
    where = f"；限于“{scope.text}”" if scope else ""
    return replace(
        asked,
        figure=key,
        scope=scope,
        period=period,
        measure=measure,
        status="bound",
        confidence=NARROWED if scope else 0.92,
        why=f"{why}{where}",
    )


def _one_more(asked: Binding, like: Bound) -> Binding:
    key = "units.total" if str(like.figure).startswith("units.") else str(like.figure)
    figure, where = FIGURES[key], asked.scope.text
    why = f"接着前面的“{figure.label}”；限于“{where}”"
    return replace(asked, figure=key, status="bound", confidence=NARROWED, why=why)


def alternatives(binding: Binding) -> list[str]:
    """The keys of the figures that may be meant, best first."""
    return [one.key for one in rank(_of_units(binding.blank, binding.scope), []) if one.key in FIGURES]


def _of_units(blank: Blank, scope: Scope) -> Blank:
    """The blank as if its category were units at large, which is how figures speak: 检查加油站XX家次."""
    if team := scope.word("team"):
        blank = replace(blank, before=blank.before.replace(team, ""))  # 巡查组 is no 巡查
    named = scope.word("place")
    bare = re.sub(
        r"(?:数|数量|总数|总量)?(?:为|有|达到?|共|计|占去|仍有|尚有)+$",
        "",
        blank.before.replace(named, "") if named else blank.before,
    )
    if bare.endswith(("隐患", "问题")):
        blank = replace(blank, before=bare)  # 隐患数石桥村为XX条
    words = scope.word("category")
    return replace(blank, before=blank.before.replace(words, "企业")) if words else blank


def _reason(best: Candidate, blank: Blank, scope: Scope) -> str:
    words = f"“{best.phrase}”" if best.phrase else ""
    unit = f"单位“{blank.unit}”" if blank.unit else ""
    where = f"；限于“{scope.text}”" if scope else ""
    return f"由{'和'.join(one for one in (words, unit) if one)}判定为“{best.label}”{where}"


def _name_or_date(blank: Blank, sentence: Sentence, reader: Reader) -> Binding:
    days = (reader.since, reader.until)
    asked = Binding(blank, sentence.text, None, Scope(), days, 0.5, "ask", "请填写名称")
    if blank.kind == "date":
        if re.match(r"年(?!.?月)", blank.follows) and reader.since.year == reader.until.year:
            year = str(reader.since.year)
            return replace(asked, fixed=year, status="bound", confidence=0.95, why="总结的年度")
        return replace(asked, why="请填写日期或编号")
    for name in (reader.vocabulary.town, reader.vocabulary.district):
        for suffix in ("街道", "镇", "乡", "区", "县", "市"):
            if name.endswith(suffix) and re.match(rf"{suffix}(?!长|党委书记|级)", blank.follows):
                why = f"{'本镇' if name == reader.vocabulary.town else '本区（县、市）'}名称：{name}"
                fixed = name[: -len(suffix)]
                return replace(asked, fixed=fixed, status="bound", confidence=0.95, why=why)
    return asked
