"""The town's view of the dual system (双重预防一览): its page over 1,000 units with 50,000 risk points against the same over 50 with 2,500.
Aim: at most 1.5 times as long."""

from django.test import Client
from django.urls import reverse
from tests.cast import TODAY, Cast

from benchmarks import risky, scratch
from bihuan.core.actions import Actor
from bihuan.grading.actions import grade_units, set_frequency
from bihuan.grading.rules import USUAL_TIMES
from bihuan.rollout.models import WorkDay

FEW, MANY, POINTS = 50, 1_000, 50
ROUNDS = 15


def run(cast: Cast) -> list[str]:
    """One line."""
    set_frequency(cast.chen, times=USUAL_TIMES)
    client = Client()
    client.force_login(cast.people["chen"])
    _grow(cast, 0, FEW)
    few = _page(client)
    _grow(cast, FEW, MANY)
    many = _page(client)
    return [
        f"the view of {MANY:,} units with {MANY * POINTS:,} points : the same of {FEW} with {FEW * POINTS:,} = {many / few:.2f} : 1"
        f" ({few * 1000:.0f} and {many * 1000:.0f} ms)"
    ]


def _grow(cast: Cast, since: int, until: int) -> None:
    """Units with their points and grades; every third silent."""
    units = risky.grow(cast, since, until, points=POINTS, grade=lambda number: number % 4 + 1)
    town = cast.town.pk
    worked = [unit for at, unit in enumerate(units) if at % 3]
    WorkDay.objects.bulk_create(WorkDay(town_id=town, unit=unit, day=TODAY) for unit in worked)
    grade_units(Actor.clock(town))
    scratch.analyze()


def _page(client: Client) -> float:
    """Seconds that the page takes, when it has been read once."""
    address = reverse("dual")
    assert client.get(address).status_code == 200
    taken = []
    for _ in range(ROUNDS):
        begun = scratch.clock_of()
        client.get(address)
        taken.append(scratch.clock_of() - begun)
    return min(taken)  # at its quickest: the two sizes cannot take turns
