"""The tables of a meeting and of what it has decided."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

PLANNED, CALLED, HELD, ISSUED, CANCELLED = "planned", "called", "held", "issued", "cancelled"
AHEAD = (PLANNED, CALLED)

MEETING = declare_lifecycle(
    Lifecycle(
        "meeting",
        {
            PLANNED: "拟开",
            CALLED: "已通知",
            HELD: "已开，待印发纪要",
            ISSUED: "纪要已印发",
            CANCELLED: "已取消",
        },
        frozenset({ISSUED, CANCELLED}),
        (
            Move(
                "call_meeting", "印发通知", PLANNED, CALLED, "meetings", ("时间", "地点", "议题"), "会议通知"
            ),
            Move("call_again", "改期重发通知", CALLED, CALLED, "meetings", ("原因",), "会议通知"),
            Move("hold_meeting", "登记会议情况", PLANNED, HELD, "meetings", ("主持人", "出席")),
            Move("hold_meeting", "登记会议情况", CALLED, HELD, "meetings", ("主持人", "出席")),
            Move("hold_meeting", "更正会议情况", HELD, HELD, "meetings", ("主持人", "出席")),
            Move(
                "issue_minutes",
                "印发纪要",
                HELD,
                ISSUED,
                "supervise",
                ("签发人", "责任人", "完成期限"),
                "会议纪要",
            ),
            Move("correct_minutes", "更正纪要", ISSUED, ISSUED, "supervise", ("更正原因",), "会议纪要"),
            Move("cancel_meeting", "取消", PLANNED, CANCELLED, "meetings", ("原因",)),
            Move("cancel_meeting", "取消", CALLED, CANCELLED, "meetings", ("原因",)),
        ),
    )
)

OPEN, DONE, DROPPED = "open", "done", "dropped"

RESOLUTION = declare_lifecycle(
    Lifecycle(
        "resolution",
        {OPEN: "办理中", DONE: "已报结果", DROPPED: "不再办理"},
        frozenset({DONE, DROPPED}),
        (
            Move("report_resolution", "报结果", OPEN, DONE, "office", ("结果",)),
            Move("extend_resolution", "延期", OPEN, OPEN, "supervise", ("新期限", "原因")),
            Move("drop_resolution", "不再办理", OPEN, DROPPED, "supervise", ("原因",)),
        ),
    )
)
