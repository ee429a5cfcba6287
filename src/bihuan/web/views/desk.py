"""The desk's page."""

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.core.door import PageRequest, route
from bihuan.web.desk import desk_of, left


@route("any", scope="place")
def desk(request: PageRequest) -> HttpResponse:
    """办事台."""
    return render(request, "desk.html", {"desk": desk_of(request.actor), "left": left(request.actor)})
