"""The desk's sections of assessments: vetoes whose cause is gone, what waits for a decision or an answer, what is to be scored; for whom it concerns,
what may be objected to or appealed against."""

from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from bihuan.assessments.lifecycle import DECIDED, RUNNING, TOLD
from bihuan.assessments.models import Scheme, Veto
from bihuan.assessments.queries import (
    appealed,
    candidates,
    open_objections,
    own,
    sheets,
    to_review,
    unscored,
    vetoes,
)
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.desk import Item, Section, declare_section

TITLE = "考核和一票否决"
SHOWN = 8


def _to_review(actor: Actor, now: datetime) -> Section | None:
    """Those in force while what raised them was struck or corrected."""
    if not actor.may("decide"):
        return None
    items = [
        _of_veto(one, f"一票否决的起因变了，请复核：{one.lost_why}", ("bad", "alert-triangle", "起因变更"))
        for one in to_review(actor.scope)[:SHOWN]
    ]
    return Section(TITLE, items)


def _of_veto(row: Veto, text: str, mark: tuple[str, str, str], *, mine: bool = False) -> Item:
    return Item(text, row.subject_name, reverse("veto", args=[row.pk]), mark, mine=mine)


def _to_decide(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("decide"):
        return None
    waiting = [
        _of_veto(
            one,
            f"待认定：{one.rule_text}（{one.cause_text}）",
            ("wait", "alert-triangle", "起因变更") if one.lost_on else ("wait", "ban", "待认定"),
        )
        for one in candidates(actor.scope)[:SHOWN]
    ]
    asked = [
        _of_veto(one, f"申诉待复核：{one.appeal}", ("wait", "clock", "申诉"))
        for one in appealed(actor.scope)[:SHOWN]
    ]
    return Section(TITLE, [*waiting, *asked], reverse("vetoes"))


def _to_answer(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("supervise") or not actor.may("office"):
        return None
    items = [
        Item(
            f"考核异议待答复：{one.line_text}，{one.text}",
            one.sheet.subject_name,
            reverse("objection", args=[one.pk]),
            ("wait", "clock", "待答复"),
        )
        for one in open_objections(actor.scope)[:SHOWN]
    ]
    return Section(TITLE, items)


def _to_score(actor: Actor, now: datetime) -> Section | None:
    """A line a scheme: how many scores are still missing after its period."""
    if not actor.may("assess"):
        return None
    today = clock.town_day(now)
    missing = Count(
        "sheets__scores", filter=Q(sheets__scores__in=unscored(actor.scope).order_by().values("pk"))
    )
    running = Scheme.objects.within(actor.scope).filter(state=RUNNING, until__lt=today)
    items = [
        Item(
            f"{one.title}还有{one.missing}项没有评分",
            one.whom,
            reverse("scheme", args=[one.pk]),
            ("wait", "list-check", "待评分"),
        )
        for one in running.annotate(missing=missing).filter(missing__gt=0)
    ]
    return Section(TITLE, items, reverse("assessments"))


def _mine(actor: Actor, now: datetime) -> Section | None:
    """For whom a sheet or a veto is of: until when it may be objected to."""
    if not actor.may("report") or not (actor.scope.units or actor.kinds):
        return None
    mine, today = own(actor), clock.town_day(now)
    told = sheets(actor.scope).filter(mine, state=TOLD, object_until__gte=today)
    whose = mine | Q(person=actor.person)
    decided = vetoes(actor.scope).filter(whose, state=DECIDED, appeal_until__gte=today)
    items = [
        Item(
            f"{one.scheme.title}{one.total}分，{in_words(one.object_until)}前可以提异议",
            one.subject_name,
            reverse("sheet", args=[one.pk]),
            ("run", "file-text", "已告知"),
            mine=True,
        )
        for one in told[:SHOWN]
        if one.object_until
    ]
    items += [
        _of_veto(
            one,
            f"被一票否决：{one.rule_text}，{in_words(one.appeal_until)}前可以申诉",
            ("bad", "ban", "已否决"),
            mine=True,
        )
        for one in decided[:SHOWN]
        if one.appeal_until
    ]
    return Section(TITLE, items)


declare_section(20, _to_review)
declare_section(30, _to_decide)
declare_section(30, _to_answer)
declare_section(30, _mine)
declare_section(50, _to_score)
