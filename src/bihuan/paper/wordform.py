"""A form of law enforcement as docx for Word and WPS: the same blocks in the same order as on its PDF, as real tables and fields.

A docx is set by the program that opens it: its lines stand as close as the PDF's, so that what is one page there is one here; a code
cannot know its page (the foot has the document's own), and rare characters are left to that program's fonts.
"""

from functools import partial
from io import BytesIO
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT as UPRIGHT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from bihuan.paper.document import Paragraph, Table, clean
from bihuan.paper.form import Block, Boxes, Form, Sealed, Signing, Signings
from bihuan.paper.shape import (
    DAY,
    DENSITIES,
    STRUCK,
    Density,
    FormPage,
    boxes_grid,
    label_widths,
    title_lines,
    width,
)
from bihuan.paper.wordframe import foot, head
from bihuan.paper.wordpackage import new_package, to_bytes
from bihuan.paper.wordparts import fitting, ruled_table

STYLES = {
    "body": "文书正文",
    "flush": "文书顶格",
    "h1": "文书小标题",
    "h2": "文书小标题",
    "h3": "文书正文",
}
SIGNING = (Pt(184), Pt(125), Pt(130))  # label and name, the line, the day
CELL = "文书表格"
SEAL = Mm(42)
SEAL_INSET = Pt(14)  # from the right
SEAL_LINE = Pt(25)


def form_docx(form: Form, density: Density = DENSITIES[0]) -> bytes:
    """The form as docx, its lines so close; the same form gives the same bytes."""
    made = new_package(form.title, form.dated, styles=("word-styles.xml", "word-form-styles.xml"))
    page = FormPage.of(form)
    _close(made.styles, density)
    _compress(made)
    _page(made.sections[0], form, page)
    head(made.sections[0], form, page)
    foot(made.sections[0], form, page)
    _opening(made, form)
    for block in form.blocks:
        _block(made, block, page, density)
    if form.foot:
        made.add_paragraph(clean(form.foot), style="文书小字")
    return to_bytes(made)


def _close(styles: Any, density: Density) -> None:
    """Let the text's lines stand so close. The styles with lines of their own are left alone."""
    flush, body = styles["文书顶格"], styles["文书正文"]
    flush.font.size, flush.paragraph_format.line_spacing = Pt(density.size), Pt(density.pitch)
    body.paragraph_format.first_line_indent = Pt(2 * density.size)
    styles["文书签名"].paragraph_format.line_spacing = Pt(density.label)


def _compress(made: Any) -> None:
    """Marks give room as on the PDF, where it saves a line."""
    control = made.settings.element.find(qn("w:characterSpacingControl"))
    control.set(qn("w:val"), "compressPunctuation")


def _page(section: Any, form: Form, page: FormPage) -> None:
    section.page_width, section.page_height = (Mm(297), Mm(210)) if form.across else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if form.across else WD_ORIENT.PORTRAIT
    section.top_margin, section.right_margin = Pt(page.top), Pt(page.right)
    section.bottom_margin, section.left_margin = Pt(page.bottom), Pt(page.left)
    section.header_distance, section.footer_distance = Mm(15), Mm(5)


def _opening(made: Any, form: Form) -> None:
    if form.family:
        made.add_paragraph(clean(form.family), style="文书类别")
    made.add_paragraph("\n".join(title_lines(clean(form.title))), style="Title")
    if form.number:
        made.add_paragraph(clean(form.number), style="文书顶格").alignment = ALIGN.RIGHT


def _block(made: Any, block: Block, page: FormPage, density: Density) -> None:
    if isinstance(block, Paragraph):
        paragraph = made.add_paragraph(style=STYLES[block.style])
        for run in block.runs:
            paragraph.add_run(clean(run.text)).bold = run.bold or None
    elif isinstance(block, Table):
        ruled_table(made, block, page.width, CELL)
        _gap(made)
    elif isinstance(block, Boxes):
        _boxes(made, block, page)
        _gap(made)
    elif isinstance(block, Signings):
        _keep_with_next(made)
        _signings(made, block, density)
        _gap(made)
    else:
        _keep_with_next(made)
        _sealed(made, block, page, density)


def _gap(made: Any) -> None:
    """Two tables that touch would become one."""
    made.add_paragraph(style="文书小字").paragraph_format.line_spacing = Pt(8)


def _keep_with_next(made: Any) -> None:
    """Who signs and seals stands on the page of what is before them."""
    if made.paragraphs:
        made.paragraphs[-1].paragraph_format.keep_with_next = True


def _boxes(made: Any, block: Boxes, page: FormPage) -> None:
    widths = [Pt(points) for points in label_widths(block, page.width)]
    table = made.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = wide
    for cells in boxes_grid(block):
        row, at = table.add_row().cells, 0
        for text, is_label, span in cells:
            cell = row[at].merge(row[at + span - 1]) if span > 1 else row[at]
            cell.width = sum(widths[at : at + span])
            cell.vertical_alignment = UPRIGHT.CENTER
            cell.paragraphs[0].style = "表格栏目" if is_label else CELL
            cell.paragraphs[0].add_run(clean(text) or STRUCK)
            at += span


def _signings(made: Any, block: Signings, density: Density) -> None:
    table = made.add_table(rows=0, cols=len(SIGNING))
    table.autofit = False
    for column, wide in zip(table.columns, SIGNING, strict=True):
        column.width = wide
    for place in block.places:
        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        row.height = Mm(density.sign)
        for cell, wide in zip(row.cells, SIGNING, strict=True):
            cell.width = wide
            cell.paragraphs[0].style = "文书签名"
            cell.paragraphs[0].paragraph_format.keep_with_next = place is not block.places[-1]
        _place(row.cells, place)


def _place(cells: Any, place: Signing) -> None:
    label, line, day = cells
    label.vertical_alignment = UPRIGHT.CENTER
    label.paragraphs[0].add_run(clean(place.label))
    if named := "　".join(filter(None, (place.name, place.note))):
        label.paragraphs[0].add_run().add_break()
        label.paragraphs[0].add_run(clean(named)).font.size = Pt(10.5)
    if place.refused:
        told = line.merge(day)
        told.vertical_alignment = UPRIGHT.CENTER
        told.paragraphs[0].add_run(clean("　".join(filter(None, (place.refused, place.dated)))))
        return
    line.vertical_alignment = day.vertical_alignment = UPRIGHT.BOTTOM
    if place.picture:
        line.paragraphs[0].paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        line.paragraphs[0].alignment = ALIGN.CENTER
        shown = line.paragraphs[0].add_run().add_picture(BytesIO(place.picture))
        shown.width, shown.height = fitting(shown.width, shown.height, SIGNING[1])
    borders, under = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
    for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "auto")):
        under.set(qn(f"w:{key}"), value)
    borders.append(under)
    line._tc.get_or_add_tcPr().insert_element_before(borders, "w:shd", "w:noWrap", "w:tcMar", "w:vAlign")
    day.paragraphs[0].alignment = ALIGN.RIGHT
    dated = day.paragraphs[0].add_run(clean(place.dated) or (DAY if place.asks_day else ""))
    dated.font.size = Pt(10.5)


def _sealed(made: Any, block: Sealed, page: FormPage, density: Density) -> None:
    """The body over the day at the right, room above and below for the seal; its picture behind the text."""
    add = partial(made.add_paragraph, style="文书顶格")
    room = max(SEAL, Pt(14 * max(width(block.organ), width(block.dated_text))))
    above, organ, day = add(), add(clean(block.organ)), add(block.dated_text)
    above.paragraph_format.line_spacing = Pt(density.above)
    for paragraph in (organ, day):
        paragraph.alignment = ALIGN.CENTER
        paragraph.paragraph_format.left_indent = Pt(page.width) - room - SEAL_INSET
        paragraph.paragraph_format.right_indent = SEAL_INSET
        paragraph.paragraph_format.line_spacing = SEAL_LINE
    for paragraph in (above, organ):
        paragraph.paragraph_format.keep_with_next = True
    if block.seal:
        run = organ.add_run()
        run.add_picture(BytesIO(block.seal), SEAL, SEAL)
        middle = Pt(page.width) - SEAL_INSET - room // 2
        _float_behind(run._r, middle - SEAL // 2, SEAL_LINE - Pt(9) - SEAL // 2)
    add().paragraph_format.line_spacing = Pt(density.below)


def _float_behind(run: Any, across: int, down: int) -> None:
    """Make the picture of a run float behind the text, measured from the margin and from its paragraph (EMU)."""
    inline = run.find(f".//{qn('wp:inline')}")
    anchor = OxmlElement("wp:anchor")
    for key, value in (
        ("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0"), ("simplePos", "0"), ("relativeHeight", "1"),
        ("behindDoc", "1"), ("locked", "0"), ("layoutInCell", "1"), ("allowOverlap", "1"),
    ):  # fmt: skip
        anchor.set(key, value)
    simple = OxmlElement("wp:simplePos")
    simple.set("x", "0")
    simple.set("y", "0")
    anchor.append(simple)
    for name, base, offset in (
        ("wp:positionH", "margin", across),
        ("wp:positionV", "paragraph", down),
    ):
        position, given = OxmlElement(name), OxmlElement("wp:posOffset")
        position.set("relativeFrom", base)
        given.text = str(int(offset))
        position.append(given)
        anchor.append(position)
    parts = list(inline)
    anchor.append(parts[0])  # the extent
    anchor.append(OxmlElement("wp:wrapNone"))
    for part in parts[1:]:
        anchor.append(part)
    inline.getparent().replace(inline, anchor)
