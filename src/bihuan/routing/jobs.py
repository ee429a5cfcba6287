"""Routes solved in the background: a step that only thinks, and one that writes down what came of it."""

import json
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.jobs import Kind, Step, Task, declare_kind
from bihuan.core.models import Job
from bihuan.routing.actions import fill_day_plan
from bihuan.routing.models import DayPlan
from bihuan.routing.queries import problem_of, stops_of, teams_of
from bihuan.routing.solving import LIMIT_SECONDS, Answer, seconds_for, solve

NAME = "routing.solve"
ANSWER = "answer.json"
SOLVED = "solved"


def _step(actor: Actor, task: Task) -> Step:
    """First the search, whose answer lies in the job's folder; `_write` puts it into the draft before the last step says so."""
    if task.at == SOLVED:
        return Step(None, task.total, task.total, "已排好", ended=True)
    plan = actor.find(DayPlan, UUID(task.given["plan"]), what="份计划")
    problem = problem_of(plan, teams_of(actor.scope, plan), stops_of(actor.scope, plan))
    seconds = seconds_for(problem, LIMIT_SECONDS)
    whole = round(seconds)

    def tell(gone: float) -> None:
        task.tell(min(int(gone), whole), whole, f"正在排路线，最多{whole}秒")

    answer = solve(problem, seconds=seconds, tell=tell)
    kept = {
        "routes": [[crew, day.isoformat(), sites] for (crew, day), sites in answer.routes.items()],
        "left": answer.left,
        "let_go": answer.let_go,
        "metres": answer.metres,
        "seconds": answer.seconds,
    }
    (task.folder / ANSWER).write_text(json.dumps(kept))
    return Step(SOLVED, whole, whole, "已求得，正在写入草稿")


def _write(actor: Actor, task: Task) -> None:
    if task.at != SOLVED:
        return
    kept = json.loads((task.folder / ANSWER).read_text())
    answer = Answer(
        {(crew, date.fromisoformat(day)): tuple(sites) for crew, day, sites in kept["routes"]},
        kept["left"],
        tuple(kept["let_go"]),
        kept["metres"],
        kept["seconds"],
    )
    fill_day_plan(actor, UUID(task.given["plan"]), answer, version=task.given["version"])


def _leads(job: Job) -> str:
    return reverse("day_plan", args=[job.given["plan"]])


SOLVE = declare_kind(
    Kind(
        NAME,
        "排检查路线",
        "campaigns",
        _step,
        writes=False,
        prepares=_write,
        long=True,
        lease=timedelta(minutes=2),
        leads=_leads,
    )
)
