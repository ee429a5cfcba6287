"""What an issued summary would say otherwise today: its frozen questions put again, and the events that changed the answers.
Nothing is changed by looking."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bihuan.core import events
from bihuan.core import scope as scoping
from bihuan.figures.evaluation import evaluate
from bihuan.figures.registry import FIGURES
from bihuan.hazards.timeline import Entry, told
from bihuan.summaries.binding.measures import Measure, measured
from bihuan.summaries.engine import Result, row_ids
from bihuan.summaries.freezing import ask_of
from bihuan.summaries.models import Summary
from bihuan.summaries.truth.claims import evidence_value
from bihuan.summaries.truth.judges import VERDICTS

RECORDS_TOLD = 20


@dataclass(frozen=True)
class Changed:
    """A number or claim that would read otherwise: `then` and `now` as printed, the ids of records that are new behind it
    or gone, what happened to them since, and what cannot be asked any more (`note`)."""

    words: str
    figure: str
    then: Any
    now: Any
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    because: tuple[Entry, ...] = ()
    note: str = ""


def differences(scope: scoping.Scope, summary: Summary, today: Result) -> list[Changed]:
    """Every difference between an issued summary and the records of today; `today` is its text worked out now."""
    return [*_numbers(scope, summary), *_claims(summary, today)]


def _numbers(scope: scoping.Scope, summary: Summary) -> Iterator[Changed]:
    entries = [one for one in summary.result["blanks"] if one.get("ask")]
    known = [one for one in entries if one["ask"]["figure"] in FIGURES]
    asks = {one["index"]: ask_of(one["ask"]) for one in known}
    others = {one["index"]: ask_of(one["other"]) for one in known if one.get("other")}
    values = evaluate(scope, [*asks.values(), *others.values()])
    for entry in entries:
        index, words = entry["index"], entry["text"]
        if index not in asks:
            note = f"指标“{entry['ask']['figure']}”已经没有了，无从重算，印发时的数字不变"
            yield Changed(words, entry["ask"]["figure"], entry["value"], None, note=note)
            continue
        ask, other = asks[index], others.get(index)
        value = measured(Measure(**entry["measure"]), values[ask], values[other] if other else None)
        now = evidence_value(value)
        if now == entry["value"] and value.rows == entry["rows"]:
            continue
        before, after = set(entry.get("row_ids", [])), set(row_ids(scope, ask))
        added, gone = sorted(after - before), sorted(before - after)
        yield Changed(
            words,
            ask.figure,
            entry["value"],
            now,
            tuple(added),
            tuple(gone),
            tuple(_because(scope, summary, [*added, *gone] or sorted(after))),
            value.missing,
        )


def _because(scope: scoping.Scope, summary: Summary, ids: list[str]) -> Iterator[Entry]:
    """What happened to some records since the summary was issued."""
    since = events.trail(scope, *(UUID(one) for one in ids[:RECORDS_TOLD])).filter(at__gte=summary.issued_at)
    for event in since[:RECORDS_TOLD]:
        yield told(event)


def _claims(summary: Summary, today: Result) -> Iterator[Changed]:
    now = {(one.claim.text, one.claim.start): one.finding for one in today.claims}
    for entry in summary.result["claims"]:
        finding = now.get((entry["text"], entry["start"]))
        if finding is not None and finding.verdict != entry["verdict"]:
            yield Changed(
                f"“{entry['text']}”",
                entry["evidence"]["figure"] or "",
                VERDICTS[entry["verdict"]],
                VERDICTS[finding.verdict],
                note=finding.text,
            )


@dataclass(frozen=True)
class Pair:
    """The same blank in two summaries; None where one has it not."""

    words: str
    unit: str
    left: Any
    right: Any

    @property
    def change(self) -> Any:
        """How much more the right one says; None where there is nothing to compare."""
        if isinstance(self.left, int | float) and isinstance(self.right, int | float):
            return round(self.right - self.left, 1)
        return None


def side_by_side(left: dict[str, Any], right: dict[str, Any]) -> list[Pair]:
    """The blanks of two pages (`report.as_page`), matched by their anchors, in the left one's order; what only the right
    one has comes last."""
    there = {one["anchor"]: one for one in right["blanks"]}
    pairs = []
    for one in left["blanks"]:
        if one["kind"] == "number":
            match = there.pop(one["anchor"], None)
            pairs.append(
                Pair(one["text"], one["unit"] or "", one["value"], match["value"] if match else None)
            )
    rest = [one for one in there.values() if one["kind"] == "number"]
    return [*pairs, *(Pair(one["text"], one["unit"] or "", None, one["value"]) for one in rest)]
