"""QR codes for the pages of one document: the same text but for the page's number at its end.

All have one mask and are of one kind, so that a code is linear in its bits (ISO/IEC 18004: the error correction is a linear code, the
mask is added): what tells page 2 from page 1 is the same for every text as long. It is worked out once; a page then costs an XOR.
"""

import struct
import zlib
from functools import cache

import segno

QUIET = 2  # modules of white around; the paper's own white comes to it
MASK = 2
LEVEL = "q"  # a quarter of it may be scratched and it still reads

Rows = tuple[int, ...]


def page_codes(text: str, pages: int) -> list[bytes]:
    """`text`/1, `text`/2 … as pictures (PNG, one pixel a module)."""
    firsts: dict[int, tuple[int, Rows]] = {}
    made = []
    for page in range(1, pages + 1):
        digits = len(str(page))
        if digits not in firsts:
            firsts[digits] = (page, _rows(f"{text}/{page}"))
        first, rows = firsts[digits]
        apart = _apart(len(text.encode()), first, page)
        made.append(_png([row ^ other for row, other in zip(rows, apart, strict=True)]))
    return made


def code(text: str) -> bytes:
    """One code as a picture."""
    return _png(_rows(text))


@cache
def _apart(length: int, first: int, page: int) -> Rows:
    """In which modules the codes of two pages differ, for texts of this length (bytes)."""
    one, other = _rows(f"{'0' * length}/{first}"), _rows(f"{'0' * length}/{page}")
    return tuple(row ^ against for row, against in zip(one, other, strict=True))


def _rows(text: str) -> Rows:
    """The modules, a row a number: its highest bit is the leftmost."""
    made = segno.make(text, error=LEVEL, boost_error=False, mode="byte", mask=MASK, micro=False)
    return tuple(int("".join(map(str, row)), 2) for row in made.matrix)


def _png(rows: list[int] | Rows) -> bytes:
    """One bit a pixel; black is 0."""
    side = len(rows) + 2 * QUIET
    wide = -(-side // 8)
    white = (1 << 8 * wide) - 1
    shift = 8 * wide - side + QUIET
    blank = b"\0" + white.to_bytes(wide, "big")
    lines = [b"\0" + (white ^ (row << shift)).to_bytes(wide, "big") for row in rows]
    pixels = zlib.compress(b"".join([blank * QUIET, *lines, blank * QUIET]), 1)
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
