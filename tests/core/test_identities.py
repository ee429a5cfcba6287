"""Random sequences of actions over the cast: the identities hold after each, no hazard is lost, the chain is whole."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.core import clock, events
from bihuan.core.errors import NotAllowed, Refused
from bihuan.figures.evaluation import WHOLE, Ask, Slice, check_identities, evaluate
from bihuan.hazards import actions
from bihuan.hazards.actions import Reviewed
from bihuan.hazards.lifecycle import HAZARD, OPEN
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import Inspection
from tests.cast import FOUNDED, NOW, Cast
from tests.core.deeds import finding, visit

Step = tuple[str, int, int]  # deed, which of the hazards so far, days that pass before it


def _check(cast: Cast, outcome: str) -> None:
    key = ("yongan", "school", "site")[clock.today().day % 3]
    checked = visit(cast, cast.chen, unit=cast.units[key].pk)
    actions.finish_check(cast.chen, checked, [finding(cast, cast.chen, outcome)])


def _order(cast: Cast, hazard: Hazard) -> None:
    terms = {"demand": "更换老化线路", "deadline_on": clock.today() + timedelta(days=5)}
    zhao = cast.people["zhao"].pk
    actions.order_rectification(cast.chen, hazard.pk, version=hazard.version, second_officer=zhao, **terms)


def _report(cast: Cast, hazard: Hazard) -> None:
    photos = [cast.photo(cast.chen, "green")]
    actions.report_rectified(cast.chen, hazard.pk, version=hazard.version, note="已更换", photos_after=photos)


def _review(cast: Cast, hazard: Hazard, passed: bool) -> None:
    again = visit(cast, cast.chen, unit=hazard.unit_id, kind="reinspection", outing=None)
    deadline = None if passed else clock.today() + timedelta(days=3)
    review = Reviewed(hazard.pk, hazard.version, passed=passed, note="看过", deadline_on=deadline)
    actions.reinspect(cast.chen, again, [review])


def _fix(cast: Cast, hazard: Hazard) -> None:
    photos = [cast.photo(cast.chen, "green")]
    actions.confirm_fixed_on_site(cast.chen, hazard.pk, version=hazard.version, photos_after=photos)


FINDS: dict[str, Callable[[Cast], None]] = {
    "find on site": lambda cast: _check(cast, "onsite"),
    "find with deadline": lambda cast: _check(cast, "deadline"),
    "find undecided": lambda cast: _check(cast, "undecided"),
}
STEPS: dict[str, Callable[[Cast, Hazard], Any]] = {
    "order": _order,
    "report": _report,
    "close": lambda cast, hazard: _review(cast, hazard, True),
    "send back": lambda cast, hazard: _review(cast, hazard, False),
    "fix": _fix,
    "urgent": lambda cast, hazard: actions.mark_urgent(
        cast.zhou, hazard.pk, version=hazard.version, hours=24, note="急"
    ),
    "void": lambda cast, hazard: actions.void_hazard(
        cast.zhou, hazard.pk, version=hazard.version, note="误登"
    ),
    "void visit": lambda cast, hazard: actions.void_visit(cast.zhou, hazard.inspection_id, reason="误登"),
}
steps = st.tuples(st.sampled_from([*FINDS, *FINDS, *STEPS]), st.integers(0, 5), st.integers(0, 4))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=15,
    deadline=None,
    derandomize=True,
)
@given(st.lists(steps, min_size=3, max_size=10))
def test_whatever_is_done_the_identities_hold_and_no_hazard_is_lost(cast: Cast, path: list[Step]) -> None:
    with transaction.atomic():
        made = _walk(cast, path)
        _nothing_is_lost(cast, made)
        assert events.check(cast.town.pk) is None
        transaction.set_rollback(True)


def _walk(cast: Cast, path: list[Step]) -> int:
    """Do the deeds on a moving clock, look at the identities after each; returns how many hazards were found."""
    moment, made = NOW, 0
    for deed, which, days in path:
        moment += timedelta(days=days)
        with clock.moved(moment):
            if deed in FINDS:
                FINDS[deed](cast)
                made += 1
            elif hazards := list(Hazard.objects.within(cast.chen.scope).order_by("number")):
                with suppress(Refused), transaction.atomic():
                    STEPS[deed](cast, hazards[which % len(hazards)])
            _identities_hold(cast)
    return made


def _identities_hold(cast: Cast) -> None:
    """Of today, of yesterday's cut-off, of the whole town and of parts."""
    today = clock.today()
    for as_of in (today, today - timedelta(days=1)):
        parts = (WHOLE, Slice(category="fireworks"), Slice(cell=cast.cells["东片办事处"].path))
        checked = check_identities(cast.chen.scope, FOUNDED, today, as_of, parts)
        assert set(checked) == set(parts)
        assert not [verdict for found in checked.values() for verdict in found if not verdict.holds]


def _nothing_is_lost(cast: Cast, made: int) -> None:
    """Every hazard found is there, in a state of the table, numbered without a gap; an open one can go on, and the
    figures count exactly those that stand."""
    hazards = list(Hazard.objects.within(cast.chen.scope))
    assert sorted(hazard.number for hazard in hazards) == [f"2026-{n:04d}" for n in range(1, made + 1)]
    for hazard in hazards:
        assert hazard.state in HAZARD.ends or HAZARD.from_state(hazard.state, *hazard.traits)
        assert (hazard.state == "void") == (hazard.voided_on is not None)
        assert (hazard.state in OPEN) == (hazard.settled_on is None and hazard.voided_on is None)
        running = hazard.demands.within(cast.chen.scope).filter(ended_on__isnull=True).count()
        if hazard.voided_on is None:
            assert running == (hazard.state in ("ordered", "reported"))
    standing = [hazard for hazard in hazards if hazard.voided_on is None]
    far = NOW.date() + timedelta(days=365)
    asks = {key: Ask(f"hazards.{key}", FOUNDED, far, far) for key in ("found", "open", "rectified")}
    values = evaluate(cast.chen.scope, asks.values())
    assert (values[asks["found"]].value or 0) == len(standing)
    assert (values[asks["open"]].value or 0) == sum(hazard.state in OPEN for hazard in standing)
    visits = Inspection.objects.within(cast.chen.scope).filter(voided_on__isnull=True)
    assert all(hazard.inspection_id in {one.pk for one in visits} for hazard in standing)


def test_a_reinspection_that_closed_a_hazard_is_not_voided_under_it(cast: Cast) -> None:
    _check(cast, "deadline")
    _review(cast, Hazard.objects.within(cast.chen.scope).get(), True)
    again = Inspection.objects.within(cast.chen.scope).get(kind="reinspection")
    with pytest.raises(NotAllowed, match="不能整次作废"):
        actions.void_visit(cast.zhou, again.pk, reason="误登")
    assert Hazard.objects.within(cast.chen.scope).get().state == "closed"


def test_a_move_the_table_does_not_have_is_refused_by_the_action_too(cast: Cast) -> None:
    _check(cast, "onsite")
    hazard = Hazard.objects.within(cast.chen.scope).get()
    for deed in ("order", "report", "fix", "urgent"):
        with suppress(NotAllowed):
            STEPS[deed](cast, hazard)
            raise AssertionError(f"{deed} went through on a settled hazard")
