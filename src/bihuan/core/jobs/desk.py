"""The desk's section of one's jobs: what failed, and files that wait to be fetched."""

from datetime import datetime

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.desk import Item, Section, declare_section
from bihuan.core.jobs.kinds import kind_of
from bihuan.core.jobs.lifecycle import DONE, FAILED
from bihuan.core.jobs.queries import withheld
from bihuan.core.models import Job

SHOWN = 5
MARKS = {FAILED: ("bad", "circle-x", "未完成"), DONE: ("good", "download", "可下载")}


def _mine(actor: Actor, now: datetime) -> Section | None:
    if actor.person is None:
        return None
    found = Job.objects.within(actor.scope).filter(asked_by=actor.person, kept_until__gt=now)
    rows = [
        row
        for row in found.order_by("-ended_at")[: SHOWN * 2]
        if row.state == FAILED or (row.has_result and not withheld(actor, row))
    ]
    items = [
        Item(_label(row), row.message, reverse("job", args=[row.pk]), MARKS[row.state])
        for row in rows[:SHOWN]
    ]
    return Section("后台任务", items, reverse("jobs"))


def _label(row: Job) -> str:
    kind = kind_of(row)
    return kind.label if kind else row.kind


declare_section(60, _mine)
