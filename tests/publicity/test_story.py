"""Leaflets, a vehicle, a safety month: entered once, counted by stated rules, and what did not come to a village stays in sight."""

from datetime import date, timedelta

import pytest

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.duties import run_due
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound
from bihuan.core.ids import new_id
from bihuan.figures.evaluation import Ask, Slice, evaluate
from bihuan.grid.actions import open_cell
from bihuan.grid.boundary_actions import merge_cell
from bihuan.hazards.actions import finish_check
from bihuan.inspections.actions import begin_campaign
from bihuan.publicity import actions
from bihuan.publicity.actions.planning import remind_plans
from bihuan.publicity.models import Outreach, OutreachPlace
from bihuan.publicity.queries import checks_without, coverage, entered, outreaches, undone, uses
from bihuan.publicity.rules import COUNTED, ESTIMATED
from bihuan.units.actions import register_unit
from tests.cast import FOUNDED, TODAY, Cast
from tests.core.deeds import visit
from tests.core.test_statements import few_statements
from tests.notices.deeds import bell, tick
from tests.publicity.deeds import TOMORROW, handed_out, numbers, planned
from tests.units.deeds import merge

pytestmark = pytest.mark.usefixtures("no_rollups")


def test_leaflets_are_entered_once_for_many_villages(cast: Cast) -> None:
    assert numbers(cast, "materials", "reached") == [None, None]  # nothing on record is not nought
    rows = handed_out(cast.chen, cast.cells["石桥村"], cast.cells["柳林村"], used="home")
    assert [row.count for row in rows] == [300, 300]
    found = numbers(cast, "times", "times_leaflet", "materials", "reached", "reached_estimated")
    assert found == [2, 2, 600, 0, 600]  # one person a copy, and that is an estimate
    place = Slice(cell=cast.cells["石桥村"].path)
    assert numbers(cast, "materials", "villages", part=place) == [300, 1]
    assert uses(cast.chen.scope) == ({}, {"home": 2}) and uses(cast.li.scope)[1] == {"home": 1}


def test_a_vehicle_that_tours_two_villages_went_out_once_and_was_in_both(cast: Cast) -> None:
    (row,) = handed_out(cast.chen, cast.cells["石桥村"], cast.cells["柳林村"], channel="vehicle", count=1)
    assert OutreachPlace.objects.within(cast.chen.scope).filter(outreach=row).count() == 2
    assert numbers(cast, "vehicle", "times", "villages", "vehicle_villages") == [1, 1, 2, 2]
    for name in ("石桥村", "柳林村"):
        assert numbers(cast, "vehicle", part=Slice(cell=cast.cells[name].path)) == [1]
    assert row in outreaches(cast.li.scope)


def test_counted_and_estimated_are_never_added(cast: Cast) -> None:
    village = cast.cells["石桥村"]
    handed_out(cast.li, village, reached=120, reach_kind=COUNTED)
    handed_out(cast.li, village, channel="board", count=4, reached=1000, reach_kind=ESTIMATED)
    handed_out(cast.li, village, channel="banner", count=3)  # nobody can say whom it reached
    handed_out(cast.chen, cast.cells["town"], channel="sms", count=9000)
    assert numbers(cast, "reached", "reached_estimated", "boards", "banners", "sms") == [
        9120,
        1000,
        4,
        3,
        9000,
    ]
    assert numbers(cast, "villages") == [1]  # what goes to everybody's phone has been in no village


def test_what_comes_to_no_village_is_missed(cast: Cast) -> None:
    assert numbers(cast, "villages_all", "villages_missed") == [2, 2]
    handed_out(cast.li, cast.cells["石桥村"])
    assert numbers(cast, "villages_all", "villages_missed", "villages") == [2, 1, 1]
    handed_out(cast.chen, cast.cells["东片办事处"])  # at the office's own place: in no village
    assert numbers(cast, "villages_missed") == [1]
    found = coverage(cast.chen.scope, FOUNDED, TODAY)
    assert [row.cell.name for row in found.unreached] == ["柳林村"]
    assert [row.cell.name for row in found.gap("leaflet")] == ["柳林村"]
    with clock.moved(clock.at(TOMORROW, 9)):
        handed_out(cast.chen, cast.cells["柳林村"], channel="lecture", count=1)
        assert numbers(cast, "villages_missed", on=TOMORROW) == [0]
        assert numbers(cast, "villages_missed", "villages", on=TODAY) == [1, 1]  # the past stays as it was
        january = date(2027, 1, 2)
        assert numbers(cast, "villages_missed", on=january) == [2]  # each year begins anew


def test_at_a_unit_it_counts_for_its_village_and_its_category(cast: Cast) -> None:
    shop = cast.units["yongan"].pk
    (row,) = handed_out(cast.zhao, channel="visit", count=1, unit=shop)
    place = OutreachPlace.objects.within(cast.chen.scope).get(outreach=row)
    assert place.village == cast.cells["石桥村"] and place.recorded_category == "fireworks"
    assert numbers(cast, "visited", "visited_units", "units", "villages") == [1, 1, 1, 1]
    assert numbers(cast, "visited", part=Slice(category="fireworks")) == [1]
    assert numbers(cast, "visited", part=Slice(category="school")) == [None]
    row_of = {one.code: one for one in coverage(cast.chen.scope, FOUNDED, TODAY).categories}
    assert (row_of["fireworks"].reached, row_of["school"].missed) == (1, 1)


def test_what_was_left_at_a_check_is_taken_over_and_not_entered_twice(cast: Cast) -> None:
    finish_check(cast.zhao, visit(cast, cast.zhao), [])
    (check,) = checks_without(cast.zhao, TODAY)
    assert checks_without(cast.chen, TODAY) == [check]  # the second officer's as well
    with clock.moved(clock.at(TOMORROW, 9)):
        (row,) = handed_out(cast.zhao, count=2, checks=[check.pk], used="fireworks")
    assert row.held_on == TODAY and row.inspection == check
    assert numbers(cast, "materials", part=Slice(category="fireworks")) == [2]
    assert checks_without(cast.zhao, TODAY) == []
    with pytest.raises(NotAllowed, match="永安烟花店这次检查已经登记过发放资料2份"):
        handed_out(cast.chen, checks=[check.pk])
    actions.void_outreach(cast.zhao, row.pk, reason="没有发")
    assert handed_out(cast.chen, checks=[check.pk])
    with pytest.raises(Incomplete, match="检查时带去的只有发放资料、走访"):
        handed_out(cast.zhao, channel="vehicle", checks=[check.pk])


def test_pressing_twice_enters_once(cast: Cast) -> None:
    key = new_id()
    handed_out(cast.li, cast.cells["石桥村"], id=key)
    with pytest.raises(NotAllowed, match="已经登记过"):
        handed_out(cast.li, cast.cells["石桥村"], id=key)
    assert numbers(cast, "times") == [1]


def test_a_village_enters_its_own_and_sees_no_others(cast: Cast) -> None:
    with pytest.raises(NotFound):
        handed_out(cast.li, cast.cells["柳林村"])
    with pytest.raises(Incomplete, match="请重新勾选"):
        handed_out(cast.li, cast.cells["石桥村"], cast.cells["柳林村"])
    with pytest.raises(NotFound):
        handed_out(cast.li, unit=cast.units["site"].pk)
    with pytest.raises(Forbidden):
        handed_out(cast.feng, cast.cells["永安烟花店"])
    with pytest.raises(Forbidden):
        handed_out(cast.he, cast.cells["石桥村"])
    with pytest.raises(NotFound):
        handed_out(cast.sun, cast.cells["石桥村"])
    (row,) = handed_out(cast.chen, cast.cells["柳林村"])
    assert list(outreaches(cast.li.scope)) == [] and row in entered(cast.chen.scope)
    with pytest.raises(NotFound):
        actions.void_outreach(cast.li, row.pk, reason="试试")
    assert Outreach.objects.within(cast.chen.scope).count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"count": -10}, "count"),
        ({"count": None}, "count"),
        ({"held_on": TOMORROW}, "held_on"),
        ({"channel": "balloon"}, "channel"),
        ({"used": "not a material"}, "used"),
        ({"used": str(new_id())}, "used"),
        ({"reached": 3}, "reach_kind"),
        ({"photos": [new_id() for _ in range(31)]}, "photos"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast: Cast, given: dict[str, object], field: str) -> None:
    with pytest.raises(Incomplete) as refused:
        handed_out(cast.li, cast.cells["石桥村"], **given)
    assert list(refused.value.fields) == [field]
    assert not Outreach.objects.within(cast.chen.scope).exists()


def test_a_void_entry_counts_nowhere_and_is_voided_once(cast: Cast) -> None:
    (row,) = handed_out(cast.li, cast.cells["石桥村"])
    with pytest.raises(Forbidden, match="只有登记的人"):
        actions.void_outreach(cast.wang, row.pk, reason="重复")
    with pytest.raises(Incomplete):
        actions.void_outreach(cast.li, row.pk, reason=" ")
    actions.void_outreach(cast.chen, row.pk, reason="重复")
    assert numbers(cast, "times", "villages_missed") == [None, 2]
    with pytest.raises(NotAllowed, match="已经作废"):
        actions.void_outreach(cast.li, row.pk, reason="重复")


def test_a_plan_is_done_by_records_within_its_days(cast: Cast) -> None:
    handed_out(cast.li, cast.cells["石桥村"], held_on=date(2026, 5, 31))  # before it began
    plan = planned(cast)
    assert len(undone(cast.chen.scope, TODAY)) == 4
    handed_out(cast.li, cast.cells["石桥村"])
    handed_out(cast.chen, cast.cells["石桥村"], cast.cells["柳林村"], channel="vehicle", count=1)
    assert [(one.cell.name, one.channel) for one in undone(cast.chen.scope, TODAY)] == [("柳林村", "leaflet")]
    assert list(undone(cast.li.scope, TODAY)) == []
    end = date(2026, 6, 30)
    asks = [Ask(f"out.{key}", FOUNDED, end, TODAY) for key in ("planned", "planned_done")]
    assert [one.value for one in evaluate(cast.chen.scope, asks).values()] == [None, None]  # not due yet
    with clock.moved(clock.at(end, 9)):
        assert numbers(cast, "planned", "planned_done", "planned_rate", on=end)[:2] == [4, 3]
        handed_out(cast.chen, cast.cells["柳林村"])
        assert numbers(cast, "planned_done", on=end) == [4]
    found = coverage(cast.chen.scope, FOUNDED, TODAY, plan)
    assert [one.code for one in found.channels] == ["leaflet", "vehicle"] and len(found.villages) == 2


def test_who_may_not_plan_cannot_and_the_same_is_not_planned_twice(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        actions.make_plan(
            cast.li,
            title="一",
            occasion="other",
            from_on=TODAY,
            to_on=TODAY,
            channels=["leaflet"],
            villages=[],
        )
    plan = planned(cast)
    with pytest.raises(NotAllowed, match="已经有“安全生产月”"):
        planned(cast)
    with pytest.raises(Incomplete, match="请从列表中选择村"):
        planned(cast, title="另一份", villages=[cast.cells["东片办事处"].pk])
    actions.end_plan(cast.chen, plan.pk)
    with pytest.raises(NotAllowed, match="已经停用"):
        actions.end_plan(cast.chen, plan.pk)
    assert list(undone(cast.chen.scope, TODAY)) == [] and planned(cast)


def test_a_village_hears_of_a_plan_and_of_what_is_left_a_week_before_its_end(cast: Cast) -> None:
    planned(cast)
    tick(cast)
    assert any("安全生产月要做：发放资料、宣传车，2026年6月30日前" in one for one in bell(cast.li))
    handed_out(cast.li, cast.cells["石桥村"])
    with clock.moved(clock.at(date(2026, 6, 22), 9)):
        assert remind_plans(Actor.clock(cast.town.pk)) == 0
    with clock.moved(clock.at(date(2026, 6, 23), 9)):
        run_due(cast.town.pk)
        assert remind_plans(Actor.clock(cast.town.pk)) == 0  # once
        tick(cast)
        assert any("还没有做：宣传车" in one for one in bell(cast.li))
        handed_out(cast.chen, cast.cells["石桥村"], channel="vehicle", count=1)
        tick(cast)
        assert not any("安全生产月" in one for one in bell(cast.li))


def test_materials_are_kept_by_edition_and_who_used_them(cast: Cast) -> None:
    given = {"title": "安全手册", "kind": "booklet", "edition_on": TODAY, "text": "一人一册"}
    row = actions.add_material(cast.chen, **given)
    with pytest.raises(NotAllowed, match="这一版"):
        actions.add_material(cast.chen, **given)
    with pytest.raises(Forbidden):
        actions.add_material(cast.li, **given)
    handed_out(cast.li, cast.cells["石桥村"], used=str(row.pk))
    assert uses(cast.chen.scope) == ({row.pk: 1}, {})
    actions.end_material(cast.chen, row.pk)
    with pytest.raises(NotAllowed, match="已经停用"):
        actions.end_material(cast.chen, row.pk)


def test_villages_that_become_one_and_units_that_become_one_keep_what_came_to_them(cast: Cast) -> None:
    founder = Actor.founder(cast.town.pk)
    other = open_cell(
        founder, cast.cells["东片办事处"].pk, name="石桥北村", kind="village", opened_on=FOUNDED
    )
    handed_out(cast.chen, other)
    twin = register_unit(
        cast.chen, name="永安烟花二店", category="fireworks", cell_id=other.pk, opened_on=FOUNDED
    )
    handed_out(cast.chen, unit=twin.pk, channel="visit", count=1)
    merge(cast.units["yongan"], twin, cast.chen)
    mine = OutreachPlace.objects.within(cast.chen.scope).filter(unit=cast.units["yongan"].pk)
    assert mine.count() == 1
    with clock.moved(clock.at(TODAY + timedelta(days=3), 9)):
        merge_cell(founder, other.pk, into_id=cast.cells["石桥村"].pk, basis="区批复")
        assert [row.cell.name for row in coverage(cast.chen.scope, FOUNDED, clock.today()).unreached] == [
            "柳林村"
        ]
        assert numbers(cast, "villages_missed", on=clock.today()) == [1]
        assert numbers(cast, "villages", "villages_missed", on=TODAY) == [1, 2]
        assert len(outreaches(cast.li.scope)) == 2


def test_many_villages_cost_what_one_costs(cast: Cast) -> None:
    more = [
        open_cell(cast.chen, cast.cells["东片办事处"].pk, name=f"新{at}村", kind="village", opened_on=FOUNDED)
        for at in range(8)
    ]
    photo = cast.photo(cast.chen)
    with few_statements(16):
        handed_out(cast.chen, *more[:2], photos=[photo], spot="村口")
    with few_statements(16):
        handed_out(cast.chen, *more[2:], photos=[photo], spot="村口")


def test_what_is_part_of_a_drive_counts_for_it(cast: Cast) -> None:
    drive = begin_campaign(cast.chen, name="夏季行动", begins_on=TODAY, ends_on=TODAY)
    handed_out(cast.chen, cast.cells["石桥村"], campaign=drive.pk)
    handed_out(cast.chen, cast.cells["柳林村"])
    assert numbers(cast, "materials", "villages", part=Slice(campaign=drive.pk)) == [300, 1]
    with pytest.raises(Incomplete, match="与日期不符"):
        handed_out(cast.chen, cast.cells["石桥村"], campaign=drive.pk, held_on=date(2026, 6, 1))
