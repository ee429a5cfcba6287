"""What accidents put into a unit's file: those of the unit with their toll, what was found and what was asked for."""

from datetime import date

from bihuan.accidents.queries import of_unit, remedies_of
from bihuan.accidents.rules import COUNTED, Counts
from bihuan.core.actions import Actor
from bihuan.core.calendar import moment_in_words
from bihuan.paper import Leaf, Paragraph, Table
from bihuan.units.chapters import Chapter, declare_chapter, nowhere
from bihuan.units.models import Unit

HEADS = ("序号", "编号", "发生时间", "类型", "性质", "等级", "伤亡和损失", "简要经过", "调查结论", "整改措施")


def _accidents(actor: Actor, unit: Unit, _on: date) -> list[Leaf]:
    rows = list(of_unit(actor.scope, unit).order_by("happened_at", "pk"))
    if not rows:
        return []
    asked = remedies_of(actor.scope, rows)
    lines = tuple(
        (
            str(number),
            one.number,
            moment_in_words(one.happened_at),
            one.kind or "待核实",
            one.nature_label,
            one.grade_label,
            Counts(**{name: getattr(one, name) for name in COUNTED}).in_words(),
            one.brief,
            " ".join(filter(None, (one.closed_number, one.conclusions))),
            "；".join(asked.get(one.pk, ())),
        )
        for number, one in enumerate(rows, start=1)
    )
    return [Paragraph(f"共登记事故{len(rows)}起。"), Table(HEADS, lines)]


# No accident is the best of chapters: there is nothing that it could be without.
declare_chapter(Chapter("accidents.list", "事故登记", 115, _accidents, required=nowhere, across=True))
