"""The bell in the demo: everybody has read what the year brought, up to its last week."""

from bihuan.demo.stage import Stage
from bihuan.notices.actions import mark_all_read
from bihuan.notices.queries import WAITS, notices_of


def read_all(stage: Stage) -> None:
    """Everybody reads all that there is now."""
    for key in stage.people:
        actor = stage.actor(key)
        if latest := notices_of(actor).filter(WAITS).first():
            mark_all_read(actor, latest.pk)
