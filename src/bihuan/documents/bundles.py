"""Several PDFs as one: each document beginning on a fresh sheet, in so many copies; a case file with bookmarks and its pages numbered.

The same input gives the same bytes. What is joined is read from files, so that a thousand papers do not lie in memory at once.
Knows nothing of documents' rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pikepdf
from PIL import Image, ImageOps

COPIES_MAX = 5
A4 = (595.28, 841.89)  # points
MARGIN = 28.35  # 10 mm
FAR_BACK = (1980, 1, 1, 0, 0, 0)  # the earliest instant that a zip can hold
NUMBER_SIZE, NUMBER_DOWN = (
    11,
    24.0,
)  # points: the letters of a page's number, and how far below the upper edge

NUMBER_FONT = pikepdf.Name("/BihuanNumber")


@dataclass(frozen=True)
class Printing:
    """How papers are printed: copies of each, and whether each begins on the front of a sheet (both sides are printed on)."""

    copies: int = 1
    duplex: bool = True


@dataclass(frozen=True)
class Bound:
    """A part of a case file: its bookmark and its file. `counted`: whether its pages are numbered (cover and contents are not)."""

    title: str
    place: Path
    counted: bool = True


def join(parts: Sequence[Path], place: Path, how: Printing, *, is_last: bool = True) -> int:
    """Write some papers one after the other. Returns how many pages that is. Behind the very last one (`is_last`) no blank page
    is put."""
    with pikepdf.new() as whole:
        for at, part in enumerate(parts):
            with pikepdf.open(part) as paper:
                for copy in range(how.copies):
                    whole.pages.extend(paper.pages)
                    ends = is_last and at == len(parts) - 1 and copy == how.copies - 1
                    if how.duplex and len(paper.pages) % 2 and not ends:
                        _add_blank(whole)
        count = len(whole.pages)
        _save(whole, place)
    return count


def append(parts: Sequence[Path], place: Path) -> int:
    """Write what was joined in groups as one file. Returns how many pages that is. By qpdf's own job, which reads from the files as it writes: put
    together in memory, a thousand papers took as much of it as all their pages weigh."""
    given = ["--deterministic-id", "--object-streams=generate", "--empty"]
    pikepdf.Job(["bihuan", *given, "--pages", *map(str, parts), "--", str(place)]).run()
    return page_count(place)


def bind(parts: Sequence[Bound], place: Path) -> list[int]:
    """Write a case file: its parts in order, each with a bookmark, the pages that count numbered at their upper right. Returns on
    which page of the file each part begins, from 1."""
    begins: list[int] = []
    with pikepdf.new() as whole:
        numbered: list[int] = []
        for part in parts:
            begins.append(len(whole.pages) + 1)
            with pikepdf.open(part.place) as paper:
                whole.pages.extend(paper.pages)
                if part.counted:
                    numbered.extend(range(begins[-1] - 1, len(whole.pages)))
        _number(whole, numbered)
        with whole.open_outline() as outline:
            outline.root.extend(
                pikepdf.OutlineItem(part.title, begin - 1) for part, begin in zip(parts, begins, strict=True)
            )
        whole.Root.PageMode = pikepdf.Name.UseOutlines
        _save(whole, place)
    return begins


def page_count(place: Path) -> int:
    """How many pages a file has."""
    with pikepdf.open(place) as paper:
        return len(paper.pages)


def replaced(rendering: bytes, scans: Sequence[tuple[int | None, bytes]], place: Path) -> int:
    """Write a paper with its scans: a page that was scanned back stands in place of the page as it was made, and what could not be
    told a page stands behind. Scans are pictures or PDFs; without a paper of ours (b"") they are all there is. Returns how many pages
    that is."""
    by_page: dict[int, list[bytes]] = {}
    behind: list[bytes] = []
    for page, content in scans:
        (by_page.setdefault(page, []) if page else behind).append(content)
    with pikepdf.open(BytesIO(rendering)) if rendering else pikepdf.new() as made, pikepdf.new() as whole:
        own = len(made.pages)
        behind += [one for page in sorted(by_page) if page > own for one in by_page[page]]
        skip = 0
        for number in range(1, own + 1):
            taken = [as_pages(one) for one in by_page.get(number, ())]
            for scan in taken:
                with scan:
                    whole.pages.extend(scan.pages)
                    skip = max(skip, len(scan.pages) - 1) if len(taken) == 1 else skip
            if not taken and skip:
                skip -= 1  # a scan of several pages stands for those that follow
            elif not taken:
                whole.pages.append(made.pages[number - 1])
        for one in behind:
            with as_pages(one) as scan:
                whole.pages.extend(scan.pages)
        count = len(whole.pages)
        _save(whole, place)
    return count


def as_pages(content: bytes) -> pikepdf.Pdf:
    """A scan as pages: a PDF as it is, a picture on a page of A4. Raises pikepdf.PdfError where a PDF cannot be read."""
    if content[:5] == b"%PDF-":
        return pikepdf.open(BytesIO(content))
    return _picture(content)


def pack(files: Iterable[tuple[str, Path]], place: Path) -> None:
    """Write files under their names into a zip."""
    with ZipFile(place, "w", ZIP_STORED) as packed:
        for name, path in files:
            told = ZipInfo(name, FAR_BACK)
            told.external_attr = 0o644 << 16
            packed.writestr(told, path.read_bytes())


def _picture(content: bytes) -> pikepdf.Pdf:
    """A picture in the middle of a page of A4, as large as fits, lying or standing as it does itself."""
    with Image.open(BytesIO(content)) as read:
        upright = ImageOps.exif_transpose(read)
        picture = upright.convert("RGB") if upright.mode not in ("RGB", "L") else upright
        out = BytesIO()
        picture.save(out, "JPEG", quality=88)
    wide, tall = A4 if picture.height >= picture.width else A4[::-1]
    scale = min((wide - 2 * MARGIN) / picture.width, (tall - 2 * MARGIN) / picture.height)
    width, height = picture.width * scale, picture.height * scale
    made = pikepdf.new()
    image = pikepdf.Stream(
        made,
        out.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    left, below = (wide - width) / 2, (tall - height) / 2
    page = made.add_blank_page(page_size=(wide, tall))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(S=image))
    page.Contents = pikepdf.Stream(
        made, f"q {width:.2f} 0 0 {height:.2f} {left:.2f} {below:.2f} cm /S Do Q".encode()
    )
    return made


def _add_blank(whole: pikepdf.Pdf) -> None:
    """A blank page of the size of the last one."""
    box = whole.pages[-1].mediabox
    whole.add_blank_page(page_size=(float(box[2]) - float(box[0]), float(box[3]) - float(box[1])))


def _number(whole: pikepdf.Pdf, pages: Sequence[int]) -> None:
    """Number some pages from 1 at their upper right."""
    font = whole.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
    )
    for number, at in enumerate(pages, start=1):
        page = whole.pages[at]
        name = page.add_resource(font, pikepdf.Name.Font, NUMBER_FONT)
        x, y = _corner(page, len(str(number)))
        drawn = f"Q q BT {name} {NUMBER_SIZE} Tf 0 g {x:.2f} {y:.2f} Td ({number}) Tj ET Q"
        page.contents_add(whole.make_stream(b"q "), prepend=True)
        page.contents_add(whole.make_stream(drawn.encode()))


def _corner(page: pikepdf.Page, digits: int) -> tuple[float, float]:
    box = page.mediabox
    return float(box[2]) - MARGIN - digits * NUMBER_SIZE * 0.556, float(box[3]) - NUMBER_DOWN


def _save(whole: pikepdf.Pdf, place: Path) -> None:
    """The same pages are the same bytes: no instant, and an id that follows from the content."""
    whole.save(
        place,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        fix_metadata_version=False,
    )
