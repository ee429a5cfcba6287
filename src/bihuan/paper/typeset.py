"""An official document as PDF, set by typst. The same document gives the same bytes; the PDF's date is its own."""

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from bihuan.paper.document import Annex, OfficialDocument, Paragraph, Run, Table, clean
from bihuan.paper.faces import FontSet, Role, font_set
from bihuan.paper.pieces import pieces
from bihuan.paper.shape import centred_columns, column_widths, title_lines

TEMPLATES = Path(__file__).resolve().parent / "templates"
ROLES: dict[str, Role] = {"body": "fang", "h1": "hei", "h2": "kai", "h3": "fang"}

Pieces = list[dict[str, object]]
_local = threading.local()


class GlyphMissing(Exception):
    """Some characters are in no font at hand; printed, they would be empty boxes."""

    def __init__(self, characters: set[str]) -> None:
        self.characters = frozenset(characters)
        named = "、".join(f"“{one}”（U+{ord(one):04X}）" for one in sorted(characters))
        super().__init__(
            f"字库中没有以下字符，无法排印：{named}。请改用其他字，或在字体目录中放入含有这些字符的字体。"
        )


def pdf(document: OfficialDocument, *, extra_fonts: Path | None = None) -> bytes:
    """The document as PDF/A-2b. Fonts in `extra_fonts` come before the shipped ones; a folder not there is empty.

    Raises GlyphMissing when a character is in no font.
    """
    fonts = font_set(extra_fonts if extra_fonts and extra_fonts.is_dir() else None)
    values = _Values(document, fonts)
    if missing := fonts.missing(values.text()):
        raise GlyphMissing(missing)
    payload = json.dumps(values.payload(), ensure_ascii=False)
    return compile_pdf(fonts, "official.typ", payload)


def compile_pdf(fonts: FontSet, template: str, payload: str) -> bytes:
    """A template of `templates/` filled with values (JSON), as PDF/A-2b."""
    compiler = _compiler(fonts, template)
    made: bytes = compiler.compile(format="pdf", sys_inputs={"d": payload}, pdf_standards="a-2b")
    return made


def _compiler(fonts: FontSet, template: str) -> Any:
    """This thread's compiler of a template: one shared by threads fails with "Already borrowed"; the fonts may be shared."""
    if getattr(_local, "fonts", None) is not fonts:
        _local.fonts, _local.compilers = fonts, {}
    if template not in _local.compilers:
        _local.compilers[template] = typst.Compiler(
            input=str(TEMPLATES / template), root=str(TEMPLATES), font_paths=fonts.fonts
        )
    return _local.compilers[template]


class _Values:
    """The document's texts cut into runs (text t, family f, bold b), as the templates read them."""

    def __init__(self, document: OfficialDocument, fonts: FontSet) -> None:
        self.document = document
        self.chains = {role: fonts.chain(role) for role in ("fang", "title", "hei", "kai", "song")}
        self.names = tuple(clean(name) for name in document.names)

    def text(self) -> str:
        """All that will be printed."""
        doc = self.document
        parts = [doc.title, doc.number, doc.recipient_text, doc.masthead, doc.organ, doc.note_text, doc.mark]
        if doc.annex:
            parts.extend((doc.annex.note, doc.annex.title))
        for block in (*doc.blocks, *(doc.annex.blocks if doc.annex else ())):
            if isinstance(block, Paragraph):
                parts.extend(run.text for run in block.runs)
            else:
                parts.extend((block.caption, *(cell for row in block.grid for cell in row)))
        return clean("".join(parts))

    def payload(self) -> dict[str, object]:
        doc = self.document
        return {
            "subject": clean(doc.title).replace("\n", ""),
            "date": [doc.dated.year, doc.dated.month, doc.dated.day],
            "faces": {role: chain[0].family for role, chain in self.chains.items()},
            "mark": self.set(doc.mark, "hei"),
            "masthead": self.set(doc.masthead, "title"),
            "number": self.set(doc.number, "fang"),
            "title": [self.set(line, "title") for line in title_lines(clean(doc.title))],
            "recipient": self.set(doc.recipient_text, "fang"),
            "blocks": [self.block(block) for block in doc.blocks],
            "organ": self.set(doc.organ, "fang"),
            "dated": self.set(doc.dated_text, "fang"),
            "note": self.set(doc.note_text, "fang"),
            "annex": self.annex(doc.annex) if doc.annex else None,
        }

    def annex(self, annex: Annex) -> dict[str, object]:
        return {
            "note": self.set(annex.note, "fang"),
            "mark": self.set("附件", "hei"),
            "title": [self.set(line, "title") for line in title_lines(clean(annex.title))],
            "blocks": [self.block(block) for block in annex.blocks],
        }

    def block(self, block: Paragraph | Table) -> dict[str, object]:
        if isinstance(block, Paragraph):
            return {"kind": block.style, "runs": self.runs(block.runs, ROLES[block.style])}
        return {
            "kind": "table",
            "caption": self.set(block.caption, "hei"),
            "heads": self.cells(block, range(len(block.head_rows)), "hei"),
            "cells": self.cells(block, range(len(block.head_rows), len(block.grid)), "fang"),
            "widths": column_widths(block),
            "centred": centred_columns(block),
        }

    def cells(self, table: Table, rows: range, role: Role) -> list[dict[str, object]]:
        """The cells of some rows one after another, those under a span left out."""
        return [
            {
                "runs": self.set(text, role),
                "column": column,
                "tall": span.tall,
                "wide": span.wide,
                "picture": list(table.picture_at(row, column)),
            }
            for row in rows
            for column, text in enumerate(table.grid[row])
            if not table.is_covered(row, column)
            for span in (table.span_at(row, column),)
        ]

    def set(self, text: str, role: Role) -> Pieces:
        return self.runs((Run(text),), role)

    def runs(self, runs: Sequence[Run], role: Role) -> Pieces:
        return [
            {"t": text, "f": family, "b": run.bold}
            for run in runs
            for text, family in pieces(clean(run.text), self.chains[role], self.names)
        ]
