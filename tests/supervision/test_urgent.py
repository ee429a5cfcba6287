"""The urgent track: what it takes is entered while the clock in hours runs, and the board shows it."""

from datetime import timedelta
from typing import Any

import pytest

from bihuan.core import clock, events
from bihuan.core.desk import sections_of
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.hazards import actions as hazards
from bihuan.hazards.models import Hazard
from bihuan.hazards.timeline import told
from bihuan.supervision import actions
from bihuan.supervision.models import UrgentEntry
from bihuan.supervision.queries import Holders, board, urgent_now
from tests.cast import FOUNDED, NOW, TODAY, Cast
from tests.core.deeds import found, fresh
from tests.supervision.test_extensions import mend


def urgent(cast: Cast, hours: int = 24) -> Hazard:
    hazard = found(cast, cast.chen)
    hazards.mark_urgent(cast.zhou, hazard.pk, version=hazard.version, hours=hours, note="节前高峰")
    return fresh(cast, hazard.pk)


def enter(cast: Cast, hazard: Hazard, kind: str = "people", **more: Any) -> UrgentEntry:
    given: dict[str, Any] = {"text": "电工班", "stage": "used", "amount": 3} | more
    return actions.add_urgent_entry(cast.chen, hazard.pk, kind=kind, **given)


def finish(cast: Cast, hazard: Hazard) -> Hazard:
    return actions.finish_urgent(
        cast.zhou, hazard.pk, version=fresh(cast, hazard.pk).version, note="线路已切断，隐患暂时消除"
    )


def value(cast: Cast, key: str) -> Any:
    one = Ask(key, FOUNDED, TODAY, TODAY)
    return evaluate(cast.chen.scope, [one])[one].value


def test_what_it_takes_is_entered_and_summed_on_the_board(cast: Cast) -> None:
    hazard = urgent(cast)
    enter(cast, hazard)
    enter(cast, hazard, stage="assigned", amount=5)
    enter(cast, hazard, "money", text="更换配电箱", amount=12000)
    enter(cast, hazard, "told", text="区应急局值班室", amount=None, stage="")
    with clock.moved(NOW + timedelta(hours=20)):
        rows = board(cast.chen.scope, urgent_now(cast.chen.scope), clock.now(), Holders(cast.town.pk, TODAY))
    (row,) = rows
    assert (row.hours_left, row.people, row.money) == (4, (5, 3), (0, 12000))
    assert row.latest is not None and row.latest.label == "告知"
    assert row.holder == "永安烟花店（冯永）"
    said = [told(event).text for event in events.trail(cast.chen.scope, hazard.pk)]
    assert "急办登记，资金（投入）12,000元，更换配电箱" in said
    assert (value(cast, "urgent.money"), value(cast, "urgent.people")) == (12000, 3)


def test_it_is_finished_with_a_result_and_the_hazard_goes_its_usual_way(cast: Cast) -> None:
    hazard = urgent(cast)
    with clock.moved(NOW + timedelta(hours=5)):
        done = finish(cast, hazard)
    assert done.urgent_done_at == NOW + timedelta(hours=5)
    assert done.state == "ordered"
    assert not urgent_now(cast.chen.scope).exists()
    assert (value(cast, "urgent.marked"), value(cast, "urgent.in_time"), value(cast, "urgent.rate")) == (
        1,
        1,
        100,
    )
    titles = {section.title: len(section.items) for section in sections_of(cast.chen, NOW)}
    assert "急办" not in titles and titles["整改中"] == 1
    with pytest.raises(NotAllowed):
        finish(cast, hazard)
    with pytest.raises(NotAllowed, match="已经办结"):
        enter(cast, hazard)
    with pytest.raises(NotAllowed):  # what flares up again is another hazard
        hazards.mark_urgent(cast.zhou, hazard.pk, version=done.version, hours=5, note="又来了")


def test_it_ends_by_itself_when_the_hazard_is_settled(cast: Cast) -> None:
    hazard = urgent(cast, hours=6)
    mend(cast, hazard, TODAY + timedelta(days=1))
    assert fresh(cast, hazard.pk).urgent_done_at == clock.at(TODAY + timedelta(days=1), 9)
    assert (value(cast, "urgent.marked"), value(cast, "urgent.in_time")) == (1, 0)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "result"}, "kind"),
        ({"kind": "gold"}, "kind"),
        ({"text": " "}, "text"),
        ({"stage": ""}, "stage"),
        ({"amount": None}, "amount"),
        ({"kind": "money", "amount": 0}, "amount"),
        ({"kind": "money", "amount": -5}, "amount"),
        ({"kind": "money", "amount": 10**12}, "amount"),
    ],
)
def test_an_entry_without_its_parts_is_refused(cast: Cast, given: dict[str, Any], field: str) -> None:
    hazard = urgent(cast)
    with pytest.raises(Incomplete) as refused:
        enter(cast, hazard, **given)
    assert field in refused.value.fields
    assert not UrgentEntry.objects.within(cast.chen.scope).exists()


def test_who_may_enter_and_who_may_finish(cast: Cast) -> None:
    hazard = urgent(cast)
    with pytest.raises(Forbidden):
        actions.add_urgent_entry(cast.feng, hazard.pk, kind="told", text="消防队")
    with pytest.raises(NotFound):
        actions.add_urgent_entry(cast.sun, hazard.pk, kind="told", text="消防队")
    with pytest.raises(Forbidden):
        actions.finish_urgent(cast.zhao, hazard.pk, version=hazard.version, note="好了")
    with pytest.raises(Stale):
        actions.finish_urgent(cast.zhou, hazard.pk, version=hazard.version - 1, note="好了")
    with pytest.raises(Incomplete):
        actions.finish_urgent(cast.zhou, hazard.pk, version=hazard.version, note=" ")


def test_nothing_is_entered_where_nothing_is_urgent(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    with pytest.raises(NotAllowed, match="没有列为急办"):
        enter(cast, hazard)
    with pytest.raises(NotAllowed, match="急办办结"):
        finish(cast, hazard)


def test_a_clock_set_back_an_hour_enters_nothing(cast: Cast) -> None:
    hazard = urgent(cast)
    enter(cast, hazard)
    with clock.moved(NOW - timedelta(hours=1)):
        with pytest.raises(NotAllowed, match="核对服务器的时钟"):
            enter(cast, hazard)
        with pytest.raises(NotAllowed, match="核对服务器的时钟"):
            finish(cast, hazard)
    assert UrgentEntry.objects.within(cast.chen.scope).count() == 1
