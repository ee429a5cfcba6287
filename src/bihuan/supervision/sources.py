"""The tables of pressing on that figures count: requests for more time, steps taken, entries of the urgent track."""

from typing import Any

from django.db.models import QuerySet

from bihuan.core.scope import Scope
from bihuan.figures.registry import Source, declare_source
from bihuan.hazards.queries import origins_meant
from bihuan.supervision.models import Escalation, Extension, UrgentEntry
from bihuan.supervision.rules import MEANS


def _of_standing(model: Any) -> Any:
    """Rows of a scope whose hazard stands."""

    def rows(scope: Scope) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.within(scope).filter(hazard__voided_on__isnull=True)
        return found

    return rows


AS_RECORDED = {
    "cell": "hazard__recorded_cell",
    "category": "hazard__recorded_category",
    "campaign": "hazard__campaign",
    "team": "hazard__team",
    "origin": "hazard__origin",
    "meant": origins_meant,
    "basis": "inspect.records",
    "told_by": ("hazard",),
}
_HAZARD = (("hazard__number", "编号"), ("hazard__unit__name", "单位"), ("hazard__text", "隐患"))


def declare_all() -> None:
    """Declare them, once, before the figures over them."""
    declare_source(
        Source(
            "extensions",
            "延期申请",
            Extension,
            _of_standing(Extension),
            on="asked_on",
            columns=(
                *_HAZARD,
                ("asked_on", "申请"),
                ("wanted_on", "申请延长至"),
                ("deadline_on", "批准延长至"),
            ),
            **AS_RECORDED,  # type: ignore[arg-type]
        )
    )
    declare_source(
        Source(
            "escalations",
            "提醒和升级",
            Escalation,
            _of_standing(Escalation),
            on="on",
            columns=(*_HAZARD, ("on", "日期"), ("means", "方式"), ("holders", "告知")),
            words=(("means", tuple(MEANS.items())),),
            **AS_RECORDED,  # type: ignore[arg-type]
        )
    )
    declare_source(
        Source(
            "urgent_entries",
            "急办登记",
            UrgentEntry,
            _of_standing(UrgentEntry),
            on="on",
            columns=(
                *_HAZARD,
                ("on", "日期"),
                ("kind", "内容"),
                ("stage", "阶段"),
                ("amount", "数量"),
                ("text", "说明"),
            ),
            words=(
                ("kind", tuple(UrgentEntry.KINDS.items())),
                ("stage", tuple(UrgentEntry.STAGES.items())),
            ),
            **AS_RECORDED,  # type: ignore[arg-type]
        )
    )
