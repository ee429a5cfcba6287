"""What training and drills put into a unit's file: who came to which session with which result, and the unit's drills."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.paper import Leaf, Table
from bihuan.training.lifecycle import HELD
from bihuan.training.models import Attendee, Drill, Lesson
from bihuan.training.queries import own_hours, trained_units, wants_of_unit
from bihuan.training.rules import plain
from bihuan.units.chapters import Chapter, Lack, Lacks, declare_chapter, nowhere
from bihuan.units.models import Unit
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
    return [Table(("日期", "培训", "姓名", "身份", "学时", "考试"), told)] if told else []


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


declare_chapter(Chapter("training.sessions", "教育培训", 46, _trainings, required=nowhere))
declare_chapter(Chapter("training.drills", "应急演练", 48, _drills, _without_drills, keeps_rules))
