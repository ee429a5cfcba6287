"""The desk's sections of forms and bulletins: what is filled and wants to be looked at and handed up, what reads otherwise since, drafts."""

from datetime import datetime, timedelta

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words, moment_in_words
from bihuan.core.desk import Item, Mark, Press, Section, declare_section
from bihuan.summaries.models import FormDue, Summary
from bihuan.summaries.queries import changed_dues, drafts_by_clock, kept_by, open_dues, summaries

SHOWN = 8
SHOWN_FOR = timedelta(days=31)  # what reads otherwise so long after is for the list


def _to_hand_up(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("summarize"):
        return None
    rows = kept_by(actor, open_dues(actor.scope))[:SHOWN]
    return Section("上级报表", [_item(row, now) for row in rows], reverse("form_dues"))


def _item(row: FormDue, now: datetime) -> Item:
    whom = row.form.asked_by or "上级"
    ready = row.filled_id is not None
    mark: Mark = ("wait", "eye-check", "已填好，请核对上报")
    if row.by_at < now:
        mark = ("bad", "alert-triangle", "逾期未报")
    elif not ready:
        mark = ("wait", "alert-triangle", "没有填成") if row.problem else ("run", "clock", "正在填")
    confirm = f"《{row}》已经核对、已经报给{whom}了吗？系统只记下这件事，不代为发送。"
    handed = reverse("form_due_hand", args=[row.pk]) + f"?version={row.version}"
    return Item(
        f"{row.form.name}（{row.period}）",
        f"{whom} · {moment_in_words(row.by_at)}前{row.problem and f' · {row.problem}'}",
        reverse("form_due", args=[row.pk]),
        mark,
        press=Press("已上报", handed, confirm) if ready else None,
        file=reverse("filled_file", args=[row.filled_id]) if ready else "",
    )


def _changed(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("summarize"):
        return None
    since = clock.town_day(now) - SHOWN_FOR
    rows = kept_by(actor, changed_dues(actor.scope).filter(changed_on__gte=since))[:SHOWN]
    mark: Mark = ("wait", "alert-triangle", "报后有变")
    items = [
        Item(
            f"{row.form.name}（{row.period}）",
            f"上报以后有{len(row.changes)}格的数变了",
            reverse("form_due", args=[row.pk]),
            mark,
        )
        for row in rows
    ]
    return Section("上级报表报后有变", items, reverse("form_dues") + "?state=changed")


def _drafts(actor: Actor, _now: datetime) -> Section | None:
    """For who writes them; who signs is told when they are handed over."""
    if not actor.may("summarize") or actor.may("sign"):
        return None
    mark: Mark = ("wait", "edit", "已起草，请核对")
    rows = drafts_by_clock(actor.scope)[:SHOWN]
    return Section("定期文稿", [_text(row, mark) for row in rows], reverse("summaries"))


def _to_sign(actor: Actor, _now: datetime) -> Section | None:
    if not actor.may("sign"):
        return None
    mark: Mark = ("wait", "edit", "待签发")
    rows = summaries(actor.scope).filter(state="review")[:SHOWN]
    return Section("文稿待签发", [_text(row, mark) for row in rows], reverse("summaries"))


def _text(row: Summary, mark: Mark) -> Item:
    return Item(
        row.title,
        f"{in_words(row.since)}至{in_words(row.until)}",
        reverse("summary", args=[row.pk]),
        mark,
    )


declare_section(30, _to_hand_up)
declare_section(30, _to_sign)
declare_section(35, _changed)
declare_section(40, _drafts)
