"""Queries of figures are put together once; what they find is looked for each time."""

from collections import OrderedDict
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from bihuan.core import clock
from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.figures import evaluation, prepared
from bihuan.figures.evaluation import Ask, Slice, evaluate, sliceable
from bihuan.figures.registry import FIGURES
from bihuan.figures.rollups import recount
from tests.cast import FOUNDED, NOW, TODAY, Cast
from tests.core.deeds import found


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "_kept", OrderedDict())


def everything(cast: Cast) -> list[Ask]:
    """Every figure of the town and of two villages, at a cut-off that is still to come."""
    day = TODAY + timedelta(days=9)
    parts = [Slice(), *(Slice(cell=cast.cells[name].path) for name in ("石桥村", "柳林村"))]
    return [
        Ask(key, FOUNDED, day, day, part)
        for key, figure in FIGURES.items()
        for part in parts
        if sliceable(figure, part)
    ]


def asked_by(cast: Cast) -> list[str]:
    """The text of all queries that answer everything and count the roll-ups, parameters included."""
    with CaptureQueriesContext(connection) as captured:
        evaluate(cast.chen.scope, everything(cast))
        recount(cast.chen.scope, TODAY)
    return [one["sql"] for one in captured.captured_queries]


def test_a_query_hangs_on_the_day_and_not_on_the_hour_or_on_what_is_recorded(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = asked_by(cast)
    found(cast, cast.chen)
    with clock.moved(clock.at(TODAY, 23, 59)):
        monkeypatch.setattr(prepared, "_kept", OrderedDict())
        assert asked_by(cast) == first
    with clock.moved(NOW + timedelta(days=1)):
        monkeypatch.setattr(prepared, "_kept", OrderedDict())
        assert asked_by(cast) != first, "then the key need not name the day either"


def test_what_is_kept_asks_the_same_and_finds_what_is_there_now(cast: Cast) -> None:
    first, asks = asked_by(cast), everything(cast)
    before = evaluate(cast.chen.scope, asks)
    found(cast, cast.chen)
    assert asked_by(cast) == first
    after = evaluate(cast.chen.scope, asks)
    one = next(one for one in asks if one.figure == "hazards.found")
    assert (before[one].value, after[one].value) == (None, 1)
    prepared._kept.clear()
    assert evaluate(cast.chen.scope, asks) == after


def test_it_is_another_query_on_another_day_in_another_scope_and_of_another_figure(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(cast, cast.chen)
    one = Ask("hazards.found", FOUNDED, TODAY, TODAY)
    assert evaluate(cast.chen.scope, [one])[one].value == 1
    assert evaluate(cast.sun.scope, [one])[one].value is None
    with clock.moved(NOW + timedelta(days=1)):
        kept = len(prepared._kept)
        evaluate(cast.chen.scope, [one])
        assert len(prepared._kept) > kept
    monkeypatch.setitem(FIGURES, one.figure, FIGURES["hazards.closed"])
    assert evaluate(cast.chen.scope, [one])[one].value == 0


def test_no_more_is_kept_than_there_is_room_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "KEPT_MAX", 3)
    days = [TODAY - timedelta(days=number) for number in range(9)]
    for day in days:
        ask: Any = Ask("hazards.found", FOUNDED, day, day)
        evaluation.evaluate(cast.chen.scope, [ask])
    assert len(prepared._kept) == 3
    monkeypatch.setattr(prepared, "LONGEST", 10)
    prepared._kept.clear()
    evaluate(cast.chen.scope, [ask])
    assert not prepared._kept


def test_a_query_that_is_put_together_by_what_the_database_holds_is_not_kept(cast: Cast) -> None:
    one = Ask("hazards.found", FOUNDED, TODAY, TODAY)
    figure, scope = FIGURES[one.figure], cast.chen.scope

    def build() -> Any:
        assert Town.registry.exists()
        return evaluation.rows(scope, one).values("town").annotate(n=Count("pk"))

    assert prepared.ask("seen", (figure,), build) == []
    assert not prepared._kept
    found(cast, cast.chen)
    assert [row["n"] for row in prepared.ask("seen", (figure,), build)] == [1]


def test_every_figure_of_every_slice_is_put_together_without_a_look_at_the_database(cast: Cast) -> None:
    """Else what is kept would go stale, or nothing be won."""
    campaign, team = new_id(), new_id()
    parts = [Slice(campaign=campaign), Slice(team=team), Slice(origin="town"), Slice(category="chemical")]
    asks = [
        Ask(key, FOUNDED, TODAY, TODAY, part)
        for key in FIGURES
        for part in parts
        if sliceable(FIGURES[key], part)
    ]
    for scope in (cast.chen.scope, cast.sun.scope):
        evaluate(scope, asks)
        kept = len(prepared._kept)
        assert kept
        with CaptureQueriesContext(connection) as captured:
            evaluate(scope, asks)
        assert len(prepared._kept) == kept
        prepared._kept.clear()
        with CaptureQueriesContext(connection) as again:
            evaluate(scope, asks)
        assert len(again) == len(captured)
