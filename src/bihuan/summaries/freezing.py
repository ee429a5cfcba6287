"""What an issued summary keeps: its text, every value with the question that was put and the records behind it, every
verdict with the questions that decided it, and the definitions of that day. Three seals cover it, each a part that a
person can name; they stand in the town's chain, and the page is held to what stands there."""

import hashlib
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from bihuan.core import events
from bihuan.core import scope as scoping
from bihuan.figures.evaluation import Ask, counted, ids_behind
from bihuan.figures.kept import ask_of, plain
from bihuan.figures.registry import FIGURES
from bihuan.summaries.engine import Result
from bihuan.summaries.models import Summary
from bihuan.summaries.report import as_page

PARTS = {"head": "标题、种类、期间、数据截止日和签发人", "text": "文字", "result": "数字、说法和依据"}
_HEAD, _TEXT = (
    ("period", "as_of", "registry"),
    ("paragraphs",),
)  # keys of the page; all others are the result's


def frozen(result: Result, scope: scoping.Scope) -> dict[str, Any]:
    """The page as it is shown, with the questions that were put. `records`: the ids behind each; `figures`: what each
    was said to count; `registry`: the version of all that figures are said to count."""
    page = as_page(result, scope)
    for entry, one in zip(page["blanks"], result.blanks, strict=True):
        if one.ask is not None:
            measure = one.binding.measure
            entry["ask"] = plain(one.ask)
            entry["other"] = plain(one.other) if one.other else None
            entry["measure"] = {"kind": measure.kind, "of": measure.of, "said": measure.said}
    for entry, judged in zip(page["claims"], result.claims, strict=True):
        shown = judged.against or judged.evidence
        entry["kind"], entry["said"] = judged.claim.kind.name, judged.claim.said
        entry["asks"] = [plain(ask) for ask in judged.put.whole.values()]
        entry["each"] = {
            name: [plain(ask) for ask in group.values()] for name, group in judged.put.each.items()
        }
        entry["ask"] = plain(shown) if shown else None
    asks = list(dict.fromkeys(ask for entry in (*page["blanks"], *page["claims"]) for ask in asks_of(entry)))
    parts = dict.fromkeys(part for ask in asks for part in counted(ask))
    page["records"] = [{"ask": plain(ask), "ids": ids} for ask, ids in ids_behind(scope, parts).items()]
    used = {ask.figure: FIGURES[ask.figure] for ask in (*asks, *parts)}
    page["figures"] = {
        key: {"label": one.label, "unit": one.unit, "says": one.says, "kind": one.kind.value}
        for key, one in used.items()
    }
    return {**page, "registry": registry_version()}


def asks_of(entry: dict[str, Any]) -> list[Ask]:
    """The questions behind a frozen blank or claim."""
    of_each = [one for group in entry.get("each", {}).values() for one in group]
    given = [entry.get("ask"), entry.get("other"), *entry.get("asks", ()), *of_each]
    return list(dict.fromkeys(ask_of(one) for one in given if one))


def records_of(page: dict[str, Any]) -> dict[Ask, list[str]]:
    """The ids of the records behind each countable question, as they were frozen."""
    return {ask_of(one["ask"]): one["ids"] for one in page["records"]}


def ids_of(page: dict[str, Any], entry: dict[str, Any]) -> list[str]:
    """The ids of the records that a frozen blank or claim shows; of a ratio, those of its numerator. A figure that the
    registry no longer has shows none."""
    if not entry.get("ask") or entry["ask"]["figure"] not in FIGURES:
        return []
    return records_of(page).get(counted(ask_of(entry["ask"]))[0], [])


def page_of(summary: Summary) -> dict[str, Any]:
    """The frozen page; what somebody has taken out of it is empty, for its seal tells of that."""
    lists = ("blanks", "claims", "identities", "paragraphs", "flaws", "warnings", "gaps", "records")
    days = {
        "period": [summary.since.isoformat(), summary.until.isoformat()],
        "as_of": summary.as_of.isoformat(),
    }
    return {**{key: [] for key in lists}, "figures": {}, "registry": "", **days, **summary.result}


def seals_of(summary: Summary, filled: str, page: dict[str, Any]) -> dict[str, str]:
    """SHA-256 of each of PARTS, in a fixed order of its content; of a summary that carries its signer and the moment."""
    days = [one.isoformat() for one in (summary.since, summary.until, summary.as_of)]
    assert summary.issued_at is not None
    signed = [str(summary.issued_by_id), summary.issued_at.astimezone(UTC).isoformat()]
    named = [str(summary.town_id), summary.title, summary.kind]
    content = {
        "head": [*named, *days, *signed, *(page.get(key) for key in _HEAD)],
        "text": [filled, summary.text, *(page.get(key) for key in _TEXT)],
        "result": {
            "choices": summary.choices,
            **{key: value for key, value in page.items() if key not in (*_HEAD, *_TEXT)},
        },
    }
    return {part: _digest(given) for part, given in content.items()}


@dataclass(frozen=True)
class Seal:
    """One of PARTS: its label, the code that stands in the chain ("" where none does), and whether it still fits."""

    label: str
    code: str
    fits: bool


def seals(scope: scoping.Scope, summary: Summary) -> list[Seal]:
    """An issued summary held to what the chain says was signed, part by part; nothing of one that was never signed."""
    issued = events.trail(scope, summary.pk).filter(action="issue_summary").first()
    if issued is None and not summary.is_frozen:
        return []
    if not summary.is_frozen or summary.issued_at is None:
        return [Seal("状态", "", False)]
    signed = issued.given if issued else {}
    now = seals_of(summary, summary.filled, summary.result)
    return [Seal(label, signed.get(part, ""), signed.get(part) == now[part]) for part, label in PARTS.items()]


def registry_version() -> str:
    """A hash of what every figure is said to count: another definition is another version."""
    words = [[one.key, one.label, one.unit, one.kind.value, one.says] for one in FIGURES.values()]
    return _digest(sorted(words))[:16]


def _digest(content: Any) -> str:
    return hashlib.sha256(events.canonical(content)).hexdigest()
