"""What letters put into a unit's file: those of its years with both signatures, and its targets."""

from datetime import date

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.letters.lifecycle import STANDING
from bihuan.letters.models import ResponsibilityLetter
from bihuan.paper import Leaf, Paragraph, Table
from bihuan.units.chapters import Chapter, declare_chapter, nowhere
from bihuan.units.models import Unit

HEADS = ("序号", "年份", "责任书", "编号", "负责人", "乙方签字", "甲方签字", "状态")


def _letters(actor: Actor, unit: Unit, _on: date) -> list[Leaf]:
    rows = list(
        ResponsibilityLetter.objects.within(actor.scope)
        .filter(unit=unit)
        .order_by("-year", "-made_on", "-pk")
    )
    if not rows:
        return []
    lines = tuple(
        (
            str(number),
            str(one.year),
            one.label,
            one.number,
            one.head,
            in_words(one.party_signed_on) if one.party_signed_on else "",
            in_words(one.town_signed_on) if one.town_signed_on else "",
            one.state_label + (f"（{one.ended_for}）" if one.ended_for else ""),
        )
        for number, one in enumerate(rows, 1)
    )
    leaves: list[Leaf] = [Table(HEADS, lines)]
    latest = next((one for one in rows if one.state in STANDING), None)
    if latest is not None:
        goals = tuple((str(at), one.text) for at, one in enumerate(latest.targets, 1))
        leaves += [Paragraph(f"{latest.year}年{latest.label}的目标："), Table(("序号", "目标"), goals)]
    return leaves


# Whether a unit has to sign is the town's to ask for, each year.
declare_chapter(Chapter("letters.list", "安全生产责任书", 38, _letters, required=nowhere, across=True))
