"""The lists of sheets, of vetoes, and of answers of who may be honoured."""

from typing import Any

from bihuan.assessments.filters import (
    GRADES,
    KINDS,
    STATES,
    SUBJECTS,
    VERDICTS,
    VETO_STATES,
    HonourFilter,
    SheetFilter,
    VetoFilter,
)
from bihuan.assessments.lifecycle import (
    APPEALED,
    CANDIDATE,
    DECIDED,
    DROPPED,
    LAPSED,
    PUBLISHED,
    REVOKED,
    SCORING,
    TOLD,
    UPHELD,
)
from bihuan.assessments.models import Honour, Sheet, Veto
from bihuan.assessments.queries import years
from bihuan.assessments.vetoing import BARS, HOLD, NO, TRIGGERS, YES
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Mark
from bihuan.grid.queries import cell_choices
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing

_SHEETS = {
    SCORING: ("wait", "list-check"),
    TOLD: ("run", "file-text"),
    PUBLISHED: ("good", "circle-check"),
    DROPPED: ("", "x"),
}
_VETOES = {
    CANDIDATE: ("wait", "help-circle"),
    DROPPED: ("", "x"),
    DECIDED: ("bad", "ban"),
    APPEALED: ("wait", "clock"),
    UPHELD: ("bad", "ban"),
    REVOKED: ("", "arrow-back-up"),
    LAPSED: ("", "check"),
}
_HONOURS = {YES: ("good", "check"), NO: ("bad", "ban"), HOLD: ("wait", "clock")}


def sheet_badge(row: Sheet) -> Mark:
    """The badge of a sheet's state."""
    return (*_SHEETS[row.state], row.state_label)


def veto_badge(row: Veto) -> Mark:
    """The badge of a veto's state."""
    return (*_VETOES[row.state], row.state_label)


def honour_badge(row: Honour) -> Mark:
    """The badge of an answer."""
    return (*_HONOURS[row.verdict], row.verdict_label)


def _of_sheets(actor: Actor) -> dict[str, Any]:
    return {
        "cells": cell_choices(actor.scope, clock.today(), "path"),
        "states": STATES,
        "kinds": KINDS,
        "grades": GRADES,
        "years": [(one, f"{one}年度") for one in years(actor.scope)],
        "badge_of": sheet_badge,
    }


def _of_vetoes(actor: Actor) -> dict[str, Any]:
    return {
        "cells": cell_choices(actor.scope, clock.today(), "path"),
        "states": VETO_STATES,
        "kinds": SUBJECTS,
        "triggers": list(TRIGGERS.items()),
        "badge_of": veto_badge,
    }


def _of_honours(_actor: Actor) -> dict[str, Any]:
    return {"verdicts": VERDICTS, "kinds": SUBJECTS, "badge_of": honour_badge}


SHEETS = declare_listing(
    Listing(
        key="sheets",
        title="考核表",
        unit="份",
        right="office",
        form=SheetFilter,
        columns=(
            Column("subject", "对象", lambda row: row.subject_name, main=True, wide=28),
            Column("scheme", "考核", lambda row: row.scheme.title, wide=28),
            Column("state", "状态", lambda row: row.state_label),
            Column("total", "得分", lambda row: row.total, num=True),
            Column("grade", "等次", lambda row: row.grade_label, wide=20),
            Column("place", "名次", lambda row: row.place, num=True),
            Column("told", "告知日期", lambda row: row.told_on, minor=True),
            Column("until", "异议期止", lambda row: row.object_until, minor=True),
            Column("kind", "种类", lambda row: row.kind_label, on=False),
            Column("cell", "网格", lambda row: row.cell.name, on=False),
            Column("published", "公布日期", lambda row: row.published_on, on=False),
            Column("number", "通报文号", lambda row: row.number, on=False, wide=28),
            Column("why", "退出原因", lambda row: row.dropped_why, on=False, wide=36),
        ),
        template="assessments/sheets.html",
        cells="assessments/sheet_cells.html",
        context=_of_sheets,
        named=str,
    )
)
VETOES = declare_listing(
    Listing(
        key="vetoes",
        title="一票否决",
        unit="条",
        right="office",
        form=VetoFilter,
        columns=(
            Column("subject", "对象", lambda row: row.subject_name, main=True, wide=28),
            Column("rule", "情形", lambda row: row.rule_text, wide=32),
            Column("state", "状态", lambda row: row.state_label),
            Column("from", "起", lambda row: row.from_on),
            Column("to", "止", lambda row: row.to_on),
            Column("bars", "取消", lambda row: row.bars_text, wide=28, minor=True),
            Column("cause", "起因", lambda row: row.cause_text, wide=32, minor=True),
            Column("number", "文号", lambda row: row.number, wide=28, on=False),
            Column("kind", "种类", lambda row: row.kind_label, on=False),
            Column("cell", "网格", lambda row: row.cell.name, on=False),
            Column("facts", "记录", lambda row: row.facts, on=False, wide=40),
            Column("raised", "提出日期", lambda row: row.raised_on, on=False),
            Column("decided", "决定日期", lambda row: row.decided_on, on=False),
            Column("body", "决定机关", lambda row: row.body, on=False, wide=28),
            Column("appealed", "申诉日期", lambda row: row.appealed_on, on=False),
            Column("lost", "起因变更", lambda row: row.lost_why, on=False, wide=40),
            Column(
                "why",
                "不予否决、撤销的原因",
                lambda row: row.dropped_why or row.revoked_why,
                on=False,
                wide=40,
            ),
        ),
        template="assessments/vetoes.html",
        cells="assessments/veto_cells.html",
        context=_of_vetoes,
        named=str,
    )
)
HONOURS = declare_listing(
    Listing(
        key="honours",
        title="评优查询",
        unit="件",
        right="office",
        form=HonourFilter,
        columns=(
            Column("subject", "对象", lambda row: row.subject_name, main=True, wide=28),
            Column("honour", "事项", lambda row: row.honour, wide=32),
            Column("verdict", "结论", lambda row: row.verdict_label),
            Column("on", "按哪一天", lambda row: row.on),
            Column("number", "编号", lambda row: row.number, wide=28),
            Column("bar", "类别", lambda row: BARS[row.bar], minor=True),
            Column("asked", "出具日期", lambda row: row.asked_on, minor=True),
            Column("kind", "种类", lambda row: row.kind_label, on=False),
        ),
        template="assessments/honours.html",
        cells="assessments/honour_cells.html",
        context=_of_honours,
        named=str,
    )
)
for _listing in (SHEETS, VETOES, HONOURS):
    declare_export(_listing)
