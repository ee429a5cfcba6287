"""What comes at a wrong moment: a card that ran out since the page was opened, a re-inspection before the order, a clock set
back. It is refused in clear words and changes nothing, or it changes nothing that was true."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from bihuan.core import clock, duties, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.models import EventHead
from bihuan.grid import actions as grid
from bihuan.grid.models import Person
from bihuan.grid.queries import actor_of
from bihuan.hazards import actions
from bihuan.hazards.actions import Reviewed
from bihuan.hazards.models import Hazard
from tests.cast import FOUNDED, NOW, TODAY, Cast
from tests.core.deeds import finding, found, fresh, visit


@pytest.fixture
def ma(cast: Cast) -> Person:
    """马, an inspector whose card is good today for the last time."""
    founder = Actor.founder(cast.town.pk)
    person = grid.register_person(founder, name="马骏", username="ma", card="11010003", card_until=TODAY)
    grid.appoint(founder, person.pk, kind="inspector", cell_id=cast.cells["town"].pk, from_on=FOUNDED)
    return person


def order(cast: Cast, actor: Actor, hazard: Hazard, second: Person) -> Any:
    terms = {"demand": "更换老化线路", "deadline_on": clock.today() + timedelta(days=5)}
    return actions.order_rectification(actor, hazard.pk, version=1, second_officer=second.pk, **terms)


def unchanged(cast: Cast, deed: Callable[[], Any], refusal: type[Exception], why: str) -> None:
    """The deed is refused so, and the log and the hazards are as before."""
    rows = Hazard.objects.within(cast.chen.scope).order_by("pk").values()
    before, head = list(rows.all()), EventHead.objects.get(town=cast.town).hash
    with pytest.raises(refusal, match=why):
        deed()
    assert list(rows.all()) == before
    assert EventHead.objects.get(town=cast.town).hash == head


def test_on_its_last_day_a_card_signs_and_on_the_next_it_does_not(cast: Cast, ma: Person) -> None:
    hazards = [found(cast, cast.chen, "undecided") for _ in range(3)]
    assert order(cast, actor_of(ma, TODAY), hazards[0], cast.people["chen"]).state == "ordered"
    with clock.moved(NOW + timedelta(days=1)):
        expired = actor_of(ma, TODAY + timedelta(days=1))
        first = "您的执法证没有登记或者已经过期"
        unchanged(cast, lambda: order(cast, expired, hazards[1], cast.people["chen"]), Incomplete, first)
        unchanged(cast, lambda: order(cast, cast.chen, hazards[1], ma), Incomplete, "过期的不算")


def test_who_holds_an_expired_card_neither_orders_nor_reinspects_on_a_visit(cast: Cast, ma: Person) -> None:
    hazard = found(cast, cast.chen)
    with clock.moved(NOW + timedelta(days=1)):
        expired = actor_of(ma, TODAY + timedelta(days=1))
        page, one = visit(cast, expired), finding(cast, expired)
        again = visit(cast, expired, kind="reinspection")
        review = Reviewed(hazard.pk, 1, passed=True, note="已更换")
        why = "您的执法证没有登记或者已经过期"
        unchanged(cast, lambda: actions.finish_check(expired, page, [one]), Incomplete, why)
        unchanged(cast, lambda: actions.reinspect(expired, again, [review]), Incomplete, why)


def test_what_was_not_ordered_is_not_reinspected(cast: Cast) -> None:
    hazard = found(cast, cast.chen, "undecided")
    again = visit(cast, cast.chen, kind="reinspection")
    review = Reviewed(hazard.pk, 1, passed=True, note="已更换")
    unchanged(
        cast, lambda: actions.reinspect(cast.chen, again, [review]), NotAllowed, "还没有责令整改，不能复查"
    )


def test_a_reinspection_is_not_dated_before_the_order(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    scan = cast.photo(cast.chen, "gray")
    yesterday = TODAY - timedelta(days=1)
    again = visit(cast, cast.chen, kind="reinspection", visited_on=yesterday, late_entry=True, scan=scan)
    review = Reviewed(hazard.pk, 1, passed=True, note="已更换")
    unchanged(
        cast, lambda: actions.reinspect(cast.chen, again, [review]), Incomplete, "不能早于责令整改的日期"
    )


def test_when_the_clock_is_set_back_events_keep_their_order_and_the_chain_holds(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    with clock.moved(NOW - timedelta(hours=1)):
        photos = [cast.photo(cast.chen, "green")]
        actions.report_rectified(cast.chen, hazard.pk, version=1, note="已更换", photos_after=photos)
    told = list(events.trail(cast.chen.scope, hazard.pk))
    assert [event.action for event in told] == ["find", "report"]
    assert told[1].at == told[0].at - timedelta(hours=1)
    assert told[1].seq > told[0].seq
    assert events.check(cast.town.pk) is None


def test_when_the_clock_is_set_back_over_midnight_nothing_due_is_done_twice(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    assert hazard.deadline_on is not None
    midnight = clock.at(hazard.deadline_on + timedelta(days=1))
    with clock.moved(midnight - timedelta(hours=0.5)):
        duties.run_due(cast.town.pk)  # what the last day itself makes due
    for hours, new in ((0.5, True), (-0.5, False), (0.5, False), (1.5, False)):
        with clock.moved(midnight + timedelta(hours=hours)):
            assert (duties.run_due(cast.town.pk) > 0) == new, hours
            assert duties.run_due(cast.town.pk) == 0
    told = [(event.action, str(event.given)) for event in events.trail(cast.chen.scope, hazard.pk)]
    assert [action for action, _ in told].count("note_overdue") == 1
    assert len(set(told)) == len(told)
    assert fresh(cast, hazard.pk).overdue_noted_on == date(2026, 6, 10)
    assert events.check(cast.town.pk) is None
