"""The few deeds that many tests begin with, done through the actions."""

from datetime import timedelta
from typing import Any

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.hazards import actions
from bihuan.hazards.actions import Finding
from bihuan.hazards.models import Hazard
from bihuan.inspections.actions import OutingPlan, Visit
from bihuan.majors import actions as majors
from tests.cast import Cast


def visit(cast: Cast, actor: Actor, **more: Any) -> Visit:
    """Today at 永安 with 周 in the lead; the second officer is 赵, or 陈 where 赵 is the first."""
    second = "chen" if actor.person == cast.people["zhao"].pk else "zhao"
    given: dict[str, Any] = {
        "unit": cast.units["yongan"].pk,
        "visited_on": clock.today(),
        "outing": OutingPlan(leader=cast.people["zhou"].pk),
        "second_inspector": cast.people[second].pk,
        "signature": cast.photo(actor, "white"),
        "present": "冯永",
    }
    return Visit(**(given | more))


def finding(cast: Cast, actor: Actor, outcome: str = "deadline", **more: Any) -> Finding:
    """The loose wiring of 永安."""
    given: dict[str, Any] = {
        "text": "库房电线老化裸露",
        "outcome": outcome,
        "photos": (cast.photo(actor, "red"),),
        "kind": "power",
    }
    if outcome == "deadline":
        given |= {"deadline_on": clock.today() + timedelta(days=7), "demand": "更换老化线路"}
    if outcome == "onsite":
        given["photos_after"] = (cast.photo(actor, "green"),)
    return Finding(**(given | more))


def found(cast: Cast, actor: Actor, outcome: str = "deadline", **more: Any) -> Hazard:
    """A hazard of today's visit, fresh from the database."""
    one = finding(cast, actor, outcome, **more)
    actions.finish_check(actor, visit(cast, actor), [one])
    return fresh(cast, one.id)


def fresh(cast: Cast, hazard: Any) -> Hazard:
    """A hazard as it stands now, whoever may see it."""
    row: Hazard = Hazard.objects.within(cast.chen.scope).get(pk=hazard)
    return row


def filed(cast: Cast, hazard: Any) -> None:
    """A major hazard is reported up and has its five fixings: what its acceptance asks for."""
    day = clock.today()
    majors.report_up(
        cast.chen, hazard, version=0, to="东城区应急管理局", on=day, report="线路老化，易引发火灾"
    )
    majors.fix_plan(cast.chen, hazard, version=1, **plan(fresh(cast, hazard)))


def plan(hazard: Hazard, **more: Any) -> dict[str, Any]:
    """A treatment plan in full."""
    given: dict[str, Any] = {
        "goal": "更换全部线路",
        "responsible": "永安烟花店，冯永",
        "measures": "停用库房，更换线路并穿管",
        "funds_yuan": 12000,
        "due_on": hazard.deadline_on or clock.today(),
        "emergency": "断电看护，配灭火器",
    }
    return given | more
