"""What matters of others add to the pages of hazards and units, and the words of their events."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.files import declare_shown
from bihuan.core.models import Town
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.grid.following import Follower, declare_follower
from bihuan.hazards.lifecycle import HAZARD
from bihuan.hazards.models import Hazard
from bihuan.hazards.steps import declare_pages
from bihuan.hazards.timeline import declare_words
from bihuan.referrals.actions.rezoning import follow_cells, matters_in
from bihuan.referrals.models import Assignment
from bihuan.referrals.queries import LIVE, WAITED_FOR, assignments, declining, links, referrals, shows_file
from bihuan.referrals.rules import CHASES, KINDS, SIDES, upper_body
from bihuan.units.following import OpenWork, declare_merge, declare_work
from bihuan.units.models import Unit

REFER = "refer"


def _on_hazard(actor: Actor, hazard: Hazard) -> Given | None:
    """The referrals of a hazard, the matters from above that it belongs to, and whether two bodies did not take it."""
    if not actor.may("office"):  # whom the office writes to is its own matter
        return None
    sent = list(
        referrals(actor.scope).filter(hazard=hazard).select_related("paper").order_by("sent_at", "id")
    )
    belongs = links(actor.scope).filter(hazard=hazard).values("assignment")
    matters = list(assignments(actor.scope).filter(pk__in=belongs))
    if not sent and not matters:
        return None
    sides = declining(sent)
    stuck = (
        len(sides) >= SIDES
        and hazard.is_open
        and not any(one.kind == "transfer" and one.state in LIVE for one in sent)
    )
    given: Given = {"referrals": sent, "matters": matters, "now": clock.now(), "sides": []}
    if stuck:
        upper = upper_body(Town.objects.of(actor.scope).district)
        given |= {"sides": sides, "upper": upper, "hazard": hazard}
        may = actor.may("refer") and REFER in _open_moves(hazard)
        given["raise_url"] = f"{reverse('hazard_refer', args=[hazard.pk])}?upper=1" if may else ""
    return given


def _links(actor: Actor, hazard: Hazard) -> Sequence[Link]:
    """A copy or a call is possible where the table's own move is not."""
    if not actor.may("refer") or hazard.voided_on or REFER in _open_moves(hazard):
        return []
    return [Link("抄告、吹哨", reverse("hazard_refer", args=[hazard.pk]))]


def _open_moves(hazard: Hazard) -> list[str]:
    return [move.action for move in HAZARD.from_state(hazard.state, *hazard.traits)]


def _on_unit(actor: Actor, unit: Unit) -> Given | None:
    """What is under way about a unit: referrals, and matters from above."""
    if not actor.may("office"):
        return None
    going = referrals(actor.scope).filter(WAITED_FOR | Q(kind="copy"), hazard__unit=unit, state__in=LIVE)
    sent = list(going.select_related("paper"))
    matters: list[Assignment] = [one for one in assignments(actor.scope).filter(unit=unit) if one.is_running]
    if not sent and not matters:
        return None
    return {"referrals": sent, "matters": matters, "now": clock.now(), "sides": []}


def _matters_at(actor: Actor, unit: Unit) -> list[OpenWork]:
    return [
        OpenWork(f"上级交办“{one.title}”（{one.state_label}）", reverse("assignment", args=[one.pk]))
        for one in assignments(actor.scope).filter(unit=unit)
        if one.is_running
    ]


def _unit_links(actor: Actor, unit: Unit) -> Sequence[Link]:
    if not actor.may("refer") or unit.ended_on:
        return []
    return [Link("登记交办", f"{reverse('assignment_new')}?unit={unit.pk}")]


def _told(given: dict[str, Any]) -> list[str]:
    """What is said of a step of a referral or an assigned matter."""
    parts = [str(given[name]) for name in ("source", "body", "title") if given.get(name)]
    if given.get("to"):
        parts.append(f"由{given['to']}承办")
    if given.get("by"):
        parts.append(f"经手人{given['by']}")
    if given.get("how") in CHASES:
        parts.append(CHASES[given["how"]])
    if given.get("on"):
        parts.append(in_words(date.fromisoformat(given["on"])))
    if given.get("note"):
        parts.append(str(given["note"]))
    if given.get("number"):
        parts.append(f"文号{given['number']}")
    if given.get("numbers"):
        parts.append("、".join(given["numbers"]))
    if given.get("due_on"):
        parts.append(f"答复期限{in_words(date.fromisoformat(given['due_on']))}")
    if given.get("hours"):
        parts.append(f"{given['hours']}小时内到场")
    if given.get("paper"):
        parts.append(f"文书{given['paper']}")
    if given.get("late"):
        parts.append("逾期答复")
    return parts


WORDS = {
    "send_copy": KINDS["copy"],
    "send_whistle": KINDS["whistle"],
    "acknowledge_referral": "受理单位签收、到场",
    "answer_referral": "受理单位答复",
    "chase_referral": "催办",
    "refuse_referral": "受理单位不予接收",
    "give_back_referral": "受理单位退回",
    "withdraw_referral": "撤回移送",
    "note_unanswered": "答复期限已过，仍未答复",
    "receive_assignment": "收到上级交办",
    "give_assignment": "分办",
    "handle_assignment": "报办理情况",
    "reply_assignment": "答复上级",
    "close_assignment": "上级销号",
    "send_back_assignment": "上级退回",
    "void_assignment": "作废",
    "link_hazard": "列入上级交办事项",
    "link_hazards": "关联隐患",
    "unlink_hazard": "移出上级交办事项",
    "unlink_hazards": "取消关联隐患",
}
declare_words(WORDS, dict.fromkeys((*WORDS, "refer", "settle_referred"), _told))
declare_pages(
    {"refer": "hazard_refer", "take_back": "hazard_take_back", "settle_referred": "hazard_settle_referred"}
)
declare_part(Part("hazard", "referrals/part.html", _on_hazard, links=_links))
declare_part(Part("unit", "referrals/part.html", _on_unit, links=_unit_links))
declare_part(Part("check", "referrals/part.html", _on_unit))
declare_shown(shows_file, "office")
declare_merge(Assignment, "上级交办")
declare_work(_matters_at)
declare_follower(Follower("上级交办", "referrals.assignment.cell", matters_in, follow_cells))
