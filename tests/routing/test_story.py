"""陈 plans two days out: units are chosen, routes solved, changed by hand, confirmed, walked; and what goes wrong on the way."""

from datetime import date, timedelta
from typing import Any

import pytest

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.desk import sections_of
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.core.jobs import ask, work_off
from bihuan.core.jobs.lifecycle import DONE
from bihuan.core.models import Job
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.identities import check_identities
from bihuan.grading.actions import approve_plan, draw_up_plan, grade_units, set_frequency
from bihuan.grading.rules import USUAL_TIMES
from bihuan.hazards.actions import Finding, finish_check
from bihuan.inspections.actions import OutingPlan, Visit, begin_campaign
from bihuan.measures.queries import to_revisit
from bihuan.notices.actions import tell_news
from bihuan.notices.models import Told
from bihuan.routing import actions
from bihuan.routing.actions import Pair
from bihuan.routing.jobs import NAME
from bihuan.routing.models import DayPlan, PlanStop
from bihuan.routing.queries import Wanted, choices, offered, stops_of, stops_on
from bihuan.units.actions import change_state, merge_units, place_unit, register_unit
from bihuan.units.models import Unit
from tests.cast import FOUNDED, NOW, TODAY, Cast
from tests.measures.deeds import decide
from tests.routing.deeds import FIRST, LAST, asked, placed, planned, shops, solved, stop_of, town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning() -> Any:
    with clock.moved(NOW):
        yield


def where(cast: Cast, plan: DayPlan) -> dict[str, tuple[Any, ...]]:
    return {one.unit.name: (one.day, one.order) for one in stops_of(town(cast), plan)}


def checked(cast: Cast, unit: Any, on: date, **more: Any) -> None:
    visit = Visit(
        unit=unit.pk, visited_on=on, second_inspector=cast.people["zhao"].pk, refusal="不在场", **more
    )
    finish_check(cast.chen, visit, [])


def test_all_units_stand_in_a_route_with_times(cast: Cast) -> None:
    placed(cast)
    plan = planned(cast)
    stops = stops_of(town(cast), plan)
    assert {one.day for one in stops} <= {FIRST, LAST} and all(one.team_id and one.arrives for one in stops)
    assert len(stops) == 3 and plan.solved_at and plan.version == 2
    assert [one.action for one in events.trail(town(cast), plan.pk)] == ["draw_up_day_plan", "fill_day_plan"]


def test_the_job_solves_with_progress_and_leads_to_the_plan(cast: Cast) -> None:
    placed(cast)
    plan = actions.draw_up_day_plan(cast.chen, asked(cast))
    job = ask(cast.chen, NAME, {"plan": str(plan.pk), "version": plan.version})
    work_off()
    job = Job.registry.get(pk=job.pk)
    assert job.state == DONE and job.total == 2
    assert all(one.team_id for one in stops_of(town(cast), plan))


def test_what_was_changed_meanwhile_is_not_overwritten(cast: Cast) -> None:
    placed(cast)
    plan = planned(cast)
    stop = stop_of(cast, plan, cast.units["site"])
    actions.take_out_stop(cast.chen, stop.pk, version=plan.version)
    job = ask(cast.chen, NAME, {"plan": str(plan.pk), "version": plan.version})
    work_off()
    assert "手工改过" in Job.registry.get(pk=job.pk).message


def test_units_without_a_place_are_named_or_put_into_their_villages_middle(cast: Cast) -> None:
    placed(cast, "yongan")
    plan = planned(cast)
    by_unit = {one.unit_id: one for one in stops_of(town(cast), plan)}
    school, site = by_unit[cast.units["school"].pk], by_unit[cast.units["site"].pk]
    assert school.place == "village" and school.team_id and "估计" in school.place_says
    assert site.place == "" and site.team_id is None and "没有标注位置" in site.why


def test_where_nothing_lies_anywhere_the_town_is_told_what_to_do(cast: Cast) -> None:
    with pytest.raises(Incomplete, match="外出设定"):
        actions.draw_up_day_plan(cast.chen, asked(cast))
    actions.set_route_custom(
        cast.chen, detour=1.4, speed=35, begins=510, ends=1050, lunch_from=720, lunch_to=780,
        start="镇政府", latitude=35.4, longitude=116.58, datum="wgs84", stays={},
    )  # fmt: skip
    plan = planned(cast)
    assert {one.why for one in stops_of(town(cast), plan)} == {"没有标注位置，所在村也没有标注过位置的单位"}
    with pytest.raises(NotAllowed, match="还没有排出路线"):
        actions.confirm_day_plan(cast.chen, plan.pk, version=plan.version)


def test_a_category_that_opens_at_night_is_left_out_with_the_reason(cast: Cast) -> None:
    placed(cast)
    actions.set_route_custom(
        cast.chen, detour=1.4, speed=35, begins=510, ends=1050, lunch_from=720, lunch_to=780,
        start="", latitude=None, longitude=None, datum="wgs84", stays={"fireworks": (40, 19 * 60, 22 * 60)},
    )  # fmt: skip
    plan = planned(cast)
    stop = stop_of(cast, plan, cast.units["yongan"])
    assert stop.team_id is None and "19:00至22:00" in stop.why


def test_a_stop_moved_by_hand_stays_when_the_rest_is_solved_again(cast: Cast) -> None:
    placed(cast)
    units = shops(cast, 4)
    plan = planned(cast)
    stop = stop_of(cast, plan, units[2])
    team = stop.team_id
    moved = actions.move_stop(cast.chen, stop.pk, team=team, day=LAST, turn=1, version=plan.version)
    assert (moved.day, moved.order, moved.pinned) == (LAST, 1, True)
    out = actions.take_out_stop(cast.chen, stop_of(cast, plan, units[0]).pk, version=plan.version + 1)
    with pytest.raises(Stale):
        actions.take_out_stop(cast.chen, out.pk, version=plan.version)
    plan = DayPlan.objects.within(town(cast)).get()
    plan = solved(cast.chen, plan)
    again = stop_of(cast, plan, units[2])
    assert again.day == LAST and again.pinned
    assert stop_of(cast, plan, units[0]).team_id is None  # what was taken out stays out
    loose = actions.loosen_stop(cast.chen, out.pk, version=plan.version)
    assert not loose.pinned
    with pytest.raises(NotAllowed, match="没有固定"):
        actions.loosen_stop(cast.chen, out.pk, version=plan.version + 1)
    with pytest.raises(Incomplete):
        actions.move_stop(cast.chen, stop.pk, team=None, day=TODAY, turn=None, version=plan.version + 1)


def test_a_unit_is_added_once(cast: Cast) -> None:
    placed(cast)
    plan = planned(cast, words="永安")
    assert len(stops_of(town(cast), plan)) == 1
    added = actions.add_stop(cast.chen, plan.pk, unit=cast.units["school"].pk, version=plan.version)
    assert added.source == "added" and added.team_id is None
    with pytest.raises(Incomplete, match="已经在计划里"):
        actions.add_stop(cast.chen, plan.pk, unit=cast.units["school"].pk, version=plan.version + 1)
    with pytest.raises(Incomplete):
        actions.add_stop(cast.chen, plan.pk, unit=None, version=plan.version + 1)


def test_who_goes_is_told_and_a_stop_is_made_by_its_record(cast: Cast) -> None:
    placed(cast)
    plan = planned(cast)
    plan = actions.confirm_day_plan(cast.chen, plan.pk, version=plan.version)
    tell_news(cast.town.pk)
    told = Told.objects.within(town(cast)).filter(notice__kind="routing.confirmed")
    assert {one.person_id for one in told} == {cast.people["zhao"].pk}  # 陈 has done it and need not be told
    first = stops_on(town(cast), cast.people["zhao"].pk, FIRST)
    assert first and not any(one.made for one in first)
    with clock.moved(clock.at(FIRST, 10)):
        section = next(one for one in sections_of(cast.zhao, clock.now()) if one.title == "今天的检查路线")
        assert next(one.text for one in section.items).endswith(first[0].unit.name)
        checked(cast, first[0].unit, FIRST)
        assert stops_on(town(cast), cast.people["zhao"].pk, FIRST)[0].made
    keys = ("routes.days", "routes.planned", "routes.made", "routes.rate")
    asks = [Ask(key, FOUNDED, LAST, LAST) for key in keys]
    found = evaluate(town(cast), asks)
    days, whole, made, rate = (found[one].value for one in asks)
    assert days == len({one.day for one in stops_of(town(cast), plan)}) and (whole, made) == (3, 1)
    assert float(str(rate)) == pytest.approx(33.3, abs=0.1)
    verdicts = check_identities(town(cast), FOUNDED, LAST, LAST)
    assert all(one.holds for some in verdicts.values() for one in some)


def test_a_draft_counts_nowhere_and_a_confirmed_one_may_be_taken_back_until_it_begins(cast: Cast) -> None:
    placed(cast)
    plan = planned(cast)
    plan = actions.confirm_day_plan(cast.chen, plan.pk, version=plan.version)
    with pytest.raises(NotAllowed, match="退回修改"):
        stop = stops_of(town(cast), plan)[0]
        actions.take_out_stop(cast.chen, stop.pk, version=plan.version)
    plan = actions.reopen_day_plan(cast.chen, plan.pk, version=plan.version)
    tell_news(cast.town.pk)
    heard = Told.objects.within(town(cast)).filter(notice__kind="routing.taken_back")
    assert {one.person_id for one in heard} == {cast.people["zhao"].pk}  # 陈 took it back himself
    ask_planned = Ask("routes.planned", FOUNDED, LAST, LAST)
    assert evaluate(town(cast), [ask_planned])[ask_planned].value in (None, 0)
    plan = actions.confirm_day_plan(cast.chen, plan.pk, version=plan.version)
    with clock.moved(clock.at(FIRST, 9)), pytest.raises(NotAllowed, match="已经开始"):
        actions.reopen_day_plan(cast.chen, plan.pk, version=plan.version)
    with clock.moved(clock.at(LAST + timedelta(days=1), 9)):
        assert actions.end_day_plans(cast.chen) == 1 and actions.end_day_plans(cast.chen) == 0
    assert DayPlan.objects.within(town(cast)).get().state == "ended"


def test_what_changed_since_is_said_when_it_is_confirmed(cast: Cast) -> None:
    placed(cast)
    plan = planned(cast)
    change_state(cast.chen, cast.units["school"].pk, state="closed", from_on=TODAY, reason="撤并")
    with pytest.raises(NotAllowed, match="石桥小学已经不在册"):
        actions.confirm_day_plan(cast.chen, plan.pk, version=plan.version)
    plan = solved(cast.chen, plan)
    assert stop_of(cast, plan, cast.units["school"]).why == "已不在册"
    with clock.moved(clock.at(LAST, 9)), pytest.raises(NotAllowed, match="已经过去"):
        actions.confirm_day_plan(cast.chen, plan.pk, version=plan.version)
    actions.confirm_day_plan(cast.chen, plan.pk, version=plan.version)
    with pytest.raises((NotAllowed, Stale)):  # two press at once: one confirms
        actions.confirm_day_plan(cast.chen, plan.pk, version=plan.version)


def test_nobody_is_out_by_two_plans_at_once(cast: Cast) -> None:
    placed(cast)
    one, other = planned(cast), planned(cast, title="第二份")
    actions.confirm_day_plan(cast.chen, one.pk, version=one.version)
    with pytest.raises(NotAllowed, match="已经排在"):
        actions.confirm_day_plan(cast.chen, other.pk, version=other.version)
    with pytest.raises(Incomplete, match="已经排在"):
        planned(cast, title="第三份")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"from_on": TODAY - timedelta(days=1)}, "from_on"),
        ({"from_on": None}, "from_on"),
        ({"to_on": FIRST - timedelta(days=1)}, "to_on"),
        ({"from_on": date(2026, 6, 6), "to_on": date(2026, 6, 7)}, "to_on"),  # a weekend
        ({"to_on": date(2026, 6, 30)}, "to_on"),
        ({"pairs": []}, "first_1"),
        ({"sources": []}, "sources"),
        ({"sources": ["campaign"]}, "campaign"),
        ({"words": "没有这家"}, "sources"),
        ({"begins": 1000, "ends": 900}, "ends"),
        ({"begins": 20 * 60}, "ends"),  # the town is back at half past five
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field(cast: Cast, more: dict[str, Any], field: str) -> None:
    placed(cast)
    with pytest.raises(Incomplete) as refused:
        actions.draw_up_day_plan(cast.chen, asked(cast, **more))
    assert field in refused.value.fields and not DayPlan.objects.within(town(cast)).exists()


def test_a_crew_without_two_people_is_refused(cast: Cast) -> None:
    placed(cast)
    chen, zhao, lu = (cast.people[key].pk for key in ("chen", "zhao", "lu"))
    for pairs, field in (
        ([Pair(chen, None)], "second_1"),
        ([Pair(None, None, "鲁H·A0001")], "first_1"),
        ([Pair(chen, chen)], "second_1"),
        ([Pair(chen, zhao), Pair(cast.people["wu"].pk, zhao)], "second_2"),
        ([Pair(chen, lu)], "second_1"),
    ):
        with pytest.raises(Incomplete) as refused:
            actions.draw_up_day_plan(cast.chen, asked(cast, pairs=pairs))
        assert field in refused.value.fields


def test_only_who_may_plan_plans_and_the_same_page_makes_one(cast: Cast) -> None:
    placed(cast)
    with pytest.raises(Forbidden):
        actions.draw_up_day_plan(cast.li, asked(cast))
    given = asked(cast)
    actions.draw_up_day_plan(cast.chen, given)
    with pytest.raises(NotAllowed, match="已经编排过"):
        actions.draw_up_day_plan(cast.chen, given)


def test_what_is_due_is_offered_and_a_campaign_leaves_out_whom_it_has_seen(cast: Cast) -> None:
    placed(cast)
    finding = Finding(
        "配电箱无门",
        "deadline",
        photos=(cast.photo(cast.chen),),
        demand="装门",
        deadline_on=LAST,
        kind="power",
    )
    visit = Visit(
        unit=cast.units["site"].pk,
        visited_on=TODAY,
        second_inspector=cast.people["zhao"].pk,
        refusal="不在场",
    )
    finish_check(cast.chen, visit, [finding])
    assert offered(town(cast), FIRST, FIRST, TODAY)["reinspect"] == 0  # its term still runs
    assert offered(town(cast), FIRST, LAST, TODAY)["reinspect"] == 1
    (due,) = choices(town(cast), Wanted(("reinspect",)), FIRST, LAST, TODAY)
    assert (due.unit.pk, due.since) == (cast.units["site"].pk, LAST)
    campaign = begin_campaign(
        cast.chen, name="百日攻坚", begins_on=TODAY, ends_on=LAST, categories=["fireworks", "school"]
    )
    wanted = Wanted(("campaign",), campaign)
    assert {one.unit.name for one in choices(town(cast), wanted, FIRST, LAST, TODAY)} == {
        "永安烟花店",
        "石桥小学",
    }
    checked(cast, cast.units["yongan"], TODAY, outing=OutingPlan(campaign=campaign.pk))
    assert [one.unit.name for one in choices(town(cast), wanted, FIRST, LAST, TODAY)] == ["石桥小学"]
    plan = planned(cast, sources=["campaign", "reinspect"], campaign=campaign.pk)
    assert where(cast, plan)["柳林村便民中心工地"][0] == LAST
    assert (
        PlanStop.objects.within(cast.li.scope).filter(plan=plan).count() == 1
    )  # a village sees its own alone


def test_a_banned_place_is_seen_again_in_time_though_it_has_left_the_register(cast: Cast) -> None:
    placed(cast)
    ban = decide(cast, "ban")
    due = to_revisit(town(cast), date(2026, 6, 5)).get().due_on
    assert ban.unit_id == cast.units["yongan"].pk and due == date(2026, 6, 5)
    plan = planned(cast, sources=["banned"], to_on=due)
    (stop,) = stops_of(town(cast), plan)
    assert stop.team_id and stop.day is not None and stop.day <= due and stop.until_on == due
    assert actions.confirm_day_plan(cast.chen, plan.pk, version=plan.version).state == "confirmed"


def test_visits_of_the_years_plan_are_offered_until_they_are_made(cast: Cast) -> None:
    placed(cast)
    set_frequency(cast.chen, times=USUAL_TIMES)
    grade_units(Actor.clock(cast.town.pk))
    year = draw_up_plan(cast.chen, year=2026)
    wanted, last = Wanted(("graded",)), date(2026, 12, 31)
    assert not choices(town(cast), wanted, FIRST, last, TODAY)  # a draft asks nothing
    approve_plan(cast.zhou, year.pk, approval="同意")
    before = {one.unit.pk for one in choices(town(cast), wanted, FIRST, last, TODAY)}
    assert before == {one.pk for one in cast.units.values()}
    some = choices(town(cast), Wanted(("graded",), category="school"), FIRST, last, TODAY)
    assert [one.unit.name for one in some] == ["石桥小学"]


def test_a_stop_whose_unit_was_merged_since_is_made_by_the_record_of_where_it_is_now(cast: Cast) -> None:
    placed(cast)
    given = {"category": "fireworks", "opened_on": FOUNDED, "cell_id": cast.cells["石桥村"].pk}
    twin = register_unit(cast.chen, name="永安烟花店（老店）", **given)
    place_unit(cast.chen, twin.pk, latitude=35.4, longitude=116.58, sure=True)
    plan = planned(cast, words="老店")
    actions.confirm_day_plan(cast.chen, plan.pk, version=plan.version)
    kept, gone = (Unit.objects.within(town(cast)).get(pk=one.pk) for one in (cast.units["yongan"], twin))
    versions = (kept.version, gone.version)
    merge_units(cast.chen, kept.pk, gone.pk, versions=versions, choices={}, reason="重复登记")
    (stop,) = stops_of(town(cast), plan)
    assert not stop.made
    with clock.moved(clock.at(stop.day, 10)):
        checked(cast, kept, stop.day)
        assert stops_of(town(cast), plan)[0].made


def test_days_that_are_not_needed_are_said(cast: Cast, sign_in: Any) -> None:
    placed(cast)
    plan = planned(cast)
    days = {one.day for one in stops_of(town(cast), plan)}
    page = sign_in("chen").get(f"/routes/{plan.pk}/").content.decode()
    assert ("能少出一天就少出一天" in page) == (len(days) < 2)
