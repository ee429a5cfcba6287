"""Whose jobs one sees: one's own; who keeps the system running sees all of the town."""

from pathlib import Path
from uuid import UUID

from django.db.models import QuerySet

from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, NotFound
from bihuan.core.jobs.kinds import RESULT, folder_of, kind_of
from bihuan.core.jobs.lifecycle import OPEN
from bihuan.core.models import Job
from bihuan.core.scope import Scope


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """The jobs that a person sees, the latest first."""
    found: QuerySet[Job] = Job.objects.within(actor.scope).order_by("-asked_at", "-pk")
    return found if actor.may("maintain") else found.filter(asked_by=actor.person_id)


def find_job(actor: Actor, job_id: UUID) -> Job:
    """A job that the person sees, or NotFound."""
    found = jobs_of(actor).filter(pk=job_id).first()
    if found is None:
        raise NotFound("没有找到这个后台任务，或者它不是您发起的。请返回列表。")
    return found


def result_of(actor: Actor, job_id: UUID) -> tuple[Job, Path]:
    """A job's result, for who asked for it and nobody else; NotFound where there is none or its days are over, Forbidden where it is
    withheld."""
    job = find_job(actor, job_id)
    place = folder_of(job.pk) / RESULT
    if job.asked_by != actor.person or not job.has_result:
        raise NotFound("没有找到这个文件：它不是您要的，或者已经过期删除。过期的请重新发起。")
    if why := withheld(actor, job):
        raise Forbidden(why)
    if not place.exists():
        raise NotFound("文件已经不在服务器上，请重新发起任务。")
    return job, place


def withheld(actor: Actor, job: Job) -> str:
    """Why the result is kept from its asker as of today, or "": the right by which it was asked for is gone, or it was read from rows
    that today's posts do not open. What was made before that was written down is for who sees the whole town."""
    kind = kind_of(job)
    if kind is None or not actor.may(kind.right):
        return "您现在的岗位没有办理这项任务的权限，文件不再提供。确需使用的，请由现任岗位的人员重新发起。"
    reach = Scope.of_kept(job.town_id, job.reach) if job.reach else Scope.whole_town(job.town_id)
    if not actor.scope.holds(reach):
        return "您的管辖范围变了，这份文件里有现在不归您看的记录，不再提供。请按现在的范围重新发起。"
    return ""


def open_job_of(actor: Actor, kind: str) -> Job | None:
    """A job of a kind that waits or is under way already, among those that the person sees."""
    return jobs_of(actor).filter(kind=kind, state__in=OPEN).first()
