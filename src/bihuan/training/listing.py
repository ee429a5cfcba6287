"""The lists of training and drills: sessions, who lacks what (persons, units), questions, plans, drills."""

from decimal import Decimal
from typing import Any

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Mark
from bihuan.grid.queries import cell_choices
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing
from bihuan.training.filters import (
    OPEN_CHOICES,
    POST_WANTS,
    STATE_CHOICES,
    WANT_CHOICES,
    DrillFilter,
    PersonFilter,
    PlanFilter,
    QuestionFilter,
    SessionFilter,
    UnitLackFilter,
)
from bihuan.training.forms import DRILL_CHOICES, GROUP_CHOICES, KIND_CHOICES, QUESTION_CHOICES
from bihuan.training.lifecycle import CANCELLED, HELD, PLANNED
from bihuan.training.queries import own_hours, wants_of_post, wants_of_unit
from bihuan.training.rules import GROUP_OF_POST, GROUPS, QUESTION_KINDS
from bihuan.units.forms import CATEGORY_CHOICES

BADGES: dict[str, tuple[str, str]] = {
    PLANNED: ("wait", "clock"),
    HELD: ("good", "check"),
    CANCELLED: ("", "x"),
}


def _number(hours: Decimal) -> int | float:
    """Hours as a cell shows them: whole ones whole."""
    return int(hours) if hours == int(hours) else float(hours)


def badge_of(row: Any) -> Mark:
    """The badge of a session's or a drill's state."""
    return (*BADGES[row.state], row.state_label)


def _sessions(_actor: Actor) -> dict[str, Any]:
    return {"kinds": KIND_CHOICES, "states": STATE_CHOICES, "badge_of": badge_of}


def _drills(actor: Actor) -> dict[str, Any]:
    cells = cell_choices(actor.scope, clock.today(), "path")
    return {"kinds": DRILL_CHOICES, "states": STATE_CHOICES, "cells": cells, "badge_of": badge_of}


def _questions(_actor: Actor) -> dict[str, Any]:
    return {"kinds": QUESTION_CHOICES, "groups": GROUP_CHOICES}


def _plans(_actor: Actor) -> dict[str, Any]:
    return {"terms": OPEN_CHOICES}


def _persons(actor: Actor) -> dict[str, Any]:
    groups = [(one, GROUPS[one]) for one in ("officers", "grid")]
    return {"wants": POST_WANTS, "groups": groups, "cells": cell_choices(actor.scope, clock.today(), "path")}


def _units(actor: Actor) -> dict[str, Any]:
    cells = cell_choices(actor.scope, clock.today(), "path")
    wants = [("any", "有欠缺的"), *WANT_CHOICES]
    return {"wants": wants, "categories": CATEGORY_CHOICES, "cells": cells}


def _fill_post_wants(rows: Any, actor: Actor) -> None:
    own, today = own_hours(actor.scope), clock.today()
    for row in rows:
        row.wants = wants_of_post(row, today, own)


def _fill_unit_wants(rows: Any, actor: Actor) -> None:
    own, today = own_hours(actor.scope), clock.today()
    for row in rows:
        row.wants = wants_of_unit(row, today, own)


def _told(row: Any) -> str:
    return "；".join(one.text for one in row.wants)


SESSIONS = declare_listing(
    Listing(
        key="session_list",
        title="培训台账",
        unit="场",
        right="office",
        form=SessionFilter,
        columns=(
            Column("title", "名称", lambda row: row.title, main=True, wide=28),
            Column("day", "日期", lambda row: row.held_on),
            Column("kind", "对象", lambda row: row.kind_label),
            Column("state", "状态", lambda row: row.state_label),
            Column("hours", "学时", lambda row: _number(row.hours), num=True),
            Column("place", "地点", lambda row: row.place, minor=True, wide=20),
            Column("lecturer", "授课人", lambda row: row.lecturer, on=False),
            Column("exam", "考试题数", lambda row: row.exam_count or None, num=True, on=False),
        ),
        template="training/sessions.html",
        cells="training/session_cells.html",
        context=_sessions,
    )
)
PERSONS = declare_listing(
    Listing(
        key="training_persons",
        title="执法人员和网格人员：证件、学时",
        hint="今年的学时，按签到和登记结束的培训算。",
        unit="人",
        right="office",
        form=PersonFilter,
        columns=(
            Column("name", "姓名", lambda row: row.person.name, main=True),
            Column("post", "岗位", lambda row: row.label),
            Column("cell", "网格", lambda row: row.cell.name),
            Column("group", "类别", lambda row: GROUPS[GROUP_OF_POST[row.kind]], on=False),
            Column("card", "执法证号", lambda row: row.person.card, minor=True, wide=18),
            Column("until", "执法证有效期至", lambda row: row.person.card_until, minor=True),
            Column("hours", "今年学时", lambda row: _number(row.hours), num=True),
            Column("asked", "应有学时", lambda row: row.asked_hours or None, num=True),
            Column("wants", "欠缺", _told, wide=32, fills=_fill_post_wants),
        ),
        template="training/persons.html",
        cells="training/person_cells.html",
        named=lambda row: row.person.name,
        context=_persons,
    )
)
UNITS = declare_listing(
    Listing(
        key="training_units",
        title="企业：持证、学时、演练",
        hint="谁缺什么，按登记的证书、今年的培训和演练算；证书从到期的次日起算缺。",
        unit="家",
        right="office",
        form=UnitLackFilter,
        columns=(
            Column("name", "单位", lambda row: row.name, main=True, wide=28),
            Column("category", "类别", lambda row: row.category_label),
            Column("cell", "网格", lambda row: str(row.cell or ""), minor=True),
            Column("head", "负责人今年学时", lambda row: _number(row.head_hours), num=True),
            Column("manager", "安管员今年学时", lambda row: _number(row.manager_hours), num=True),
            Column("drilled", "上次演练", lambda row: row.drilled_on),
            Column("wants", "欠缺", _told, wide=48, fills=_fill_unit_wants),
        ),
        template="training/units.html",
        cells="training/unit_cells.html",
        context=_units,
    )
)
QUESTIONS = declare_listing(
    Listing(
        key="questions",
        title="本镇题库",
        hint="自带的题不列在这里；考试从两部分里抽。",
        unit="题",
        right="office",
        form=QuestionFilter,
        columns=(
            Column("text", "题目", lambda row: row.text, main=True, wide=48),
            Column("kind", "题型", lambda row: QUESTION_KINDS[row.kind]),
            Column("group", "对象", lambda row: row.get_group_display() or "所有人"),
            Column("options", "选项", lambda row: "；".join(row.asking.options), wide=36, on=False),
            Column("right", "正确答案", lambda row: row.asking.answer),
            Column("basis", "依据", lambda row: row.basis, minor=True, wide=24),
            Column("from", "入库", lambda row: row.from_on, minor=True),
        ),
        template="training/questions.html",
        cells="training/question_cells.html",
        named=lambda row: row.text,
        context=_questions,
    )
)
PLANS = declare_listing(
    Listing(
        key="contingencies",
        title="应急预案",
        hint="镇和村的预案；企业备案的预案在到期一览里。",
        unit="份",
        right="office",
        form=PlanFilter,
        columns=(
            Column("title", "名称", lambda row: row.title, main=True, wide=32),
            Column("cell", "适用范围", lambda row: row.cell.name),
            Column("kind", "类别", lambda row: row.kind_label),
            Column("number", "文号", lambda row: row.number, minor=True, wide=20),
            Column("issued", "印发日期", lambda row: row.issued_on, minor=True),
            Column("reviewed", "最近评估", lambda row: row.reviewed_on),
            Column("review", "评估期限", lambda row: row.review_on),
        ),
        template="training/plans.html",
        cells="training/plan_cells.html",
        context=_plans,
    )
)
DRILLS = declare_listing(
    Listing(
        key="drills",
        title="应急演练",
        unit="场",
        right="view",
        form=DrillFilter,
        columns=(
            Column("title", "名称", lambda row: row.title, main=True, wide=28),
            Column("day", "日期", lambda row: row.held_on),
            Column("where", "组织单位", lambda row: row.where, wide=24),
            Column("kind", "形式", lambda row: row.kind_label),
            Column("state", "状态", lambda row: row.state_label),
            Column("people", "参演人数", lambda row: row.people, num=True),
            Column("plan", "依据预案", lambda row: str(row.plan or ""), on=False, wide=24),
            Column("summary", "评估小结", lambda row: row.summary, on=False, wide=40),
        ),
        template="training/drills.html",
        cells="training/drill_cells.html",
        context=_drills,
    )
)
for one in (SESSIONS, PERSONS, UNITS, QUESTIONS, PLANS, DRILLS):
    declare_export(one)
