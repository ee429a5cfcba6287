"""What major hazards add to the page of a hazard: the file, its buttons, and the words of its events."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.hazards.models import Hazard
from bihuan.hazards.steps import declare_pages
from bihuan.hazards.timeline import declare_words
from bihuan.majors.lifecycle import LISTING
from bihuan.majors.queries import find_standing
from bihuan.majors.rules import LISTING_LEVELS

# Of the file, with the right that each asks for; those of the listing are in its table.
_FILE = (("report_up", "上报", "supervise"), ("fix_plan", "制定治理方案", "rectify"))
PAGES = {
    "report_up": "major_report",
    "fix_plan": "major_plan",
    "propose_listing": "listing_propose",
    "record_listing": "listing_record",
    "decline_listing": "listing_decline",
    "delist": "listing_delist",
}


def _file(actor: Actor, row: Hazard) -> Given | None:
    return {"at": find_standing(actor, row.pk)} if row.is_major else None


def _links(actor: Actor, row: Hazard) -> Sequence[Link]:
    """The steps that may be taken now."""
    if not row.is_major:
        return []
    at = find_standing(actor, row.pk)
    moves = [(move.action, move.label, move.right) for move in LISTING.from_state(at.listing_state)]
    return [
        Link(
            "修改治理方案" if action == "fix_plan" and at.case.fixed_on else label,
            reverse(PAGES[action], args=[row.pk]),
        )
        for action, label, right in (*_FILE, *moves)
        if actor.may(right) and not at.refusal(action) and not (action == "report_up" and at.case.reported_on)
    ]


def _day(given: dict[str, Any], name: str, word: str) -> list[str]:
    return [f"{word}{in_words(date.fromisoformat(given[name]))}"] if given.get(name) else []


def _said_report(given: dict[str, Any]) -> list[str]:
    return [given["to"], *_day(given, "on", ""), given["report"].rstrip("。")]


def _said_plan(given: dict[str, Any]) -> list[str]:
    return [
        given["responsible"],
        f"资金{given['funds_yuan']}元",
        *_day(given, "due_on", "时限"),
        given["measures"],
    ]


def _said_proposal(given: dict[str, Any]) -> list[str]:
    return [f"按规则提请：{given['reason']}" if given.get("by_rule") else given["reason"]]


def _said_decision(given: dict[str, Any]) -> list[str]:
    level = LISTING_LEVELS.get(given.get("level", ""), "")
    said = [level, given.get("body", ""), given.get("number", ""), given.get("requirement", "")]
    said += _day(given, "listed_on", "挂牌日期") + _day(given, "delisted_on", "摘牌日期")
    said += _day(given, "due_on", "期限") + _day(given, "declined_on", "答复日期")
    return [text.rstrip("。") for text in (*said, given.get("reason", "")) if text]


def _said_due(given: dict[str, Any]) -> list[str]:
    return _day(given, "due_on", "应于") + _day(given, "major_on", "判定日期")


declare_pages({"raise_major": "hazard_raise", "accept": "hazard_accept", "reject": "hazard_reject"})
declare_part(Part("hazard", "majors/part.html", _file, links=_links))
declare_words(
    {move.action: move.label for move in LISTING.moves}
    | {
        "report_up": "上报重大隐患",
        "fix_plan": "制定治理方案，五落实",
        "revise_plan": "修改治理方案",
        "note_unreported": "重大隐患当天没有上报",
        "note_missed_visit": "每周巡查到期，没有人到现场",
    },
    {
        "report_up": _said_report,
        "fix_plan": _said_plan,
        "revise_plan": _said_plan,
        "propose_listing": _said_proposal,
        "record_listing": _said_decision,
        "decline_listing": _said_decision,
        "delist": _said_decision,
        "note_unreported": _said_due,
        "note_missed_visit": _said_due,
    },
)
