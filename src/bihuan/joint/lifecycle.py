"""The tables of a joint inspection and of its visit to one unit."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

DRAFT, CALLED, OVER, CANCELLED = "draft", "called", "over", "cancelled"
VOIDED = "voided"  # its record was made void
PENDING, DONE, SKIPPED = "pending", "done", "skipped"

JOINT = declare_lifecycle(
    Lifecycle(
        "联合检查",
        {DRAFT: "筹备中", CALLED: "已通知", OVER: "已结束", CANCELLED: "已取消"},
        frozenset({OVER, CANCELLED}),
        (
            Move("plan_joint", "修改安排", DRAFT, DRAFT, "campaigns"),
            Move("plan_joint", "修改安排", CALLED, CALLED, "campaigns"),
            Move(
                "call_joint", "通知参加单位", DRAFT, CALLED, "campaigns", ("牵头单位", "参加单位", "检查单位")
            ),
            Move("close_joint", "结束", CALLED, OVER, "campaigns"),
            Move("cancel_joint", "取消", DRAFT, CANCELLED, "campaigns", ("原因",)),
            Move("cancel_joint", "取消", CALLED, CANCELLED, "campaigns", ("原因",)),
        ),
    )
)

VISIT = declare_lifecycle(
    Lifecycle(
        "逐家联合检查",
        {PENDING: "待完成", DONE: "已完成", SKIPPED: "未检查"},
        frozenset({DONE}),
        (
            Move("finish_joint", "完成检查", PENDING, DONE, "inspect", ("签字",), "联合检查记录"),
            Move("skip_joint", "登记未检查", PENDING, SKIPPED, "inspect", ("原因",)),
            Move("reopen_joint", "恢复检查", SKIPPED, PENDING, "inspect"),
            Move("reopen_joint", "恢复检查", DONE, PENDING, "inspect", only=(VOIDED,)),
        ),
        {VOIDED: "检查记录已作废"},
    )
)
