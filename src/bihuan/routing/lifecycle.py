"""The table of a day plan."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

DRAFT, CONFIRMED, ENDED, DROPPED = "draft", "confirmed", "ended", "dropped"

DAY_PLAN = declare_lifecycle(
    Lifecycle(
        "day_plan",
        {DRAFT: "草稿", CONFIRMED: "已确定", ENDED: "已结束", DROPPED: "已作废"},
        frozenset({ENDED, DROPPED}),
        (
            Move("confirm_day_plan", "确定", DRAFT, CONFIRMED, "campaigns"),
            Move("reopen_day_plan", "退回修改", CONFIRMED, DRAFT, "campaigns"),
            Move("end_day_plan", "结束", CONFIRMED, ENDED, "campaigns"),
            Move("drop_day_plan", "作废草稿", DRAFT, DROPPED, "campaigns"),
        ),
    )
)
