"""What the tests of self-checks do again and again: 永安's list with 马小兵 at the post, and checks of his."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.grid.actions import appoint, register_person
from bihuan.grid.models import Person
from bihuan.grid.queries import actor_of
from bihuan.risks.models import CheckLine, RiskPoint
from bihuan.selfchecks.actions import Check, Found, record_checks
from bihuan.selfchecks.models import SelfCheck
from tests.cast import FOUNDED, TODAY, Cast
from tests.risks.deeds import begin, point


def worker(cast: Cast) -> Person:
    """马小兵, who works at 永安."""
    founder = Actor.founder(cast.town.pk)
    person = register_person(founder, name="马小兵", username="ma")
    cell = cast.cells["永安烟花店"].pk
    appoint(founder, person.pk, kind="enterprise_safety", cell_id=cell, from_on=FOUNDED)
    cast.people["ma"] = person
    return person


def ready(cast: Cast) -> Actor:
    """永安 has its graded list; its post worker is the actor."""
    ma = worker(cast)
    begin(cast, cast.feng)
    return actor_of(ma, TODAY)


def at(days: int = 0, hour: int = 9, minute: int = 0) -> datetime:
    return clock.at(TODAY + timedelta(days=days), hour, minute)


def check(actor: Actor, name: str = "储存间", every: str = "day", level: str = "post", **more: Any) -> Check:
    return Check(point=point(actor, name).pk, level=level, every=every, **more)


def checked(cast: Cast, actor: Actor, *checks: Check) -> list[SelfCheck]:
    return record_checks(actor, cast.units["yongan"].pk, checks)


def found(cast: Cast, actor: Actor, text: str = "超量存放三箱", **more: Any) -> Found:
    photos = more.pop("photos", None) or (cast.photo(actor, "maroon"),)
    return Found(text, photos, **more)


def many_points(cast: Cast, actor: Actor, count: int) -> list[UUID]:
    """So many points more, each to be looked at every day by 马小兵."""
    unit = cast.units["yongan"]
    model = point(actor, "疏散通道")
    line = CheckLine.objects.within(actor.scope).get(step__point=model, every="day")
    found = []
    for number in range(count):
        row = RiskPoint.objects.within(actor.scope).get(pk=model.pk)
        row.pk, row.number, row.name, row._state.adding = new_id(), 100 + number, f"通道{number}", True
        row.unit = unit
        row.save(force_insert=True)
        step = line.step
        step.pk, step.point, step._state.adding = new_id(), row, True
        step.save(force_insert=True)
        CheckLine(town=unit.town, step=step, text=line.text, every="day", level="post", from_on=TODAY).save(
            force_insert=True
        )
        keeper = model.keepers.within(actor.scope).get(level="post")  # type: ignore[attr-defined]
        keeper.pk, keeper.point, keeper._state.adding = new_id(), row, True
        keeper.save(force_insert=True)
        found.append(row.pk)
    return found


def copied(line: CheckLine, **other: Any) -> CheckLine:
    """A line besides one that is there, at the same step."""
    made = CheckLine.objects.within(Scope.whole_town(line.town_id)).get(pk=line.pk)
    made.pk = new_id()
    for name, value in other.items():
        setattr(made, name, value)
    made.save(force_insert=True)
    return made
