"""Roll-ups are what a full recount says, whatever was done, in whatever order the clock came by."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.core import clock
from bihuan.core.duties import run_due
from bihuan.core.errors import Refused
from bihuan.core.scope import Scope
from bihuan.figures import actions as figures
from bihuan.figures import evaluation, rollups
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.measuring import Counted
from bihuan.figures.models import RolledUp, Rollup
from bihuan.figures.registry import FIGURES, Kind
from bihuan.hazards import actions
from bihuan.hazards.models import Hazard
from bihuan.units import actions as units
from tests.cast import NOW, TODAY, Cast
from tests.core.deeds import found
from tests.profiles import examples
from tests.walks import DEEDS, FINDS, find, hazards_of

deeds = st.tuples(
    st.sampled_from([*FINDS, *FINDS, *DEEDS, "close unit"]),
    st.integers(0, 5),
    st.sampled_from([0, 0, 0, 0, 1, 40]),
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(4),
    deadline=None,
    derandomize=True,
)
@given(st.lists(st.tuples(deeds, st.booleans()), min_size=5, max_size=10))
def test_whatever_is_done_the_roll_ups_are_what_a_recount_says(
    cast: Cast, path: list[tuple[tuple[str, int, int], bool]]
) -> None:
    scope, moment = Scope.whole_town(cast.town.pk), NOW
    with transaction.atomic():
        for (deed, which, days), clock_comes in path:
            moment += timedelta(days=days)
            with clock.moved(moment):
                _do(cast, deed, which)
                if clock_comes:
                    figures.roll_up(cast.town.pk)
                    assert rollups.stored(scope) == rollups.recount(scope, clock.today())
        with clock.moved(moment):
            assert rollups.differing(scope) == []
            figures.roll_up(cast.town.pk)
            assert rollups.stored(scope) == rollups.recount(scope, clock.today())
        transaction.set_rollback(True)


def _do(cast: Cast, deed: str, which: int) -> None:
    if deed in FINDS:
        with suppress(Refused), transaction.atomic():
            find(cast, cast.chen, deed)
    elif deed == "close unit":
        with suppress(Refused), transaction.atomic():
            unit = cast.units[("yongan", "school", "site")[which % 3]]
            units.change_state(
                cast.chen,
                unit.pk,
                state="closed",
                from_on=clock.today(),
                reason="不干了",
                handling="村里续办",
            )
    elif hazards := hazards_of(cast):
        hazard = hazards[which % len(hazards)]
        with suppress(Refused), transaction.atomic():
            DEEDS[deed].do(cast, cast.chen, hazard, hazard.version)


def test_a_recount_says_what_each_figure_says_asked_alone(cast: Cast) -> None:
    found(cast, cast.chen)
    found(cast, cast.chen, "onsite")
    with clock.moved(NOW + timedelta(days=40)):
        found(cast, cast.chen, "undecided")
        scope = Scope.whole_town(cast.town.pk)
        made = rollups.recount(scope, clock.today())
        assert made == _by_evaluation(scope)
        assert {bucket for _, bucket in made} == {"", "2026", "2026-06", "2026-07"}


def _by_evaluation(scope: Scope) -> dict[rollups.Place, Counted]:
    """Every figure of every bucket by an ask of its own."""
    today = clock.today()
    asks: dict[rollups.Place, Ask] = {}
    for figure in FIGURES.values():
        if figure.kind is Kind.RATIO:
            continue
        step = rollups.step_of(figure)
        for since, until in _spans(step, today):
            asks[figure.key, since.strftime(step) if step else ""] = Ask(figure.key, since, until, today)
    counts = evaluation.count(scope, asks.values())
    return {place: counts[ask] for place, ask in asks.items() if counts[ask].rows}


def _spans(step: str, today: date) -> list[tuple[date, date]]:
    if step == rollups.NOW:
        return [(today, today)]
    if step == rollups.YEAR:
        return [(date(year, 1, 1), date(year, 12, 31)) for year in (2026, 2027)]
    starts = [date(2026, month, 1) for month in range(1, 13)]
    ends = [start - timedelta(days=1) for start in [*starts[1:], date(2027, 1, 1)]]
    return list(zip(starts, ends, strict=True))


def _void_the_first(cast: Cast) -> None:
    first = Hazard.objects.within(cast.chen.scope).order_by("found_on").first()
    assert first is not None
    actions.void_hazard(cast.zhou, first.pk, version=first.version, note="误登")


def _close_the_shop(cast: Cast) -> None:
    units.change_state(
        cast.chen,
        cast.units["yongan"].pk,
        state="closed",
        from_on=clock.today(),
        reason="不再经营",
        handling="村里续办",
    )


def _order_the_last(cast: Cast) -> None:
    hazard = Hazard.objects.within(cast.chen.scope).get(state="found")
    DEEDS["order"].do(cast, cast.chen, hazard, hazard.version)


@pytest.mark.parametrize(
    ("deed", "figure"),
    [
        (_void_the_first, "hazards.repeated"),  # of next month's hazard, of which nothing is told
        (_close_the_shop, "inspect.covered"),  # of visits of which nothing is told
        (_order_the_last, "docs.order"),  # a paper told of by its hazard
        (_void_the_first, "hazards.overdue"),
    ],
)
def test_what_an_event_changes_elsewhere_is_counted_anew(
    cast: Cast, deed: Callable[[Cast], None], figure: str
) -> None:
    scope = Scope.whole_town(cast.town.pk)
    found(cast, cast.chen)
    with clock.moved(NOW + timedelta(days=40)):
        found(cast, cast.chen, "undecided")
        figures.roll_up(cast.town.pk)
        before = rollups.stored(scope)
        deed(cast)
        figures.roll_up(cast.town.pk)
        after = rollups.stored(scope)
        assert after == rollups.recount(scope, clock.today())
        assert {place: made for place, made in before.items() if place[0] == figure} != {
            place: made for place, made in after.items() if place[0] == figure
        }


def _of(cast: Cast, key: str, year: int = 2026) -> list[tuple[str, object]]:
    lines, total = rollups.county([key], year)
    return [(line.name, line.values[key].value) for line in (*lines, total)]


def test_a_county_adds_up_counts_and_makes_rates_of_the_sums(cast: Cast) -> None:
    for outcome in ("onsite", "onsite", "deadline"):
        found(cast, cast.chen, outcome)
    figures.roll_up(cast.town.pk)
    figures.roll_up(cast.next_town.pk)
    asked = Ask("hazards.rate", date(2026, 1, 1), TODAY, TODAY)
    rate = evaluate(cast.chen.scope, [asked])[asked].value
    assert _of(cast, "hazards.found") == [("东岭镇", 3), ("西河镇", None), ("合计", 3)]  # nobody looked there
    assert _of(cast, "hazards.rate") == [("东岭镇", rate), ("西河镇", None), ("合计", rate)]
    assert _of(cast, "inspect.units") == [("东岭镇", 1), ("西河镇", None), ("合计", 1)]
    assert _of(cast, "units.total") == [("东岭镇", 3), ("西河镇", 0), ("合计", 3)]
    assert _of(cast, "hazards.found", 2025) == [("东岭镇", None), ("西河镇", None), ("合计", None)]


def test_a_county_asks_one_town_after_the_other_and_counts_no_record(cast: Cast) -> None:
    found(cast, cast.chen)
    figures.roll_up(cast.town.pk)
    with CaptureQueriesContext(connection) as asked:
        rollups.county(list(FIGURES), 2026)
    assert len(asked) == 1 + 2 * 2
    assert not [one["sql"] for one in asked if "hazards_hazard" in one["sql"]]


def test_nothing_new_costs_two_questions_and_one_event_as_many_as_before(cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            figures.roll_up(cast.town.pk)
        return len(asked)

    for _ in range(2):
        found(cast, cast.chen)
    figures.roll_up(cast.town.pk)
    idle = [one for one in range(2) if cost() > 4]  # two of them begin and end the transaction
    found(cast, cast.chen)
    few = cost()
    for _ in range(5):
        found(cast, cast.chen)
    assert idle == [] and cost() == few


def test_the_day_turns_what_runs_out_without_an_event(cast: Cast) -> None:
    found(cast, cast.chen)
    figures.roll_up(cast.town.pk)
    scope = Scope.whole_town(cast.town.pk)
    assert ("hazards.overdue", "") not in rollups.stored(scope)
    with clock.moved(NOW + timedelta(days=8)):
        assert run_due(cast.town.pk) == 2, (
            "the overdue one is noted and escalated; what is rolled up is no news"
        )
        assert run_due(cast.town.pk) == 0  # the next tick takes in what the duties after it have told
        assert rollups.stored(scope)["hazards.overdue", ""] == Counted(1, 1)
        assert rollups.stored(scope) == rollups.recount(scope, clock.today())


def test_killed_in_the_middle_it_leaves_all_as_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    scope = Scope.whole_town(cast.town.pk)
    figures.roll_up(cast.town.pk)
    before, done = rollups.stored(scope), rollups.true_until(scope)
    found(cast, cast.chen)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(RolledUp.objects._queryset_class, "update", die)  # type: ignore[attr-defined]
        figures.roll_up(cast.town.pk)
    assert rollups.stored(scope) == before
    assert rollups.true_until(scope).seq == done.seq
    figures.roll_up(cast.town.pk)
    assert rollups.stored(scope) == rollups.recount(scope, TODAY) != before


def test_after_many_events_all_is_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    figures.roll_up(cast.town.pk)
    monkeypatch.setattr(figures, "EVENTS_MAX", 1)
    monkeypatch.setattr(rollups, "touched_by", None)
    found(cast, cast.chen)
    figures.roll_up(cast.town.pk)
    scope = Scope.whole_town(cast.town.pk)
    assert rollups.stored(scope) == rollups.recount(scope, TODAY)


def test_a_check_names_the_roll_ups_that_are_not_borne_out(cast: Cast) -> None:
    found(cast, cast.chen)
    figures.roll_up(cast.town.pk)
    scope = Scope.whole_town(cast.town.pk)
    assert rollups.differing(scope) == []
    Rollup.objects.within(scope).filter(figure="hazards.found").update(value=7)
    assert rollups.differing(scope) == [("hazards.found", "2026-06")]
    with clock.moved(NOW + timedelta(days=1)):
        figures.roll_up(cast.town.pk)
        assert rollups.differing(scope) == []
