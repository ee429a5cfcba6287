"""What the clock makes due: tell persons what the log has to tell and what the day makes due."""

from uuid import UUID

from bihuan.core.duties import declare_duty
from bihuan.notices.actions import tell_news


@declare_duty
def tell(town: UUID) -> int:
    """To be told of a thing changes nothing of what is recorded: 0."""
    tell_news(town)
    return 0
