"""The lists of sheets, vetoes and answers."""

from django.http import HttpResponse

from bihuan.assessments.listing import HONOURS, SHEETS, VETOES
from bihuan.core.door import PageRequest, route
from bihuan.lists.views import answer


@route("office", scope="place")
def sheets_list(request: PageRequest) -> HttpResponse:
    """考核表."""
    return answer(request, SHEETS)


@route("office", scope="place")
def vetoes_list(request: PageRequest) -> HttpResponse:
    """一票否决."""
    return answer(request, VETOES)


@route("office", scope="place")
def honours_list(request: PageRequest) -> HttpResponse:
    """评优查询."""
    return answer(request, HONOURS)
