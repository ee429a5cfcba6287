"""Notices of what cannot declare its own: background jobs and backups that failed, and letters of this app that did not go out."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from bihuan.backup.jobs import BACKUP
from bihuan.backup.queries import FAILED
from bihuan.core import clock
from bihuan.core.jobs.kinds import KINDS as JOBS
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.notices.kinds import Kind, Telling, Whom, declare_notice, on
from bihuan.notices.rules import DIGEST, URGENT, WAYS


def _failed_jobs(_scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """To who asked for it; where the clock asked, to who keeps the system running."""
    for event in happened:
        if event.given.get("kind") == BACKUP.name:
            continue  # the log tells of it by an event of its own
        job = JOBS.get(str(event.given.get("kind")))
        whom = Whom(persons=(event.actor_id,)) if event.actor_id else Whom(right="maintain")
        yield Telling(
            key=str(event.seq),
            about=event.subject_id,
            whom=whom,
            text=f"{job.label if job else '后台任务'}没有办成",
            where=str(event.given.get("message", "")),
            url=reverse("job", args=[event.subject_id]),
        )


def _failed_backups(_scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """Once a day, however often it was tried."""
    for event in happened:
        yield Telling(
            key=clock.town_day(event.at).isoformat(),
            about=event.subject_id,
            whom=Whom(right="maintain"),
            text="备份失败",
            where=str(event.given.get("why", "")),
            url=reverse("backups"),
        )


def _given_up(_scope: Scope, happened: Sequence[Event]) -> Iterable[Telling]:
    """Once a day, however many letters it was; that of this notice among them."""
    for event in happened:
        yield Telling(
            key=clock.town_day(event.at).isoformat(),
            about=event.subject_id,
            whom=Whom(right="maintain"),
            text=f"通知没有发出（{WAYS[event.given['way']]}）",
            where=str(event.given["why"]),
            url=reverse("jobs"),
        )


declare_notice(
    Kind("notices.unsent", "通知没有发出", "系统", DIGEST, on("letter", "give_up_letter"), _given_up)
)
declare_notice(Kind("notices.backup_failed", "备份失败", "系统", URGENT, on("town", FAILED), _failed_backups))
declare_notice(
    Kind("notices.job_failed", "后台任务没有办成", "系统", on=on("job", "fail_job"), tell=_failed_jobs)
)
