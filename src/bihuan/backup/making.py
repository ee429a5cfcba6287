"""Making a backup while the town works: the rows of one moment, then the files that are not kept yet, then the list. Files are
written before the rows that name them and never taken away, so whatever the rows name is there to be kept."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from bihuan import __version__
from bihuan.backup import rows
from bihuan.backup.store import Manifest, Store, new_name
from bihuan.core import clock
from bihuan.core.files import name_of
from bihuan.core.models import EventHead, StoredFile, Town
from bihuan.core.storage import Storage, StorageFails, storage

Tell = Callable[[int, int, str], None]
TELL_SECONDS = 1.0
FILES, FONTS = "files", "fonts"
TOLD_EACH = 50


@dataclass(frozen=True)
class Made:
    """What came of it: the list, how many files were new, how large what was written is."""

    manifest: Manifest
    new_files: int
    new_bytes: int


def make(store: Store, tell: Tell) -> Made:
    """Make one backup. Raises OSError where the folder cannot be written, StorageFails where the kept files cannot be read (then
    nothing is half-made and what was there is there), and whatever `tell` raises to end it."""
    name = new_name()
    store.sweep()  # before anything is written: it may be what fills the disk
    try:
        head, wanted = _rows(store, name, tell)
        files, new, new_bytes = _files(store, name, tell)
        there = {path for kind, path, _size, _address in files if kind == FILES}
        rows_bytes = store.rows(name).stat().st_size
        manifest = Manifest(
            name=name,
            made_at=clock.now().isoformat(),
            program=__version__,
            rows_bytes=rows_bytes,
            files=files,
            secret=settings.SECRET_KEY,
            missing=[one for one in wanted if name_of(one) not in there],
            **head,
        )
        store.write_manifest(manifest)
    except BaseException:
        store.rows(name).unlink(missing_ok=True)
        raise
    store.forget_old(settings.BACKUPS_KEPT)
    return Made(manifest, new, new_bytes + rows_bytes)


def _rows(store: Store, name: str, tell: Tell) -> tuple[dict[str, Any], list[str]]:
    """Write the rows, in a thread of its own, since a snapshot wants a connection of its own and `tell` writes."""
    stop, written = threading.Event(), [0]

    def read() -> tuple[dict[str, Any], list[str]]:
        try:
            with rows.snapshot(), store.writing_rows(name) as write:

                def count(line: bytes) -> None:
                    written[0] += 1
                    write(line)

                return _head(rows.dump(count, stop))
        finally:
            connection.close()

    with ThreadPoolExecutor(1, thread_name_prefix="backup") as pool:
        reading = pool.submit(read)
        try:
            while True:
                try:
                    return reading.result(TELL_SECONDS)
                except NotYet:
                    tell(written[0], 0, f"正在备份数据，已{written[0]:,}条")
        finally:
            stop.set()


def _head(counts: dict[str, int]) -> tuple[dict[str, Any], list[str]]:
    """What the list says of the rows, and the digests of the files that they name, read in the same moment."""
    heads = EventHead.objects.order_by("town__name").values_list("town__name", "seq", "hash")
    named = StoredFile._base_manager.values_list("sha256", flat=True).distinct()
    head = {
        "migrations": rows.applied_migrations(),
        "tables": counts,
        "towns": [list(head) for head in heads],
    }
    return head, sorted(named)


@dataclass(frozen=True)
class Found:
    """A file to be kept: of which kind, where it belongs, how large it is, under which address it is kept, and its bytes."""

    kind: str
    path: str
    size: int
    address: str
    read: Callable[[], bytes]


def _files(store: Store, name: str, tell: Tell) -> tuple[list[list[Any]], int, int]:
    """Keep the files that are new. Returns all of them as the list has them, how many were new, and their bytes."""
    found = [*_kept_files(), *_fonts()]
    listed, new, new_bytes = [], 0, 0
    for done, one in enumerate(found):
        if done % TOLD_EACH == 0:
            tell(done, len(found), f"正在备份文件，共{len(found):,}个")
            store.is_at_it(name)
        if store.keep(one.address, one.read):
            new, new_bytes = new + 1, new_bytes + one.size
        listed.append([one.kind, one.path, one.size, one.address])
    return listed, new, new_bytes


def _kept_files() -> Iterator[Found]:
    """Photos and scans with their small pictures, wherever they lie: what lies under a name never changes, so the name is the address."""
    place = storage()
    for entry in place.entries():
        yield Found(FILES, entry.name, entry.size, entry.name, partial(_read, place, entry.name))


def _read(place: Storage, name: str) -> bytes:
    content = place.read(name)
    if content is None:  # taken away since it was listed: nothing of ours does that
        raise StorageFails(f"文件{name[-12:]}在备份途中不见了。请运行 bihuan check files 查看。")
    return content


def _fonts() -> Iterator[Found]:
    """The town's own fonts, few and seldom changed: the address holds what is in them."""
    root = Path(settings.FONTS_DIR)
    for place in sorted(path for path in root.rglob("*") if path.is_file()):
        path, content = place.relative_to(root).as_posix(), place.read_bytes()
        address = f"{FONTS}/{path}:{sha256(content).hexdigest()}"
        yield Found(FONTS, path, len(content), address, place.read_bytes)


def towns() -> list[Town]:
    """All towns of the installation."""
    return list(Town.registry.order_by("pk"))
