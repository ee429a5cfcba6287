"""What an issued summary keeps: its text, every value with the records behind it, the question that was put, and the
registry that it was put to. `digest_of` covers all of it; the town's chain holds the digest as well."""

import hashlib
import json
from datetime import date
from typing import Any
from uuid import UUID

from bihuan.core import events
from bihuan.core import scope as scoping
from bihuan.figures.evaluation import Ask, Slice
from bihuan.figures.registry import FIGURES
from bihuan.summaries.engine import Result
from bihuan.summaries.models import Summary
from bihuan.summaries.report import as_page


def frozen(result: Result, scope: scoping.Scope) -> dict[str, Any]:
    """The page as it is shown, with row ids and the questions that were put, and the version of the registry."""
    page = as_page(result, scope, with_rows=True)
    for entry, one in zip(page["blanks"], result.blanks, strict=True):
        if one.ask is not None:
            measure = one.binding.measure
            entry["ask"] = _plain(one.ask)
            entry["other"] = _plain(one.other) if one.other else None
            entry["measure"] = {"kind": measure.kind, "of": measure.of, "said": measure.said}
    return {**page, "registry": registry_version()}


def ask_of(given: dict[str, Any]) -> Ask:
    """A question as `frozen` kept it."""
    part = given["slice"]
    ids = {name: UUID(part[name]) if part[name] else None for name in ("campaign", "team")}
    sliced = Slice(cell=part["cell"], category=part["category"], origin=part["origin"], **ids)
    since, until, as_of = (date.fromisoformat(given[name]) for name in ("since", "until", "as_of"))
    return Ask(given["figure"], since, until, as_of, sliced)


def _plain(ask: Ask) -> dict[str, Any]:
    part = ask.slice
    return {
        "figure": ask.figure,
        "since": ask.since.isoformat(),
        "until": ask.until.isoformat(),
        "as_of": ask.as_of.isoformat(),
        "slice": {
            "cell": part.cell,
            "category": part.category,
            "origin": part.origin,
            "campaign": str(part.campaign) if part.campaign else "",
            "team": str(part.team) if part.team else "",
        },
    }


def digest_of(filled: str, page: dict[str, Any]) -> str:
    """SHA-256 over the printed text and the frozen page, in a fixed order."""
    text = json.dumps([filled, page], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def broken(scope: scoping.Scope, summary: Summary) -> str:
    """What of an issued summary no longer agrees with what was signed; "" where all does."""
    if digest_of(summary.filled, summary.result) != summary.digest:
        return "文字或数字与签发时不一致"
    issued = events.trail(scope, summary.pk).filter(action="issue_summary").first()
    if issued is None or issued.given.get("digest") != summary.digest:
        return "校验码与操作日志不一致"
    return ""


def registry_version() -> str:
    """A hash of what every figure is said to count: another definition is another version."""
    words = [[one.key, one.label, one.unit, one.kind.value, one.says] for one in FIGURES.values()]
    return hashlib.sha256(json.dumps(sorted(words), ensure_ascii=False).encode()).hexdigest()[:16]
