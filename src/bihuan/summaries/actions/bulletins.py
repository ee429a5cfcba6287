"""Bulletins that draft themselves (定期文稿): which kinds, the draft when a period is over, and putting away what is not wanted."""

import logging
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.jobs import ask
from bihuan.core.models import Town
from bihuan.summaries import rules
from bihuan.summaries.actions.drafts import choices_of, draft_summary, work_out
from bihuan.summaries.actions.steps import advance
from bihuan.summaries.beside import has_year_ago
from bihuan.summaries.binding.vocabulary import running
from bihuan.summaries.builtin import text_of, title_of
from bihuan.summaries.lifecycle import SUMMARY
from bihuan.summaries.models import BulletinCustom, Summary, Template
from bihuan.summaries.queries import bulletin_kinds, drafted, templates, vocabulary
from bihuan.summaries.reading.seasonal import opened, without_drives
from bihuan.summaries.reading.terms import moved_terms

log = logging.getLogger(__name__)

DRAFTING = "summaries.bulletin"  # the job's kind


@transaction.atomic
def set_bulletins(actor: Actor, kinds: Collection[str]) -> BulletinCustom:
    """设定定期文稿: of which kinds a draft is made when the period is over. A kind that is new begins with the period that runs."""
    actor.need("summarize")
    if set(kinds) - set(rules.BULLETINS):
        raise Incomplete("没有这种定期文稿，请重新选择。", {"kinds": "请从列出的几种里选。"})
    town = actor.hold(Town, actor.town, what="个镇")  # or of two who set it at once one would be lost
    before, today = bulletin_kinds(actor.scope), clock.today()
    chosen = {
        kind: before.get(kind, rules.running(kind, today)).isoformat()
        for kind in rules.BULLETINS
        if kind in kinds
    }
    custom: BulletinCustom
    custom, _ = BulletinCustom.objects.within(actor.scope).update_or_create(
        town=town, defaults={"kinds": chosen}
    )
    events.record(actor, "set_bulletins", custom, given={"kinds": list(chosen)})
    return custom


def due_bulletins(actor: Actor) -> list[tuple[str, date, date]]:
    """The periods that are over and of which there is no text yet: the last of each kind, none that was over before the town began."""
    found = []
    for kind, first in bulletin_kinds(actor.scope).items():
        since, until = rules.over(kind, clock.today())
        if until >= first:
            found.append((kind, since, until))
    there = drafted(actor.scope, found)
    return [one for one in found if one not in there]


def ask_bulletins(actor: Actor) -> int:
    """Have the drafts that are due made in the background: each takes a second or so. Asked once. Nothing of it is news yet: 0."""
    for kind, since, until in due_bulletins(actor):
        given = {"kind": kind, "since": since.isoformat(), "until": until.isoformat()}
        ask(actor, DRAFTING, given, slot=f"{kind}:{since}")
    return 0


def draft_bulletin(actor: Actor, kind: str, since: date, until: date) -> Summary | None:
    """自动起草: the town's own last text of the kind, else the built-in one, for a period that is over. None where a person has drafted it."""
    if drafted(actor.scope, [(kind, since, until)]):
        return None
    words = vocabulary(actor.scope)
    given: dict[str, Any] = {
        "kind": kind,
        "title": title_of(kind, since),
        "since": since,
        "until": until,
        "as_of": until,
    }
    own = templates(actor.scope).filter(kind=kind).first()
    if own is not None:
        try:
            text = _of_this_period(actor, own, since, until)
            return draft_summary(actor, text=text, choices=choices_of(actor, own.pk, since=since), **given)
        except (
            Incomplete
        ) as refused:  # nothing left in it to be filled in: the built-in one is better than none
            log.warning("文稿模板“%s”不能再用：%s", own.name, refused.message)
    compares = has_year_ago(actor.scope, since, until)
    return draft_summary(actor, text=text_of(kind, running(words, since, until), compares=compares), **given)


def _of_this_period(actor: Actor, own: Template, since: date, until: date) -> str:
    """A town's own text for another period: its terms moved, without drives that run no more, and with the numbers that were written
    into it (已整改23条) left blank again where their meaning is sure. Raises Incomplete."""
    words = vocabulary(actor.scope)
    runs = {name for one in running(words, since, until) for name in one.names}
    gone = {name for one in words.campaigns for name in one.names} - runs
    text = without_drives(moved_terms(own.text, own.kind, own.since, since), gone)
    result = work_out(actor.scope, text=text, since=since, until=until, as_of=until)
    written = [one.binding.blank for one in result.typed]
    return opened(result.narrative.text, [(one.start, one.end) for one in written])


def compare_summary(actor: Actor, summary_id: UUID, *, version: int, has_beside: bool) -> Summary:
    """附或不附对比表: whether the period before and a year ago stand beside on the paper."""
    summary = actor.find(Summary, summary_id, what="篇总结")
    step = SUMMARY.move("compare", summary.state)
    actor.need(step.right)
    with transaction.atomic():
        advance(actor, summary, step, version, has_beside=has_beside)
        given = {"with_table": has_beside}
        events.record(actor, "compare_summary", summary, given=given, before=step.frm, after=step.to)
    return summary


def drop_summary(actor: Actor, summary_id: UUID, *, version: int) -> Summary:
    """不印发: a draft that nobody wants leaves the desk. It stays in the list."""
    summary = actor.find(Summary, summary_id, what="篇总结")
    step = SUMMARY.move("drop", summary.state)
    actor.need(step.right)
    with transaction.atomic():
        advance(actor, summary, step, version)
        events.record(actor, "drop_summary", summary, before=step.frm, after=step.to)
    return summary
