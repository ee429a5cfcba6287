"""What persons do to jobs: ask, cancel, try again. And the clock, which takes away what was kept long enough."""

import shutil
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.duties import declare_duty
from bihuan.core.errors import NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.jobs.kinds import KINDS, folder_of
from bihuan.core.jobs.lifecycle import CANCELLED, JOB, OPEN, WAITING
from bihuan.core.jobs.queries import find_job
from bihuan.core.models import Job
from bihuan.core.scope import Scope

OPEN_MAX = 20
BATCH = 500


@transaction.atomic
def ask(actor: Actor, kind: str, given: dict[str, Any], *, slot: str | None = None) -> Job:
    """发起后台任务: returns the job, which a worker takes up when the transaction is through. `given` is what JSON keeps, and ids
    rather than content. With a `slot` (a day, an upload's id) the same is asked once: a second time returns the first.
    Raises Forbidden, NotAllowed where OPEN_MAX of the person's wait already."""
    if actor.person is not None:
        actor.need(KINDS[kind].right)
    whole = Job.objects.within(Scope.whole_town(actor.town))
    if slot is not None and (known := whole.filter(kind=kind, slot=slot).first()):
        return known  # type: ignore[no-any-return]
    if actor.person is not None and whole.filter(asked_by=actor.person, state__in=OPEN).count() >= OPEN_MAX:
        raise NotAllowed(f"您已有{OPEN_MAX}个后台任务没有结束，请等一等，或先取消几个。")
    now = clock.now()
    job = Job(
        id=new_id(),
        town_id=actor.town,
        kind=kind,
        slot=slot,
        given=given,
        asked_by=actor.person,
        asked_by_name=actor.name,
        asked_at=now,
        state=WAITING,
        try_at=now,
    )
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:  # the same slot was asked for twice at once
        winner: Job = whole.get(kind=kind, slot=slot)
        return winner
    events.record(actor, "ask_job", job, given={"kind": kind, "given": given}, after=WAITING)
    return job


@transaction.atomic
def cancel(actor: Actor, job_id: UUID) -> Job:
    """取消后台任务: what its steps have done stays done, the step under way is taken back."""
    job = find_job(actor, job_id)
    before = job.state
    JOB.move("cancel", before)
    now = clock.now()
    changed = (
        Job.objects.within(actor.scope)
        .filter(pk=job.pk, state__in=OPEN)
        .update(state=CANCELLED, ended_at=now, kept_until=now, held_by=None, message="")
    )
    if changed != 1:
        raise Stale("任务刚刚已经结束，不能再取消。")
    events.record(actor, "cancel_job", job, before=before, after=CANCELLED)
    return find_job(actor, job_id)


@transaction.atomic
def retry(actor: Actor, job_id: UUID) -> Job:
    """再试: goes on from where the job failed."""
    job = find_job(actor, job_id)
    step = JOB.move("retry", job.state)
    if job.kept_until is None:
        raise NotAllowed("任务失败已久，中间结果已经删除，请重新发起。")
    changed = (
        Job.objects.within(actor.scope)
        .filter(pk=job.pk, state=step.frm, kept_until__isnull=False)
        .update(
            state=step.to,
            attempts=0,
            try_at=clock.now(),
            ended_at=None,
            kept_until=None,
            message="已重新排队",
        )
    )
    if changed != 1:
        raise Stale("任务的状态刚刚变了，请刷新后再看。")
    events.record(actor, "retry_job", job, before=step.frm, after=step.to)
    return find_job(actor, job_id)


def end_reading_jobs(why: str) -> None:
    """After a restore: exports and the like had part of their work in folders that are not there any more; jobs that write go on
    from their cursors, which are as true as their rows."""
    reading = [kind.name for kind in KINDS.values() if not kind.writes]
    Job.registry.filter(kind__in=reading, state__in=OPEN).update(
        state=CANCELLED, ended_at=clock.now(), held_by=None, message=why
    )


def kept_until() -> Any:
    """Until when the result of a job that ends now is kept."""
    return clock.now() + timedelta(days=settings.JOB_RESULT_DAYS)


@declare_duty
def prune_jobs(town: UUID) -> int:
    """Take away the folders of jobs that ended long enough ago; the rows stay. Nothing of it is news to anyone: 0."""
    whole = Job.objects.within(Scope.whole_town(town))
    for job in whole.filter(kept_until__lte=clock.now()).order_by("kept_until")[:BATCH]:
        shutil.rmtree(folder_of(job.pk), ignore_errors=True)
        whole.filter(pk=job.pk, kept_until=job.kept_until).update(kept_until=None)
    return 0
