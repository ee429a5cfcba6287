"""The mark of this database: a demo's or not. Set once, in an empty database; no setting takes it off."""

from bihuan.core import clock
from bihuan.core.models import Installation


def is_demo() -> bool:
    """Whether the database carries the mark of the demo."""
    return Installation.objects.filter(is_demo=True).exists()


def is_begun() -> bool:
    """Whether the database has been marked as either."""
    return Installation.objects.exists()


def begin_demo() -> None:
    """Mark an empty database as a demo's. A second mark is refused by the database."""
    Installation(is_demo=True, made_at=clock.now()).save(force_insert=True)


def begin() -> None:
    """Mark a database as a real one's, unless it is marked already."""
    Installation.objects.get_or_create(pk=1, defaults={"made_at": clock.now()})
