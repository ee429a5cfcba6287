"""Summarizing: blanks bound and evaluated in one pass, claims judged, identities checked; the result as data."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from uuid import UUID

from bihuan.core import scope as scoping
from bihuan.figures.evaluation import Ask, Slice, Value, evaluate, rows, sliceable
from bihuan.figures.identities import Verdict, check_identities
from bihuan.figures.registry import FIGURES
from bihuan.summaries.binding import binder, totals
from bihuan.summaries.binding.binder import Binding
from bihuan.summaries.binding.measures import measured, other_ask
from bihuan.summaries.binding.scope import Scope, slice_of
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.choices import Choice, chosen
from bihuan.summaries.extent import Extent, extent_of
from bihuan.summaries.extent import said as told_gap
from bihuan.summaries.judging import Judged, asked, judged
from bihuan.summaries.reading import blanks as blanking
from bihuan.summaries.reading import sections
from bihuan.summaries.reading.anchors import anchors
from bihuan.summaries.reading.blanks import Blank
from bihuan.summaries.reading.limits import NUMBERS_MAX, NUMBERS_OF_SENTENCE_MAX, NarrativeError
from bihuan.summaries.reading.narrative import Narrative
from bihuan.summaries.reading.rough import holds, rounded
from bihuan.summaries.reading.tables import tables
from bihuan.summaries.truth import claims as claiming
from bihuan.summaries.truth.arithmetic import ERROR, Flaw, flaws
from bihuan.summaries.truth.claims import Claim
from bihuan.summaries.truth.plausibility import FIGURES_NEEDED, unlikely
from bihuan.summaries.truth.typed import typed


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
class Result:
    """All that is known of a narrative for a period and a cut-off. `typed`: numbers typed beside its blanks, as far as
    their meaning is sure; `unlikely`: what is odd in the records, in words. `check` checks the identities, once, for who asks of them:
    it takes longer than all the rest, and who drafts, chooses or follows up one claim does not ask."""

    narrative: Narrative
    since: date
    until: date
    as_of: date
    blanks: tuple[Filled, ...]
    claims: tuple[Judged, ...]
    check: Callable[[], list[Verdict]] = field(repr=False, compare=False)
    extent: Extent
    typed: tuple[Filled, ...] = ()
    unlikely: tuple[str, ...] = ()

    @cached_property
    def identities(self) -> tuple[Verdict, ...]:
        """Each identity of the figures, by the records as they are when it is first asked of."""
        return tuple(self.check())

    @property
    def is_clean(self) -> bool:
        """No claim disproved, no identity broken, no number that contradicts another."""
        return not self.untrue and all(one.holds for one in self.identities) and not self.errors

    @property
    def untrue(self) -> list[Judged]:
        """The claims that the records disprove."""
        return [one for one in self.claims if one.finding.verdict == claiming.DISPROVED]

    @property
    def errors(self) -> tuple[str, ...]:
        """Numbers that cannot stand beside one another, in words."""
        return tuple(one.text for one in self.flaws if one.severity == ERROR)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is to be looked at and need not be wrong: typed numbers that are not those of the records, lists that leave
        something out, records that are hardly so."""
        return (
            *(one.text for one in self.flaws if one.severity != ERROR),
            *(_told(one) for one in self.typed if differs(one)),
            *self.unlikely,
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
    numbers = blanking.with_numbers(narrative)
    _limit(numbers or found, sentences)
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
    put = [asked(one, as_of) for one in said]
    beside = typed(numbers, sentences, said, vocabulary, since, until)
    beside_asks = [_asks(_sliceable(one), as_of) for one in beside]
    campaigns = {one.scope.campaign: one.scope.word("campaign") for one in bindings if one.scope.campaign}
    usual_asks = {name: _usual_asks(since, until, as_of, id_) for id_, name in {"": "", **campaigns}.items()}
    of_claims = [ask for one in put for ask in one]
    extent = extent_of(scope, [*_flat(asks), *of_claims])
    bindings = [_comparable(one, other, extent) for one, (_, other) in zip(bindings, asks, strict=True)]
    asks = [_asks(one, as_of) for one in bindings]
    usual = [ask for group in usual_asks.values() for ask in group.values()]
    values = evaluate(scope, [*_flat(asks), *_flat(beside_asks), *of_claims, *usual])
    filled = [
        Filled(one, ask, _value(one, ask, other, values), anchor, other, extent.gap([ask] if ask else []))
        for one, (ask, other), anchor in zip(bindings, asks, known, strict=True)
    ]
    filled = [replace(one, value=_added(one, filled)) for one in filled]
    verdicts = [
        replace(judged(scope, one, questions, values), recorded_from=extent.gap(questions))
        for one, questions in zip(said, put, strict=True)
        if not _is_answered(one, filled)
    ]
    return Result(
        narrative,
        since,
        until,
        as_of,
        tuple(filled),
        tuple(verdicts),
        partial(_identities, scope, campaigns, since, until, as_of),
        extent,
        tuple(
            Filled(one, ask, _value(one, ask, other, values), other=other)
            for one, (ask, other) in zip(beside, beside_asks, strict=True)
        ),
        tuple(
            f"{name}：{told}" if name else told
            for name, group in usual_asks.items()
            for told in unlikely({key: values[ask] for key, ask in group.items()})
        ),
    )


def _limit(numbers: Iterable[Blank], sentences: list[sections.Sentence]) -> None:
    """Raises NarrativeError of a text with more blanks and numbers than can be read in a moment."""
    of_sentence = Counter(sections.sentence_of(sentences, one.start).start for one in numbers)
    if of_sentence.total() > NUMBERS_MAX:
        raise NarrativeError(f"文中的空和数字超过{NUMBERS_MAX}处，不像是一篇总结，请检查。")
    if max(of_sentence.values(), default=0) > NUMBERS_OF_SENTENCE_MAX:
        raise NarrativeError(f"有一句话里的空和数字超过{NUMBERS_OF_SENTENCE_MAX}处，请用句号断开。")


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


def _told(one: Filled) -> str:
    """A typed number beside that of the records."""
    assert one.value is not None and one.binding.figure is not None
    label, unit = FIGURES[one.binding.figure].label, one.binding.blank.unit
    return f"文中写“{one.binding.blank.text}”，记录中“{label}”是{one.value.value}{unit}"


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


def _flat(asks: list[tuple[Ask | None, Ask | None]]) -> list[Ask]:
    """The questions of some numbers, the second ones of comparisons among them."""
    return [ask for pair in asks for ask in pair if ask]


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


def _usual_asks(since: date, until: date, as_of: date, campaign: str) -> dict[str, Ask]:
    """What the rules of plausibility ask of the whole, or of a campaign as far as it is recorded by it."""
    part = slice_of(Scope(campaign=campaign))
    keys = [key for key in FIGURES_NEEDED if sliceable(FIGURES[key], part)]
    return {key: Ask(key, since, until, as_of, part) for key in keys}


def _identities(
    scope: scoping.Scope, campaigns: dict[str, str], since: date, until: date, as_of: date
) -> list[Verdict]:
    """Each identity for the whole, and for each campaign (name by id) that the text speaks of."""
    parts = {Slice(): "", **{Slice(campaign=UUID(id_)): f"{name}：" for id_, name in campaigns.items()}}
    checked = check_identities(scope, since, until, as_of, parts)
    return [replace(one, rule=f"{named}{one.rule}") for part, named in parts.items() for one in checked[part]]


def row_ids(scope: scoping.Scope, ask: Ask) -> list[str]:
    """Ids of the records behind an ask."""
    return [str(pk) for pk in rows(scope, ask).order_by("pk").values_list("pk", flat=True)]


def unit_of(key: str | None) -> str | None:
    """A figure's unit of count."""
    return FIGURES[key].unit if key in FIGURES else None
