"""The tables of a session and of a drill: planned, then held or called off."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"
STATES = {PLANNED: "待举办", HELD: "已举办", CANCELLED: "已取消"}

SESSION = declare_lifecycle(
    Lifecycle(
        "培训",
        STATES,
        frozenset({HELD, CANCELLED}),
        (
            Move("end_session", "结束培训", PLANNED, HELD, "units"),
            Move("cancel_session", "取消培训", PLANNED, CANCELLED, "units", needs=("reason",)),
        ),
    )
)

DRILL = declare_lifecycle(
    Lifecycle(
        "演练",
        STATES,
        frozenset({HELD, CANCELLED}),
        (
            Move("finish_drill", "登记演练情况", PLANNED, HELD, "report", needs=("summary",)),
            Move("cancel_drill", "取消演练", PLANNED, CANCELLED, "report", needs=("reason",)),
        ),
    )
)
