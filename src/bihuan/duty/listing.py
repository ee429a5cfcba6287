"""The lists of what is lived on duty: what came in, changes of who stands, hand-overs, spot checks."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.duty.filters import CallFilter, CheckFilter, ReliefFilter, SwapFilter
from bihuan.duty.lifecycle import SWAP
from bihuan.duty.models import CHECKERS, OUTCOMES, SOURCES, CallStep, DutyCall, Swap
from bihuan.duty.queries import asked_of, shift_to_hand_over, standing, to_approve
from bihuan.duty.rules import POSITIONS, short_day
from bihuan.duty.views.tabs import tabs
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing

Context = Callable[[Actor], Mapping[str, Any]]


def _beside(here: str, **more: Any) -> Context:
    """What the page of each of these lists shows: the pages beside it, what its filters offer."""
    return lambda actor: {"tabs": tabs(actor, here), **more}


def _with_result(found: QuerySet[DutyCall], actor: Actor) -> QuerySet[DutyCall]:
    results = CallStep.objects.within(actor.scope).filter(call=OuterRef("pk"), kind="result")
    return found.annotate(result=Subquery(results.values("text")[:1]))


def who_called(row: DutyCall) -> str:
    """石桥村 李伟."""
    return " ".join(filter(None, (row.organ, row.caller)))


CALLS = declare_listing(
    Listing(
        key="duty_calls",
        title="来电来文",
        unit="件",
        right="office",
        form=CallFilter,
        columns=(
            Column("content", "内容", lambda row: row.content, main=True, wide=40),
            Column("state", "状态", lambda row: "已办结" if row.settled_at else "未办结"),
            Column("at", "时间", lambda row: row.at, wide=20),
            Column("source", "来源", lambda row: row.get_source_display()),
            Column("caller", "来电（文）人", who_called, wide=24),
            Column(
                "unit", "涉及单位", lambda row: row.unit.name if row.unit else "", wide=28, joins=("unit",)
            ),
            Column("taken", "登记人", lambda row: row.taken_by.name, joins=("taken_by",), minor=True),
            Column(
                "result", "办理结果", lambda row: row.result or "", brings=_with_result, on=False, wide=40
            ),
            Column("settled", "办结时间", lambda row: row.settled_at, on=False, wide=20),
        ),
        template="duty/calls.html",
        cells="duty/call_cells.html",
        named=str,
        context=_beside("duty_calls", sources=list(SOURCES.items())),
    )
)


def turn_of(row: Swap) -> str:
    """6月8日值班."""
    return f"{short_day(row.turn.day)}{POSITIONS[row.turn.position]}"


def taken_by(row: Swap) -> str:
    """Who stands instead, by the turn given in exchange where there is one: 王五（换6月12日）."""
    back = f"（换{short_day(row.other_turn.day)}）" if row.other_turn else ""
    return f"{row.other.name if row.other else '征求中'}{back}"


def _swaps(actor: Actor) -> dict[str, Any]:
    return {
        "tabs": tabs(actor, "duty_swaps"),
        "asked": asked_of(actor),
        "to_approve": to_approve(actor) if actor.may("duty") else [],
        "states": list(SWAP.states.items()),
        "kinds": list(Swap.KINDS),
    }


SWAPS = declare_listing(
    Listing(
        key="duty_swaps",
        title="换班",
        unit="次",
        right="office",
        form=SwapFilter,
        columns=(
            Column("turn", "班次", turn_of, main=True, wide=18, joins=("turn",)),
            Column("asker", "原值班人", lambda row: row.asker.name, joins=("asker",)),
            Column("other", "换上", taken_by, wide=24, joins=("other", "other_turn")),
            Column("kind", "种类", lambda row: row.get_kind_display()),
            Column("reason", "原因", lambda row: row.reason, wide=28),
            Column("state", "状态", lambda row: row.get_state_display()),
            Column("asked", "提出时间", lambda row: row.asked_at, wide=20, minor=True),
            Column(
                "decider",
                "批准人",
                lambda row: row.decided_by.name if row.decided_by else "",
                joins=("decided_by",),
                on=False,
            ),
            Column("decided", "批准时间", lambda row: row.decided_at, on=False, wide=20),
            Column("why_not", "答复", lambda row: row.why_not, on=False, wide=28),
        ),
        template="duty/swaps.html",
        cells="duty/swap_cells.html",
        named=turn_of,
        hint="要换自己的班，在值班表上点自己的名字。",
        context=_swaps,
    )
)


def _names(people: list[dict[str, str]]) -> str:
    return "、".join(one["name"] for one in people)


def _reliefs(actor: Actor) -> dict[str, Any]:
    due = shift_to_hand_over(actor.scope, clock.now()) if actor.may("stand") else None
    there = {one.person_id for one in standing(actor.scope, due, due)} if due else set()
    mine = actor.may("duty") or actor.person in there
    return {"tabs": tabs(actor, "duty_reliefs"), "due": due if mine else None}


RELIEFS = declare_listing(
    Listing(
        key="duty_reliefs",
        title="交接班",
        unit="次",
        right="office",
        form=ReliefFilter,
        columns=(
            Column("day", "班次", lambda row: row.day, main=True),
            Column("given", "交班人", lambda row: row.given_by.name, joins=("given_by",)),
            Column("given_at", "交班时间", lambda row: row.given_at, wide=20, minor=True),
            Column(
                "taken",
                "接班人",
                lambda row: row.taken_by.name if row.taken_by else "待接班",
                joins=("taken_by",),
            ),
            Column("taken_at", "接班时间", lambda row: row.taken_at, wide=20, minor=True),
            Column("matters", "未办结（件）", lambda row: len(row.matters), num=True),
            Column("absent", "不在岗", lambda row: _names(row.absent), wide=20),
            Column("weather", "天气和预警", lambda row: row.weather, wide=20),
            Column("present", "在岗", lambda row: _names(row.present), on=False, wide=28),
            Column("told", "交代事项", lambda row: row.told, on=False, wide=40),
            Column("passed_up", "上报情况", lambda row: row.passed_up, on=False, wide=40),
        ),
        template="duty/reliefs.html",
        cells="duty/relief_cells.html",
        named=lambda row: short_day(row.day),
        context=_reliefs,
    )
)
CHECKS = declare_listing(
    Listing(
        key="spot_checks",
        title="查岗",
        unit="次",
        right="office",
        form=CheckFilter,
        columns=(
            Column("at", "时间", lambda row: row.at, main=True, wide=20),
            Column("by", "查岗的单位或人", lambda row: row.by, wide=24),
            Column("of", "来源", lambda row: row.get_of_display()),
            Column("outcome", "结果", lambda row: row.get_outcome_display()),
            Column(
                "reached",
                "接听的人",
                lambda row: row.reached.name if row.reached else "",
                joins=("reached",),
            ),
            Column("note", "说明", lambda row: row.note, wide=28),
            Column("day", "班次", lambda row: row.day, on=False),
            Column("entered", "登记人", lambda row: row.entered_by.name, joins=("entered_by",), on=False),
        ),
        template="duty/checks.html",
        cells="duty/check_cells.html",
        named=lambda row: row.by,
        hint="只记电话查岗的结果；不打卡，不定位。",
        context=_beside("spot_checks", checkers=list(CHECKERS.items()), outcomes=list(OUTCOMES.items())),
    )
)
for one in (CALLS, SWAPS, RELIEFS, CHECKS):
    declare_export(one)
