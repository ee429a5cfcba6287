"""Parts of a docx that official documents and forms have in common: a ruled table, a field, an empty line."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from bihuan.paper.document import Table, clean
from bihuan.paper.shape import AREA_POINTS, CELL_POINTS, cell_points, centred_columns, column_widths, is_torn

PICTURE_HEIGHT = Mm(12)


def ruled_table(made: Any, block: Table, area: float = AREA_POINTS, style: str = "表格文字") -> None:
    """A table as wide as the type area, the head row repeated on each page, no row torn apart that fits on one."""
    if block.caption:
        made.add_paragraph(clean(block.caption), style="Caption")
    grid = made.add_table(rows=0, cols=len(block.grid[0]), style="Table Grid")
    grid.autofit = False
    widths, centred = [Pt(points) for points in column_widths(block, area)], centred_columns(block)
    size = cell_points(block)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for heads in block.head_rows:
        head = _row(grid, heads, widths, size, "表格栏目")
        head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for number, cells in enumerate(block.rows, start=len(block.head_rows)):
        pictures = [block.picture_at(number, column) for column in range(len(cells))]
        row = _row(grid, cells, widths, size, style, pictures)
        for cell, is_centred in zip(row.cells, centred, strict=True):
            if is_centred:
                cell.paragraphs[0].alignment = ALIGN.CENTER
    for span in block.spans:
        last = grid.cell(span.row + span.tall - 1, span.column + span.wide - 1)
        grid.cell(span.row, span.column).merge(last)


def _row(
    table: Any,
    texts: tuple[str, ...],
    widths: list[Pt],
    size: float,
    style: str,
    pictures: Sequence[bytes] = (),
) -> Any:
    row = table.add_row()
    if not is_torn(texts, [width.pt for width in widths]):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    shown_in = pictures or [b""] * len(texts)
    for cell, text, width, picture in zip(row.cells, texts, widths, shown_in, strict=True):
        cell.width = width
        cell.vertical_alignment = 1
        cell.paragraphs[0].style = style
        if size != CELL_POINTS:  # the style has that
            cell.paragraphs[0].paragraph_format.line_spacing = Pt(1.5 * size)
        if picture:
            # A line of a fixed height would cut it off.
            cell.paragraphs[0].paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
            shown = cell.paragraphs[0].add_run().add_picture(BytesIO(picture))
            shown.width, shown.height = fitting(shown.width, shown.height, width)
            if text:
                cell.paragraphs[0].runs[0].add_break()
        if text:  # a cell under a span must be empty, or a line of it stays
            run = cell.paragraphs[0].add_run(clean(text))
            run.font.size = None if size == CELL_POINTS else Pt(size)
    return row


def fitting(width: int, height: int, cell: int) -> tuple[int, int]:
    """The size of a picture in a cell: as high as a signature, no wider than the cell."""
    scale = min(PICTURE_HEIGHT / height, (cell - Pt(10)) / width)
    return round(width * scale), round(height * scale)


def field(paragraph: Any, instruction: str) -> None:
    """A field whose value the reader's program works out: PAGE, NUMPAGES."""
    made = OxmlElement("w:fldSimple")
    made.set(qn("w:instr"), instruction)
    number, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    number.append(text)
    made.append(number)
    paragraph._p.append(made)


def blank(made: Any, lines: int) -> list[Any]:
    return [made.add_paragraph() for _ in range(lines)]
