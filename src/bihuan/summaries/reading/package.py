"""Unpacking an Office file that comes from anyone: sizes are looked at before anything is unpacked, entities are refused,
depth and the number of elements are bounded. What is wrong is said in the words of the kind of file."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

from bihuan.summaries.reading.limits import NarrativeError

UNPACKED_MAX_BYTES = 50 * 1024 * 1024  # all entries together
PART_MAX_BYTES = 16 * 1024 * 1024
RATIO_MAX = 150  # XML of Office packs 10 to 60 to one
RATIO_FROM_BYTES = 1024 * 1024  # small parts may be as regular as they like
ELEMENTS_MAX = 400_000

# What the reader of zip files raises of one that is cut off, damaged or locked: it believes before it checks.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, RuntimeError, NotImplementedError)


@dataclass(frozen=True)
class Says:
    """What is told of a kind of file that is damaged, too large when unpacked, or nested too deep."""

    broken: str
    too_large: str
    too_deep: str


@contextmanager
def opened(content: bytes, says: Says) -> Iterator[zipfile.ZipFile]:
    """The package, whose announced sizes are in bounds. Raises NarrativeError, also of damage found while it is open."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_MAX_BYTES:
                raise NarrativeError(says.too_large)
            yield archive
    except NarrativeError:
        raise
    except DAMAGED as error:
        raise NarrativeError(says.broken) from error


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, says: Says) -> bytes:
    """The bytes of one part."""
    ratio = entry.file_size / max(1, entry.compress_size)
    if entry.file_size > PART_MAX_BYTES or (entry.file_size > RATIO_FROM_BYTES and ratio > RATIO_MAX):
        raise NarrativeError(says.too_large)
    with archive.open(entry) as part:
        return part.read(entry.file_size + 1)  # never more than was announced, whatever is packed


def parsed(xml: bytes, says: Says) -> Any:
    """The root of a part."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise NarrativeError(says.too_deep if "depth" in str(error) else says.broken) from error
    if root.getroottree().docinfo.doctype:
        raise NarrativeError(says.broken)  # Office writes none; it is how entities are brought in
    if root.xpath("count(//*)") > ELEMENTS_MAX:
        raise NarrativeError(says.too_large)
    return root
