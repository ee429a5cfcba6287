"""QR codes for the pages of documents.

All have one mask and are of one kind, so that a code is linear in its bits (ISO/IEC 18004: the error correction is a linear code, the
mask is added): each bit of a text turns the same modules over, whatever the others are. Which ones is worked out once for texts of a
length; a code then costs some dozens of XORs, where working it out takes as long as a tenth of the page around it.
"""

import struct
import zlib
from functools import cache

import segno

QUIET = 2  # modules of white around; the paper's own white comes to it
MASK = 2
LEVEL = "q"  # a quarter of it may be scratched and it still reads


def page_codes(text: str, pages: int) -> list[bytes]:
    """`text`/1, `text`/2 … as pictures (PNG, one pixel a module)."""
    return [code(f"{text}/{page}") for page in range(1, pages + 1)]


def code(text: str) -> bytes:
    """One code as a picture. Raises ValueError for what is not ASCII."""
    told = text.encode("ascii")
    side, modules, turned = _bits(len(told))
    for at, byte in enumerate(told):
        for bit in range(7):
            if byte >> bit & 1:
                modules ^= turned[7 * at + bit]
    row = (1 << side) - 1
    return _png([modules >> side * (side - 1 - number) & row for number in range(side)])


@cache
def _bits(length: int) -> tuple[int, int, tuple[int, ...]]:
    """Of texts so long (bytes): modules a side, the code of zero bytes, and what each bit of each byte turns over; a module a bit."""
    nothing = bytes(length)
    side, plain = _made(nothing)
    turned = []
    for at in range(length):
        for bit in range(7):
            text = nothing[:at] + bytes([1 << bit]) + nothing[at + 1 :]
            turned.append(_made(text)[1] ^ plain)
    return side, plain, tuple(turned)


def _made(text: bytes) -> tuple[int, int]:
    """Modules a side, and all of them in one number: its highest bit is the upper left."""
    made = segno.make(text, error=LEVEL, boost_error=False, mode="byte", mask=MASK, micro=False)
    return len(made.matrix), int("".join(str(one) for row in made.matrix for one in row), 2)


def _png(rows: list[int]) -> bytes:
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
