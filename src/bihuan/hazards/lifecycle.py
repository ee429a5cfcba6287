"""The life of a hazard as a table: the specification from which the buttons and the manual's diagram are drawn."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

FOUND, FIXED, ORDERED = "found", "fixed", "ordered"
REPORTED, PASSED, REFERRED, CLOSED, VOID = "reported", "passed", "referred", "closed", "void"
# Traits: the level; whether an order has ever bound the unit (what was once ordered ends by re-inspection, and comes back from
# another body under the term that it had); whether the
# clock in hours has never run, or runs. It runs once: what flares up again is another hazard.
GENERAL, MAJOR, CALM, URGENT = "general", "major", "calm", "urgent"
UNBOUND, BOUND = "unbound", "bound"

HAZARD = declare_lifecycle(
    Lifecycle(
        name="隐患",
        states={
            FOUND: "待处置",
            FIXED: "现场已整改",
            ORDERED: "整改中",
            REPORTED: "待复查",
            PASSED: "待验收",
            REFERRED: "已移送",
            CLOSED: "已销号",
            VOID: "已作废",
        },
        ends=frozenset({FIXED, CLOSED, VOID}),
        traits={
            GENERAL: "一般隐患",
            MAJOR: "重大隐患",
            UNBOUND: "未责令过",
            BOUND: "责令过",
            CALM: "未列急办",
            URGENT: "急办中",
        },
        moves=(
            Move(
                "fix_on_site",
                "确认现场整改",
                FOUND,
                FIXED,
                "inspect",
                ("photo_after",),
                only=(GENERAL, UNBOUND),
            ),
            Move("order", "责令限期整改", FOUND, ORDERED, "order", ("deadline_on", "demand"), "order"),
            Move("report", "报告已整改", ORDERED, REPORTED, "rectify", ("photo_after", "note")),
            Move("close", "复查合格销号", REPORTED, CLOSED, "reinspect", ("note",), "review", (GENERAL,)),
            Move("close", "复查合格销号", ORDERED, CLOSED, "reinspect", ("note",), "review", (GENERAL,)),
            Move("pass_review", "复查合格", REPORTED, PASSED, "reinspect", ("note",), "review", (MAJOR,)),
            Move("pass_review", "复查合格", ORDERED, PASSED, "reinspect", ("note",), "review", (MAJOR,)),
            Move("send_back", "复查退回", REPORTED, ORDERED, "reinspect", ("note", "deadline_on"), "review"),
            Move("send_back", "复查退回", ORDERED, ORDERED, "reinspect", ("note", "deadline_on"), "review"),
            Move("accept", "验收销号", PASSED, CLOSED, "accept", ("note",), only=(MAJOR,)),
            Move("reject", "验收退回", PASSED, ORDERED, "accept", ("note", "deadline_on"), only=(MAJOR,)),
            Move("raise_major", "判定为重大隐患", FOUND, FOUND, "supervise", ("note",), only=(GENERAL,)),
            Move("raise_major", "判定为重大隐患", ORDERED, ORDERED, "supervise", ("note",), only=(GENERAL,)),
            Move(
                "raise_major", "判定为重大隐患", REPORTED, REPORTED, "supervise", ("note",), only=(GENERAL,)
            ),
            Move("mark_urgent", "列为急办", FOUND, FOUND, "supervise", ("hours", "note"), only=(CALM,)),
            Move("mark_urgent", "列为急办", ORDERED, ORDERED, "supervise", ("hours", "note"), only=(CALM,)),
            *(
                Move("finish_urgent", "急办办结", state, state, "supervise", ("note",), only=(URGENT,))
                for state in (FOUND, ORDERED, REPORTED, PASSED, REFERRED)
            ),
            Move("extend", "延期", ORDERED, ORDERED, "supervise", ("deadline_on", "note")),
            Move("refer", "移送", FOUND, REFERRED, "refer", ("note",)),
            Move("refer", "移送", ORDERED, REFERRED, "refer", ("note",)),
            Move("refer", "移送", REPORTED, REFERRED, "refer", ("note",)),
            Move("take_back", "收回办理", REFERRED, FOUND, "refer", ("note",), only=(UNBOUND,)),
            Move("take_back", "收回办理", REFERRED, ORDERED, "refer", ("note",), only=(BOUND,)),
            Move("settle_referred", "移送办结销号", REFERRED, CLOSED, "refer", ("note",)),
            Move("void", "作废", FOUND, VOID, "supervise", ("note",)),
            Move("void", "作废", ORDERED, VOID, "supervise", ("note",)),
            Move("void", "作废", REPORTED, VOID, "supervise", ("note",)),
            Move("void", "作废", PASSED, VOID, "supervise", ("note",)),
            Move("void", "作废", REFERRED, VOID, "supervise", ("note",)),
            Move("void", "作废", FIXED, VOID, "supervise", ("note",)),
        ),
    )
)
UNDER_ORDER = (ORDERED, REPORTED)
OPEN = tuple(state for state in HAZARD.states if state not in HAZARD.ends)
