"""A step is done to many rows while somebody does something to one of them: nobody waits for another who waits for him, and whoever was too late
is told."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bihuan.accounts.listing import PEOPLE
from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.errors import Refused
from bihuan.grid.actions import end_post
from bihuan.grid.models import Post
from bihuan.hazards.actions import finish_check, void_hazard
from bihuan.hazards.listing import HAZARDS
from bihuan.lists.actions import do_to_all
from bihuan.lists.registry import Listing, bulks
from bihuan.units.actions import place_unit
from bihuan.units.listing import UNITS
from bihuan.units.models import Unit
from tests.cast import TODAY, Cast
from tests.core.deeds import finding, fresh, visit
from tests.races.conftest import at_once
from tests.units.deeds import twin

pytestmark = pytest.mark.race
WAIT_SECONDS, LOOK_SECONDS = 20, 0.3

Deed = Callable[[], Any]


def between_two_rows(patch: pytest.MonkeyPatch, many: Deed, one: Deed) -> list[Any]:
    """What came of two deeds: the one begins when the first of the many rows is done and in the log; the others follow when the one
    has written its row, or waits for it."""
    first_done, one_written, whose = threading.Event(), threading.Event(), threading.local()
    record = events.record_all

    def told(*given: Any) -> Any:
        if whose.name == "one":
            one_written.set()
            return record(*given)
        recorded = record(*given)
        if not first_done.is_set():
            first_done.set()
            one_written.wait(LOOK_SECONDS)
        return recorded

    def run(name: str, deed: Deed) -> Any:
        whose.name = name
        if name == "one":
            first_done.wait(WAIT_SECONDS)
        return deed()

    with patch.context() as patched:
        patched.setattr(events, "record_all", told)
        return at_once(lambda: run("many", many), lambda: run("one", one))


def to_all(actor: Actor, listing: Listing, key: str, rows: list[Any], given: dict[str, Any]) -> Deed:
    bulk = next(one for one in bulks(listing) if one.key == key)
    return lambda: do_to_all(actor, bulk, rows, given, known=[row.pk for row in rows])


def two_units(cast: Cast, name: str) -> list[Unit]:
    return [twin(cast, name=f"{name}{word}店", address=f"{name}{word}号", uscc="") for word in "甲乙"]


def two_hazards(cast: Cast, name: str, outcome: str) -> list[Any]:
    """At two units: a visit for each."""
    said = [(unit, finding(cast, cast.chen, outcome)) for unit in two_units(cast, name)]
    for unit, one in said:
        finish_check(cast.chen, visit(cast, cast.chen, unit=unit.pk), [one])
    return [fresh(cast, one.id) for _, one in said]


def test_a_step_to_many_and_one_to_the_last_of_them_wait_for_each_other_never(
    alone: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    chen, zhou, xu, zhao = alone.chen, alone.zhou, alone.xu, alone.zhao
    given: dict[str, dict[str, Any]] = {
        "cell": {"cell_id": alone.cells["柳林村"].pk},
        "department": {"department_id": next(iter(alone.departments.values())).pk},
        "category": {"category": "shop"},
        "order": {
            "second_officer": alone.people["zhao"].pk,
            "demand": "更换老化线路",
            "deadline_on": TODAY + timedelta(days=7),
        },
        "urgent": {"hours": 24, "note": "汛期将至"},
        "urge": {"note": "抓紧"},
    }
    cases: list[tuple[str, Deed, Deed]] = []
    for key in ("cell", "department", "category"):
        rows = two_units(alone, key)
        place = {"latitude": 34.1, "longitude": 116.1}
        one = lambda rows=rows, place=place: place_unit(zhao, rows[1].pk, **place)  # noqa: E731
        cases.append((key, to_all(chen, UNITS, key, rows, given[key]), one))
    for key, actor, outcome in (
        ("order", chen, "undecided"),
        ("urgent", zhou, "deadline"),
        ("urge", zhou, "deadline"),
    ):
        rows = two_hazards(alone, key, outcome)
        one = lambda rows=rows: void_hazard(zhou, rows[1].pk, version=rows[1].version, note="登记错误")  # noqa: E731
        cases.append((key, to_all(actor, HAZARDS, key, rows, given[key]), one))
    rows = [alone.people["li"], alone.people["wang"]]
    post = Post.objects.within(chen.scope).filter(person=rows[1]).latest("from_on")
    ends = {"to_on": TODAY}
    cases.append(("end", to_all(xu, PEOPLE, "end", rows, ends), lambda: end_post(xu, post.pk, **ends)))
    came_of_it = {key: between_two_rows(monkeypatch, many, one) for key, many, one in cases}
    for key, results in came_of_it.items():
        broken = [got for got in results if isinstance(got, Exception) and not isinstance(got, Refused)]
        assert not broken and results[0] in (1, 2), (key, came_of_it)
    assert events.check(alone.town.pk) is None
