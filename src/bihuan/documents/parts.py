"""What documents add to other pages: the papers of a record, and the button that drafts another; on the page of a check what will be
issued, and what its boxes will lack. Words for the events."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.parts import Given, Link, Part, declare_part
from bihuan.documents.actions.drafting import right_for
from bihuan.documents.declarations import current
from bihuan.documents.lifecycle import WRIT
from bihuan.documents.models import CaseFile, Consent, Writ
from bihuan.documents.queries import known_to, of_record
from bihuan.hazards.timeline import declare_words
from bihuan.inspections.papers import PAPERS
from bihuan.inspections.queries import signing
from bihuan.inspections.violations import offered
from bihuan.units.following import declare_merge
from bihuan.units.models import Unit

SHOWN = 12


def _part(field: str) -> Part:
    """The papers of a record of one kind, and the button."""

    def fill(actor: Actor, row: Any) -> Given | None:
        found = list(
            known_to(actor, of_record(actor.scope, **{field: row})).order_by("-dated", "-id")[: SHOWN + 1]
        )
        return {"writs": found[:SHOWN], "more": len(found) > SHOWN} if found else None

    def links(actor: Actor, row: Any) -> list[Link]:
        if not any(actor.may(right_for(kind)) for kind, one in current().items() if field in one.about):
            return []
        return [Link("开具文书", f"{reverse('writ_new')}?{urlencode({field: row.pk})}", "file-text")]

    return Part(field, "documents/part.html", fill, side=True, links=links)


for name in ("inspection", "hazard", "unit", "decision", "referral", "campaign"):
    declare_part(_part(name))


def _before_visit(actor: Actor, unit: Unit) -> Given | None:
    """To an officer: what this check will issue, in whose name, and what of the unit its papers will lack."""
    if not actor.may("order"):
        return None
    by = signing(actor.scope, clock.today())
    order = by.leave("order")
    kinds = [kind for kind in ("record",) if by.leave(kind).allowed]
    kinds.append("order" if order.allowed else "notice")
    lacks = [
        label
        for label, value in (
            ("地址", unit.address),
            ("负责人", unit.details.get("legal") or unit.head),
            ("电话", unit.phone),
        )
        if not value
    ]
    return {
        "labels": [PAPERS[kind].label for kind in kinds],
        "lacks": lacks,
        "unit": unit,
        "why": order.why,
        "violations": offered(unit.category, clock.today()),
    }


declare_part(Part("check", "documents/before.html", _before_visit))
declare_merge(Writ, "文书内容")
declare_merge(CaseFile, "案卷")
declare_merge(Consent, "送达地址确认书")


def _said(given: dict[str, Any]) -> list[str]:
    label = PAPERS[given["kind"]].label if given.get("kind") in PAPERS else ""
    said = [f"{label}{given.get('number') or ''}", *([str(given["note"])] if given.get("note") else [])]
    if changed := given.get("renewed"):
        said.append(f"按最新记录更新：{'、'.join(changed)}")
    if late := given.get("late_reason"):
        said.append(f"补录：{late}")
    if served := given.get("served_on"):
        said.append(f"{in_words(date.fromisoformat(served))}的送达随之失效")
    return said


_VERBS = {move.action: move.label for move in WRIT.moves} | {"draft_writ": "拟稿", "revise_writ": "改稿"}
declare_words(_VERBS, dict.fromkeys(_VERBS, _said))
