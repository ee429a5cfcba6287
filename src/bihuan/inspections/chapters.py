"""What inspections put into a unit's file: who came, when, and what was said of it."""

from datetime import date

from bihuan.core.actions import Actor
from bihuan.inspections.queries import visits
from bihuan.paper import Leaf, Table
from bihuan.units.chapters import Chapter, declare_chapter, nowhere
from bihuan.units.models import Unit


def _visits(actor: Actor, unit: Unit, _on: date) -> list[Leaf]:
    rows = visits(actor.scope).filter(unit=unit).order_by("visited_on", "id")
    told = tuple(
        (
            f"{one.visited_on:%Y-%m-%d}",
            one.kind_label + ("（补录）" if one.is_late_entry else ""),
            "、".join(who.name for who in (one.first_inspector, one.second_inspector) if who),
            one.opinion,
            f"拒签：{one.refusal}" if one.refusal else one.present,
        )
        for one in rows.select_related("first_inspector", "second_inspector")
    )
    return [Table(("日期", "种类", "检查人员", "检查情况", "现场负责人"), told)] if told else []


declare_chapter(Chapter("inspections.visits", "监督检查记录", 120, _visits, required=nowhere))
