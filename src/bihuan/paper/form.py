"""What a form of law enforcement (文书) consists of, before it becomes a PDF or a docx. Plain values; no layout here.

Its page differs from that of an official document: a family line, a ruled name, label and value in boxes, places for signing, the
body's name with its seal, how many copies, and at every page's foot the page of so many with a code to scan the signed page back.
"""

from dataclasses import dataclass
from datetime import date

from bihuan.core.calendar import in_words
from bihuan.paper.document import Paragraph, Table


@dataclass(frozen=True)
class Boxes:
    """Rows of (label, value) in ruled boxes, as wide as the page; a row of one pair gives it all the width. An empty value is struck
    with ／, as the field wants. `tall`: rows whose value is to have so many lines at least."""

    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class Signing:
    """One place for signing: "执法人员（签名）", the printed name and what follows it ("证号：…"), the stroke as a picture (PNG, b"" for
    none: a line to sign on), the day beside it ("" for a blank to be filled by hand). `refused`: printed in place of the stroke."""

    label: str
    name: str = ""
    note: str = ""
    picture: bytes = b""
    dated: str = ""
    refused: str = ""
    asks_day: bool = True


@dataclass(frozen=True)
class Signings:
    """Places for signing, one under the other, never broken from each other across pages."""

    places: tuple[Signing, ...]


@dataclass(frozen=True)
class Sealed:
    """The body that issues, and the day, at the right; the seal's picture over both where it was put (b"" for none)."""

    organ: str
    dated: date
    seal: bytes = b""

    @property
    def dated_text(self) -> str:
        return in_words(self.dated)


Block = Paragraph | Table | Boxes | Signings | Sealed


@dataclass(frozen=True)
class Form:
    """A form. What is empty is left out of the page.

    family: the line over the name (安全生产行政执法文书). number: under the name, at the right. foot: under the last block, small (how
    many copies, for whom). code: what the QR code at every page's foot holds, followed by /page ("" for no code). page_sign: a line
    for signing at the foot of each page (records of inquiry). mark: small, in the header of every page (演示). stamp: large and pale
    across every page (作废, 代拟稿, 草稿). across: the page lies across. names: persons and units, each set whole in one face.
    """

    title: str
    blocks: tuple[Block, ...]
    dated: date
    family: str = ""
    number: str = ""
    foot: str = ""
    code: str = ""
    page_sign: str = ""
    mark: str = ""
    stamp: str = ""
    across: bool = False
    names: tuple[str, ...] = ()
