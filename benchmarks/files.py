"""A unit's file (一企一册) of sixty pages and more, by its CPU: gathered from the rows, and set as PDF, in a warm process and as the first of one. No
two cells have the same words, nor two files, for typst remembers what it has set. Aim: both together under two seconds."""

from collections.abc import Iterator
from itertools import count
from statistics import median
from time import process_time
from typing import Any

from tests.cast import TODAY, Cast
from tests.risks.deeds import NAMES, ORANGE, WIRING

from bihuan import paper
from bihuan.core import clock
from bihuan.dossiers import filing
from bihuan.dossiers.freezing import book_of
from bihuan.risks import actions
from bihuan.units.actions import register_certificate
from bihuan.units.books import pressed

POINTS, CERTIFICATES, TIMES, PAGES = 150, 120, 5, 60
SHORT = 4  # signs: a grade, a level, a number, which recur in any file


def run(cast: Cast) -> list[str]:
    """How long each half takes, and both."""
    unit = cast.units["yongan"]
    for number in range(POINTS):
        actions.add_point(
            cast.chen,
            unit.pk,
            name=f"{number}号配电箱",
            kind="equipment",
            where="店内",
            step=WIRING,
            judgement=ORANGE,
            named=NAMES,
        )
    actions.lay_plan(cast.chen, unit.pk, outline="后屋 店内\n门前 院子")
    for number in range(CERTIFICATES):
        register_certificate(
            cast.chen, unit.pk, kind="trade", number=f"T{number}", holder="马小兵", valid_until=TODAY
        )
    gathered, setting, numbers = [], [], count(1)
    pages = 0
    for _ in range(TIMES + 1):
        began = process_time()
        values = filing.content(
            cast.chen, filing.file_of(cast.chen.scope, unit, clock.today()), clock.today()
        )
        gathered.append(process_time() - began)
        other = _another(values, numbers)
        began = process_time()
        made = pressed(cast.chen.scope, book_of(other, version="第1版"))
        setting.append(process_time() - began)
        pages = paper.page_count(made)
    assert pages >= PAGES, f"only {pages} pages"
    first, second = median(gathered[1:]), median(setting[1:])  # the first reads the fonts
    return [
        f"a file of {pages} pages: gathered in {first:.2f} s, set in {second:.2f} s, "
        f"together {first + second:.2f} s (aim: under 2 s); the first of a process {gathered[0] + setting[0]:.2f} s"
    ]


def _another(values: dict[str, Any], numbers: Iterator[int]) -> dict[str, Any]:
    """The same file with a number of its own in every cell of more than a few signs."""

    def told(cell: str) -> str:
        return f"{cell[:-2]}{next(numbers)}" if len(cell) > SHORT else cell

    def leaf(one: dict[str, Any]) -> dict[str, Any]:
        return (
            one | {"rows": [tuple(map(told, row)) for row in one["rows"]]} if one["leaf"] == "Table" else one
        )

    chapters = [one | {"leaves": [leaf(inner) for inner in one["leaves"]]} for one in values["chapters"]]
    return values | {"chapters": chapters}
