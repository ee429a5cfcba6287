"""The lists of the roll-out."""

from django.http import HttpResponse

from bihuan.core.door import PageRequest, route
from bihuan.lists.views import answer
from bihuan.rollout.listing import BENCHMARKS, MEMBERS, TAKINGS


@route("office", scope="place")
def rollout_units(request: PageRequest) -> HttpResponse:
    """参建单位: those of all waves with their steps."""
    return answer(request, MEMBERS)


@route("office", scope="place")
def rollout_benchmarks(request: PageRequest) -> HttpResponse:
    """标杆企业."""
    return answer(request, BENCHMARKS)


@route("office", scope="place")
def rollout_takings(request: PageRequest) -> HttpResponse:
    """区级建设范畴名单."""
    return answer(request, TAKINGS)
