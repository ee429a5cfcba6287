"""What the clock makes due for accounts."""

from uuid import UUID

from bihuan.accounts.actions import forget_attempts
from bihuan.core.duties import declare_duty


@declare_duty
def forget_old_attempts(_town: UUID) -> int:
    """Take away tries to sign in that are older than the law asks for. Nothing of it is news to anyone: 0."""
    forget_attempts()
    return 0
