"""印章管理: the seals that the town keeps; and 用印 on a document."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bihuan.core import clock
from bihuan.core.door import PageRequest, route
from bihuan.core.files import content_of
from bihuan.core.pages import turn
from bihuan.core.prints import mark_of
from bihuan.documents.actions import sealing
from bihuan.documents.actions.esealing import seal_electronically
from bihuan.documents.models import Seal, SealUse
from bihuan.documents.signing_forms import DigestForm, EndForm, SealForm
from bihuan.documents.standing import seal_bodies
from bihuan.documents.views.finding import back_to, the_writ
from bihuan.inspections.uploads import filled


@route("seal", scope="town")
def seals(request: PageRequest) -> HttpResponse:
    """The seals with the days on which they hold, and their latest uses."""
    scope, today = request.actor.scope, clock.today()
    uses = SealUse.objects.within(scope).select_related("writ__paper", "seal", "used_by")
    kept = list(Seal.objects.within(scope).select_related("file"))
    context = {
        "kept": [
            (one, one.from_on <= today and (one.ended_on is None or one.ended_on > today)) for one in kept
        ],
        "uses": turn(request, uses.order_by("-used_at", "-id"), 30, "次"),
    }
    return render(request, "documents/seals.html", context)


@route("seal", scope="town")
def seal_new(request: PageRequest) -> HttpResponse:
    """登记印章."""
    bodies = seal_bodies(request.actor.scope, clock.today())
    form = filled(request, SealForm, {"body": bodies[0], "from_on": clock.today().isoformat()})
    if form.is_bound and form.carry_out(lambda given: sealing.keep_seal(request.actor, **given)) is not None:
        messages.success(request, "印章已登记。", extra_tags="good")
        return HttpResponseRedirect(reverse("seals"))
    context = {"form": form, "bodies": [(one, one) for one in bodies]}
    return render(request, "documents/seal.html", context, status=form.status)


@route("seal", scope="town")
def seal_end(request: PageRequest, seal_id: UUID) -> HttpResponse:
    """停用印章."""
    row = request.actor.find(Seal, seal_id, what="枚印章")
    form = EndForm(request.POST or None, initial={"on": clock.today().isoformat()})
    if (
        form.is_bound
        and form.carry_out(lambda given: sealing.end_seal(request.actor, row.pk, **given)) is not None
    ):
        messages.success(request, f"{row.body}的印章已停用。", extra_tags="good")
        return HttpResponseRedirect(reverse("seals"))
    return render(request, "documents/seal.html", {"form": form, "row": row}, status=form.status)


@route("seal", scope="town")
def seal_picture(request: PageRequest, seal_id: UUID) -> HttpResponse:
    """The picture of a seal: to who may put it on, and nobody else."""
    row = request.actor.find(Seal, seal_id, what="枚印章")
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content_of(row.file), content_type="image/png", headers=headers)


@route("seal", scope="place")
@require_POST
def writ_seal(request: PageRequest, writ_id: UUID) -> HttpResponse:
    """用印."""
    row = the_writ(request, writ_id)
    form = DigestForm(request.POST)
    if form.carry_out(lambda given: sealing.apply_seal(request.actor, row.pk, **given)) is None:
        messages.error(request, form.message, extra_tags="bad")
    else:
        messages.success(request, f"{row.label}已用印。", extra_tags="good")
    return back_to(row)


@route("seal", scope="place")
@require_POST
def writ_eseal(request: PageRequest, writ_id: UUID) -> HttpResponse:
    """加盖电子签章."""
    row = the_writ(request, writ_id)
    form = DigestForm(request.POST)
    mark = mark_of(request)
    done = form.carry_out(lambda given: seal_electronically(request.actor, row.pk, mark=mark, **given))
    if done is None:
        messages.error(request, form.message, extra_tags="bad")
    else:
        messages.success(request, f"{row.label}已加盖电子签章。", extra_tags="good")
    return back_to(row)
