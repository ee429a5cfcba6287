"""A year's scheme for a kind of subject: drawn up, changed while it is a draft, begun for everybody of the kind, or dropped."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.assessments import rules
from bihuan.assessments.lifecycle import DRAFT, DROPPED, PUBLISHED, RUNNING, SCHEME, SCORING, TOLD
from bihuan.assessments.models import Scheme, Score, Sheet
from bihuan.assessments.rules import FIGURE, Head, Line
from bihuan.assessments.subjects import all_of, why_not_scored
from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.events import Entry
from bihuan.core.ids import new_id
from bihuan.core.moving import advance, hold_town, need
from bihuan.core.scope import Scope
from bihuan.units.actions import hold_units

STALE = "这份考核办法刚刚有人改过。请看过最新的情况再办理，您填写的内容还在。"
NEEDED = {"lines": "还没有考核项目，请先填写。", "reason": "请填写作废的原因。"}
SUBJECTS_MAX = 500


@transaction.atomic
def make_scheme(actor: Actor, head: Head, lines: Sequence[Line], *, scheme_id: UUID | None = None) -> Scheme:
    """拟定考核办法: for a year and a kind of subject. Incomplete names the fields; NotAllowed where there is one, or the page was sent twice."""
    actor.need("supervise")
    _check(head, lines)
    hold_town(actor)
    whole = Scope.whole_town(actor.town)
    if scheme_id and Scheme.objects.within(whole).filter(pk=scheme_id).exists():
        raise NotAllowed("这份考核办法已经保存，没有重复登记。")
    _none_beside(actor, head)
    row = Scheme(id=scheme_id or new_id(), town_id=actor.town, made_on=clock.today(), **_columns(head, lines))
    row.save(force_insert=True)
    events.record(actor, "make_scheme", row, given=_told(row), after=DRAFT)
    return row


@transaction.atomic
def revise_scheme(
    actor: Actor, scheme_id: UUID, head: Head, lines: Sequence[Line], *, version: int
) -> Scheme:
    """修改考核办法: while it is a draft; once it has begun everybody is measured by the same."""
    actor.need("supervise")
    _check(head, lines)
    hold_town(actor)
    row = actor.hold(Scheme, scheme_id, what="份考核办法")
    if row.state != DRAFT:
        raise NotAllowed(f"“{row}”{row.state_label}，不能再改；确需更改的，请作废后另拟一份。")
    _none_beside(actor, head, row.pk)
    values = _columns(head, lines)
    mine = Scheme.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk, version=version)
    if mine.update(version=version + 1, **values) != 1:
        raise Stale(STALE)
    for name, value in values.items():
        setattr(row, name, value)
    row.version = version + 1
    events.record(actor, "revise_scheme", row, given=_told(row))
    return row


@transaction.atomic
def begin_scheme(actor: Actor, scheme_id: UUID, *, version: int) -> Scheme:
    """开始考核: a sheet for each subject of the kind, with a score to be given for each line that people judge. NotAllowed where there is nobody."""
    actor.need("supervise")
    hold_town(actor)
    row = actor.hold(Scheme, scheme_id, what="份考核办法")
    step = SCHEME.move("begin_scheme", row.state)
    need(step, NEEDED, lines=row.lines)
    today = clock.today()
    subjects = all_of(actor.town, row.kind, row.category, min(today, row.until))
    if not subjects:
        raise NotAllowed(f"现在没有可以考核的{row.whom}。")
    if len(subjects) > SUBJECTS_MAX:
        raise NotAllowed(f"{row.whom}超过{SUBJECTS_MAX}个，一次考核不完。请选更细的类别。")
    if row.kind == rules.UNIT:
        hold_units(actor, [one.id for one in subjects])
    advance(actor, row, step, version, STALE, begun_on=today)
    made = [
        Sheet(scheme=row, town_id=actor.town, year=row.year, opened_on=today, **one.columns)
        for one in subjects
    ]
    Sheet.objects.bulk_create(made, batch_size=200)
    by_people = [one.key for one in row.items if one.kind != FIGURE]
    Score.objects.bulk_create(
        [Score(town_id=actor.town, sheet=one, line=key) for one in made for key in by_people], batch_size=500
    )
    given = {"says": row.title, "sheets": len(made)}
    entries = [Entry("begin_scheme", row, given, step.frm, step.to)]
    entries += [
        Entry("open_sheet", one, {"says": row.title, "subject": one.subject_name}, "", SCORING)
        for one in made
    ]
    events.record_all(actor, entries)
    return row


@transaction.atomic
def drop_scheme(actor: Actor, scheme_id: UUID, *, reason: str, version: int) -> Scheme:
    """作废考核办法: with its sheets, for a reason; scores and objections stay on record and count in nothing."""
    actor.need("supervise")
    hold_town(actor)
    row = actor.hold(Scheme, scheme_id, what="份考核办法")
    step = SCHEME.move("drop_scheme", row.state)
    need(step, NEEDED, reason=reason.strip())
    whole, today, why = Scope.whole_town(actor.town), clock.today(), reason.strip()
    mine = list(
        Sheet.objects.within(whole).filter(scheme=row, state__in=(SCORING, TOLD)).order_by("pk").held()
    )
    advance(actor, row, step, version, STALE, dropped_on=today, dropped_why=why)
    Sheet.objects.within(whole).filter(pk__in=[one.pk for one in mine]).update(
        state=DROPPED, dropped_on=today, dropped_why=why
    )
    entries = [Entry("drop_scheme", row, {"reason": why}, step.frm, step.to)]
    entries += [Entry("drop_sheet", one, {"reason": why}, one.state, DROPPED) for one in mine]
    events.record_all(actor, entries)
    return row


def _check(head: Head, lines: Sequence[Line]) -> None:
    refused = {
        one.key: said
        for one in lines
        if one.kind == FIGURE
        and one.figure
        and one.relation in rules.RELATIONS
        and (said := why_not_scored(one.figure, one.relation, head.kind or rules.VILLAGE))
    }
    wrong = rules.check_head(head, clock.today()) | rules.check_lines(lines, refused)
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)


def _none_beside(actor: Actor, head: Head, but: UUID | None = None) -> None:
    rows = Scheme.objects.within(Scope.whole_town(actor.town)).filter(
        year=head.year, kind=head.kind, category=head.category, state__in=(DRAFT, RUNNING, PUBLISHED)
    )
    if there := rows.exclude(pk=but).first():
        raise NotAllowed(f"{head.year}年已经有“{there}”（{there.state_label}），同一对象一年只考核一次。")


def _columns(head: Head, lines: Sequence[Line]) -> dict[str, Any]:
    return {
        "year": head.year,
        "kind": head.kind,
        "category": head.category if head.kind == rules.UNIT else "",
        "title": head.title.strip(),
        "since": head.since,
        "until": head.until,
        "objection_days": head.objection_days,
        "excellent": head.limits.excellent,
        "good": head.limits.good,
        "passing": head.limits.passing,
        "lines": [one.as_kept() for one in lines],
    }


def _told(row: Scheme) -> dict[str, Any]:
    return {"says": row.title, "whom": row.whom, "lines": [one.text for one in row.items]}
