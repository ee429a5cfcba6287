"""What an issued summary would say otherwise today: the questions that it froze, of numbers and of claims, put again, and
for each other answer its causes. Nothing is changed by looking."""

from dataclasses import dataclass, replace
from typing import Any

from bihuan.core import scope as scoping
from bihuan.figures.evaluation import Ask, Value, counted, evaluate, ids_behind, is_known
from bihuan.figures.kept import ask_of
from bihuan.figures.registry import FIGURES
from bihuan.summaries.binding.measures import Measure, measured
from bihuan.summaries.causes import Behind, Causes, causes
from bihuan.summaries.freezing import asks_of, page_of, records_of
from bihuan.summaries.models import Summary
from bihuan.summaries.truth.claims import evidence_value, known_kinds, verdict_of

NUMBER, CLAIM = "number", "claim"
_UNEXPLAINED = Causes()


@dataclass(frozen=True)
class Changed:
    """A number or claim (`kind`) that would read otherwise. `then` and `now`: the values, or the verdicts with what they
    rest on in `then_why` and `now_why`. `note`: what cannot be asked any more, or is asked otherwise."""

    kind: str
    words: str
    sentence: str
    label: str
    unit: str
    then: Any
    now: Any
    then_why: str = ""
    now_why: str = ""
    note: str = ""
    causes: Causes = _UNEXPLAINED

    @property
    def by(self) -> Any:
        """How much more it is now; None where that cannot be said."""
        if self.kind == NUMBER and None not in (self.then, self.now):
            return round(self.now - self.then, 1)
        return None


def differences(scope: scoping.Scope, summary: Summary) -> list[Changed]:
    """Every difference between an issued summary and the records of today, numbers first."""
    page = page_of(summary)
    entries = [(one, asks_of(one)) for one in (*page["blanks"], *page["claims"])]
    values = evaluate(scope, [ask for _, asks in entries for ask in asks if is_known(ask)])
    changes: list[tuple[Changed, list[Ask]]] = []
    for entry, asks in entries:
        if asks and (one := (_number if "measure" in entry else _claim)(page, entry, values)):
            changes.append((one, [ask for ask in asks if ask in values]))
    parts = [list(dict.fromkeys(part for ask in asks for part in counted(ask))) for _, asks in changes]
    then, now = records_of(page), ids_behind(scope, [part for group in parts for part in group])
    behind = [[Behind(part.figure, then.get(part, []), now[part]) for part in group] for group in parts]
    assert summary.issued_at is not None
    why = causes(scope, summary.issued_at, behind)
    return [replace(one, causes=because) for (one, _), because in zip(changes, why, strict=True)]


def _number(page: dict[str, Any], entry: dict[str, Any], values: dict[Ask, Value]) -> Changed | None:
    asks, key = asks_of(entry), entry["ask"]["figure"]
    kept = page["figures"][key]
    unit, words = entry["unit"] or "", (entry["text"], entry["sentence"], kept["label"])
    if not all(ask in values for ask in asks):
        note = f"指标“{kept['label']}”已经停用，无从重算，印发时的数字不变。"
        return Changed(NUMBER, *words, unit, entry["value"], None, note=note)
    value, other = values[asks[0]], values[asks[1]] if len(asks) > 1 else None
    answer = measured(Measure(**entry["measure"]), value, other)
    now = evidence_value(answer)
    if now == entry["value"]:
        return None
    note = answer.missing
    if FIGURES[key].says != kept["says"]:
        note = f"签发后指标的定义改过：原为“{kept['says']}”，现为“{FIGURES[key].says}”。"
    return Changed(NUMBER, *words, unit, entry["value"], now, note=note)


def _claim(page: dict[str, Any], entry: dict[str, Any], values: dict[Ask, Value]) -> Changed | None:
    """A claim judged again by the questions that decided it, of its whole and of each of whom it speaks."""
    whole = _answers(entry["asks"], values)
    each = [(name, _answers(group, values)) for name, group in entry["each"].items()]
    kind = next((one for one in known_kinds() if one.name == entry["kind"]), None)
    words = entry["text"], entry["sentence"], entry["kind"]
    verdict, why = entry["verdict"], entry["evidence"]["text"]
    if kind is None or not all(set(kind.figures) <= set(group) for group in (whole, *dict(each).values())):
        note = "核对这处说法用的指标已经停用，无从重新核对，印发时的结论不变。"
        return Changed(CLAIM, *words, "", verdict, None, then_why=why, note=note)
    finding = verdict_of(kind, whole, each, entry["said"])
    if finding is None or finding.verdict == verdict:
        return None
    return Changed(CLAIM, *words, "", verdict, finding.verdict, why, finding.text)


def _answers(asks: list[dict[str, Any]], values: dict[Ask, Value]) -> dict[str, Value]:
    """The answers to some frozen questions by figure, of those that can still be put."""
    return {ask.figure: values[ask] for ask in map(ask_of, asks) if ask in values}
