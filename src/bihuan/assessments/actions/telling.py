"""Sheets that are complete are told to their subjects, with the figures and the records behind them kept as of the scheme's last day; records that
were corrected since are taken anew; who is no more is left out."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bihuan.assessments import rules
from bihuan.assessments.lifecycle import DROPPED, RUNNING, SCORING, SHEET, TOLD
from bihuan.assessments.models import Scheme, Sheet
from bihuan.assessments.queries import (
    Told,
    changed,
    lines_now,
    records_behind,
    scores,
    sum_of,
    vetoed,
    why_gone,
)
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed, Stale
from bihuan.core.events import Entry
from bihuan.core.moving import advance, need
from bihuan.core.scope import Scope

STALE = "这份考核表刚刚有人办理过。请看过最新的情况再办理，您填写的内容还在。"
NEEDED = {"reason": "请填写不参加考核的原因。"}


@transaction.atomic
def tell_sheets(actor: Actor, scheme_id: UUID) -> tuple[list[Sheet], int]:
    """告知考核对象: every sheet whose lines are all scored, from today the term for objections runs. Returns those told, and how many are still without a
    score. NotAllowed before the period is over, or where none is complete."""
    actor.need("supervise")
    scheme = actor.hold(Scheme, scheme_id, what="份考核办法")
    if scheme.state != RUNNING:
        raise NotAllowed(f"“{scheme}”{scheme.state_label}，不能告知。")
    today = clock.today()
    if today <= scheme.until:
        raise NotAllowed(f"考核期到{scheme.until:%Y-%m-%d}止，期满以后才能告知：数字还会变。")
    rows = _held(actor, scheme, SCORING)
    by_sheet = scores(Scope.whole_town(actor.town), rows)
    there = [one for one in rows if not why_gone(one)]
    lines = lines_now(scheme, there, by_sheet)
    ready = [one for one in there if all(told.is_done for told in lines[one.pk])]
    if not ready:
        raise NotAllowed("还没有一份评完的考核表。请先把人工评分的各项评完。")
    _freeze(scheme, ready, lines)
    until = rules.objection_until(today, scheme.objection_days)
    for one in ready:
        one.state, one.told_on, one.object_until = TOLD, today, until
        one.version += 1
    Sheet.objects.within(Scope.whole_town(actor.town)).bulk_update(
        ready,
        ["state", "told_on", "object_until", "content", "digest", "total", "grade", "is_vetoed", "version"],
    )
    entries = [
        Entry(
            "tell_sheet",
            one,
            {"says": scheme.title, "total": one.total, "until": until, "digest": one.digest},
            SCORING,
            TOLD,
        )
        for one in ready
    ]
    events.record_all(actor, entries)
    return ready, len(there) - len(ready)


@transaction.atomic
def retake(actor: Actor, sheet_id: UUID, *, version: int) -> Sheet:
    """重新取数: a told sheet's figures by the records of today, which were corrected since. Only before it is published."""
    actor.need("supervise")
    sheet = actor.hold(Sheet, sheet_id, what="份考核表")
    if sheet.state != TOLD:
        raise NotAllowed(
            f"这份考核表{sheet.state_label}，不能重新取数。已公布的不再变，以后的变化列在“公布后有变”里。"
        )
    if sheet.version != version:
        raise Stale(STALE)
    scheme = sheet.scheme
    told = changed(scheme, sheet)
    if not told:
        raise NotAllowed("按现在的记录，各项指标没有变化。")
    before = sheet.total
    refreeze(actor, scheme, sheet)
    given = {
        "before": before,
        "total": sheet.total,
        "says": "；".join(f"{one.line.text}由{one.then}变为{one.now}" for one in told)[:300],
    }
    events.record(actor, "retake", sheet, given=given)
    return sheet


def refreeze(actor: Actor, scheme: Scheme, sheet: Sheet) -> None:
    """Write a told and held sheet anew, by the records and scores of today."""
    whole = Scope.whole_town(actor.town)
    lines = lines_now(scheme, [sheet], scores(whole, [sheet]))
    _freeze(scheme, [sheet], lines)
    Sheet.objects.within(whole).filter(pk=sheet.pk).update(
        content=sheet.content,
        digest=sheet.digest,
        total=sheet.total,
        grade=sheet.grade,
        is_vetoed=sheet.is_vetoed,
        version=F("version") + 1,
    )
    sheet.version += 1


@transaction.atomic
def drop_sheet(actor: Actor, sheet_id: UUID, *, reason: str, version: int) -> Sheet:
    """不参加考核: for a reason; what was scored stays on record and the sheet is neither ranked nor counted."""
    actor.need("supervise")
    sheet = actor.hold(Sheet, sheet_id, what="份考核表")
    step = SHEET.move("drop_sheet", sheet.state)
    need(step, NEEDED, reason=reason.strip())
    why = reason.strip()
    advance(actor, sheet, step, version, STALE, dropped_on=clock.today(), dropped_why=why, place=None)
    events.record(actor, "drop_sheet", sheet, given={"reason": why}, before=step.frm, after=DROPPED)
    return sheet


def _held(actor: Actor, scheme: Scheme, state: str) -> list[Sheet]:
    rows = Sheet.objects.within(Scope.whole_town(actor.town)).filter(scheme=scheme, state=state)
    return list(rows.select_related("cell", "department", "unit").order_by("pk").held())


def _freeze(scheme: Scheme, some: Sequence[Sheet], lines: dict[UUID, list[Told]]) -> None:
    """Put to sheets what they say, with the records behind it; nothing is written."""
    records = records_behind(scheme, some, lines)
    barred = vetoed(scheme.town_id, scheme.since, scheme.until)
    for sheet in some:
        told = lines[sheet.pk]
        found = sum_of(told)
        sheet.content = {
            "form": 1,
            "title": scheme.title,
            "subject": sheet.subject_name,
            "kind": scheme.whom,
            "since": scheme.since.isoformat(),
            "until": scheme.until.isoformat(),
            "lines": [
                one.line.as_kept() | one.as_kept(records.get((sheet.subject, one.line.figure), ()))
                for one in told
            ],
            "says": found.says,
        }
        sheet.total = found.total
        sheet.is_vetoed = sheet.subject in barred
        sheet.grade = rules.grade_of(found.total, scheme.limits, vetoed=sheet.is_vetoed)
        sheet.digest = digest_of(sheet.content)


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of what a sheet says; it stands in the log."""
    return hashlib.sha256(events.canonical(content)).hexdigest()
