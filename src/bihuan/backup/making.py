"""Making a backup while the town works: the rows of one moment, then the files that are not kept yet, then the list. Files are
written before the rows that name them and never taken away, so whatever the rows name is there to be kept."""

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from bihuan import __version__
from bihuan.backup import rows
from bihuan.backup.store import Manifest, Store, new_name
from bihuan.core import clock
from bihuan.core.models import EventHead, StoredFile, Town

Tell = Callable[[int, int, str], None]
TELL_SECONDS = 1.0
FILES, FONTS = "files", "fonts"
KEPT_FILE = re.compile(r"[0-9a-f]{64}(\.thumb\.jpg)?")
TOLD_EACH = 50


@dataclass(frozen=True)
class Made:
    """What came of it: the list, how many files were new, how large what was written is."""

    manifest: Manifest
    new_files: int
    new_bytes: int


def folder_named(kind: str) -> Path:
    """The folder of this installation that a file of a backup belongs to."""
    return Path({FILES: settings.FILES_DIR, FONTS: settings.FONTS_DIR}[kind])


def make(store: Store, tell: Tell) -> Made:
    """Make one backup. Raises OSError where the folder cannot be written (then nothing is half-made and what was there is
    there), and whatever `tell` raises to end it."""
    name = new_name()
    store.sweep()  # before anything is written: it may be what fills the disk
    try:
        head = _rows(store, name, tell)
        files, new, new_bytes = _files(store, name, tell)
        rows_bytes = store.rows(name).stat().st_size
        manifest = Manifest(
            name=name,
            made_at=clock.now().isoformat(),
            program=__version__,
            rows_bytes=rows_bytes,
            files=files,
            secret=settings.SECRET_KEY,
            **head,
        )
        store.write_manifest(manifest)
    except BaseException:
        store.rows(name).unlink(missing_ok=True)
        raise
    store.forget_old(settings.BACKUPS_KEPT)
    return Made(manifest, new, new_bytes + rows_bytes)


def _rows(store: Store, name: str, tell: Tell) -> dict[str, Any]:
    """Write the rows, in a thread of its own, since a snapshot wants a connection of its own and `tell` writes."""
    stop, written = threading.Event(), [0]

    def read() -> dict[str, Any]:
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


def _head(counts: dict[str, int]) -> dict[str, Any]:
    """What the list says of the rows, read in the same moment."""
    heads = EventHead.objects.order_by("town__name").values_list("town__name", "seq", "hash")
    named = StoredFile._base_manager.values_list("sha256", flat=True).distinct()
    return {
        "migrations": rows.applied_migrations(),
        "tables": counts,
        "towns": [list(head) for head in heads],
        "missing": sorted(one for one in named if not (folder_named(FILES) / one[:2] / one).exists()),
    }


def _files(store: Store, name: str, tell: Tell) -> tuple[list[list[Any]], int, int]:
    """Keep the files that are new. Returns all of them as the list has them, how many were new, and their bytes."""
    found = [*_kept_files(), *_fonts()]
    listed, new, new_bytes = [], 0, 0
    for done, (kind, path, place, address) in enumerate(found):
        if done % TOLD_EACH == 0:
            tell(done, len(found), f"正在备份文件，共{len(found):,}个")
            store.is_at_it(name)
        size = place.stat().st_size
        if store.keep(address, place):
            new, new_bytes = new + 1, new_bytes + size
        listed.append([kind, path, size, address])
    return listed, new, new_bytes


def _kept_files() -> Iterator[tuple[str, str, Path, str]]:
    """Photos and scans with their small pictures: what lies under a name never changes, so the name is the address."""
    root = folder_named(FILES)
    for place in sorted(root.glob("??/*")):
        if KEPT_FILE.fullmatch(place.name):
            path = place.relative_to(root).as_posix()
            yield FILES, path, place, path


def _fonts() -> Iterator[tuple[str, str, Path, str]]:
    """The town's own fonts, few and seldom changed: the address holds what is in them."""
    root = folder_named(FONTS)
    for place in sorted(path for path in root.rglob("*") if path.is_file()):
        path = place.relative_to(root).as_posix()
        yield FONTS, path, place, f"{FONTS}/{path}:{sha256(place.read_bytes()).hexdigest()}"


def towns() -> list[Town]:
    """All towns of the installation."""
    return list(Town.registry.order_by("pk"))
