"""Claims: what a narrative asserts without a blank. Each is proved, disproved or undecidable by the records.

A kind of claim is a pattern, the figures that decide it, and a judge over their values. Judgements (有效遏制, 持续平稳) and
matters without records are undecidable and said so; nothing is proved from an empty basis.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bihuan.figures.evaluation import Value
from bihuan.figures.registry import FIGURES, topics
from bihuan.summaries.binding import cells
from bihuan.summaries.binding.context import Reader
from bihuan.summaries.binding.periods import period_at
from bihuan.summaries.binding.scope import Scope, doubt, narrowed
from bihuan.summaries.binding.vocabulary import Vocabulary, categories_in
from bihuan.summaries.reading.blanks import QUOTES
from bihuan.summaries.reading.rough import number_of
from bihuan.summaries.reading.sections import Sentence
from bihuan.summaries.truth import (
    about_accidents,
    about_assessments,
    about_documents,
    about_hazards,
    about_joint,
    about_meetings,
    about_publicity,
    about_tips,
    about_work,
    beyond_records,
)
from bihuan.summaries.truth.each import TIMES, Member, Named, exceptions, members
from bihuan.summaries.truth.judges import DISPROVED, PROVED, UNDECIDABLE, Each, Finding, Values
from bihuan.summaries.truth.kinds import DECLARED, ClaimKind, Said
from bihuan.summaries.truth.reservations import is_denied, other_matter
from bihuan.summaries.truth.wording import except_failing

__all__ = [
    "DISPROVED",
    "PROVED",
    "UNDECIDABLE",
    "Claim",
    "Finding",
    "evidence_value",
    "find",
    "judge",
]


@dataclass(frozen=True)
class Claim:
    """A claim in the text, with the scope and period of its sentence. `said`: a number that it states; `members`: those of
    each of whom it speaks; `before`: the words of its sentence before it; `open`: why its scope or period cannot be told."""

    kind: ClaimKind
    text: str
    start: int
    end: int
    sentence: str
    scope: Scope
    period: tuple[date, date]
    cutoff: date | None = None
    said: int | None = None
    open: str = ""
    members: tuple[Member, ...] = ()
    before: str = ""

    def due(self, as_of: date) -> tuple[Member, ...]:
        """Of whom it must be true by a cut-off: a month that is not over yet may still bring its check."""
        if self.kind.each not in TIMES:
            return self.members
        return tuple(one for one in self.members if one.period[1] <= as_of)


# Where two kinds overlap, the one that stands first holds.
KINDS = (
    about_documents.MADE,
    *about_hazards.TOTALS,
    *about_publicity.KINDS,
    *about_work.LETTERS,
    *about_assessments.KINDS,
    *about_joint.KINDS,
    *about_work.COVERAGE,
    *about_hazards.NONE,
    *about_work.SERVICE,
    *about_work.FILES,
    *about_work.REPORTS,
    *about_work.TRAINING,
    *about_meetings.KINDS,
    *about_work.FREQUENCY,
    *about_work.ON_DUTY,
    *about_tips.KINDS,
    *about_work.COUNTS,
    *about_accidents.KINDS,
    *about_work.PRACTICE,
    *beyond_records.UNDECIDABLE,
)


def known_kinds() -> tuple[ClaimKind, ...]:
    """All kinds of claims, those that later apps have declared first."""
    return (*DECLARED, *KINDS)


_FIRE = re.compile(r"火灾|火情")
_FUTURE = re.compile(
    r"下一?步|明年|下年度|今后|下一年|(?:我镇|镇党委|我们)?将继续|[，。]将(?![^，。；]{0,12}(?:列入|纳入|摆上|摆在|提上))"
)


def find(sentences: list[Sentence], vocabulary: Vocabulary, since: date, until: date) -> list[Claim]:
    """All claims of a narrative in reading order; where two overlap, the kind that stands first in `known_kinds` holds."""
    found: list[Claim] = []
    reader = Reader.of(vocabulary, since, until)
    for sentence in sentences:
        taken: list[tuple[int, int]] = []
        if sentence.is_plan:
            continue
        for kind, match in _matches(sentence.text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            found.append(_claim(kind, match, sentence, reader))
    return sorted(found, key=lambda claim: claim.start)


def _matches(text: str) -> Iterator[tuple[ClaimKind, re.Match[str]]]:
    future = _FUTURE.search(text)
    for kind in known_kinds():
        for match in kind.pattern.finditer(text):
            if future and future.start() < match.start():
                continue  # a plan is no claim
            clause = text[max(text.rfind(mark, 0, match.start()) for mark in "，。；：") + 1 : match.end()]
            if kind.goal_words and kind.goal_words.search(about_documents.TITLES.sub("《》", clause)):
                continue
            if is_denied(kind, text, *match.span()):
                continue
            yield kind, match


def _claim(kind: ClaimKind, match: re.Match[str], sentence: Sentence, reader: Reader) -> Claim:
    start = match.start()
    before = sentence.text[:start]
    excepted, upto = exceptions(before) if kind.each else (set(), start)
    period = period_at(sentence, upto, reader.since, reader.until)
    scope = _scope(kind, match, upto, sentence, reader)
    named = Named()
    if kind.each:
        named = members(kind.each, match, excepted, scope, period.days, reader.vocabulary)
    said = number_of(match.groupdict().get("n") or "")
    if kind.of_days:
        said = Decimal((period.days[1] - period.days[0]).days + 1)
    other = other_matter(kind, sentence.text, *match.span(), reader.vocabulary)
    return Claim(
        kind,
        match.group(),
        sentence.start + start,
        sentence.start + match.end(),
        sentence.text,
        scope,
        period.days,
        period.cutoff,
        None if said is None else int(said),
        (scope.unknown or period.unknown or named.unknown or other) if kind.figures else "",
        named.members,
        before,
    )


def _scope(kind: ClaimKind, match: re.Match[str], upto: int, sentence: Sentence, reader: Reader) -> Scope:
    """What a claim is about. The members of a claim about each narrow it themselves, so that its own words do not."""
    if kind.is_of_town or not kind.figures:
        return Scope()
    text, start = sentence.text, match.start()
    clause_start = max(text.rfind(mark, 0, start) for mark in "，。；：") + 1
    near = "" if kind.each else text[clause_start : match.end()].translate(QUOTES)
    if kind.silence:
        near = _FIRE.sub("", near)  # what did not happen, not where
    scope = reader.scope_at(sentence, upto, near)
    if sentence.cell is not None:
        scope = cells.both(scope, cells.narrowing(sentence.cell, reader))
    if kind.name in ("取缔数", "停业整顿数"):
        return _of_thing(match.group().translate(QUOTES), scope, reader.vocabulary)
    return scope


def _of_thing(words: str, scope: Scope, vocabulary: Vocabulary) -> Scope:
    """What was banned or suspended, as a category. A kind of place that the town's categories lack is a doubt."""
    thing = re.sub(
        r"取缔|关闭|责令|停产停业|停业|停产|整顿|非法|违法|违规|无证|无照|了|的|[\d一二两三四五六七八九十]+(?:余|多)?(?:处|家|个)$",
        "",
        words,
    )
    found = categories_in(thing, vocabulary)
    if len(found.codes) == 1:
        return scope.plus(narrowed("category", found.codes[0], found.words))
    if len(thing) >= 2 and not re.fullmatch(r"(?:生产)?(?:经营)?(?:企业|单位|场所|点|窝点|作坊|业户)", thing):
        return scope.plus(doubt("category", thing, f"监管对象类别里没有“{thing}”，系统没有按它记录"))
    return scope


def judge(claim: Claim, values: Values, each: Each | None = None) -> Finding:
    """The verdict of a claim with a truthful wording, given the values of its figures in its scope, and in that of each of
    its members."""
    kind = claim.kind
    if kind.beyond:
        return Finding(UNDECIDABLE, kind.beyond + _beside(values))
    if kind.topic:
        topic = topics().get(kind.topic)
        if topic is None:
            return Finding(UNDECIDABLE, f"“{FIGURES[kind.topic].label}”有记录，请对照台账核对")
        return Finding(UNDECIDABLE, f"系统还没有地方记录“{topic.label}”，没有记录不等于属实")
    if claim.open:
        return Finding(UNDECIDABLE, f"{claim.open}，无从核对")
    said = Said(claim.text, claim.before, claim.said)
    finding = verdict_of(kind, values, each or [], claim.said)
    assert finding is not None
    if finding.failing:
        return replace(finding, wording=except_failing(finding, each or [], said))
    if finding.verdict != DISPROVED or kind.wording is None:
        return finding
    return replace(finding, wording=kind.wording(values, said))


def verdict_of(kind: ClaimKind, values: Values, each: Each, said: int | None) -> Finding | None:
    """What the records decide of a kind of claim, without wording; None of a kind that no record decides."""
    if kind.judge_each is not None:
        if not each:
            return Finding(UNDECIDABLE, "截止日以前还没有一个完整的月份或季度，无从核对")
        return kind.judge_each(values, each, said)
    return kind.judge(values, said) if kind.judge is not None else None


def _beside(values: Values) -> str:
    """What the records do say, for who weighs a judgement."""
    known = [(FIGURES[key], value) for key, value in values.items() if value.value is not None]
    if not known:
        return ""
    return "；可参照：" + "，".join(f"{figure.label}{value.value}{figure.unit}" for figure, value in known)


def evidence_value(value: Value | None) -> int | float | None:
    """A figure's value as JSON has numbers."""
    if value is None:
        return None
    return float(value.value) if isinstance(value.value, Decimal) else value.value
