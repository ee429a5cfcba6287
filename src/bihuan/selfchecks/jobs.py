"""Plates of the risk points of more units than a person waits for: a PDF for each few units, in one file."""

from uuid import UUID
from zipfile import ZIP_STORED, ZipFile

from bihuan import paper
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed
from bihuan.core.jobs import Kind, Result, Step, Task, declare_kind
from bihuan.selfchecks.actions import issue_point_plates
from bihuan.selfchecks.models import PointPlate
from bihuan.selfchecks.sheets import point_sheets

NAME = "selfchecks.plates"
A_STEP = 5  # units, each with a hundred points at most


def _chunk(task: Task) -> list[UUID]:
    at = int(task.at or 0)
    return [UUID(key) for key in task.given["units"][at : at + A_STEP]]


def _issue(actor: Actor, task: Task) -> None:
    """Plates for the points that have none."""
    if chunk := _chunk(task):
        issue_point_plates(actor, chunk)


def _step(actor: Actor, task: Task) -> Step:
    """A PDF for each A_STEP of the units, made again alike where a step dies; at last all in one file."""
    keys, at = task.given["units"], int(task.at or 0)
    if chunk := _chunk(task):
        _write_part(actor, task, chunk, at)
        done = at + len(chunk)
        return Step(done, done, len(keys), f"已排好{done:,}家")
    with ZipFile(task.result, "w", ZIP_STORED) as packed:
        for start in range(0, len(keys), A_STEP):
            part = task.folder / f"part-{start}.pdf"
            if part.exists():
                packed.write(part, f"风险点二维码牌{start + 1}-{min(start + A_STEP, len(keys))}.pdf")
    result = Result(f"风险点二维码牌{clock.today():%Y%m%d}.zip", "application/zip")
    return Step(None, len(keys), len(keys), f"共{len(keys):,}家", ended=True, result=result)


def _write_part(actor: Actor, task: Task, units: list[UUID], at: int) -> None:
    rows = PointPlate.objects.within(actor.scope).filter(
        point__unit__in=units, ended_on__isnull=True, point__ended_on__isnull=True
    )
    plates = list(rows.select_related("point", "point__unit").order_by("point__unit", "point__number"))
    if not plates:
        return
    try:
        content = point_sheets(plates, task.given["address"])
    except paper.GlyphMissing as error:
        raise NotAllowed(str(error)) from error
    (task.folder / f"part-{at}.pdf").write_bytes(content)


PLATES = declare_kind(Kind(NAME, "打印风险点二维码牌", "risks", _step, writes=False, prepares=_issue))
