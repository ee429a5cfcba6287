"""What documents put into a unit's file: those that were issued to it, with their numbers and days of service.
The file is the unit's own: what is kept from it does not stand there."""

from datetime import date

from bihuan.core.actions import Actor
from bihuan.documents.lifecycle import WRIT
from bihuan.documents.queries import told_to_units, writs
from bihuan.paper import Leaf, Table
from bihuan.units.chapters import Chapter, declare_chapter, nowhere
from bihuan.units.models import Unit

HEADS = ("日期", "文书", "文号", "状态", "送达日期")


def _papers(actor: Actor, unit: Unit, _on: date) -> list[Leaf]:
    rows = told_to_units(writs(actor.scope)).filter(unit=unit, issued_at__isnull=False)
    told = tuple(
        (
            f"{one.dated:%Y-%m-%d}",
            one.label,
            one.number,
            WRIT.states[one.state],
            f"{one.served_on:%Y-%m-%d}" if one.served_on else "",
        )
        for one in rows.order_by("dated", "id")
    )
    return [Table(HEADS, told)] if told else []


declare_chapter(Chapter("documents.papers", "执法文书", 130, _papers, required=nowhere))
