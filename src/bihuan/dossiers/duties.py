"""What the clock does for dossiers: it notes how whole each unit's file is."""

from uuid import UUID

from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.dossiers.actions import note_files


@declare_duty
def note_standings(town: UUID) -> int:
    """Note what has changed since. Nothing of it is news to anyone: 0."""
    note_files(Actor.clock(town))
    return 0
