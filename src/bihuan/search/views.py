"""搜索: the page, and what is shown below the box while somebody types."""

from django.http import HttpResponse
from django.shortcuts import render

from bihuan.core.door import PageRequest, route
from bihuan.search.queries import find

SHOWN, SUGGESTED = 20, 4


@route("any", scope="place")
def search(request: PageRequest) -> HttpResponse:
    """搜索: all kinds of record that fit some words."""
    words = request.GET.get("q", "")
    found = find(request.actor, words, SHOWN)
    return render(request, "search/page.html", {"words": words.strip(), "found": found})


@route("any", scope="place")
def search_suggest(request: PageRequest) -> HttpResponse:
    """The first few of each kind."""
    words = request.GET.get("q", "")
    found = find(request.actor, words, SUGGESTED)
    return render(request, "search/suggestions.html", {"words": words.strip(), "found": found})
