"""Letters made out to all who lack one, a few dozen a step; and many letters as one PDF."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed
from bihuan.core.files import PDF
from bihuan.core.installation import is_demo
from bihuan.core.jobs import Kind, Result, Step, Task, declare_kind
from bihuan.core.models import Job
from bihuan.core.prints import DEMO
from bihuan.core.scope import Scope
from bihuan.documents import bundles
from bihuan.documents.bundles import Printing
from bihuan.letters.actions import make_missing
from bihuan.letters.composing import printed
from bihuan.letters.filters import LetterFilter
from bihuan.letters.models import ResponsibilityLetter
from bihuan.letters.queries import missing, plans
from bihuan.letters.rules import KINDS

MADE_A_STEP = 50
PRINTED_A_STEP = 20
A_GROUP = 100  # letters, joined before all are
LETTERS_MAX = 5_000


def _make(actor: Actor, task: Task) -> Step:
    """First how many are missing, then some of them at a time until none is; a second press finds none."""
    year = int(task.given["year"])
    if task.at is None:
        asked = plans(Scope.whole_town(actor.town), year).values_list("kind", flat=True)
        wanted = sum(missing(KINDS[kind], year, actor.town, clock.today()).count() for kind in asked)
        return Step(0, 0, wanted, "已清点名单")
    made = make_missing(actor, year, MADE_A_STEP)
    done = int(task.at) + made
    if made < MADE_A_STEP:
        said = f"生成责任书{done:,}份" if done else "没有缺的，都已生成"
        return Step(None, done, max(done, task.total), said, ended=True)
    return Step(done, done, max(done, task.total), f"已生成{done:,}份")


def _letters_page(job: Job) -> str:
    return f"{reverse('letters_list')}?year={job.given['year']}"


MAKE = declare_kind(Kind("letters.make", "生成责任书", "supervise", _make, leads=_letters_page))


def chosen(actor: Actor, given: dict[str, Any]) -> QuerySet[ResponsibilityLetter]:
    """What is to be printed: the ticked ones, or all that an address's filters find, by place, party and number."""
    if "letters" in given:
        keys = [UUID(key) for key in given["letters"]]
        found: QuerySet[ResponsibilityLetter] = ResponsibilityLetter.objects.within(actor.scope).filter(
            pk__in=keys
        )
    else:
        found = LetterFilter(QueryDict(given["query"])).narrow(actor.scope)
    return found.order_by("cell__path", "party_name", "number", "pk")


def _print(actor: Actor, task: Task) -> Step:
    """First the keys in their order, then each letter, then groups of them, at last the file."""
    keys_at = task.folder / "keys.json"
    if task.at is None:
        keys = [
            str(pk) for pk in chosen(actor, dict(task.given)).values_list("pk", flat=True)[: LETTERS_MAX + 1]
        ]
        if not keys:
            raise NotAllowed("没有可以打印的责任书：可能已经不在您的管辖范围内了。")
        if len(keys) > LETTERS_MAX:
            raise NotAllowed(f"超过{LETTERS_MAX:,}份，一次打不完。请加条件（如按种类、按网格）分几次打印。")
        keys_at.write_text(json.dumps(keys))
        return Step(0, 0, len(keys), "已选定责任书")
    keys, at = json.loads(keys_at.read_text()), int(task.at)
    if at < len(keys):
        some = keys[at : at + PRINTED_A_STEP]
        places = {key: _place(task, at + number) for number, key in enumerate(some)}
        mark = DEMO if is_demo() else ""
        for key, content in printed(actor.scope, some, task.given["address"], mark):
            places[key].write_bytes(content)
        done = at + len(some)
        return Step(done, done, len(keys), f"已排好{done:,}份")
    return _join(task, len(keys), at - len(keys))


def _place(task: Task, at: int) -> Path:
    return task.folder / f"letter-{at:05}.pdf"


def _join(task: Task, count: int, group: int) -> Step:
    starts = range(0, count, A_GROUP)
    groups = [task.folder / f"group-{start:05}.pdf" for start in starts]
    if group < len(groups):
        start, how = starts[group], Printing(copies=int(task.given["copies"]), duplex=True)
        within = (_place(task, at) for at in range(start, min(start + A_GROUP, count)))
        if parts := [one for one in within if one.exists()]:
            bundles.join(parts, groups[group], how, is_last=group == len(groups) - 1)
        return Step(count + group + 1, count, count, f"正在装订，{group + 1}/{len(groups)}")
    parts = [one for one in groups if one.exists()]
    if not parts:
        raise NotAllowed("没有可以打印的责任书：可能已经不在您的管辖范围内了。")
    pages = bundles.append(parts, task.result)
    made = sum(_place(task, at).exists() for at in range(count))
    result = Result(f"责任书{clock.today():%Y%m%d}.pdf", PDF)
    return Step(None, count, count, f"{made:,}份，{pages:,}页", ended=True, result=result)


PRINT = declare_kind(Kind("letters.print", "打印责任书", "office", _print, writes=False))
