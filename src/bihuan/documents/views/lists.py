"""The list of documents."""

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.core.door import PageRequest, route
from bihuan.core.pages import turn
from bihuan.documents.queries import writs as standing


@route("view", scope="place")
def writs(request: PageRequest) -> HttpResponse:
    """文书: the newest first."""
    page = turn(request, standing(request.actor.scope), 50, "份")
    return render(request, "documents/writs.html", {"page": page})
