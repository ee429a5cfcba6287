"""The life of a listed supervision (挂牌督办) as a table: proposed by the town or the rule, decided by a body above."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

NONE, PROPOSED, LISTED, DELISTED, DECLINED = "none", "proposed", "listed", "delisted", "declined"
_DECISION = ("level", "body", "number", "listed_on", "requirement", "due_on", "responsible")

LISTING = declare_lifecycle(
    Lifecycle(
        name="挂牌督办",
        states={
            NONE: "未挂牌",
            PROPOSED: "已提请",
            LISTED: "挂牌督办中",
            DELISTED: "已摘牌",
            DECLINED: "不予挂牌",
        },
        ends=frozenset({DELISTED, DECLINED}),
        moves=(
            Move("propose_listing", "提请挂牌督办", NONE, PROPOSED, "supervise", ("reason",)),
            Move("record_listing", "登记挂牌督办", NONE, LISTED, "decide", _DECISION),
            Move("record_listing", "登记挂牌督办", PROPOSED, LISTED, "decide", _DECISION),
            Move("decline_listing", "登记不予挂牌", PROPOSED, DECLINED, "decide", ("declined_on", "reason")),
            Move("delist", "登记摘牌", LISTED, DELISTED, "decide", ("body", "number", "delisted_on")),
        ),
    )
)
RUNNING = (PROPOSED, LISTED)
