"""Claims put to the records: the questions that decide them, the verdict, and the records that speak against them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from bihuan.core import scope as scoping
from bihuan.core.calendar import in_words
from bihuan.core.models import Town
from bihuan.figures.evaluation import Ask, Value, rows, sliceable
from bihuan.figures.registry import FIGURES, SOURCES, evidence_of
from bihuan.figures.rows import as_row, fields_of
from bihuan.policies.queries import standing, titled
from bihuan.policies.rules import named_titles, title_key
from bihuan.summaries.binding.scope import Scope, slice_of
from bihuan.summaries.truth.about_documents import judged_titles
from bihuan.summaries.truth.claims import DISPROVED, UNDECIDABLE, Claim, Finding, judge
from bihuan.summaries.truth.kinds import Against

OFFENDING_MAX = 20


@dataclass(frozen=True)
class Asked:
    """The questions that decide a claim, by figure: of its whole, and of each of those of whom it speaks, by name. None
    where its scope is open, or where a figure is not recorded by it."""

    whole: dict[str, Ask] = field(default_factory=dict)
    each: dict[str, dict[str, Ask]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Ask]:
        yield from self.whole.values()
        for group in self.each.values():
            yield from group.values()


@dataclass(frozen=True)
class Judged:
    """A claim with its verdict. `evidence`: the figure asked; `offending`: what the records say against it, in words; `put`:
    all the questions that decide it; `recorded_from`: the first day of the records where it reaches back before it."""

    claim: Claim
    finding: Finding
    evidence: Ask | None
    value: Value | None
    offending: tuple[str, ...] = ()
    against: Ask | None = None
    put: Asked = field(default_factory=Asked)
    recorded_from: date | None = None


def asked(claim: Claim, as_of: date) -> Asked:
    """The questions that a claim puts."""
    if claim.open:
        return Asked()
    cutoff = min(as_of, claim.cutoff or as_of)
    return Asked(
        _asks(claim, claim.scope, claim.period, cutoff),
        {one.name: _asks(claim, one.scope, one.period, cutoff) for one in claim.due(cutoff)},
    )


def _asks(claim: Claim, within: Scope, period: tuple[date, date], cutoff: date) -> dict[str, Ask]:
    kind, part = claim.kind, slice_of(within)
    keys = [
        *kind.figures,
        *kind.beside,
        *(key for one in kind.against for key in (one.figure, one.among, one.apart) if key),
    ]
    if not all(sliceable(FIGURES[key], part) for key in keys):
        return {}
    vouching = (key for one in evidence_of(kind.silence) for key in (one.owed, one.made))
    keys += [key for key in vouching if sliceable(FIGURES[key], part)]
    return {key: Ask(key, *period, cutoff, part) for key in dict.fromkeys(keys)}


def judged(scope: scoping.Scope, claim: Claim, put: Asked, values: dict[Ask, Value]) -> Judged:
    """The verdict on a claim; of a disproved one, one query for the records against it."""
    kind = claim.kind
    if kind.figures and not (put.whole and all(put.each.values())):
        why = claim.open or f"没有按“{claim.scope.text or claim.text}”记录"
        return Judged(claim, Finding(UNDECIDABLE, f"{why}，无从核对"), None, None)
    each = [(name, _answers(group, values)) for name, group in put.each.items()]
    finding = _of_documents(scope, claim, put, values) or judge(claim, _answers(put.whole, values), each)
    evidence = put.whole[kind.figures[0]] if kind.figures else None
    value = values[evidence] if evidence else None
    if finding.verdict != DISPROVED:
        return Judged(claim, finding, evidence, value, put=put)
    # of a claim about each, the records of the first that it fails
    asks = put.each[finding.failing[0]] if finding.failing else put.whole
    lines: list[str] = []
    against = None
    for one in kind.against:
        if values[asks[one.figure]].rows and (found := _offending(scope, one, asks)):
            lines += found
            against = against or (None if one.apart else asks[one.figure])
    return Judged(claim, finding, evidence, value, tuple(lines[:OFFENDING_MAX]), against, put)


def _of_documents(scope: scoping.Scope, claim: Claim, put: Asked, values: dict[Ask, Value]) -> Finding | None:
    """The verdict on a claim that names documents; None of any other. One query for all its titles."""
    if not claim.kind.documents or claim.open:
        return None
    ask = put.whole[claim.kind.figures[0]]
    known = titled(scope, ask.since, min(ask.until, ask.as_of))
    town = Town.objects.of(scope).name
    found = {}
    for title in named_titles(claim.text):
        one = known.get(title_key(title, town))
        found[title] = f"{one.number}，{in_words(one.issued_on)}印发" if one and one.issued_on else ""
    any_issued = bool(values[ask].value) or standing(scope).filter(issued_on__lte=ask.until).exists()
    return judged_titles(claim.text, found, any_issued=any_issued)


def _answers(asks: dict[str, Ask], values: dict[Ask, Value]) -> dict[str, Value]:
    return {key: values[ask] for key, ask in asks.items()}


def _offending(scope: scoping.Scope, against: Against, asks: dict[str, Ask]) -> list[str]:
    """The records that speak against a claim, in words: unit, what, until when."""
    found = rows(scope, asks[against.figure])
    if against.among:
        found = found.filter(pk__in=rows(scope, asks[against.among]).values("pk"))
    if against.apart:
        found = found.exclude(pk__in=rows(scope, asks[against.apart]).values(against.field))
    source = SOURCES[FIGURES[against.figure].source]
    lines = []
    for row in found.order_by("pk").values_list(*fields_of(source))[:OFFENDING_MAX]:
        cells = zip(source.columns, as_row(source, row).cells, strict=True)
        pairs = [f"{head}{value}" for (_, head), value in cells if value not in (None, "")]
        lines.append("，".join(pairs))
    return lines
