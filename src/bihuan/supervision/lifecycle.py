"""The life of a request to put a term off, as a table."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

ASKED, GRANTED, REFUSED, WITHDRAWN, LAPSED = "asked", "granted", "refused", "withdrawn", "lapsed"

EXTENSION = declare_lifecycle(
    Lifecycle(
        name="延期申请",
        states={
            ASKED: "待批",
            GRANTED: "已批准",
            REFUSED: "未批准",
            WITHDRAWN: "已撤回",
            LAPSED: "已失效",
        },
        ends=frozenset({GRANTED, REFUSED, WITHDRAWN, LAPSED}),
        moves=(
            Move("grant_extension", "批准延期", ASKED, GRANTED, "supervise", ("deadline_on", "answer")),
            Move("refuse_extension", "不批准延期", ASKED, REFUSED, "supervise", ("answer",)),
            Move("withdraw_extension", "撤回延期申请", ASKED, WITHDRAWN, "rectify"),
            Move("lapse_extension", "延期申请失效", ASKED, LAPSED, "view"),
        ),
    )
)
