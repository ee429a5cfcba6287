"""The walk along the whole chain, asked for by a person: it takes longer than a page may."""

from bihuan.audit.actions import check_chain
from bihuan.core.actions import Actor
from bihuan.core.jobs import Kind, Step, Task, declare_kind

CHECK = "audit.check"


def _check(actor: Actor, task: Task) -> Step:
    task.tell(0, 0, "正在逐条核对")
    check = check_chain(actor, whole=True)
    found = f"共核对{check.upto_seq:,}条，" + (check.why or "全部相符。")
    return Step(at=None, done=check.upto_seq, total=check.upto_seq, message=found, ended=True)


declare_kind(Kind(CHECK, "核对操作日志", "audit", _check, writes=False, long=True))
