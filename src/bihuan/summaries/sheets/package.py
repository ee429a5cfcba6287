"""Whether the bytes of a file are an xlsx that may be opened: judged by what it holds, not by what it is called. Every part
is looked at before the reader of spreadsheets, which trusts its input, sees any of it."""

import zipfile
from typing import Any

from openpyxl.utils import range_boundaries

from bihuan.core import office
from bihuan.summaries.reading.limits import NarrativeError
from bihuan.summaries.reading.package import Says, opened, parsed, unpacked

SIZE_MAX_BYTES = 5 * 1024 * 1024
ENTRIES_MAX = 500
ELEMENTS_MAX = 150_000  # of all parts: some two seconds to read; a form of 200 rows and 40 columns has 20,000
# Squares that are merged or linked: the reader of spreadsheets makes a cell for each, and two letters of XML may name
# seventeen thousand million. A form of 200 rows and 40 columns has 8,000.
AREA_MAX = 40_000

TOO_BIG = "文件超过5MB，不像是一张报表，请检查。"
EMPTY = "文件是空的，请重新选择。"
NOT_A_SHEET = "这个文件不是Excel表格，请选xlsx文件。"
OLD = "这是旧格式的表格（xls、et），请用Excel或WPS另存为xlsx后再上传。"
LOCKED = "这个文件设了打开密码，请去掉密码、另存为xlsx后再上传。"
WITH_MACROS = "这是带宏或二进制的表格（xlsm、xlsb），请另存为不带宏的xlsx后再上传。"
SAYS = Says(
    broken="这个文件不是完好的xlsx表格，请用Excel或WPS打开另存一次再上传。",
    too_large="表格解开后过大，请删去图片、多余的工作表和行列后再上传。",
    too_deep="表格的内部结构不正常，请用Excel或WPS打开另存一次再上传。",
)
# How a part of XML begins, by encoding: whatever a part is called, a relation may lead to it.
_XML = (b"<", b"\0<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def check(content: bytes) -> None:
    """Raises NarrativeError unless this is a sound xlsx without macros, within the limits."""
    if not content:
        raise NarrativeError(EMPTY)
    if len(content) > SIZE_MAX_BYTES:
        raise NarrativeError(TOO_BIG)
    if office.is_compound(content):
        raise NarrativeError(LOCKED if office.is_locked(content) else OLD)
    if not content.startswith(b"PK\x03\x04"):
        raise NarrativeError(NOT_A_SHEET)
    with opened(content, SAYS) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES_MAX:
            raise NarrativeError(SAYS.too_large)
        _check_kind([entry.filename for entry in entries], _types(archive))
        elements = area = 0
        for entry in entries:
            part = unpacked(archive, entry, SAYS)
            if part.lstrip().startswith(_XML):
                root = parsed(part, SAYS)
                elements += int(root.xpath("count(//*)"))
                area += _spread(root)
            if elements > ELEMENTS_MAX or area > AREA_MAX:
                raise NarrativeError(SAYS.too_large)


def _spread(root: Any) -> int:
    """The squares that a part's merged and linked areas cover, each as often as it is covered."""
    covered = 0
    for ref in root.xpath("//*[local-name()='mergeCell' or local-name()='hyperlink']/@ref"):
        left, top, right, bottom = (side or 0 for side in range_boundaries(str(ref)))
        covered += (right - left + 1) * (bottom - top + 1) if right and bottom else AREA_MAX + 1
    return covered


def _types(archive: zipfile.ZipFile) -> set[str]:
    """The content types that the package declares."""
    if "[Content_Types].xml" not in archive.namelist():
        raise NarrativeError(NOT_A_SHEET)
    root = parsed(unpacked(archive, archive.getinfo("[Content_Types].xml"), SAYS), SAYS)
    return {str(one.get("ContentType")) for one in root}


def _check_kind(names: list[str], types: set[str]) -> None:
    if any("macroEnabled" in one for one in types) or any(
        name.lower().endswith("vbaproject.bin") for name in names
    ):
        raise NarrativeError(WITH_MACROS)
    if _MAIN not in types:
        raise NarrativeError(NOT_A_SHEET)
