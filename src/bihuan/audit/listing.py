"""The list of the log: its columns, and the way out of the system, which is itself written down."""

from typing import Any

from bihuan.audit.forms import EventFilter
from bihuan.audit.queries import last_check, with_names
from bihuan.audit.words import DEEDS, GROUPS, change, sentence
from bihuan.core.actions import Actor
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing


def _filters(actor: Actor) -> dict[str, Any]:
    return {
        "groups": [(key, one[0]) for key, one in GROUPS.items()],
        "deeds": [(key, one[0]) for key, one in DEEDS.items()],
        "last": last_check(actor.scope),
        "last_whole": last_check(actor.scope, whole=True),
    }


LOG = declare_listing(
    Listing(
        key="log",
        title="操作日志",
        unit="条",
        right="audit",
        form=EventFilter,
        columns=(
            Column("seq", "日志号", lambda row: row.seq, num=True, minor=True),
            Column("at", "时间", lambda row: row.at, wide=18),
            Column("who", "经办人", lambda row: row.actor_name),
            Column("what", "办理", sentence, main=True, wide=50),
            Column("subject", "对象", lambda row: row.subject_name, wide=30, brings=with_names),
            Column("change", "状态", change, wide=20),
            Column("hash", "校验码", lambda row: row.hash, on=False, wide=66),
        ),
        template="audit/log.html",
        cells="audit/cells.html",
        context=_filters,
    )
)
declare_export(LOG)
