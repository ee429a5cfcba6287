"""Printing many documents as one job: chosen ones, or all that an address's filters find."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from bihuan.core.door import PageRequest, route
from bihuan.core.jobs import ask
from bihuan.documents.case_forms import ORDERS, SHAPES, PrintForm, WritFilter
from bihuan.documents.jobs import PAPERS_MAX, PRINT, chosen
from bihuan.lists.views import chosen_ids

QUERY_MAX = 1000
FIRST = {"shape": "pdf", "order": "unit", "copies": 1, "duplex": True}


@route("office", scope="place")
def writs_print(request: PageRequest) -> HttpResponse:
    """打印、打包: how, then as a job. The list posts the rows it was asked for; a link names them by filters."""
    rows = [str(key) for key in chosen_ids(request.POST.getlist("row"))]
    query = request.POST.get("query", request.GET.urlencode())[:QUERY_MAX].replace("\0", "")
    given: dict[str, Any] = {"writs": rows} if rows else {"query": query}
    found = chosen(request.actor, given)
    form = PrintForm(request.POST if "sure" in request.POST else None, initial=FIRST)
    if form.is_bound:
        job = form.carry_out(lambda how: ask(request.actor, PRINT.name, given | how))
        if job is not None:
            return HttpResponseRedirect(reverse("job", args=[job.pk]))
    count = found.order_by().values("pk")[: PAPERS_MAX + 1].count()
    context = {
        "form": form,
        "rows": rows,
        "query": query,
        "count": count,
        "most": PAPERS_MAX,
        "shown": list(found[:6]),
        "shapes": list(SHAPES.items()),
        "orders": list(ORDERS.items()),
        "back": back_to(request, "writs"),
        "filters": WritFilter(QueryDict(query)),
    }
    return render(request, "documents/print.html", context, status=form.status)


def back_to(request: PageRequest, name: str) -> str:
    """The list that was come from, where it says so by an address of its own; else the list."""
    at = reverse(name)
    said = request.POST.get("back", "")
    return said if said == at or said.startswith(f"{at}?") else at
