"""A plan as page and paper show it: a day's routes with their stops, what does not fit, and who is left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bihuan.core.calendar import in_words
from bihuan.core.mapapps import Link, map_links
from bihuan.core.models import Town
from bihuan.paper import Head, Ledger
from bihuan.routing.actions.planning import by_route, route_problem
from bihuan.routing.models import DayPlan, PlanTeam
from bihuan.routing.queries import gone
from bihuan.routing.rules import hm, timetable
from bihuan.routing.sketch import Sketch, sketch

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@dataclass(frozen=True)
class Line:
    """A stop on a page: its row, the maps that open it, whether its unit has left the register since."""

    stop: Any
    links: list[Link]
    gone: bool


@dataclass(frozen=True)
class Route:
    """A crew's way on a day. `faults`: what does not fit by the clock, in words."""

    team: PlanTeam
    day: date
    lines: tuple[Line, ...]
    back: str
    kilometres: str
    faults: tuple[str, ...]
    sketch: Sketch | None

    @property
    def made(self) -> int:
        return sum(1 for one in self.lines if one.stop.made)


def estimate(plan: DayPlan) -> str:
    """How distances are come by."""
    straight = f"按直线距离×{plan.detour:g}估算"
    how = f"两村之间有里程的按本镇里程表，没有的{straight}" if plan.roads else straight
    return f"路程{how}，车速按每小时{plan.speed}公里"


def legs_said(plan: DayPlan, teams: Sequence[PlanTeam], stops: Sequence[Any]) -> str:
    """How many legs of a plan's ways are by the town's road table, and how many by a straight line; "" where nothing was asked of a table."""
    if not plan.roads:
        return ""
    of = {one.pk: one for one in teams}
    told = [
        timetable(route_problem(plan, of[team], some), str(team), day, [str(one.pk) for one in some])
        for (team, day), some in by_route(stops).items()
        if team in of
    ]
    legs, roads = sum(len(one.calls) + 1 for one in told), sum(one.by_road for one in told)
    return f"各段路程：按里程表{roads}段，按直线估算{legs - roads}段" if legs else ""


def day_says(day: date) -> str:
    """6月3日 周三."""
    return f"{day.month}月{day.day}日 {WEEKDAYS[day.weekday()]}"


def routes_of(plan: DayPlan, teams: Sequence[PlanTeam], stops: Sequence[Any], day: date) -> list[Route]:
    """The ways of a plan's crews on a day; of those alone that go somewhere."""
    of = {one.pk: one for one in teams}
    some = {key: found for key, found in by_route(stops).items() if key[1] == day and key[0] in of}
    return [
        route_of(plan, of[team], day, found)
        for (team, day), found in sorted(some.items(), key=lambda one: of[one[0][0]].number)
    ]


def route_of(plan: DayPlan, team: PlanTeam, day: date, stops: Sequence[Any]) -> Route:
    """A crew's way. Units are loaded, `made` is annotated."""
    told = timetable(route_problem(plan, team, stops), str(team.pk), day, [str(one.pk) for one in stops])
    lines = tuple(
        Line(one, map_links(one.latitude, one.longitude, one.unit.name), gone(one)) for one in stops
    )
    drawn = sketch(
        (team.latitude, team.longitude),
        team.start,
        [(one.latitude, one.longitude, one.unit.name) for one in stops],
    )
    return Route(team, day, lines, hm(told.back), f"{told.metres / 1000:.0f}", tuple(told.faults), drawn)


def paper_of(plan: DayPlan, route: Route, town: Town, mark: str) -> Ledger:
    """检查路线单: one page for a crew and a day."""
    facts = [
        ("日期", day_says(route.day)),
        ("检查人员", route.team.who),
        ("车辆", route.team.car or "未填"),
        ("出发", f"{hm(route.team.begins)}，{route.team.start}"),
        ("预计返回", route.back),
        ("说明", estimate(plan)),
    ]
    heads = (
        Head("序号", 1, True),
        Head("预计到达", 1.4, True),
        Head("单位", 4.4),
        Head("地址", 4.6),
        Head("负责人、电话", 3.2),
        Head("停留", 1.2, True),
        Head("事由", 2.6),
        Head("备注", 2.4),
    )
    rows = tuple(
        (
            str(one.stop.order),
            one.stop.at,
            one.stop.unit.name,
            one.stop.unit.address or (one.stop.unit.cell.name if one.stop.unit.cell else ""),
            f"{one.stop.unit.head} {one.stop.unit.phone}".strip(),
            f"{one.stop.minutes}分钟",
            one.stop.get_source_display(),
            one.stop.place_says,
        )
        for one in route.lines
    )
    return Ledger(
        title=f"检查路线单（{route.team.name}）",
        facts=tuple(facts),
        heads=heads,
        rows=rows,
        dated=route.day,
        family=f"{town.name}{town.office}",
        mark=mark,
        names=(*route.team.who.split("、"), *(one.stop.unit.name for one in route.lines)),
    )


def title_of(route: Route) -> str:
    """第1组6月3日, as a heading names it."""
    return f"{route.team.name} · {in_words(route.day)}"
