"""The demo's last months have tips: one true and rewarded without a name, one untrue, one not taken, one still open; the page is open."""

from datetime import date

from bihuan.hazards.models import Hazard
from bihuan.tipoffs.models import Reward, Sender, Tip, TipPage
from tests.demo.conftest import YEAR, Demo


def test_what_people_told_is_looked_into_and_answered(demo: Demo) -> None:
    states = sorted(Tip.objects.within(demo.scope).values_list("state", flat=True))
    assert states == ["answered", "answered", "checking", "declined"]
    assert (demo.value("tips.received"), demo.value("tips.verified"), demo.value("tips.false")) == (4, 1, 1)
    assert (demo.value("tips.settled"), demo.value("tips.in_time")) == (3, 2)
    found = Hazard.objects.within(demo.scope).get(origin="tip")
    assert found.settled_on is not None


def test_one_is_rewarded_without_a_name_and_the_one_name_is_sealed(demo: Demo) -> None:
    paid = Reward.objects.within(demo.scope).select_related("tip").get()
    assert (paid.state, paid.way, paid.tip.is_named) == ("paid", "desk", False)
    assert demo.value("tips.reward_yuan") == 300
    (sender,) = Sender.objects.within(demo.scope)
    assert "周建民" not in sender.sealed


def test_anybody_may_send_one(demo: Demo) -> None:
    page = TipPage.objects.within(demo.scope).get()
    assert (page.opened_on, page.closed_on) == (date(YEAR, 10, 1), None)
