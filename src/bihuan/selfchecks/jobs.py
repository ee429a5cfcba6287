"""Plates of the risk points of more units than a person waits for."""

from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.selfchecks.actions import issue_point_plates
from bihuan.selfchecks.models import PointPlate
from bihuan.selfchecks.sheets import point_sheets
from bihuan.units.jobs import Sheets, declare_sheets

A_STEP = 5  # units, each with a hundred points at most


def _plates(actor: Actor, units: list[UUID], address: str) -> bytes | None:
    rows = PointPlate.objects.within(actor.scope).filter(
        point__unit__in=units, ended_on__isnull=True, point__ended_on__isnull=True
    )
    plates = list(rows.select_related("point", "point__unit").order_by("point__unit", "point__number"))
    return point_sheets(plates, address) if plates else None


PLATES = declare_sheets(
    "selfchecks.plates",
    "打印风险点二维码牌",
    "risks",
    Sheets("风险点二维码牌", "家", A_STEP, _plates, issue_point_plates),
)
