"""Forms, official documents and books as PDF; the first two as docx and as pictures of their pages. The same document gives the same bytes; the PDF's date is its own."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import pikepdf
import typst

from bihuan.paper import books, forms, typeset
from bihuan.paper.book import Book
from bihuan.paper.books import BookValues
from bihuan.paper.compiling import GlyphMissing, compile_pdf, compile_pictures, told_by
from bihuan.paper.document import OfficialDocument, Paragraph, Table
from bihuan.paper.faces import FontSet, font_set
from bihuan.paper.form import Boxes, Form, Sealed, Signing, Signings
from bihuan.paper.forms import FormValues
from bihuan.paper.shape import Density
from bihuan.paper.typeset import OfficialValues
from bihuan.paper.word import official_docx
from bihuan.paper.wordform import form_docx

CLOSER = 0.1  # of a page: so much is left free on the docx of a form that is to be one page

Made = TypeVar("Made")


def pdf(
    document: Form | OfficialDocument, *, extra_fonts: Path | None = None, stands_in: bool = False
) -> bytes:
    """The document as PDF/A-2b. Fonts in `extra_fonts` come before the shipped ones; a folder not there is empty.

    For a character that is in no font a form prints 〓 and says at its foot which it is. So does an official document that
    `stands_in`; any other raises GlyphMissing.
    """
    return _pressed(document, extra_fonts, stands_in, compile_pdf)


def pictures(
    document: Form | OfficialDocument,
    *,
    ppi: float = 110,
    extra_fonts: Path | None = None,
    stands_in: bool = False,
) -> list[bytes]:
    """The pages as pictures (PNG), as the PDF shows them. Raises as `pdf`."""

    def compiled(fonts: FontSet, template: str, values: str) -> list[bytes]:
        return compile_pictures(fonts, template, values, ppi)

    return _pressed(document, extra_fonts, stands_in, compiled)


def docx(document: Form | OfficialDocument) -> bytes:
    """The document as docx for those who must edit it; the same document gives the same bytes."""
    if isinstance(document, OfficialDocument):
        return official_docx(document)
    return form_docx(document, _pressed(document, None, True, _density))


def _density(fonts: FontSet, template: str, values: str) -> Density:
    """How close the lines of a form stand on its docx: as on its PDF, and closer still where that fills its one page. The program that
    opens it may have wider fonts, whose lines break sooner."""
    told = told_by(fonts, template, values, "set")
    filled = told.pop("filled")
    density = Density(**told)
    if filled is None:
        return density
    return replace(density, pitch=density.pitch * (1 - max(0.0, CLOSER - (1 - filled))))


def book_pdf(book: Book, *, extra_fonts: Path | None = None) -> bytes:
    """The book as PDF/A-2b with bookmarks. For a character that is in no font it prints 〓 and says on its last page which it is. Not tagged: the
    tags of ten thousand cells would be nine tenths of its bytes."""
    fonts = font_set(extra_fonts if extra_fonts and extra_fonts.is_dir() else None)
    values = _json(BookValues(book, fonts).payload())
    return compile_pdf(fonts, books.TEMPLATE, values, tagged=False)


def page_count(made: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(BytesIO(made)) as opened:
        return len(opened.pages)


def warm(extra_fonts: Path | None = None) -> None:
    """Read the fonts and set a form once, so that the first that somebody asks for does not wait for it. Takes about half a second of
    one core; to be called once a process, beside its work."""
    day = date(2026, 1, 1)
    blocks = (
        Boxes(((("单位", ""),),)),
        Paragraph("安全生产", "h1"),
        Paragraph("安全生产"),
        Table(("序号",), (("1",),)),
        Signings((Signing("签名"),)),
        Sealed("镇人民政府", day),
    )
    form = Form(
        "文书", blocks, day, family="文书", number="1号", code="BH1/000000000000", mark="演示", stamp="草稿"
    )
    pdf(form, extra_fonts=extra_fonts)
    pictures(form, ppi=20, extra_fonts=extra_fonts)


def _pressed(
    document: Form | OfficialDocument,
    extra_fonts: Path | None,
    stands_in: bool,
    compiled: Callable[[FontSet, str, str], Made],
) -> Made:
    fonts = font_set(extra_fonts if extra_fonts and extra_fonts.is_dir() else None)
    if isinstance(document, OfficialDocument):
        values = OfficialValues(document, fonts, stands_in)
        if not stands_in and (missing := fonts.missing(values.text())):
            raise GlyphMissing(missing)
        return compiled(fonts, typeset.TEMPLATE, _json(values.payload()))
    made = FormValues(document, fonts)
    pages = made.pages
    while True:
        try:
            return compiled(fonts, forms.TEMPLATE, _json(made.payload(pages)))
        except typst.TypstError as error:
            if "codes end" not in str(error):
                raise
            pages *= 2


def _json(values: dict[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False)
