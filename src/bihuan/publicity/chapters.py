"""What publicity puts into a unit's file: what was brought to the unit itself."""

from datetime import date

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.paper import Leaf, Table
from bihuan.publicity.queries import of_unit
from bihuan.units.chapters import Chapter, declare_chapter, nowhere
from bihuan.units.models import Unit

HEADS = ("序号", "日期", "渠道", "数量", "材料", "宣传到的人数", "登记人")


def _received(actor: Actor, unit: Unit, on: date) -> list[Leaf]:
    rows = list(of_unit(actor.scope, unit).filter(held_on__lte=on))
    if not rows:
        return []
    lines = tuple(
        (
            str(number),
            in_words(one.held_on),
            one.of.label,
            f"{one.count}{one.of.unit}",
            one.used,
            one.reach,
            one.entered_by.name,
        )
        for number, one in enumerate(reversed(rows), start=1)
    )
    return [Table(HEADS, lines)]


# Nobody is bound to bring something to each unit: what is there is told.
declare_chapter(Chapter("publicity.received", "安全宣传", 112, _received, required=nowhere, across=True))
