"""The list of letters, and many of them as one PDF."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from bihuan.core.door import PageRequest, route
from bihuan.core.jobs import ask
from bihuan.letters.filters import LetterFilter
from bihuan.letters.forms import PrintForm
from bihuan.letters.jobs import LETTERS_MAX, PRINT, chosen
from bihuan.letters.listing import LETTERS
from bihuan.lists.views import answer, chosen_ids
from bihuan.units.views.plates import address_of

QUERY_MAX = 1000


@route("office", scope="place")
def letters_list(request: PageRequest) -> HttpResponse:
    """责任书清单."""
    return answer(request, LETTERS)


@route("office", scope="place")
def letters_print(request: PageRequest) -> HttpResponse:
    """打印责任书: the ticked ones, or all that an address's filters find, as one PDF; as a job."""
    rows = [str(key) for key in chosen_ids(request.POST.getlist("row"))]
    query = request.POST.get("query", request.GET.urlencode())[:QUERY_MAX].replace("\0", "")
    given: dict[str, Any] = {"letters": rows} if rows else {"query": query}
    found = chosen(request.actor, given)
    form = PrintForm(request.POST if "sure" in request.POST else None, initial={"copies": 1})
    if form.is_bound:
        told = given | {"address": address_of(request)}
        job = form.carry_out(lambda how: ask(request.actor, PRINT.name, told | how))
        if job is not None:
            return HttpResponseRedirect(reverse("job", args=[job.pk]))
    context = {
        "form": form,
        "rows": rows,
        "query": query,
        "count": found.order_by().values("pk")[: LETTERS_MAX + 1].count(),
        "most": LETTERS_MAX,
        "shown": list(found[:6]),
        "filters": LetterFilter(QueryDict(query)),
    }
    return render(request, "letters/print.html", context, status=form.status)
