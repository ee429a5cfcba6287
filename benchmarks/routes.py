"""400 sites, 10 teams, 5 days: how much less is driven than when each site goes to the team that starts nearest, in the order of the list; in 20 s on two
cores. Beside the best known after ten minutes where BENCH_ROUTES_LONG is set; beside PyVRP where `benchmarks/requirements.txt` is installed."""

import os
from datetime import date, timedelta
from importlib import import_module
from random import Random

from tests.cast import Cast
from tests.routing.listed import in_list_order

from bihuan.routing.rules import Crew, Problem, Site, driven, stay_of, timetable
from bihuan.routing.solving import solve

SITES, CREWS, DAYS = 400, 10, 5
SECONDS, LONG_SECONDS = 20.0, 600.0
MIDDLE = (35.40, 116.58)
FIRST = date(2026, 6, 8)
VILLAGES = 40
TRADES = ("shop", "shop", "shop", "trade.catering", "building.house", "fireworks", "trade.wood", "other")


def problem(sites: int = SITES, crews: int = CREWS, days: int = DAYS, seed: int = 11) -> Problem:
    """A town of 20 by 20 km: forty villages, most sites near one of them, the crews from the town hall and three offices. In the order of the register,
    which is by the day on which they were entered."""
    rng = Random(seed)
    villages = [
        (MIDDLE[0] + rng.uniform(-0.09, 0.09), MIDDLE[1] + rng.uniform(-0.11, 0.11)) for _ in range(VILLAGES)
    ]
    starts = [MIDDLE, *villages[:3]]
    made = []
    for number in range(sites):
        north, east = rng.choice(villages)
        stay = stay_of(rng.choice(TRADES), {})
        made.append(
            Site(
                f"s{number}",
                f"{number}号单位",
                north + rng.gauss(0, 0.006),
                east + rng.gauss(0, 0.007),
                stay.minutes,
                stay.opens,
                stay.closes,
            )
        )
    teams = tuple(Crew(f"c{at}", f"第{at + 1}组", *starts[at % len(starts)]) for at in range(crews))
    return Problem(tuple(made), teams, tuple(FIRST + timedelta(days=at) for at in range(days)))


def run(_cast: Cast) -> list[str]:
    """A line for the list's order, one for 20 s, one for ten minutes where asked for, one for the rival."""
    made = problem()
    plain = in_list_order(made)
    whole, visited = driven(made, plain), sum(map(len, plain.values()))
    lines = [
        f"routes, {SITES} sites, {CREWS} teams, {DAYS} days: in list order {visited} visited, {whole / 1000:.0f} km"
    ]
    for seconds in (SECONDS, LONG_SECONDS) if os.environ.get("BENCH_ROUTES_LONG") else (SECONDS,):
        found = solve(made, seconds=seconds)
        wrong = sum(len(timetable(made, *slot, sites).faults) for slot, sites in found.routes.items())
        lines.append(
            f"routes, solved in {found.seconds:.0f} s: {SITES - len(found.left)} visited, {found.metres / 1000:.0f} km, "
            f"{1 - found.metres / whole:.0%} less; out of hours {wrong}"
        )
        assert not wrong and len(found.left) <= SITES - visited and found.metres <= 0.8 * whole
    return [*lines, _rival(made, whole)]


def _rival(made: Problem, whole: int) -> str:
    """PyVRP on the same places and times, lunch left out, which it cannot be told of so: so its figure flatters it."""
    try:
        pyvrp = import_module("pyvrp")
        stop = import_module("pyvrp.stop")
    except ImportError:
        return "routes, PyVRP: not installed (pip install -r benchmarks/requirements.txt)"
    model = pyvrp.Model()
    spots = [
        model.add_location(round(one.latitude * 1e5), round(one.longitude * 1e5))
        for one in (*made.sites, *made.crews)
    ]
    for spot, crew in zip(spots[len(made.sites) :], made.crews, strict=True):
        depot = model.add_depot(spot)
        model.add_vehicle_type(
            len(made.days), start_depot=depot, end_depot=depot, tw_early=crew.begins, tw_late=crew.ends
        )
    for spot, site in zip(spots, made.sites, strict=False):
        model.add_client(
            spot,
            service_duration=site.minutes,
            tw_early=site.opens,
            tw_late=site.closes - site.minutes,
            prize=1_000_000,
            required=False,
        )
    for at, one in enumerate(spots):
        for to, other in enumerate(spots):
            if at != to:
                metres = made.metres[at][to]
                model.add_edge(one, other, distance=metres, duration=made.travel(metres))
    found = model.solve(stop=stop.MaxRuntime(SECONDS), display=False)
    best = found.best
    visited = sum(route.num_clients() for route in best.routes())
    return f"routes, PyVRP in {SECONDS:.0f} s, no lunch: {visited} visited, {best.distance() / 1000:.0f} km, {1 - best.distance() / whole:.0%} less"
