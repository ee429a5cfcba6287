"""A book as typst's values: its texts cut into runs, its tables' columns measured. The same book gives the same bytes."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from PIL import Image

from bihuan.paper.book import Book, Chapter, Leaf, Plan, Tone
from bihuan.paper.document import Paragraph, Table
from bihuan.paper.faces import FontSet, Role
from bihuan.paper.form import Boxes
from bihuan.paper.setting import Setter, picture
from bihuan.paper.shape import (
    MILLIMETRE,
    STRUCK,
    boxes_grid,
    cell_points,
    centred_columns,
    column_widths,
    is_torn,
    label_widths,
)

TEMPLATE = "book.typ"
UPRIGHT, ACROSS = (297.0, 210.0), (210.0, 297.0)  # millimetres: tall, wide
MARGIN, SIDE = 20.0, 15.0  # at the left, where it is bound; at the right
SMALL, SMALLER = 10.5, 8.5  # points of a table's characters: on an upright page, on one across
PIXELS = 1800  # a drawing's longer side: 150 to the inch across a page

Values = dict[str, Any]


class BookValues:
    """The book's values, as templates/book.typ reads them."""

    def __init__(self, book: Book, fonts: FontSet) -> None:
        self.book = book
        self.words = Setter(fonts, book.names, stands_in=True)

    def payload(self) -> Values:
        book, words = self.book, self.words
        values = {
            "subject": words.clean(book.title).replace("\n", ""),
            "date": [book.dated.year, book.dated.month, book.dated.day],
            "faces": words.faces,
            "title": words.set(book.title, "title"),
            "head": words.set(book.head or book.title, "song"),
            "mark": words.set(book.mark, "hei"),
            "cover": self.cover(),
            "chapters": [self.chapter(one) for one in book.chapters],
        }
        return values | {"missing": words.of_missing()}  # said last, when all is set

    def cover(self) -> Values | None:
        cover, words = self.book.cover, self.words
        if cover is None:
            return None
        return {
            "owner": words.set(cover.owner, "hei"),
            "facts": [
                [words.set(word, "hei"), words.set(value or STRUCK, "fang")] for word, value in cover.facts
            ],
            "foot": words.set(cover.foot, "song"),
        }

    def chapter(self, one: Chapter) -> Values:
        wide = (ACROSS if one.across else UPRIGHT)[1]
        area = (wide - MARGIN - SIDE) * MILLIMETRE
        size = SMALLER if one.across else SMALL
        return {
            "title": self.words.set(one.title, "hei"),
            "across": one.across,
            "leaves": [self.leaf(leaf, area, size) for leaf in one.leaves],
        }

    def leaf(self, leaf: Leaf, area: float, size: float) -> Values:
        if isinstance(leaf, Paragraph):
            role: Role = "hei" if leaf.style.startswith("h") else "song"
            return {"kind": leaf.style, "runs": self.words.runs(leaf.runs, role)}
        if isinstance(leaf, Table):
            return self.table(leaf, area, size)
        return self.boxes(leaf, area) if isinstance(leaf, Boxes) else self.plan(leaf)

    def table(self, table: Table, area: float, size: float) -> Values:
        """A table as wide as the type area. Columns are measured as if in characters of the usual size, and made as small as those are."""
        scale = size / cell_points(table)
        widths = column_widths(table, area / scale, stretches=True)
        heads = len(table.head_rows)
        return {
            "kind": "table",
            "size": size,
            "caption": self.words.set(table.caption, "hei"),
            "heads": self.cells(table, range(heads), "hei", widths),
            "cells": self.cells(table, range(heads, len(table.grid)), "song", widths),
            "widths": [round(one * scale, 2) for one in widths],
            "centred": centred_columns(table),
        }

    def cells(self, table: Table, rows: range, role: Role, widths: Sequence[float]) -> list[Any]:
        """The cells of some rows, those under a span left out: a text alone where the role's own face has all of it, else runs; a cell that takes up
        several, or begins a row that is not torn apart, says so."""
        made: list[Any] = []
        grid = table.grid
        for row in rows:
            whole = not is_torn(grid[row], widths)
            for column, text in enumerate(grid[row]):
                if table.is_covered(row, column):
                    continue
                span, said = table.span_at(row, column), self.said(text, role)
                if span.tall == span.wide == 1 and (column or not whole):
                    made.append(said)
                else:
                    made.append({"said": said, "tall": span.tall, "wide": span.wide, "whole": whole})
        return made

    def said(self, text: str, role: Role) -> Any:
        """A text that its role's own face has as it is, else as runs."""
        runs = self.words.set(text, role)
        if not runs:
            return ""
        own = self.words.chains[role][0].family
        return runs[0]["t"] if len(runs) == 1 and runs[0]["f"] == own else runs

    def boxes(self, block: Boxes, area: float) -> Values:
        cells = [
            {
                "said": self.said(text or STRUCK, "hei" if is_label else "song"),
                "label": is_label,
                "wide": wide,
            }
            for row in boxes_grid(block)
            for text, is_label, wide in row
        ]
        return {"kind": "boxes", "size": SMALL, "widths": label_widths(block, area), "cells": cells}

    def plan(self, plan: Plan) -> Values:
        tones = list(dict.fromkeys([*plan.legend, *(one.tone for one in plan.spots)]))
        at = {tone: number for number, tone in enumerate(tones)}
        return {
            "kind": "plan",
            "shape": plan.width / plan.height,
            "picture": picture(reduced(plan.picture)) if plan.picture else "",
            "tones": [self.tone(one) for one in tones],
            "legend": [at[one] for one in plan.legend],
            "rooms": [
                {
                    "name": self.words.set(one.name, "hei"),
                    "at": [one.left, one.top, one.width, one.height],
                    "paint": one.tone.paint if one.tone else "",
                }
                for one in plan.rooms
            ],
            "spots": [
                {"number": self.words.set(one.number, "hei"), "x": one.x, "y": one.y, "tone": at[one.tone]}
                for one in plan.spots
            ],
        }

    def tone(self, one: Tone) -> Values:
        return {"shape": one.shape, "paint": one.paint, "word": self.words.set(one.word, "hei")}


def reduced(content: bytes) -> bytes:
    """A picture no larger than a page shows: what a camera makes of a wall would take seconds to set, and be megabytes in each file."""
    with Image.open(BytesIO(content)) as opened:
        if max(opened.size) <= PIXELS:
            return content
        small = opened.convert("RGB")
        small.thumbnail((PIXELS, PIXELS))
    out = BytesIO()
    small.save(out, "JPEG", quality=85)
    return out.getvalue()
