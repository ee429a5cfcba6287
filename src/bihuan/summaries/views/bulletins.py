"""Bulletins (定期文稿): which kinds are drafted by themselves, the table of comparison on the paper, a draft put away."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core.door import PageRequest, route
from bihuan.summaries import actions
from bihuan.summaries.forms import BesideForm, BulletinsForm
from bihuan.summaries.rules import RHYTHMS
from bihuan.summaries.views.workbench import carried_out, step


@route("summarize", scope="town")
@require_POST
def summary_bulletins(request: PageRequest) -> HttpResponse:
    """设定定期文稿."""
    form = BulletinsForm(request.POST)
    custom = form.carry_out(lambda given: actions.set_bulletins(request.actor, given["kinds"]))
    if custom is None:
        messages.error(request, "；".join(form.wrong.values()) or form.message, extra_tags="bad")
    else:
        named = "、".join(RHYTHMS[kind] for kind in custom.kinds)
        messages.success(request, f"已设定：{named}期满后自动起草。" if named else "已设定：都不自动起草。")
    return HttpResponseRedirect(reverse("summaries"))


@route("summarize", scope="town")
@require_POST
def summary_beside(request: PageRequest, summary_id: UUID) -> HttpResponse:
    """附或不附对比表."""
    form = BesideForm(request.POST)
    form.is_valid()
    version, wanted = form.cleaned_data.get("version", 0), form.cleaned_data["has_beside"]
    return carried_out(
        request,
        summary_id,
        lambda: actions.compare_summary(request.actor, summary_id, version=version, has_beside=wanted),
        "已附上对比表。" if wanted else "已去掉对比表。",
    )


@route("summarize", scope="town")
@require_POST
def summary_drop(request: PageRequest, summary_id: UUID) -> HttpResponse:
    """不印发."""
    return step(
        request, summary_id, actions.drop_summary, "已记为不印发，办事台不再提醒；在总结列表里还能看到。"
    )
