"""Verbs of summaries: draft, revise, issue. A narrative is worked out before the transaction begins: it may take
seconds, and the write lock is everybody's."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, Stale
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.summaries.engine import Result, summarize
from bihuan.summaries.lifecycle import SUMMARY
from bihuan.summaries.models import Summary
from bihuan.summaries.queries import vocabulary
from bihuan.summaries.reading.narrative import NarrativeError, from_text
from bihuan.summaries.report import as_page


def work_out(scope: Scope, *, text: str, since: date, until: date, as_of: date) -> Result:
    """A narrative's result by the records as they are; writes nothing. Raises Incomplete."""
    if until < since:
        raise Incomplete("截止日期不能早于起始日期。", {"until": "不能早于起始日期。"})
    try:
        return summarize(
            scope,
            from_text(text),
            since=since,
            until=until,
            as_of=as_of,
            vocabulary=vocabulary(scope),
        )
    except NarrativeError as error:
        raise Incomplete(str(error), {"text": str(error)}) from error


def draft_summary(actor: Actor, *, title: str, text: str, since: date, until: date, as_of: date) -> Summary:
    """起草总结: keep a narrative for a period."""
    actor.need("summarize")
    if not title.strip():
        raise Incomplete("请填写标题。", {"title": "请填写标题。"})
    work_out(actor.scope, text=text, since=since, until=until, as_of=as_of)
    summary = Summary(
        id=new_id(),
        town_id=actor.town,
        title=title.strip(),
        text=text,
        since=since,
        until=until,
        as_of=as_of,
        made_by_id=actor.person_id,
        made_at=clock.now(),
    )
    with transaction.atomic():
        summary.save(force_insert=True)
        events.record(actor, "draft_summary", summary, given={"title": title, "since": since, "until": until})
    return summary


def revise_summary(actor: Actor, summary_id: UUID, *, version: int, text: str) -> Summary:
    """修改总结: another wording of a draft."""
    summary = actor.find(Summary, summary_id, what="篇总结")
    step = SUMMARY.move("revise", summary.state)
    actor.need(step.right)
    work_out(actor.scope, text=text, since=summary.since, until=summary.until, as_of=summary.as_of)
    with transaction.atomic():
        _advance(actor, summary, version, text=text)
        events.record(actor, "revise_summary", summary, before=step.frm, after=step.to)
    return summary


def issue_summary(actor: Actor, summary_id: UUID, *, version: int) -> Summary:
    """印发总结: freeze the text and every number as of this moment."""
    summary = actor.find(Summary, summary_id, what="篇总结")
    step = SUMMARY.move("issue", summary.state)
    actor.need(step.right)
    result = work_out(
        actor.scope, text=summary.text, since=summary.since, until=summary.until, as_of=summary.as_of
    )
    frozen = as_page(result, actor.scope, with_rows=True)
    with transaction.atomic():
        _advance(
            actor,
            summary,
            version,
            state=step.to,
            result=frozen,
            filled=result.filled_text(),
            issued_at=clock.now(),
        )
        events.record(actor, "issue_summary", summary, before=step.frm, after=step.to)
    return summary


def _advance(actor: Actor, summary: Summary, version: int, **values: object) -> None:
    changed = (
        Summary.objects.within(actor.scope)
        .filter(pk=summary.pk, version=version, state="draft")
        .update(version=F("version") + 1, **values)
    )
    if not changed:
        raise Stale("这篇总结刚刚被别人修改过。请核对最新内容后再保存，您填写的内容还在。")
    for name, value in values.items():
        setattr(summary, name, value)
    summary.version = version + 1
