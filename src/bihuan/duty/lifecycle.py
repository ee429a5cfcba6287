"""The tables of a roster and of a swap."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

DRAFT, PUBLISHED, REPLACED, DROPPED = "draft", "published", "replaced", "dropped"

ROSTER = declare_lifecycle(
    Lifecycle(
        "roster",
        {DRAFT: "草稿", PUBLISHED: "已发布", REPLACED: "已被新表替代", DROPPED: "已作废"},
        frozenset({REPLACED, DROPPED}),
        (
            Move("publish_roster", "发布", DRAFT, PUBLISHED, "duty"),
            Move("drop_roster", "作废草稿", DRAFT, DROPPED, "duty"),
            Move("replace_roster", "被新表替代", PUBLISHED, REPLACED, "duty"),
        ),
    )
)

ASKED, ACCEPTED, APPROVED, REFUSED, WITHDRAWN = "asked", "accepted", "approved", "refused", "withdrawn"

SWAP = declare_lifecycle(
    Lifecycle(
        "swap",
        {
            ASKED: "等对方答应",
            ACCEPTED: "待批准",
            APPROVED: "已换班",
            REFUSED: "未同意",
            WITHDRAWN: "已撤回",
        },
        frozenset({APPROVED, REFUSED, WITHDRAWN}),
        (
            Move("accept_swap", "答应", ASKED, ACCEPTED, "stand"),
            Move("decline_swap", "不答应", ASKED, REFUSED, "stand"),
            Move("withdraw_swap", "撤回", ASKED, WITHDRAWN, "stand"),
            Move("withdraw_swap", "撤回", ACCEPTED, WITHDRAWN, "stand"),
            Move("approve_swap", "批准", ACCEPTED, APPROVED, "duty"),
            Move("refuse_swap", "不批准", ACCEPTED, REFUSED, "duty"),
        ),
    )
)
