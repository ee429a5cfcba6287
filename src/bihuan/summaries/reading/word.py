"""Reading a docx as lines of text: paragraphs, text boxes and tables in the order of the page, as they read once every
tracked change is accepted. Only the main part is unpacked; pictures, notes, comments and macros are never looked at.

The file comes from anyone: see `package`; length is bounded here.
"""

import re
import zipfile
from collections.abc import Iterator
from itertools import groupby, islice
from posixpath import normpath
from typing import Any

from bihuan.summaries.reading.limits import ROWS_MAX, TEXT_MAX_CHARS, TOO_LONG, TOO_MANY_ROWS, NarrativeError
from bihuan.summaries.reading.package import Says, opened, parsed, unpacked
from bihuan.summaries.reading.rows import ABOVE, LEFT, line

COLUMNS_MAX = 63  # Word's own limit

NOT_WORD = "这个文件不是Word文档，请选docx或txt文件，或直接粘贴文字。"
SAYS = Says(
    broken="这个文件不是完好的docx文档，请用Word打开另存一次再试。",
    too_large="文档解开后过大，请删去图片、只留文字后再试。",
    too_deep="文档里的表格一层套一层，层数过多，请把表格改简单后再试。",
)

# What holds blocks, rows, cells or runs without being one: content controls, tracked insertions.
_WRAPPERS = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"}
# Deleted or moved away, format alone, the reading of a Chinese character beside it, or set apart from the text.
_SKIPPED = {"del", "moveFrom", "pPr", "rPr", "rt", "drawing", "pict", "object", "AlternateContent"}
_SPACED = re.compile(r"(?![共约近逾达有各第])[一-龥](?: +[一-龥])+")


def lines(content: bytes) -> list[str]:
    """The lines of a docx or docm: a paragraph each, and each row of a table (`reading.rows`). Raises NarrativeError."""
    found, length = [], 0
    for block in _blocks(_body(content)):
        text = line(block) if isinstance(block, list) else block
        length += len(text)
        if length > TEXT_MAX_CHARS:
            raise NarrativeError(TOO_LONG)
        found.append(text)
    return found


def begun(content: bytes, most: int) -> str:
    """The text of a docx of any length as far as so many characters, each paragraph and each row of a table a line. Raises NarrativeError."""
    found, length = [], 0
    for block in _blocks(_body(content)):
        text = line(block) if isinstance(block, list) else block
        found.append(text)
        length += len(text) + 1
        if length > most:
            break
    return "\n".join(found)[:most]


def _body(content: bytes) -> Any:
    """The body of the document, parsed."""
    with opened(content, SAYS) as archive:
        root = parsed(_part(archive, _main_part(archive)), SAYS)
    body = next(_children(root, "body"), None)
    if body is None:
        raise NarrativeError(NOT_WORD)
    return body


def _main_part(archive: zipfile.ZipFile) -> str:
    """The name of the part that holds the text, as the package says it."""
    for relation in parsed(_part(archive, "_rels/.rels"), SAYS):
        if str(relation.get("Type")).endswith("/officeDocument"):
            return normpath(str(relation.get("Target")).lstrip("/"))
    raise NarrativeError(NOT_WORD)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    if name not in archive.namelist():
        raise NarrativeError(NOT_WORD)
    return unpacked(archive, archive.getinfo(name), SAYS)


def _name(element: Any) -> str:
    """The element's name without its namespace: Word has two, by the edition of the standard."""
    return str(element.tag).rpartition("}")[2]


def _children(parent: Any, *names: str) -> Iterator[Any]:
    """The children of these names, also those in content controls and tracked insertions."""
    for child in parent:
        if _name(child) in names:
            yield child
        elif _name(child) in _WRAPPERS:
            yield from _children(child, *names)


def _property(element: Any, *path: str) -> Any:
    """A property by its path (trPr, del); None where it is not set."""
    for name in path:
        element = next((child for child in element if _name(child) == name), None)
        if element is None:
            return None
    return element


def _value(element: Any) -> str:
    """A property's w:val."""
    return next((str(value) for key, value in element.attrib.items() if key.endswith("}val")), "")


def _count(element: Any, *path: str) -> int:
    found = _property(element, *path)
    value = _value(found) if found is not None else ""
    return min(int(value), COLUMNS_MAX) if re.fullmatch(r"[0-9]{1,9}", value) else 0


def _blocks(parent: Any) -> Iterator[str | list[str]]:
    """Paragraphs as text, rows of tables as lists of cells. A paragraph whose mark was deleted runs on into the next."""
    carried = ""
    for child in _children(parent, "p", "tbl"):
        if _name(child) == "tbl":
            yield from _table(child)
            continue
        text = carried + _text(child)
        carried = text if _property(child, "pPr", "rPr", "del") is not None else ""
        if not carried:
            yield text
        for box in _boxes(child):
            yield from _blocks(box)
    if carried:
        yield carried


def _table(table: Any) -> Iterator[str | list[str]]:
    """The rows of a table. One of a single column is a frame around text."""
    rows = list(islice(_rows(table), ROWS_MAX + 1))
    if len(rows) > ROWS_MAX:
        raise NarrativeError(TOO_MANY_ROWS)
    is_frame = all(len(row) < 2 for row in rows)
    for row in rows:
        yield row[0] if is_frame else row


def _rows(table: Any) -> Iterator[list[str]]:
    for row in _children(table, "tr"):
        if _property(row, "trPr", "del") is not None:
            continue
        cells = [""] * _count(row, "trPr", "gridBefore")
        for cell in _children(row, "tc"):
            if _property(cell, "tcPr", "cellDel") is None:
                span = max(1, _count(cell, "tcPr", "gridSpan"))
                cells += [_merged(cell) or _cell(cell), *[LEFT] * (span - 1)]
        if cells:
            yield cells[:COLUMNS_MAX]


def _merged(cell: Any) -> str:
    """Which cell a cell goes on with, that above it or that before it; "" where it has a text of its own."""
    for name, goes_on in (("vMerge", ABOVE), ("hMerge", LEFT)):
        merge = _property(cell, "tcPr", name)
        if merge is not None and _value(merge) != "restart":
            return goes_on
    return ""


def _cell(cell: Any) -> str:
    """All text of a cell on one line, that of a table inside it as well."""
    parts = [text for block in _blocks(cell) for text in (block if isinstance(block, list) else [block])]
    parts = [text for text in parts if text not in (LEFT, ABOVE)]
    return _unspaced(" ".join(" ".join(parts).split()))


def _text(paragraph: Any) -> str:
    """A paragraph's text. Underlined blanks are a blank to fill in, whatever runs they were typed in."""
    found = ""
    for underlined, runs in groupby(_runs(paragraph), key=lambda run: run[1]):
        text = "".join(text for text, _ in runs)
        found += "____" if underlined and text and not text.strip() else text
    return _unspaced(found)


def _unspaced(text: str) -> str:
    """合　　计 is 合计: blanks that only spread a word."""
    plain = text.strip().replace("\u3000", " ").replace("\xa0", " ")
    return plain.replace(" ", "") if _SPACED.fullmatch(plain) else text


def _runs(parent: Any) -> Iterator[tuple[str, bool]]:
    """(text, underlined) of each run that is neither deleted nor hidden."""
    for child in parent:
        name = _name(child)
        if name == "r":
            if _property(child, "rPr", "vanish") is None:
                underline = _property(child, "rPr", "u")
                yield _run(child), underline is not None and _value(underline) != "none"
        elif name not in _SKIPPED:
            yield from _runs(child)


def _run(run: Any) -> str:
    marks = {"tab": "  ", "ptab": "  ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
    return "".join(
        (child.text or "") if _name(child) == "t" else marks.get(_name(child), "") for child in run
    )


def _boxes(parent: Any) -> Iterator[Any]:
    """The text boxes of a paragraph. Word writes each twice, for itself and for older editions; one is read."""
    for child in parent:
        name = _name(child)
        if name == "txbxContent":
            yield child
        elif name == "AlternateContent":
            yield from next((found for way in child if (found := list(_boxes(way)))), [])
        elif name not in ("del", "moveFrom", "tbl"):
            yield from _boxes(child)
