"""What the town asks of those who walk its grid, and one shop that nobody could be let into."""

from datetime import date
from functools import partial

from bihuan.core import clock
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.demo.stage import Stage, TownUnit
from bihuan.rounds.actions import excuse_task, note_miss, set_round
from bihuan.rounds.models import RoundTask
from bihuan.rounds.queries import running

RISKY = ("chemical.station", "fireworks")
SHUT_ON = (4, 11), (4, 18)  # two days of spring on which a member stands before a shut door


def regulate(stage: Stage) -> None:
    """Village heads see what burns and explodes each month, members walk past everything each half-year, from New Year on."""
    head, since = stage.actor("safety_head"), date(stage.year, 1, 1)
    set_round(head, post="village_head", period="month", times=1, from_on=since, categories=RISKY)
    set_round(head, post="grid_member", period="half", times=1, from_on=since)


def schedule(stage: Stage, since: date) -> None:
    """The shut shop."""
    days = [date(stage.year, *day) for day in SHUT_ON]
    if days[0] >= since:
        stage.later(days[0], partial(_shut, stage, days))


def due(stage: Stage, there: list[TownUnit], day: date) -> list[TownUnit]:
    """Those of some units that somebody has still to walk past in the periods that run."""
    owing = running(Scope.whole_town(stage.town.pk), day).filter(unit__in=[unit.id for unit in there])
    ids = set(owing.order_by().values_list("unit", flat=True))
    return [unit for unit in there if unit.id in ids]


def _shut(stage: Stage, days: list[date]) -> None:
    """Twice in vain: the safety office lets it be for this time."""
    village = next(name for name, keys in stage.watchers.items() if len(keys) > 1)
    there = [unit for unit in stage.units if unit.village == village and not unit.kept_apart]
    shops = due(stage, [unit for unit in there if unit.category.startswith(("shop", "trade"))], days[0])
    if not shops:
        return
    shop = shops[0]
    whole = Scope.whole_town(stage.town.pk)
    task: RoundTask = running(whole, days[0]).get(unit=shop.id, rule__post="grid_member")
    shop.kept_apart = True
    for day in days:
        with clock.moved(clock.at(day, 10, 20)):
            note_miss(
                stage.actor(stage.watchers[village][1]),
                task.pk,
                miss_id=new_id(),
                reason="stopped",
                note="店主外出务工",
            )
    with clock.moved(clock.at(days[-1], 15, 5)):
        excuse_task(stage.actor("safety_head"), task.pk, reason="店主外出，停业至下半年，已嘱邻居留意。")
