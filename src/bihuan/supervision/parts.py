"""What pressing on adds to a hazard's page: its timeline's words, its steps and requests, its urgent track."""

from datetime import date
from typing import Any

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.grid.rules import POST_KINDS
from bihuan.hazards.lifecycle import HAZARD, UNDER_ORDER
from bihuan.hazards.models import Hazard
from bihuan.hazards.steps import declare_pages
from bihuan.hazards.timeline import declare_words
from bihuan.supervision import rules
from bihuan.supervision.forms import ENTRY_KINDS, EntryForm
from bihuan.supervision.lifecycle import ASKED
from bihuan.supervision.models import Escalation, Extension, UrgentEntry
from bihuan.supervision.queries import Holders, board, steps_of


def _pressing(actor: Actor, row: Hazard) -> Given | None:
    """Steps taken for the hazard in their order, what comes next and when, and requests for more time."""
    asked = list(
        Extension.objects.within(actor.scope).filter(hazard=row).select_related("asked_by", "decided_by")
    )
    taken = [(one, said(one)) for one in Escalation.objects.within(actor.scope).filter(hazard=row)]
    coming, to_review = None, False
    if row.state in UNDER_ORDER and row.deadline_on:
        begins_on = rules.counts_from(row.deadline_on, row.state, row.reported_on)
        coming = rules.next_step(steps_of(actor.scope), row.level, begins_on, clock.today())
        to_review = begins_on != row.deadline_on
    if not (asked or taken or coming):
        return None
    return {
        "taken": taken,
        "coming": coming,
        "to_review": to_review,
        "extensions": asked,
        "may_decide": actor.may("supervise"),
        "may_withdraw": actor.may("rectify"),
        "may_change": actor.may("supervise"),
    }


def _ask(actor: Actor, row: Hazard) -> list[Link]:
    """The button to ask for more time, as long as there is any."""
    may_extend = any(move.action == "extend" for move in HAZARD.from_state(row.state, *row.traits))
    in_time = row.deadline_on is not None and clock.today() <= row.deadline_on
    if not (actor.may("rectify") and may_extend and in_time):
        return []
    if Extension.objects.within(actor.scope).filter(hazard=row, state=ASKED).exists():
        return []
    return [Link("申请延期", reverse("extension_new", args=[row.pk]))]


def _pages(actor: Actor, row: Hazard) -> list[Link]:
    """The buttons: to urge whose turn it is, to ask for more time."""
    may_urge = actor.may("supervise") and row.state in rules.URGED
    urge = [Link("催办", reverse("hazard_urge", args=[row.pk]))] if may_urge else []
    return urge + _ask(actor, row)


def _urgent(actor: Actor, row: Hazard) -> Given | None:
    """The urgent track of a hazard, running or done, with the small form to add to it."""
    if row.urgent_on is None:
        return None
    now = clock.now()
    runs = row.is_urgent and row.is_open
    return {
        "urgent": board(actor.scope, [row], now, Holders(actor.town, clock.town_day(now)))[0],
        "runs": runs,
        "may_add": runs and actor.may("inspect"),
        "form": EntryForm(),
        "kinds": ENTRY_KINDS,
        "stages": list(UrgentEntry.STAGES.items()),
    }


_DONE = {rules.REMIND: "已提醒", rules.ESCALATE: "已升级至", rules.URGE: "已催办"}


def said(step: Escalation) -> str:
    """A step in words: 逾期3天，已升级至分管副镇长（周正）."""
    return _told(step.means, step.days_late, step.post, step.told, step.holders)


def _told(means: str, days_late: int, post: str, told: str, holders: str) -> str:
    late = f"逾期{days_late}天" if days_late > 0 else f"还剩{-days_late}天到期" if days_late else "今天到期"
    # Few units have a manager of their own: that nobody holds that post is no vacancy.
    vacant = f"{POST_KINDS[post].label}无人在任，" if post not in (told, "enterprise_safety") else ""
    return f"{late}，{vacant}{_DONE[means]}{POST_KINDS[told].label}（{holders}）"


def _says_step(means: str) -> Any:
    return lambda given: [_told(means, given["days_late"], given["post"], given["told"], given["holders"])]


def _says_urged(given: dict[str, Any]) -> list[str]:
    return [*_says_step(rules.URGE)(given), given["note"]]


def _says_asked(given: dict[str, Any]) -> list[str]:
    wanted = in_words(date.fromisoformat(given["wanted_on"]))
    return [f"申请延长至{wanted}", f"理由：{given['reason']}", f"防范措施：{given['interim']}"]


def _says_entry(given: dict[str, Any]) -> list[str]:
    return [given["entry"], given["note"]]


declare_words(
    {
        "remind": "到期提醒",
        "escalate": "逾期升级",
        "urge": "催办",
        "ask_extension": "申请延期",
        "refuse_extension": "不批准延期",
        "withdraw_extension": "撤回延期申请",
        "lapse_extension": "隐患已有结果，延期申请失效",
        "extend": "批准延期",
        "add_urgent_entry": "急办登记",
        "adopt_rules": "改用本镇的升级规则",
        "add_rule": "增加升级规则",
        "end_rule": "停用升级规则",
    },
    {
        "remind": _says_step(rules.REMIND),
        "escalate": _says_step(rules.ESCALATE),
        "urge": _says_urged,
        "ask_extension": _says_asked,
        "add_urgent_entry": _says_entry,
    },
)
declare_pages({"finish_urgent": "urgent_finish"})
declare_part(Part("hazard", "supervision/part_urgent.html", _urgent))
declare_part(Part("hazard", "supervision/part_pressing.html", _pressing, links=_pages))
