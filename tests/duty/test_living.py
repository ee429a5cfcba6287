"""Living with a roster: a swap asked, answered and approved; somebody sick; the shift handed over; calls until they are settled; spot
checks. And what of it is counted."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bihuan.core import clock, events
from bihuan.core.desk import sections_of
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.duty import actions
from bihuan.duty.feed import calendar_of
from bihuan.duty.models import Turn
from bihuan.duty.queries import (
    asked_of,
    custom_of,
    fairest_to_call,
    feed_by,
    own_turns,
    shift_to_hand_over,
    standing,
    told_rules,
    turns_to_take,
)
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.identities import check_identities
from tests.cast import TODAY, Cast
from tests.duty.deeds import FIRST, LAST, TEAMS, key_of, published, set_up, town, turn_of
from tests.notices.deeds import at, bell, told

pytestmark = pytest.mark.usefixtures("no_rollups")
NEXT = FIRST + timedelta(days=1)


@pytest.fixture
def rostered(cast: Cast) -> Cast:
    set_up(cast)
    published(cast)
    return cast


def pair(cast: Cast) -> tuple[Turn, str, str]:
    """A leader's turn that another leader could take: the turn, whose it is, who could."""
    for on in (FIRST + timedelta(days=number) for number in range(1, 10)):
        turn = turn_of(cast, "lead", on)
        others = [one for one in fairest_to_call(town(cast), turn) if not one.against]
        if others:
            return turn, key_of(cast, turn.person_id), key_of(cast, others[0].person.pk)
    raise AssertionError("nobody could take a turn")


def test_a_swap_is_asked_accepted_and_approved_and_both_names_stay(rostered: Cast) -> None:
    cast = rostered
    turn, who, other = pair(cast)
    swap = actions.ask_swap(getattr(cast, who), turn.pk, other=cast.people[other].pk, reason="家长会")
    told(cast)
    assert bell(getattr(cast, other))[0].startswith("请您换班")
    accepted = actions.accept_swap(getattr(cast, other), swap.pk, version=swap.version)
    told(cast)
    assert any(text.startswith("换班待批准") for text in bell(cast.chen))
    actions.approve_swap(cast.chen, swap.pk, version=accepted.version)
    turn.refresh_from_db()
    assert (key_of(cast, turn.person_id), key_of(cast, turn.planned_id)) == (other, who)
    assert [one.action for one in events.trail(town(cast), swap.pk)] == [
        "ask_swap",
        "accept_swap",
        "approve_swap",
    ]


def test_two_turns_are_exchanged(rostered: Cast) -> None:
    cast = rostered
    for key in TEAMS["lead"]:
        actor = getattr(cast, key)
        for mine in own_turns(actor, NEXT):
            for theirs in turns_to_take(actor, mine):
                try:
                    swap = actions.ask_swap(actor, mine.pk, other_turn=theirs.pk, reason="出差")
                except Incomplete:
                    continue
                other = getattr(cast, key_of(cast, theirs.person_id))
                swap = actions.accept_swap(other, swap.pk, version=swap.version)
                actions.approve_swap(cast.chen, swap.pk, version=swap.version)
                mine.refresh_from_db()
                theirs.refresh_from_db()
                assert (mine.person_id, theirs.person_id) == (other.person, actor.person)
                return
    raise AssertionError("no exchange was possible")


def test_a_swap_is_nobodys_but_theirs(rostered: Cast) -> None:
    cast = rostered
    turn, who, other = pair(cast)
    third = next(key for key in TEAMS["lead"] if key not in (who, other))
    with pytest.raises(Forbidden, match="只能换自己的班"):
        actions.ask_swap(getattr(cast, other), turn.pk, reason="x")
    with pytest.raises(Incomplete, match="原因"):
        actions.ask_swap(getattr(cast, who), turn.pk, other=cast.people[other].pk, reason=" ")
    swap = actions.ask_swap(getattr(cast, who), turn.pk, other=cast.people[other].pk, reason="家里有事")
    with pytest.raises(Forbidden, match="没有问您"):
        actions.accept_swap(getattr(cast, third), swap.pk, version=swap.version)
    with pytest.raises(NotAllowed, match="还没有办完"):
        actions.ask_swap(getattr(cast, who), turn.pk, reason="再问")
    with pytest.raises(NotAllowed):
        actions.approve_swap(cast.chen, swap.pk, version=swap.version)
    with pytest.raises(NotFound):
        actions.accept_swap(cast.sun, swap.pk, version=swap.version)
    done = actions.decline_swap(getattr(cast, other), swap.pk, version=swap.version, why_not="那天出差")
    assert done.state == "refused"
    again = actions.ask_swap(getattr(cast, who), turn.pk, other=cast.people[other].pk, reason="家里有事")
    assert actions.withdraw_swap(getattr(cast, who), again.pk, version=1).state == "withdrawn"


def test_nobody_approves_their_own_swap_and_a_refusal_says_why(rostered: Cast) -> None:
    cast = rostered
    turn = next(one for on in range(2, 10) if (one := _duty_of(cast, "zhao", FIRST + timedelta(days=on))))
    actions.end_rule(cast.chen, next(one.row.pk for one in told_rules(town(cast)) if one.row.kind == "rest"))
    other = next(key for key in ("wu", "li") if not _duty_of(cast, key, turn.day))
    swap = actions.ask_swap(cast.zhao, turn.pk, other=cast.people[other].pk, reason="体检")
    swap = actions.accept_swap(getattr(cast, other), swap.pk, version=swap.version)
    with pytest.raises(Forbidden, match="不能批准自己的换班"):
        actions.approve_swap(cast.zhao, swap.pk, version=swap.version)
    with pytest.raises(Incomplete, match="不批准的原因"):
        actions.refuse_swap(cast.chen, swap.pk, version=swap.version, why_not="")
    with pytest.raises(Stale):
        actions.refuse_swap(cast.chen, swap.pk, version=1, why_not="人手不够")
    assert (
        actions.refuse_swap(cast.chen, swap.pk, version=swap.version, why_not="人手不够").state == "refused"
    )


def _duty_of(cast: Cast, key: str, on: date) -> Turn | None:
    rows = standing(town(cast), on, on)
    return next((one for one in rows if one.person_id == cast.people[key].pk), None)


def test_a_swap_that_breaks_a_rule_is_told_before_anybody_is_asked(rostered: Cast) -> None:
    cast = rostered
    turn = turn_of(cast, "lead", NEXT)
    busy = turn_of(cast, "lead", FIRST)
    with pytest.raises(Incomplete, match="6月3日已值班"):
        actions.ask_swap(
            getattr(cast, key_of(cast, turn.person_id)), turn.pk, other=busy.person_id, reason="有事"
        )


def test_a_swap_offered_to_all_goes_to_the_first_who_takes_it(rostered: Cast) -> None:
    cast = rostered
    turn, who, other = pair(cast)
    swap = actions.ask_swap(getattr(cast, who), turn.pk, reason="有事")
    assert asked_of(getattr(cast, other)).filter(pk=swap.pk).exists()
    assert not asked_of(cast.li).filter(pk=swap.pk).exists()
    taken = actions.accept_swap(getattr(cast, other), swap.pk, version=swap.version)
    assert taken.other is not None and taken.other.pk == cast.people[other].pk
    with pytest.raises(NotAllowed):
        actions.accept_swap(getattr(cast, other), swap.pk, version=swap.version)


def test_somebody_is_sick_and_the_fairest_is_called(rostered: Cast) -> None:
    cast = rostered
    turn, who, _other = pair(cast)
    callers = fairest_to_call(town(cast), turn)
    assert callers[0].against == "" and all(one.person.pk != turn.person_id for one in callers)
    swap = actions.call_in(cast.chen, turn.pk, person=callers[0].person.pk, reason="突发疾病")
    turn.refresh_from_db()
    assert turn.person_id == callers[0].person.pk and key_of(cast, turn.planned_id) == who
    assert (swap.kind, swap.state) == ("sick", "approved")
    with pytest.raises(Forbidden):
        actions.call_in(cast.li, turn.pk, person=cast.people[who].pk, reason="x")
    with pytest.raises(Incomplete, match="不在带班人员名单内"):
        actions.call_in(cast.chen, turn.pk, person=cast.people["wang"].pk, reason="x")
    with at(LAST + timedelta(days=1)), pytest.raises(NotAllowed, match="已经值过"):
        actions.call_in(cast.chen, turn.pk, person=cast.people[who].pk, reason="x")


def test_a_shift_is_handed_over_and_taken_over_with_what_is_open(rostered: Cast) -> None:
    cast = rostered
    giver = turn_of(cast, "duty", FIRST)
    taker = turn_of(cast, "duty", NEXT)
    with at(FIRST, 22):
        call = actions.note_call(
            getattr(cast, key_of(cast, giver.person_id)),
            at=clock.at(FIRST, 21, 50),
            source="phone",
            caller="张大妈",
            content="石桥村北头有浓烟",
            opinion="已通知村网格长去看",
        )
        with pytest.raises(NotAllowed, match="还没到交班时间"):
            actions.hand_over_shift(getattr(cast, key_of(cast, giver.person_id)), FIRST)
    with at(NEXT, 8, 20):
        assert shift_to_hand_over(town(cast), clock.now()) == FIRST
        outsider = next(
            key
            for key in TEAMS["lead"]
            if cast.people[key].pk not in {one.person_id for one in standing(town(cast), FIRST, FIRST)}
        )
        if outsider != "zhou":
            with pytest.raises(Forbidden, match="不是您值的"):
                actions.hand_over_shift(getattr(cast, outsider), FIRST)
        texts = [
            item.text
            for one in sections_of(getattr(cast, key_of(cast, giver.person_id)), clock.now())
            for item in one.items
        ]
        assert "交班" in texts
        relief = actions.hand_over_shift(
            getattr(cast, key_of(cast, giver.person_id)),
            FIRST,
            weather="晴",
            told="浓烟的事接着问",
            absent=[turn_of(cast, "driver").person_id],
        )
        assert relief.matters[0]["text"].endswith("张大妈：石桥村北头有浓烟")
        assert len(relief.present) == 3 and relief.absent[0]["position"] == "司机"
        with pytest.raises(NotAllowed, match=r"已由.*于2026年6月4日 08:20交过"):
            actions.hand_over_shift(cast.chen, FIRST)
        if giver.person_id != cast.people["chen"].pk:
            with pytest.raises(Forbidden):
                actions.take_over_shift(getattr(cast, key_of(cast, giver.person_id)), relief.pk)
        signed = actions.take_over_shift(getattr(cast, key_of(cast, taker.person_id)), relief.pk)
        assert signed.taken_on == NEXT
        with pytest.raises(NotAllowed, match="已经接过"):
            actions.take_over_shift(cast.zhou, relief.pk)
        actions.step_call(cast.chen, call.pk, kind="leader", text="查明原因", whose="周正")
        actions.step_call(cast.chen, call.pk, kind="result", text="村民烧秸秆，已扑灭")
        with pytest.raises(NotAllowed, match="已经办结"):
            actions.step_call(cast.chen, call.pk, kind="opinion", text="再看看")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"at": clock.at(TODAY, 10)}, "at"),
        ({"at": clock.at(TODAY - timedelta(days=40))}, "at"),
        ({"at": None}, "at"),
        ({"source": "dream"}, "source"),
        ({"caller": " "}, "caller"),
        ({"content": ""}, "content"),
    ],
)
def test_a_call_that_cannot_be_is_refused_by_field(cast: Cast, more: dict[str, Any], field: str) -> None:
    given: dict[str, Any] = {"at": clock.at(TODAY, 8), "source": "phone", "caller": "李", "content": "问路"}
    with pytest.raises(Incomplete) as refused:
        actions.note_call(cast.zhao, **(given | more))
    assert list(refused.value.fields) == [field]


def test_a_clock_that_goes_wrong_is_told_what_time_it_is(cast: Cast) -> None:
    with pytest.raises(Incomplete, match="现在是2026年6月2日 09:00"):
        actions.note_call(cast.zhao, at=clock.at(TODAY, 23), source="phone", caller="李", content="问路")


def test_who_was_reached_stood_on_that_shift(rostered: Cast) -> None:
    cast = rostered
    turn = turn_of(cast, "duty", FIRST)
    with at(NEXT, 3):
        given: dict[str, Any] = {"at": clock.now(), "by": "区应急局总值班室", "of": "above"}
        check = actions.note_check(cast.chen, **given, outcome="present", reached=turn.person_id)
        assert check.day == FIRST  # at three in the morning the shift of the day before runs
        stranger = cast.people["xu"].pk
        with pytest.raises(Incomplete, match="不在6月3日的班上"):
            actions.note_check(cast.chen, **given, outcome="away", reached=stranger)
        with pytest.raises(Incomplete, match="请选择接听的人"):
            actions.note_check(cast.chen, **given, outcome="present")
        assert (
            actions.note_check(cast.chen, **given, outcome="missed", reached=turn.person_id).reached is None
        )


def test_the_town_shifts_at_its_own_hour(cast: Cast) -> None:
    custom = custom_of(town(cast))
    assert custom.shift_of(clock.at(TODAY, 8, 29)) == TODAY - timedelta(days=1)
    assert custom.shift_of(clock.at(TODAY, 8, 30)) == TODAY
    actions.set_change(cast.chen, changes_at=time(17))
    assert custom_of(town(cast)).shift_of(clock.at(TODAY, 16)) == TODAY - timedelta(days=1)
    with pytest.raises(Incomplete):
        actions.set_change(cast.chen, changes_at=None)


def test_leave_is_ones_own_to_take_and_the_offices_for_others(cast: Cast) -> None:
    leave = actions.take_leave(
        cast.li, person_id=cast.people["li"].pk, from_on=FIRST, to_on=LAST, reason="年休假"
    )
    with pytest.raises(Forbidden, match="只能登记自己的"):
        actions.take_leave(
            cast.li, person_id=cast.people["wang"].pk, from_on=FIRST, to_on=LAST, reason="年休假"
        )
    with pytest.raises(Forbidden):
        actions.end_leave(cast.wang, leave.pk)
    with pytest.raises(Incomplete) as refused:
        actions.take_leave(cast.li, person_id=None, from_on=LAST, to_on=FIRST, reason="")
    assert set(refused.value.fields) == {"person_id", "to_on", "reason"}
    actions.end_leave(cast.li, leave.pk)
    with pytest.raises(NotAllowed, match="已经销假"):
        actions.end_leave(cast.chen, leave.pk)


def test_a_calendar_is_read_by_its_secret_address_until_it_is_taken_back(rostered: Cast) -> None:
    cast = rostered
    feed, token = actions.open_feed(cast.zhao)
    assert token not in feed.token_hash
    mine = list(own_turns(cast.zhao, TODAY))
    beside = standing(town(cast), FIRST, LAST)
    text = calendar_of(cast.people["zhao"], cast.town, custom_of(town(cast)), mine, beside).decode()
    assert text.count("BEGIN:VEVENT") == len(mine) > 0
    assert f"DTSTART:{mine[0].day:%Y%m%d}T003000Z" in text
    assert "值班（东岭镇）" in text
    _, newer = actions.open_feed(cast.zhao)
    with pytest.raises(NotFound):
        feed_by(feed.token_hash)
    assert newer != token
    actions.close_feed(cast.zhao)
    with pytest.raises(NotAllowed):
        actions.close_feed(cast.zhao)


def test_tomorrows_turn_is_told_and_so_is_a_day_without_anybody(rostered: Cast) -> None:
    cast = rostered
    leader = getattr(cast, key_of(cast, turn_of(cast, "lead", NEXT).person_id))
    with at(FIRST):
        told(cast)
        assert "明天（2026年6月4日）由您带班" in bell(leader)
    with at(LAST):
        told(cast)
        assert any("明天（2026年6月17日）没有人带班、值班" in text for text in bell(cast.chen))


def test_what_was_lived_is_counted(rostered: Cast) -> None:
    cast = rostered
    turn, _who, other = pair(cast)
    actions.call_in(cast.chen, turn.pk, person=cast.people[other].pk, reason="病了")
    for number in range(2):
        day = FIRST + timedelta(days=number)
        with at(day + timedelta(days=1), 8, 10):
            giver = getattr(cast, key_of(cast, turn_of(cast, "duty", day).person_id))
            relief = actions.hand_over_shift(giver, day)
            if number == 0:
                taker = getattr(cast, key_of(cast, turn_of(cast, "duty", day + timedelta(days=1)).person_id))
                actions.take_over_shift(taker, relief.pk)
    on = FIRST + timedelta(days=3)
    with at(on):
        run_due(cast.town.pk)
        call = actions.note_call(
            cast.zhao, at=clock.now(), source="paper", caller="区应急局", content="高温预警"
        )
        actions.step_call(cast.zhao, call.pk, kind="result", text="已转发")
        actions.note_call(cast.zhao, at=clock.now(), source="phone", caller="李", content="问路")
        actions.note_check(cast.zhao, at=clock.now(), by="区局", of="above", outcome="missed")
        keys = {
            "duty.days": 3,
            "duty.staffed": 3,
            "duty.bare": 0,
            "duty.handed": 1,
            "duty.full": 1,
            "duty.turns": 16,
            "duty.turns_duty": 8,
            "duty.swaps": 1,
            "duty.called_in": 1,
            "duty.checks": 1,
            "duty.missed": 1,
            "duty.calls": 2,
            "duty.calls_settled": 1,
            "duty.calls_open": 1,
        }
        asks = {key: Ask(key, TODAY, on, on) for key in keys}
        values = evaluate(town(cast), asks.values())
        assert {key: values[ask].value for key, ask in asks.items()} == {
            key: Decimal(value) for key, value in keys.items()
        }
        verdicts = check_identities(town(cast), TODAY, on, on)
        assert all(one.holds for some in verdicts.values() for one in some)
