"""Drafting: keep a narrative, reword it, choose what a blank means."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.summaries.actions.steps import advance
from bihuan.summaries.choices import Choice, ChoiceError, moved
from bihuan.summaries.engine import Result, summarize
from bihuan.summaries.lifecycle import SUMMARY
from bihuan.summaries.models import Summary, Template
from bihuan.summaries.queries import vocabulary
from bihuan.summaries.reading.blanks import is_finished
from bihuan.summaries.reading.closing import with_plan
from bihuan.summaries.reading.limits import WRONG_YEAR, YEARS, NarrativeError
from bihuan.summaries.reading.narrative import from_text
from bihuan.summaries.reading.years import moved_years, other_year
from bihuan.summaries.rules import BULLETINS

STEPS_MAX, STEP_MAX_CHARS = 10, 200


def work_out(
    scope: Scope,
    *,
    text: str,
    since: date,
    until: date,
    as_of: date,
    choices: dict[str, Any] | None = None,
) -> Result:
    """A narrative's result by the records as they are; writes nothing. Raises Incomplete."""
    if until < since:
        raise Incomplete("截止日期不能早于起始日期。", {"until": "不能早于起始日期。"})
    if since.year not in YEARS or until.year not in YEARS:
        raise Incomplete(WRONG_YEAR, {"since" if since.year not in YEARS else "until": WRONG_YEAR})
    try:
        return summarize(
            scope,
            from_text(text),
            since=since,
            until=until,
            as_of=as_of,
            vocabulary=vocabulary(scope),
            choices={anchor: Choice.of(given) for anchor, given in (choices or {}).items()},
        )
    except NarrativeError as error:
        raise Incomplete(str(error), {"text": str(error)}) from error


def worked_out(scope: Scope, summary: Summary, text: str | None = None) -> Result:
    """A summary's result by the records as they are; with another `text` where one is given. A period that is not yet
    over is worked out as far as today."""
    return work_out(
        scope,
        text=summary.text if text is None else text,
        since=summary.since,
        until=clock.so_far(summary.until),
        as_of=clock.so_far(summary.as_of),
        choices=summary.choices,
    )


def draft_summary(
    actor: Actor,
    *,
    title: str,
    text: str,
    since: date,
    until: date,
    as_of: date,
    kind: str = "annual",
    choices: dict[str, Any] | None = None,
    reworded: list[list[str]] | None = None,
    supersedes: UUID | None = None,
) -> Summary:
    """起草总结: keep a narrative for a period that has begun; the clock drafts bulletins. A finished text of another year moves to the
    summary's."""
    if actor.person is not None:
        actor.need("summarize")
    if not title.strip():
        raise Incomplete("请填写标题。", {"title": "请填写标题。"})
    if since > clock.today():
        raise Incomplete(
            "起始日期还没有到，这段时间还没有记录可以总结。请改成今天或以前的日期。",
            {"since": "还没有到，请改成今天或以前的日期。"},
        )
    if (named := other_year(text, since.year)) is not None and is_finished(text):
        text = moved_years(text, since.year - named)
    work_out(actor.scope, text=text, since=since, until=until, as_of=as_of, choices=choices)
    summary = Summary(
        id=new_id(),
        town_id=actor.town,
        kind=kind,
        title=title.strip(),
        text=text,
        choices=choices or {},
        reworded=reworded or [],
        since=since,
        until=until,
        as_of=as_of,
        supersedes_id=supersedes,
        has_beside=kind in BULLETINS,
        made_by_id=actor.person,
        made_at=clock.now(),
    )
    with transaction.atomic():
        summary.save(force_insert=True)
        action = "draft_summary" if actor.person else "draft_bulletin"
        events.record(actor, action, summary, given={"title": title, "since": since, "until": until})
    return summary


def choices_of(actor: Actor, template_id: UUID | None, *, since: date) -> dict[str, Any]:
    """What was confirmed in a text of the town's own, its days moved to the period from `since`; nothing without one."""
    if template_id is None:
        return {}
    template = actor.find(Template, template_id, what="份模板")
    months = (since.year - template.since.year) * 12 + since.month - template.since.month
    days = (since - template.since).days if template.kind in ("week", "day") else 0
    return {
        anchor: moved(Choice.of(given), 0 if days else months, days).as_json()
        for anchor, given in template.choices.items()
    }


def draft_correction(actor: Actor, summary_id: UUID) -> Summary:
    """起草新版: a draft of the same text that takes an issued summary's place once it is signed."""
    actor.need("summarize")
    issued = actor.find(Summary, summary_id, what="篇总结")
    if issued.state != "issued":
        raise NotAllowed("只有已印发的总结才能起草新版。")
    if Summary.objects.within(actor.scope).filter(supersedes=issued).exclude(state="dropped").exists():
        raise NotAllowed("这篇总结已经有新版在起草，请在总结列表里打开。")
    return draft_summary(
        actor,
        title=issued.title,
        text=issued.text,
        since=issued.since,
        until=issued.until,
        as_of=issued.as_of,
        kind=issued.kind,
        choices=issued.choices,
        reworded=issued.reworded,
        supersedes=issued.pk,
    )


def revise_summary(actor: Actor, summary_id: UUID, *, version: int, text: str) -> Summary:
    """修改总结: another wording of a draft. Choices whose sentence is gone fall away."""
    return _revise(actor, actor.find(Summary, summary_id, what="篇总结"), version, text)


def _revise(actor: Actor, summary: Summary, version: int, text: str, **values: Any) -> Summary:
    step = SUMMARY.move("revise", summary.state)
    actor.need(step.right)
    standing = {one.anchor for one in worked_out(actor.scope, summary, text).blanks}
    choices = {anchor: given for anchor, given in summary.choices.items() if anchor in standing}
    with transaction.atomic():
        advance(actor, summary, step, version, text=text, choices=choices, **values)
        events.record(actor, "revise_summary", summary, before=step.frm, after=step.to)
    return summary


def replace_words(
    actor: Actor, summary_id: UUID, *, version: int, start: int, words: str, wording: str
) -> Summary:
    """改用如实的说法: words of a draft at an offset of its text give way to others."""
    summary = actor.find(Summary, summary_id, what="篇总结")
    text = from_text(summary.text).text
    if text[start : start + len(words)] != words:
        raise Stale("文稿刚刚被改动过，这处文字已经不在原来的位置。请刷新页面后再改。")
    return _reword(actor, summary, version, text, [(start, words, wording)])


def tell_the_truth(actor: Actor, summary_id: UUID, *, version: int) -> Summary:
    """全部改用如实的说法: every claim of a draft that the records disprove gives way to its truthful wording, where it has one."""
    summary = actor.find(Summary, summary_id, what="篇总结")
    result = worked_out(actor.scope, summary)
    places = [
        (one.claim.start, one.claim.text, one.finding.wording) for one in result.untrue if one.finding.wording
    ]
    if not places:
        raise Incomplete("没有可以改用的如实说法。请刷新页面后再看。")
    return _reword(actor, summary, version, result.narrative.text, places)


def _reword(
    actor: Actor, summary: Summary, version: int, text: str, places: list[tuple[int, str, str]]
) -> Summary:
    for start, words, wording in sorted(places, reverse=True):
        text = text[:start] + wording + text[start + len(words) :]
    pairs = [[words, wording] for _, words, wording in places]
    return _revise(actor, summary, version, text, reworded=[*summary.reworded, *pairs])


def insert_steps(actor: Actor, summary_id: UUID, *, version: int, sentences: list[str]) -> Summary:
    """写入下步打算: sentences go into the closing section of a draft."""
    summary = actor.find(Summary, summary_id, what="篇总结")
    said = [" ".join(one.split()) for one in sentences]
    if not said:
        raise Incomplete("请先勾选要写入的打算。")
    if len(said) > STEPS_MAX or any(not one or len(one) > STEP_MAX_CHARS for one in said):
        raise Incomplete(f"一次最多写入{STEPS_MAX}条，每条不能空，也不能超过{STEP_MAX_CHARS}字。")
    said = [one if one.endswith(("。", "！", "？")) else f"{one}。" for one in said]
    return revise_summary(actor, summary_id, version=version, text=with_plan(summary.text, said))


def move_years(actor: Actor, summary_id: UUID, *, version: int) -> Summary:
    """文中年份都改过来: last year's text becomes this year's; what it calls next year moves on as well."""
    summary = actor.find(Summary, summary_id, what="篇总结")
    named = other_year(summary.text, summary.since.year)
    if named is None:
        raise NotAllowed("文中的年份与总结的期间一致，不用改。")
    text = moved_years(summary.text, summary.since.year - named)
    return revise_summary(actor, summary_id, version=version, text=text)


def choose(actor: Actor, summary_id: UUID, *, version: int, anchor: str, choice: Choice | None) -> Summary:
    """选定: what a blank of a draft means; None takes an earlier choice back. Raises Incomplete, Stale."""
    summary = actor.find(Summary, summary_id, what="篇总结")
    step = SUMMARY.move("choose", summary.state)
    actor.need(step.right)
    if anchor not in {one.anchor for one in worked_out(actor.scope, summary).blanks}:
        raise Stale("文稿刚刚被改动过，这处空已经不在。请刷新页面后再选。")
    choices = {key: given for key, given in summary.choices.items() if key != anchor}
    if choice is not None:
        try:
            choice.check()
        except ChoiceError as error:
            raise Incomplete(str(error), {error.field: str(error)}) from error
        choices[anchor] = choice.as_json()
    with transaction.atomic():
        advance(actor, summary, step, version, choices=choices)
        given = {"anchor": anchor, "choice": choice.as_json() if choice else None}
        events.record(actor, "choose", summary, given=given, before=step.frm, after=step.to)
    return summary
