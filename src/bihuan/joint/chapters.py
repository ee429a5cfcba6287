"""What joint inspections put into a unit's file: which departments saw it together, and what each found."""

from datetime import date

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.scope import Scope
from bihuan.joint.models import JointPart
from bihuan.joint.queries import of_unit, told_in
from bihuan.joint.rules import said_of
from bihuan.paper import Leaf, Table
from bihuan.units.chapters import Chapter, declare_chapter, nowhere
from bihuan.units.models import Unit

HEADS = ("序号", "日期", "联合检查", "各单位的检查情况")


def _seen_together(actor: Actor, unit: Unit, on: date) -> list[Leaf]:
    rows = list(of_unit(actor.scope, unit).filter(done_on__lte=on).order_by("done_on", "pk"))
    if not rows:
        return []
    told: dict[object, list[tuple[str, int | None]]] = {}
    parts = JointPart.objects.within(Scope.whole_town(actor.town)).filter(visit__in=rows)
    for part in parts.select_related("party").order_by("party__place", "pk"):
        told.setdefault(part.visit_id, []).append((part.party.name, len(told_in(part))))
    lines = tuple(
        (
            str(number),
            in_words(one.done_on) if one.done_on else "",
            one.event.name,
            said_of(told.get(one.pk, ())),
        )
        for number, one in enumerate(rows, start=1)
    )
    return [Table(HEADS, lines)]


declare_chapter(Chapter("joint.visits", "联合检查", 113, _seen_together, required=nowhere))
