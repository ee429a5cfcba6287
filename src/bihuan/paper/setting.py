"""Texts and tables as the templates read them: each text cut into runs (text t, family f, bold b)."""

import base64
import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from PIL import Image

from bihuan.paper.document import Run, Table, clean
from bihuan.paper.faces import FontSet, Role
from bihuan.paper.pieces import pieces
from bihuan.paper.shape import AREA_POINTS, cell_points, centred_columns, column_widths, is_torn

ROLES: dict[str, Role] = {"body": "fang", "flush": "fang", "h1": "hei", "h2": "kai", "h3": "fang"}
STAND_IN = "〓"  # printed for a character that no font has, as type-setters did

MAY_BREAK = "\u200b"
_ENDLESS = re.compile(
    r"[!-\u2e7f]{30,}"
)  # no blanks, nothing of Chinese, between whose signs a line may end anyhow
_SHORT = re.compile(r".{1,4}")

Pieces = list[dict[str, object]]


class Setter:
    """Sets the texts of one document. With `stands_in` a character that no font has is printed as 〓 and remembered in `missing`."""

    def __init__(self, fonts: FontSet, names: Iterable[str], *, stands_in: bool = False) -> None:
        self.fonts, self.stands_in = fonts, stands_in
        self.chains = fonts.chains
        self.missing: dict[str, None] = {}
        self.names = tuple(self.clean(name) for name in names)
        self.missing.clear()  # what is in a name counts where it is printed

    @property
    def faces(self) -> dict[str, str]:
        """The first family of each role."""
        return {role: chain[0].family for role, chain in self.chains.items()}

    def clean(self, text: str) -> str:
        cleaned = clean(text)
        if not self.stands_in or not (missing := self.fonts.missing(cleaned)):
            return cleaned
        self.missing.update(dict.fromkeys(one for one in cleaned if one in missing))
        return cleaned.translate({ord(one): STAND_IN for one in missing})

    def of_missing(self) -> Pieces:
        """Which characters are printed as 〓, in their order; nothing where there are none."""
        if not self.missing:
            return []
        codes = "、".join(f"U+{ord(one):04X}" for one in self.missing)
        return self.set(f"{STAND_IN}：字库未收的字，依次为{codes}。", "fang")

    def set(self, text: str, role: Role) -> Pieces:
        return self.runs((Run(text),), role)

    def runs(self, runs: Sequence[Run], role: Role) -> Pieces:
        chain = self.chains[role]
        made: Pieces = []
        for run in runs:
            if chain[0].has(
                run.text
            ):  # so it is with most; a face has no character that would have to be cleaned away
                if run.text:
                    made.append({"t": breakable(run.text), "f": chain[0].family, "b": run.bold})
                continue
            cut = pieces(self.clean(run.text), chain, self.names)
            made += [{"t": breakable(text), "f": family, "b": run.bold} for text, family in cut]
        return made

    def table(self, table: Table, area: float = AREA_POINTS) -> dict[str, object]:
        """A table as wide as the type area (points)."""
        heads, widths = len(table.head_rows), column_widths(table, area)
        return {
            "kind": "table",
            "caption": self.set(table.caption, "hei"),
            "heads": self._cells(table, range(heads), "hei", widths),
            "cells": self._cells(table, range(heads, len(table.grid)), "fang", widths),
            "widths": widths,
            "size": cell_points(table),
            "centred": centred_columns(table),
        }

    def _cells(
        self, table: Table, rows: range, role: Role, widths: Sequence[float]
    ) -> list[dict[str, object]]:
        """The cells of some rows one after another, those under a span left out."""
        return [
            {
                "runs": self.set(text, role),
                "column": column,
                "tall": span.tall,
                "wide": span.wide,
                "breaks": torn,
                "picture": picture(table.picture_at(row, column)),
            }
            for row in rows
            for torn in (is_torn(table.grid[row], widths),)
            for column, text in enumerate(table.grid[row])
            if not table.is_covered(row, column)
            for span in (table.span_at(row, column),)
        ]


def breakable(text: str) -> str:
    """A text whose words of no end may be broken anywhere: an address or a row of letters would run off the paper. A word of an ordinary
    length stays whole."""
    return _ENDLESS.sub(lambda word: MAY_BREAK.join(_SHORT.findall(word[0])), text)


def picture(content: bytes) -> str:
    """A picture (PNG or JPEG) as typst is given it: inside an SVG, "" for none. As a list of numbers, the only other way through JSON,
    a seal of 100 KB would take longer than the page around it."""
    if not content:
        return ""
    with Image.open(BytesIO(content)) as opened:
        wide, tall = opened.size
        kind = Image.MIME[str(opened.format)]
    inside = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{tall}">'
        f'<image width="{wide}" height="{tall}" href="data:{kind};base64,{inside}"/></svg>'
    )
