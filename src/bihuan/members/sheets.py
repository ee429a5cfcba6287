"""Invitations on paper: a label a unit, to be cut and handed out."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from bihuan import paper
from bihuan.core import clock
from bihuan.core.calendar import in_words
from bihuan.members.models import Call
from bihuan.paper import Label


def call_sheets(made: Sequence[tuple[Call, str]], address: str) -> bytes:
    """Invitations with their codes, ten a page, as PDF. `address` is where the installation is reached from outside. Raises
    `paper.GlyphMissing`."""
    labels = [
        Label(
            title=call.unit.name,
            lines=tuple(
                filter(
                    None,
                    (
                        f"{call.label} {call.name}".strip(),
                        f"只限尾号{call.tail}的手机" if call.phone else "",
                        f"邀请码 {code}",
                        f"{in_words(clock.town_day(call.expires_at))}前扫码，只能用一次",
                    ),
                )
            ),
            encodes=f"{address}{reverse('join', args=[code])}",
        )
        for call, code in made
    ]
    return paper.label_sheets(labels, dated=clock.today(), extra_fonts=settings.FONTS_DIR)
