"""A drive from its draft to its report: its list follows the register, what is left is known at every moment, nothing is counted twice."""

from datetime import timedelta

import pytest

from bihuan.campaigns import actions
from bihuan.campaigns.models import CampaignUnit, DrivePaper, DrivePlan
from bihuan.campaigns.queries.drives import finders, progress
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.core.models import Event
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Slice
from bihuan.hazards.actions import Finding, finish_check
from bihuan.inspections.actions import OutingPlan, Visit, begin_campaign, complete_patrol
from bihuan.inspections.models import Campaign
from bihuan.lists.actions import save_filter
from bihuan.lists.models import SavedFilter
from bihuan.notices.actions import tell_news
from bihuan.notices.models import Told
from bihuan.routing.queries import Wanted, choices
from bihuan.summaries.actions import worked_out
from bihuan.summaries.models import Summary
from bihuan.units.actions import change_state, register_unit, revise_unit
from bihuan.units.models import Unit
from tests.campaigns.deeds import (
    ENDS,
    drafted,
    issued,
    line,
    lines,
    numbers,
    plan_of,
    post,
    visited,
    watched,
)
from tests.cast import TODAY, Cast
from tests.units.deeds import merge

EVERYTHING = ["柳林村便民中心工地", "永安烟花店", "石桥小学"]


def test_a_draft_is_usable_at_once_and_issued_it_lists_and_divides_its_units(cast: Cast) -> None:
    """周 presses 百日攻坚, then 印发."""
    teams = watched(cast)
    row = actions.draft_drive(cast.zhou, kind="hundred")
    plan = DrivePlan.objects.within(cast.chen.scope).get(campaign=row)
    assert row.state == "draft" and row.name == "2026年百日攻坚行动"
    assert (row.ends_on - row.begins_on).days == 99 and len(plan.parts) == 4 and len(plan.teams) == 3
    assert plan.parts[0].begins_on == row.begins_on and plan.parts[-1].ends_on == row.ends_on
    assert numbers(cast.chen, "campaigns")[0] == 0
    row = actions.issue_drive(cast.zhou, row.pk, version=row.version)
    assert lines(row) == EVERYTHING
    assert line(row, cast.units["school"]).team == teams["school"]
    assert line(row, cast.units["yongan"]).team == teams["fireworks"]
    paper = DrivePaper.objects.within(cast.chen.scope).get(campaign=row)
    assert [len(team["units"]) for team in paper.content["teams"]] == [1, 1, 1]
    assert paper.content["units"] == 3 and not paper.content["unassigned"]


def test_what_a_scope_means(cast: Cast) -> None:
    watched(cast)
    chen, town = cast.chen, cast.cells
    for limits, found in (
        ({"categories": ["school", "mine"]}, ["石桥小学"]),
        ({"cells": [town["东片办事处"].path]}, ["永安烟花店", "石桥小学"]),
        ({"cells": [town["柳林村"].path], "categories": ["building"]}, ["柳林村便民中心工地"]),
    ):
        assert lines(issued(chen, **limits)) == found
    save_filter(chen, "units", name="石桥的", query="words=石桥小学")
    kept = SavedFilter.objects.within(chen.scope).get()
    row = issued(chen, saved=str(kept.pk))
    assert (
        lines(row) == ["石桥小学"]
        and DrivePlan.objects.within(chen.scope).get(campaign=row).query_name == "石桥的"
    )


def test_what_makes_no_sense_is_refused_in_words(cast: Cast) -> None:
    watched(cast)
    row = drafted(cast.chen)

    def changed(**more: object) -> Campaign:
        return actions.plan_drive(cast.chen, row.pk, version=row.version, plan=plan_of(row, **more))

    with pytest.raises(Incomplete, match="结束日期不能早于开始日期"):
        changed(ends_on=TODAY - timedelta(days=1))
    with pytest.raises(Incomplete, match="请填写行动名称"):
        changed(name=" ")
    row = changed(categories=["mine"])
    with pytest.raises(Incomplete, match="按现在的范围没有一家单位"):
        actions.issue_drive(cast.chen, row.pk, version=row.version)
    row = changed(categories=[], teams=[])
    with pytest.raises(Incomplete, match="至少选择一个专项组"):
        actions.issue_drive(cast.chen, row.pk, version=row.version)
    with pytest.raises(Stale):
        actions.issue_drive(cast.chen, row.pk, version=row.version - 1)
    with pytest.raises(Forbidden):
        actions.issue_drive(cast.li, row.pk, version=row.version)
    assert Campaign.objects.within(cast.chen.scope).get(pk=row.pk).state == "draft"
    with pytest.raises(Incomplete, match="还没有印发"):
        visited(cast.chen, row, cast.units["school"])


def test_the_list_follows_the_register(cast: Cast) -> None:
    """A school opens, a shop becomes a market of fireworks, the site closes, 永安 closes after it was visited."""
    watched(cast)
    founder = Actor.founder(cast.town.pk)
    row = issued(cast.chen, categories=["fireworks", "school", "building"])
    fresh = register_unit(
        founder, name="柳林小学", category="school", cell_id=cast.cells["柳林村"].pk, opened_on=TODAY
    )
    assert line(row, fresh).joined_for == "期内新登记" and line(row, fresh).team.name == "教育专项组"
    shop = register_unit(
        founder, name="杂货店", category="shop", cell_id=cast.cells["石桥村"].pk, opened_on=TODAY
    )
    assert shop.name not in lines(row)
    shop = revise_unit(founder, shop.pk, version=shop.version, name="杂货店", category="fireworks")
    assert line(row, shop).joined_for == "登记情况变更后属于行动范围"
    shop = revise_unit(founder, shop.pk, version=shop.version, name="杂货店", category="shop")
    assert line(row, shop).left_for == "登记情况变更后不再属于行动范围"
    visited(cast.chen, row, cast.units["yongan"])
    for key in ("site", "yongan"):
        unit = Unit.objects.within(cast.chen.scope).get(pk=cast.units[key].pk)
        change_state(cast.chen, unit.pk, state="closed", from_on=TODAY, reason="停业", handling="无")
    assert "已关闭" in line(row, cast.units["site"]).left_for
    whole = progress(cast.chen.scope, [row.pk])[row.pk].whole
    assert (whole.units, whole.visited, whole.left) == (3, 1, 2)  # what was visited stays counted
    assert numbers(cast.chen, "drive.units", "drive.visited", "drive.left", part=Slice(campaign=row.pk)) == [
        3,
        1,
        2,
    ]
    assert actions.keep_drives(Actor.clock(cast.town.pk)) == 0


def test_days_out_are_planned_by_the_list_and_not_by_the_categories(cast: Cast) -> None:
    watched(cast)
    row = issued(cast.chen, cells=[cast.cells["东片办事处"].path])
    wanted = Wanted(("campaign",), row)

    def due() -> list[str]:
        found = choices(Scope.whole_town(cast.town.pk), wanted, TODAY, TODAY, TODAY)
        return sorted(one.unit.name for one in found)

    assert due() == lines(row) == ["永安烟花店", "石桥小学"]
    visited(cast.chen, row, cast.units["yongan"])
    assert due() == ["石桥小学"]


def test_an_issued_plan_is_changed_for_a_reason_and_its_list_with_it(cast: Cast) -> None:
    teams = watched(cast)
    row = issued(cast.chen)
    visited(cast.chen, row, cast.units["school"], teams["school"])
    with pytest.raises(NotAllowed, match="变更方案"):
        actions.plan_drive(cast.chen, row.pk, version=row.version, plan=plan_of(row))
    narrower = plan_of(row, categories=["fireworks"])
    with pytest.raises(Incomplete, match="变更的原因"):
        actions.change_drive(cast.chen, row.pk, version=row.version, plan=narrower, reason=" ")
    with pytest.raises(Incomplete, match="没有一家单位"):
        actions.change_drive(
            cast.chen, row.pk, version=row.version, plan=plan_of(row, categories=["mine"]), reason="改"
        )
    row = actions.change_drive(
        cast.chen, row.pk, version=row.version, plan=narrower, reason="上级要求集中力量"
    )
    assert lines(row) == ["永安烟花店", "石桥小学"]  # the school was visited
    assert line(row, cast.units["site"]).left_for == "方案变更后不再属于行动范围"
    papers = DrivePaper.objects.within(cast.chen.scope).filter(campaign=row)
    assert [one.version for one in papers] == [1, 2] and papers[1].reason == "上级要求集中力量"
    told = Event.objects.within(cast.chen.scope).filter(action="change_drive").get()
    assert told.given["reason"] == "上级要求集中力量" and told.given["left"] == 1


def test_it_is_closed_when_each_unit_is_visited_or_accounted_for_and_begins_its_report(cast: Cast) -> None:
    teams = watched(cast)
    row = issued(cast.chen, name="六月攻坚行动")
    with pytest.raises(Incomplete, match="永安烟花店") as refused:
        actions.close_drive(cast.chen, row.pk, version=row.version)
    assert "共3家" in refused.value.message
    plan = OutingPlan(campaign=row.pk, team=teams["fireworks"].pk)
    visit = Visit(
        cast.units["yongan"].pk, TODAY, second_inspector=cast.people["zhao"].pk, refusal="不在", outing=plan
    )
    finish_check(
        cast.chen, visit, [Finding("电线老化", "undecided", photos=(cast.photo(cast.chen),), kind="power")]
    )
    visited(cast.chen, row, cast.units["school"], teams["school"])
    site = line(row, cast.units["site"])
    with pytest.raises(Incomplete, match="请写明"):
        actions.excuse_line(cast.chen, site.pk, excuse="other", note="")
    actions.excuse_line(cast.chen, site.pk, excuse="stopped")
    [first, second] = finders(cast.chen.scope, row)
    assert (first.team, first.visits, first.found, first.open) == (teams["fireworks"].pk, 1, 1, 1)
    assert (second.team, second.found) == (teams["school"].pk, 0)
    row, summary = actions.close_drive(cast.chen, row.pk, version=row.version)
    assert row.state == "closed" and summary.title == "六月攻坚行动工作总结" and summary.kind == "campaign"
    result = worked_out(cast.chen.scope, summary)
    text = summary.text
    assert "六月攻坚行动期间" in text
    told = {one.ask.figure: one.value.value for one in result.blanks if one.ask and one.value}
    assert (told["drive.units"], told["drive.visited"], told["drive.excused"], told["drive.left"]) == (
        3,
        2,
        1,
        0,
    )
    assert (told["inspect.visits"], told["hazards.found"]) == (2, 1)
    assert {one.ask.slice.campaign for one in result.blanks if one.ask} == {row.pk}
    assert numbers(cast.chen, "drive.closed")[0] == 1
    with pytest.raises(NotAllowed):
        actions.close_drive(cast.chen, row.pk, version=row.version)
    with pytest.raises(NotAllowed):
        actions.excuse_line(cast.chen, site.pk, excuse="shut")
    late = register_unit(
        Actor.founder(cast.town.pk),
        name="又一家",
        category="school",
        cell_id=cast.cells["石桥村"].pk,
        opened_on=TODAY,
    )
    assert not CampaignUnit.objects.within(cast.chen.scope).filter(unit=late).exists()
    with clock.moved(clock.at(TODAY + timedelta(days=1), 9)), pytest.raises(Incomplete, match="已经总结"):
        plan = OutingPlan(campaign=row.pk)
        complete_patrol(cast.chen, Visit(late.pk, TODAY + timedelta(days=1), kind="patrol", outing=plan))


def test_what_counts_for_two_drives_is_counted_once_in_the_larger(cast: Cast) -> None:
    teams = watched(cast)
    larger = issued(cast.chen, "hundred", days={"ends_on": TODAY + timedelta(days=99)})
    smaller = issued(cast.chen, "special", parent=larger.pk, categories=["school"], name="校园整治")
    visited(cast.chen, smaller, cast.units["school"], teams["school"])
    visited(cast.chen, larger, cast.units["yongan"], teams["fireworks"])
    of = {
        row.pk: numbers(
            cast.chen, "inspect.visits", "inspect.units", "drive.visited", part=Slice(campaign=row.pk)
        )
        for row in (larger, smaller)
    }
    assert of[larger.pk] == [2, 2, 2] and of[smaller.pk] == [1, 1, 1]
    there = progress(cast.chen.scope)
    assert (there[larger.pk].whole.visited, there[smaller.pk].whole.visited) == (2, 1)
    with pytest.raises(NotAllowed, match="校园整治”还没有结束"):
        actions.excuse_line(cast.chen, line(larger, cast.units["site"]).pk, excuse="gone")
        actions.close_drive(cast.chen, larger.pk, version=larger.version)
    third = drafted(cast.chen, "flood")
    for parent, why in ((smaller.pk, "只能套一层"), (third.pk, "只能套一层")):
        with pytest.raises(Incomplete, match=why):
            actions.plan_drive(cast.chen, third.pk, version=third.version, plan=plan_of(third, parent=parent))
    with pytest.raises(Incomplete, match="以内"):
        late = plan_of(third, parent=larger.pk, ends_on=TODAY + timedelta(days=200))
        actions.plan_drive(cast.chen, third.pk, version=third.version, plan=late)


def test_nothing_is_issued_within_a_drive_that_is_over(cast: Cast) -> None:
    watched(cast)
    larger = issued(cast.chen, categories=["school"])
    smaller = drafted(cast.chen, "special")
    plan = plan_of(smaller, parent=larger.pk, categories=["school"])
    smaller = actions.plan_drive(cast.chen, smaller.pk, version=smaller.version, plan=plan)
    visited(cast.chen, larger, cast.units["school"])
    actions.close_drive(cast.chen, larger.pk, version=larger.version)
    with pytest.raises(Incomplete, match=r"上一级行动.*已经结束"):
        actions.issue_drive(cast.chen, smaller.pk, version=smaller.version)


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "over"])
def test_a_merger_after_its_end_leaves_nothing_unvisited_on_a_drive(cast: Cast, closed: bool) -> None:
    """One school stood on the list twice; both rows were visited, one of them is a stub later."""
    watched(cast)
    school, founder = cast.units["school"], Actor.founder(cast.town.pk)
    given = {"category": "school", "cell_id": cast.cells["石桥村"].pk, "opened_on": TODAY}
    again = register_unit(founder, name="石桥小学（重）", **given)
    row = issued(cast.chen, categories=["school"])
    for unit in (school, again):
        visited(cast.chen, row, unit)
    if closed:
        row, _ = actions.close_drive(cast.chen, row.pk, version=row.version)
    with clock.moved(clock.at(TODAY if closed else ENDS + timedelta(days=1), 15)):
        merge(school, again, cast.chen)
    end = ENDS + timedelta(days=1)
    found = numbers(cast.chen, "drive.units", "drive.visited", "drive.left", on=end)
    assert found == [1, 1, 0] and line(row, again).left_for == "已并入“石桥小学”"


def test_who_is_on_a_drive_no_more_hears_that_its_plan_was_changed(cast: Cast) -> None:
    teams = watched(cast)
    actions.seat(cast.chen, teams["school"].pk, role="head", post_id=post(cast, "zheng").pk)
    row = issued(cast.chen)
    others = [str(one.pk) for key, one in teams.items() if key != "school"]
    actions.change_drive(
        cast.chen, row.pk, version=row.version, plan=plan_of(row, teams=others), reason="教育专项组另有任务"
    )
    tell_news(cast.town.pk)
    heard = Told.objects.within(cast.chen.scope).filter(
        notice__kind="campaigns.told", person=cast.people["zheng"]
    )
    assert any("另有任务" in one.notice.text for one in heard)


def test_a_drive_that_is_cancelled_counts_no_more_and_its_teams_hear(cast: Cast) -> None:
    teams = watched(cast)
    actions.seat(cast.chen, teams["school"].pk, role="head", post_id=post(cast, "zheng").pk)
    row = issued(cast.chen)
    tell_news(cast.town.pk)
    heard = Told.objects.within(cast.chen.scope).filter(
        notice__kind="campaigns.told", person=cast.people["zheng"]
    )
    assert "行动方案已印发" in heard.get().notice.text
    with pytest.raises(Incomplete, match="取消的原因"):
        actions.cancel_drive(cast.chen, row.pk, version=row.version, reason="")
    row = actions.cancel_drive(cast.chen, row.pk, version=row.version, reason="与区里的行动合并")
    assert numbers(cast.chen, "campaigns", "drive.units") == [0, 0]
    with pytest.raises(Incomplete, match="已经取消"):
        visited(cast.chen, row, cast.units["school"])
    with pytest.raises(NotAllowed):
        actions.issue_drive(cast.chen, row.pk, version=row.version)


def test_a_sweep_arrives_everywhere_and_registers_what_it_finds(cast: Cast) -> None:
    """王 walks 石桥村; a house is being built that was on no list."""
    watched(cast)
    row = issued(cast.chen, "sweep", cells=[cast.cells["石桥村"].path], name="自建房拉网式巡查")
    assert lines(row) == ["永安烟花店", "石桥小学"]
    for key in ("yongan", "school"):
        actions.note_arrival(cast.wang, line(row, cast.units[key]).pk)
    with pytest.raises(NotAllowed, match="已经到过"):
        actions.note_arrival(cast.wang, line(row, cast.units["school"]).pk)
    with pytest.raises(Incomplete, match="请填写名称"):
        actions.found_place(
            cast.wang, row.pk, name="", category="building.house", cell_id=cast.cells["石桥村"].pk
        )
    place = actions.found_place(
        cast.wang, row.pk, name="村东头王家自建房", category="building.house", cell_id=cast.cells["石桥村"].pk
    )
    assert place.category == "building.house" and line(row, place).joined_for == "巡查中发现，当场登记"
    keys = ("sweep.units", "sweep.visited", "sweep.left", "sweep.found", "sweep.coverage")
    assert [str(one) for one in numbers(cast.chen, *keys)] == ["3", "2", "1", "1", "66.7"]
    assert not CampaignUnit.objects.within(cast.sun.scope).exists()
    ordinary = issued(cast.chen)
    with pytest.raises(NotAllowed, match="请登记检查"):
        actions.note_arrival(cast.chen, line(ordinary, cast.units["site"]).pk)
    with pytest.raises(NotAllowed, match="不在进行"):
        actions.found_place(
            cast.chen, ordinary.pk, name="x", category="shop", cell_id=cast.cells["石桥村"].pk
        )


@pytest.mark.parametrize(("done", "verdict"), [(2, "proved"), (1, "disproved")])
def test_that_a_sweep_left_out_nothing_is_proved_or_disproved(cast: Cast, done: int, verdict: str) -> None:
    row = issued(cast.chen, "sweep", cells=[cast.cells["石桥村"].path], name="商铺拉网式巡查")
    for key in ("yongan", "school")[:done]:
        actions.note_arrival(cast.chen, line(row, cast.units[key]).pk)
    if done == 1:
        actions.excuse_line(cast.chen, line(row, cast.units["school"]).pk, excuse="shut")
    text = "拉网式巡查应到点位XX处，已到点位XX处，新发现点位XX处。开展拉网式巡查，不漏一户。名单应查尽查。"
    summary = Summary(town_id=cast.town.pk, text=text, since=TODAY, until=TODAY, as_of=TODAY)
    result = worked_out(cast.chen.scope, summary)
    found = {one.claim.kind.name: one.finding for one in result.claims}
    assert found["拉网式巡查全覆盖"].verdict == found["名单应查尽查"].verdict == verdict
    filled = [blank.value.value if blank.value else None for blank in result.blanks]
    assert filled == [2, done, 0]
    if done == 1:
        assert "写明原因没有查的1家" in found["拉网式巡查全覆盖"].text
        assert found["拉网式巡查全覆盖"].wording == "列入名单2家，已查1家，说明原因未查1家"


def test_a_drive_begun_before_there_were_plans_can_be_closed(cast: Cast) -> None:
    row = begin_campaign(cast.chen, name="旧行动", begins_on=TODAY, ends_on=TODAY)
    row, summary = actions.close_drive(cast.chen, row.pk, version=row.version)
    assert row.state == "closed" and summary is not None
    with pytest.raises(NotAllowed, match="还没有开始"):
        ahead = begin_campaign(cast.chen, name="明天的", begins_on=TODAY + timedelta(days=1), ends_on=ENDS)
        actions.close_drive(cast.chen, ahead.pk, version=ahead.version)
