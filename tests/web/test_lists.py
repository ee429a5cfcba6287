"""Pages of a list: in order, counted only as far as anyone turns, the same few questions however many rows there are."""

from dataclasses import replace
from urllib.parse import quote

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from bihuan.core import pages
from bihuan.core.pages import ListPage, turn
from bihuan.hazards.listing import HAZARDS
from bihuan.hazards.models import Hazard
from bihuan.hazards.views import lists
from tests.cast import Cast
from tests.core.deeds import found
from tests.web.visits import SignIn

LISTS = ("/hazards/", "/hazards/problems/", "/hazards/ledger/", "/inspections/", "/units/")


def _hazards(cast: Cast, count: int) -> list[Hazard]:
    for _ in range(count):
        found(cast, cast.chen)
    return list(Hazard.objects.within(cast.chen.scope).order_by("number"))


def _turned(rows: QuerySet[Hazard], address: str, size: int = 2) -> ListPage:
    return turn(RequestFactory().get(address), rows, size)


def test_a_page_says_whether_more_follow_and_counts_only_when_asked(cast: Cast) -> None:
    hazards = _hazards(cast, 5)
    in_order = Hazard.objects.within(cast.chen.scope).order_by("number")
    turned = [_turned(in_order, f"/?page={number}") for number in (1, 2, 3)]
    assert [list(one) for one in turned] == [hazards[:2], hazards[2:4], hazards[4:]]
    assert [one.has_next() for one in turned] == [True, True, False]
    assert [one.total for one in turned] == [None, None, 5]  # a page that is the last knows
    counted = _turned(in_order, "/?total=some")
    assert (counted.total, counted.is_cut, counted.last) == (5, False, 3)


@pytest.mark.parametrize(
    ("said", "turned"),
    [("x", 1), ("0", 1), ("-1", 1), ("", 1), ("1.5", 1), ("²", 1), ("9", 3), ("9999999", 3), ("9" * 40, 1)],
)
def test_a_number_that_cannot_be_turned_to_is_the_first_page_or_the_last(
    cast: Cast, said: str, turned: int
) -> None:
    _hazards(cast, 5)
    in_order = Hazard.objects.within(cast.chen.scope).order_by("number")
    assert _turned(in_order, f"/?page={quote(said)}").number == turned


def test_no_rows_are_a_first_page_of_none(cast: Cast) -> None:
    nothing = _turned(Hazard.objects.within(cast.chen.scope).order_by("number"), "/?page=4")
    assert (list(nothing), nothing.number, nothing.total, nothing.has_next()) == ([], 1, 0, False)


def test_a_long_list_is_turned_and_counted_so_far_and_to_its_end_only_on_demand(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    hazards = _hazards(cast, 5)
    in_order = Hazard.objects.within(cast.chen.scope).order_by("number")
    monkeypatch.setattr(pages, "COUNT_MAX", 4)
    last = _turned(in_order, "/?page=99")
    assert list(last) == hazards[2:4] and not last.has_next() and last.total is None
    some, every = (_turned(in_order, f"/?total={asked}") for asked in ("some", "all"))
    assert (some.total, some.is_cut, some.last) == (4, True, 2)
    assert (every.total, every.is_cut, every.last) == (5, False, 2)


def test_a_page_that_stands_asks_for_its_total_and_gets_the_pager_alone(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    _hazards(cast, 3)
    client = sign_in("chen")
    assert "共3条" in client.get("/hazards/").content.decode()  # all of them are on it
    monkeypatch.setattr(lists, "HAZARDS", replace(HAZARDS, size=2))
    page = client.get("/hazards/?state=open").content.decode()
    assert 'hx-get="?state=open&amp;total=some"' in page and "共3条" not in page
    pager = client.get("/hazards/?state=open&total=some", headers={"HX-Request": "true"})
    assert "共3条" in pager.content.decode() and "<table" not in pager.content.decode()
    assert "HX-Request" in pager["Vary"] and "total" not in pager.content.decode().split("rel=")[1]
    without_script = client.get("/hazards/?state=open&total=some").content.decode()
    assert "共3条" in without_script and "<table" in without_script
    monkeypatch.setattr(pages, "COUNT_MAX", 2)
    assert "超过2条，请加条件缩小范围" in client.get("/hazards/?total=some").content.decode()
    assert "共3条" in client.get("/hazards/?total=all").content.decode()


def test_a_page_takes_two_questions_whatever_lies_before_it(cast: Cast) -> None:
    _hazards(cast, 4)
    in_order = Hazard.objects.within(cast.chen.scope).select_related("unit").order_by("-unit__name", "number")
    with CaptureQueriesContext(connection) as asked:
        assert [row.unit.name for row in _turned(in_order, "/?page=4", size=1)] == ["永安烟花店"]
    assert len(asked) == 2
    assert "units_unit" in asked[0]["sql"] and "OFFSET 3" in asked[0]["sql"]


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
