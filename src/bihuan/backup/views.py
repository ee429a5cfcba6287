"""The backups' page: how they stand, and the button for one more."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.backup.jobs import BACKUP
from bihuan.backup.queries import history, standing
from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.jobs import ask
from bihuan.core.jobs.queries import open_job_of

SHOWN = 30


@route("maintain", scope="town")
def backups(request: PageRequest) -> HttpResponse:
    """备份."""
    context = {
        "now": standing(request.actor, clock.now()),
        "rows": history(request.actor.town)[:SHOWN],
        "folder": settings.BACKUP_DIR,
        "kept": settings.BACKUPS_KEPT,
        "daily": settings.BACKUP_DAILY and not request.is_demo,
    }
    return render(request, "backup/backups.html", context)


@route("maintain", scope="town")
@require_POST
def backup_now(request: PageRequest) -> HttpResponse:
    """立即备份: the one that runs, or a new one."""
    job = open_job_of(request.actor, BACKUP.name) or ask(request.actor, BACKUP.name, {})
    return HttpResponseRedirect(reverse("job", args=[job.pk]))
