"""What the clock has done in the background: a form that is due is filled, a bulletin drafted, one a job. Neither writes twice."""

from datetime import date
from uuid import UUID

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.jobs import Kind, Step, Task, declare_kind
from bihuan.core.models import Job
from bihuan.summaries.actions import DRAFTING, FILLING, draft_bulletin, fill_due


def _fill(actor: Actor, task: Task) -> Step:
    due = fill_due(actor, UUID(task.given["due"]))
    said = f"{due}已填好" if due.filled_id else f"{due}没有填成：{due.problem}"
    return Step(None, 1, 1, said[:200], ended=True)


def _draft(actor: Actor, task: Task) -> Step:
    given = task.given
    since, until = date.fromisoformat(given["since"]), date.fromisoformat(given["until"])
    made = draft_bulletin(actor, given["kind"], since, until)
    return Step(None, 1, 1, f"已起草：{made.title}" if made else "已经有人起草，没有再起草", ended=True)


def _form_page(job: Job) -> str:
    return reverse("form_due", args=[job.given["due"]])


def _texts(_job: Job) -> str:
    return reverse("summaries")


# They read for seconds and write in one short transaction of their own: the lock of who writes is everybody's.
FILL = declare_kind(Kind(FILLING, "填上级报表", "summarize", _fill, writes=False, leads=_form_page))
DRAFT = declare_kind(Kind(DRAFTING, "起草定期文稿", "summarize", _draft, writes=False, leads=_texts))
