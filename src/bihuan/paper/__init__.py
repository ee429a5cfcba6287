"""Official documents on paper: layout by GB/T 9704-2012, as PDF and as docx, with fonts that travel along.

Knows nothing of safety and nothing of Django.
"""

from bihuan.paper.boards import Board, Holder, board_sheets
from bihuan.paper.compiling import GlyphMissing
from bihuan.paper.document import Annex, OfficialDocument, Paragraph, Picture, Run, Span, Table
from bihuan.paper.faces import missing_glyphs
from bihuan.paper.form import Boxes, Form, Sealed, Signing, Signings
from bihuan.paper.labels import Label, label_sheets
from bihuan.paper.ledger import Head, Ledger, Toned, ledger_pdf
from bihuan.paper.press import docx, page_count, pdf, pictures, warm

__all__ = [
    "Annex",
    "Board",
    "Boxes",
    "Form",
    "GlyphMissing",
    "Head",
    "Holder",
    "Label",
    "Ledger",
    "OfficialDocument",
    "Paragraph",
    "Picture",
    "Run",
    "Sealed",
    "Signing",
    "Signings",
    "Span",
    "Table",
    "Toned",
    "board_sheets",
    "docx",
    "label_sheets",
    "ledger_pdf",
    "missing_glyphs",
    "page_count",
    "pdf",
    "pictures",
    "warm",
]
