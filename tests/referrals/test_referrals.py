"""A referral's way: sent, acknowledged, chased, answered and settled; or not taken, by one side and by two."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from bihuan.core import clock, events
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.identities import check_identities
from bihuan.hazards.actions import void_hazard
from bihuan.hazards.models import Demand, Hazard
from bihuan.hazards.timeline import told
from bihuan.inspections.models import IssuedPaper
from bihuan.referrals import actions
from bihuan.referrals.models import Chase, Referral
from bihuan.referrals.queries import late, nobodys, to_settle
from tests.cast import TODAY, Cast
from tests.core.deeds import found, fresh
from tests.referrals.deeds import DUE, FIRE, MARKET, declined, letter, now, referred, whistle

pytestmark = pytest.mark.usefixtures("no_rollups")


def figure(cast: Cast, key: str, as_of: date = TODAY) -> Any:
    ask = Ask(key, date(2026, 1, 1), as_of, as_of)
    return evaluate(cast.chen.scope, [ask])[ask].value


def lines(cast: Cast, hazard: Hazard) -> list[str]:
    return [told(event).text for event in events.trail(cast.chen.scope, hazard.pk)]


def test_a_transfer_hands_the_hazard_over_with_a_numbered_paper(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    referral = referred(cast, hazard)
    row = fresh(cast, hazard.pk)
    assert (row.state, row.referred_on, row.deadline_on) == ("referred", TODAY, None)
    assert not Demand.objects.within(cast.chen.scope).filter(hazard=row, ended_on__isnull=True).exists()
    assert referral.paper is not None and referral.paper.number == "（东）应急移〔2026〕1号"
    assert referral.paper.body == "东岭镇" and referral.paper.grant is None
    assert referral.basis == "《中华人民共和国安全生产法》第六十九条"
    assert (referral.state, referral.due_on, referral.body_key) == ("sent", DUE, "消防救援大队")
    assert "移送，东城区消防救援大队" in lines(cast, hazard)[-1]


def test_a_referral_that_is_chased_and_answered_is_settled_by_the_town(cast: Cast) -> None:
    hazard = found(cast, cast.chen, "undecided")
    referral = referred(cast, hazard)
    with clock.moved(clock.at(TODAY + timedelta(days=2), 9)):
        actions.acknowledge(cast.chen, referral.pk, version=1, by="消防大队值班员 刘洋", on=clock.today())
    with clock.moved(clock.at(DUE, 23)):
        assert run_due(cast.town.pk) == 0
        assert not late(cast.chen.scope, clock.now()).exists()
    overdue = DUE + timedelta(days=1)
    with clock.moved(clock.at(overdue, 9)):
        assert run_due(cast.town.pk) == 1
        assert run_due(cast.town.pk) == 0
        assert list(late(cast.chen.scope, clock.now())) == [referral]
        actions.chase(cast.chen, referral.pk, version=2, how="phone", on=overdue, note="答应三日内答复")
        with pytest.raises(NotAllowed, match="还没有办结答复"):
            actions.settle_referred(cast.chen, hazard.pk, version=2, note="已改")
    answered = overdue + timedelta(days=2)
    with clock.moved(clock.at(answered, 9)):
        actions.answer(
            cast.chen, referral.pk, version=3, note="已责令恢复设施", on=answered, number="东消函〔2026〕9号"
        )
        assert list(to_settle(cast.chen.scope)) == [referral]
        assert fresh(cast, hazard.pk).state == "referred"
        actions.settle_referred(cast.chen, hazard.pk, version=2, note="现场看过，设施已恢复")
    row = fresh(cast, hazard.pk)
    assert (row.state, row.settled_on, row.referred_on) == ("closed", answered, TODAY)
    assert now(cast, referral).is_late(clock.at(answered))
    assert Chase.objects.within(cast.chen.scope).get().note == "答应三日内答复"
    told_ = lines(cast, hazard)
    assert [line.partition("，")[0] for line in told_[1:]] == [
        "移送",
        "受理单位签收、到场",
        "答复期限已过，仍未答复".partition("，")[0],
        "催办",
        "受理单位答复",
        "移送办结销号",
    ]
    # As of any past day the old answer stands.
    keys = ("sanction.referrals", "sanction.referrals_done", "sanction.referrals_overdue")
    for on, values in ((TODAY, [1, 0, 0]), (DUE, [1, 0, 0]), (overdue, [1, 0, 1]), (answered, [1, 1, 0])):
        assert [figure(cast, key, on) for key in keys] == values, on
    verdicts = check_identities(cast.chen.scope, date(2026, 1, 1), answered, answered)
    assert all(one.holds for found_ in verdicts.values() for one in found_)


def test_what_one_body_does_not_take_comes_back_and_two_make_it_nobodys(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    declined(cast, referred(cast, hazard))
    row = fresh(cast, hazard.pk)
    # It was ordered before, and owes what it owed: nothing is won by handing it over.
    assert (row.state, row.referred_on, row.deadline_on) == ("ordered", TODAY, hazard.deadline_on)
    assert not nobodys(cast.chen.scope).exists()
    # The same body under another name is no second side.
    declined(cast, referred(cast, hazard, body="区消防救援大队"))
    assert not nobodys(cast.chen.scope).exists()
    second = referred(cast, hazard, body=MARKET)
    actions.acknowledge(cast.chen, second.pk, version=1, by="张科", on=TODAY)
    declined(cast, second)
    assert now(cast, second).state == "returned"
    assert list(nobodys(cast.chen.scope)) == [hazard]
    assert figure(cast, "hazards.nobodys") == 1
    assert not figure(cast, "hazards.nobodys", TODAY - timedelta(days=1))
    assert figure(cast, "sanction.referrals_declined") == 3
    # Raised to the body above, it is somebody's to decide.
    raised = referred(cast, hazard, body="东城区安委会办公室")
    assert not nobodys(cast.chen.scope).exists()
    assert fresh(cast, hazard.pk).referred_on == TODAY
    actions.answer(cast.chen, raised.pk, version=1, note="明确由消防牵头，已处理", on=TODAY)
    actions.settle_referred(cast.chen, hazard.pk, version=fresh(cast, hazard.pk).version, note="已看")
    assert figure(cast, "hazards.nobodys") == 0


@pytest.mark.parametrize("body", ["东岭镇人民政府", "镇应急办", "应急管理办公室", "城建办", " "])
def test_a_referral_to_oneself_is_refused_in_words_and_changes_nothing(cast: Cast, body: str) -> None:
    hazard = found(cast, cast.chen)
    with pytest.raises(Incomplete) as refused:
        referred(cast, hazard, body=body)
    assert "body" in refused.value.fields
    row = fresh(cast, hazard.pk)
    assert (row.state, row.version, row.deadline_on) == (hazard.state, hazard.version, hazard.deadline_on)
    assert not Referral.objects.within(cast.chen.scope).exists()
    assert not IssuedPaper.objects.within(cast.chen.scope).filter(kind="referral").exists()


def test_a_call_to_ones_own_department_is_refused(cast: Cast) -> None:
    hazard = found(cast, cast.chen, "undecided")
    for name in ("东岭镇", "安全办"):
        with pytest.raises(Incomplete, match="移送给自己"):
            actions.refer(
                cast.chen, hazard.pk, letter(kind="whistle", body=name, due_on=None, hours=2), version=1
            )


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"materials": ()}, "materials"),
        ({"materials": ("一",) * 21}, "materials"),
        ({"due_on": None}, "due_on"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ({"due_on": TODAY + timedelta(days=999)}, "due_on"),
        ({"kind": "gift"}, "kind"),
        ({"kind": "whistle", "hours": 0}, "hours"),
        ({"kind": "whistle", "hours": None}, "hours"),
        ({"kind": "whistle", "hours": 73}, "hours"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field(cast: Cast, more: dict[str, Any], field: str) -> None:
    hazard = found(cast, cast.chen, "undecided")
    with pytest.raises(Incomplete) as refused:
        referred(cast, hazard, **more)
    assert field in refused.value.fields


def test_days_out_of_order_are_refused(cast: Cast) -> None:
    referral = referred(cast)
    tomorrow, yesterday = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
    for on in (tomorrow, yesterday):
        with pytest.raises(Incomplete):
            actions.acknowledge(cast.chen, referral.pk, version=1, by="刘洋", on=on)
        with pytest.raises(Incomplete):
            actions.answer(cast.chen, referral.pk, version=1, note="已办", on=on)
        with pytest.raises(Incomplete):
            declined(cast, referral, on=on)
        with pytest.raises(Incomplete):
            actions.chase(cast.chen, referral.pk, version=1, how="phone", on=on)


def test_a_copy_leaves_the_hazard_as_it_stands(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    copy = referred(cast, hazard, kind="copy")
    row = fresh(cast, hazard.pk)
    assert (row.state, row.deadline_on, row.referred_on) == ("ordered", hazard.deadline_on, None)
    assert copy.paper is not None and copy.paper.number == "（东）应急抄〔2026〕1号"
    assert copy.due_on is None
    actions.acknowledge(cast.chen, copy.pk, version=1, by="收发室", on=TODAY)
    assert now(cast, copy).state == "noted"
    with pytest.raises(NotAllowed, match="不能登记答复"):
        actions.answer(cast.chen, copy.pk, version=2, note="知悉", on=TODAY)
    assert figure(cast, "sanction.copies") == 1
    assert figure(cast, "sanction.referrals") == 0
    assert figure(cast, "docs.all") == 2  # the record and the order of the check: no notice of the town's own


def test_a_department_is_called_comes_and_says_what_it_did(cast: Cast) -> None:
    hazard = found(cast, cast.chen, "undecided")
    call = actions.refer(cast.zhou, hazard.pk, whistle(cast), version=1)
    assert (call.body, fresh(cast, hazard.pk).state) == ("城建办", "found")
    assert call.due_at == clock.now() + timedelta(hours=2)
    # The department sees what it was called for, although the unit is not of its trade.
    with clock.moved(clock.now() + timedelta(hours=3)):
        assert list(late(cast.zheng.scope, clock.now())) == [call]
        assert run_due(cast.town.pk) == 1
        actions.acknowledge(cast.zheng, call.pk, version=1, by="郑建", on=TODAY)
        assert now(cast, call).is_late(clock.now())
        actions.answer(cast.zheng, call.pk, version=2, note="已搭设防护", on=TODAY)
    assert now(cast, call).state == "answered"
    assert fresh(cast, hazard.pk).state == "found"
    assert figure(cast, "sanction.whistles") == 1


def test_a_time_of_arrival_lies_between_the_call_and_now(cast: Cast) -> None:
    hazard = found(cast, cast.chen, "undecided")
    call = actions.refer(cast.chen, hazard.pk, whistle(cast), version=1)
    with clock.moved(clock.at(TODAY, 12)):
        for wrong in ("08:00", "12:30"):
            with pytest.raises(Incomplete, match="到场时间"):
                actions.acknowledge(
                    cast.zheng, call.pk, version=1, by="郑建", on=TODAY, at=time.fromisoformat(wrong)
                )
        actions.acknowledge(
            cast.zheng, call.pk, version=1, by="郑建", on=TODAY, at=time.fromisoformat("10:15")
        )
    assert now(cast, call).arrived_at == clock.at(TODAY, 10, 15)
    assert not now(cast, call).is_late(clock.now())


def test_taking_back_withdraws_what_is_under_way(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    referral = referred(cast, hazard)
    row = fresh(cast, hazard.pk)
    actions.take_back(cast.chen, hazard.pk, version=row.version, note="单位已自行整改，镇里复查")
    assert now(cast, referral).state == "withdrawn"
    assert fresh(cast, hazard.pk).state == "ordered"
    assert figure(cast, "sanction.referrals") == 0


def test_withdrawing_takes_the_hazard_back(cast: Cast) -> None:
    referral = referred(cast)
    actions.withdraw(cast.chen, referral.pk, version=1, note="发错单位")
    assert fresh(cast, referral.hazard_id).state == "found"
    with pytest.raises(NotAllowed, match="已撤回"):
        actions.chase(cast.chen, referral.pk, version=2, how="phone", on=TODAY)


def test_one_hazard_is_with_one_body_at_a_time(cast: Cast) -> None:
    referral = referred(cast)
    with pytest.raises(NotAllowed, match="已经移送"):
        referred(cast, referral.hazard, body=MARKET)


def test_who_pressed_second_is_told_and_a_void_hazard_waits_for_nobody(cast: Cast) -> None:
    referral = referred(cast)
    actions.acknowledge(cast.chen, referral.pk, version=1, by="刘洋", on=TODAY)
    with pytest.raises(Stale):
        actions.answer(cast.chen, referral.pk, version=1, note="已办", on=TODAY)
    hazard = fresh(cast, referral.hazard_id)
    with pytest.raises(Stale):
        actions.take_back(cast.chen, hazard.pk, version=hazard.version - 1, note="收回")
    assert now(cast, referral).state == "acknowledged"
    void_hazard(cast.chen, hazard.pk, version=hazard.version, note="录错")
    with pytest.raises(NotAllowed, match="已经作废"):
        actions.answer(cast.chen, referral.pk, version=2, note="已办", on=TODAY)
    with clock.moved(clock.at(DUE + timedelta(days=3), 9)):
        assert run_due(cast.town.pk) == 0
    assert figure(cast, "sanction.referrals") == 0


def test_who_may(cast: Cast) -> None:
    hazard = found(cast, cast.chen, "undecided")
    with pytest.raises(Forbidden):
        referred(cast, hazard, actor=cast.zhao)
    with pytest.raises(NotFound):
        referred(cast, hazard, actor=cast.sun)
    referral = referred(cast, hazard)
    with pytest.raises(Forbidden):
        actions.acknowledge(cast.zhao, referral.pk, version=1, by="刘洋", on=TODAY)
    with pytest.raises(NotFound):
        actions.acknowledge(cast.sun, referral.pk, version=1, by="刘洋", on=TODAY)
    assert referral.body == FIRE
