"""What the stories of duty begin with: 钱, 沈 and 周 lead, 陈, 赵, 吴 and 李 are on duty two by two, 郑 and 王 drive."""

from datetime import date, timedelta
from typing import Any

from bihuan.core import clock
from bihuan.core.scope import Scope
from bihuan.duty import actions, plan
from bihuan.duty.models import Relief, Roster, Swap, Turn
from bihuan.duty.queries import in_force, problem_of, standing
from bihuan.duty.solving import solve
from tests.cast import NOW, TODAY, Cast

FIRST = TODAY + timedelta(days=1)  # 3 June 2026, a Wednesday
LAST = date(2026, 6, 16)
TEAMS = {"lead": ("qian", "shen", "zhou"), "duty": ("chen", "zhao", "wu", "li"), "driver": ("zheng", "wang")}


def town(cast: Cast) -> Scope:
    return Scope.whole_town(cast.town.pk)


def set_up(cast: Cast, *, rules: bool = True) -> None:
    """The usual rules, and who may stand."""
    if rules:
        actions.adopt_usual_rules(cast.chen)
    for position, keys in TEAMS.items():
        persons = [cast.people[key].pk for key in keys]
        actions.put_fit(cast.chen, persons=persons, position=position)


def solved(cast: Cast, roster: Roster) -> Roster:
    """A draft filled, as the job does it, in a moment."""
    by_hand = plan.stands_of(roster, by_hand=True)
    problem = problem_of(town(cast), plan.days_of(roster), fixed=by_hand)
    answer = solve(problem, seconds=1, steady=True)
    return actions.fill_roster(cast.chen, roster.pk, answer, by_hand=by_hand, version=roster.version)


def drawn(cast: Cast, first: date = FIRST, last: date = LAST) -> Roster:
    """陈's draft."""
    return solved(cast, actions.draw_up_roster(cast.chen, from_on=first, to_on=last))


def published(cast: Cast, first: date = FIRST, last: date = LAST, **more: Any) -> Roster:
    """A roster that holds."""
    roster = drawn(cast, first, last)
    return actions.publish_roster(cast.chen, roster.pk, version=roster.version, **more)


def turn_of(cast: Cast, position: str, on: date = FIRST) -> Turn:
    """A turn on a day."""
    return next(one for one in standing(town(cast), on, on) if one.position == position)


def key_of(cast: Cast, person: Any) -> str:
    """Who of the cast a person is."""
    return next(key for key, one in cast.people.items() if one.pk == person)


def free(cast: Cast, position: str, on: date) -> str:
    """Somebody of a team who does not stand on a day or on its neighbours."""
    rows = in_force(town(cast)).filter(day__gte=on - timedelta(days=1), day__lte=on + timedelta(days=1))
    busy = set(rows.values_list("person", flat=True))
    return next(key for key in TEAMS[position] if cast.people[key].pk not in busy)


def lived(cast: Cast, number: int) -> None:
    """One more row of each list of duty: a call about 永安, settled; a spot check; a shift handed over and taken; a turn of it swapped."""
    given: dict[str, Any] = {"town": cast.town}
    call = actions.note_call(
        cast.chen,
        at=NOW,
        source="phone",
        caller=f"第{number}人",
        organ="石桥村",
        content="问路",
        unit_id=cast.units["yongan"].pk,
    )
    actions.step_call(cast.chen, call.pk, kind="result", text="已告知")
    actions.note_check(cast.chen, at=NOW, by="区局", of="above", outcome="missed")
    on = TODAY - timedelta(days=number)
    roster = Roster(**given, from_on=on, to_on=on, made_at=NOW, state="published")
    one, other = cast.people["qian"], cast.people["shen"]
    turn = Turn(
        **given,
        roster=roster,
        day=on,
        kind="workday",
        position="lead",
        person=one,
        planned=one,
        published_on=on,
    )
    swap = Swap(
        **given, turn=turn, other_turn=turn, asker=one, other=other, reason="有事", asked_at=NOW,
        state="approved", decided_by=cast.people["chen"], decided_at=clock.now(),
    )  # fmt: skip
    relief = Relief(**given, day=on, given_by=one, given_at=NOW, taken_by=other, taken_at=NOW)
    for row in (roster, turn, swap, relief):
        row.save(force_insert=True)
