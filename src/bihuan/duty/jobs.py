"""A roster solved in the background: a step that only thinks, and one that writes down what came of it."""

import json
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.jobs import Kind, Step, Task, declare_kind
from bihuan.core.models import Job
from bihuan.duty import plan
from bihuan.duty.actions import fill_roster
from bihuan.duty.models import Roster
from bihuan.duty.queries import problem_of
from bihuan.duty.rules import Breach, Stand
from bihuan.duty.solving import LIMIT_SECONDS, Answer, solve

NAME = "duty.solve"
ANSWER = "answer.json"
SOLVED = "solved"


def _step(actor: Actor, task: Task) -> Step:
    """First the search, whose answer lies in the job's folder; `_write` puts it into the draft before the last step says so."""
    whole = int(LIMIT_SECONDS)
    if task.at == SOLVED:
        return Step(None, whole, whole, "已排好", ended=True)
    roster = actor.find(Roster, UUID(task.given["roster"]), what="份值班表")
    by_hand = plan.stands_of(roster, by_hand=True)
    problem = problem_of(actor.scope, plan.days_of(roster), fixed=by_hand)

    def tell(seconds: float) -> None:
        task.tell(min(int(seconds), whole), whole, f"正在求解，最多{whole}秒")

    answer = solve(problem, seconds=LIMIT_SECONDS, tell=tell)
    kept = {"answer": asdict(answer), "by_hand": by_hand}
    (task.folder / ANSWER).write_text(json.dumps(kept, default=date.isoformat))
    return Step(SOLVED, whole, whole, "已求得，正在写入草稿")


def _write(actor: Actor, task: Task) -> None:
    if task.at != SOLVED:
        return
    kept = json.loads((task.folder / ANSWER).read_text())
    given = kept["answer"]
    answer = Answer(
        **(
            given
            | {
                "stands": tuple(_stand(one) for one in given["stands"]),
                "gaps": tuple(given["gaps"]),
                "let_go": tuple(
                    Breach(date.fromisoformat(one["on"]), one["person"], one["text"])
                    for one in given["let_go"]
                ),
            }
        )
    )
    fill_roster(
        actor,
        UUID(task.given["roster"]),
        answer,
        by_hand=[_stand(one) for one in kept["by_hand"]],
        version=task.given["version"],
    )


def _stand(one: list[Any]) -> Stand:
    return Stand(date.fromisoformat(one[0]), one[1], one[2])


def _leads(job: Job) -> str:
    return reverse("roster", args=[job.given["roster"]])


SOLVE = declare_kind(
    Kind(
        NAME,
        "排值班表",
        "duty",
        _step,
        writes=False,
        prepares=_write,
        long=True,
        lease=timedelta(minutes=2),
        leads=_leads,
    )
)
