"""Two at once on one drive: one of them goes through, who was too late is told; a unit that is registered meanwhile is on the list or is not, never half."""

import pytest

from bihuan.campaigns import actions
from bihuan.campaigns.models import CampaignUnit, DrivePaper
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed, Stale
from bihuan.inspections.models import Campaign
from bihuan.summaries.models import Summary
from bihuan.units.actions import register_unit
from bihuan.units.models import Unit
from tests.campaigns.deeds import drafted, issued, line, plan_of
from tests.cast import NOW, TODAY, Cast
from tests.races.conftest import at_once

pytestmark = pytest.mark.race


def _both(one, other):  # type: ignore[no-untyped-def]
    def at_nine(act):  # type: ignore[no-untyped-def]
        def do() -> object:
            with clock.moved(NOW):
                return act()

        return do

    return at_once(at_nine(one), at_nine(other))


def _accounted(cast: Cast, row: Campaign) -> None:
    for key in ("yongan", "school", "site"):
        actions.excuse_line(cast.chen, line(row, cast.units[key]).pk, excuse="shut")


def test_two_who_issue_at_once_issue_one_plan_and_one_list(alone: Cast) -> None:
    row = drafted(alone.chen)
    chen, zhou = alone.chen, alone.zhou
    came = _both(
        lambda: actions.issue_drive(chen, row.pk, version=row.version),
        lambda: actions.issue_drive(zhou, row.pk, version=row.version),
    )
    assert sum(isinstance(each, Campaign) for each in came) == 1
    assert sum(isinstance(each, NotAllowed | Stale) for each in came) == 1
    assert DrivePaper.objects.within(chen.scope).count() == 1
    assert CampaignUnit.objects.within(chen.scope).count() == 3


def test_two_who_close_at_once_begin_one_report(alone: Cast) -> None:
    row = issued(alone.chen)
    _accounted(alone, row)
    chen, zhou = alone.chen, alone.zhou
    came = _both(
        lambda: actions.close_drive(chen, row.pk, version=row.version),
        lambda: actions.close_drive(zhou, row.pk, version=row.version),
    )
    assert sum(isinstance(each, tuple) for each in came) == 1
    assert sum(isinstance(each, NotAllowed | Stale) for each in came) == 1
    assert Summary.objects.within(chen.scope).filter(kind="campaign").count() == 1


def test_a_unit_that_opens_while_a_drive_is_closed_keeps_it_open_or_is_not_on_its_list(alone: Cast) -> None:
    row = issued(alone.chen)
    _accounted(alone, row)
    chen, founder = alone.chen, Actor.founder(alone.town.pk)
    given = {"category": "school", "cell_id": alone.cells["石桥村"].pk, "opened_on": TODAY}
    _, unit = _both(
        lambda: actions.close_drive(chen, row.pk, version=row.version),
        lambda: register_unit(founder, name="新校", **given),
    )
    assert isinstance(unit, Unit)
    state = Campaign.objects.within(chen.scope).get(pk=row.pk).state
    listed = CampaignUnit.objects.within(chen.scope).filter(unit=unit).exists()
    assert (state, listed) in (("closed", False), ("issued", True))


def test_a_place_arrived_at_twice_at_once_is_one_visit(alone: Cast) -> None:
    row = issued(alone.chen, "sweep")
    key = line(row, alone.units["school"]).pk
    wang, chen = alone.wang, alone.chen
    came = _both(lambda: actions.note_arrival(wang, key), lambda: actions.note_arrival(chen, key))
    assert sum(isinstance(each, NotAllowed) for each in came) == 1


def test_a_drive_is_not_issued_within_one_that_is_closed_at_that_moment(alone: Cast) -> None:
    chen, zhou = alone.chen, alone.zhou
    larger = issued(chen)
    _accounted(alone, larger)
    smaller = drafted(chen, "special")
    smaller = actions.plan_drive(
        chen, smaller.pk, version=smaller.version, plan=plan_of(smaller, parent=larger.pk)
    )
    _both(
        lambda: actions.close_drive(chen, larger.pk, version=larger.version),
        lambda: actions.issue_drive(zhou, smaller.pk, version=smaller.version),
    )
    states = [Campaign.objects.within(chen.scope).get(pk=one.pk).state for one in (larger, smaller)]
    assert states in (["closed", "draft"], ["issued", "issued"])


def test_two_drives_put_within_one_another_at_once_do_not_both_lie_there(alone: Cast) -> None:
    chen, zhou = alone.chen, alone.zhou
    one, other = drafted(chen), drafted(chen, "special")
    _both(
        lambda: actions.plan_drive(chen, one.pk, version=one.version, plan=plan_of(one, parent=other.pk)),
        lambda: actions.plan_drive(zhou, other.pk, version=other.version, plan=plan_of(other, parent=one.pk)),
    )
    assert Campaign.objects.within(chen.scope).filter(parent__isnull=False).count() == 1
