"""A small kind of job, for tests that need one on a page."""

from bihuan.core.actions import Actor
from bihuan.core.jobs import Kind, Result, Step, Task, declare_kind


def _write_a_note(actor: Actor, task: Task) -> Step:
    """Three steps, the last of which hands out a file."""
    done = (task.at or 0) + 1
    if done < 3:
        return Step(done, done, 3, f"已写{done}行")
    task.result.write_text(f"{actor.name}的清单")
    return Step(done, done, 3, "共3行", ended=True, result=Result("清单.txt", "text/plain"))


NOTE = declare_kind(Kind("test.note", label="导出清单", right="view", step=_write_a_note, writes=False))
