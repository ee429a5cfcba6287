"""A result as JSON (the contract of `bihuan summarize --json`) and as an official document."""

from datetime import date
from typing import Any

from bihuan.core import scope as scoping
from bihuan.figures.evaluation import Ask
from bihuan.paper import Annex, OfficialDocument, Paragraph, Table
from bihuan.summaries import layout
from bihuan.summaries.binding.scope import Scope
from bihuan.summaries.engine import Filled, Result, differs, row_ids, shown, unit_of
from bihuan.summaries.extent import said as gap_said
from bihuan.summaries.judging import Judged
from bihuan.summaries.pieces import paragraphs
from bihuan.summaries.truth.arithmetic import ERROR, WARNING
from bihuan.summaries.truth.claims import evidence_value
from bihuan.summaries.truth.judges import VERDICTS


def as_json(result: Result, scope: scoping.Scope, *, with_rows: bool = False) -> dict[str, Any]:
    """The whole result; `with_rows` adds the ids of the records behind each number."""
    return {
        "blanks": [_blank(one, scope, with_rows) for one in result.blanks],
        "claims": [_claim(one, scope, with_rows) for one in result.claims],
        **_frame(result),
    }


def _frame(result: Result) -> dict[str, Any]:
    """What is told of the whole."""
    return {
        "identities": [
            {"rule": one.rule, "holds": one.holds, "detail": one.detail} for one in result.identities
        ],
        "period": [result.since.isoformat(), result.until.isoformat()],
        "as_of": result.as_of.isoformat(),
        "gaps": [gap_said(day) for day in result.gaps],
        "flaws": [{"severity": ERROR, "text": text} for text in result.errors],
        "warnings": [{"severity": WARNING, "text": text} for text in result.warnings],
    }


def questions(result: Result) -> list[tuple[Ask, str]]:
    """The questions behind the numbers, with the words of what each is narrowed to."""
    return [
        (one.ask, one.binding.scope.text if one.binding.scope else "") for one in result.blanks if one.ask
    ]


def as_page(result: Result, scope: scoping.Scope) -> dict[str, Any]:
    """What the page of a summary shows, and what is frozen when it is issued: the JSON and the text in pieces."""
    pieces = [[[one.kind, one.text, one.index, one.mark] for one in line] for line in paragraphs(result)]
    return {
        **_frame(result),
        "blanks": [blank_entry(one, scope) for one in result.blanks],
        "claims": [claim_entry(one, scope) for one in result.claims],
        "paragraphs": pieces,
    }


def claim_entry(one: Judged, scope: scoping.Scope) -> dict[str, Any]:
    """A claim as the page shows it: the JSON, where it stands in the text, what was found, and those of the records against
    it that the table of rows does not show."""
    return {
        **_claim(one, scope, False),
        "start": one.claim.start,
        "finding": one.finding.text,
        "offending": [] if one.against else list(one.offending),
    }


def blank_entry(one: Filled, scope: scoping.Scope) -> dict[str, Any]:
    """A blank as the page shows it: the JSON, its anchor, what is printed, whether a person chose it, whether its days are
    recorded in part only, how many others it adds up, the old number."""
    found: dict[str, Any] = {
        **_blank(one, scope, False),
        "anchor": one.anchor,
        "chosen": one.binding.chosen,
        "narrowed": one.binding.is_narrowed,
        "printed": shown(one),
        "partial": one.recorded_from is not None,
        "open": one.binding.status != "typed" and not shown(one),
        "parts": len(one.binding.parts),
    }
    blank = one.binding.blank
    if blank.said is not None:
        found |= {"said": f"{blank.said.normalize():f}{blank.rough}", "differs": differs(one)}
    return found


def _blank(one: Filled, scope: scoping.Scope, with_rows: bool) -> dict[str, Any]:
    bound = one.binding
    is_number = bound.blank.kind == "number"
    why = bound.why
    if one.value is not None and one.value.missing:
        why = f"{why}；{one.value.missing}"
    if one.recorded_from is not None:
        why = f"{why}；{gap_said(one.recorded_from)}"
    found = {
        "index": bound.blank.index,
        "kind": bound.blank.kind,
        "text": bound.blank.text,
        "sentence": bound.sentence,
        "figure": bound.figure,
        "scope": _scope(bound.scope) if is_number else None,
        "period": [day.isoformat() for day in bound.period] if is_number else None,
        "unit": (bound.blank.unit or unit_of(bound.figure)) if is_number else None,
        "value": evidence_value(one.value) if is_number else bound.fixed,
        "confidence": bound.confidence,
        "status": bound.status,
        "why": why,
        "rows": one.value.rows if one.value else 0,
    }
    if with_rows:
        found["row_ids"] = row_ids(scope, one.ask) if one.ask else []
    return found


def _claim(one: Judged, scope: scoping.Scope, with_rows: bool) -> dict[str, Any]:
    gap = (gap_said(one.recorded_from),) if one.recorded_from else ()
    evidence: dict[str, Any] = {
        "text": "；".join((one.finding.text, *one.offending, *gap)),
        "figure": one.evidence.figure if one.evidence else (one.claim.kind.topic or None),
        "value": evidence_value(one.value),
        "rows": one.value.rows if one.value else 0,
    }
    if one.finding.wording:
        evidence["wording"] = one.finding.wording
    if with_rows:
        evidence["row_ids"] = row_ids(scope, one.against or one.evidence) if one.evidence else []
    return {
        "text": one.claim.text,
        "sentence": one.claim.sentence,
        "scope": _scope(one.claim.scope),
        "verdict": one.finding.verdict,
        "evidence": evidence,
    }


def _scope(scope: Scope) -> dict[str, str | None] | None:
    if not scope:
        return None
    return {
        "text": scope.text,
        "campaign": scope.campaign or None,
        "category": scope.category or None,
        "place": scope.place or None,
    }


def as_document(
    text: str,
    *,
    title: str,
    organ: str,
    dated: date,
    mark: str = "",
    annex: Annex | None = None,
    below: tuple[Paragraph | Table, ...] = (),
) -> OfficialDocument:
    """A filled narrative in official layout, with what stands `below` it. Its first line is the title where it reads like one."""
    cut = layout.of_text(text)
    if cut[0].kind == "title":
        title, cut = text.split("\n", 1)[0], cut[1:]
    blocks = (*map(layout.on_paper, cut), *below)
    return OfficialDocument(title=title, blocks=blocks, dated=dated, organ=organ, mark=mark, annex=annex)


def in_words(result: Result) -> str:
    """What the truth check says, for a person at a terminal."""
    lines = []
    bound = [one for one in result.blanks if one.binding.status == "bound"]
    lines.append(f"共{len(result.blanks)}处空，已定{len(bound)}处。")
    for one in result.blanks:
        answer = shown(one) or {"ask": "待确认", "unrecorded": "尚无记录"}.get(one.binding.status, "没有上报")
        lines.append(f"  {one.binding.blank.text} → {answer}（{one.binding.why}）")
    lines.append(f"共{len(result.claims)}处说法。")
    for judged in result.claims:
        lines.append(f"  “{judged.claim.text}”：{VERDICTS[judged.finding.verdict]}。{judged.finding.text}")
        lines += [f"      {line}" for line in judged.offending]
        if judged.finding.wording:
            lines.append(f"      可改为：{judged.finding.wording}")
    lines += [f"{gap_said(day)}。" for day in result.gaps]
    lines.append(f"数字矛盾{len(result.errors)}处，请核对{len(result.warnings)}处。")
    lines += [f"  数字矛盾：{text}" for text in result.errors]
    lines += [f"  请核对：{text}" for text in result.warnings]
    broken = [one for one in result.identities if not one.holds]
    lines.append("各项恒等关系成立。" if not broken else "恒等关系不成立：")
    lines += [f"  {one.rule}：{one.detail}" for one in broken]
    return "\n".join(lines)
