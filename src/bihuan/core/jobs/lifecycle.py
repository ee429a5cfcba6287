"""The life of a job, as a table, and how long it waits before it is tried again. A person cancels and retries; the rest is the
worker's."""

from datetime import timedelta

from bihuan.core.lifecycle import Lifecycle, Move

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
OPEN = (WAITING, RUNNING)

JOB = Lifecycle(
    name="后台任务",
    states={WAITING: "排队", RUNNING: "进行中", DONE: "已完成", FAILED: "未完成", CANCELLED: "已取消"},
    ends=frozenset({DONE, FAILED, CANCELLED}),
    moves=(
        Move("take", "办理", WAITING, RUNNING, ""),
        Move("put_back", "放回", RUNNING, WAITING, ""),
        Move("finish", "完成", RUNNING, DONE, ""),
        Move("fail", "停止", RUNNING, FAILED, ""),
        Move("cancel", "取消", WAITING, CANCELLED, ""),
        Move("cancel", "取消", RUNNING, CANCELLED, ""),
        Move("retry", "再试", FAILED, WAITING, ""),
    ),
)

DELAYS = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 900))
TRIES_MAX = len(DELAYS) + 1


def delay_after(attempts: int) -> timedelta | None:
    """How long to wait after so many tries (1, 2, …) of one step in vain; None: it is not tried again by itself."""
    return DELAYS[attempts - 1] if attempts < TRIES_MAX else None
