"""A unit's file as it stands today: its chapters with what each lacks, of many units at once, and what of one is printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.dossiers.freezing import values_of
from bihuan.dossiers.rules import Completeness, completeness
from bihuan.paper import Chapter as Printed
from bihuan.paper import Paragraph, Table
from bihuan.units.chapters import Chapter, Lack, chapters
from bihuan.units.models import Contact, Unit

REQUIRED, BESIDE = "应有", "有则归档"
NOTHING = Paragraph("没有记录。")


@dataclass(frozen=True)
class Section:
    """A chapter of one unit's file: whether the unit has to have it, and what it lacks."""

    chapter: Chapter
    is_required: bool
    lacks: Sequence[Lack]

    @property
    def is_complete(self) -> bool:
        return not self.lacks

    @property
    def said(self) -> str:
        return "；".join(one.text for one in self.lacks) if self.is_required else ""


@dataclass(frozen=True)
class File:
    """A unit's file as it stands."""

    unit: Unit
    sections: Sequence[Section]

    @property
    def completeness(self) -> Completeness:
        required = [one.chapter.key for one in self.sections if one.is_required]
        return completeness(required, [one.chapter.key for one in self.sections if one.lacks])

    @property
    def lacks(self) -> list[str]:
        """What is missing, each thing once, in words."""
        said = (lack.text for one in self.sections if one.is_required for lack in one.lacks)
        return list(dict.fromkeys(said))


def files(scope: Scope, units: Sequence[Unit], on: date) -> dict[UUID, File]:
    """The files of some units on a day that is today, in as many queries as one's."""
    declared = chapters()
    lacking = {one.key: one.lacking(scope, units, on) if units else {} for one in declared}
    asked = {one.key: set(one.asked_of(scope, units, on)) for one in declared}
    return {
        unit.pk: File(
            unit,
            [
                Section(one, is_required, lacking[one.key].get(unit.pk, ()) if is_required else ())
                for one in declared
                for is_required in (one.required(unit.category) or unit.pk in asked[one.key],)
            ],
        )
        for unit in units
    }


def file_of(scope: Scope, unit: Unit, on: date) -> File:
    return files(scope, [unit], on)[unit.pk]


def content(actor: Actor, found: File, on: date, *, frozen_by: str = "", note: str = "") -> dict[str, Any]:
    """All that a file prints today, as it is kept. What a unit has to have and has not says so; what it need not have is left out."""
    unit = found.unit
    told: list[tuple[str, Printed]] = [("dossiers.overview", _overview(found))]
    gathered: dict[Any, Any] = {}
    for one in found.sections:
        tells = one.chapter.tells
        if tells not in gathered:
            gathered[tells] = tells(actor, unit, on)
        leaves = tuple(one.chapter.sets(gathered[tells]))
        if leaves or one.is_required:
            told.append(
                (one.chapter.key, Printed(one.chapter.title, leaves or (NOTHING,), one.chapter.across))
            )
    town = Town.objects.of(actor.scope)
    facts = [
        ("完整度", found.completeness.said),
        ("定稿日期" if frozen_by else "整理日期", in_words(on)),
        *([("定稿人", frozen_by)] if frozen_by else []),
        *([("说明", note)] if note else []),
        ("监管单位", f"{town.name}{town.office}"),
    ]
    people = Contact.objects.within(actor.scope).filter(unit=unit, ended_on__isnull=True)
    names = [unit.name, unit.head, *people.order_by("id").values_list("name", flat=True)]
    return values_of(
        owner=unit.name,
        facts=facts,
        dated=on,
        chapters=told,
        names=list(dict.fromkeys(filter(None, names))),
    )


def _overview(found: File) -> Printed:
    rows = tuple(
        (
            str(number),
            one.chapter.title,
            REQUIRED if one.is_required else BESIDE,
            ("齐全" if one.is_complete else "不齐全") if one.is_required else "／",
            one.said,
        )
        for number, one in enumerate(found.sections, start=1)
    )
    return Printed("档案完整情况", (Table(("序号", "内容", "要求", "情况", "缺少"), rows),))
