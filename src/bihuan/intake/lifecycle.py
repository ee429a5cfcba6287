"""The life of an import (导入) as a table."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

MATCHING, READING, CHECKING, RUNNING = "matching", "reading", "checking", "running"
DONE, UNDOING, UNDONE, DROPPED = "done", "undoing", "undone", "dropped"

IMPORT = declare_lifecycle(
    Lifecycle(
        name="导入",
        states={
            MATCHING: "待对列",
            READING: "读取中",
            CHECKING: "待核对",
            RUNNING: "导入中",
            DONE: "已导入",
            UNDOING: "撤销中",
            UNDONE: "已撤销",
            DROPPED: "已放弃",
        },
        ends=frozenset({UNDONE, DROPPED}),
        moves=(
            Move("match", "对列", MATCHING, READING, "import", ("columns",)),
            Move("read", "读完", READING, CHECKING, "import"),
            Move("mend", "更正", CHECKING, CHECKING, "import"),
            Move("carry", "导入", CHECKING, RUNNING, "import", ("good",)),
            Move("finish", "导完", RUNNING, DONE, "import"),
            Move("undo", "撤销整批", DONE, UNDOING, "import"),
            Move("undone", "撤完", UNDOING, UNDONE, "import"),
            *(Move("drop", "放弃", state, DROPPED, "import") for state in (MATCHING, READING, CHECKING)),
        ),
    )
)
WORKING = frozenset({READING, RUNNING, UNDOING})  # goes on by itself, a piece at a time
