"""The file of a document: judged by its content, kept as it is, and its words taken out of it, as far as it has any.

A docx is read by what a later app declares (`declare_reader`); a PDF by its own text. A scan has none: it is found by its title and what was typed.
"""

from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from threading import Lock
from zipfile import BadZipFile, ZipFile

import pypdfium2

from bihuan.core import files
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.models import StoredFile
from bihuan.policies.rules import TEXT_MAX_CHARS, joined

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGES_MAX = 300
_OLD_WORD = b"\xd0\xcf\x11\xe0"
SAVE_AS = "请用Word或WPS打开后另存为docx或PDF，再上传。"
NOT_TAKEN = "这个文件不是PDF、Word（docx）或图片，请重新选择。"
Reader = Callable[[bytes, int], str]

_READERS: dict[str, Reader] = {}
_pdfium = Lock()  # the library is not made for several threads


def declare_reader(kind: str, read: Reader) -> None:
    """Name who takes the text (so many characters at most) out of a kind of file; Incomplete where it is broken."""
    _READERS[kind] = read


def keep_file(actor: Actor, content: bytes, name: str) -> StoredFile:
    """Keep a document's file: a PDF, a docx or a picture. Incomplete says what to do with any other."""
    if content[:4] == _OLD_WORD:
        raise Incomplete(f"这是旧版Word（doc）或WPS文件，{SAVE_AS}")
    if content[:4] != b"PK\x03\x04":
        try:
            return files.keep_scan(actor, content, name)
        except Incomplete as error:
            raise Incomplete(NOT_TAKEN if "不是照片" in error.message else error.message) from error
    if not _is_docx(content):
        raise Incomplete(f"这个文件不是Word文档，{SAVE_AS}")
    text_in(content, DOCX)  # refuses what is broken before it is kept
    return files.keep_spreadsheet(actor, content, name, DOCX)


def _is_docx(content: bytes) -> bool:
    try:
        with ZipFile(BytesIO(content)) as archive:
            return any(name.startswith("word/") for name in archive.namelist())
    except (BadZipFile, ValueError):
        return False


def text_of(stored: StoredFile) -> str:
    """The words of a kept file, TEXT_MAX_CHARS at most; "" where it has none."""
    return text_in(files.content_of(stored), stored.kind)


def text_in(content: bytes, kind: str) -> str:
    """The words of a file's content."""
    if kind == files.PDF:
        return _pdf_text(content)
    read = _READERS.get(kind)
    return read(content, TEXT_MAX_CHARS).replace("\0", "")[:TEXT_MAX_CHARS].strip() if read else ""


def _pdf_text(content: bytes) -> str:
    """A PDF that is locked or damaged is kept all the same: whoever received it cannot mend it."""
    pages: list[str] = []
    with _pdfium:
        try:
            with closing(pypdfium2.PdfDocument(content)) as document:
                for number in range(min(len(document), PAGES_MAX)):
                    pages.append(_page_text(document, number))
                    if sum(map(len, pages)) > TEXT_MAX_CHARS:
                        break
        except (pypdfium2.PdfiumError, ValueError):
            pages.append("")
    return "\n".join(filter(None, pages)).replace("\0", "")[:TEXT_MAX_CHARS].strip()


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    with closing(document[number]) as page, closing(page.get_textpage()) as words:
        return joined(words.get_text_bounded().splitlines())
