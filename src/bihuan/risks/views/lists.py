"""The lists of risks."""

from django.http import HttpResponse

from bihuan.core.door import PageRequest, route
from bihuan.lists.views import answer
from bihuan.risks.listing import CONTROL, LEDGER, MAJORS, RISKS


@route("view", scope="place")
def risks(request: PageRequest) -> HttpResponse:
    """风险点: of all units, the gravest first."""
    return answer(request, RISKS)


@route("view", scope="place")
def risk_ledger(request: PageRequest) -> HttpResponse:
    """风险点登记台账."""
    return answer(request, LEDGER)


@route("view", scope="place")
def risk_list(request: PageRequest) -> HttpResponse:
    """风险分级管控清单."""
    return answer(request, CONTROL)


@route("view", scope="place")
def risk_majors(request: PageRequest) -> HttpResponse:
    """重大风险管控统计表."""
    return answer(request, MAJORS)
