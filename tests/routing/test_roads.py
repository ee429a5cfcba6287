"""The town's road table: pure rules, the table taken in, filled in again, plans that reckon with it; and what is wrong with a row."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core import clock, events
from bihuan.core.errors import Forbidden, NotFound
from bihuan.grid.boundary_actions import merge_cell
from bihuan.intake import actions as intake
from bihuan.intake.book import lines
from bihuan.intake.queries import rows
from bihuan.routing import actions
from bihuan.routing.models import DayPlan, RoadLeg
from bihuan.routing.queries import legs_in_table, problem_of, roads_of, stops_of, teams_of
from bihuan.routing.rules import timetable
from bihuan.routing.ways import RoadTable, StraightLine
from bihuan.units.actions import merge_units, register_unit
from tests.cast import FOUNDED, NOW, Cast
from tests.intake.ledgers import at, brought, carried, finished, plain, wrong
from tests.routing.deeds import asked, placed, planned, solved, town
from tests.routing.test_rules import CREWS, MONDAY, problem, site
from tests.web.visits import SignIn

TABLE = plain(
    ["起点", "终点", "里程（公里）", "用时（分钟）"],
    ["石桥村", "柳林", 9.5, 25],
    ["镇政府", "石桥村委会", "4公里", ""],
    ["镇政府", "柳林村", "", ""],
)


@pytest.fixture(autouse=True)
def morning() -> Any:
    with clock.moved(NOW):
        yield


def taken(cast: Cast, content: bytes = TABLE, **more: Any) -> Any:
    return carried(cast.chen, brought(cast.chen, "roads", content), **more)


def legs(cast: Cast) -> dict[str, tuple[int, int | None]]:
    return {str(one): (one.metres, one.minutes) for one in legs_in_table(town(cast))}


def test_a_leg_holds_between_two_villages_both_ways_and_the_line_within_one() -> None:
    one = site("sa", 35.40, 116.58, names=("ua", "c1"))
    near = site("sb", 35.401, 116.58, names=("ub", "c1"))
    far = site("sc", 35.42, 116.60, names=("uc", "c2"))
    lost = site("sd", 35.43, 116.60)
    straight = problem(one, near, far, lost)
    made = problem(one, near, far, lost, distances=RoadTable((("c1", "c2", 9000, 20),), StraightLine()))
    assert made.far("sa", "sc") == made.far("sc", "sa") == made.far("sb", "sc") == 9000
    assert made.minutes[0][2] == 20 and made.ways.by_road[0][2] == 1
    for pair in (("sa", "sb"), ("sa", "sd"), ("sc", "sd")):
        assert made.far(*pair) == straight.far(*pair)
    assert made.minutes[0][1] == made.travel(made.far("sa", "sb")) and not made.ways.by_road[0][1]


def test_a_unit_of_its_own_comes_first_and_the_way_back_may_be_another() -> None:
    one, other, third = (
        site(f"s{key}", 35.40 + at / 100, 116.58, names=(f"u{key}", f"c{at}"))
        for at, key in enumerate(("a", "b", "c"))
    )
    table = RoadTable(
        (("c0", "c1", 5000, 0), ("c1", "c0", 7000, 0), ("ua", "c1", 6000, 0), ("ua", "uc", 800, 0))
    )
    made = problem(one, other, third, distances=table)
    assert (made.far("sa", "sb"), made.far("sb", "sa")) == (
        6000,
        6000,
    )  # its own leg, both ways, before its village's
    assert made.far("sa", "sc") == made.far("sc", "sa") == 800
    plain_table = problem(one, other, distances=RoadTable(table.legs[:2]))
    assert (plain_table.far("sa", "sb"), plain_table.far("sb", "sa")) == (5000, 7000)


def test_the_clock_goes_by_the_minutes_of_the_table_and_counts_its_legs() -> None:
    crew = (CREWS[0].__class__("a", "第1组", 35.40, 116.58, names=("c0",)),)
    one = site("s", 35.40, 116.58, names=("us", "c1"))
    made = problem(one, crews=crew, distances=RoadTable((("c0", "c1", 3000, 45),)))
    told = timetable(made, "a", MONDAY, ["s"])
    assert told.calls[0].arrives == crew[0].begins + 45 and told.metres == 6000
    assert told.by_road == 2 and told.back == told.calls[0].leaves + 45


@pytest.mark.django_db
def test_a_table_is_taken_in_read_again_and_taken_back(cast: Cast) -> None:
    placed(cast)
    batch = brought(cast.chen, "roads", TABLE)
    assert wrong(batch) == {}
    batch = carried(cast.chen, batch)
    assert sorted(legs(cast).values()) == [(4000, None), (9500, 25)] and "石桥村—柳林村" in legs(cast)
    assert at(batch, 4).note == "没有填里程，仍按直线估算。"
    leg = legs_in_table(town(cast)).first()
    assert leg and [one.action for one in events.trail(town(cast), leg.pk)] == ["set_road"]
    again = brought(cast.chen, "roads", plain(["起点", "终点", "公里"], ["石桥村", "柳林村", 8]))
    assert at(again, 2).choice == "update"
    again = carried(cast.chen, again)
    assert legs(cast)["石桥村—柳林村"] == (8000, None)  # an old time says nothing of a new way
    finished(cast.chen, intake.undo_import(cast.chen, again.pk, version=again.version))
    assert legs(cast)["石桥村—柳林村"] == (9500, 25)
    batch.refresh_from_db()
    batch = finished(cast.chen, intake.undo_import(cast.chen, batch.pk, version=batch.version))
    assert {one.row: one.outcome for one in rows(batch) if one.outcome}[3] == "undone"


@pytest.mark.django_db
def test_what_is_wrong_with_a_row_is_said_at_its_cell_and_nothing_is_lost(cast: Cast) -> None:
    placed(cast)
    for number in range(2):
        register_unit(
            cast.chen,
            name="小木匠",
            category="trade.wood",
            opened_on=FOUNDED,
            address=f"柳林村{number + 1}号",
        )
    content = plain(
        ["起点", "终点", "里程（公里）", "用时（分钟）"],
        ["石桥村", "桃花村", 3, ""],
        ["石桥村", "石桥", 3, ""],
        ["石桥村", "柳林村", "三里地", ""],
        ["石桥村", "柳林村", 9500, ""],
        ["石桥村", "柳林村", 0.8, ""],
        ["石桥村", "柳林村", 5, 900],
        ["石桥村", "小木匠", 5, ""],
        ["", "柳林村", 5, ""],
        ["石桥村", "柳林村", "", 20],
        ["柳林村", "镇政府", 6, 20],
        ["柳林村", "镇政府", 7, 20],
    )
    batch = brought(cast.chen, "roads", content)
    said = {number: "".join(at(batch, number).wrong.values()) for number in wrong(batch)}
    assert "没有“桃花村”" in said[2] and "同一个地方" in said[3] and "公里数" in said[4]
    assert "填的是米" in said[5] and "直线距离" in said[6] and "600分钟" in said[7]
    assert "有2个“小木匠”" in said[8] and "没有填起点" in said[9] and "也要填里程" in said[10]
    assert at(batch, 12).repeats is not None  # the pair stands twice
    batch = carried(cast.chen, batch, only_good=True)
    assert list(legs(cast).values()) == [(6000, 20)]


@pytest.mark.django_db
def test_a_plan_reckons_with_the_table_as_it_was_and_says_so(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    before = planned(cast)
    taken(cast)
    chen = sign_in("chen")
    assert "段路程" not in chen.get(f"/routes/{before.pk}/").content.decode()
    assert DayPlan.objects.within(town(cast)).get(pk=before.pk).roads == []
    plan = solved(cast.chen, actions.draw_up_day_plan(cast.chen, asked(cast, title="按里程")))
    assert len(plan.roads) == 2
    page = chen.get(f"/routes/{plan.pk}/").content.decode()
    assert "两村之间有里程的按本镇里程表" in page and "各段路程：按里程表" in page
    made = problem_of(plan, teams_of(town(cast), plan), stops_of(town(cast), plan))
    by_name = {one.name: one.key for one in made.sites}
    shop, place = by_name[cast.units["yongan"].name], by_name[cast.units["site"].name]
    assert made.far(shop, place) == made.far(place, shop) == 9500
    assert made.far(made.crews[0].key, shop) == 4000  # from where crews set out that say nothing else
    leg = legs_in_table(town(cast)).get(metres=9500)
    assert chen.post(reverse("road_leg_end", args=[leg.pk])).status_code == 302
    assert len(roads_of(town(cast))) == 1
    assert (
        chen.post(reverse("road_leg_end", args=[leg.pk]), follow=True).content.decode().count("已经有人停用")
    )
    plan = DayPlan.objects.within(town(cast)).get(pk=plan.pk)
    assert len(plan.roads) == 2  # what is planned stays as it was reckoned


@pytest.mark.django_db
def test_the_table_to_be_filled_in_has_every_pair_once_and_is_read_back(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    school = cast.units["school"]
    taken(cast)
    taken(cast, plain(["起点", "终点", "公里"], [school.name, "柳林村", 11]))
    chen = sign_in("chen")
    answer = chen.get(reverse("road_table"))
    content = b"".join(answer.streaming_content)
    cells = [one.cells for one in lines(content, 0)]
    assert cells[0][:2] == ("起点", "终点") and cells[0][4] == "直线估算"
    pairs = [frozenset(one[:2]) for one in cells[1:]]
    assert len(pairs) == len(set(pairs))
    known = {frozenset(one[:2]): one for one in cells[1:]}
    assert (
        known[frozenset(("石桥村", "柳林村"))][2] == "9.5"
        and float(known[frozenset(("石桥村", "柳林村"))][4]) > 1
    )
    assert cells[-1][:3] == (school.name, "柳林村", "11")
    batch = brought(cast.chen, "roads", content)
    assert not wrong(batch) and {one.choice for one in rows(batch) if one.texts.get("km")} == {"update"}
    batch = carried(cast.chen, batch)
    assert len(legs(cast)) == 3
    page = chen.get(reverse("road_legs"), {"words": "柳林"}).content.decode()
    assert "9.5" in page and "11" in page and "镇政府" not in page.partition("<tbody")[2]
    assert BytesIO(content).read(2) == b"PK"


@pytest.mark.django_db
def test_a_leg_follows_what_became_of_its_ends(cast: Cast) -> None:
    placed(cast)
    twin = register_unit(
        cast.chen, name="永安烟花店（老店）", category="fireworks", opened_on=FOUNDED,
        cell_id=cast.cells["石桥村"].pk,
    )  # fmt: skip
    taken(cast, plain(["起点", "终点", "公里"], [twin.name, "柳林村", 12], ["石桥村", "柳林村", 9.5]))
    survivor = cast.units["yongan"]
    survivor.refresh_from_db()
    twin.refresh_from_db()
    versions = (survivor.version, twin.version)
    merge_units(cast.chen, survivor.pk, twin.pk, versions=versions, choices={}, reason="重复登记")
    assert (f"u{survivor.pk.hex}", f"c{cast.cells['柳林村'].path}", 12000, 0) in roads_of(town(cast))
    merge_cell(cast.chen, cast.cells["柳林村"].pk, into_id=cast.cells["石桥村"].pk, basis="县政府批复")
    assert roads_of(town(cast)) == []


@pytest.mark.django_db
def test_only_who_plans_brings_a_table_in_and_nobody_of_another_town(cast: Cast, sign_in: SignIn) -> None:
    taken(cast)
    leg = legs_in_table(town(cast)).first()
    assert leg is not None
    with pytest.raises(Forbidden):
        actions.end_road(cast.li, leg.pk)
    with pytest.raises(NotFound):
        actions.end_road(cast.sun, leg.pk)
    for who in ("li", "feng"):
        assert sign_in(who).get(reverse("road_legs")).status_code == 403
    assert RoadLeg.objects.within(town(cast)).filter(ended_on__isnull=True).count() == 2


@pytest.mark.django_db
def test_the_page_and_a_plan_ask_as_much_for_many_legs_as_for_few(cast: Cast, sign_in: SignIn) -> None:
    placed(cast)
    chen = sign_in("chen")
    taken(cast)

    def asked_for() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as page:
            chen.get(reverse("road_legs"))
        with CaptureQueriesContext(connection) as plan:
            roads_of(town(cast))
        return len(page), len(plan)

    asked_for()
    few = asked_for()
    names = [f"{at}号店" for at in range(12)]
    for name in names:
        register_unit(cast.chen, name=name, category="shop", opened_on=FOUNDED)
    taken(cast, plain(["起点", "终点", "公里"], *([name, "石桥村", 2] for name in names)))
    assert asked_for() == few
