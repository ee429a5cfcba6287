"""People score a line, with a reason and what bears it out. Of two who score the same line at once, one is told what the other gave."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bihuan.assessments import rules
from bihuan.assessments.lifecycle import SCORING
from bihuan.assessments.models import Score, ScoreProof, Sheet
from bihuan.assessments.queries import why_gone
from bihuan.assessments.rules import Line, plain
from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, NotFound, Stale
from bihuan.core.models import StoredFile
from bihuan.core.scope import Scope


@transaction.atomic
def score_line(
    actor: Actor,
    sheet_id: UUID,
    line_key: str,
    *,
    points: Decimal | None,
    is_aside: bool,
    reason: str,
    evidence: str,
    version: int,
    photos: Sequence[UUID | str] = (),
) -> Score:
    """评分: a line's points with reason and evidence, or that it has nothing to do with the subject (不涉及). Incomplete names the field; NotAllowed once
    the sheet was told; Stale where somebody scored the line since the page was opened."""
    actor.need("assess")
    sheet = actor.hold(Sheet, sheet_id, what="份考核表")
    line = line_in(sheet, line_key)
    if sheet.state != SCORING:
        raise NotAllowed(f"这份考核表{sheet.state_label}，不能直接改分；对象提出异议的，请在异议答复里改。")
    if why := why_gone(sheet):
        raise NotAllowed(f"{why}，不再评分。")
    _check(line, points, is_aside=is_aside, reason=reason.strip(), evidence=evidence.strip())
    pictures = files.pictures(actor, list(photos), "photos")
    row: Score = (
        Score.objects.within(Scope.whole_town(actor.town))
        .select_related("by")
        .get(sheet=sheet, line=line_key)
    )
    values = {
        "points": None if is_aside else points,
        "is_aside": is_aside,
        "reason": reason.strip(),
        "evidence": evidence.strip(),
        "scored_on": clock.today(),
        "by_id": actor.person_id,
    }
    mine = Score.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk, version=version)
    if mine.update(version=F("version") + 1, **values) != 1:
        raise Stale(_beaten(row))
    before = row.points
    for name, value in values.items():
        setattr(row, name, value)
    row.version = version + 1
    _keep(row, pictures)
    given = {
        "says": line.text,
        "points": "不涉及" if is_aside else plain(points or Decimal(0)),
        "before": "" if before is None else plain(before),
        "reason": reason.strip(),
    }
    events.record(actor, "score_line", sheet, given=given)
    return row


def line_in(sheet: Sheet, key: str) -> Line:
    """A line of a sheet that people score. NotFound; NotAllowed for one that scores itself."""
    line = next((one for one in sheet.scheme.items if one.key == key), None)
    if line is None:
        raise NotFound("这份考核表里没有这一项。请返回考核表重新选择。")
    if not line.by_people:
        raise NotAllowed(f"“{line.text}”由系统指标自动得分，不用人评；记录有误的，请更正记录。")
    return line


def _check(line: Line, points: Decimal | None, *, is_aside: bool, reason: str, evidence: str) -> None:
    wrong: dict[str, str] = {}
    if is_aside and not line.counts:
        wrong["is_aside"] = "加分项、扣分项没有的，填0分。"
    elif not is_aside and (why := rules.why_not_points(line, points)):
        wrong["points"] = why
    if not reason:
        wrong["reason"] = "请填写评分理由。"
    if not evidence and not is_aside and (line.counts or points):
        wrong["evidence"] = "请填写佐证：记录、文件的名称和编号，或者核查的时间、人员。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)


def _beaten(row: Score) -> str:
    """What is told to the second of two."""
    who = row.by.name if row.by else "别人"
    given = "不涉及" if row.is_aside else f"{plain(row.points)}分" if row.points is not None else ""
    return f"这一项刚刚由{who}评为{given}（{row.reason}）。您填写的内容还在；仍要改的，请与{who}商量后刷新页面再评。"


def _keep(row: Score, pictures: Sequence[StoredFile]) -> None:
    there = set(
        ScoreProof.objects.within(Scope.whole_town(row.town_id))
        .filter(score=row)
        .values_list("file", flat=True)
    )
    fresh = {one.pk: one for one in pictures if one.pk not in there}
    ScoreProof.objects.bulk_create(
        ScoreProof(town_id=row.town_id, score=row, file=one, added_at=clock.now()) for one in fresh.values()
    )
