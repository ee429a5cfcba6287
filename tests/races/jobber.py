"""A program that does jobs in processes of their own, each killed on its way, on the database of DATABASE_URL: one job that
takes running numbers, one that writes parts of a file. After each kill the numbers taken are those of the steps that the jobs
say are done; in the end every job is whole. Prints how many were killed, as JSON."""

import argparse
import json
import os
import random
import signal
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402

from bihuan.core import clock, events  # noqa: E402
from bihuan.core.actions import Actor  # noqa: E402
from bihuan.core.jobs import Kind, Result, Step, Task, ask, declare_kind, work_off  # noqa: E402
from bihuan.core.jobs.queries import result_of  # noqa: E402
from bihuan.core.models import Job  # noqa: E402
from bihuan.core.numbering import last_number, next_number  # noqa: E402
from tests import cast as casting  # noqa: E402
from tests.races.walker import cast, dying, fork  # noqa: E402

STEPS, DEATHS = 4, 3
STATEMENTS_MAX = 40
SECONDS_MAX = 0.2
SERIES = "任务"


def _take_a_number(actor: Actor, task: Task) -> Step:
    done = (task.at or 0) + 1
    next_number(actor.town, SERIES, 2026)
    return Step(done, done, STEPS, ended=done == STEPS)


def _write_a_part(actor: Actor, task: Task) -> Step:
    done = (task.at or 0) + 1
    (task.folder / f"part-{done}").write_text(f"{done}\n")
    if done < STEPS:
        return Step(done, done, STEPS)
    task.result.write_text("".join((task.folder / f"part-{n + 1}").read_text() for n in range(STEPS)))
    return Step(done, done, STEPS, ended=True, result=Result("清单.txt", "text/plain"))


NUMBERS = declare_kind(Kind("kill.numbers", "取号", "view", _take_a_number))
PARTS = declare_kind(Kind("kill.parts", "写文件", "view", _write_a_part, writes=False))


def kills(mine: casting.Cast, seeds: list[str]) -> dict[str, int]:
    """Two jobs a seed, and some workers that die over them before one that lives."""
    came, moment = Counter[str](), casting.NOW
    for seed in seeds:
        chance = random.Random(f"job {seed}")
        with clock.moved(moment):
            jobs = [ask(mine.chen, kind.name, {}) for kind in (NUMBERS, PARTS)]
        for _ in range(DEATHS):
            moment += timedelta(hours=1)
            with clock.moved(moment):
                came["killed" if _die(chance) else "came to its end"] += 1
                _nothing_is_doubled(mine)
        moment += timedelta(hours=1)
        with clock.moved(moment):
            work_off()
            assert [Job.registry.get(pk=job.pk).state for job in jobs] == ["done", "done"]
            assert result_of(mine.chen, jobs[1].pk)[1].read_text() == "1\n2\n3\n4\n"
            _nothing_is_doubled(mine)
    return came | {"jobs": Job.registry.count()}


def _die(chance: random.Random) -> bool:
    """Whether a worker was killed, at a statement or from outside, before it had done all."""

    def deed() -> Counter[str]:
        return Counter(worked=work_off())

    if chance.random() < 0.7:
        at, before = chance.randrange(STATEMENTS_MAX), chance.random() < 0.5
        child = fork(lambda: dying(at, before, deed))
    else:
        child = fork(deed)
        time.sleep(chance.uniform(0.0, SECONDS_MAX))
        os.kill(child.pid, signal.SIGKILL)
    os.close(child.says)
    _, status = os.waitpid(child.pid, 0)
    return os.WIFSIGNALED(status)


def _nothing_is_doubled(mine: casting.Cast) -> None:
    done = sum(Job.registry.filter(kind=NUMBERS.name).values_list("done", flat=True))
    assert last_number(mine.town.pk, SERIES, 2026) == done
    assert events.check(mine.town.pk) is None


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--files", type=Path, required=True)
    asked.add_argument("seeds", nargs="+")
    words = asked.parse_args()
    settings.JOBS_DIR = words.files
    print(json.dumps(kills(cast(), words.seeds)))  # noqa: T201
