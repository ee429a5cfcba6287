"""Hand-overs: chosen documents as one batch, the batches, their files, the number that came back."""

from tempfile import NamedTemporaryFile
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from bihuan.core import clock, files
from bihuan.core.door import PageRequest, route
from bihuan.core.errors import NotFound
from bihuan.core.files import XLSX
from bihuan.core.ids import new_id
from bihuan.core.pages import turn
from bihuan.core.prints import file_answer
from bihuan.documents.actions.handing import JSON, ROWS_MAX, enter_receipt, hand_over
from bihuan.documents.case_forms import HandForm, ReceiptForm
from bihuan.documents.exchange import STATES
from bihuan.documents.handed import spreadsheet
from bihuan.documents.models import Submission, Writ
from bihuan.documents.queries import handovers, open_to, writs
from bihuan.documents.views.printing import back_to
from bihuan.inspections.queries import signing
from bihuan.lists.views import chosen_ids


@route("refer", scope="place")
def handover_new(request: PageRequest) -> HttpResponse:
    """移交: to whom; what cannot go, and what went before, is said."""
    keys = chosen_ids(request.POST.getlist("row"))
    mine = open_to(request.actor, writs(request.actor.scope)).filter(pk__in=keys).order_by("dated", "pk")
    found: list[Writ] = list(mine.prefetch_related(None))
    good = [row for row in found if row.state in STATES]
    bureau = signing(request.actor.scope, clock.today()).bureau
    form = HandForm(request.POST if "sure" in request.POST else None, initial={"body": bureau})
    batch = UUID(request.POST["batch"]) if _is_id(request.POST.get("batch", "")) else new_id()
    if form.is_bound:
        ids = [row.pk for row in good]
        done = form.carry_out(lambda given: hand_over(request.actor, ids, handover_id=batch, **given))
        if done is not None:
            said = f"{done.number}已生成，共{len(ids)}份。请下载后交给{done.body}。"
            messages.success(request, said, extra_tags="good")
            return HttpResponseRedirect(reverse("writ_handover", args=[done.pk]))
    context = {
        "form": form,
        "rows": good,
        "left": [row for row in found if row.state not in STATES],
        "batch": batch,
        "most": ROWS_MAX,
        "back": back_to(request, "writs"),
    }
    return render(request, "documents/handover_new.html", context, status=form.status)


@route("refer", scope="place")
def handover_list(request: PageRequest) -> HttpResponse:
    """移交批次."""
    page = turn(request, handovers(request.actor.scope), 50, "批")
    return render(request, "documents/handovers.html", {"rows": page})


@route("refer", scope="place")
def handover(request: PageRequest, batch_id: UUID) -> HttpResponse:
    """A batch: what went, its files, and the number that came back."""
    row = _find(request, batch_id)
    form = ReceiptForm(request.POST or None, initial={"receipt": row.receipt})
    if form.is_bound:
        done = form.carry_out(lambda given: enter_receipt(request.actor, row.pk, **given))
        if done is not None:
            messages.success(request, "回执号已登记。", extra_tags="good")
            return HttpResponseRedirect(reverse("writ_handover", args=[row.pk]))
    gone = writs(request.actor.scope).filter(handed__submission=row).order_by("dated", "pk")
    context = {"row": row, "form": form, "writs": list(gone)}
    return render(request, "documents/handover.html", context, status=form.status)


@route("refer", scope="place")
def handover_file(request: PageRequest, batch_id: UUID, shape: str) -> HttpResponse:
    """The batch as it was made, as JSON; or the same rows as a spreadsheet."""
    row = _find(request, batch_id)
    content = files.content_of(row.content)
    if shape == "json":
        kind = JSON
    elif shape == "xlsx":
        with NamedTemporaryFile(suffix=".xlsx") as made:
            spreadsheet(content, made.name)
            content, kind = made.read(), XLSX
    else:
        raise Http404
    response = file_answer(content, kind, f"{row.number}.{shape}")
    response["Cache-Control"] = "private, no-store"
    return response


def _find(request: PageRequest, batch_id: UUID) -> Submission:
    row = handovers(request.actor.scope).select_related("content").filter(pk=batch_id).first()
    if row is None:
        raise NotFound("没有找到这个移交批次，或者其中有不在您管辖范围内的文书。请返回列表。")
    return row


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
