"""The road table to be filled in: every two villages, and where crews set out to each village, with what is known and what is estimated, so that nobody
types names. It is read back as it stands."""

from io import BytesIO
from itertools import combinations
from typing import Any

import xlsxwriter

from bihuan.core.actions import Actor
from bihuan.core.office import as_cell
from bihuan.intake.template import MADE
from bihuan.routing.ends import cell_ends
from bihuan.routing.intake import COLUMNS
from bihuan.routing.known import End
from bihuan.routing.models import RoadLeg, name_of
from bihuan.routing.queries import custom_of, legs_in_table
from bihuan.routing.ways import StraightLine

SHEET, ESTIMATE = "里程表", "直线估算"
WIDE = (24, 24, 14, 14, 16)


def table_to_fill(actor: Actor) -> bytes:
    """An xlsx; legs that begin or end at a unit, or are other on the way back, stand at the end."""
    custom = custom_of(actor.scope)
    cells = cell_ends(actor)
    villages = [end for cell, end in cells if cell.kind == "village"]
    starts = [end for cell, end in cells if cell.kind == "town"]
    pairs = [*((start, village) for start in starts for village in villages), *combinations(villages, 2)]
    known = {one.ends: one for one in legs_in_table(actor.scope)}
    rows = [_row(start, end, known, custom.detour) for start, end in pairs]
    rows += [
        (name_of(leg.start), name_of(leg.end), leg.metres / 1000, leg.minutes, "") for leg in known.values()
    ]
    return _written(rows)


def _row(start: End, end: End, known: dict[tuple[str, str], RoadLeg], detour: float) -> tuple[Any, ...]:
    """What is known is taken out of `known`."""
    there = known.pop((start.key, end.key), None)
    if there is None and (back := known.get((end.key, start.key))):
        there = back
        known.pop((end.key, start.key))
        start, end = end, start
    guess: Any = ""
    if start.latitude is not None and end.latitude is not None:
        guess = round(StraightLine(detour).ways([start, end]).metres[0][1] / 1000, 1)  # type: ignore[list-item]
    return (
        start.name,
        end.name,
        there.metres / 1000 if there else None,
        there.minutes if there else None,
        guess,
    )


def _written(rows: list[tuple[Any, ...]]) -> bytes:
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet(SHEET)
        head = book.add_format({"bold": True, "bg_color": "#E7EEF7", "border": 1, "align": "center"})
        guessed = book.add_format({"font_color": "#6b7280"})
        for at, label in enumerate((*(one.label for one in COLUMNS), ESTIMATE)):
            sheet.set_column(at, at, WIDE[at])
            sheet.write_string(0, at, label, head)
        sheet.freeze_panes(1, 2)
        for number, (start, end, km, minutes, guess) in enumerate(rows, 1):
            sheet.write_string(number, 0, as_cell(start))
            sheet.write_string(number, 1, as_cell(end))
            for at, value in ((2, km), (3, minutes)):
                if value is not None:
                    sheet.write_number(number, at, value)
            if guess != "":
                sheet.write_number(number, 4, guess, guessed)
    return out.getvalue()
