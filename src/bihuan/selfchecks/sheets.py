"""Sheets of risk points' plates to be printed and cut."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from bihuan import paper
from bihuan.core import clock
from bihuan.paper import Label
from bihuan.selfchecks.models import PointPlate


def point_sheets(plates: Sequence[PointPlate], address: str) -> bytes:
    """Plates with their points and units loaded, ten a page, as PDF. `address` is where the installation is reached from outside. Raises
    `paper.GlyphMissing`."""
    labels = [
        Label(
            title=f"{one.point.code} {one.point.name}",
            lines=(
                one.point.unit.name,
                f"{one.point.grading.says} · {one.point.where}",
                f"牌号 {one.code}",
                "责任人扫码自查，其他人扫码看管控措施",
            ),
            encodes=f"{address}{reverse('point_plate_page', args=[one.code])}",
        )
        for one in plates
    ]
    return paper.label_sheets(labels, dated=clock.today(), extra_fonts=settings.FONTS_DIR)
