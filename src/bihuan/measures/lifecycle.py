"""The life of a watch: that what was banned or suspended stays so."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

WATCHING, RETURNED = "watching", "returned"
RESUMED, LIFTED, REPLACED, VOIDED = "resumed", "lifted", "replaced", "voided"
# Traits: what a watch is over, and whether the unit has given up. The watch of a ban is lifted by whoever decides, that of a
# suspension by its resumption alone, unless there is nobody left to resume.
BAN, SUSPEND, GONE = "ban", "suspend", "gone"

WATCH = declare_lifecycle(
    Lifecycle(
        name="看守",
        states={
            WATCHING: "看守中",
            RETURNED: "已反弹，待处理",
            RESUMED: "已恢复",
            LIFTED: "已解除看守",
            REPLACED: "已另作决定",
            VOIDED: "决定已作废",
        },
        ends=frozenset({RESUMED, LIFTED, REPLACED, VOIDED}),
        moves=(
            Move("revisit_kept", "回访：没有反弹", WATCHING, WATCHING, "inspect", ("note", "photos")),
            Move("revisit_returned", "回访：发现反弹", WATCHING, RETURNED, "inspect", ("note", "photos")),
            Move("keep_watching", "处理完毕，继续看守", RETURNED, WATCHING, "decide", ("note",)),
            Move("lift_watch", "解除看守", WATCHING, LIFTED, "decide", ("note",), only=(BAN,)),
            Move("lift_watch", "解除看守", WATCHING, LIFTED, "decide", ("note",), only=(SUSPEND, GONE)),
            Move("resume", "恢复生产经营", WATCHING, RESUMED, "decide", only=(SUSPEND,)),
            Move("void_decision", "作废决定", WATCHING, VOIDED, "supervise", ("note",)),
            Move("decide_again", "另作决定", WATCHING, REPLACED, "decide"),
            Move("decide_again", "另作决定", RETURNED, REPLACED, "decide"),
        ),
    )
)
