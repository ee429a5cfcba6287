"""Work that takes longer than a page may (ADR 12): asked for by a person or the clock, done in steps by a worker, seen with its
progress, cancelled, tried again; a kill at any moment loses nothing and does nothing twice.

An app declares a kind, and asks for a job of it:

    declare_kind(Kind("hazards.export", label="导出隐患清单", right="view", step=export_some, writes=False))
    job = ask(actor, "hazards.export", {"year": 2026})

`kinds` what a step is told and says · `lifecycle` the table of states, delays · `actions` ask, cancel, retry, prune ·
`queries` whose jobs one sees · `worker` who does them."""

from bihuan.core.jobs.actions import ask, cancel, retry
from bihuan.core.jobs.kinds import Kind, Result, Step, Task, declare_kind
from bihuan.core.jobs.worker import work_off

__all__ = ["Kind", "Result", "Step", "Task", "ask", "cancel", "declare_kind", "retry", "work_off"]
