"""Background jobs: how far they are, cancelling, trying again, and the file that came of them."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bihuan.core.actions import Actor
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotAllowed, Stale
from bihuan.core.jobs import cancel, retry
from bihuan.core.jobs.queries import find_job, jobs_of, result_of
from bihuan.core.models import Job
from bihuan.core.pages import pager_alone, turn

PAGE_ROWS = 20


@route("any", scope="self")
def jobs(request: PageRequest) -> HttpResponse:
    """后台任务: one's own; of the whole town for who keeps the system running."""
    page = turn(request, jobs_of(request.actor), PAGE_ROWS, "项")
    if pager := pager_alone(request, page):
        return pager
    return render(request, "jobs/list.html", {"rows": page, "all": request.actor.may("maintain")})


@route("any", scope="self")
def job(request: PageRequest, job_id: UUID) -> HttpResponse:
    """One job, from its asking to its end."""
    return render(request, "jobs/one.html", {"job": find_job(request.actor, job_id)})


@route("any", scope="self")
@never_cache
def job_progress(request: PageRequest, job_id: UUID) -> HttpResponse:
    """The piece of a page that shows a job; it asks for itself anew until the job has ended."""
    return render(request, "jobs/progress.html", {"job": find_job(request.actor, job_id)})


@route("any", scope="self")
@require_POST
def job_cancel(request: PageRequest, job_id: UUID) -> HttpResponse:
    """取消后台任务."""
    return _press(request, job_id, cancel, "任务已取消。")


@route("any", scope="self")
@require_POST
def job_retry(request: PageRequest, job_id: UUID) -> HttpResponse:
    """再试."""
    return _press(request, job_id, retry, "已重新排队，从停下的地方接着办。")


@route("any", scope="self")
@never_cache
def job_result(request: PageRequest, job_id: UUID) -> FileResponse:
    """The file that a job made, for who asked for it."""
    found, place = result_of(request.actor, job_id)
    return FileResponse(
        place.open("rb"), as_attachment=True, filename=found.result_name, content_type=found.result_kind
    )


def _press(request: PageRequest, job_id: UUID, act: Callable[[Actor, UUID], Job], done: str) -> HttpResponse:
    try:
        act(request.actor, job_id)
    except (NotAllowed, Stale) as refused:
        messages.warning(request, refused.message, extra_tags="warn")
    else:
        messages.success(request, done, extra_tags="good")
    return HttpResponseRedirect(reverse("job", args=[job_id]))
