"""What letters put into a unit's file: those of its years with both signatures, and its targets."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.scope import Scope
from bihuan.letters.lifecycle import OPEN, STANDING
from bihuan.letters.models import ResponsibilityLetter
from bihuan.paper import Leaf, Paragraph, Table
from bihuan.units.chapters import Chapter, Lack, Lacks, by_unit, declare_chapter, nowhere
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


def _of_the_year(scope: Scope, units: Sequence[Unit], on: date) -> QuerySet[ResponsibilityLetter]:
    found: QuerySet[ResponsibilityLetter] = ResponsibilityLetter.objects.within(scope).filter(
        unit__in=units, year=on.year, state__in=STANDING
    )
    return found.order_by("kind")


def _asked(scope: Scope, units: Sequence[Unit], on: date) -> Collection[UUID]:
    """Who is a party this year."""
    return set(_of_the_year(scope, units, on).values_list("unit", flat=True))


def _unsigned(scope: Scope, units: Sequence[Unit], on: date) -> Lacks:
    """Letters that both should have signed by now."""
    late = _of_the_year(scope, units, on).filter(state__in=OPEN, sign_by__lt=on)
    said: dict[UUID | None, list[Lack]] = {}
    for one in late:
        said.setdefault(one.unit_id, []).append(Lack(f"{one.year}年{one.label}{one.state_label}，已过期限"))
    return by_unit(units, lambda unit: said.get(unit.pk, ()))


# Whether a unit has to sign is the town's to ask for, each year.
declare_chapter(
    Chapter(
        "letters.list",
        "安全生产责任书",
        38,
        _letters,
        _unsigned,
        required=nowhere,
        across=True,
        asked_of=_asked,
    )
)
