"""A form of law enforcement as typst's values: its texts cut into runs, who signs and seals put together with what stands before."""

from dataclasses import asdict
from functools import cached_property
from typing import Any

from bihuan.paper.codes import page_codes
from bihuan.paper.document import Paragraph, Table
from bihuan.paper.faces import FontSet
from bihuan.paper.form import Block, Boxes, Form, Sealed, Signing, Signings
from bihuan.paper.setting import ROLES, Pieces, Setter, picture
from bihuan.paper.shape import (
    DAY,
    DENSITIES,
    STRUCK,
    Density,
    FormPage,
    boxes_grid,
    height,
    is_torn,
    label_widths,
    title_lines,
)

TEMPLATE = "form.typ"
MAYBE = 4  # pages: a form told to have more is none of one page, however close its lines
OPENING = 60  # points: the name and what stands around it
ENDLESS = 3000  # characters: weighing every break of a longer paragraph against all others takes seconds
SHORT_TABLE = 160  # points: it goes with the signatures after it

Values = dict[str, Any]


class FormValues:
    """The form's values, as templates/form.typ reads them."""

    def __init__(self, form: Form, fonts: FontSet) -> None:
        self.form = form
        self.words = Setter(fonts, form.names, stands_in=True)
        self.page = FormPage.of(form)
        self.width = self.page.width
        self.heights = [height(block, self.width) for block in form.blocks]

    @cached_property
    def pages(self) -> int:
        """As many pages as there will be, or some more."""
        return 2 + int(1.2 * sum(self.heights) / self.page.height)

    def may_be_one_page(self, density: Density) -> bool:
        """Whether it is worth the while to measure the form on lines of this height; a few lines may be told too many."""
        if self.pages > MAYBE:
            return False
        tall = sum(
            height(block, self.width, density) if isinstance(block, Paragraph) else usual
            for block, usual in zip(self.form.blocks, self.heights, strict=True)
        )
        return OPENING + 0.85 * tall <= self.page.height

    def payload(self, pages: int) -> Values:
        """The values with codes for so many pages."""
        form, words = self.form, self.words
        title = title_lines(words.clean(form.title))
        values: Values = {
            "subject": "".join(title),
            "date": [form.dated.year, form.dated.month, form.dated.day],
            "faces": words.faces,
            "across": form.across,
            "margins": [self.page.top, self.page.right, self.page.bottom, self.page.left],
            "room": [self.page.width, self.page.height],
            "endless": any(_length(one) > ENDLESS for one in form.blocks),
            "roomy": asdict(DENSITIES[0]),
            "densities": [asdict(one) for one in DENSITIES if self.may_be_one_page(one)],
            "mark": words.set(form.mark, "hei"),
            "stamp": words.set(form.stamp, "hei"),
            "continued": words.set(f"{''.join(title)}（续页）　{form.number}".rstrip(), "song"),
            "family": words.set(form.family, "song"),
            "title": [words.set(line, "title") for line in title],
            "number": words.set(form.number, "fang"),
            "page_sign": words.set(form.page_sign, "song"),
            "code": form.code,
            "codes": [list(one) for one in page_codes(form.code, pages)] if form.code else [],
            "blocks": self.blocks(),
        }
        if foot := self.foot():  # last of all: it says what was missing before
            _closing(values["blocks"])["parts"].append({"kind": "foot", "lines": foot})
        return values

    def blocks(self) -> list[Values]:
        """The blocks; those that sign and seal stand together with the one before them."""
        made: list[Values] = []
        for block, tall in zip(self.form.blocks, self.heights, strict=True):
            if isinstance(block, Signings | Sealed):
                closing = _closing(made)
                closing["parts"].append(self.part(block))
                closing["tall"] += tall
            else:
                made.append({**self.block(block), "tall": tall})
        return made

    def block(self, block: Block) -> Values:
        if isinstance(block, Paragraph):
            return {"kind": block.style, "runs": self.words.runs(block.runs, ROLES[block.style])}
        if isinstance(block, Table):
            return self.words.table(block, self.width)
        assert isinstance(block, Boxes)
        return self.boxes(block)

    def boxes(self, block: Boxes) -> Values:
        widths = label_widths(block, self.width)
        cells: list[Values] = []
        for row in boxes_grid(block):
            torn = is_torn([text for text, _, _ in row], [self.width / 2] * len(row))
            cells += [
                {
                    "runs": self.words.set(text or STRUCK, "hei" if is_label else "fang"),
                    "label": is_label,
                    "wide": wide,
                    "breaks": torn,
                }
                for text, is_label, wide in row
            ]
        return {"kind": "boxes", "widths": widths, "cells": cells}

    def part(self, block: Signings | Sealed) -> Values:
        words = self.words
        if isinstance(block, Signings):
            return {"kind": "signings", "places": [self.place(one) for one in block.places]}
        return {
            "kind": "sealed",
            "organ": words.set(block.organ, "fang"),
            "dated": words.set(block.dated_text, "fang"),
            "seal": picture(block.seal),
        }

    def place(self, one: Signing) -> Values:
        words = self.words
        return {
            "label": words.set(one.label, "fang"),
            "name": words.set("　".join(filter(None, (one.name, one.note))), "fang"),
            "picture": picture(one.picture),
            "refused": words.set(
                "　".join(filter(None, (one.refused, one.dated))) if one.refused else "", "fang"
            ),
            "day": words.set(one.dated or (DAY if one.asks_day else ""), "fang"),
        }

    def foot(self) -> list[Pieces]:
        """How many copies, and which characters are printed as 〓."""
        words, lines = self.words, []
        if self.form.foot:
            lines.append(words.set(self.form.foot, "fang"))
        if missing := words.of_missing():
            lines.append(missing)
        return lines


def _closing(made: list[Values]) -> Values:
    """The closing part at the end, begun if there is none; it takes what stands before it where it can be kept with it."""
    if made and made[-1]["kind"] == "closing":
        return made[-1]
    last = made[-1] if made else None
    takes = last and (
        last["kind"] == "body" or (last["kind"] in ("table", "boxes") and last["tall"] <= SHORT_TABLE)
    )
    made.append({"kind": "closing", "before": made.pop() if takes else None, "parts": [], "tall": 0.0})
    return made[-1]


def _length(block: Block) -> int:
    """Characters."""
    if isinstance(block, Paragraph):
        return sum(len(run.text) for run in block.runs)
    if isinstance(block, Table):
        return sum(len(cell) for row in block.grid for cell in row)
    if isinstance(block, Boxes):
        return sum(len(value) for row in block.rows for _, value in row)
    return 0
