"""What the stories of routes begin with: 永安, the school and the site lie somewhere; 陈 and 赵 go out on 3 and 4 June."""

from datetime import date
from typing import Any

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.routing.actions import Asked, Pair, draw_up_day_plan, fill_day_plan
from bihuan.routing.models import DayPlan, PlanStop, RoadLeg
from bihuan.routing.queries import problem_of, stops_of, teams_of
from bihuan.routing.solving import Answer, solve
from bihuan.units.actions import place_unit, register_unit
from bihuan.units.models import Unit
from tests.cast import FOUNDED, Cast
from tests.intake.ledgers import brought, carried, plain

FIRST, LAST = date(2026, 6, 3), date(2026, 6, 4)  # a Wednesday and a Thursday
MIDDLE = (35.40, 116.58)
PLACES = {"yongan": (35.405, 116.585), "school": (35.41, 116.59), "site": (35.38, 116.56)}


def town(cast: Cast) -> Scope:
    return Scope.whole_town(cast.town.pk)


def placed(cast: Cast, *keys: str) -> None:
    """Some units (all) lie somewhere."""
    for key in keys or PLACES:
        north, east = PLACES[key]
        place_unit(cast.chen, cast.units[key].pk, latitude=north, longitude=east, sure=True)


def shops(cast: Cast, count: int, *, far: float = 0.002) -> list[Unit]:
    """Shops in a row to the north-east of the middle."""
    made = []
    for number in range(count):
        given = {"name": f"{number + 1}号小店", "category": "shop", "opened_on": FOUNDED}
        unit = register_unit(cast.chen, cell_id=cast.cells["石桥村"].pk, **given)
        there = {"latitude": MIDDLE[0] + far * number, "longitude": MIDDLE[1] + far * number}
        place_unit(cast.chen, unit.pk, **there, sure=True)
        made.append(unit)
    return made


def asked(cast: Cast, **more: Any) -> Asked:
    """All units of the town, by 陈 and 赵."""
    pair = Pair(cast.people["chen"].pk, cast.people["zhao"].pk, "鲁H·A0001")
    given: dict[str, Any] = {
        "title": "六月上旬检查",
        "from_on": FIRST,
        "to_on": LAST,
        "pairs": [pair],
        "sources": ["chosen"],
    }
    return Asked(**(given | more))


def solved(actor: Actor, plan: DayPlan) -> DayPlan:
    """A draft filled, as the job does it, in a moment."""
    problem = problem_of(plan, teams_of(actor.scope, plan), stops_of(actor.scope, plan))
    answer = solve(problem, seconds=5, solutions=20)
    return fill_day_plan(actor, plan.pk, answer, version=plan.version)


def planned(cast: Cast, **more: Any) -> DayPlan:
    """陈's draft with its routes."""
    return solved(cast.chen, draw_up_day_plan(cast.chen, asked(cast, **more)))


def stop_of(cast: Cast, plan: DayPlan, unit: Unit) -> PlanStop:
    return next(one for one in stops_of(town(cast), plan) if one.unit_id == unit.pk)


def road_at(actor: Actor, unit: Any) -> RoadLeg:
    """A leg from a unit to where crews set out, as a table brings it."""
    batch = brought(actor, "roads", plain(["起点", "终点", "公里"], [unit.name, "镇政府", 3]))
    carried(actor, batch)
    leg: RoadLeg = RoadLeg.objects.within(actor.scope).get(from_unit=unit)
    return leg


def at_one(actor: Actor, unit: Any, other: Any) -> dict[str, Any]:
    """A draft of one unit that lies somewhere, in a route: what an address can name."""
    place_unit(actor, unit.pk, latitude=MIDDLE[0], longitude=MIDDLE[1], sure=True)
    pair = Pair(actor.person, other.pk)
    plan = draw_up_day_plan(actor, Asked("计划", FIRST, FIRST, [pair], ["chosen"], words=unit.name))
    (team,) = teams_of(actor.scope, plan)
    stop = PlanStop.objects.within(actor.scope).filter(plan=plan).get(unit=unit)
    answer = Answer({(str(team.pk), FIRST): (str(stop.pk),)}, {}, (), 0, 0.1)
    fill_day_plan(actor, plan.pk, answer, version=plan.version)
    return {"day_plan_id": plan.pk, "plan_stop_id": stop.pk, "road_leg_id": road_at(actor, unit).pk}
