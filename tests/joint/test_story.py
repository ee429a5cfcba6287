"""Several departments, one visit, one record: whose each finding is stays told, nobody overwrites anybody, what comes late is not lost."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bihuan.campaigns.actions import cancel_drive
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.core.models import Event
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.identities import check_identities
from bihuan.hazards.actions import void_visit
from bihuan.hazards.models import Hazard
from bihuan.inspections.models import Inspection, IssuedPaper
from bihuan.joint import actions
from bihuan.joint.actions import Closing, Fate, Plan
from bihuan.joint.models import JointFinding, JointPart
from bihuan.joint.queries import guest, waiting_late
from bihuan.joint.rules import BODY, DEPARTMENT, OFFICE, PartyPlan
from bihuan.notices.actions import tell_news
from bihuan.notices.models import Told as Heard
from bihuan.policies.actions import settle_trade
from bihuan.units.actions import change_state, merge_units, register_unit
from tests.campaigns.deeds import drafted
from tests.cast import FOUNDED, TODAY, Cast
from tests.joint.deeds import POLICE, called, finish, party, planned, send, thing, told_by, visit_of

OFFICE_NAME = "应急管理办公室"
TOMORROW = TODAY + timedelta(days=1)


def ordered(**more: Any) -> Fate:
    return Fate("deadline", deadline_on=TODAY + timedelta(days=7), **more)


def hazards(cast: Cast) -> list[Hazard]:
    return list(Hazard.objects.within(cast.chen.scope).order_by("number"))


def figures(cast: Cast, *names: str) -> list[Any]:
    asks = [Ask(f"joint.{name}", FOUNDED, TODAY, TODAY) for name in names]
    found = evaluate(cast.chen.scope, asks)
    verdicts = check_identities(cast.chen.scope, FOUNDED, TODAY, TODAY)
    assert all(one.holds for some in verdicts.values() for one in some)
    return [found[ask].value for ask in asks]


def test_four_parties_make_one_record_and_each_hazard_goes_to_its_department(cast: Cast) -> None:
    event = called(cast)
    link, _code = actions.invite_body(cast.chen, party(event, POLICE).pk)
    police = guest(link)
    settle_trade(cast.chen, "gas", lead=cast.departments["城建办"].pk, beside=[], ground="班子会议定")
    gas = thing(cast, cast.zheng, "食堂燃气软管老化")
    own = (cast.photo(police, "blue"),)
    gate = thing(cast, police, "校门口没有防撞设施", outcome="onsite", photos=own, photos_after=own)
    same = thing(cast, cast.chen, "食堂燃气管老化，无报警器")
    send(cast.zheng, event, "城建办", gas)
    send(police, event, POLICE, gate, link=link)
    send(cast.chen, event, OFFICE_NAME, same)
    assert told_by(event) == {
        OFFICE_NAME: [same.text],
        "城建办": [gas.text],
        "教委办": [],
        POLICE: [gate.text],
    }
    building, school = (str(cast.departments[one].pk) for one in ("城建办", "教委办"))
    fates = {gas.id: ordered(to=building), gate.id: Fate("onsite", to=school), same.id: Fate(same_as=gas.id)}
    visit = finish(cast, event, fates)

    record = Inspection.objects.within(cast.chen.scope).get()
    assert visit.inspection_id == record.pk and record.unit_id == cast.units["school"].pk
    assert "城建办发现1条" in record.opinion and "教委办没有提交" in record.opinion
    assert sorted(IssuedPaper.objects.within(cast.chen.scope).values_list("kind", flat=True)) == [
        "order",
        "record",
    ]
    first, second = hazards(cast)
    assert {(first.text, first.state), (second.text, second.state)} == {
        (gas.text, "ordered"),
        (gate.text, "fixed"),
    }
    rows = {(one.source, one.hazard_id, one.to) for one in JointFinding.objects.within(cast.chen.scope)}
    assert rows == {
        ("城建办", gas.id, "城建办"),
        (OFFICE_NAME, gas.id, "城建办"),
        (POLICE, gate.id, "教委办"),
    }
    tell_news(cast.town.pk)
    heard = Heard.objects.within(cast.chen.scope).filter(
        person=cast.people["zheng"], notice__kind="joint.handed"
    )
    assert heard.count() == 1
    assert figures(cast, "held", "parties", "bodies", "visits", "units", "schools", "found", "onsite", "ordered") == [
        1, 3, 1, 1, 1, 1, 2, 1, 1,
    ]  # fmt: skip


def test_departments_hear_of_it_and_of_a_change_who_is_new(cast: Cast) -> None:
    event = called(cast)
    tell_news(cast.town.pk)
    mine = Heard.objects.within(cast.chen.scope).filter(person=cast.people["zheng"])
    assert [one.notice.text for one in mine.filter(notice__kind="joint.called")] == [
        "请参加联合检查：校园联合检查，2026年6月2日"
    ]
    actions.cancel_joint(cast.chen, event.pk, version=event.version, reason="暴雨")
    tell_news(cast.town.pk)
    assert mine.filter(notice__text__contains="取消").count() == 1
    with pytest.raises(NotAllowed):
        send(cast.zheng, event, "城建办")


def test_two_of_one_party_are_told_of_one_another_and_two_parties_never_meet(cast: Cast) -> None:
    event = called(cast)
    first = send(cast.chen, event, OFFICE_NAME, thing(cast, cast.chen))
    send(cast.zheng, event, "城建办")  # another party's page of the same minute
    with pytest.raises(Stale) as told:
        send(cast.zhao, event, OFFICE_NAME)  # whose page was opened before 陈's came in
    assert "陈明" in told.value.message and "还在" in told.value.message
    again = send(cast.zhao, event, OFFICE_NAME, version=first.version)
    assert (again.version, told_by(event)[OFFICE_NAME], told_by(event)["城建办"]) == (2, [], [])


def test_a_page_sent_twice_is_one_part(cast: Cast) -> None:
    event = called(cast)
    found = thing(cast, cast.zheng)
    press = found.id
    one = send(cast.zheng, event, "城建办", found, press=press)
    two = send(cast.zheng, event, "城建办", found, press=press)
    assert (one.pk, one.version) == (two.pk, two.version) and JointPart.objects.within(
        cast.chen.scope
    ).count() == 1
    assert Event.objects.within(cast.chen.scope).filter(action="send_part").count() == 1


def test_a_phone_that_was_offline_comes_late_and_nothing_is_lost(cast: Cast) -> None:
    event = called(cast)
    link, _code = actions.invite_body(cast.chen, party(event, POLICE).pk)
    send(cast.chen, event, OFFICE_NAME)
    visit = finish(cast, event, {})
    late = thing(cast, guest(link), "保安没有上岗证")
    part = send(guest(link), event, POLICE, late, link=link)
    assert part.late_at and told_by(event)[POLICE] == [late.text] and not hazards(cast)
    assert [(one.pk, count) for one, count in waiting_late(cast.chen.scope)] == [(part.pk, 1)]
    fates = {late.id: Fate("undecided", to="office")}
    with pytest.raises(Incomplete):
        actions.take_in_late(cast.chen, visit.pk, {late.id: ordered()}, version=visit.version)
    record = actions.take_in_late(cast.chen, visit.pk, fates, version=visit.version)
    assert [(one.text, one.inspection_id, one.state) for one in hazards(cast)] == [
        (late.text, record.pk, "found")
    ]
    assert not waiting_late(cast.chen.scope) and Inspection.objects.within(cast.chen.scope).count() == 1
    # what is on record is not taken back by a later page, only added to
    more = send(guest(link), event, POLICE, link=link, version=part.version, note="第二次补充")
    assert told_by(event)[POLICE] == [late.text] and more.note == "第二次补充"
    assert figures(cast, "found", "undecided") == [1, 1]


def test_what_comes_late_leaves_names_and_signature_of_the_record_as_they_were(cast: Cast) -> None:
    event = called(cast)
    first = send(cast.zheng, event, "城建办", people="郑工", signature=cast.photo(cast.zheng, "blue"))
    finish(cast, event, {})
    more = {"people": "小孙", "signature": cast.photo(cast.zheng, "red"), "note": "补一句"}
    late = send(cast.zheng, event, "城建办", version=1, nothing=True, **more)
    assert (late.people, late.signature_id) == ("郑工、小孙", first.signature_id)


def test_nobodys_signature_stands_under_what_another_wrote(cast: Cast) -> None:
    event = called(cast)
    link, _code = actions.invite_body(cast.chen, party(event, POLICE).pk)
    police = guest(link)
    signed = send(police, event, POLICE, link=link, signature=cast.photo(police, "blue"))
    mended = send(police, event, POLICE, link=link, version=1, note="门卫两人在岗")
    assert mended.signature_id == signed.signature_id is not None
    theirs = send(cast.chen, event, POLICE, thing(cast, cast.chen), version=2)
    assert (theirs.by_id, theirs.signature_id) == (cast.people["chen"].pk, None)


def test_a_page_that_was_tampered_with_neither_blocks_the_visit_nor_hides_what_another_found(
    cast: Cast,
) -> None:
    event = called(cast)
    link, _code = actions.invite_body(cast.chen, party(event, POLICE).pk)
    police = guest(link)
    own = (cast.photo(police, "blue"),)
    gas = thing(cast, cast.zheng, "食堂燃气软管老化")
    send(cast.zheng, event, "城建办", gas)
    gate = thing(cast, police, "校门口没有防撞设施", photos=own)
    for twice in ((gate, replace(gate, text="又一条")), (replace(gate, id=gas.id),)):
        with pytest.raises(Incomplete, match="重号"):
            send(police, event, POLICE, *twice, link=link)
    send(police, event, POLICE, gate, link=link)
    # the same id at another event, sent before the first became a hazard
    other = planned(cast.chen, [cast.units["site"]], cast.departments, name="工地联合检查")
    other = actions.call_joint(cast.chen, other.pk, version=other.version)
    send(cast.zheng, other, "城建办", replace(gas, text="塔吊没有验收"))
    finish(cast, event, {gas.id: ordered(), gate.id: ordered()})
    finish(cast, other, {gas.id: ordered()})
    assert sorted(one.text for one in hazards(cast)) == sorted((gas.text, gate.text, "塔吊没有验收"))
    with pytest.raises(Incomplete, match="重号"):
        send(cast.chen, other, OFFICE_NAME, replace(gate, text="丙", photos=(cast.photo(cast.chen),)))


def test_what_comes_while_the_page_of_the_end_is_open_is_told(cast: Cast) -> None:
    event = called(cast)
    one = send(cast.chen, event, OFFICE_NAME)
    seen = {one.pk: one.version}
    send(cast.zheng, event, "城建办", thing(cast, cast.zheng))
    with pytest.raises(Stale) as told:
        finish(cast, event, {}, seen=seen)
    assert "城建办" in told.value.message and not Inspection.objects.within(cast.chen.scope).exists()


def test_an_end_without_a_fate_a_term_or_a_part_says_what_is_missing(cast: Cast) -> None:
    event = called(cast)
    with pytest.raises(NotAllowed):
        finish(cast, event, {})
    found, other = thing(cast, cast.zheng), thing(cast, cast.zheng, "消火栓无水")
    send(cast.zheng, event, "城建办", found, other)
    drop = Fate("drop", dropped_for="不属于安全问题")
    for fates, field in (
        ({found.id: drop}, f"fates.{other.id}.outcome"),
        ({found.id: Fate("drop"), other.id: drop}, f"fates.{found.id}.dropped_for"),
        ({found.id: Fate(same_as=other.id), other.id: drop}, f"fates.{found.id}.same_as"),
        ({found.id: Fate("deadline"), other.id: drop}, f"fates.{found.id}.deadline_on"),
    ):
        with pytest.raises(Incomplete) as told:
            finish(cast, event, fates)
        assert field in told.value.fields
    assert visit_of(event).state == "pending" and not JointFinding.objects.within(cast.chen.scope).exists()
    finish(cast, event, {found.id: ordered(), other.id: drop})
    assert [one.text for one in hazards(cast)] == [found.text]


def test_a_unit_that_closed_meanwhile_is_told_so_and_what_was_sent_stays(cast: Cast) -> None:
    event = called(cast)
    send(cast.zheng, event, "城建办", thing(cast, cast.zheng))
    school = cast.units["school"]
    change_state(
        cast.chen, school.pk, state="closed", from_on=TODAY, reason="并校停办", handling="镇教委办接手"
    )
    visit = visit_of(event)
    with pytest.raises(NotAllowed):
        actions.close_joint(cast.chen, event.pk, version=event.version)
    with pytest.raises(Incomplete):
        actions.skip_joint(cast.chen, visit.pk, version=visit.version, reason=" ")
    skipped = actions.skip_joint(cast.chen, visit.pk, version=visit.version, reason="并校停办")
    assert (skipped.state, told_by(event)["城建办"]) == ("skipped", ["疏散通道堆放杂物"])
    over = actions.close_joint(cast.chen, event.pk, version=event.version)
    assert over.state == "over" and figures(cast, "held", "visits") == [None, None]


def test_a_plan_says_what_it_lacks(cast: Cast) -> None:
    office, police = PartyPlan(OFFICE, OFFICE_NAME, leads=True), PartyPlan(BODY, POLICE)
    school = cast.units["school"].pk
    for plan, field in (
        (Plan("", TODAY, TODAY), "name"),
        (Plan("校园", TOMORROW, TODAY), "to_on"),
        (Plan("校园", None, TODAY), "from_on"),
        (Plan("校园", TODAY, TODAY, [office, office]), "parties"),
        (Plan("校园", TODAY, TODAY, [PartyPlan(BODY, POLICE, leads=True)]), "lead"),
        (Plan("校园", TODAY, TODAY, [office], [cast.people["sun"].pk]), "units"),
    ):
        with pytest.raises(Incomplete) as told:
            actions.begin_joint(cast.chen, plan)
        assert field in told.value.fields, field
    with pytest.raises(Forbidden):
        actions.begin_joint(cast.zheng, Plan("校园", TODAY, TODAY, [office, police], [school]))
    row = planned(cast.chen, [], {})
    with pytest.raises(Incomplete) as told:
        actions.call_joint(cast.chen, row.pk, version=row.version)
    assert "units" in told.value.fields


def test_an_event_lies_within_no_drive_that_is_not_held(cast: Cast) -> None:
    drive = drafted(cast.chen)
    event = called(cast, campaign=drive.pk)
    drive = cancel_drive(cast.chen, drive.pk, version=drive.version, reason="与区里的行动合并")
    with pytest.raises(Incomplete, match="已取消，检查不能记在它名下"):
        planned(cast.chen, [cast.units["school"]], cast.departments, campaign=drive.pk)
    assert event.campaign_id == drive.pk


def test_a_plan_that_was_told_takes_more_and_lets_go_of_nothing_that_was_done(cast: Cast) -> None:
    event = called(cast)
    send(cast.zheng, event, "城建办")
    now = [one.plan for one in (party(event, OFFICE_NAME), party(event, "城建办"))]
    site, school = cast.units["site"].pk, cast.units["school"].pk
    event = actions.plan_joint(
        cast.chen,
        event.pk,
        Plan("校园联合检查", TODAY, TOMORROW, [*now, PartyPlan(BODY, "供电所")], [school, site]),
        version=event.version,
    )
    assert visit_of(event, cast.units["site"]).state == "pending" and party(event, POLICE).left_on == TODAY
    with pytest.raises(NotAllowed):
        actions.plan_joint(
            cast.chen, event.pk, Plan("校园", TODAY, TODAY, now, [site]), version=event.version
        )
    with pytest.raises(NotAllowed):
        left = [now[0], PartyPlan(BODY, "供电所")]
        actions.plan_joint(
            cast.chen, event.pk, Plan("校园", TODAY, TODAY, left, [school, site]), version=event.version
        )
    with pytest.raises(Stale):
        actions.plan_joint(cast.chen, event.pk, Plan("校园", TODAY, TODAY, now, [school, site]), version=1)


def test_a_void_record_counts_for_nothing(cast: Cast) -> None:
    event = called(cast)
    found = thing(cast, cast.zheng)
    send(cast.zheng, event, "城建办", found)
    visit = finish(cast, event, {found.id: ordered()})
    assert figures(cast, "visits", "found", "ordered") == [1, 1, 1]
    void_visit(cast.chen, visit.inspection_id, reason="登记错了学校")
    assert figures(cast, "visits", "found") == [None, None]


def test_a_unit_merged_meanwhile_has_its_record_where_it_is_now(cast: Cast) -> None:
    event = called(cast)
    send(cast.zheng, event, "城建办", thing(cast, cast.zheng))
    other = register_unit(
        cast.chen, name="石桥中心小学", category="school", cell_id=cast.cells["石桥村"].pk, opened_on=FOUNDED
    )
    gone = cast.units["school"].pk
    merge_units(cast.chen, other.pk, gone, versions=(1, 1), choices={}, reason="重复登记")
    found = visit_of(event).parts.within(cast.chen.scope).get().findings[0]["id"]
    visit = finish(cast, event, {UUID(found): ordered()})
    record = Inspection.objects.within(cast.chen.scope).get()
    assert (record.pk, record.unit_id) == (visit.inspection_id, other.pk)
    assert [one.unit_id for one in hazards(cast)] == [other.pk]


def test_a_department_leads_without_ordering(cast: Cast) -> None:
    building = str(cast.departments["城建办"].pk)
    parties = [PartyPlan(DEPARTMENT, "城建办", building, leads=True), PartyPlan(BODY, POLICE)]
    plan = Plan("工地联合检查", TODAY, TODAY, parties, [cast.units["site"].pk])
    row = actions.begin_joint(cast.chen, plan)
    event = actions.call_joint(cast.chen, row.pk, version=row.version)
    found = thing(cast, cast.zheng, "临边无防护")
    part = send(cast.zheng, event, "城建办", found)
    end = Closing(
        {found.id: Fate("undecided", to=building)},
        {part.pk: 1},
        signature=cast.photo(cast.zheng, "white"),
        present="项目经理",
    )
    actions.finish_joint(cast.zheng, visit_of(event).pk, end, version=1)
    assert [one.state for one in hazards(cast)] == ["found"]
    assert [one.to for one in JointFinding.objects.within(cast.chen.scope)] == ["城建办"]
