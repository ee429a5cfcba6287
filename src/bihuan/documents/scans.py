"""Reading the codes at the foot of signed papers that were scanned or photographed. Pure: bytes in, pages with their codes out.

A page of a PDF becomes a picture: what is kept has no script and no attachment in it, and one page is one picture. Limits hold before
anything is unfolded, so that a bomb is told and not opened.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image, ImageOps

from bihuan.core.files import BOMBS, BROKEN

SIZE_MAX_BYTES = 10 * 1024 * 1024
PAGES_MAX = 60
PIXELS_MAX = 50_000_000
DOTS_PER_INCH = 150
PAGE_PIXELS_MAX = 9_000_000  # of a page of a PDF, whatever size it says it has
TOO_LARGE = "图片尺寸过大，请用手机的普通画质重新拍摄。"
READ_PIXELS = 2400  # the longer side at which a photo is read first
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
CODE = re.compile(r"BH1/([2-9A-HJ-NP-Z]{12})/(\d{1,3})")


class Unreadable(ValueError):
    """A file from which no page can be had. Says why, in Chinese."""


@dataclass(frozen=True)
class Code:
    """What stands at the foot of a page: the code of the writ (or of another paper of ours) and the page, from 1."""

    writ: str
    page: int


@dataclass(frozen=True)
class Sheet:
    """One page: its picture (JPEG, PNG, WEBP), where it came from, and the codes of ours on it, none where none could be read."""

    picture: bytes
    source: str
    codes: tuple[Code, ...]


def read(content: bytes, name: str, pattern: re.Pattern[str] = CODE) -> Iterator[Sheet]:
    """The pages of a file, a picture or a PDF, judged by its content, with the codes of ours that are of a pattern (whose paper, which page). Raises
    Unreadable, before the first page where it can."""
    if not content:
        raise Unreadable("文件是空的，请重新选择。")
    if len(content) > SIZE_MAX_BYTES:
        raise Unreadable(f"文件超过{SIZE_MAX_BYTES // 1024 // 1024}MB，请分成几个文件或者压缩后再上传。")
    if content[:5] == b"%PDF-":
        yield from _of_pdf(content, name, pattern)
    else:
        yield Sheet(content, name, codes_on(_opened(content), pattern))


def codes_on(picture: Image.Image, pattern: re.Pattern[str] = CODE) -> tuple[Code, ...]:
    """The codes of ours on a picture, whichever way it is turned; each once."""
    grey = picture.convert("L")
    if max(grey.size) > READ_PIXELS:
        small = grey.copy()
        small.thumbnail((READ_PIXELS, READ_PIXELS))
        if found := _codes(small, pattern):
            return found
    return _codes(grey, pattern)


def _codes(picture: Image.Image, pattern: re.Pattern[str]) -> tuple[Code, ...]:
    seen = zxingcpp.read_barcodes(picture, formats=QR)
    matches = (pattern.fullmatch(one.text) for one in seen)
    return tuple(dict.fromkeys(Code(one[1], int(one[2])) for one in matches if one))


def _opened(content: bytes) -> Image.Image:
    """The picture upright."""
    try:
        picture = Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP"))
        if picture.width * picture.height > PIXELS_MAX:
            raise Unreadable(TOO_LARGE)
        picture.load()
        return ImageOps.exif_transpose(picture)
    except Unreadable:
        raise
    except BOMBS as error:
        raise Unreadable(TOO_LARGE) from error
    except BROKEN as error:
        raise Unreadable("这个文件不是图片，也不是PDF（只收JPG、PNG、WEBP、PDF），请重新选择。") from error


def _of_pdf(content: bytes, name: str, pattern: re.Pattern[str]) -> Iterator[Sheet]:
    try:
        opened = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("这个PDF打不开（可能已损坏，或者设了密码），请重新扫描。") from error
    with closing(opened) as document:
        if len(document) > PAGES_MAX:
            raise Unreadable(f"这个PDF有{len(document)}页，一次最多{PAGES_MAX}页，请分开上传。")
        for number in range(len(document)):
            picture = _drawn(document, number)
            yield Sheet(_jpeg(picture), f"{name}第{number + 1}页", codes_on(picture, pattern))


def _drawn(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    try:
        with closing(document[number]) as page:
            width, height = page.get_size()
            scale = DOTS_PER_INCH / 72
            if width * height * scale * scale > PAGE_PIXELS_MAX:
                scale = (PAGE_PIXELS_MAX / (width * height)) ** 0.5
            drawn: Image.Image = page.render(scale=scale).to_pil()
            return drawn.convert("RGB")
    except (pypdfium2.PdfiumError, ValueError, ZeroDivisionError) as error:
        raise Unreadable(f"这个PDF的第{number + 1}页打不开（可能已损坏），请重新扫描。") from error


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
