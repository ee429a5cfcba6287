"""What the clock makes due for figures."""

from uuid import UUID

from bihuan.core.duties import declare_duty
from bihuan.core.models import Town
from bihuan.figures.actions import roll_up


@declare_duty
def roll_up_town(town: UUID) -> int:
    """Keep a town's roll-ups true, where there are several towns to add up. Nothing of it is news to anyone: 0."""
    if Town.registry.exclude(pk=town).exists():
        roll_up(town)
    return 0
