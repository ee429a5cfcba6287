"""The life of a hazard as a table: the specification from which the buttons and the manual's diagram are drawn."""

from bihuan.core.lifecycle import Lifecycle, Move

FOUND, FIXED, ORDERED = "found", "fixed", "ordered"
REPORTED, CLOSED, VOID = "reported", "closed", "void"

HAZARD = Lifecycle(
    name="隐患",
    states={
        FOUND: "待处置",
        FIXED: "现场已整改",
        ORDERED: "整改中",
        REPORTED: "待复查",
        CLOSED: "已销号",
        VOID: "已作废",
    },
    ends=frozenset({FIXED, CLOSED, VOID}),
    moves=(
        Move("fix_on_site", "确认现场整改", FOUND, FIXED, "inspect", ("photo_after",)),
        Move("order", "责令限期整改", FOUND, ORDERED, "order", ("deadline_on", "demand"), "order"),
        Move("report", "报告已整改", ORDERED, REPORTED, "rectify", ("photo_after", "note")),
        Move("close", "复查合格销号", REPORTED, CLOSED, "reinspect", ("note",), "review"),
        Move("close", "复查合格销号", ORDERED, CLOSED, "reinspect", ("note",), "review"),
        Move("send_back", "复查退回", REPORTED, ORDERED, "reinspect", ("note", "deadline_on"), "review"),
        Move("send_back", "复查退回", ORDERED, ORDERED, "reinspect", ("note", "deadline_on"), "review"),
        Move("mark_urgent", "列为急办", FOUND, FOUND, "supervise", ("hours", "note")),
        Move("mark_urgent", "列为急办", ORDERED, ORDERED, "supervise", ("hours", "note")),
        Move("void", "作废", FOUND, VOID, "supervise", ("note",)),
        Move("void", "作废", ORDERED, VOID, "supervise", ("note",)),
        Move("void", "作废", REPORTED, VOID, "supervise", ("note",)),
        Move("void", "作废", FIXED, VOID, "supervise", ("note",)),
    ),
)
