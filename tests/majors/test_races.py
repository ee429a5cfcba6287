"""Two who record the same decision, or write the same file, at once: one wins and the other is told."""

from collections.abc import Callable
from datetime import date
from threading import Barrier
from typing import Any

import pytest

from bihuan.core import events
from bihuan.majors import actions
from bihuan.majors.actions import cases, listings
from bihuan.majors.models import Listing, MajorCase
from tests.cast import Cast
from tests.core.deeds import plan
from tests.majors.test_story import decision, major
from tests.races.conftest import alone, at_once, outcomes
from tests.races.test_at_once import held

__all__ = ["alone"]
pytestmark = pytest.mark.race


def test_two_record_a_listing_and_one_stands(alone: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hazard = major(alone)
    monkeypatch.setattr(listings, "check_deadline", held(listings.check_deadline, Barrier(2)))

    def record(actor: Any) -> Callable[[], Any]:
        terms = decision()
        return lambda: actions.record_listing(actor, hazard.pk, version=0, **terms)

    results = at_once(record(alone.zhou), record(alone.chen))
    assert outcomes(results) == ["Hazard", "Stale"]
    assert Listing.objects.within(alone.chen.scope).count() == 1
    assert [event.action for event in events.trail(alone.chen.scope, hazard.pk)] == ["find", "record_listing"]
    assert events.check(alone.town.pk) is None


def test_two_open_the_file_of_a_hazard_and_one_plan_stands(
    alone: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    hazard = major(alone)
    monkeypatch.setattr(cases, "_refuse", held(cases._refuse, Barrier(2)))

    def fix(actor: Any, funds: int) -> Callable[[], Any]:
        terms = plan(hazard, funds_yuan=funds)
        return lambda: actions.fix_plan(actor, hazard.pk, version=0, **terms)

    results = at_once(fix(alone.feng, 1000), fix(alone.chen, 2000))
    assert outcomes(results) == ["Hazard", "Stale"]
    case = MajorCase.objects.within(alone.chen.scope).get()
    assert (case.version, isinstance(case.fixed_on, date)) == (1, True)
