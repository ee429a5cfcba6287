"""The desk's sections of duty: who stands today, the shift to be handed over, swaps that wait, what came in and is open."""

from datetime import datetime, timedelta

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words, moment_in_words
from bihuan.core.desk import Item, Section, declare_section
from bihuan.duty.models import Swap
from bihuan.duty.queries import (
    asked_of,
    custom_of,
    open_calls,
    reliefs,
    shaky,
    shift_to_hand_over,
    standing,
    to_approve,
)
from bihuan.duty.rules import POSITIONS, short_day

SHOWN = 8


def swap_words(swap: Swap) -> str:
    """A swap in a line: 6月8日值班 赵强→王五（换6月12日）."""
    to = swap.other.name if swap.other else "可值的人"
    back = f"（换{short_day(swap.other_turn.day)}）" if swap.other_turn else ""
    return f"{short_day(swap.turn.day)}{POSITIONS[swap.turn.position]} {swap.asker.name}→{to}{back}"


def _today(actor: Actor, now: datetime) -> Section | None:
    """To hand over, to take over; who stands now."""
    if not actor.may("office"):
        return None
    scope, items = actor.scope, []
    custom = custom_of(scope)
    running = custom.shift_of(now)
    turns = standing(scope, running - timedelta(days=1), running + timedelta(days=1))
    mine = {one.day for one in turns if one.person_id == actor.person}
    due = shift_to_hand_over(scope, now, custom)
    if due in mine and now >= custom.begins(due + timedelta(days=1)) - timedelta(hours=2):
        items.append(
            Item(
                "交班",
                f"{in_words(due)}的班",
                reverse("duty_handover"),
                ("wait", "arrows-exchange", "待交班"),
                True,
            )
        )
    for relief in reliefs(scope).filter(taken_at__isnull=True, day__gte=running - timedelta(days=1)):
        if relief.day + timedelta(days=1) in mine and relief.given_by_id != actor.person:
            items.append(
                Item(
                    f"接班：{relief.given_by.name}已交班",
                    f"{in_words(relief.day)}的班，未办结{len(relief.matters)}件",
                    reverse("duty_relief", args=[relief.pk]),
                    ("wait", "signature", "待接班"),
                    True,
                )
            )
    here = [one for one in turns if one.day == running]
    if here:
        text = "，".join(f"{POSITIONS[one.position]} {one.person.name}" for one in here)
        items.append(Item(f"今日：{text}", f"{custom.changes_at:%H:%M}交接班", reverse("duty")))
    return Section("值班", items, reverse("duty"))


def _swaps(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("office"):
        return None
    items = [
        Item(
            f"请您换班：{swap_words(one)}",
            one.reason,
            reverse("duty_swap", args=[one.pk]),
            ("wait", "help-circle", "待答复"),
        )
        for one in asked_of(actor)[:SHOWN]
    ]
    if actor.may("duty"):
        items += [
            Item(
                swap_words(one),
                one.reason,
                reverse("duty_swap", args=[one.pk]),
                ("wait", "file-check", "待批准"),
            )
            for one in to_approve(actor)[:SHOWN]
        ]
        items += [
            Item(
                f"{short_day(turn.day)}{POSITIONS[turn.position]}{turn.person.name}{why}，要换人",
                str(turn.roster),
                reverse("duty_turn", args=[turn.pk]),
                ("bad", "alert-triangle", "缺人"),
            )
            for turn, why in shaky(actor.scope, custom_of(actor.scope).shift_of(now))[:SHOWN]
        ]
    return Section("换班和替班", items, reverse("duty_swaps"))


def _calls(actor: Actor, _now: datetime) -> Section | None:
    if not actor.may("duty"):
        return None
    items = [
        Item(
            call.content[:60],
            f"{moment_in_words(call.at)} {call.organ}{call.caller}",
            reverse("duty_call", args=[call.pk]),
        )
        for call in open_calls(actor.scope)[:SHOWN]
    ]
    return Section("未办结的来电来文", items, f"{reverse('duty_calls')}?state=open")


declare_section(10, _today)
declare_section(30, _swaps)
declare_section(50, _calls)
