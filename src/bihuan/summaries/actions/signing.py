"""Signing: handed to the leader, returned with a reason, or issued and frozen."""

import re
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.ids import new_id
from bihuan.summaries.actions.drafts import worked_out
from bihuan.summaries.actions.steps import advance
from bihuan.summaries.beside import table_of
from bihuan.summaries.engine import Result
from bihuan.summaries.freezing import frozen, seals_of
from bihuan.summaries.lifecycle import SUMMARY
from bihuan.summaries.models import Remark, Summary, Template
from bihuan.summaries.reading.seasonal import as_claimed
from bihuan.summaries.report import questions


def submit_summary(actor: Actor, summary_id: UUID, *, version: int) -> Summary:
    """送签: hand a draft to the leader who must sign. Open remarks have to be settled first."""
    summary = actor.find(Summary, summary_id, what="篇总结")
    step = SUMMARY.move("submit", summary.state)
    actor.need(step.right)
    result = worked_out(actor.scope, summary)
    old = [
        one for one in result.blanks if one.binding.status in ("ask", "unrecorded") and one.binding.blank.said
    ]
    if old:
        named = "、".join(one.binding.blank.text for one in old[:3])
        raise Incomplete(
            f"还有{len(old)}处旧稿的数字没有定（{named}{'等' if len(old) > 3 else ''}），请逐处选定或照原文保留。"
        )
    _bear_out(result, "送签")
    with transaction.atomic():
        advance(
            actor,
            summary,
            step,
            version,
            submitted_by_id=actor.person_id,
            submitted_at=clock.now(),
        )
        # counted once nobody can remark on the draft any more
        left = Remark.objects.within(actor.scope).filter(summary=summary, settled_at=None).count()
        if left:
            raise Incomplete(f"还有{left}条批注没有了结，请逐条处理后再送签。")
        events.record(actor, "submit_summary", summary, before=step.frm, after=step.to)
    return summary


def _bear_out(result: Result, step: str) -> None:
    """No claim goes out that the records disprove, and no numbers that contradict one another. Raises Incomplete."""
    untrue = result.untrue
    if untrue:
        first = untrue[0]
        more = f"等{len(untrue)}处说法" if len(untrue) > 1 else ""
        raise Incomplete(
            f"“{first.claim.text}”{more}与记录不符（{first.finding.text}）。请改用如实的说法，或者删去，再{step}。"
        )
    if result.errors:
        raise Incomplete(f"文中数字自相矛盾：{result.errors[0]}。请改好再{step}。")


def return_summary(actor: Actor, summary_id: UUID, *, version: int, reason: str) -> Summary:
    """退回: back to whoever wrote it, the reason kept as a remark."""
    summary = actor.find(Summary, summary_id, what="篇总结")
    step = SUMMARY.move("return", summary.state)
    actor.need(step.right)
    if not reason.strip():
        raise Incomplete("请填写退回的理由。", {"reason": "请填写退回的理由。"})
    with transaction.atomic():
        advance(actor, summary, step, version)
        Remark(
            id=new_id(),
            town_id=actor.town,
            summary=summary,
            text=f"退回：{reason.strip()}"[:500],
            by_id=actor.person_id,
            at=clock.now(),
        ).save(force_insert=True)
        given = {"reason": reason.strip()}
        events.record(actor, "return_summary", summary, given=given, before=step.frm, after=step.to)
    return summary


def issue_summary(actor: Actor, summary_id: UUID, *, version: int) -> Summary:
    """签发: freeze the text and every number as of this moment under seals that go into the town's chain; a period that
    is not yet over ends on this day. The version that it corrects ends, and text and confirmed bindings become the town's template."""
    summary = actor.find(Summary, summary_id, what="篇总结")
    step = SUMMARY.move("issue", summary.state)
    actor.need(step.right)
    result = worked_out(actor.scope, summary)
    _bear_out(result, "签发")
    page = frozen(result, actor.scope)
    if summary.has_beside:
        page["beside"] = table_of(actor.scope, questions(result), result.since, result.until)
    filled = result.filled_text()
    with transaction.atomic():
        if summary.supersedes is not None:
            _supersede(actor, summary.supersedes)
        advance(
            actor,
            summary,
            step,
            version,
            until=result.until,
            as_of=result.as_of,
            result=page,
            filled=filled,
            issued_by_id=actor.person_id,
            issued_at=clock.now(),
        )
        _keep_as_template(actor, summary)
        given = seals_of(summary, filled, page)
        events.record(actor, "issue_summary", summary, given=given, before=step.frm, after=step.to)
    return summary


def _supersede(actor: Actor, earlier: Summary) -> None:
    step = SUMMARY.move("supersede", earlier.state)
    advance(actor, earlier, step, earlier.version)
    events.record(actor, "supersede_summary", earlier, before=step.frm, after=step.to)


# What a title says of its days: the year; in a month's or a week's also the month and the day, or a year would leave a dozen templates.
_DAYS = r"20\d\d年?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:当周)?"


def _keep_as_template(actor: Actor, summary: Summary) -> None:
    """One template for each title but for its days: the latest wording takes the place of the one before. Claims stand in
    it as they were made: each period's records decide anew whether they hold."""
    kept = {
        "text": as_claimed(summary.text, summary.reworded),
        "choices": summary.choices,
        "since": summary.since,
        "made_from": summary,
        "made_by_id": actor.person_id,
        "made_at": clock.now(),
    }
    name = re.sub(_DAYS, "", summary.title) or summary.title
    if not Template.objects.within(actor.scope).filter(kind=summary.kind, name=name).update(**kept):
        Template(id=new_id(), town_id=actor.town, kind=summary.kind, name=name, **kept).save(
            force_insert=True
        )
