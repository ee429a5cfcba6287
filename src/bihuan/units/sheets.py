"""Sheets of plates to be printed and cut."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from bihuan import paper
from bihuan.core import clock
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.paper import Label
from bihuan.units.models import Plate

REPORT_PHONE = "12350"  # the national line for reports of dangers to work safety


def plate_sheets(scope: Scope, plates: Sequence[Plate], address: str) -> bytes:
    """Plates with their units loaded, ten a page, as PDF. `address` is where the installation is reached from outside. Raises
    `paper.GlyphMissing`."""
    town = Town.objects.of(scope)
    phones = "　".join(filter(None, [f"值班 {town.phone}" if town.phone else "", f"举报 {REPORT_PHONE}"]))
    labels = [
        Label(
            title=one.unit.name,
            lines=(
                f"监管：{town.name}{town.office}",
                phones,
                f"牌号 {one.code}",
                "扫码查看监管责任、举报隐患",
            ),
            encodes=f"{address}{reverse('plate_page', args=[one.code])}",
        )
        for one in plates
    ]
    return paper.label_sheets(labels, dated=clock.today(), extra_fonts=settings.FONTS_DIR)
