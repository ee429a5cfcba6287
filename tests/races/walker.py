"""A program that walks through the cast's town at random and commits, on the database of DATABASE_URL, in processes of its own:

`walk SEED STEPS` alone; `crowd PROCESSES STEPS` in one town; `towns COUNT STEPS` each in a town of its own; `kills SEED…` one
after the other, each killed on its way. Looks at the town after it and prints how often each answer came, as JSON.
"""

import argparse
import itertools
import json
import os
import random
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from bihuan.core import clock, duties  # noqa: E402
from bihuan.core.errors import Refused  # noqa: E402
from bihuan.core.models import StoredFile  # noqa: E402
from bihuan.core.scope import Scope  # noqa: E402
from bihuan.grid.models import Person  # noqa: E402
from bihuan.units.models import Unit  # noqa: E402
from tests import cast as casting  # noqa: E402
from tests.walks import DEEDS, FINDS, WHO, find, hazards_of, nothing_is_lost  # noqa: E402

UNITS = {"yongan": "永安烟花店", "school": "石桥小学", "site": "柳林村便民中心工地"}
STATEMENTS_MAX = 400
SECONDS_MAX = 0.6


def cast(town: str = "东岭镇") -> casting.Cast:
    """The cast of a town of a database that has it already, as far as walks need it."""
    known = list(Person.accounts.select_related("town"))
    mine = {one.username.partition("-")[0]: one for one in known if one.username and one.town.name == town}
    sun = next(one for one in known if one.username == "sun")
    units = {row.name: row for row in Unit.objects.within(Scope.whole_town(mine["chen"].town_id))}
    kept = {key: units[name] for key, name in UNITS.items()}
    return casting.Cast(mine["chen"].town, sun.town, mine | {"sun": sun}, {}, {}, kept)


def walk(mine: casting.Cast, seed: str, steps: int) -> Counter[str]:
    """So many things tried; how often each kind of answer came. Anything but a refusal goes up."""
    chance, came = random.Random(seed), Counter[str]()
    moment = casting.NOW + timedelta(minutes=chance.randrange(600))
    for _ in range(steps):
        moment += timedelta(hours=chance.choice((0, 1, -1, 24)))
        with clock.moved(moment):
            try:
                came[_step(mine, chance)] += 1
            except Refused as refused:
                came[type(refused).__name__] += 1
    return came


def _step(mine: casting.Cast, chance: random.Random) -> str:
    """Try one thing; the word for it if it went through."""
    actor = getattr(mine, chance.choice(WHO))
    mine.photo(actor, f"#{chance.randrange(16**6):06x}")
    deed = chance.choice([*FINDS, *DEEDS, "tick"])
    if deed in FINDS:
        find(mine, actor, deed)
        return "found"
    if deed == "tick":
        duties.run_due(mine.town.pk)
    elif hazards := hazards_of(mine)[-8:]:
        hazard = chance.choice(hazards)
        DEEDS[deed].do(mine, actor, hazard, hazard.version)
    return "done"


def crowd(processes: int, steps: int) -> dict[str, int]:
    """Many in one town at once, each in a process of its own. How often each kind of answer came."""
    mine = cast()
    begun = len(hazards_of(mine))
    children = [fork(lambda seed=seed: walk(mine, f"crowd {seed}", steps)) for seed in range(processes)]
    came = sum((answer(child) for child in children), Counter[str]())
    nothing_is_lost(mine, found=begun + came["found"])
    return came


def towns(count: int, steps: int) -> dict[str, int]:
    """Many towns at once, each with a process of its own. How often each kind of answer came."""
    sun = cast().people["sun"]
    mine = [casting.settle(f"第{n}镇", f"-{n}") for n in range(count)]
    for one in mine:
        one.people["sun"] = sun
    children = [fork(lambda one=one: walk(one, one.town.name, steps)) for one in mine]
    came = [answer(child) for child in children]
    for one, answers in zip(mine, came, strict=True):
        nothing_is_lost(one, found=answers["found"])
    return sum(came, Counter[str]())


def kills(*seeds: str) -> dict[str, int]:
    """One walker after the other, each killed: by its seed at a statement of its own, or at a moment from outside. After each
    the town is looked at, and the next one goes on from there."""
    came, mine = Counter[str](), cast()
    for seed in seeds:
        chance = random.Random(f"kill {seed}")
        if chance.random() < 0.6:
            at, before = chance.randrange(STATEMENTS_MAX), chance.random() < 0.5
            child = fork(
                lambda seed=seed, at=at, before=before: dying(at, before, lambda: walk(mine, seed, 1000))
            )
        else:
            child = fork(lambda seed=seed: walk(mine, seed, 1000))
            time.sleep(chance.uniform(0.05, SECONDS_MAX))
            os.kill(child.pid, signal.SIGKILL)
        _, status = os.waitpid(child.pid, 0)
        came["killed" if os.WIFSIGNALED(status) else "came to its end"] += 1
        nothing_is_lost(mine)
    return came | {
        "hazards": len(hazards_of(mine)),
        "files": StoredFile.objects.within(mine.chen.scope).count(),
    }


def dying(at: int, before: bool, deed: Callable[[], Counter[str]]) -> Counter[str]:
    """A deed that dies before or after its statement number `at`."""
    numbers = itertools.count()

    def counted(execute: Callable[..., Any], *given: Any) -> Any:
        is_last = next(numbers) == at
        if is_last and before:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = execute(*given)
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    with connection.execute_wrapper(counted):
        return deed()


@dataclass(frozen=True)
class Child:
    """A process and where it says what came of it."""

    pid: int
    says: int


def fork(deed: Callable[[], Counter[str]]) -> Child:
    """Do it in a process of its own, with a connection of its own."""
    connection.close()
    says, tells = os.pipe()
    if pid := os.fork():
        os.close(tells)
        return Child(pid, says)
    try:
        os.write(tells, json.dumps(deed()).encode())
        connection.close()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def answer(child: Child) -> Counter[str]:
    """What came of a process."""
    with os.fdopen(child.says, "rb") as pipe:
        came = pipe.read()
    _, status = os.waitpid(child.pid, 0)
    assert status == 0, "a process failed: see above"
    return Counter(json.loads(came))


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--files", type=Path, required=True)
    asked.add_argument("deed", choices=["walk", "crowd", "towns", "kills"])
    asked.add_argument("given", nargs="+")
    words = asked.parse_args()
    settings.FILES = words.files
    deeds: dict[str, Callable[..., dict[str, int]]] = {
        "walk": lambda seed, steps: walk(cast(), seed, int(steps)),
        "crowd": lambda processes, steps: crowd(int(processes), int(steps)),
        "towns": lambda count, steps: towns(int(count), int(steps)),
        "kills": kills,
    }
    with clock.moved(casting.NOW):
        print(json.dumps(deeds[words.deed](*words.given)))  # noqa: T201
