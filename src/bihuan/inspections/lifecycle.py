"""The lives of a town's version of a checklist and of a campaign, as tables. What is published is never altered: the next one takes its place."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

DRAFT, PUBLISHED, REPLACED, DROPPED = "draft", "published", "replaced", "dropped"

CHECKLIST = declare_lifecycle(
    Lifecycle(
        name="检查表版本",
        states={DRAFT: "草稿", PUBLISHED: "施行", REPLACED: "已替换", DROPPED: "已放弃"},
        ends=frozenset({REPLACED, DROPPED}),
        moves=(
            Move("amend", "修改", DRAFT, DRAFT, "checklists"),
            Move("publish", "发布施行", DRAFT, PUBLISHED, "checklists", ("note",)),
            Move("drop", "放弃草稿", DRAFT, DROPPED, "checklists"),
            Move("replace", "由新版替换", PUBLISHED, REPLACED, "checklists"),
        ),
    )
)

ISSUED, CLOSED, CANCELLED = "issued", "closed", "cancelled"
NOT_OVER = (DRAFT, ISSUED)  # something can still be put into such a drive

CAMPAIGN = declare_lifecycle(
    Lifecycle(
        name="专项行动",
        states={DRAFT: "拟订", ISSUED: "已印发", CLOSED: "已总结", CANCELLED: "已取消"},
        ends=frozenset({CLOSED, CANCELLED}),
        moves=(
            Move("plan_drive", "修改方案", DRAFT, DRAFT, "campaigns"),
            Move(
                "issue_drive", "印发方案", DRAFT, ISSUED, "campaigns", ("范围", "时间", "专项组"), "行动方案"
            ),
            Move("change_drive", "变更方案", ISSUED, ISSUED, "campaigns", ("原因",), "行动方案"),
            Move("close_drive", "结束并总结", ISSUED, CLOSED, "campaigns", ("应查单位都已查或者写明原因",)),
            Move("cancel_drive", "取消", DRAFT, CANCELLED, "campaigns", ("原因",)),
            Move("cancel_drive", "取消", ISSUED, CANCELLED, "campaigns", ("原因",)),
        ),
    )
)
