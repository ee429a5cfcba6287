"""一票否决: the records raise it, people decide it; whoever is vetoed appeals once; a cause that was struck loses nothing and bars nobody by silence; the
term ends by itself; who asks gets an answer."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from bihuan.accidents.actions import cancel_accident
from bihuan.accidents.models import Accident
from bihuan.accidents.rules import Counts
from bihuan.assessments import actions
from bihuan.assessments.models import Honour, Veto, VetoRule
from bihuan.assessments.queries import answer_for, in_force
from bihuan.assessments.subjects import find
from bihuan.assessments.vetoing import Rule
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.grid.boundary_actions import merge_cell
from bihuan.hazards.actions import void_visit
from bihuan.letters.models import ResponsibilityLetter
from bihuan.majors.actions import record_listing
from bihuan.majors.models import Listing
from bihuan.units.actions import merge_units, register_unit
from bihuan.units.models import Unit
from tests.accidents.deeds import fresh as accident
from tests.accidents.deeds import judge, know
from tests.assessments.deeds import (
    APPEAL,
    begun,
    candidates,
    decided,
    fresh,
    hurt,
    numbers,
    published,
    raised,
    rows,
    ruled,
    scored,
    tick,
    town,
)
from tests.cast import TODAY, Cast
from tests.letters.deeds import made, signed_by_both
from tests.majors.test_story import decision, major

pytestmark = pytest.mark.usefixtures("no_rollups")
NEXT_YEAR = date(2027, 6, 1)


def _accident(cast: Cast) -> Accident:
    row: Accident = Accident.objects.within(town(cast)).get()
    return row


def may(cast: Cast, kind: str, key: object, on: date = TODAY, bar: str = "honours") -> tuple[str, str]:
    subject = find(cast.chen, kind, key, on)  # type: ignore[arg-type]
    assert subject is not None
    answer, _ = answer_for(town(cast), subject, bar, on)
    return answer.verdict, "；".join(answer.reasons)


def test_nothing_is_raised_without_a_rule_and_once_only_with_one(cast: Cast) -> None:
    hurt(cast, Counts(severe=1))
    tick(cast)
    assert candidates(cast) == []
    ruled(cast)
    tick(cast)
    tick(cast)
    [one] = candidates(cast)
    assert (one.subject_name, one.rule_text) == ("永安烟花店", "发生生产安全事故")
    assert one.facts == "生产安全事故，一般，重伤1人" and one.raised_by_id is None


def test_a_death_meets_the_unit_and_its_village(cast: Cast) -> None:
    found = [(one.rule_text, one.subject_name) for one in raised(cast, Counts(deaths=1))]
    assert found == [
        ("发生生产安全事故", "永安烟花店"),
        ("发生生产安全死亡事故", "永安烟花店"),
        ("发生生产安全死亡事故", "石桥村"),
    ]


def test_a_large_one_meets_who_heads_the_village(cast: Cast) -> None:
    found = {one.subject_name for one in raised(cast, Counts(deaths=3)) if one.rule_code == "large"}
    assert found == {"永安烟花店", "石桥村", "李桂兰"}
    [head] = [one for one in candidates(cast) if one.subject_name == "李桂兰"]
    decided(cast, head, bars=["promotion"], months=24)
    assert may(cast, "person", cast.people["li"].pk, bar="promotion")[0] == "no"
    appealed = actions.appeal_veto(cast.li, head.pk, grounds=APPEAL, version=2)
    assert appealed.appealed_by == "李桂兰"


def test_only_people_decide_and_only_with_a_hearing(cast: Cast) -> None:
    [one] = raised(cast)
    assert may(cast, "unit", cast.units["yongan"].pk)[0] == "hold"
    with pytest.raises(Forbidden):
        decided(cast, one, actor=Actor.clock(cast.town.pk))
    with pytest.raises(Forbidden):
        decided(cast, one, actor=cast.zhao)
    with pytest.raises(Incomplete) as refused:
        decided(cast, one, heard=" ", body="", from_on=one.cause_on - timedelta(days=1), bars=[], months=40)
    assert set(refused.value.fields) == {"heard", "body", "from_on", "bars", "months"}
    done = decided(cast, one)
    assert (done.number, done.to_on) == ("（东）应急否决〔2026〕1号", date(2027, 6, 1))
    assert done.appeal_until == date(2026, 6, 16)
    with pytest.raises(NotAllowed):
        decided(cast, done)


def test_who_decides_with_an_old_page_is_told(cast: Cast) -> None:
    [one] = raised(cast)
    with pytest.raises(Stale):
        decided(cast, one, version=7)


def test_may_it_be_honoured_and_the_answer_stays_what_it_was(cast: Cast) -> None:
    [one] = raised(cast)
    unit = cast.units["yongan"].pk
    done = decided(cast, one)
    verdict, why = may(cast, "unit", unit)
    assert verdict == "no" and "（东）应急否决〔2026〕1号" in why and "2026年6月2日至2027年6月1日" in why
    assert may(cast, "unit", unit, bar="promotion")[0] == "yes"
    assert may(cast, "unit", unit, on=NEXT_YEAR)[0] == "no"  # the last day is inside
    assert may(cast, "unit", unit, on=NEXT_YEAR + timedelta(days=1))[0] == "yes"
    assert may(cast, "village", cast.cells["石桥村"].pk)[0] == "yes"
    given = {"kind": "unit", "subject_id": unit, "bar": "honours", "honour": "先进单位", "on": TODAY}
    answer = actions.answer_honour(cast.chen, **given)
    assert (answer.number, answer.verdict) == ("（东）应急评查〔2026〕1号", "no")
    with pytest.raises(NotAllowed, match="没有重复编号"):
        actions.answer_honour(cast.chen, honour_id=answer.pk, **given)
    actions.revoke_veto(cast.zhou, done.pk, reason="认定有误", version=done.version)
    assert may(cast, "unit", unit)[0] == "yes"
    assert fresh(answer).verdict == "no" and Honour.objects.within(town(cast)).count() == 1
    keys = (
        "veto.decided",
        "veto.count",
        "veto.revoked",
        "honours.asked",
        "honours.barred",
        "honours.allowed",
    )
    assert list(numbers(cast, *keys).values()) == [1, 0, 1, 1, 1, 0]


def test_an_appeal_is_made_once_and_the_veto_goes_on_meanwhile(cast: Cast) -> None:
    [one] = raised(cast)
    done = decided(cast, one)
    with pytest.raises(Forbidden):
        actions.appeal_veto(cast.li, done.pk, grounds=APPEAL, version=done.version)
    asked = actions.appeal_veto(cast.feng, done.pk, grounds=APPEAL, version=done.version)
    with pytest.raises(NotAllowed, match="已由冯永在2026年6月2日提出申诉，正在复核，不用再交"):
        actions.appeal_veto(cast.feng, done.pk, grounds=APPEAL, version=done.version)
    verdict, why = may(cast, "unit", cast.units["yongan"].pk)
    assert verdict == "no" and "申诉期间不停止执行" in why
    kept = actions.answer_appeal(
        cast.zhou, one.pk, answer="货架由本店自行堆放", revoked=False, version=asked.version
    )
    assert kept.state == "upheld"
    with pytest.raises(NotAllowed, match="已经答复（申诉维持）"):
        actions.appeal_veto(cast.feng, done.pk, grounds=APPEAL, version=kept.version)
    assert numbers(cast, "veto.appealed", "veto.count") == {"veto.appealed": 1, "veto.count": 1}


def test_an_appeal_after_its_term_is_refused(cast: Cast) -> None:
    [one] = raised(cast)
    done = decided(cast, one)
    over = clock.at(done.appeal_until + timedelta(days=1), 9)
    with clock.moved(over), pytest.raises(NotAllowed, match="申诉期已在2026年6月16日届满"):
        actions.appeal_veto(cast.feng, done.pk, grounds=APPEAL, version=done.version)


def test_an_appeal_that_is_right_ends_the_veto_from_that_day_on(cast: Cast) -> None:
    [one] = raised(cast)
    done = decided(cast, one)
    asked = actions.appeal_veto(cast.feng, done.pk, grounds=APPEAL, version=done.version)
    with clock.moved(clock.at(TODAY + timedelta(days=5), 9)):
        gone = actions.answer_appeal(cast.zhou, one.pk, answer="属实", revoked=True, version=asked.version)
    assert gone.state == "revoked"
    assert may(cast, "unit", cast.units["yongan"].pk, on=TODAY + timedelta(days=4))[0] == "no"
    assert may(cast, "unit", cast.units["yongan"].pk, on=TODAY + timedelta(days=5))[0] == "yes"


def test_the_term_ends_by_itself(cast: Cast) -> None:
    [one] = raised(cast)
    done = decided(cast, one, months=1)
    with clock.moved(clock.at(done.to_on, 9)):
        tick(cast)
        assert fresh(done).state == "decided" and in_force(town(cast), done.to_on).count() == 1
    with clock.moved(clock.at(done.to_on + timedelta(days=1), 9)):
        tick(cast)
        tick(cast)
        assert fresh(done).state == "lapsed"


def test_a_candidate_whose_accident_was_struck_cannot_be_decided_and_is_not_lost(cast: Cast) -> None:
    ruled(cast)
    row = hurt(cast, Counts(severe=1))
    tick(cast)
    [one] = candidates(cast)
    cancel_accident(cast.chen, row.pk, version=accident(cast, row).version, reason="同一事故重复登记")
    tick(cast)
    one = fresh(one)
    assert one.state == "candidate" and "已于2026年6月2日撤销：同一事故重复登记" in one.lost_why
    with pytest.raises(NotAllowed, match="不能再据此否决"):
        decided(cast, one)
    done = actions.drop_veto(cast.zhou, one.pk, reason=one.lost_why, version=one.version)
    assert done.state == "dropped" and done.lost_on == TODAY
    tick(cast)
    assert candidates(cast) == []
    keys = ("veto.raised", "veto.raised_dropped", "veto.raised_waiting", "veto.decided")
    assert list(numbers(cast, *keys).values()) == [1, 1, 0, 0]


def test_a_cause_that_stands_again_raises_it_again(cast: Cast) -> None:
    ruled(cast)
    row = hurt(cast, Counts(severe=1))
    tick(cast)
    [one] = candidates(cast)
    judge(cast, row, "fire")
    tick(cast)
    actions.drop_veto(cast.zhou, one.pk, reason="不是生产安全事故", version=fresh(one).version)
    judge(cast, row)
    tick(cast)
    [again] = candidates(cast)
    assert again.pk != one.pk and Veto.objects.within(town(cast)).count() == 2


def test_what_was_dropped_while_its_cause_stood_is_not_raised_again(cast: Cast) -> None:
    [one] = raised(cast)
    actions.drop_veto(cast.zhou, one.pk, reason="单位没有责任，由上级厂家承担", version=one.version)
    tick(cast)
    assert candidates(cast) == []


def test_a_veto_whose_accident_was_corrected_stays_in_force_until_somebody_looks_at_it(cast: Cast) -> None:
    found = raised(cast, Counts(deaths=1))
    [one] = [row for row in found if row.rule_code == "death" and row.subject_kind == "unit"]
    done = decided(cast, one)
    know(cast, _accident(cast), Counts(severe=1), reason="伤者抢救成功，先前误报")
    tick(cast)
    lost = fresh(done)
    assert lost.wants_review and "已更正为一般事故（重伤1人）" in lost.lost_why
    verdict, why = may(cast, "unit", cast.units["yongan"].pk)
    assert verdict == "no" and "等待复核，复核以前仍然有效" in why
    kept = actions.keep_veto(cast.zhou, done.pk, reason="另有瞒报情节", version=lost.version)
    assert not kept.wants_review and kept.stands
    gone = actions.revoke_veto(cast.zhou, done.pk, reason=lost.lost_why, version=kept.version)
    assert gone.state == "revoked" and gone.grounds and gone.kept_why == "另有瞒报情节"


def test_a_rule_that_ended_leaves_its_candidates_to_be_decided(cast: Cast) -> None:
    [one] = raised(cast)
    actions.end_rule(cast.chen, one.rule_id)
    with pytest.raises(NotAllowed, match="停用"):
        actions.end_rule(cast.chen, one.rule_id)
    hurt(cast, Counts(severe=1), brief="又一起")
    tick(cast)
    assert [row.pk for row in candidates(cast)] == [one.pk]  # nothing new by it
    done = decided(cast, one)
    assert done.rule_text == "发生生产安全事故" and done.rule.ended_on == TODAY


def test_a_rule_changed_is_the_next_edition(cast: Cast) -> None:
    [one] = raised(cast)
    rule = Rule(
        "", "发生事故", "accident", ("unit",), 6, ("honours",), grade="ordinary", basis="东岭发〔2026〕8号"
    )
    new = actions.set_rule(cast.chen, rule, rule_id=one.rule_id)
    with pytest.raises(NotAllowed, match="打开现行的一条"):
        actions.set_rule(cast.chen, rule, rule_id=one.rule_id)
    tick(cast)
    assert len(candidates(cast)) == 1 and new.code == one.rule_code  # the same accident raises it once
    with pytest.raises(Incomplete):
        actions.set_rule(cast.chen, Rule("", "", "accident", (), 0, ()))


def test_a_letters_red_line_raises_one_for_its_party(cast: Cast) -> None:
    made(cast, "village", "fireworks")
    signed_by_both(cast, cast.li, "石桥村")
    found = {(one.rule_code, one.subject_name) for one in raised(cast, Counts(deaths=1))}
    assert ("letter", "石桥村") in found
    row = ResponsibilityLetter.objects.within(town(cast)).get(party_name="石桥村")
    [one] = [each for each in candidates(cast) if each.rule_code == "letter"]
    assert one.cause == row.pk and "事故死亡1人" in one.facts
    know(cast, _accident(cast), Counts(severe=1), reason="误报")
    tick(cast)
    assert "红线指标没有突破" in fresh(one).lost_why


def test_a_failing_sheet_raises_one_and_who_is_vetoed_is_not_ranked(cast: Cast) -> None:
    ruled(cast)
    scheme = begun(cast)
    for one, points in zip(rows(cast, scheme), (10, 38), strict=True):
        scored(cast.chen, one, points)
    actions.tell_sheets(cast.chen, scheme.pk)
    rule = VetoRule.objects.within(town(cast)).get(code="criticised")
    veto = actions.raise_veto(
        cast.chen,
        rule_id=rule.pk,
        kind="village",
        subject_id=cast.cells["石桥村"].pk,
        happened_on=TODAY,
        facts="东安委办〔2026〕12号通报批评",
    )
    decided(cast, veto)
    done = published(cast, scheme)
    by_name = {one.subject_name: one for one in rows(cast, scheme)}
    assert (by_name["石桥村"].place, by_name["石桥村"].grade_label) == (None, "不合格（一票否决）")
    assert (by_name["柳林村"].place, by_name["柳林村"].grade) == (1, "failing")
    with clock.moved(clock.at(done.published_on, 10)):
        tick(cast)
    [one] = candidates(cast)
    assert (one.rule_code, one.subject_name) == ("failing", "柳林村")


def test_a_unit_that_was_merged_takes_its_veto_along(cast: Cast) -> None:
    [one] = raised(cast)
    decided(cast, one)
    other = register_unit(
        cast.chen, name="永安烟花批发", category="fireworks", cell_id=cast.cells["石桥村"].pk, opened_on=TODAY
    )
    gone = Unit.objects.within(town(cast)).get(pk=cast.units["yongan"].pk)
    versions = (other.version, gone.version)
    merge_units(cast.chen, other.pk, gone.pk, versions=versions, choices={}, reason="同一家")
    assert may(cast, "unit", other.pk)[0] == "no"


def test_a_village_that_was_merged_leaves_its_veto_for_people_to_think_of(cast: Cast) -> None:
    [rule] = [one for one in ruled(cast) if one.code == "criticised"]
    gone, into = cast.cells["石桥村"], cast.cells["柳林村"]
    veto = actions.raise_veto(
        cast.chen,
        rule_id=rule.pk,
        kind="village",
        subject_id=gone.pk,
        happened_on=TODAY,
        facts="东安委办〔2026〕12号通报批评",
    )
    assert may(cast, "village", into.pk)[0] == "yes"
    merge_cell(cast.chen, gone.pk, into_id=into.pk, basis="县政府批复")
    assert may(cast, "village", into.pk) == ("hold", "石桥村（已并入）：" + veto.rule_text + "，待认定")
    decided(cast, veto)
    verdict, why = may(cast, "village", into.pk)
    assert verdict == "hold" and why.startswith("石桥村（已并入）：") and "请镇里研究确定" in why
    assert may(cast, "village", into.pk, on=NEXT_YEAR + timedelta(days=400))[0] == "yes"


def test_a_listed_hazard_that_is_not_mended_in_time_raises_one(cast: Cast) -> None:
    ruled(cast)
    hazard = major(cast)
    record_listing(cast.zhou, hazard.pk, version=0, **decision())
    due = Listing.objects.within(town(cast)).get().due_on
    with clock.moved(clock.at(due, 9)):
        tick(cast)
        assert candidates(cast) == []
    with clock.moved(clock.at(due + timedelta(days=1), 9)):
        tick(cast)
        [one] = candidates(cast)
        assert (one.rule_code, one.subject_name) == ("listed", "永安烟花店") and "没有销号" in one.facts
        void_visit(cast.chen, hazard.inspection_id, reason="登记错单位")
        tick(cast)
        assert "已作废" in fresh(one).lost_why


def test_a_veto_raised_by_hand_is_raised_once(cast: Cast) -> None:
    rule = next(one for one in ruled(cast) if one.code == "criticised")
    given = {
        "rule_id": rule.pk,
        "kind": "department",
        "subject_id": cast.departments["城建办"].pk,
        "happened_on": TODAY,
        "facts": "东安委办〔2026〕12号通报批评",
        "veto_id": uuid4(),
    }
    one = actions.raise_veto(cast.zhao, **given)
    with pytest.raises(NotAllowed, match="没有重复登记"):
        actions.raise_veto(cast.zhao, **given)
    tick(cast)
    decided(cast, fresh(one))
    assert may(cast, "department", cast.departments["城建办"].pk)[0] == "no"
    with pytest.raises(Incomplete) as refused:
        actions.raise_veto(cast.zhao, rule_id=None, kind="x", subject_id=None, happened_on=None, facts="")
    assert set(refused.value.fields) == {"rule_id", "subject_id", "happened_on", "facts"}
    found = actions.appeal_veto(cast.zheng, one.pk, grounds=APPEAL, version=2)
    assert found.appealed_by == "郑建"
