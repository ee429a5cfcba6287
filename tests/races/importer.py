"""A program that brings a table in and takes it back, on the database of DATABASE_URL: `SEED…`, once for each, killed on its way by
the seed at a statement of its own or at a moment from outside, and then brought to its end by another. Looks at the town after each and
prints how often it was killed, as JSON."""

import argparse
import json
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402

from bihuan.core import clock, events  # noqa: E402
from bihuan.core.actions import Actor  # noqa: E402
from bihuan.core.models import Event  # noqa: E402
from bihuan.core.scope import Scope  # noqa: E402
from bihuan.intake import actions  # noqa: E402
from bihuan.intake.actions import pieces  # noqa: E402
from bihuan.intake.models import Import, ImportRow  # noqa: E402
from bihuan.units.models import Unit, UnitState  # noqa: E402
from tests import cast as casting  # noqa: E402
from tests.races.walker import cast, dying, fork  # noqa: E402

ROWS = 30
STATEMENTS_MAX, SECONDS_MAX = 160, 0.4


def bring(actor: Actor, seed: str, takes_back: bool) -> Counter[str]:
    """Bring the seed's table in to the end, from wherever another has left it."""
    whole = Scope.whole_town(actor.town)
    batch: Any = Import.objects.within(whole).filter(name=f"{seed}.csv").first()
    if batch is None:
        table = "".join(f"{seed}号{n}店,餐饮,北街{n}号\n" for n in range(ROWS))
        content = f"名称,类别,地址\n{table}".encode("gb18030")
        batch = actions.begin_import(actor, kind="units", content=content, file_name=f"{seed}.csv")
    for state in ("matching", "reading", "checking", "running", "done", "undoing"):
        batch = actions.find_import(actor, batch.pk)
        if batch.state != state:
            continue
        if state == "matching":
            where = {"sheet": batch.sheet, "head_row": batch.head_row, "columns": batch.columns}
            actions.match_columns(actor, batch.pk, version=batch.version, **where, fills={})
        elif state == "checking":
            actions.carry_out(actor, batch.pk, version=batch.version, only_good=False)
        elif state == "done" and takes_back:
            actions.undo_import(actor, batch.pk, version=batch.version)
        else:
            while actions.go_on(actor, batch.pk):
                continue
    return Counter(done=1)


def look(actor: Actor, seed: str, takes_back: bool) -> None:
    """Every row of the seed's table is one unit, once, with one event a step; the chain holds."""
    whole = Scope.whole_town(actor.town)
    batch = Import.objects.within(whole).get(name=f"{seed}.csv")
    units = Unit.objects.within(whole).filter(name__startswith=f"{seed}号")
    rows = ImportRow.objects.within(whole).filter(batch=batch)
    assert units.count() == rows.count() == ROWS
    assert set(units.values_list("pk", flat=True)) == set(rows.values_list("pk", flat=True))
    steps = 2 if takes_back else 1
    assert UnitState.objects.within(whole).filter(unit__in=units).count() == steps * ROWS
    assert Event.objects.within(whole).filter(subject_id__in=units).count() == steps * ROWS
    assert set(units.values_list("state", flat=True)) == {"withdrawn" if takes_back else "open"}
    assert set(rows.values_list("outcome", flat=True)) == {"undone" if takes_back else "made"}
    assert events.check(actor.town) is None


def kills(*seeds: str) -> dict[str, int]:
    """One after the other."""
    came, mine = Counter[str](), cast()
    pieces.READ_ROWS, pieces.TAKE_ROWS = (
        25,
        10,
    )  # many pieces of few rows: the places between them are what is tried
    for seed in seeds:
        chance = random.Random(f"import {seed}")
        actor, takes_back = mine.chen, chance.random() < 0.5

        def deed(actor: Actor = actor, seed: str = seed, takes_back: bool = takes_back) -> Counter[str]:
            return bring(actor, seed, takes_back)

        if chance.random() < 0.7:
            at, before = chance.randrange(STATEMENTS_MAX), chance.random() < 0.5
            child = fork(lambda deed=deed, at=at, before=before: dying(at, before, deed))
        else:
            child = fork(deed)
            time.sleep(chance.uniform(0.05, SECONDS_MAX))
            os.kill(child.pid, signal.SIGKILL)
        _, status = os.waitpid(child.pid, 0)
        came["killed" if os.WIFSIGNALED(status) else "came to its end"] += 1
        _, status = os.waitpid(fork(deed).pid, 0)
        assert status == 0, "a process failed: see above"
        came["done"] += 1
        look(actor, seed, takes_back)
    return came


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--files", type=Path, required=True)
    asked.add_argument("seeds", nargs="+")
    words = asked.parse_args()
    settings.FILES = words.files
    with clock.moved(casting.NOW):
        print(json.dumps(kills(*words.seeds)))  # noqa: T201
