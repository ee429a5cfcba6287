"""What hazards put into a unit's file: the ledger of hazards (隐患排查治理台账)."""

from datetime import date

from bihuan.core.actions import Actor
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import standing
from bihuan.paper import Leaf, Paragraph, Table
from bihuan.units.chapters import Chapter, declare_chapter, nowhere
from bihuan.units.models import Unit

HEADS = ("序号", "编号", "发现日期", "来源", "隐患", "部位", "级别", "整改要求", "期限", "状态", "完成日期")


def _ledger(actor: Actor, unit: Unit, on: date) -> list[Leaf]:
    rows = list(standing(actor.scope).filter(unit=unit).order_by("found_on", "number"))
    if not rows:
        return []
    left = [one for one in rows if one.is_open]
    late = sum(one.deadline_on is not None and one.deadline_on < on for one in left)
    said = Paragraph(f"共{len(rows)}条，未销号{len(left)}条，其中逾期{late}条。")
    return [said, Table(HEADS, tuple(_line(number, one) for number, one in enumerate(rows, start=1)))]


def _line(number: int, one: Hazard) -> tuple[str, ...]:
    return (
        str(number),
        one.number,
        f"{one.found_on:%Y-%m-%d}",
        one.source_label,
        one.text,
        one.place,
        one.level_label,
        one.demand or ("当场整改" if one.onsite_on else ""),
        f"{one.deadline_on:%Y-%m-%d}" if one.deadline_on else "",
        one.state_label,
        f"{one.settled_on:%Y-%m-%d}" if one.settled_on else "",
    )


# An empty ledger is a true one: there is nothing that it could be without.
declare_chapter(Chapter("hazards.ledger", "隐患排查治理台账", 110, _ledger, required=nowhere, across=True))
