"""The two lists of matters of others, out (移送、抄告、吹哨) and in (上级交办): their columns."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing
from bihuan.referrals.forms import ASSIGNMENT_STATES, REFERRAL_STATES, AssignmentFilter, ReferralFilter
from bihuan.referrals.models import Assignment, Referral
from bihuan.referrals.queries import nobodys, with_chases, with_hazards
from bihuan.referrals.rules import KINDS


def _state(row: Any) -> str:
    """待签收, 逾期, 两家不接."""
    late = ("逾期" if row.is_live else "逾期答复") if row.is_late(clock.now()) else ""
    return "，".join(filter(None, (row.state_label, late, "两家不接" if row.is_nobodys else "")))


def _mark_nobodys(rows: Sequence[Any], actor: Actor) -> None:
    shown = {row.hazard_id for row in rows}
    found = set(nobodys(actor.scope).filter(pk__in=shown).values_list("pk", flat=True))
    for row in rows:
        row.is_nobodys = row.hazard_id in found


def _with_chases(found: QuerySet[Referral], actor: Actor) -> QuerySet[Referral]:
    return with_chases(found, actor.scope)


def _with_hazards(found: QuerySet[Assignment], actor: Actor) -> QuerySet[Assignment]:
    return with_hazards(found, actor.scope)


def _matter_state(row: Assignment) -> str:
    late = row.is_running and row.due_on < clock.today()
    return f"{row.state_label}，逾期" if late else row.state_label


REFERRALS = declare_listing(
    Listing(
        key="referrals",
        title="移送交办",
        unit="件",
        right="office",
        form=ReferralFilter,
        columns=(
            Column(
                "hazard", "隐患", lambda row: row.hazard.text, main=True, wide=40, joins=("hazard__unit",)
            ),
            Column("body", "受理单位", lambda row: row.body, sort="body", wide=24, joins=("paper",)),
            Column("state", "状态", _state, wide=20, fills=_mark_nobodys),
            Column("sent", "发出", lambda row: row.sent_on, sort="sent"),
            Column("due", "期限", lambda row: row.due_at or row.due_on, sort="due", wide=18),
            Column("times", "催办（次）", lambda row: row.times, num=True, brings=_with_chases),
            Column(
                "unit", "单位", lambda row: row.hazard.unit.name, on=False, wide=28, joins=("hazard__unit",)
            ),
            Column("kind", "方式", lambda row: row.kind_label, on=False),
            Column(
                "number",
                "文号",
                lambda row: row.paper.number if row.paper else "",
                on=False,
                wide=24,
                joins=("paper",),
            ),
            Column("acknowledged", "签收日期", lambda row: row.acknowledged_on, on=False),
            Column("answered", "答复日期", lambda row: row.answered_on, on=False),
            Column("answer", "答复内容", lambda row: row.answer, on=False, wide=40),
        ),
        template="referrals/list.html",
        cells="referrals/cells.html",
        context=lambda _actor: {"kinds": list(KINDS.items()), "states": REFERRAL_STATES, "now": clock.now()},
        named=lambda row: f"{row.body} {row.hazard.text}",
    )
)
ASSIGNMENTS = declare_listing(
    Listing(
        key="assignments",
        title="上级交办",
        unit="项",
        right="office",
        form=AssignmentFilter,
        columns=(
            Column("title", "事项", lambda row: row.title, main=True, wide=40, joins=("unit",)),
            Column("source", "交办单位", lambda row: row.source, wide=24),
            Column("state", "状态", _matter_state),
            Column("handler", "承办", lambda row: row.handler, wide=20),
            Column("received", "收到", lambda row: row.received_on, sort="received"),
            Column("due", "答复期限", lambda row: row.due_on, sort="due"),
            Column("hazards", "隐患（条）", lambda row: row.hazards, num=True, brings=_with_hazards),
            Column(
                "unit",
                "单位",
                lambda row: row.unit.name if row.unit else "",
                on=False,
                wide=28,
                joins=("unit",),
            ),
            Column("number", "文号", lambda row: row.number, on=False, wide=24),
            Column("handled", "办理情况", lambda row: row.handled, on=False, wide=40),
            Column("closed", "上级销号日期", lambda row: row.closed_on, on=False),
        ),
        template="referrals/assignments.html",
        cells="referrals/assignment_cells.html",
        context=lambda _actor: {"states": ASSIGNMENT_STATES},
    )
)
declare_export(REFERRALS)
declare_export(ASSIGNMENTS)
