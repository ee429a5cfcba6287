"""Which characters a font file has: a reader of the cmap table (OpenType 1.9, formats 4 and 12), nothing more."""

import struct
from pathlib import Path


def coverage(path: Path, index: int = 0) -> frozenset[int]:
    """The code points that font `index` of an OTF, TTF or TTC file maps to a glyph.

    Raises ValueError when the file is no such font or its cmap has no Unicode table of format 4 or 12.
    """
    data = path.read_bytes()
    try:
        table = _cmap(data, index)
        return frozenset(_characters(table))
    except (struct.error, IndexError) as error:
        raise ValueError(f"{path.name}: not a readable font") from error


def _cmap(data: bytes, index: int) -> bytes:
    start = 0
    if data[:4] == b"ttcf":
        (start,) = struct.unpack_from(">I", data, 12 + 4 * index)
    (count,) = struct.unpack_from(">H", data, start + 4)
    for number in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
        if tag == b"cmap":
            return data[offset : offset + length]
    raise ValueError("the font has no cmap table")


def _characters(cmap: bytes) -> set[int]:
    """The best Unicode subtable's characters: format 12 (all planes) before format 4 (first plane)."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    by_format: dict[int, int] = {}
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", cmap, 4 + 8 * number)
        if platform == 0 or (platform == 3 and encoding in {1, 10}):
            (form,) = struct.unpack_from(">H", cmap, offset)
            by_format[form] = offset
    if 12 in by_format:
        return _format_12(cmap, by_format[12])
    if 4 in by_format:
        return _format_4(cmap, by_format[4])
    raise ValueError("the font has no Unicode cmap of format 4 or 12")


def _format_12(cmap: bytes, at: int) -> set[int]:
    (groups,) = struct.unpack_from(">I", cmap, at + 12)
    found: set[int] = set()
    for number in range(groups):
        first, last, glyph = struct.unpack_from(">III", cmap, at + 16 + 12 * number)
        found.update(range(first + (glyph == 0), last + 1))
    return found


def _format_4(cmap: bytes, at: int) -> set[int]:
    (double,) = struct.unpack_from(">H", cmap, at + 6)
    segments = double // 2
    shape = f">{segments}H"
    ends = struct.unpack_from(shape, cmap, at + 14)
    starts = struct.unpack_from(shape, cmap, at + 16 + double)
    deltas = struct.unpack_from(shape, cmap, at + 16 + 2 * double)
    ranges_at = at + 16 + 3 * double
    ranges = struct.unpack_from(shape, cmap, ranges_at)
    found: set[int] = set()
    for number, (first, last, delta, reach) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if reach:
                (glyph,) = struct.unpack_from(">H", cmap, ranges_at + 2 * number + reach + 2 * (code - first))
            if glyph if reach else (glyph + delta) & 0xFFFF:
                found.add(code)
    return found
