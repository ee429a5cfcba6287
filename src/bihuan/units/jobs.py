"""Sheets of more units than a person waits for: a PDF for each few of them, in one file. What plates and invitations have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Sheets:
    """How some units' sheets are made: `draw` gives a PDF of them for an address, None where there is nothing to print; `issue` writes
    beforehand what `draw` wants to find. `of` is what a unit counts as in the progress (块, 家), `a_step` how many units are done at once."""

    title: str
    of: str
    a_step: int
    draw: Callable[[Actor, list[UUID], str], bytes | None]
    issue: Callable[[Actor, Sequence[UUID]], object] | None = None

    def chunk(self, task: Task) -> list[UUID]:
        """The units of this step; none where only the file is left to be made."""
        at = int(task.at or 0)
        return [UUID(key) for key in task.given["units"][at : at + self.a_step]]

    def prepare(self, actor: Actor, task: Task) -> None:
        """The rows of the units of this step."""
        if self.issue and (chunk := self.chunk(task)):
            self.issue(actor, chunk)

    def step(self, actor: Actor, task: Task) -> Step:
        """A PDF for the next units, made again alike where a step dies; at last all in one file."""
        keys, at = task.given["units"], int(task.at or 0)
        if chunk := self.chunk(task):
            try:
                content = self.draw(actor, chunk, task.given["address"])
            except paper.GlyphMissing as error:
                raise NotAllowed(str(error)) from error
            if content:
                (task.folder / f"part-{at}.pdf").write_bytes(content)
            done = at + len(chunk)
            return Step(done, done, len(keys), f"已排好{done:,}{self.of}")
        parts = [
            (start, place)
            for start in range(0, len(keys), self.a_step)
            if (place := task.folder / f"part-{start}.pdf").exists()
        ]
        if not parts:
            raise NotAllowed(f"这些单位都没有要打印的{self.title}。请刷新清单，重新选择。")
        with ZipFile(task.result, "w", ZIP_STORED) as packed:
            for start, place in parts:
                packed.write(place, f"{self.title}{start + 1}-{min(start + self.a_step, len(keys))}.pdf")
        result = Result(f"{self.title}{clock.today():%Y%m%d}.zip", "application/zip")
        return Step(None, len(keys), len(keys), f"共{len(keys):,}{self.of}", ended=True, result=result)


def declare_sheets(name: str, label: str, right: str, sheets: Sheets, *, writes: bool = False) -> Kind:
    """A kind of job that prints sheets of `given["units"]`, reached at `given["address"]`. `writes`: drawing them writes rows."""
    prepares = sheets.prepare if sheets.issue else None
    return declare_kind(Kind(name, label, right, sheets.step, writes=writes, prepares=prepares))


def _plates(actor: Actor, units: list[UUID], address: str) -> bytes | None:
    plates = plates_of(actor.scope, units)  # none where all of them have left the register meanwhile
    return plate_sheets(actor.scope, plates, address) if plates else None


PLATE_SHEETS = Sheets("二维码牌", "块", 200, _plates, issue_plates)
PLATES = declare_sheets("units.plates", "打印二维码牌", "units", PLATE_SHEETS)
