"""The life of a town's version of a checklist as a table. What is published is never altered: the next one takes its place."""

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
