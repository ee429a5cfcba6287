"""Where the bytes of kept files lie: a folder of this machine, or a bucket that speaks S3 (`core.bucket`). The setting FILES says which.

A name is `ab/` and the SHA-256 of the bytes, with `.thumb.jpg` behind it for a small picture. What lies under a name never changes.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from bihuan.core.errors import Incomplete
from bihuan.core.ids import new_id

NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{64}(\.thumb\.jpg)?")
S3 = "s3://"


class StorageFails(Incomplete):
    """The bytes could not be read or written now, in words for who waits and for the administrator. A form adds that it keeps what
    was typed. `is_full` says that a bucket takes no more; of a full disk the cause tells (`core.disk`)."""

    def __init__(self, message: str, fields: dict[str, str] | None = None, *, is_full: bool = False) -> None:
        super().__init__(message, fields)
        self.is_full = is_full


@dataclass(frozen=True)
class Entry:
    """A name that is there, and how many bytes lie under it."""

    name: str
    size: int


class Storage(Protocol):
    """What keeps bytes. Each method raises StorageFails where it cannot be reached."""

    where: str  # for people: a folder or s3://bucket/prefix

    def read(self, name: str) -> bytes | None:
        """The bytes under a name, few as kept files are limited; None where there are none."""

    def has(self, name: str) -> bool:
        """Whether there are bytes under a name."""

    def write(self, name: str, content: bytes) -> None:
        """Put bytes under a name, whole or not at all."""

    def entries(self) -> Iterator[Entry]:
        """All names that are there, in order."""


class Folder:
    """A folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root, self.where = root, str(root)

    def read(self, name: str) -> bytes | None:
        with _told():
            try:
                return (self.root / name).read_bytes()
            except FileNotFoundError:
                return None

    def has(self, name: str) -> bool:
        with _told():
            return (self.root / name).exists()

    def write(self, name: str, content: bytes) -> None:
        """Written beside, brought to the disk, and moved into place."""
        place = self.root / name
        beside = place.with_name(f"{place.name}.{new_id().hex}")
        with _told():
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                with beside.open("wb") as out:
                    out.write(content)
                    out.flush()
                    os.fsync(out.fileno())
                os.replace(beside, place)
            except OSError:
                with suppress(OSError):  # what would not be written will often not be taken away either
                    beside.unlink(missing_ok=True)
                raise

    def entries(self) -> Iterator[Entry]:
        with _told():
            for folder in _inside(self.root):
                for place in _inside(folder) if len(folder.name) == 2 else ():
                    name = f"{folder.name}/{place.name}"
                    if NAME.fullmatch(name):
                        yield Entry(name, place.stat().st_size)


@contextmanager
def _told() -> Iterator[None]:
    """What the machine raises, in words."""
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise StorageFails(
            f"服务器上存照片的文件夹读写出错（{why}）。请稍后再试；仍不行的，请系统管理员检查磁盘。"
        ) from error


def _inside(folder: Path) -> list[Path]:
    """What lies in a folder, in order, nothing where there is none. `glob` would pass over a folder that may not be read."""
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def storage() -> Storage:
    """Where this installation keeps its files."""
    return at(settings.FILES)


def at(address: str | Path) -> Storage:
    """What keeps files at an address: a folder, or s3://bucket/prefix with the keys of the setting S3."""
    if not str(address).startswith(S3):
        return Folder(Path(address))
    return _bucket(str(address), tuple(sorted(settings.S3.items())))


@lru_cache(maxsize=4)
def _bucket(address: str, access: tuple[tuple[str, Any], ...]) -> Storage:
    """One client for all threads. Who keeps a folder never loads it: the library takes a third of a second and its share of memory."""
    found: Storage = import_string("bihuan.core.bucket.Bucket")(address, **dict(access))
    return found
