"""Two who make the first report of an accident at once: one report, one number, and the other is told."""

import pytest

from bihuan.accidents.actions import make_report, record_toll, tell_above
from bihuan.accidents.actions.reporting import Told
from bihuan.accidents.models import FlashReport, Telling
from bihuan.accidents.rules import Counts
from bihuan.core import clock, events
from bihuan.core.errors import Stale
from tests.accidents.deeds import BUREAU, DONE, enter
from tests.cast import Cast
from tests.races.test_units import one_after_the_other

pytestmark = pytest.mark.race


def test_of_two_first_reports_at_once_there_is_one(alone: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row, chen, zhao = enter(alone), alone.chen, alone.zhao
    given = {"version": 1, "written": DONE, "signed_by": alone.people["zhou"].pk}
    results = one_after_the_other(
        monkeypatch,
        lambda: make_report(chen, row.pk, **given),
        lambda: make_report(zhao, row.pk, **given),
    )
    assert {type(one) for one in results} == {FlashReport, Stale}
    report = FlashReport.objects.within(chen.scope).get()
    assert report.order == 1 and report.number.endswith("〔2026〕1号")
    assert events.check(alone.town.pk) is None


def test_a_toll_and_a_telling_at_once_leave_the_clocks_right(
    alone: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, chen, zhao = enter(alone), alone.chen, alone.zhao
    results = one_after_the_other(
        monkeypatch,
        lambda: tell_above(chen, row.pk, Told(BUREAU, "phone"), version=1),
        lambda: record_toll(zhao, row.pk, Counts(deaths=1), version=1, known_at=clock.now(), reason="不治"),
    )
    assert [type(one) for one in results].count(Stale) == 1  # who comes second looks again
    told = Telling.objects.within(chen.scope).count()
    row.refresh_from_db()
    assert (row.worded_at is not None) == bool(told)
    assert events.check(alone.town.pk) is None
