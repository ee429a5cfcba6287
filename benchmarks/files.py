"""A unit's file (一企一册) of sixty pages and more, in a warm process, by its CPU: gathered from the rows, and set as PDF. Each is another one, for typst remembers what
it has set. Aim: both together under two seconds."""

import json
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
    gathered, setting = [], []
    pages = 0
    for number in range(TIMES + 1):
        began = process_time()
        values = filing.content(
            cast.chen, filing.file_of(cast.chen.scope, unit, clock.today()), clock.today()
        )
        gathered.append(process_time() - began)
        other = _another(values, number)
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


def _another(values: dict[str, Any], number: int) -> dict[str, Any]:
    """The same file with other words in every row."""
    changed: dict[str, Any] = json.loads(
        json.dumps(values, ensure_ascii=False)
        .replace("号配电箱", f"号配电箱{number}")
        .replace("接线", f"接{number}线")
    )
    return changed
