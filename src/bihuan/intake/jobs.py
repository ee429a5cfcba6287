"""Imports go on in the background, a piece a step; a small one is done while the page waits."""

from uuid import UUID

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.jobs import Kind, Step, Task, ask, declare_kind
from bihuan.core.jobs.lifecycle import CANCELLED, FAILED
from bihuan.core.models import Job
from bihuan.intake import queries
from bihuan.intake.actions import find_import, go_on
from bihuan.intake.models import Import

AT_ONCE_ROWS = 300
NAME = "intake.go_on"


def get_going(actor: Actor, batch: Import) -> None:
    """Do what an import has before it: at once where it is small, else as a job (asked once a stretch of work)."""
    if queries.is_large(batch, AT_ONCE_ROWS):
        given = {"import": str(batch.pk)}
        job = ask(actor, NAME, given, slot=f"{batch.pk}:{batch.state}:{batch.version}")
        while job.state in (CANCELLED, FAILED):  # at this very place: another takes it up from here
            job = ask(actor, NAME, given, slot=f"{batch.pk}:{job.pk}")
        return
    while go_on(actor, batch.pk):
        continue


def _step(actor: Actor, task: Task) -> Step:
    import_id = UUID(task.given["import"])
    more = go_on(actor, import_id)
    batch = find_import(actor, import_id)
    done, total = queries.progress(batch)
    label = f"{batch.name}：{batch.state_label}"
    return Step(at=batch.reached, done=done, total=total, message=label[:200], ended=not more)


def _leads(job: Job) -> str:
    return reverse("import_one", args=[job.given["import"]])


declare_kind(Kind(NAME, label="导入表格", right="import", step=_step, leads=_leads))
