"""到期一览: the list of what runs out when, by month."""

from typing import Any

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.masking import mask_name
from bihuan.lists.exports import declare_export
from bihuan.lists.registry import Column, Listing, declare_listing
from bihuan.units.depth_forms import TERMS, TermFilter
from bihuan.units.forms import CERTIFICATE_CHOICES


def how_it_runs(row: Any) -> str:
    """已过期, 快到期, or ""."""
    left = (row.valid_until - clock.today()).days
    return "已过期" if left < 0 else "快到期" if left <= row.first_step else ""


def _filters(_actor: Actor) -> dict[str, Any]:
    return {"kinds": CERTIFICATE_CHOICES, "terms": TERMS, "months": TermFilter.months()}


RUNNING_OUT = declare_listing(
    Listing(
        key="running_out",
        title="到期一览",
        hint="在册监管对象的证照、预案备案、保险和人员证书，先到期的排在前面。",
        unit="项",
        right="view",
        form=TermFilter,
        columns=(
            Column("unit", "单位", lambda row: row.unit.name, main=True, wide=28, joins=("unit",)),
            Column("kind", "种类", lambda row: row.label, wide=24),
            Column("holder", "持证人", lambda row: mask_name(row.holder)),
            Column("number", "编号", lambda row: row.number, wide=24),
            Column("cell", "网格", lambda row: str(row.unit.cell or ""), joins=("unit__cell",)),
            Column("until", "有效期至", lambda row: row.valid_until),
            Column("left", "到期情况", how_it_runs),
            Column("issuer", "发证机关", lambda row: row.issuer, on=False, wide=24),
            Column("issued", "发证日期", lambda row: row.issued_on, on=False),
        ),
        template="units/running_out.html",
        cells="units/certificate_cells.html",
        named=lambda row: f"{row.unit.name} {row.label}",
        context=_filters,
        grouped=lambda row: f"{row.valid_until.year}年{row.valid_until.month}月到期",
    )
)
declare_export(RUNNING_OUT)
