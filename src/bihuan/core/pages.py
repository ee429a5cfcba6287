"""Pages of a list, as quick behind a million rows as behind a thousand: a page is found without counting, and how many rows there
are is asked once it stands, by a request of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

# Nobody turns further, and a database would read every row to say how many more there are: who wants to know asks for it.
COUNT_MAX = 10_000
TOTAL = "total"  # in an address: count to COUNT_MAX, or, with EVERY, to the end
EVERY = "all"


@dataclass(frozen=True)
class ListPage:
    """Rows in order, counted in `unit`s (条, 家), and whether more follow. `total`: how many there are in all, None where nobody asked
    and the page does not show it; `is_cut`: there are more than `total`."""

    object_list: list[Any]
    number: int
    size: int
    unit: str
    more: bool
    total: int | None
    is_cut: bool = False

    def __iter__(self) -> Iterator[Any]:
        return iter(self.object_list)

    def has_previous(self) -> bool:
        return self.number > 1

    def has_next(self) -> bool:
        return self.more

    def start_index(self) -> int:
        """The number of its first row in the whole list, from 1."""
        return (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        """The last page that can be turned to; 0 where the total is not known."""
        return -(-min(self.total or 0, COUNT_MAX) // self.size)


def turn(request: HttpRequest, rows: QuerySet[Any], size: int, unit: str = "条") -> ListPage:
    """The page that an address asks for: the first where it says none that can be, the last where it names one behind it."""
    total, is_cut = _counted(rows, request.GET.get(TOTAL, ""))
    number = _number(request.GET.get("page", ""))
    start = (number - 1) * size
    # The keys first, so that what lies before a far page is neither joined nor loaded; one more tells whether a page follows.
    keys = list(rows.values_list("pk", flat=True)[start : start + size + 1]) if start < COUNT_MAX else []
    if not keys and number > 1:
        number = max(1, -(-_reached(rows)[0] // size))
        start = (number - 1) * size
        keys = list(rows.values_list("pk", flat=True)[start : start + size + 1])
    more = len(keys) > size and start + size < COUNT_MAX
    at = {key: place for place, key in enumerate(keys[:size])}
    found = sorted(rows.order_by().filter(pk__in=list(at)), key=lambda row: at[row.pk])
    if total is None and len(keys) <= size:
        total = start + len(keys)
    return ListPage(found, number, size, unit, more, total, is_cut)


def pager_alone(request: HttpRequest, page: ListPage) -> HttpResponse | None:
    """The answer to a page that stands and asks for its total; None to who asks for the page."""
    if TOTAL not in request.GET or not request.headers.get("HX-Request"):
        return None
    answer = render(request, "components/pager.html", {"page": page})
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _counted(rows: QuerySet[Any], asked: str) -> tuple[int | None, bool]:
    if asked == EVERY:
        return rows.order_by().count(), False
    return _reached(rows) if asked else (None, False)


def _reached(rows: QuerySet[Any]) -> tuple[int, bool]:
    """How many rows can be turned to, and whether there are more."""
    reached = rows.order_by().values("pk")[: COUNT_MAX + 1].count()
    return min(reached, COUNT_MAX), reached > COUNT_MAX


def _number(said: str) -> int:
    """A page's number of at most seven digits, else 1."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 8 and int(said) else 1
