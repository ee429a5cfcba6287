"""The list of forms that are or were due: what was asked by when, and how it stands."""

from typing import Any

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.desk import Mark
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing
from bihuan.summaries.forms import DUE_STATES, FormDueFilter
from bihuan.summaries.models import FormDue
from bihuan.summaries.queries import report_forms, with_persons
from bihuan.summaries.rules import STATES, state_of

BADGES = {
    "open": ("run", "clock"),
    "failed": ("wait", "alert-triangle"),
    "ready": ("wait", "eye-check"),
    "missing": ("bad", "alert-triangle"),
    "handed": ("good", "check"),
    "late": ("wait", "clock"),
    "waived": ("", "x"),
}


def state(row: FormDue) -> str:
    """The code of how a due form stands now."""
    return state_of(
        filled=row.filled_id is not None,
        problem=bool(row.problem),
        handed=row.handed_at is not None,
        late=row.is_late,
        waived=row.waived_on is not None,
        past=row.by_at < clock.now(),
    )


def badge_of(row: FormDue) -> Mark:
    """The badge of how a due form stands."""
    found = state(row)
    return (*BADGES[found], STATES[found])


def _filters(actor: Actor) -> dict[str, Any]:
    forms = [(one.pk, one.name) for one in report_forms(actor.scope)[:200]]
    return {"states": DUE_STATES, "forms": forms, "badge_of": badge_of}


FORM_DUES = declare_listing(
    Listing(
        key="form_dues",
        title="上报清单",
        unit="份",
        right="summarize",
        form=FormDueFilter,
        columns=(
            Column("form", "报表", lambda row: row.form.name, main=True, wide=28),
            Column("period", "期间", lambda row: row.period, wide=24),
            Column("asked_by", "要表单位", lambda row: row.form.asked_by, wide=20),
            Column("by", "上报截止", lambda row: row.by_at),
            Column("state", "状态", lambda row: STATES[state(row)]),
            Column("handed", "上报时间", lambda row: row.handed_at),
            Column("person", "上报人", lambda row: row.handed_by, brings=with_persons),
            Column("changed", "报后有变", lambda row: len(row.changes) or None, num=True),
            Column("waived", "免报原因", lambda row: row.waived_why, on=False),
        ),
        template="summaries/due_list.html",
        cells="summaries/due_cells.html",
        context=_filters,
        named=str,
        hint="该报的、已报的、没有报的。报表填好后由人核对上报，系统不代为发送。",
    )
)
declare_export(FORM_DUES)
