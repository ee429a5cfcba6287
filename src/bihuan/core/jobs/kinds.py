"""Kinds of jobs, declared by the apps: what a step is told and what it says, and who its asker is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from bihuan.core.actions import Actor
from bihuan.core.models import Job

LEASE = timedelta(minutes=1)
RESULT = "result"


def folder_of(job_id: UUID) -> Path:
    """Where a job keeps what grows from step to step, and in the end its result."""
    return Path(settings.JOBS_DIR) / job_id.hex


@dataclass(frozen=True)
class Task:
    """What a step is told. `at` is where the step before said that it stopped, None at the first; `given` what was asked. What a
    step writes into `folder` stands outside of the database's transaction: let its name follow from `at`, so that the same
    step writes the same again. `result` is the place of the file that the asker is to have. `tell(done, total, message)`
    is for the long step of a kind that does not write: it shows progress, and ends the step where the job was cancelled."""

    job: UUID
    given: Mapping[str, Any]
    at: Any
    done: int
    total: int
    folder: Path
    tell: Callable[[int, int, str], None]

    @property
    def result(self) -> Path:
        return self.folder / RESULT


@dataclass(frozen=True)
class Result:
    """The file that lies at `task.result`: the name under which it is handed out, and its kind (MIME)."""

    name: str
    kind: str


@dataclass(frozen=True)
class Step:
    """What a step says: where it stopped (anything that JSON keeps), how far that is (total 0: not known), a word in Chinese
    (200 characters at most), and whether that was all."""

    at: Any
    done: int
    total: int
    message: str = ""
    ended: bool = False
    result: Result | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of job. `step` does a piece of at most about a second of work for the asker, as the asker may today.

    `writes`: the step writes rows, so it runs in one transaction with the move of the cursor. Otherwise it only reads, runs
    outside of any, and may be repeated; then it may also take longer, if it tells its progress within `lease`.
    `prepares`: what rows the step of a kind that only reads wants to find, written before it in a transaction of their own, while the job
    is held; where they are there already it writes nothing.
    `long`: takes minutes and is done beside the others, which do not wait for it. `leads`: the address of the page where
    the outcome is looked at, given the job."""

    name: str
    label: str
    right: str
    step: Callable[[Actor, Task], Step]
    writes: bool = True
    long: bool = False
    lease: timedelta = LEASE
    prepares: Callable[[Actor, Task], object] | None = None
    leads: Callable[[Job], str] | None = field(default=None)

    def __post_init__(self) -> None:
        if self.writes and self.prepares:
            raise ValueError(f"job {self.name}: a step that writes prepares nothing apart")


KINDS: dict[str, Kind] = {}


def declare_kind(kind: Kind) -> Kind:
    """Add a kind; its name begins with its app's and stays, since rows hold it."""
    KINDS[kind.name] = kind
    return kind


def kind_of(job: Job) -> Kind | None:
    """A job's kind; None where this version of the program has none of that name."""
    return KINDS.get(job.kind)


_ACTORS: list[Callable[[UUID, UUID], Actor | None]] = []


def declare_actors(actor: Callable[[UUID, UUID], Actor | None]) -> None:
    """Say how a person (by town and id) becomes the actor of today; None for one who may no longer sign in."""
    _ACTORS.append(actor)


def asker(job: Job) -> Actor | None:
    """Who a job is done for, with the rights of today; the town's clock where nobody asked."""
    if job.asked_by is None:
        return Actor.clock(job.town_id)
    return next((found for actor in _ACTORS if (found := actor(job.town_id, job.asked_by))), None)
