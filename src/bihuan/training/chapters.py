"""What training and drills put into a unit's file: who came to which session with which result, and the unit's drills."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from bihuan.core.actions import Actor
from bihuan.core.calendar import years_on
from bihuan.core.scope import Scope
from bihuan.paper import Leaf, Table
from bihuan.training.lifecycle import HELD
from bihuan.training.models import Attendee, Drill, Lesson
from bihuan.training.queries import own_hours, trained_units, wants_of_unit
from bihuan.training.rules import hours_asked, plain
from bihuan.units.chapters import Chapter, Lack, Lacks, by_unit, declare_chapter, nowhere
from bihuan.units.models import Document, Unit
from bihuan.units.queries import documents
from bihuan.units.rules import keeps_rules

YEARS = 3


def _trainings(actor: Actor, unit: Unit, on: date) -> list[Leaf]:
    since = on - timedelta(days=366 * YEARS)
    rows = Attendee.objects.within(actor.scope).filter(
        unit=unit, signed_on__isnull=False, session__state=HELD, session__held_on__range=(since, on)
    )
    told = tuple(
        (
            f"{one.session.held_on:%Y-%m-%d}",
            one.session.title,
            one.name,
            one.group_label,
            plain(one.session.hours),
            "" if one.score is None else f"{one.score}分{'合格' if one.passed_on else '不合格'}",
        )
        for one in rows.select_related("session").order_by("session__held_on", "pk")
    )
    leaves: list[Leaf] = [Table(("日期", "培训", "姓名", "身份", "学时", "考试"), told)] if told else []
    own = tuple(
        (f"{one.dated_on:%Y-%m-%d}" if one.dated_on else "", one.title, one.note)
        for one in documents(actor.scope, unit).filter(kind="training")
    )
    return [*leaves, Table(("日期", "资料", "说明"), own, caption="本单位的培训记录")] if own else leaves


def _trained_by_rule(scope: Scope, units: Sequence[Unit], on: date) -> Collection[UUID]:
    """Of whose heads or safety managers hours are asked."""
    own = own_hours(scope)
    return {
        one.pk
        for one in units
        if any(hours_asked(group, one.category, on, own) for group in ("heads", "managers"))
    }


def _without_training(scope: Scope, units: Sequence[Unit], on: date) -> Lacks:
    """Nobody of the unit was at a training within a year, nor is there a record of one of its own. Whether the hours suffice is told by who lacks
    what (培训缺口), not by the file."""
    since = years_on(on, -1)
    came = Attendee.objects.within(scope).filter(
        unit__in=units, signed_on__isnull=False, session__state=HELD, session__held_on__range=(since, on)
    )
    kept = Document.objects.within(scope).filter(
        unit__in=units, kind="training", ended_on__isnull=True, dated_on__range=(since, on)
    )
    there = {*came.values_list("unit", flat=True), *kept.values_list("unit", flat=True)}
    lack = Lack("一年内没有培训记录", "document_new")
    return by_unit(units, lambda unit: [] if unit.pk in there else [lack])


def _drills(actor: Actor, unit: Unit, on: date) -> list[Leaf]:
    rows = Drill.objects.within(actor.scope).filter(unit=unit, state=HELD, held_on__lte=on)
    told = tuple(
        (
            f"{one.held_on:%Y-%m-%d}",
            one.title,
            one.kind_label,
            str(one.people or ""),
            one.summary,
            "；".join(
                f"{lesson.text}{'（已落实）' if lesson.done_on else ''}" for lesson in one.lessons.all()
            ),
        )
        for one in rows.order_by("held_on", "pk").prefetch_related(_lessons(actor.scope))
    )
    return [Table(("日期", "演练", "形式", "参演人数", "评估小结", "问题和改进"), told)] if told else []


def _lessons(scope: Scope) -> Prefetch:  # type: ignore[type-arg]
    return Prefetch("lessons", queryset=Lesson.objects.within(scope).order_by("pk"))


def _without_drills(scope: Scope, units: Sequence[Unit], on: date) -> Lacks:
    own = own_hours(scope)
    rows = trained_units(scope, on).filter(pk__in=[one.pk for one in units])
    found: dict[Any, list[Lack]] = {}
    for row in rows:
        lacks = [Lack(one.text, "unit") for one in wants_of_unit(row, on, own) if one.kind == "drill"]
        if lacks:
            found[row.pk] = lacks
    return found


declare_chapter(
    Chapter(
        "training.sessions",
        "教育培训",
        46,
        _trainings,
        _without_training,
        required=nowhere,
        asked_of=_trained_by_rule,
    )
)
declare_chapter(Chapter("training.drills", "应急演练", 48, _drills, _without_drills, keeps_rules))
