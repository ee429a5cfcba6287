"""What somebody might do wrong, or on purpose, on the pages of duty: each is refused in a sentence that says what to do, and nothing that was
typed is lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from bihuan.core import clock, events
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.core.ids import new_id
from bihuan.duty import actions, queries
from bihuan.duty.lifecycle import ASKED, WITHDRAWN
from bihuan.duty.models import DutyCall, Leave, Relief, SpotCheck, Swap
from bihuan.duty.queries import fairest_to_call, moved_days, shift_to_hand_over, standing
from bihuan.grid.actions import end_post
from bihuan.grid.models import Post
from bihuan.grid.queries import actor_of
from tests.cast import TODAY, Cast
from tests.duty.deeds import FIRST, LAST, drawn, key_of, published, set_up, town, turn_of
from tests.notices.deeds import at
from tests.web.pages import error_at
from tests.web.visits import SignIn

pytestmark = pytest.mark.usefixtures("no_rollups")
NEXT = FIRST + timedelta(days=1)
CALL = {
    "call_id": str(new_id()),
    "at": "2026-06-02T08:50",
    "source": "phone",
    "caller": "张大妈",
    "content": "北头有浓烟",
}
CHECK = {
    "check_id": str(new_id()),
    "at": "2026-06-02T08:50",
    "of": "above",
    "by": "区局",
    "outcome": "missed",
}


@pytest.fixture
def rostered(cast: Cast) -> Cast:
    set_up(cast)
    published(cast)
    return cast


def actor_at(cast: Cast, person: Any) -> Any:
    return getattr(cast, key_of(cast, person))


def free_pair(cast: Cast) -> tuple[Any, Any, Any]:
    """A leader's turn, its leader, and another who could stand on it."""
    for on in (FIRST + timedelta(days=number) for number in range(1, 10)):
        turn = turn_of(cast, "lead", on)
        others = [one for one in fairest_to_call(town(cast), turn) if not one.against]
        if others:
            return turn, actor_at(cast, turn.person_id), actor_at(cast, others[0].person.pk)
    raise AssertionError("nobody could take a turn")


@pytest.mark.parametrize(
    ("page", "given", "wrong", "field", "says"),
    [
        ("duty_call_new", CALL, {"at": "0001-01-01T00:00"}, "at", "请核对年份"),
        ("duty_call_new", CALL, {"at": "9999-12-31T23:59"}, "at", "请核对年份"),
        ("duty_call_new", CALL, {"at": "2026-06-02 25:61"}, "at", "不是时间"),
        ("duty_call_new", CALL, {"at": "2026-06-02T21:50"}, "at", "手机时间不准"),
        ("duty_call_new", CALL, {"at": "2026-04-02T08:50"}, "at", "最近30天"),
        ("duty_call_new", CALL, {"content": "字" * 501}, "content", "最多500个字"),
        ("duty_call_new", CALL, {"caller": "张\x00"}, "caller", "空字符"),
        ("duty_call_new", CALL, {"source": "梦"}, "source", "请从列表中选择来源"),
        ("spot_check_new", CHECK, {"at": "0001-01-01T00:00"}, "at", "请核对年份"),
        ("spot_check_new", CHECK, {"at": "2026-06-03T08:50"}, "at", "手机时间不准"),
        ("spot_check_new", CHECK, {"outcome": "睡了"}, "outcome", "请从列表中选择结果"),
        ("spot_check_new", CHECK, {"outcome": "present", "reached": "1"}, "reached", "请从列表中选择"),
        ("spot_check_new", CHECK, {"by": "字" * 61}, "by", "最多60个字"),
        ("roster_new", {}, {"from_on": "9999-12-01", "to_on": "9999-12-31"}, "from_on", "请核对年份"),
        ("roster_new", {}, {"from_on": "2028-06-01", "to_on": "2028-06-30"}, "from_on", "今后一年以内"),
        ("roster_new", {}, {"from_on": "0001-01-01", "to_on": "2026-06-30"}, "from_on", "请核对年份"),
        ("duty_leaves", {"reason": "休假"}, {"from_on": "2199-01-01", "to_on": "2199-01-02"}, "from_on", "请核对年份"),
        ("duty_leaves", {"reason": "休假"}, {"from_on": "2026-06-05", "to_on": "六月"}, "to_on", "不是日期"),
        ("duty_fits", {"position": "lead"}, {"persons": ["x"]}, "persons", "请重新选择"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field_and_the_rest_is_kept(
    rostered: Cast,
    sign_in: SignIn,
    page: str,
    given: dict[str, Any],
    wrong: dict[str, Any],
    field: str,
    says: str,
) -> None:
    if page == "duty_leaves":
        given = given | {"person_id": rostered.people["chen"].pk}
    answer = sign_in("chen").post(reverse(page), given | wrong)
    html = answer.content.decode()
    assert answer.status_code == 422 and says in error_at(html, field), html
    assert all(str(value) in html for name, value in given.items() if name not in wrong)


def test_digits_of_another_script_are_read_as_what_they_are(cast: Cast, sign_in: SignIn) -> None:
    sign_in("chen").post(reverse("duty_call_new"), CALL | {"at": "２０２６-０６-０２T０８：５０"})
    assert DutyCall.objects.within(town(cast)).get().at == clock.at(TODAY, 8, 50)


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "2026-13", "2026", "-", "字", "9" * 5000])
def test_a_month_that_cannot_be_is_this_month(cast: Cast, sign_in: SignIn, month: str) -> None:
    client = sign_in("chen")
    assert "2026年6月" in client.get(reverse("duty"), {"month": month}).content.decode()
    assert client.get(reverse("duty_paper"), {"month": month}).status_code == 200


def test_who_only_reads_along_enters_nothing(rostered: Cast, sign_in: SignIn) -> None:
    cast, client = rostered, sign_in("he")
    call = actions.note_call(cast.chen, at=clock.now(), source="phone", caller="李", content="问路")
    assert client.get(reverse("duty_call", args=[call.pk])).status_code == 200
    settled = client.post(reverse("duty_call", args=[call.pk]), {"kind": "result", "text": "办了"})
    assert settled.status_code == 403 and "值班" in settled.content.decode()
    for page in ("duty_call_new", "spot_check_new", "duty_handover", "duty_calendar"):
        assert client.get(reverse(page)).status_code == 403
    leave = {"person_id": cast.people["he"].pk, "from_on": FIRST, "to_on": FIRST, "reason": "休假"}
    assert client.post(reverse("duty_leaves"), leave).status_code == 403
    call.refresh_from_db()
    assert call.settled_at is None and not Leave.objects.within(town(cast)).exists()


def test_a_callers_phone_is_masked_for_who_is_not_on_duty(cast: Cast, sign_in: SignIn) -> None:
    call = actions.note_call(
        cast.zhao, at=clock.now(), source="phone", caller="李", content="问路", phone="13912345678"
    )
    address = reverse("duty_call", args=[call.pk])
    for who, sees in (("chen", True), ("zhao", True), ("wang", False), ("he", False)):
        page = sign_in(who).get(address).content.decode()
        assert ("13912345678" in page, "139****5678" in page) == (sees, not sees), who
    client = sign_in("wang")
    shown = client.post(
        reverse("reveal", args=["duty_call.phone", call.pk]),
        {"reason": "contact", "words": "给来电人回电核对位置"},
        follow=True,
    )
    assert "13912345678" in shown.content.decode()


def test_a_shift_long_past_is_neither_handed_nor_taken_over(rostered: Cast) -> None:
    cast = rostered
    giver = actor_at(cast, turn_of(cast, "duty").person_id)
    taker = actor_at(cast, turn_of(cast, "duty", NEXT).person_id)
    with at(NEXT, 9):
        relief = actions.hand_over_shift(giver, FIRST)
    with at(FIRST + timedelta(days=2), 8, 29):
        assert shift_to_hand_over(town(cast), clock.now()) == NEXT
    with (
        at(FIRST + timedelta(days=2), 8, 30),
        pytest.raises(NotAllowed, match=r"6月3日的班早已结束.*不能补接班"),
    ):
        actions.take_over_shift(taker, relief.pk)
    with at(FIRST + timedelta(days=3), 9), pytest.raises(NotAllowed, match=r"6月4日的班早已结束.*不能补交班"):
        actions.hand_over_shift(taker, NEXT)
    assert Relief.objects.within(town(cast)).get().taken_at is None


def test_of_two_who_hand_over_the_second_keeps_what_was_typed(rostered: Cast, sign_in: SignIn) -> None:
    """The page of a shift that somebody has handed over meanwhile hands over no other one, though the next may be due by then."""
    cast = rostered
    two = [one for one in standing(town(cast), FIRST, FIRST) if one.position == "duty"]
    last = FIRST + timedelta(days=2)
    with at(last, 7):  # nobody handed over on the day; and the shift of the day after is due as well
        client = sign_in(key_of(cast, two[1].person_id))
        page = client.get(reverse("duty_handover")).content.decode()
        assert f'name="day" value="{FIRST}"' in page
        actions.hand_over_shift(actor_at(cast, two[0].person_id), FIRST)
        said = client.post(reverse("duty_handover"), {"day": FIRST, "told": "北门钥匙在值班室"})
        html = said.content.decode()
        assert said.status_code == 409 and "6月3日的班已由" in html and "请告诉接班的人" in html
        assert "北门钥匙在值班室" in html
    assert [one.day for one in Relief.objects.within(town(cast))] == [FIRST]


def test_somebody_on_leave_is_not_swapped_in_and_leave_taken_meanwhile_stops_it(rostered: Cast) -> None:
    cast = rostered
    turn, asker, other = free_pair(cast)
    leave = actions.take_leave(
        cast.chen, person_id=other.person, from_on=turn.day, to_on=turn.day, reason="病假"
    )
    with pytest.raises(Incomplete, match="请假（病假）"):
        actions.ask_swap(asker, turn.pk, other=other.person, reason="开会")
    with pytest.raises(Incomplete, match="请假（病假）"):
        actions.call_in(cast.chen, turn.pk, person=other.person, reason="开会")
    actions.end_leave(cast.chen, leave.pk)
    swap = actions.ask_swap(asker, turn.pk, other=other.person, reason="开会")
    actions.accept_swap(other, swap.pk, version=1)
    actions.take_leave(cast.chen, person_id=other.person, from_on=turn.day, to_on=turn.day, reason="病假")
    with pytest.raises(NotAllowed, match=r"请假（病假）.*不能批准"):
        actions.approve_swap(cast.chen, swap.pk, version=2)


def test_a_swap_is_asked_once_and_one_thing(rostered: Cast) -> None:
    cast = rostered
    turn, asker, other = free_pair(cast)
    theirs = next(
        one
        for one in standing(town(cast), FIRST, LAST)
        if one.position == "lead" and one.person_id not in (asker.person, other.person)
    )
    with pytest.raises(Incomplete, match="只能选一样"):
        actions.ask_swap(asker, turn.pk, other=other.person, other_turn=theirs.pk, reason="开会")
    actions.ask_swap(asker, turn.pk, other=other.person, reason="开会")
    with pytest.raises(NotAllowed, match="已经申请换班"):
        actions.ask_swap(asker, turn.pk, other=other.person, reason="开会")
    assert Swap.objects.within(town(cast)).count() == 1


def test_a_move_that_the_state_does_not_allow_is_refused(rostered: Cast, sign_in: SignIn) -> None:
    cast = rostered
    turn, asker, other = free_pair(cast)
    swap = actions.ask_swap(asker, turn.pk, other=other.person, reason="开会")
    address = reverse("duty_swap", args=[swap.pk])
    client = sign_in("chen")
    early = client.post(address, {"version": 1, "move": "approve_swap"})
    assert early.status_code == 409 and "等对方答应" in early.content.decode()
    forged = client.post(address, {"version": 1, "move": "publish_roster"})
    assert forged.status_code == 422
    actions.withdraw_swap(asker, swap.pk, version=1)
    for move in ("accept_swap", "withdraw_swap"):
        late = sign_in(key_of(cast, (other if move == "accept_swap" else asker).person))
        assert late.post(address, {"version": 2, "move": move}).status_code == 409
    swap.refresh_from_db()
    assert swap.state == WITHDRAWN != ASKED
    assert events.check(cast.town.pk) is None


def test_pressing_twice_publishes_once_and_is_away_once(cast: Cast, sign_in: SignIn) -> None:
    set_up(cast)
    roster, client = drawn(cast), sign_in("chen")
    address = reverse("roster", args=[roster.pk])
    assert client.post(address, {"version": roster.version}).status_code == 302
    again = client.post(address, {"version": roster.version})
    assert again.status_code == 409 and "已发布" in again.content.decode()
    assert len(standing(town(cast), FIRST, FIRST)) == 4
    leave = {"person_id": cast.people["li"].pk, "from_on": FIRST, "to_on": NEXT, "reason": "体检"}
    client = sign_in("li")
    assert client.post(reverse("duty_leaves"), leave).status_code == 302
    again = client.post(reverse("duty_leaves"), leave | {"to_on": LAST})
    html = again.content.decode()
    assert again.status_code == 409 and "6月3日至6月4日已登记请假（体检）" in html and "体检" in html
    assert Leave.objects.within(town(cast)).count() == 1


def test_what_is_sent_twice_is_entered_once(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    assert client.post(reverse("duty_call_new"), CALL).status_code == 302
    again = client.post(reverse("duty_call_new"), CALL)
    assert again.status_code == 409 and "已经登记过" in again.content.decode()
    call = DutyCall.objects.within(town(cast)).get()
    address = reverse("duty_call", args=[call.pk])
    assert client.post(address, {"kind": "opinion", "text": "去看看"}).status_code == 302
    again = client.post(address, {"kind": "opinion", "text": "去看看"})
    assert again.status_code == 409 and "没有重复登记" in again.content.decode()
    assert client.post(reverse("spot_check_new"), CHECK).status_code == 302
    again = client.post(reverse("spot_check_new"), CHECK)
    assert again.status_code == 409 and "已经登记过" in again.content.decode()
    assert SpotCheck.objects.within(town(cast)).count() == 1


def test_a_holiday_moved_after_publishing_is_told_on_the_page_and_the_turns_stay(
    rostered: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, moved = rostered, date(2026, 6, 8)
    kind = queries.day_kind
    monkeypatch.setattr(queries, "day_kind", lambda on: "holiday" if on == moved else kind(on))
    assert moved_days(town(cast), TODAY) == [(moved, "workday", "holiday")]
    page = sign_in("chen").get(reverse("duty"), {"month": "2026-06"}).content.decode()
    assert "6月8日由工作日改为节假日" in page and "已排的班照旧有效" in page and "起重排" in page
    assert "起重排" not in sign_in("li").get(reverse("duty"), {"month": "2026-06"}).content.decode()


def test_nothing_of_another_town_is_found(rostered: Cast, sign_in: SignIn) -> None:
    cast, client = rostered, sign_in("sun")
    turn = turn_of(cast, "duty")
    call = actions.note_call(cast.chen, at=clock.now(), source="phone", caller="李", content="问路")
    check = actions.note_check(cast.chen, at=clock.now(), by="区局", of="above", outcome="missed")
    for page in (reverse("duty_turn", args=[turn.pk]), reverse("duty_call", args=[call.pk])):
        assert (
            client.get(page).status_code == 404 and client.post(page, {"kind": "result"}).status_code == 404
        )
    assert "区局" not in client.get(reverse("spot_checks")).content.decode() and check.by == "区局"
    with pytest.raises(NotFound):
        actions.call_in(cast.sun, turn.pk, person=cast.people["sun"].pk, reason="x")
    with pytest.raises(NotFound):
        actions.note_call(
            cast.sun,
            at=clock.now(),
            source="phone",
            caller="李",
            content="问路",
            unit_id=cast.units["yongan"].pk,
        )
    with pytest.raises((NotFound, Incomplete)):
        actions.take_leave(
            cast.sun, person_id=cast.people["li"].pk, from_on=FIRST, to_on=FIRST, reason="休假"
        )
    assert SpotCheck.objects.within(cast.sun.scope).count() == 0


def test_who_left_office_hands_over_nothing(rostered: Cast) -> None:
    """A post that ended: the person has no right any more, though the name stands on the roster."""
    cast = rostered
    turn = next(one for one in standing(town(cast), FIRST, LAST) if one.person_id == cast.people["li"].pk)
    post = Post.objects.within(town(cast)).get(person=cast.people["li"])
    with at(turn.day, 9):
        end_post(cast.xu, post.pk, to_on=turn.day)
    with at(turn.day + timedelta(days=1), 8, 10), pytest.raises(Forbidden):
        actions.hand_over_shift(actor_of(cast.people["li"]), turn.day)


def test_a_draft_that_somebody_changed_is_not_changed_from_an_old_page(cast: Cast) -> None:
    set_up(cast)
    roster = drawn(cast)
    day, position, person, _ = roster.plan[0]
    given = {"day": date.fromisoformat(day), "position": position, "was": person, "to": None}
    actions.change_turn(cast.chen, roster.pk, **given, version=roster.version)
    with pytest.raises(Stale, match="别人刚刚改过"):
        actions.change_turn(cast.zhou, roster.pk, **given, version=roster.version)
