"""An official document as docx for Word and WPS, with real headings, tables and page number fields.

The faces are named as offices have them (仿宋_GB2312, 方正小标宋简体, 楷体_GB2312, 黑体); none is embedded, the font
table says what stands in. Measures: domain of GB/T 9704-2012 in twips, 1/20 pt.
"""

from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, Twips

from bihuan.paper.document import Annex, OfficialDocument, Paragraph, Table, clean
from bihuan.paper.shape import (
    masthead_size,
    signature_insets,
    title_lines,
)
from bihuan.paper.wordpackage import new_package, to_bytes
from bihuan.paper.wordparts import blank, field, ruled_table

STYLES = {"body": "Body Text", "flush": "Normal", "h1": "Heading 1", "h2": "Heading 2", "h3": "Heading 3"}
CHARACTER = 316  # 156 mm / 28


def official_docx(document: OfficialDocument) -> bytes:
    """The document as docx; the same document gives the same bytes."""
    made = new_package(clean(document.title), document.dated, clean(document.organ))
    made.settings.odd_and_even_pages_header_footer = True
    _page(made, clean(document.mark))
    if document.masthead:
        _red_head(made, document)
    _title(made, document)
    if document.recipient:
        made.add_paragraph(clean(document.recipient_text))
    _blocks(made, document.blocks)
    if document.annex:
        _annex_note(made, document.annex)
    _signature(made, document)
    if document.note:
        made.add_paragraph(clean(document.note_text), style="Body Text")
    if document.annex:
        _annex(made, document.annex)
    return to_bytes(made)


def _page(made: Any, mark: str) -> None:
    """A4 with the margins and grid of the standard, page numbers and, where given, the mark in the header."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Twips(2098), Twips(1985)
    section.left_margin, section.right_margin = Twips(1588), Twips(1474)
    section.header_distance, section.footer_distance = Mm(20), Mm(23)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    # charSpace: how much narrower than 16 pt a character's cell is, in 1/4096 pt: 28 of them in 156 mm.
    for key, value in (("type", "linesAndChars"), ("linePitch", "579"), ("charSpace", "-849")):
        grid.set(qn(f"w:{key}"), value)
    _page_number(section.footer, ALIGN.RIGHT)
    _page_number(section.even_page_footer, ALIGN.LEFT)
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        header.paragraphs[0].text = mark


def _page_number(footer: Any, where: ALIGN) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = where
    paragraph.add_run("— ")
    field(paragraph, "PAGE")
    paragraph.add_run(" —")


def _red_head(made: Any, document: OfficialDocument) -> None:
    """发文机关标志, 发文字号 two lines below, and the red line 4 mm under it."""
    masthead = made.add_paragraph(style="发文机关标志")
    masthead.add_run(clean(document.masthead)).font.size = Pt(masthead_size(document.masthead))
    blank(made, 2)
    number = made.add_paragraph(clean(document.number))
    number.alignment = ALIGN.CENTER
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "16"), ("space", "5"), ("color", "E60012")):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    number._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc")
    blank(made, 2)


def _title(made: Any, document: OfficialDocument) -> None:
    made.add_paragraph("\n".join(title_lines(clean(document.title))), style="Title")
    if document.number and not document.masthead:
        made.add_paragraph(clean(document.number)).alignment = ALIGN.CENTER
    blank(made, 1)


def _blocks(made: Any, blocks: Sequence[Paragraph | Table]) -> None:
    for block in blocks:
        if isinstance(block, Table):
            ruled_table(made, block)
            blank(made, 1)
        else:
            _paragraph(made, block)


def _paragraph(made: Any, block: Paragraph) -> None:
    paragraph = made.add_paragraph(style=STYLES[block.style])
    for run in block.runs:
        paragraph.add_run(clean(run.text)).bold = run.bold or None


def _annex_note(made: Any, annex: Annex) -> None:
    """附件说明 one line below the text, on its page."""
    for above in (made.paragraphs[-1], *blank(made, 1)):
        above.paragraph_format.keep_with_next = True
    made.add_paragraph(clean(annex.note), style="Body Text")


def _annex(made: Any, annex: Annex) -> None:
    """附件 on a page of its own: the word at the left of the first line, its title on the third."""
    made.add_paragraph("附件", style="附件")
    blank(made, 1)
    made.add_paragraph("\n".join(title_lines(clean(annex.title))), style="Title")
    blank(made, 1)
    _blocks(made, annex.blocks)


def _signature(made: Any, document: OfficialDocument) -> None:
    """Organ and date at the right, kept on one page with the end of the text."""
    made.paragraphs[-1].paragraph_format.keep_with_next = True
    for line in blank(made, 2):
        line.paragraph_format.keep_with_next = True
    organ_inset, date_inset = signature_insets(document.organ, document.dated_text)
    if document.organ:
        organ = _at_right(made, clean(document.organ), organ_inset)
        organ.paragraph_format.keep_with_next = True
    _at_right(made, document.dated_text, date_inset)


def _at_right(made: Any, text: str, inset: float) -> Any:
    paragraph = made.add_paragraph(text)
    paragraph.alignment = ALIGN.RIGHT
    paragraph.paragraph_format.right_indent = Twips(round(inset * CHARACTER))
    return paragraph
