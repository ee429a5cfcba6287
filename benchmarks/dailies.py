"""Daily reports. A day of twelve figures put together for 60 towns of 40 villages in one pass a source and town, against a query for each
figure and village (of two towns; the rest takes as long). And the morning minute: how many zero reports are taken in a minute, one after the
other (aim: 5,000 on PostgreSQL, 500 on SQLite)."""

import os
import random
from collections.abc import Iterator
from datetime import time
from multiprocessing import get_context
from time import perf_counter
from uuid import UUID

from django.db import connection
from tests.cast import FOUNDED, TODAY, Cast, settle

from benchmarks import scratch
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.dailies.actions import Saying, ask_for_reports, send_report
from bihuan.dailies.models import DailyDue
from bihuan.dailies.queries import askable, compiled
from bihuan.dailies.rules import Field
from bihuan.figures.evaluation import Ask, Slice, evaluate
from bihuan.grid.actions import open_cell

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
TOWNS, VILLAGES, FIGURES, APART = max(int(60 * SCALE), 2), 40, 12, 2
HAZARDS = int(200_000 * SCALE)
KEYS = [
    key for key in askable() if key.startswith(("hazards.", "inspect.")) and not key.startswith("hazards.urg")
]


def run(cast: Cast) -> list[str]:
    """The lines of both."""
    return list(_run(cast))


def _run(cast: Cast) -> Iterator[str]:
    towns = [cast, *(settle(f"第{number}镇", f"-{number}") for number in range(1, TOWNS))]
    pattern = scratch.one_check(cast)
    scratch.grow(cast, pattern, since=1, until=HAZARDS, towns=[one.town.pk for one in towns])
    for one in towns:
        _ask(one)
    scratch.analyze()
    took = {one.town.pk: _together(one) for one in towns}
    apart = {one.town.pk: _apart(one) for one in towns[:APART]}
    ratio = sum(apart.values()) / sum(took[key] for key in apart)
    yield (
        f"{TOWNS} towns of {VILLAGES} villages, {FIGURES} figures: {sum(took.values()):.1f} s; "
        f"a query for each : one pass = {ratio:.0f} : 1"
    )
    yield _minute(towns)


def _ask(cast: Cast) -> None:
    """Forty villages in all, and what they are asked."""
    for number in range(VILLAGES - 2):
        parent = cast.cells["东片办事处"].pk
        open_cell(cast.chen, parent, name=f"{number}村", kind="village", opened_on=FOUNDED)
    fields = [Field(f"f{at}", f"项目{at}", key) for at, key in enumerate(KEYS[:FIGURES])]
    ask_for_reports(
        cast.chen,
        title="日报告",
        reporters=["village"],
        days="every",
        by=time(17),
        fields=fields,
        from_on=TODAY,
    )


def _together(cast: Cast) -> float:
    form = DailyDue.objects.within(cast.chen.scope).select_related("form")[0].form
    began = perf_counter()
    found = compiled(cast.chen.scope, form, TODAY)
    took = perf_counter() - began
    assert len(found.rows) == VILLAGES
    return took


def _apart(cast: Cast) -> float:
    paths = DailyDue.objects.within(cast.chen.scope).values_list("cell__path", flat=True)
    began = perf_counter()
    for path in paths:
        for key in KEYS[:FIGURES]:
            evaluate(Scope.whole_town(cast.town.pk), [Ask(key, TODAY, TODAY, TODAY, Slice(cell=path))])
    return perf_counter() - began


Owed = list[tuple[Actor, UUID]]


def _minute(towns: list[Cast]) -> str:
    """Zero reports, each in a transaction of its own, until a minute is over or all are in: one after the other on SQLite, where one writes at a
    time, and by as many processes as there are cores on PostgreSQL."""
    owed: Owed = []
    for one in towns:
        rows = DailyDue.objects.within(one.chen.scope).order_by("pk").values_list("pk", flat=True)
        owed += [(one.chen, pk) for pk in rows]
    random.Random(7).shuffle(owed)  # as a morning comes: not one town after the other
    hands = 2 if connection.vendor == "postgresql" else 1
    connection.close()  # each process opens one of its own
    began = perf_counter()
    with get_context("fork").Pool(hands) as pool:
        taken = sum(pool.map(_take, [owed[at::hands] for at in range(hands)]))
    took = perf_counter() - began
    sent = sum(DailyDue.objects.within(one.chen.scope).filter(version=1).count() for one in towns)
    assert sent == taken, "some are lost, or double"
    return f"{taken:,} zero reports by {hands} in {took:.1f} s, {taken / took * 60:,.0f} a minute"


def _take(owed: Owed) -> int:
    """Send them; how many went within the minute."""
    told, until = Saying(zero=True, typed={}, told_by="主任"), perf_counter() + 60
    for at, (actor, pk) in enumerate(owed):
        if perf_counter() > until:
            return at
        send_report(actor, pk, told)
    return len(owed)
