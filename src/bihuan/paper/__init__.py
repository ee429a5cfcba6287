"""Official documents on paper: layout by GB/T 9704-2012, as PDF and as docx, with fonts that travel along.

Knows nothing of safety and nothing of Django.
"""

from bihuan.paper.boards import Board, Holder, board_sheets
from bihuan.paper.book import Book, Chapter, Cover, Leaf, Plan, Room, Spot, Tone
from bihuan.paper.cards import Card, Sign, card_sheets
from bihuan.paper.compiling import GlyphMissing
from bihuan.paper.document import Annex, OfficialDocument, Paragraph, Picture, Run, Span, Table
from bihuan.paper.faces import missing_glyphs
from bihuan.paper.form import Boxes, Form, Sealed, Signing, Signings
from bihuan.paper.handouts import Handout, handout_pdf
from bihuan.paper.labels import Label, label_sheets
from bihuan.paper.ledger import Head, Ledger, Toned, ledger_pdf, ledgers_pdf
from bihuan.paper.posters import Poster, poster_sheet
from bihuan.paper.press import book_pdf, docx, page_count, pdf, pictures, warm

__all__ = [
    "Annex",
    "Board",
    "Book",
    "Boxes",
    "Card",
    "Chapter",
    "Cover",
    "Form",
    "GlyphMissing",
    "Handout",
    "Head",
    "Holder",
    "Label",
    "Leaf",
    "Ledger",
    "OfficialDocument",
    "Paragraph",
    "Picture",
    "Plan",
    "Poster",
    "Room",
    "Run",
    "Sealed",
    "Sign",
    "Signing",
    "Signings",
    "Span",
    "Spot",
    "Table",
    "Tone",
    "Toned",
    "board_sheets",
    "book_pdf",
    "card_sheets",
    "docx",
    "handout_pdf",
    "label_sheets",
    "ledger_pdf",
    "ledgers_pdf",
    "missing_glyphs",
    "page_count",
    "pdf",
    "pictures",
    "poster_sheet",
    "warm",
]
