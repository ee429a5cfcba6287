"""The life of a hazard as a table: the specification from which the buttons and the manual's diagram are drawn."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

FOUND, FIXED, ORDERED = "found", "fixed", "ordered"
REPORTED, PASSED, REFERRED, CLOSED, VOID = "reported", "passed", "referred", "closed", "void"
OWN, MENDED = "own", "mended"  # found by the unit itself, which mends and closes it
# Traits: the level; whether an order has ever bound the unit (what was once ordered ends by re-inspection, and comes back from
# another body under the term that it had); whether the
# clock in hours has never run, or runs. It runs once: what flares up again is another hazard.
GENERAL, MAJOR, CALM, URGENT = "general", "major", "calm", "urgent"
UNBOUND, BOUND = "unbound", "bound"
# Of what a unit found itself: whether the unit closes it, or the town looks at it, since it is major or was not mended in time.
KEPT, PASSED_UP = "kept", "passed_up"

HAZARD = declare_lifecycle(
    Lifecycle(
        name="隐患",
        states={
            FOUND: "待处置",
            OWN: "自查整改中",
            MENDED: "待本单位验收",
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
            KEPT: "本单位销号",
            PASSED_UP: "镇级复查",
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
                for state in (FOUND, OWN, MENDED, ORDERED, REPORTED, PASSED, REFERRED)
            ),
            Move("report", "报告已整改", OWN, MENDED, "rectify", ("photo_after", "note")),
            Move("close_own", "本单位验收销号", MENDED, CLOSED, "close_own", ("note",), only=(GENERAL, KEPT)),
            Move(
                "close_own",
                "本单位验收销号",
                OWN,
                CLOSED,
                "close_own",
                ("photo_after", "note"),
                only=(GENERAL, KEPT),
            ),
            Move("return_own", "本单位退回整改", MENDED, OWN, "close_own", ("note",), only=(KEPT,)),
            *(
                move
                for state in (OWN, MENDED)
                for move in (
                    Move(
                        "order",
                        "责令限期整改",
                        state,
                        ORDERED,
                        "order",
                        ("deadline_on", "demand"),
                        "order",
                        (PASSED_UP,),
                    ),
                    Move(
                        "close",
                        "复查合格销号",
                        state,
                        CLOSED,
                        "reinspect",
                        ("note",),
                        "review",
                        (GENERAL, PASSED_UP),
                    ),
                    Move(
                        "pass_review", "复查合格", state, PASSED, "reinspect", ("note",), "review", (MAJOR,)
                    ),
                    Move(
                        "send_back",
                        "复查退回",
                        state,
                        ORDERED,
                        "reinspect",
                        ("note", "deadline_on"),
                        "review",
                        (PASSED_UP,),
                    ),
                    Move(
                        "raise_major", "判定为重大隐患", state, state, "supervise", ("note",), only=(GENERAL,)
                    ),
                    Move("refer", "移送", state, REFERRED, "refer", ("note",)),
                    Move("void", "作废", state, VOID, "supervise", ("note",)),
                )
            ),
            Move("mark_urgent", "列为急办", OWN, OWN, "supervise", ("hours", "note"), only=(CALM,)),
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
UNDER_OWN = (OWN, MENDED)
OPEN = tuple(state for state in HAZARD.states if state not in HAZARD.ends)
