"""The list of documents, and that of case files."""

from django.http import HttpResponse

from bihuan.core.door import PageRequest, route
from bihuan.documents.listing import CASES, WRITS
from bihuan.lists.views import answer


@route("view", scope="place")
def writs(request: PageRequest) -> HttpResponse:
    """文书: what stands, or what waits, or was declared void."""
    return answer(request, WRITS)


@route("office", scope="place")
def cases(request: PageRequest) -> HttpResponse:
    """案卷: those being filled, or closed."""
    return answer(request, CASES)
