"""What the clock makes due, declared by the apps. A duty looks at the state and does what is due; running twice is harmless.

What a person asks for and takes longer than a page may is another thing: a job (`core.jobs`)."""

from collections.abc import Callable, Collection
from uuid import UUID

Duty = Callable[[UUID], int]

DUTIES: list[Duty] = []


def declare_duty(duty: Duty) -> Duty:
    """Add a duty: given a town, it does what is due there and says how many things were new. Usable as a decorator."""
    DUTIES.append(duty)
    return duty


def run_due(town: UUID, *, but: Collection[Duty] = ()) -> int:
    """All that is due in a town now, `but` some duties that can wait. Returns how many things were new."""
    return sum(duty(town) for duty in DUTIES if duty not in but)
