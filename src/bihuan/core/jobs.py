"""What the clock makes due, declared by the apps. A job looks at the state and does what is due; running twice is harmless."""

from collections.abc import Callable
from uuid import UUID

Job = Callable[[UUID], int]

JOBS: list[Job] = []


def declare_job(job: Job) -> Job:
    """Add a job: given a town, it does what is due there and says how many things were new. Usable as a decorator."""
    JOBS.append(job)
    return job


def run_due(town: UUID) -> int:
    """All that is due in a town now. Returns how many things were new."""
    return sum(job(town) for job in JOBS)
