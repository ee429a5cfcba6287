"""The life of a summary: drafted as often as needed, handed to the leader, signed and frozen, perhaps superseded; or put away."""

from bihuan.core.lifecycle import Lifecycle, Move

SUMMARY = Lifecycle(
    name="总结",
    states={
        "draft": "草稿",
        "review": "待签发",
        "issued": "已印发",
        "superseded": "已被新版替代",
        "dropped": "不印发",
    },
    ends=frozenset({"superseded", "dropped"}),
    moves=(
        Move("revise", "修改", "draft", "draft", "summarize", ("text",)),
        Move("choose", "选定", "draft", "draft", "summarize"),
        Move("compare", "附或不附对比表", "draft", "draft", "summarize"),
        Move("drop", "不印发", "draft", "dropped", "summarize"),
        Move("submit", "送签", "draft", "review", "summarize"),
        Move("return", "退回", "review", "draft", "sign", ("reason",)),
        Move("issue", "签发", "review", "issued", "sign"),
        Move("supersede", "被新版替代", "issued", "superseded", "sign"),
    ),
)
