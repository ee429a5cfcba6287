"""Who does the jobs: claims one by a conditional UPDATE with a lease, does its steps, moves its cursor with each.

Whoever holds a job is told by a token of its claim. A step begins by renewing the lease under that token and ends by moving the
cursor under it, so that a job cancelled or taken by another in between is left alone, and a step that writes is taken back
with its transaction. A worker killed between steps loses nothing, one killed in a step at most that step; after the lease the
next one goes on from the cursor."""

import logging
import shutil
import threading
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, close_old_connections, transaction
from django.db.models import F, Q, QuerySet

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.disk import is_full
from bihuan.core.errors import Forbidden, Refused
from bihuan.core.ids import new_id
from bihuan.core.jobs.actions import kept_until
from bihuan.core.jobs.kinds import KINDS, RESULT, Kind, Step, Task, asker, folder_of
from bihuan.core.jobs.lifecycle import DONE, FAILED, RUNNING, TRIES_MAX, WAITING, delay_after
from bihuan.core.models import Job
from bihuan.core.scope import Scope
from bihuan.core.storage import StorageFails

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
SLICE_SECONDS = 5.0
CANDIDATES = 10


class Lost(Exception):
    """The job is no longer this worker's: cancelled, or taken up by another after the lease."""


def work(stop: threading.Event, *, long: bool) -> None:
    """Do the long jobs, or the others, as they come, until told to stop. A database that is away is waited for."""
    while not stop.is_set():
        try:
            worked = take_one(long=long, stop=stop)
        except DatabaseError:
            log.exception("后台任务暂时取不到，稍后再试")
            worked = False
        finally:
            close_old_connections()
        if not worked:
            stop.wait(IDLE_SECONDS)


def work_off() -> int:
    """Do all that is due now, in this process, and return how many claims that took. For the command line and for tests."""
    taken = 0
    while take_one(long=False) or take_one(long=True):
        taken += 1
    return taken


def take_one(*, long: bool, stop: threading.Event | None = None) -> bool:
    """Claim the job that waits longest and do it: to its end, or to a failure, or for SLICE_SECONDS where others wait. False
    where nothing is due."""
    job = _claim(long=long)
    if job is None:
        return False
    kind = KINDS.get(job.kind)
    begun = time.monotonic()
    try:
        while not _advance(job, kind):
            stopped = stop is not None and stop.is_set()
            if stopped or (time.monotonic() - begun > SLICE_SECONDS and _due(long=long).exists()):
                _mine(job).update(state=WAITING, try_at=clock.now(), held_by=None, attempts=0)
                break
    except Lost:
        log.warning("后台任务 %s 已被取消或由别处接办", job.pk)
        if not Job.registry.filter(pk=job.pk, state__in=(WAITING, RUNNING)).exists():
            shutil.rmtree(folder_of(job.pk), ignore_errors=True)
    except StorageFails as error:
        _put_off(job, error.message)
    except Refused as refused:
        _fail(job, refused.message)
    except Exception as error:
        log.exception("后台任务 %s（%s）出错", job.pk, job.kind)
        _put_off(job, in_words(error))
    return True


def _due(*, long: bool) -> QuerySet[Job]:
    """Jobs that may be claimed now: waiting and due, or held by somebody whose lease ran out."""
    now = clock.now()
    lane = Q(kind__in=[kind.name for kind in KINDS.values() if kind.long])
    due = Q(state=WAITING, try_at__lte=now) | Q(state=RUNNING, held_until__lt=now)
    found: QuerySet[Job] = Job.registry.filter(due, lane if long else ~lane)
    return found


def _claim(*, long: bool) -> Job | None:
    for pk, kind in _due(long=long).order_by("try_at", "pk").values_list("pk", "kind")[:CANDIDATES]:
        claim = new_id()
        taken = (
            _due(long=long)
            .filter(pk=pk)
            .update(
                state=RUNNING,
                held_by=claim,
                held_until=clock.now() + _lease(kind),
                attempts=F("attempts") + 1,
            )
        )
        if taken:
            return Job.registry.filter(pk=pk, held_by=claim).first()
    return None


def _lease(kind: str) -> timedelta:
    return KINDS[kind].lease if kind in KINDS else timedelta(0)


def _mine(job: Job) -> QuerySet[Job]:
    found: QuerySet[Job] = Job.registry.filter(pk=job.pk, state=RUNNING, held_by=job.held_by)
    return found


def _move(job: Job, **values: Any) -> None:
    """Change the job, if it is still this worker's. Raises Lost."""
    if not _mine(job).update(**values):
        raise Lost
    for name, value in values.items():
        setattr(job, name, value)


def _advance(job: Job, kind: Kind | None) -> bool:
    """Do one step. Returns whether it was the last one."""
    if kind is None:
        raise Refused("这个版本的程序不认得这种任务，请升级后再试。")
    if job.attempts > TRIES_MAX:
        raise Refused("任务几次都在办理途中中断（服务器可能内存不足或反复重启），已停止。查明原因后可再试。")
    actor = asker(job)
    if actor is None or (actor.person is not None and not actor.may(kind.right)):
        raise Forbidden("发起人已停用或不再有这项权限，任务已停止。")
    folder = folder_of(job.pk)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def tell(done: int, total: int, message: str) -> None:
        _move(job, done=done, total=total, message=message, held_until=clock.now() + kind.lease)

    task = Task(job.pk, job.given, job.at, job.done, job.total, folder, tell)
    if kind.writes:
        with transaction.atomic():
            _move(job, held_until=clock.now() + kind.lease)  # holds the row: nobody cancels within the step
            step = kind.step(actor, task)
            _go_on(job, kind, step, actor)
    else:
        with transaction.atomic():
            _move(job, held_until=clock.now() + kind.lease)
            if kind.prepares:
                kind.prepares(actor, task)
        step = kind.step(actor, task)
        with transaction.atomic():
            _go_on(job, kind, step, actor)
    if step.ended:
        _tidy(job.pk)
    return step.ended


def _go_on(job: Job, kind: Kind, step: Step, actor: Actor) -> None:
    """Move the cursor; at the end close the job and tell the log."""
    reached = {"at": step.at, "done": step.done, "total": step.total, "message": step.message, "attempts": 1}
    reached["reach"] = _reach(job, actor)
    if not step.ended:
        _move(job, held_until=clock.now() + kind.lease, **reached)
        return
    result = {"result_name": step.result.name, "result_kind": step.result.kind} if step.result else {}
    _move(job, state=DONE, ended_at=clock.now(), kept_until=kept_until(), **reached, **result)
    _record(job, "finish_job", DONE, {"message": step.message})


def _reach(job: Job, actor: Actor) -> dict[str, Any]:
    """All that the steps could read until now: the posts of who asked may change between two of them."""
    before = Scope.of_kept(job.town_id, job.reach) if job.reach else actor.scope
    return before.joined(actor.scope).as_kept()


def _fail(job: Job, why: str) -> None:
    """Give the job up: it may be tried again by a person."""
    with transaction.atomic():
        if _mine(job).update(state=FAILED, message=why[:200], ended_at=clock.now(), kept_until=kept_until()):
            _record(job, "fail_job", FAILED, {"message": why})


def _put_off(job: Job, why: str) -> None:
    """Try the step again later, each time later, and not for ever."""
    wait = delay_after(job.attempts)
    if wait is None:
        _fail(job, why)
        return
    later = f"第{job.attempts}次没有办成：{why}稍后自动再试。"
    _mine(job).update(state=WAITING, message=later[:200], try_at=clock.now() + wait, held_by=None)


def _record(job: Job, action: str, after: str, given: dict[str, Any]) -> None:
    actor = asker(job) or Actor.clock(job.town_id)
    events.record(actor, action, job, given={"kind": job.kind, **given}, before=RUNNING, after=after)


def _tidy(job_id: UUID) -> None:
    """Of a finished job's folder only the result stays."""
    folder = folder_of(job_id)
    for path in folder.iterdir():
        if path.name != RESULT:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    if not any(folder.iterdir()):
        folder.rmdir()


def in_words(error: Exception) -> str:
    """What went wrong, for who asked."""
    if is_full(error):
        return "服务器磁盘已满，请系统管理员清理磁盘。"
    if isinstance(error, DatabaseError):
        return "数据库暂时不能使用。"
    return f"程序出错（{type(error).__name__}），详情在服务器日志里。"
