"""More plates than a person waits for: a PDF for each few hundred, in one file."""

from uuid import UUID
from zipfile import ZIP_STORED, ZipFile

from bihuan import paper
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import NotAllowed
from bihuan.core.jobs import Kind, Result, Step, Task, declare_kind
from bihuan.units.actions import issue_plates
from bihuan.units.queries import plates_of
from bihuan.units.sheets import plate_sheets

NAME = "units.plates"
A_STEP = 200


def _chunk(task: Task) -> list[UUID]:
    """The units of this step; none where only the file is left to be made."""
    at = int(task.at or 0)
    return [UUID(key) for key in task.given["units"][at : at + A_STEP]]


def _issue(actor: Actor, task: Task) -> None:
    """Plates for those that have none."""
    if chunk := _chunk(task):
        issue_plates(actor, chunk)


def _step(actor: Actor, task: Task) -> Step:
    """A PDF for each A_STEP of the units, made again alike where a step dies; at last all in one file."""
    keys, at = task.given["units"], int(task.at or 0)
    if chunk := _chunk(task):
        _write_part(actor, task, chunk, at)
        done = at + len(chunk)
        return Step(done, done, len(keys), f"已排好{done:,}块")
    with ZipFile(task.result, "w", ZIP_STORED) as packed:
        for start in range(0, len(keys), A_STEP):
            part = task.folder / f"part-{start}.pdf"
            if part.exists():
                packed.write(part, f"二维码牌{start + 1}-{min(start + A_STEP, len(keys))}.pdf")
    result = Result(f"二维码牌{clock.today():%Y%m%d}.zip", "application/zip")
    return Step(None, len(keys), len(keys), f"共{len(keys):,}块", ended=True, result=result)


def _write_part(actor: Actor, task: Task, units: list[UUID], at: int) -> None:
    """The sheets of some units; none where all of them have left the register meanwhile."""
    if plates := plates_of(actor.scope, units):
        try:
            content = plate_sheets(actor.scope, plates, task.given["address"])
        except paper.GlyphMissing as error:
            raise NotAllowed(str(error)) from error
        (task.folder / f"part-{at}.pdf").write_bytes(content)


PLATES = declare_kind(Kind(NAME, "打印二维码牌", "units", _step, writes=False, prepares=_issue))
