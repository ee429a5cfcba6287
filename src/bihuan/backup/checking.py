"""Whether files and backups are as they should be, in words."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bihuan.backup.making import FILES
from bihuan.backup.seal import Damaged, WrongKey
from bihuan.backup.store import Manifest, Store
from bihuan.core import clock
from bihuan.core.files import name_of
from bihuan.core.models import StoredFile
from bihuan.core.storage import StorageFails, storage

LATE = timedelta(days=2)


def wrong_files() -> Iterator[str]:
    """What is wrong with the bytes of each kept file: none there, or others than were kept; that none can be read."""
    rows = StoredFile._base_manager.order_by("pk").values_list("town__name", "name", "sha256")
    place = storage()
    for town, name, digest in rows.iterator(chunk_size=2000):
        try:
            content = place.read(name_of(digest))
        except StorageFails as refused:
            yield refused.message
            return
        if content is None:
            yield f"{town}：文件“{name}”缺失（{digest[:12]}）"
        elif hashlib.sha256(content).hexdigest() != digest:
            yield f"{town}：文件“{name}”已损坏（{digest[:12]}）"


def wrong_backup(store: Store) -> Iterator[str]:
    """What is wrong with the latest backup of a folder: none there, too old, not to be opened, or not whole. Reads all of it."""
    names = store.names()
    if not names:
        yield f"{store.folder}里没有备份"
        return
    try:
        manifest = store.manifest(names[0])
        yield from _age(manifest)
        lines = sum(1 for _ in store.read_rows(names[0]))
        if lines != sum(manifest.tables.values()) + len(manifest.tables):
            yield f"备份{names[0]}的记录数与清单不符"
    except (WrongKey, Damaged) as refused:
        yield f"备份{names[0]}：{refused.message}"
        return
    for kind, path, _size, address in manifest.files:
        try:
            digest = hashlib.sha256()
            for piece in store.read_file(address):
                digest.update(piece)
        except (WrongKey, Damaged) as refused:
            yield f"备份里的文件{path}：{refused.message}"
            continue
        if kind == FILES and "." not in Path(path).name and digest.hexdigest() != Path(path).name:
            yield f"备份里的文件{path}与校验码不符（备份以前就已损坏）"


def _age(manifest: Manifest) -> Iterator[str]:
    age = clock.now() - clock.read(manifest.made_at)
    if age > LATE:
        yield f"最近一次备份{manifest.name}已是{age.days}天以前"
