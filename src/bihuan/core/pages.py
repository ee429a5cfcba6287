"""Pages of a list, as quick behind a million rows as behind a thousand."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

COUNT_MAX = (
    10_000  # nobody turns that far, and a database would read every row to say how many more there are
)


class ListPaginator(Paginator):  # type: ignore[type-arg]
    """Pages of a scope's rows in an order. It counts and turns to COUNT_MAX rows and no further: `is_cut` says that there
    are more, to be found by narrowing the list. A page's rows are found by their keys first, so that what lies before a far
    page is neither joined nor loaded."""

    object_list: QuerySet[Any]

    @cached_property
    def _reached(self) -> int:
        return self.object_list.order_by().values("pk")[: COUNT_MAX + 1].count()

    @property
    def count(self) -> int:
        """The number of rows, at most COUNT_MAX."""
        return min(self._reached, COUNT_MAX)

    @property
    def is_cut(self) -> bool:
        return self._reached > COUNT_MAX

    def page(self, number: int | str) -> "Page[Any]":
        """The rows of a page. Raises EmptyPage and PageNotAnInteger as Django's does."""
        wanted = self.validate_number(number)
        start = (wanted - 1) * self.per_page
        keys = list(self.object_list.values_list("pk", flat=True)[start : start + self.per_page])
        at = {key: place for place, key in enumerate(keys)}
        rows = sorted(self.object_list.order_by().filter(pk__in=keys), key=lambda row: at[row.pk])
        return Page(rows, wanted, self)
