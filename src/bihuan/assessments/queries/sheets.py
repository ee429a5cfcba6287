"""Reading of assessments: schemes and sheets of a year, what of them is left to do, what sheets say now, vetoes of somebody, who may be honoured."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from bihuan.assessments import rules
from bihuan.assessments.lifecycle import (
    ASKED,
    DROPPED,
    PUBLISHED,
    SCORING,
    TOLD,
)
from bihuan.assessments.models import Objection, Scheme, Score, ScoreProof, Sheet, Veto
from bihuan.assessments.rules import Line, Sum
from bihuan.assessments.subjects import asks_of, records_of, values_of
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, Value, counted
from bihuan.figures.kept import ask_of, plain
from bihuan.figures.registry import FIGURES

GONE = "已经不在册"


def schemes(scope: Scope, year: int) -> QuerySet[Scheme]:
    """The schemes of a year that were not dropped, with how many sheets each has: `sheets_all`, and by state."""
    states = {
        f"sheets_{one}": Count("sheets", filter=Q(sheets__state=one)) for one in (SCORING, TOLD, PUBLISHED)
    }
    found: QuerySet[Scheme] = Scheme.objects.within(scope).filter(year=year).exclude(state=DROPPED)
    return found.annotate(sheets_all=Count("sheets", filter=~Q(sheets__state=DROPPED)), **states)


def years(scope: Scope) -> list[int]:
    """The years of which there are schemes, the latest first."""
    return list(Scheme.objects.within(scope).order_by("-year").values_list("year", flat=True).distinct())


def sheets(scope: Scope) -> QuerySet[Sheet]:
    """All sheets, with what their lines show."""
    found: QuerySet[Sheet] = Sheet.objects.within(scope)
    return found.select_related("scheme", "cell", "department", "unit")


def ranked(rows: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """Sheets by their places, those without one last."""
    return rows.order_by(F("place").asc(nulls_last=True), "subject_name", "pk")


def own(actor: Actor) -> Q:
    """The rows of those whom an actor heads: of the unit acted for, of the villages and departments, and the actor's own."""
    mine = Q(pk__in=())
    if actor.scope.units:
        mine |= Q(subject_kind=rules.UNIT, unit__in=actor.scope.units)
    if "department_head" in actor.kinds:
        mine |= Q(subject_kind=rules.DEPARTMENT, subject__in=actor.scope.departments)
    if "village_head" in actor.kinds:
        mine |= Q(subject_kind=rules.VILLAGE, cell__path__in=actor.scope.cells)
    if "enterprise_safety" in actor.kinds:
        mine |= Q(subject_kind=rules.UNIT, unit__cell_path__in=actor.scope.cells)
    return mine


def is_own(actor: Actor, row: Sheet | Veto) -> bool:
    """Whether an actor speaks for whom a sheet or a veto is of."""
    mine = own(actor)
    if isinstance(row, Veto) and row.person_id == actor.person and actor.person is not None:
        return True
    return bool(type(row).objects.within(actor.scope).filter(mine, pk=row.pk).exists())


def speaks_for(actor: Actor, row: Sheet | Veto) -> bool:
    """Whether an actor may object or appeal: who heads it, or the office, which enters what came on paper."""
    return (actor.may("office") and actor.may("supervise")) or is_own(actor, row)


def scores(scope: Scope, some: Iterable[Sheet]) -> dict[UUID, dict[str, Score]]:
    """The scores by people of some sheets, by sheet and line."""
    found: dict[UUID, dict[str, Score]] = {}
    for one in Score.objects.within(scope).filter(sheet__in=[row.pk for row in some]).select_related("by"):
        found.setdefault(one.sheet_id, {})[one.line] = one
    return found


def unscored(scope: Scope) -> QuerySet[Score]:
    """The lines that wait for somebody's score."""
    found: QuerySet[Score] = Score.objects.within(scope).filter(scored_on__isnull=True, sheet__state=SCORING)
    return found


def objections(scope: Scope, sheet: UUID) -> QuerySet[Objection]:
    """What was held against a sheet."""
    found: QuerySet[Objection] = Objection.objects.within(scope).filter(sheet=sheet)
    return found.select_related("asked_by", "answered_by")


def open_objections(scope: Scope) -> QuerySet[Objection]:
    found: QuerySet[Objection] = Objection.objects.within(scope).filter(state=ASKED)
    return found.select_related("sheet").order_by("asked_on", "pk")


def proofs(scope: Scope, sheet: UUID) -> dict[UUID, list[UUID]]:
    """The files that bear out a sheet's scores, by score."""
    found: dict[UUID, list[UUID]] = {}
    rows = ScoreProof.objects.within(scope).filter(score__sheet=sheet)
    for score, file in rows.values_list("score", "file"):
        found.setdefault(score, []).append(file)
    return found


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a file bears out a score of the scope."""
    return bool(ScoreProof.objects.within(scope).filter(file=file_id).exists())


# What a sheet says.


@dataclass(frozen=True)
class Told:
    """A line of a sheet as it stands: its points (None: set aside, or not scored yet), where they come from, and for a figure the value, the
    question and the records behind it."""

    line: Line
    points: Decimal | None
    is_done: bool
    origin: str
    value: str = ""
    missing: str = ""
    reason: str = ""
    evidence: str = ""
    by: str = ""
    on: date | None = None
    score: Score | None = None
    ask: Ask | None = None

    def as_kept(self, records: Sequence[str]) -> dict[str, Any]:
        """As a told sheet keeps it."""
        figure = FIGURES.get(self.line.figure)
        return {
            "key": self.line.key,
            "points": None if self.points is None else str(self.points),
            "value": self.value,
            "missing": self.missing,
            "reason": self.reason,
            "evidence": self.evidence,
            "by": self.by,
            "on": self.on.isoformat() if self.on else "",
            "ask": plain(self.ask) if self.ask else None,
            "records": list(records),
            "says": figure.says if figure and self.ask else "",
        }


def lines_now(
    scheme: Scheme, some: Sequence[Sheet], by_sheet: Mapping[UUID, Mapping[str, Score]]
) -> dict[UUID, list[Told]]:
    """What each line of some sheets of a scheme says by the records of today, in a number of queries that does not grow with the sheets."""
    items = scheme.items
    figures = [one.figure for one in items if one.kind == rules.FIGURE]
    asks = asks_of(
        scheme.town_id, scheme.kind, [one.subject for one in some], figures, scheme.since, scheme.until
    )
    values = values_of(scheme.town_id, scheme.kind, asks)
    return {
        sheet.pk: [
            _by_figure(line, asks.get((sheet.subject, line.figure)), values.get((sheet.subject, line.figure)))
            if line.kind == rules.FIGURE
            else _by_people(line, by_sheet.get(sheet.pk, {}).get(line.key))
            for line in items
        ]
        for sheet in some
    }


def _by_figure(line: Line, ask: Ask | None, found: Value | None) -> Told:
    figure = FIGURES.get(line.figure)
    if ask is None or found is None or figure is None:
        why = f"{GONE}，没有数" if figure else "指标已经停用"
        return Told(line, None, True, "系统指标", missing=why)
    if found.value is None:
        return Told(line, None, True, "系统指标", "无记录", found.missing, ask=ask)
    return Told(
        line,
        rules.points_of(line, found.value),
        True,
        "系统指标",
        f"{figure.label}{found.value}{figure.unit}",
        ask=ask,
    )


def _by_people(line: Line, score: Score | None) -> Told:
    if score is None or not score.is_done:
        return Told(line, None, not line.counts, "人工评分" if line.counts else "没有", score=score)
    return Told(
        line,
        score.points,
        True,
        "不涉及" if score.is_aside else "人工评分",
        reason=score.reason,
        evidence=score.evidence,
        by=score.by.name if score.by else "",
        on=score.scored_on,
        score=score,
    )


def lines_told(scheme: Scheme, sheet: Sheet, by_line: Mapping[str, Score]) -> list[Told]:
    """What a told sheet keeps."""
    kept = {one["key"]: one for one in sheet.content.get("lines", ())}
    found = []
    for line in scheme.items:
        one = kept.get(line.key)
        if one is None:
            continue
        points = None if one["points"] is None else Decimal(one["points"])
        origin = "系统指标" if line.kind == rules.FIGURE else "人工评分" if one["on"] else "没有"
        found.append(
            Told(
                line,
                points,
                True,
                "不涉及" if points is None and one["on"] else origin,
                one["value"],
                one["missing"],
                one["reason"],
                one["evidence"],
                one["by"],
                date.fromisoformat(one["on"]) if one["on"] else None,
                by_line.get(line.key),
                ask_of(one["ask"]) if one["ask"] else None,
            )
        )
    return found


def sum_of(lines: Iterable[Told]) -> Sum:
    """What the lines of a sheet come to."""
    told = list(lines)
    return rules.total([one.line for one in told], {one.line.key: one.points for one in told})


def records_behind(
    scheme: Scheme, some: Sequence[Sheet], lines: Mapping[UUID, Sequence[Told]]
) -> dict[tuple[UUID, str], list[str]]:
    """The ids of the records behind the figures of some sheets, by subject and figure."""
    asks = {
        (sheet.subject, one.line.figure): one.ask
        for sheet in some
        for one in lines[sheet.pk]
        if one.ask is not None
    }
    return records_of(scheme.town_id, scheme.kind, asks)


def kept_records(sheet: Sheet, line: str) -> tuple[Ask | None, list[str]]:
    """The question and the ids of the records that a told sheet keeps of a line."""
    for one in sheet.content.get("lines", ()):
        if one["key"] == line and one["ask"]:
            return counted(ask_of(one["ask"]))[0], list(one["records"])
    return None, []


@dataclass(frozen=True)
class Changed:
    """A line that would come to something else by the records of today."""

    line: Line
    then: str
    now: str
    then_points: Decimal | None
    now_points: Decimal | None


def changed(scheme: Scheme, sheet: Sheet) -> list[Changed]:
    """What of a told sheet's figures has changed since (告知、公布后有变). Nothing is changed by looking."""
    before = {one.line.key: one for one in lines_told(scheme, sheet, {})}
    found = []
    for now in lines_now(scheme, [sheet], {})[sheet.pk]:
        then = before.get(now.line.key)
        if (
            then is None
            or now.line.kind != rules.FIGURE
            or (then.value, then.points) == (now.value, now.points)
        ):
            continue
        found.append(
            Changed(now.line, then.value or "无记录", now.value or now.missing, then.points, now.points)
        )
    return found


def why_gone(sheet: Sheet) -> str:
    """Why whoever a sheet is of is assessed no more, in words, or "": a village that was merged, a unit that has left the register."""
    unit, cell = sheet.unit, sheet.cell
    if sheet.subject_kind == rules.UNIT and unit is not None:
        if unit.pk != sheet.subject:
            return f"“{sheet.subject_name}”已并入“{unit.name}”"
        if unit.ended_on:
            return f"“{sheet.subject_name}”{unit.state_label}，{GONE}"
    if sheet.subject_kind == rules.VILLAGE:
        if cell.pk != sheet.subject:
            return f"“{sheet.subject_name}”已并入“{cell.name}”，不再单独考核"
        if cell.ended_on:
            return f"“{sheet.subject_name}”已在网格调整中停用"
    return ""
