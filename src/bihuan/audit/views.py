"""Pages of the log, and of what is shown for a reason."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bihuan.audit import actions
from bihuan.audit.actions import REASONS
from bihuan.audit.forms import RevealForm
from bihuan.audit.jobs import CHECK
from bihuan.audit.listing import LOG
from bihuan.audit.queries import with_names
from bihuan.audit.words import as_said, change, label_of, sentence
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotFound
from bihuan.core.jobs import ask
from bihuan.core.models import Event
from bihuan.core.personal import PERSONAL
from bihuan.lists.views import answer


@route("audit", scope="town")
def log(request: PageRequest) -> HttpResponse:
    """操作日志."""
    return answer(request, LOG)


@route("audit", scope="town")
def log_entry(request: PageRequest, event_id: UUID) -> HttpResponse:
    """One event, with all that was given, and its place in the chain."""
    found = with_names(Event.objects.within(request.actor.scope), request.actor)
    row = found.filter(pk=event_id).first()
    if row is None:
        raise NotFound("没有这一条日志。")
    given = [
        (label_of(key), as_said(value)) for key, value in row.given.items() if value not in (None, "", [], {})
    ]
    context = {"row": row, "text": sentence(row), "change": change(row), "given": given}
    return render(request, "audit/entry.html", context)


@route("audit", scope="town")
@require_POST
def log_check(request: PageRequest) -> HttpResponse:
    """现在核对."""
    job = ask(request.actor, CHECK, {})
    return HttpResponseRedirect(reverse("job", args=[job.pk]))


@route("view", scope="place")
@never_cache
def reveal(request: PageRequest, what: str, row_id: UUID) -> HttpResponse:
    """显示个人信息: first the reason; then, in this answer only, what is masked everywhere else."""
    personal = PERSONAL.get(what)
    if personal is None:
        raise NotFound("没有这种个人信息。")
    masked_row = personal.find(request.actor, row_id)
    form = RevealForm(request.POST or None)
    context = {
        "form": form,
        "label": personal.label,
        "row": masked_row,
        "reasons": list(REASONS.items()),
        "is_dialled": personal.is_dialled,
    }
    if form.is_bound:
        shown = form.carry_out(lambda given: actions.reveal(request.actor, personal, row_id, **given))
        if shown is not None:
            context["value"] = shown.value
    return render(request, "audit/reveal.html", context, status=form.status)
