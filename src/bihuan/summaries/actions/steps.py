"""The one way a summary moves on: a conditional UPDATE on (state, version)."""

from django.db.models import F

from bihuan.core.actions import Actor
from bihuan.core.errors import Stale
from bihuan.core.lifecycle import Move
from bihuan.summaries.models import Summary


def advance(actor: Actor, summary: Summary, step: Move, version: int, **values: object) -> None:
    """Take a step of the table, writing `values`. Raises Stale where somebody was faster."""
    values = {"state": step.to, **values}
    changed = (
        Summary.objects.within(actor.scope)
        .filter(pk=summary.pk, version=version, state=step.frm)
        .update(version=F("version") + 1, **values)
    )
    if not changed:
        raise Stale("这篇总结刚刚被别人修改过。请核对最新内容后再保存，您填写的内容还在。")
    for name, value in values.items():
        setattr(summary, name, value)
    summary.version = version + 1
