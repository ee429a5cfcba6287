"""Summarizing: blanks bound and evaluated in one pass, claims judged, identities checked; the result as data."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from bihuan.core import scope as scoping
from bihuan.figures.evaluation import (
    Ask,
    Slice,
    Value,
    Verdict,
    check_identities,
    evaluate,
    rows,
    sliceable,
)
from bihuan.figures.registry import FIGURES, SOURCES
from bihuan.summaries.binding import binder, totals
from bihuan.summaries.binding.binder import Binding
from bihuan.summaries.binding.measures import measured, other_ask
from bihuan.summaries.binding.scope import Scope
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.choices import Choice, chosen
from bihuan.summaries.extent import Extent, extent_of
from bihuan.summaries.extent import said as told_gap
from bihuan.summaries.reading import blanks as blanking
from bihuan.summaries.reading import sections
from bihuan.summaries.reading.anchors import anchors
from bihuan.summaries.reading.limits import NarrativeError
from bihuan.summaries.reading.narrative import Narrative
from bihuan.summaries.reading.rough import holds, rounded
from bihuan.summaries.reading.tables import tables
from bihuan.summaries.truth import claims as claiming
from bihuan.summaries.truth.arithmetic import ERROR, Flaw, flaws
from bihuan.summaries.truth.claims import Claim, Finding

OFFENDING_MAX = 20


@dataclass(frozen=True)
class Filled:
    """A binding with its answer; `ask` is the question that was put, None where none was; `other` the second one of a
    comparison or share. `anchor` is what the blank is recognised by when the text is used again; `recorded_from` is the
    day of the first record where the number reaches back before it."""

    binding: Binding
    ask: Ask | None
    value: Value | None
    anchor: str = ""
    other: Ask | None = None
    recorded_from: date | None = None


@dataclass(frozen=True)
class Judged:
    """A claim with its verdict. `evidence`: the figure asked; `offending`: what the records say against it, in words;
    `asks`: all the questions that decide it, by figure; `recorded_from` as of a blank."""

    claim: Claim
    finding: Finding
    evidence: Ask | None
    value: Value | None
    offending: tuple[str, ...] = ()
    against: Ask | None = None
    asks: dict[str, Ask] = field(default_factory=dict)
    recorded_from: date | None = None


@dataclass(frozen=True)
class Result:
    """All that is known of a narrative for a period and a cut-off."""

    narrative: Narrative
    since: date
    until: date
    as_of: date
    blanks: tuple[Filled, ...]
    claims: tuple[Judged, ...]
    identities: tuple[Verdict, ...]
    extent: Extent

    @property
    def is_clean(self) -> bool:
        """No claim disproved, no identity broken, no number that contradicts another."""
        return (
            all(one.finding.verdict != claiming.DISPROVED for one in self.claims)
            and all(one.holds for one in self.identities)
            and not any(one.severity == ERROR for one in self.flaws)
        )

    @property
    def gaps(self) -> list[date]:
        """The days of the first records, where numbers or claims reach back before them."""
        of_blanks = {one.recorded_from for one in self.blanks}
        return sorted(day for day in of_blanks | {one.recorded_from for one in self.claims} if day)

    @cached_property
    def flaws(self) -> tuple[Flaw, ...]:
        """Numbers of the filled text that contradict one another; offsets are the filled text's."""
        return flaws(self.filled_text())

    def filled_text(self) -> str:
        """The narrative with its numbers in place; what is not known stays a blank (____)."""
        text, parts, at = self.narrative.text, [], 0
        for one in self.blanks:
            blank = one.binding.blank
            parts += [text[at : blank.start], printed(one, text)]
            at = end_of(one)
        return "".join(parts) + text[at:]


def summarize(
    scope: scoping.Scope,
    narrative: Narrative,
    *,
    since: date,
    until: date,
    as_of: date,
    vocabulary: Vocabulary,
    choices: dict[str, Choice] | None = None,
) -> Result:
    """Bind, evaluate and judge a narrative; `choices` are a person's, by anchor. Raises NarrativeError where there is
    nothing to do."""
    found = blanking.find(narrative)
    sentences = sections.sentences(narrative)
    said = claiming.find(sentences, vocabulary, since, until)
    if not found and not any(one.kind.figures for one in said):
        raise NarrativeError(
            "这篇文字里没有要填的空（X、XX、____），也没有记录能核对的说法，请检查是不是选错了文件。"
        )
    bindings = binder.bind(found, sentences, vocabulary, since, until)
    known, choices = anchors(found, sentences), choices or {}
    bindings = [
        _sliceable(chosen(one, choices[anchor], vocabulary) if anchor in choices else one)
        for one, anchor in zip(bindings, known, strict=True)
    ]
    bindings = totals.added(bindings, tables(narrative.paragraphs))
    asks = [_asks(one, as_of) for one in bindings]
    claim_asks = [_claim_asks(one, as_of) for one in said]
    extent = extent_of(scope, _all(asks, claim_asks))
    bindings = [_comparable(one, other, extent) for one, (_, other) in zip(bindings, asks, strict=True)]
    asks = [_asks(one, as_of) for one in bindings]
    values = evaluate(scope, _all(asks, claim_asks))
    filled = [
        Filled(one, ask, _value(one, ask, other, values), anchor, other, extent.gap([ask] if ask else []))
        for one, (ask, other), anchor in zip(bindings, asks, known, strict=True)
    ]
    filled = [replace(one, value=_added(one, filled)) for one in filled]
    pairs = [pair for pair in zip(said, claim_asks, strict=True) if not _is_answered(pair[0], filled)]
    judged = [
        replace(_judge(scope, one, group, values), recorded_from=extent.gap(group.values()))
        for one, group in pairs
    ]
    return Result(
        narrative,
        since,
        until,
        as_of,
        tuple(filled),
        tuple(judged),
        tuple(_identities(scope, bindings, since, until, as_of)),
        extent,
    )


def slice_of(scope: Scope) -> Slice:
    """A text's scope as the slice that figures take."""
    return Slice(
        cell=scope.place,
        category=scope.category,
        campaign=UUID(scope.campaign) if scope.campaign else None,
        team=UUID(scope.team) if scope.team else None,
    )


def shown(one: Filled) -> str:
    """What is printed in a blank's place; "" where nothing is known."""
    if one.binding.fixed is not None:
        return one.binding.fixed
    if one.binding.status != "bound" or one.value is None or one.value.value is None:
        return ""
    value = one.value.value
    return rounded(value) if one.binding.rounded and isinstance(value, int) else f"{value}"


def printed(one: Filled, text: str) -> str:
    """What the paper says there: the answer; else what was typed, or a gap."""
    blank = one.binding.blank
    return shown(one) or (text[blank.start : blank.end] if blank.said is not None else "____")


def end_of(one: Filled) -> int:
    """Where the text goes on behind a blank: an exact number takes the place of 余 as well."""
    blank = one.binding.blank
    return blank.end + (1 if blank.about and shown(one) else 0)


def differs(one: Filled) -> bool:
    """Whether a finished text said another number than the records say now."""
    blank, value = one.binding.blank, one.value
    if blank.said is None or value is None or value.value is None or one.binding.fixed is not None:
        return False
    return not holds(blank.said, blank.rough, value.value)


def _sliceable(one: Binding) -> Binding:
    """A figure that is not recorded by what the text narrows to is asked, never widened."""
    if one.status != "bound" or one.figure is None or sliceable(FIGURES[one.figure], slice_of(one.scope)):
        return one
    label = FIGURES[one.figure].label
    why = f"“{label}”没有按“{one.scope.text}”记录，请确认"
    return replace(one, status="ask", confidence=0.5, why=why)


def _comparable(one: Binding, other: Ask | None, extent: Extent) -> Binding:
    """A comparison with a time that is not wholly recorded is asked: a rise out of missing records is none."""
    first = extent.gap([other]) if other and one.measure.is_change else None
    if first is None or other is None:
        return one
    why = (
        f"对比的{other.since:%Y-%m-%d}至{other.until:%Y-%m-%d}，{told_gap(first)}，不能比较，请核对后自己填写"
    )
    return replace(one, status="ask", confidence=0.5, why=why)


def _all(asks: list[tuple[Ask | None, Ask | None]], claim_asks: list[dict[str, Ask]]) -> list[Ask]:
    """The questions of the blanks, then those of the claims."""
    own = [ask for pair in asks for ask in pair if ask]
    return own + [ask for group in claim_asks for ask in group.values()]


def _asks(one: Binding, as_of: date) -> tuple[Ask | None, Ask | None]:
    """The question that a binding puts, and the second one of a comparison or share."""
    if one.status != "bound" or one.figure is None or one.parts:
        return None, None
    since, until = one.period
    ask = Ask(one.figure, since, until, min(as_of, one.cutoff or as_of), slice_of(one.scope))
    return ask, other_ask(ask, one.measure)


def _value(one: Binding, ask: Ask | None, other: Ask | None, values: dict[Ask, Value]) -> Value | None:
    if ask is None:
        return None
    return measured(one.measure, values[ask], values[other] if other else None)


def _added(one: Filled, filled: list[Filled]) -> Value | None:
    """The value; of a table's total, which puts no question of its own, the sum of its parts, some of them totals too."""
    if not one.binding.parts:
        return one.value
    return totals.sum_of([_added(filled[part], filled) for part in one.binding.parts])


def _is_answered(claim: Claim, filled: list[Filled]) -> bool:
    """Whether a claim's own number is taken as a blank and filled: 取缔1处 of a finished text."""
    return any(
        one.binding.blank.said is not None
        and one.binding.status == "bound"
        and claim.start <= one.binding.blank.start < claim.end
        for one in filled
        if claim.said is not None or "率" in claim.text
    )


def _claim_asks(claim: Claim, as_of: date) -> dict[str, Ask]:
    """The questions that decide a claim; none where its scope is open, or where a figure is not recorded by it."""
    part = slice_of(claim.scope)
    keys = [
        *claim.kind.figures,
        *(key for one in claim.kind.against for key in (one.figure, one.among, one.apart) if key),
    ]
    if claim.open or not all(sliceable(FIGURES[key], part) for key in keys):
        return {}
    since, until = claim.period
    cutoff = min(as_of, claim.cutoff or as_of)
    return {key: Ask(key, since, until, cutoff, part) for key in dict.fromkeys(keys)}


def _judge(scope: scoping.Scope, claim: Claim, asks: dict[str, Ask], values: dict[Ask, Value]) -> Judged:
    if claim.kind.figures and not asks:
        why = claim.open or f"没有按“{claim.scope.text}”记录"
        return Judged(claim, Finding(claiming.UNDECIDABLE, f"{why}，无从核对"), None, None)
    finding = claiming.judge(claim, {key: values[ask] for key, ask in asks.items()})
    evidence = asks.get(claim.kind.figures[0]) if claim.kind.figures else None
    value = values[evidence] if evidence else None
    if finding.verdict != claiming.DISPROVED:
        return Judged(claim, finding, evidence, value, asks=asks)
    lines: list[str] = []
    against = None
    for one in claim.kind.against:
        if found := _offending(scope, one, asks):
            lines += found
            against = against or (None if one.apart else asks[one.figure])
    return Judged(claim, finding, evidence, value, tuple(lines[:OFFENDING_MAX]), against, asks)


def _offending(scope: scoping.Scope, against: claiming.Against, asks: dict[str, Ask]) -> list[str]:
    """The records that speak against a claim, in words: unit, what, until when."""
    found = rows(scope, asks[against.figure])
    if against.among:
        found = found.filter(pk__in=rows(scope, asks[against.among]).values("pk"))
    if against.apart:
        found = found.exclude(pk__in=rows(scope, asks[against.apart]).values(against.field))
    columns = SOURCES[FIGURES[against.figure].source].columns
    lines = []
    for row in found.order_by("pk").values_list(*(name for name, _ in columns))[:OFFENDING_MAX]:
        pairs = [
            f"{head}{value}" for (_, head), value in zip(columns, row, strict=True) if value not in (None, "")
        ]
        lines.append("，".join(pairs))
    return lines


def _identities(
    scope: scoping.Scope, bindings: list[Binding], since: date, until: date, as_of: date
) -> list[Verdict]:
    """Each identity for the whole, and for each campaign that the text speaks of."""
    found = check_identities(scope, since, until, as_of)
    campaigns = {one.scope.campaign: one.scope.word("campaign") for one in bindings if one.scope.campaign}
    for campaign, name in campaigns.items():
        for verdict in check_identities(scope, since, until, as_of, Slice(campaign=UUID(campaign))):
            found.append(Verdict(f"{name}：{verdict.rule}", verdict.holds, verdict.detail))
    return found


def row_ids(scope: scoping.Scope, ask: Ask) -> list[str]:
    """Ids of the records behind an ask."""
    return [str(pk) for pk in rows(scope, ask).order_by("pk").values_list("pk", flat=True)]


def unit_of(key: str | None) -> str | None:
    """A figure's unit of count."""
    return FIGURES[key].unit if key in FIGURES else None
