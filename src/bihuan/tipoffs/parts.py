"""What tips add to other pages: a hazard's and a visit's to those who may see the tip, a unit's, the one that its plate opens; the words of their events; how
they stand when cells and units merge."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.files import declare_kept_from, declare_shown
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.grid.following import Follower, declare_follower
from bihuan.hazards.models import Hazard
from bihuan.hazards.rules import TIP as FROM_TIP
from bihuan.hazards.timeline import declare_words
from bihuan.inspections.models import Inspection
from bihuan.tipoffs.actions.following import follow_cells, tips_in
from bihuan.tipoffs.listing import SEES
from bihuan.tipoffs.models import Tip
from bihuan.tipoffs.queries import is_of_a_tip, of_unit, page_of, shows_file, tip_of_visit
from bihuan.units.following import OpenWork, declare_merge, declare_work
from bihuan.units.models import Plate, Unit


def _on_hazard(actor: Actor, hazard: Hazard) -> Given | None:
    """For who may see the tip: it is where the hazard comes from."""
    if hazard.origin != FROM_TIP or not actor.may(SEES):
        return None
    found = tip_of_visit(actor.scope, hazard.inspection_id)
    return {"tip": found, "rows": []} if found else None


def _on_visit(actor: Actor, visit: Inspection) -> Given | None:
    """Right after the visit: what is still to be said of the tip."""
    if not actor.may(SEES):
        return None
    found = tip_of_visit(actor.scope, visit.pk)
    return {"tip": found, "rows": []} if found else None


def _on_unit(actor: Actor, unit: Unit) -> Given | None:
    if not actor.may(SEES):
        return None
    rows = list(of_unit(actor.scope, unit)[:10])
    return {"rows": rows} if rows else None


def _before_check(actor: Actor, unit: Unit) -> Given | None:
    """Who goes there is told what was told."""
    if not actor.may(SEES):
        return None
    rows = [one for one in of_unit(actor.scope, unit)[:10] if one.is_open]
    return {"rows": rows} if rows else None


def _links(actor: Actor, unit: Unit) -> Sequence[Link]:
    if not actor.may("tips") or unit.ended_on:
        return []
    return [Link("登记举报", f"{reverse('tip_new')}?unit={unit.pk}")]


def _on_plate(actor: Actor, plate: Plate) -> Sequence[Link]:
    page = page_of(actor.scope)
    if page is None or page.closed_on:
        return []
    return [Link("网上举报", f"{reverse('tip_send', args=[page.code])}?plate={plate.code}", "alert-triangle")]


def _work(actor: Actor, unit: Unit) -> list[OpenWork]:
    return [
        OpenWork(f"群众举报{one.number}（{one.state_label}）", reverse("tip", args=[one.pk]))
        for one in of_unit(actor.scope, unit)
        if one.is_open
    ]


def _kept_from(actor: Actor, file_id: UUID) -> bool:
    """A photo that came with a tip is kept from a unit's own people, whatever else it may be shown for."""
    return not actor.may(SEES) and is_of_a_tip(actor.town, file_id)


def _said(*names: str) -> Any:
    def says(given: dict[str, Any]) -> list[str]:
        return [str(given[name]).rstrip("。") for name in names if given.get(name)] + _until(given)

    return says


def _until(given: dict[str, Any]) -> list[str]:
    return [f"{in_words(date.fromisoformat(given['due_on']))}前"] if given.get("due_on") else []


def _given(given: dict[str, Any]) -> list[str]:
    return [f"由{given['to']}核查", *([given["note"]] if given.get("note") else []), *_until(given)]


def _checked(given: dict[str, Any]) -> list[str]:
    found = [f"登记隐患{given['count']}条"] if given.get("count") else []
    return [given["verdict"], given["finding"].rstrip("。"), *found]


def _visited(given: dict[str, Any]) -> list[str]:
    return [in_words(date.fromisoformat(given["visited_on"])), f"登记隐患{given['count']}条"]


declare_part(Part("hazard", "tipoffs/part.html", _on_hazard, side=True))
declare_part(Part("visit", "tipoffs/part.html", _on_visit))
declare_part(Part("unit", "tipoffs/part.html", _on_unit, links=_links))
declare_part(Part("check", "tipoffs/part.html", _before_check))
declare_part(Part("plate", links=_on_plate))
declare_shown(shows_file, "office")
declare_kept_from(_kept_from)
declare_merge(Tip, "群众举报")
declare_work(_work)
declare_follower(Follower("群众举报", "tipoffs.tip.cell", tips_in, follow_cells))
declare_words(
    {
        "send_tip": "收到举报",
        "enter_tip": "登记举报",
        "reply_to_town": "举报人补充情况",
        "leave_account": "举报人留下收款账户",
        "admit_tip": "按正常举报办理",
        "discard_tip": "剔除",
        "accept_tip": "受理交办",
        "decline_tip": "不予受理",
        "pass_tip_on": "转办",
        "merge_tip": "并案",
        "ask_sender": "询问举报人",
        "extend_tip": "延长核查期限",
        "check_on_site": "现场核查",
        "check_tip": "核查结论",
        "return_tip": "退回重新核查",
        "answer_tip": "答复举报人",
        "note_tip_late": "举报办理逾期",
        "propose_reward": "提出奖励",
        "approve_reward": "批准奖励",
        "refuse_reward": "不批准奖励",
        "pay_reward": "发放奖励",
        "open_tip_page": "开通网上举报",
        "close_tip_page": "停用网上举报",
        "set_tip_rule": "规定举报办理期限和奖励",
    },
    {
        "send_tip": _said("number", "where"),
        "enter_tip": _said("number", "channel", "where"),
        "reply_to_town": lambda given: [f"照片{given['photos']}张"] if given.get("photos") else [],
        "discard_tip": _said("reason"),
        "accept_tip": _given,
        "decline_tip": _said("reason"),
        "pass_tip_on": _said("to", "reason"),
        "merge_tip": lambda given: [f"并入{given['to']}"],
        "ask_sender": _said("text"),
        "extend_tip": _said("reason"),
        "check_on_site": _visited,
        "check_tip": _checked,
        "return_tip": _said("reason"),
        "answer_tip": _said("way", "answer"),
        "note_tip_late": _said("term"),
        "propose_reward": _said("says", "note"),
        "approve_reward": _said("says"),
        "refuse_reward": _said("reason"),
        "pay_reward": _said("says", "way"),
        "close_tip_page": _said("reason"),
        "open_tip_page": lambda _given: [],
        "set_tip_rule": lambda given: [given["says"]],
    },
)
