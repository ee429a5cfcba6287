"""What letters put into a unit's file: those of its years with both signatures, and its targets."""

from collections.abc import Sequence
from datetime import date

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.scope import Scope
from bihuan.letters.lifecycle import OPEN, STANDING
from bihuan.letters.models import ResponsibilityLetter
from bihuan.paper import Leaf, Paragraph, Table
from bihuan.units.chapters import Chapter, Lack, Lacks, declare_chapter
from bihuan.units.models import Unit
from bihuan.units.rules import keeps_rules

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


def _lacking(scope: Scope, units: Sequence[Unit], _on: date) -> Lacks:
    """What waits for a signature."""
    rows = ResponsibilityLetter.objects.within(scope).filter(unit__in=units, state__in=OPEN)
    found: dict[object, list[Lack]] = {}
    for one in rows.order_by("sign_by", "pk"):
        found.setdefault(one.unit_id, []).append(
            Lack(f"{one.year}年{one.label}{one.state_label}", "unit_letters")
        )
    return found  # type: ignore[return-value]


# What is to be signed is the town's to ask for: where it asks for nothing, nothing is lacking.
declare_chapter(
    Chapter("letters.list", "安全生产责任书", 45, _letters, _lacking, required=keeps_rules, across=True)
)
