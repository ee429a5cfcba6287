"""Remarks (批注) on a summary: made and settled while it is not frozen."""

from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.summaries.models import Remark, Summary

TEXT_MAX_CHARS, QUOTE_MAX_CHARS = 500, 200


def add_remark(actor: Actor, summary_id: UUID, *, text: str, quote: str = "") -> Remark:
    """批注: say something of some words of a draft."""
    actor.need("summarize")
    summary = actor.find(Summary, summary_id, what="篇总结")
    if summary.is_frozen:
        raise NotAllowed("已印发的总结不能再批注。需要更正的，请起草新版。")
    if not text.strip():
        raise Incomplete("请填写批注。", {"remark": "请填写批注。"})
    if len(text.strip()) > TEXT_MAX_CHARS:
        raise Incomplete("批注超过500字。", {"remark": "批注超过500字，请分条写。"})
    remark = Remark(
        id=new_id(),
        town_id=actor.town,
        summary=summary,
        quote=quote.strip()[:QUOTE_MAX_CHARS],
        text=text.strip(),
        by_id=actor.person_id,
        at=clock.now(),
    )
    with transaction.atomic():
        remark.save(force_insert=True)
        events.record(actor, "add_remark", summary, given={"remark": remark.pk, "text": remark.text})
    return remark


def settle_remark(actor: Actor, remark_id: UUID) -> Remark:
    """了结批注: the remark has been dealt with."""
    actor.need("summarize")
    remark = actor.find(Remark, remark_id, what="条批注")
    with transaction.atomic():
        settled = (
            Remark.objects.within(actor.scope)
            .filter(pk=remark.pk, settled_at=None)
            .update(settled_at=clock.now(), settled_by_id=actor.person_id)
        )
        if not settled:
            raise Stale("这条批注刚刚已经了结。")
        events.record(actor, "settle_remark", remark.summary, given={"remark": remark.pk})
    return remark
