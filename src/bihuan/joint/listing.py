"""The list of joint inspections: its columns."""

from typing import Any

from django.db.models import QuerySet

from bihuan.core.actions import Actor
from bihuan.core.desk import Mark
from bihuan.joint.forms import STATE_CHOICES, JointFilter
from bihuan.joint.models import JointEvent, JointVisit
from bihuan.joint.queries import with_progress
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing

BADGES = {
    "draft": ("wait", "edit"),
    "called": ("run", "clock"),
    "over": ("good", "circle-check"),
    "cancelled": ("", "x"),
}
VISIT_BADGES = {"pending": ("run", "clock"), "done": ("good", "circle-check"), "skipped": ("", "x")}


def badge_of(row: JointEvent) -> Mark:
    """The badge of an event's state."""
    return (*BADGES[row.state], row.state_label)


def visit_badge(row: JointVisit) -> Mark:
    """The badge of a visit's state."""
    return (*VISIT_BADGES[row.state], row.state_label)


def _filters(_actor: Actor) -> dict[str, Any]:
    return {"states": STATE_CHOICES, "badge_of": badge_of}


def _progress(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return with_progress(rows, actor.scope)


def _of(row: Any) -> str:
    return f"{row.done}/{row.units}" if row.called_on else f"0/{len(row.wanted)}"


JOINTS = declare_listing(
    Listing(
        key="joints",
        title="联合检查",
        unit="次",
        right="office",
        form=JointFilter,
        columns=(
            Column("name", "联合检查", lambda row: row.name, main=True, wide=36),
            Column("from", "开始", lambda row: row.from_on),
            Column("to", "结束", lambda row: row.to_on),
            Column("state", "状态", lambda row: row.state_label),
            Column("parties", "参加单位", lambda row: row.bodies, num=True, brings=_progress),
            Column("units", "已查/应查（家）", _of, num=True, brings=_progress),
            Column(
                "campaign",
                "专项行动",
                lambda row: row.campaign.name if row.campaign else "",
                joins=("campaign",),
                minor=True,
                wide=30,
            ),
            Column("asks", "检查重点", lambda row: row.asks, on=False, wide=40),
            Column("gather", "集合", lambda row: row.gather, on=False, wide=24),
        ),
        template="joint/list.html",
        cells="joint/cells.html",
        context=_filters,
        named=str,
        hint="几个部门一起去、查一次、记一份。",
    )
)
declare_export(JOINTS)
