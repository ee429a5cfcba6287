"""Restoring a backup to an empty installation: all or nothing. First the files, each whole; then the schema that the rows were read
from; then all rows in one transaction, at whose end it is told that nothing is missing; then they are brought forward and made to be
found. A mark in the database says that it has begun and not ended: whoever is stopped begins anew, and until then nobody works there."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from bihuan import __version__
from bihuan.backup import rows
from bihuan.backup.making import FONTS
from bihuan.backup.seal import Damaged
from bihuan.backup.store import Manifest, Store
from bihuan.core import tables
from bihuan.core.disk import is_full
from bihuan.core.errors import NotAllowed
from bihuan.core.jobs.actions import end_reading_jobs
from bihuan.core.models import EventHead, Town
from bihuan.core.storage import NAME, StorageFails, storage
from bihuan.search.actions import rebuild, write_words
from bihuan.search.queries import is_empty

Tell = Callable[[int, int, str], None]
MARK = "bihuan_restoring"
UNFINISHED = "上一次恢复没有完成，数据不全。请重新运行同一条 bihuan restore 命令（备份损坏的，用 --at 换另一次备份）；已恢复的文件不会重做。"

FULL = (
    "磁盘已满或存储桶已满，恢复没有完成。请清理，或用 BIHUAN_HOME（和 DATABASE_URL、BIHUAN_FILES）换到更大的地方，再运行同一条 bihuan restore 命令；"
    "没有换位置的，已恢复的文件不会重做。"
)


@dataclass(frozen=True)
class Restored:
    """What was restored; whether the installation's secret is another than the backup's."""

    manifest: Manifest
    rows: int
    is_another_secret: bool


def is_unfinished() -> bool:
    """Whether this database is one that a restore was stopped in."""
    return MARK in connection.introspection.table_names()


def restore(store: Store, name: str, tell: Tell) -> Restored:
    """Restore one backup. Raises NotAllowed where the installation is not empty or the backup a newer version's, WrongKey or
    Damaged where its list cannot be opened; then what was there is as it was. Damaged where a file or the rows turn out not to be
    whole, NotAllowed where there is no more room, StorageFails: then the mark stays, and this or another backup is begun anew."""
    try:
        return _restore(store, name, tell)
    except (OSError, DatabaseError, StorageFails) as error:
        if not is_full(error):
            raise
        raise NotAllowed(FULL) from error


def _restore(store: Store, name: str, tell: Tell) -> Restored:
    manifest = store.manifest(name)
    migrations = rows.without_gone(manifest.migrations)
    _refuse_newer(manifest)
    if is_unfinished():
        _wipe()
    else:
        _refuse_full()
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE {MARK} (name varchar(40))")
    there = {entry.name for entry in storage().entries()}  # by a restore that was stopped later, each whole
    for done, (kind, path, _size, address) in enumerate(manifest.files):
        tell(done, len(manifest.files), "正在恢复文件")
        if kind == FONTS:
            _restore_font(store, path, address)
        elif path not in there:
            _restore_file(store, path, address)
    is_another_secret = _restore_secret(manifest)
    tell(0, 0, "正在恢复数据")
    rows.schema(migrations)
    with transaction.atomic():
        counts = rows.load(store.read_rows(name), migrations)
        _compare(manifest, counts)
    tables.bring_forward()
    for town in Town.registry.all():
        # A version of before there was a search has kept nothing of it.
        find_again = rebuild if is_empty(town.pk) else write_words
        find_again(town.pk)
    end_reading_jobs("数据从备份恢复，任务没有继续。需要的请重新发起。")
    with (
        connection.cursor() as cursor
    ):  # last: who is stopped before is not to be searched yet, or behind its program
        cursor.execute(f"DROP TABLE {MARK}")
    return Restored(manifest, sum(counts.values()), is_another_secret)


def _refuse_newer(manifest: Manifest) -> None:
    if unknown := rows.unknown_migrations(rows.without_gone(manifest.migrations)):
        raise NotAllowed(
            f"这份备份是较新版本（{manifest.program}）的程序做的，本机是{__version__}，不能恢复（不认得{len(unknown)}项数据结构，"
            f"如{unknown[0]}）。请先把程序升级到{manifest.program}或更新的版本。本机没有任何改动。"
        )


def _refuse_full() -> None:
    """Only an empty installation takes a backup: nothing is ever written over."""
    if connection.introspection.table_names() or any(storage().entries()):
        raise NotAllowed(
            "这里已经有数据，恢复只能在空的数据文件夹（或存储桶）和空的数据库里进行。"
            "请用 BIHUAN_HOME（和 DATABASE_URL、BIHUAN_FILES）指定新的位置。"
        )


def _wipe() -> None:
    """Take away the tables of a restore that was stopped, all but its mark."""
    quote = connection.ops.quote_name
    found = [name for name in connection.introspection.table_names() if name != MARK]
    more = " CASCADE" if connection.vendor == "postgresql" else ""
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for name in sorted(
            found, key=len
        ):  # a full-text table goes before those that it keeps its words in, which go with it
            cursor.execute(f"DROP TABLE IF EXISTS {quote(name)}{more}")


def _restore_file(store: Store, path: str, address: str) -> None:
    """Put a photo or a scan where this installation keeps them, once it is what its name says."""
    if not NAME.fullmatch(path):
        raise Damaged(f"备份清单里的文件名不对：{path}。请换用另一次备份。")
    content, name = b"".join(store.read_file(address)), Path(path).name
    if "." not in name and hashlib.sha256(content).hexdigest() != name:
        raise Damaged(f"备份里的文件{path[-12:]}与登记的校验码不符。请换用另一次备份。")
    storage().write(path, content)


def _restore_font(store: Store, path: str, address: str) -> None:
    root = Path(settings.FONTS_DIR)
    place = root / path
    if not place.resolve().is_relative_to(root.resolve()):
        raise Damaged(f"备份清单里的文件名不对：{path}。请换用另一次备份。")
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f"{place.name}.restoring")
    beside.write_bytes(b"".join(store.read_file(address)))
    os.replace(beside, place)


def _restore_secret(manifest: Manifest) -> bool:
    """Put the installation's secret in its place, where second factors and robots' addresses are sealed under it; the one that lies there
    was made at this start and has sealed nothing. Returns whether another one is set from outside, under which they cannot be opened."""
    if not manifest.secret:
        return False  # of a version that kept none
    if settings.SECRET_FILE is None:
        return bool(manifest.secret != settings.SECRET_KEY)
    place = Path(settings.SECRET_FILE)
    beside = place.with_name(f"{place.name}.restoring")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(manifest.secret)
    os.replace(beside, place)
    return False


def _compare(manifest: Manifest, counts: dict[str, int]) -> None:
    """What was written is what was read: the rows of each table, the end of each town's chain. Raises Damaged."""
    heads = EventHead.objects.order_by("town__name").values_list("town__name", "seq", "hash")
    if counts != rows.without_gone(manifest.tables) or [list(head) for head in heads] != manifest.towns:
        raise Damaged("恢复出来的数据与备份清单不符，没有采用。请换用另一次备份。")
