"""The life of a writ: drafted, issued and never altered again, or drafted for the district; and that of a case file."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

DRAFT, PROPOSED, OUTER, ISSUED, DROPPED, VOID = "draft", "proposed", "outer", "issued", "dropped", "void"

WRIT = declare_lifecycle(
    Lifecycle(
        name="文书",
        states={
            DRAFT: "草稿",
            PROPOSED: "已报区待签发",
            OUTER: "区级已签发",
            ISSUED: "已签发",
            DROPPED: "已弃用",
            VOID: "已作废",
        },
        ends=frozenset({OUTER, DROPPED, VOID}),
        moves=(
            Move("issue_writ", "签发", DRAFT, ISSUED, "order"),
            Move("propose_writ", "代拟报区", DRAFT, PROPOSED, "order"),
            Move("record_outer", "登记区级签发", PROPOSED, OUTER, "order", ("outer_number", "outer_on")),
            Move("return_writ", "区级退回", PROPOSED, DRAFT, "order", ("note",)),
            Move("drop_writ", "弃用", DRAFT, DROPPED, "order"),
            Move("void_writ", "作废", ISSUED, VOID, "supervise", ("note",)),
        ),
    )
)

STANDING = (
    ISSUED,
    OUTER,
)  # what may be served and followed: of the town's own, or the district's that the town drafted

OPEN, CLOSED = "open", "closed"

CASE = declare_lifecycle(
    Lifecycle(
        name="案卷",
        states={OPEN: "在办", CLOSED: "已归档"},
        ends=frozenset({CLOSED}),
        moves=(
            Move("close_case", "归档", OPEN, CLOSED, "order", ("outcome",)),
            Move("reopen_case", "退回补正", CLOSED, OPEN, "supervise", ("note",)),
        ),
    )
)
