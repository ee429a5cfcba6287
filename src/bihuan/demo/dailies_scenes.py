"""Six villages by the water say each day what happened or that nothing did, and the town puts it together: hardly ever late, now and then
forgotten, once gainsaid by the records and put right."""

from datetime import date, time, timedelta
from functools import partial
from random import Random
from uuid import UUID

from bihuan.core import clock
from bihuan.core.errors import NotAllowed
from bihuan.core.scope import Scope
from bihuan.dailies.actions import Saying, ask_for_reports, correct_report, send_report
from bihuan.dailies.models import DailyDue
from bihuan.dailies.rules import USUAL, Number
from bihuan.demo.stage import Stage

VILLAGES = 6
FORGOTTEN, LATE = 0.012, 0.03
QUIET = Saying(zero=True, typed={})
SAYS = ("已督促整改", "已到现场核实", "巡查中发现，已上报")


def schedule(stage: Stage, since: date) -> None:
    """Each evening."""
    asked = [name for name, keys in stage.watchers.items() if keys][:VILLAGES]
    rng = Random(f"{stage.year} dailies")
    stage.later(since, partial(_ask, stage, since, asked))
    day = since
    while day <= date(stage.year, 12, 31):
        late: list[tuple[str, UUID]] = []
        stage.at_evening(day, 20 * 60 + 20, partial(_report, stage, day, rng, late))
        stage.at_evening(day, 21 * 60 + 20, partial(_send, stage, day, 21, late, rng))
        day += timedelta(days=1)


def _ask(stage: Stage, day: date, villages: list[str]) -> None:
    """The safety office asks for it."""
    with stage.moment(day):
        ask_for_reports(
            stage.actor("safety_head"),
            title="安全生产日报告",
            reporters=["village", "town"],
            only=[stage.cells[name].pk for name in villages],
            days="every",
            by=time(21),
            fields=USUAL,
            from_on=day,
            goes_to=stage.town.bureau,
        )


def _report(stage: Stage, day: date, rng: Random, late: list[tuple[str, UUID]]) -> None:
    """The villages and the town. `late` is filled with those that come after the hour, each with its due: whatever else an evening holds lies between."""
    heads = {stage.cells[name].pk: keys[0] for name, keys in stage.watchers.items() if keys}
    rows = DailyDue.objects.within(Scope.whole_town(stage.town.pk)).filter(day=day, version=0)
    in_time: list[tuple[str, UUID]] = []
    for place, kind, pk in rows.order_by("cell__path", "pk").values_list("place", "kind", "pk"):
        chance = rng.random()
        if kind == "village" and chance > FORGOTTEN and place in heads:
            (late if chance < FORGOTTEN + LATE else in_time).append((heads[place], pk))
    of_town = [("safety_head", pk) for pk in rows.filter(kind="town").values_list("pk", flat=True)]
    _send(stage, day, 20, in_time + of_town, rng)


def _send(stage: Stage, day: date, hour: int, some: list[tuple[str, UUID]], rng: Random) -> None:
    """Some reports, a minute each, from twenty past an hour on."""
    for number, (key, pk) in enumerate(some):
        with clock.moved(clock.at(day, hour, 20 + number)):
            _say(stage, key, pk, rng)


def _say(stage: Stage, key: str, due: UUID, rng: Random) -> None:
    """Nothing happened; where the records say otherwise, what did."""
    actor = stage.actor(key)
    try:
        send_report(actor, due, QUIET)
    except NotAllowed:
        typed: dict[str, Number | str | None] = {"f5": 0, "f6": rng.choice(SAYS)}
        report = send_report(actor, due, Saying(zero=False, typed=typed))
        if rng.random() < 0.02:
            again = Saying(zero=False, typed=typed | {"f6": "补充：已落实专人盯守"})
            correct_report(actor, due, again, reason="补充处置情况", version=report.version)
