"""The last days: the town fills in how far some of its villages lie apart by road; then a plan of going out: for whoever tries the demo, the first working days of the year after are planned, with routes, and confirmed."""

import csv
from datetime import date, timedelta
from functools import partial
from io import StringIO
from random import Random

from bihuan.core import clock
from bihuan.core.calendar import is_workday
from bihuan.core.scope import Scope
from bihuan.demo.intake_scenes import read_in, to_the_end
from bihuan.demo.stage import Stage
from bihuan.intake import actions as take
from bihuan.intake.book import lines
from bihuan.routing.actions import Asked, Pair, confirm_day_plan, draw_up_day_plan, fill_day_plan
from bihuan.routing.queries import Wanted, choices, problem_of, stops_of, teams_of
from bihuan.routing.solving import solve
from bihuan.routing.table import table_to_fill

PLANNED_ON, DAYS = (12, 30), 3
FEW, MANY = 8, 40  # units that a plan of three days and two pairs can hold
TRADES = ("trade.catering", "trade.wood", "fireworks", "chemical.station", "crowd", "school", "trade")
KNOWN, TIMED, WINDING = 0.6, 0.4, (0.85, 1.6)  # of the pairs; beside our estimate
STEADY = 100  # solutions, not seconds: the same answer on any machine


def schedule(stage: Stage) -> None:
    """Put the plan on the agenda, before the offices open."""
    stage.early(date(stage.year, *PLANNED_ON), 44, partial(_roads, stage))
    stage.early(date(stage.year, *PLANNED_ON), 45, partial(_plan, stage))


def _roads(stage: Stage) -> None:
    """The table that the town downloads, filled in for the pairs that its drivers know, and sent back as csv."""
    head, rng, out = stage.actor("safety_head"), Random("roads"), StringIO()
    written = csv.writer(out)
    for line in lines(table_to_fill(head), 0):
        start, end, km, minutes, guess = (*line.cells, *[""] * 5)[:5]
        if line.row > 1 and guess and not km and rng.random() < KNOWN:
            km = f"{float(guess) * rng.uniform(*WINDING):.1f}"
            minutes = str(round(float(km) * 2) + 3) if rng.random() < TIMED else ""
        written.writerow((start, end, km, minutes))
    batch = read_in(head, out.getvalue().encode(), "里程表.csv", "roads")
    take.carry_out(head, batch.pk, version=batch.version, only_good=True)
    to_the_end(head, batch)


def _plan(stage: Stage) -> None:
    head = stage.actor("safety_head")
    days = [on for at in range(1, 15) if is_workday(on := date(stage.year + 1, 1, 1) + timedelta(days=at))][
        :DAYS
    ]
    trade = _trade(stage, days)
    if not trade:
        return
    crews = [("inspector_1", "inspector_2", "皮卡"), ("inspector_3", "inspector_4", "面包车")]
    pairs = [Pair(stage.people[one].pk, stage.people[other].pk, car) for one, other, car in crews]
    asked = Asked("元旦后走访检查", days[0], days[-1], pairs, ("chosen",), category=trade)
    plan = draw_up_day_plan(head, asked)
    problem = problem_of(plan, teams_of(head.scope, plan), stops_of(head.scope, plan))
    plan = fill_day_plan(head, plan.pk, solve(problem, solutions=STEADY), version=plan.version)
    if any(one.team_id for one in stops_of(head.scope, plan)):
        confirm_day_plan(head, plan.pk, version=plan.version)


def _trade(stage: Stage, days: list[date]) -> str:
    """The first of some trades that is neither too few nor too many."""
    whole = Scope.whole_town(stage.town.pk)
    for trade in TRADES:
        found = choices(whole, Wanted(("chosen",), category=trade), days[0], days[-1], clock.today())
        if FEW <= len(found) <= MANY:
            return trade
    return ""
