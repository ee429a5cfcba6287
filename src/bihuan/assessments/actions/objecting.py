"""A subject holds something against a line of its sheet, within the term; the office answers, and changes the points where the subject is right."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bihuan.assessments import rules
from bihuan.assessments.actions.telling import refreeze
from bihuan.assessments.lifecycle import ASKED, OBJECTION, TOLD
from bihuan.assessments.models import Objection, Score, Sheet
from bihuan.assessments.queries import speaks_for
from bihuan.assessments.rules import FIGURE, plain
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound
from bihuan.core.moving import advance
from bihuan.core.scope import Scope

STALE = "这条异议刚刚有人答复过。请看过最新的情况，您填写的内容还在。"
TEXT_MAX = 500


@transaction.atomic
def object_to(actor: Actor, sheet_id: UUID, line_key: str, *, text: str, said_by: str = "") -> Objection:
    """提出异议: by who heads the subject, or by the office for what came on paper (`said_by`). NotAllowed before the sheet was told, after the term, and for a
    line to which one was raised already."""
    actor.need("report|supervise")
    sheet = actor.hold(Sheet, sheet_id, what="份考核表")
    if not speaks_for(actor, sheet):
        raise Forbidden(f"只有{sheet.subject_name}的负责人可以对它的考核表提出异议。")
    line = next((one for one in sheet.scheme.items if one.key == line_key), None)
    if line is None:
        raise NotFound("这份考核表里没有这一项。请返回考核表重新选择。")
    if why := why_not_object(sheet):
        raise NotAllowed(why)
    whole = Scope.whole_town(actor.town)
    if there := Objection.objects.within(whole).filter(sheet=sheet, line=line_key).first():
        raise NotAllowed(
            f"“{line.text}”已在{in_words(there.asked_on)}提出过异议（{there.state_label}），不用再提；有补充的请告诉安全办。"
        )
    for_another = bool(said_by.strip())
    wrong: dict[str, str] = {}
    if not text.strip():
        wrong["text"] = "请写明异议：哪里不对，依据是什么。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    kept = {one["key"]: one["points"] for one in sheet.content["lines"]}
    points = kept.get(line_key)
    row = Objection(
        town_id=actor.town,
        sheet=sheet,
        line=line_key,
        line_text=line.text,
        text=text.strip(),
        said_by=said_by.strip() if for_another else actor.name,
        asked_on=clock.today(),
        asked_by_id=actor.person_id,
        before=None if points is None else Decimal(points),
    )
    row.save(force_insert=True)
    given = {"says": line.text, "text": row.text, "by": row.said_by}
    events.record(actor, "object_to", sheet, given=given)
    return row


def why_not_object(sheet: Sheet) -> str:
    """Why nothing can be held against a sheet now, in words, or ""."""
    if sheet.state != TOLD or sheet.object_until is None:
        return f"这份考核表{sheet.state_label}，不能提出异议；告知以后、公布以前可以提。"
    if sheet.object_until < clock.today():
        return f"异议期已在{in_words(sheet.object_until)}届满，不能再提。确有错误的，请把证据交安全办，由镇里更正记录后重新取数。"
    return ""


@transaction.atomic
def answer_objection(
    actor: Actor, objection_id: UUID, *, answer: str, points: Decimal | None, version: int
) -> Objection:
    """答复异议: with other points for the line (改分), or none (维持原分). A line of a figure is never given points by hand: the records are corrected, and
    the answer takes the figures anew where that changed them."""
    actor.need("supervise")
    found = actor.find(Objection, objection_id, what="条异议")
    sheet = actor.hold(Sheet, found.sheet_id, what="份考核表")
    row = actor.hold(Objection, objection_id, what="条异议")
    if row.state != ASKED:
        raise NotAllowed(f"这条异议{row.state_label}（{row.answer}），不用再答复。")
    line = next(one for one in sheet.scheme.items if one.key == row.line)
    wrong: dict[str, str] = {}
    if not answer.strip():
        wrong["answer"] = "请写明答复和理由。"
    if points is not None and line.kind == FIGURE:
        wrong["points"] = "系统指标不能手工改分。记录有误的请先更正记录，再答复，分数会重新取。"
    elif points is not None and (why := rules.why_not_points(line, points)):
        wrong["points"] = why
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    before = sheet.total
    if points is not None:
        _rescore(actor, sheet, row, points, answer.strip())
    refreeze(actor, sheet.scheme, sheet)
    kept = {one["key"]: one["points"] for one in sheet.content["lines"]}[row.line]
    after = None if kept is None else Decimal(kept)
    action = "change_score" if after != row.before else "keep_score"
    step = OBJECTION.move(action, row.state)
    values: dict[str, Any] = {
        "answer": answer.strip(),
        "after": after,
        "answered_on": clock.today(),
        "answered_by_id": actor.person_id,
    }
    advance(actor, row, step, version, STALE, **values)
    given = {
        "says": line.text,
        "answer": answer.strip(),
        "points": "不涉及" if after is None else plain(after),
        "before": before,
        "total": sheet.total,
    }
    events.record(actor, action, sheet, given=given)
    return row


def _rescore(actor: Actor, sheet: Sheet, row: Objection, points: Decimal, why: str) -> None:
    Score.objects.within(Scope.whole_town(actor.town)).filter(sheet=sheet, line=row.line).update(
        points=points,
        is_aside=False,
        reason=f"异议后改分：{why}"[:300],
        evidence=f"{row.said_by}{in_words(row.asked_on)}的异议",
        scored_on=clock.today(),
        by=actor.person_id,
        version=F("version") + 1,
    )
