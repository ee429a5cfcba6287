"""A table from anyone as rows of text: xlsx, xls and ods by a process of its own (`unpacker`), csv in UTF-8 or GB18030. Judged by
what it holds, not by what it is called. Nothing of it is believed."""

import csv
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import Path
from typing import BinaryIO

from bihuan.core import files, office
from bihuan.core.errors import Incomplete

SIZE_MAX_BYTES = files.SIZE_MAX_BYTES
UNPACKED_MAX_BYTES = 400 * 1024 * 1024
ROWS_MAX = 60_000
HEAD_ROWS = 30
COLUMNS_MAX = 60  # as the unpacker has it
WAIT_SECONDS = 90
CSV, XLS = "text/csv", "application/vnd.ms-excel"
LOCKED_STATUS = 3

EMPTY = "文件是空的，请重新选择。"
TOO_BIG = "文件超过10MB。请删去图片和用不着的工作表，或者分成几个文件导入。"
TOO_LARGE = (
    "这个文件解开后过大，没有读入。请新建一个工作簿，只把有内容的行列复制过去（选择性粘贴“数值”），再上传。"
)
TOO_MANY = f"这张表超过{ROWS_MAX}行，请分成几个文件导入。"
LOCKED = "这个文件设了打开密码。请去掉密码、另存后再上传。"
BROKEN = "这个文件读不出来。请用Excel或WPS打开，另存为xlsx后再上传。"
NOT_A_TABLE = "这个文件不是表格。请选xlsx、xls或csv文件。"
WEB_PAGE = (
    "这个文件名为表格，内容却是网页（从别的系统导出的常这样）。请用Excel或WPS打开，另存为xlsx后再上传。"
)
NOTHING = "表里没有内容，请检查选的是不是这个文件。"
_NOT_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
_PAGE = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<?xml")


@dataclass(frozen=True, slots=True)
class Line:
    """A row that holds anything: its number as the sheet counts, its cells from column A on."""

    row: int
    cells: tuple[str, ...]


@dataclass
class Sheet:
    """A visible worksheet: its number in the book, its name, and its rows (of `heads` the first thirty)."""

    number: int
    name: str
    lines: list[Line] = field(default_factory=list)


def kind_of(content: bytes) -> str:
    """What the file is (a media type). Raises Incomplete where it is nothing that can be read."""
    if not content:
        raise _refused(EMPTY)
    if len(content) > SIZE_MAX_BYTES:
        raise _refused(TOO_BIG)
    if office.is_locked(content):
        raise _refused(LOCKED)
    if office.is_compound(content):
        return XLS
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    start = content[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(_PAGE):
        raise _refused(WEB_PAGE)
    if content.startswith(_NOT_TEXT) or (
        b"\0" in content[:4096].removeprefix(b"\xff\xfe") and not _is_wide(content)
    ):
        raise _refused(NOT_A_TABLE)
    return CSV


def heads(content: bytes) -> list[Sheet]:
    """The visible worksheets that hold anything, each with its first rows. Raises Incomplete."""
    found = [one for one in _read(content, "heads", 0) if one.lines]
    if not found:
        raise _refused(NOTHING)
    return found


def lines(content: bytes, sheet: int) -> list[Line]:
    """The rows of a worksheet, those that hold nothing left out. Raises Incomplete."""
    found = _read(content, "rows", sheet)
    return found[0].lines if found else []


def _read(content: bytes, what: str, sheet: int) -> list[Sheet]:
    if kind_of(content) == CSV:
        return [_csv(content, HEAD_ROWS if what == "heads" else ROWS_MAX + 1)]
    with tempfile.TemporaryFile() as told:  # kept out of this process's memory
        _unpack(content, what, sheet, told)
        told.seek(0)
        return _gathered(told)


def _unpack(content: bytes, what: str, sheet: int, told: BinaryIO) -> None:
    program = str(Path(__file__).with_name("unpacker.py"))
    try:
        ran = subprocess.run(
            [sys.executable, "-I", program, what, str(sheet)],
            input=content,
            stdout=told,
            stderr=subprocess.PIPE,
            timeout=WAIT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _refused(TOO_LARGE) from error
    if ran.returncode == LOCKED_STATUS:
        raise _refused(LOCKED)
    if ran.returncode < 0 or b"MemoryError" in ran.stderr:  # ended by the system: too much memory or time
        raise _refused(TOO_LARGE)
    if ran.returncode:
        raise _refused(BROKEN)


def _gathered(told: Iterable[bytes]) -> list[Sheet]:
    sheets: list[Sheet] = []
    for one in told:
        number, row, cells = json.loads(one)
        if row == 0:
            sheets.append(Sheet(number, cells[0]))
            continue
        sheets[-1].lines.append(Line(row, tuple(map(sys.intern, cells))))
        if len(sheets[-1].lines) > ROWS_MAX:
            raise _refused(TOO_MANY)
    return sheets


def _packed(content: bytes) -> str:
    """The kind of a zip: what it announces is in bounds, and it is a workbook."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise _refused(BROKEN) from error
    if sum(one.file_size for one in entries) > UNPACKED_MAX_BYTES:
        raise _refused(TOO_LARGE)
    names = {one.filename for one in entries}
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise _refused(NOT_A_TABLE)
    return files.XLSX


def _csv(content: bytes, most: int) -> Sheet:
    text = _decoded(content)
    first = next((one for one in text.splitlines() if one.strip()), "")
    separator = max(",\t;，", key=first.count)
    sheet = Sheet(0, "csv")
    try:
        for at, row in enumerate(_rows_of(text, separator)):
            cells = tuple(one.replace("\0", "").strip().removeprefix("\t") for one in row[:COLUMNS_MAX])
            if any(cells):
                sheet.lines.append(Line(at + 1, cells))
            if len(sheet.lines) >= most:
                break
    except csv.Error as error:
        raise _refused(BROKEN) from error
    if len(sheet.lines) > ROWS_MAX:
        raise _refused(TOO_MANY)
    return sheet


def _rows_of(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=separator)


def _decoded(content: bytes) -> str:
    """Text in what it was written in: UTF-8 where all of it is, else what Excel saves here (GB18030)."""
    encodings = ["utf-16"] if _is_wide(content) else ["utf-8-sig", "gb18030"]
    for one in encodings:
        try:
            return content.decode(one)
        except UnicodeDecodeError:
            continue
    raise _refused(NOT_A_TABLE)


def _is_wide(content: bytes) -> bool:
    return content.startswith((b"\xff\xfe", b"\xfe\xff"))


def _refused(message: str) -> Incomplete:
    return Incomplete(message, {"file": message})
