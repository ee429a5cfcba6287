"""The desk of who may see the log: that its chain is broken."""

from datetime import datetime

from django.urls import reverse

from bihuan.audit.queries import last_check
from bihuan.core.actions import Actor
from bihuan.core.desk import Item, Section, declare_section


def _broken(actor: Actor, _now: datetime) -> Section | None:
    if not actor.may("audit"):
        return None
    last = last_check(actor.scope)
    if last is None or last.broken_seq is None:
        return None
    text = f"操作日志核对不符：{last.why}"
    return Section(
        "操作日志",
        [
            Item(
                text,
                "请保留数据库现状，联系系统维护单位查明",
                reverse("log"),
                ("bad", "alert-triangle", "不符"),
            )
        ],
    )


declare_section(10, _broken)
