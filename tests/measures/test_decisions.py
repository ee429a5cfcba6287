"""Recording decisions: by whom, by what power, of what stands so; what follows at the unit."""

from datetime import date, timedelta
from typing import Any

import pytest

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound
from bihuan.hazards.actions import Reviewed, reinspect
from bihuan.inspections.grant_actions import register_grant
from bihuan.measures.actions import record_clearance, void_decision
from bihuan.measures.models import Decision
from bihuan.measures.queries import clearances, in_force, unsettled
from bihuan.units.models import Unit
from tests.cast import FOUNDED, TODAY, Cast
from tests.core.deeds import found, visit
from tests.measures.deeds import BUREAU, DISTRICT, OWN, decide, ids, look, watch_of


def unit_of(cast: Cast) -> Unit:
    row: Unit = Unit.objects.within(cast.chen.scope).get(pk=cast.units["yongan"].pk)
    return row


def test_a_suspension_keeps_who_by_what_power_and_on_what_paper(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    decision = decide(cast, "suspend", hazards=ids(hazard))
    assert (decision.level, decision.power_label) == ("district", "法定职权")
    assert decision.proof is not None
    assert unit_of(cast).state == "paused"
    assert [row.unit_id for row in in_force(cast.chen.scope)] == [decision.unit_id]


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        ("suspend", {"proof": None}, "proof"),
        ("ban", {"proof": None}, "proof"),
        ("ban", {"number": " "}, "number"),
        ("ban", {"body": OWN}, "body"),
        ("close", {"body": BUREAU}, "body"),
        ("ban", {"body": "石桥村村民委员会"}, "body"),
        ("ban", {"body": ""}, "body"),
        ("ban", {"reason": ""}, "reason"),
        ("ban", {"decided_on": TODAY + timedelta(days=1)}, "decided_on"),
        ("ban", {"decided_on": FOUNDED - timedelta(days=1)}, "decided_on"),
        ("jail", {}, "kind"),
    ],
)
def test_what_a_decision_lacks_is_told_at_its_field(
    cast: Cast, kind: str, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Incomplete) as refused:
        decide(cast, kind, **more)
    assert field in refused.value.fields
    assert unit_of(cast).state == "open"


def test_a_number_stands_once_for_each_body(cast: Cast) -> None:
    decide(cast, "warning", number="东应急警〔2026〕1号")
    with pytest.raises(Incomplete, match="已经登记过"):
        decide(cast, "warning", number="东应急警〔2026〕1号")
    decide(cast, "warning", body=OWN, number="东应急警〔2026〕1号")
    decide(cast, "interview", number="")
    decide(cast, "interview", number="")


def test_neither_the_clock_nor_the_founder_decides(cast: Cast) -> None:
    founder = Actor.founder(cast.town.pk)
    with pytest.raises(Forbidden, match="本人登录"):
        decide(cast, "interview", founder, proof=None)
    with pytest.raises(Forbidden):
        decide(cast, "interview", Actor.clock(cast.town.pk), proof=None)
    with pytest.raises(Forbidden):
        decide(cast, "interview", cast.zhao)
    with pytest.raises(NotFound):
        decide(cast, "interview", cast.sun)


def test_a_delegated_suspension_stands_in_the_bureaus_name(cast: Cast) -> None:
    grant = register_grant(
        cast.chen,
        body=BUREAU,
        reference="东应急委〔2026〕2号",
        papers=["order", "suspend"],
        from_on=FOUNDED,
        to_on=TODAY,
    )
    with pytest.raises(Incomplete, match="没有委托取缔"):
        decide(cast, "ban", grant_id=grant.pk)
    decision = decide(cast, "suspend", grant_id=grant.pk)
    assert (decision.body, decision.power_label) == (BUREAU, "受委托（东应急委〔2026〕2号）")
    tomorrow = clock.at(TODAY + timedelta(days=1), 9)
    with clock.moved(tomorrow), pytest.raises(Incomplete, match="不在有效期内"):
        decide(cast, "resume", grant_id=grant.pk)


def test_what_was_never_suspended_cannot_be_resumed(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="没有可以恢复的"):
        decide(cast, "resume")
    decide(cast, "ban")
    with pytest.raises(NotAllowed, match="没有可以恢复的"):
        decide(cast, "resume")


def test_a_unit_resumes_when_the_hazards_that_the_suspension_named_are_mended(cast: Cast) -> None:
    wiring, exit_ = found(cast, cast.chen), found(cast, cast.chen, text="疏散通道堵塞")
    decision = decide(cast, "suspend", hazards=ids(wiring, exit_))
    mend(cast, wiring)
    with pytest.raises(NotAllowed, match=r"还有1条没有复查合格.*疏散通道堵塞"):
        decide(cast, "resume")
    mend(cast, exit_)
    assert not unsettled(cast.chen.scope, decision.pk).exists()
    decide(cast, "resume")
    assert unit_of(cast).state == "open"
    watch = watch_of(cast, decision)
    assert (watch.state, watch.ended_on) == ("resumed", TODAY)


def mend(cast: Cast, hazard: Any) -> None:
    again = visit(cast, cast.zhao, kind="reinspection", outing=None)
    reinspect(cast.zhao, again, [Reviewed(hazard.pk, version=1, passed=True, note="已整改")])


def test_a_resumption_is_not_dated_before_its_suspension(cast: Cast) -> None:
    decide(cast, "suspend")
    with pytest.raises(Incomplete, match="不能早于上一次决定的日期"):
        decide(cast, "resume", decided_on=TODAY - timedelta(days=1))


def test_the_suspended_is_not_suspended_and_the_banned_not_banned_again(cast: Cast) -> None:
    decide(cast, "suspend")
    with pytest.raises(NotAllowed, match="已经停产停业整顿，正在执行"):
        decide(cast, "suspend")
    ban = decide(cast, "ban")
    with pytest.raises(NotAllowed, match="已经取缔，正在执行"):
        decide(cast, "ban")
    with pytest.raises(NotAllowed, match="已经取缔，不能再停产停业整顿"):
        decide(cast, "suspend")
    assert [row.decision_id for row in in_force(cast.chen.scope)] == [ban.pk]


def test_a_banned_unit_leaves_the_register_on_the_day_of_the_first_ban(cast: Cast) -> None:
    ban = decide(cast, "ban", decided_on=TODAY - timedelta(days=5))
    look(cast, ban, cast.wang, kept=False)
    decide(cast, "ban")
    unit = unit_of(cast)
    assert (unit.state, unit.ended_on) == ("banned", TODAY - timedelta(days=5))


def test_the_closed_stays_closed(cast: Cast) -> None:
    decide(cast, "suspend")
    decide(cast, "close")
    assert unit_of(cast).state == "closed"
    assert not in_force(cast.chen.scope).exists()
    with pytest.raises(NotAllowed, match="已经关闭"):
        decide(cast, "ban", body=DISTRICT)


def test_talks_and_warnings_change_nothing_at_the_unit(cast: Cast) -> None:
    for kind in ("interview", "warning", "notice"):
        assert decide(cast, kind, body=OWN, proof=None).level == "town"
    assert unit_of(cast).state == "open"


def test_what_a_ban_does_at_the_place_is_ticked_with_its_day(cast: Cast) -> None:
    ban = decide(cast, "ban", decided_on=TODAY - timedelta(days=3), cleared={"power": TODAY})
    record_clearance(cast.chen, ban.pk, done={"power": TODAY, "water": TODAY - timedelta(days=1)})
    done = {row.step: row.done_on for row in clearances(cast.chen.scope, ban.pk)}
    assert done == {"power": TODAY, "water": TODAY - timedelta(days=1)}
    with pytest.raises(Incomplete, match="至少填写一项"):
        record_clearance(cast.chen, ban.pk, done={"power": TODAY})
    with pytest.raises(Incomplete) as refused:
        record_clearance(cast.chen, ban.pk, done={"product": date(2026, 6, 3), "equipment": date(2026, 5, 1)})
    assert refused.value.fields == {
        "clear_product": "不能晚于今天。",
        "clear_equipment": "不能早于决定日期。",
    }
    with pytest.raises(NotAllowed, match="只有取缔"):
        record_clearance(cast.chen, decide(cast, "interview").pk, done={"power": TODAY})


def test_a_hazard_of_another_unit_cannot_be_named(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    with pytest.raises(Incomplete, match="不是该单位的"):
        decide_at_school = {"hazards": ids(hazard)}
        from_school(cast, **decide_at_school)
    assert not Decision.objects.within(cast.chen.scope).exists()


def from_school(cast: Cast, **more: Any) -> Decision:
    there = Cast(**{**cast.__dict__, "units": {**cast.units, "yongan": cast.units["school"]}})
    return decide(there, "suspend", **more)


def test_a_decision_recorded_in_error_is_struck_out_and_the_unit_stands_as_before(cast: Cast) -> None:
    ban = decide(cast, "ban", number="东政〔2026〕8号")
    with pytest.raises(Forbidden):
        void_decision(cast.zhao, ban.pk, note="登错单位")
    with pytest.raises(Incomplete, match="作废原因"):
        void_decision(cast.chen, ban.pk, note="")
    void_decision(cast.chen, ban.pk, note="登错单位")
    unit = unit_of(cast)
    assert (unit.state, unit.ended_on) == ("open", None)
    assert not in_force(cast.chen.scope).exists()
    with pytest.raises(NotAllowed, match="已经作废"):
        void_decision(cast.chen, ban.pk, note="登错单位")
    decide(cast, "ban", number="东政〔2026〕8号")


def test_what_was_built_upon_is_not_struck_out(cast: Cast) -> None:
    stop = decide(cast, "suspend")
    resumed = decide(cast, "resume")
    with pytest.raises(NotAllowed, match="后来又有新的决定"):
        void_decision(cast.chen, stop.pk, note="登错")
    with pytest.raises(NotAllowed, match="终止了上一项决定"):
        void_decision(cast.chen, resumed.pk, note="登错")
    ban = decide(cast, "ban")
    look(cast, ban, cast.wang)
    with pytest.raises(NotAllowed, match="已经按这项决定回访过"):
        void_decision(cast.chen, ban.pk, note="登错")
    assert unit_of(cast).state == "banned"
    interview = decide(cast, "interview")
    void_decision(cast.chen, interview.pk, note="登错")
    assert unit_of(cast).state == "banned"
