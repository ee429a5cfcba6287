"""The life of a summary: drafted as often as needed, issued once and frozen."""

from bihuan.core.lifecycle import Lifecycle, Move

SUMMARY = Lifecycle(
    name="总结",
    states={"draft": "草稿", "issued": "已印发"},
    ends=frozenset({"issued"}),
    moves=(
        Move("revise", "修改", "draft", "draft", "summarize", ("text",)),
        Move("issue", "印发", "draft", "issued", "summarize"),
    ),
)
