"""Two press at once on a roster: one swap is taken by one, one turn goes to one, one shift is handed over once."""

from datetime import timedelta

import pytest

from bihuan.core import clock
from bihuan.duty import actions
from bihuan.duty.lifecycle import ACCEPTED
from bihuan.duty.models import Relief, Swap, Turn
from bihuan.duty.queries import fairest_to_call, in_force, standing
from tests.cast import NOW, Cast
from tests.duty.deeds import FIRST, LAST, drawn, key_of, published, set_up, town
from tests.races.conftest import at_once, outcomes

pytestmark = pytest.mark.race


def turn_for_two(cast: Cast) -> tuple[Turn, list[str]]:
    """A turn on duty that two others could take; nobody rests."""
    with clock.moved(NOW):
        set_up(cast, rules=False)
        for position, count in (("lead", 1), ("duty", 1), ("driver", 1)):
            actions.set_rule(cast.chen, "needs", {"position": position, "count": count})
        published(cast)
        turn = next(one for one in standing(town(cast), FIRST, LAST) if one.position == "duty")
        able = [key_of(cast, one.person.pk) for one in fairest_to_call(town(cast), turn) if not one.against]
    return turn, able


def test_a_swap_offered_to_all_is_taken_by_one(alone: Cast) -> None:
    cast = alone
    turn, able = turn_for_two(cast)
    with clock.moved(NOW):
        swap = actions.ask_swap(getattr(cast, key_of(cast, turn.person_id)), turn.pk, reason="有事")
    one, other = (getattr(cast, key) for key in able[:2])
    came = at_once(
        lambda: actions.accept_swap(one, swap.pk, version=1),
        lambda: actions.accept_swap(other, swap.pk, version=1),
    )
    assert outcomes(came) in (["Stale", "Swap"], ["Forbidden", "Swap"], ["NotAllowed", "Swap"])
    row = Swap.objects.within(town(cast)).get()
    winner = next(one for one in came if isinstance(one, Swap))
    assert (row.state, row.other_id) == (ACCEPTED, winner.other_id)


def test_a_turn_goes_to_one_of_two_who_are_called_in(alone: Cast) -> None:
    cast = alone
    turn, able = turn_for_two(cast)
    persons = [cast.people[key].pk for key in able[:2]]
    came = at_once(
        lambda: actions.call_in(cast.chen, turn.pk, person=persons[0], reason="病"),
        lambda: actions.call_in(cast.zhou, turn.pk, person=persons[1], reason="病"),
    )
    row = Turn.objects.within(town(cast)).get(pk=turn.pk)
    last = [one for one in came if isinstance(one, Swap)]
    assert row.person_id in {one.other_id for one in last}
    assert all(one.asker_id != one.other_id for one in last)
    assert in_force(town(cast)).filter(day=turn.day, position="duty").count() == 1


def test_two_drafts_of_the_same_days_are_published_and_the_days_are_filled_once(alone: Cast) -> None:
    cast = alone
    with clock.moved(NOW):
        set_up(cast)
        one, other = drawn(cast), drawn(cast)
    at_once(
        lambda: actions.publish_roster(cast.chen, one.pk, version=one.version),
        lambda: actions.publish_roster(cast.zhou, other.pk, version=other.version),
    )
    rows = standing(town(cast), FIRST, LAST)
    assert len(rows) == ((LAST - FIRST).days + 1) * 4 and len({row.roster_id for row in rows}) == 1


def test_a_shift_is_handed_over_once(alone: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = alone
    with clock.moved(NOW):
        set_up(cast)
        published(cast)
        two = [one for one in standing(town(cast), FIRST, FIRST) if one.position == "duty"]
    monkeypatch.setattr("bihuan.duty.actions.relieving.EARLY", timedelta(days=3))
    givers = [getattr(cast, key_of(cast, one.person_id)) for one in two]
    came = at_once(
        lambda: actions.hand_over_shift(givers[0], FIRST), lambda: actions.hand_over_shift(givers[1], FIRST)
    )
    assert outcomes(came) == ["NotAllowed", "Relief"]
    assert Relief.objects.within(town(cast)).count() == 1
