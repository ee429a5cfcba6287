"""The demo's last weeks have duty: each day led and handed over, one check missed, calls of which most are settled."""

from datetime import date

from bihuan.duty.models import Relief, Roster, Swap
from tests.demo.conftest import YEAR, Demo


def test_each_day_is_led_and_handed_over(demo: Demo) -> None:
    after, roster = Roster.objects.within(
        demo.scope
    )  # the latest first: the month of whoever tries the demo is ready
    assert (after.from_on, after.state) == (date(YEAR + 1, 1, 1), "published")
    assert (roster.from_on, roster.to_on, roster.gaps) == (date(YEAR, 12, 1), date(YEAR, 12, 31), [])
    assert demo.value("duty.days") == demo.value("duty.staffed") == demo.value("duty.full") == 30
    assert demo.value("duty.turns") == 31 * 4
    assert Relief.objects.within(demo.scope).filter(taken_by=None).count() == 0


def test_what_comes_in_is_counted_and_somebody_swaps(demo: Demo) -> None:
    assert demo.value("duty.calls") == int(str(demo.value("duty.calls_settled"))) + int(
        str(demo.value("duty.calls_open"))
    )
    assert int(str(demo.value("duty.calls"))) > 5 and demo.value("duty.checks") == 1
    assert Swap.objects.within(demo.scope).get().state == "approved"
