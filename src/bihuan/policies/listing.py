"""The lists of documents: the town's own, and those received."""

from typing import Any

from django.db.models import QuerySet

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing
from bihuan.policies import rules
from bihuan.policies.forms import POLICY_STATES, RECEIVED_STATES, PolicyFilter, ReceivedFilter
from bihuan.policies.models import Policy, Received
from bihuan.policies.queries import KEEPS, known_of, with_readings


def _with_readings(found: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    return with_readings(found, actor.scope)


def readings(row: Any) -> str:
    """5/12: so many of those to whom it went have read it."""
    return f"{row.read}/{row.sent}" if row.sent else ""


def _received_state(row: Received) -> str:
    return f"{row.state_label}，逾期" if row.is_late(clock.today()) else row.state_label


def _own(actor: Actor, rows: QuerySet[Policy]) -> QuerySet[Policy]:
    return rows if actor.may(KEEPS) else rows.filter(issued_on__isnull=False, withdrawn_on__isnull=True)


POLICIES = declare_listing(
    Listing(
        key="policies",
        title="本镇文件",
        unit="份",
        right="office",
        form=PolicyFilter,
        columns=(
            Column("title", "标题", lambda row: row.title, main=True, wide=40),
            Column("number", "文号", lambda row: row.number, wide=22),
            Column("state", "状态", lambda row: row.standing(clock.today())),
            Column("issued", "印发日期", lambda row: row.issued_on, sort="issued"),
            Column("force", "施行日期", lambda row: row.force_on, minor=True),
            Column("read", "签阅", readings, brings=_with_readings),
            Column("kind", "文种", lambda row: row.kind_label, on=False),
            Column("organ", "发文机关", lambda row: row.organ, on=False, wide=24),
            Column("until", "有效期至", lambda row: row.until_on, on=False),
            Column("replaced", "被替代日期", lambda row: row.replaced_on, on=False),
            Column("repealed", "废止日期", lambda row: row.repealed_on, on=False),
        ),
        template="policies/list.html",
        cells="policies/cells.html",
        context=lambda _actor: {
            "states": POLICY_STATES,
            "kinds": list(rules.KINDS.items()),
            "day": clock.today(),
        },
        known=_own,
    )
)
RECEIVED_LIST = declare_listing(
    Listing(
        key="received_list",
        title="收文",
        unit="份",
        right="office",
        form=ReceivedFilter,
        columns=(
            Column("title", "标题", lambda row: row.title, main=True, wide=40),
            Column("source", "来文单位", lambda row: row.source, wide=24),
            Column("state", "状态", _received_state),
            Column("received", "收到", lambda row: row.received_on, sort="received"),
            Column("due", "答复期限", lambda row: row.due_on, sort="due"),
            Column("read", "签阅", readings, brings=_with_readings),
            Column("number", "文号", lambda row: row.number, on=False, wide=22),
            Column("answered", "答复日期", lambda row: row.answered_on, on=False),
            Column("answer", "答复内容", lambda row: row.answer, on=False, wide=40),
            Column("asks", "要求", lambda row: row.asks, on=False, wide=40),
        ),
        template="policies/received_list.html",
        cells="policies/received_cells.html",
        context=lambda _actor: {"states": RECEIVED_STATES, "day": clock.today()},
        known=known_of,
    )
)
declare_export(POLICIES)
declare_export(RECEIVED_LIST)
