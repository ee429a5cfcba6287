"""What case files, print jobs and hand-overs add to other pages, and the words of their events."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from bihuan.core import files
from bihuan.core.actions import Actor
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.documents.lifecycle import CASE, VOID
from bihuan.documents.models import Writ
from bihuan.documents.queries import cases, handed, keeps_file, shows_file
from bihuan.hazards.timeline import declare_words
from bihuan.inspections.models import Campaign
from bihuan.units.models import Unit

SHOWN = 6


def _of_writ(actor: Actor, row: Writ) -> Given | None:
    if not actor.may("office"):
        return None
    mine = list(cases(actor.scope).filter(items__writ=row))
    gone = list(handed(actor.scope, row.pk))
    return {"cases": mine, "handed": gone} if mine or gone else None


def _for_writ(actor: Actor, row: Writ) -> list[Link]:
    """The button that opens a case file, where the document lies in none."""
    if not (actor.may("order") and row.unit_id) or row.state == VOID:
        return []
    if cases(actor.scope).filter(items__writ=row).exists():
        return []
    return [Link("立卷", _new(row.unit_id, writ=row.pk), "file-text")]


def _of_unit(actor: Actor, unit: Unit) -> Given | None:
    if not actor.may("office"):
        return None
    mine = list(cases(actor.scope).filter(unit=unit)[:SHOWN])
    return {"cases": mine} if mine else None


def _for_unit(actor: Actor, unit: Unit) -> list[Link]:
    return [Link("立卷", _new(unit.pk), "file-text")] if actor.may("order") else []


def _for_campaign(_actor: Actor, row: Campaign) -> list[Link]:
    return [Link("打印文书", f"{reverse('writs_print')}?{urlencode({'campaign': row.pk})}", "printer")]


def _new(unit: Any, **more: Any) -> str:
    address = reverse("case_new", args=[unit])
    return f"{address}?{urlencode(more)}" if more else address


declare_part(Part("writ", "documents/case_part.html", _of_writ, side=True, links=_for_writ))
declare_part(Part("unit", "documents/case_part.html", _of_unit, side=True, links=_for_unit))
declare_part(Part("campaign", links=_for_campaign))
files.declare_shown(shows_file)
files.declare_kept_from(keeps_file)


def _said_of_case(given: dict[str, Any]) -> list[str]:
    names = ("number", "matter", "text", "outcome", "note")
    return [str(given[name]) for name in names if given.get(name)]


def _said_of_handing(given: dict[str, Any]) -> list[str]:
    count = [f"{given['rows']}份"] if "rows" in given else []
    names = ("number", "body", "receipt", "reason", "note")
    return [*(str(given[name]) for name in names if given.get(name)), *count]


_CASE_WORDS = {move.action: move.label for move in CASE.moves} | {
    "open_case": "立卷",
    "file_in_case": "加入案卷",
    "order_case": "调整案卷次序",
    "take_from_case": "移出案卷",
    "name_case": "改案由",
}
_HANDING_WORDS = {"hand_over_writs": "移交上级执法系统", "enter_receipt": "登记移交回执"}
declare_words(
    _CASE_WORDS | _HANDING_WORDS,
    dict.fromkeys(_CASE_WORDS, _said_of_case) | dict.fromkeys(_HANDING_WORDS, _said_of_handing),
)
