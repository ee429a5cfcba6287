"""Pages of a list: in order, counted only as far as anyone turns, the same few questions however many rows there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.core import pages
from bihuan.core.pages import ListPaginator
from bihuan.hazards.models import Hazard
from tests.cast import Cast
from tests.core.deeds import found
from tests.web.visits import SignIn

LISTS = ("/hazards/", "/hazards/problems/", "/hazards/ledger/", "/inspections/", "/units/")


def _hazards(cast: Cast, count: int) -> list[Hazard]:
    for _ in range(count):
        found(cast, cast.chen)
    return list(Hazard.objects.within(cast.chen.scope).order_by("number"))


def test_a_list_is_counted_to_its_end_or_to_the_most_that_is_shown(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    hazards = _hazards(cast, 5)
    in_order = Hazard.objects.within(cast.chen.scope).order_by("number")
    whole = ListPaginator(in_order, 2)
    assert (whole.count, whole.is_cut, whole.num_pages) == (5, False, 3)
    assert [list(whole.get_page(number)) for number in (1, 2, 3)] == [hazards[:2], hazards[2:4], hazards[4:]]
    assert [whole.get_page(number).number for number in (None, "x", 0, 99, "9" * 40)] == [1, 1, 3, 3, 3]
    monkeypatch.setattr(pages, "COUNT_MAX", 4)
    cut = ListPaginator(in_order, 2)
    assert (cut.count, cut.is_cut, cut.num_pages) == (4, True, 2)
    assert list(cut.get_page(99)) == hazards[2:4] and not cut.get_page(2).has_next()


def test_a_page_of_a_list_that_is_cut_says_so(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    _hazards(cast, 3)
    assert "共3条" in sign_in("chen").get("/hazards/").content.decode()
    monkeypatch.setattr(pages, "COUNT_MAX", 2)
    assert "超过2条，请加条件缩小范围" in sign_in("chen").get("/hazards/").content.decode()


def test_a_page_takes_three_questions_whatever_lies_before_it(cast: Cast) -> None:
    _hazards(cast, 4)
    in_order = Hazard.objects.within(cast.chen.scope).select_related("unit").order_by("-unit__name", "number")
    with CaptureQueriesContext(connection) as asked:
        last = ListPaginator(in_order, 1).get_page(4)
        assert [row.unit.name for row in last] == ["永安烟花店"]
    assert len(asked) == 3
    assert "units_unit" in asked[1]["sql"] and "OFFSET 3" in asked[1]["sql"]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_as_much_for_many_rows_as_for_one(cast: Cast, sign_in: SignIn, address: str) -> None:
    client = sign_in("chen")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    _hazards(cast, 1)
    cost()
    few = cost()
    _hazards(cast, 6)
    assert cost() == few
