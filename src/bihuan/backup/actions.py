"""Backing up as something that happened: each town's log says that it was done or that it failed, and its desk shows that."""

import errno
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from bihuan.backup.making import Made, Tell, make, towns
from bihuan.backup.queries import DONE, FAILED, SHOWN
from bihuan.backup.seal import Key, read_key, write_key
from bihuan.backup.store import Store
from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.disk import is_full
from bihuan.core.errors import NotAllowed
from bihuan.core.storage import StorageFails


def key_of_installation() -> Key:
    """The key in its place; made there at the first backup, so that there is a backup before anyone has thought of one."""
    place = Path(settings.BACKUP_KEY)
    if not place.exists():
        write_key(place, Key.new())
    return read_key(place)


def back_up(folder: Path, key: Key, tell: Tell) -> Made:
    """备份: make one and tell every town's log, of a failure as well. Raises NotAllowed where the folder cannot be written or the files not be read, with
    what to do; what `tell` raises goes through untold: somebody has cancelled."""
    try:
        made = make(Store(folder, key), tell)
    except (OSError, StorageFails) as error:
        why = _in_words(error, folder)
        _note(FAILED, {"folder": str(folder), "why": why})
        raise NotAllowed(why) from error
    manifest = made.manifest
    _note(
        DONE,
        {
            "name": manifest.name,
            "folder": str(folder),
            "key": key.id.hex(),
            "rows": sum(manifest.tables.values()),
            "files": len(manifest.files),
            "new_bytes": made.new_bytes,
            "missing": len(manifest.missing),
        },
    )
    return made


def note_key_shown(key: Key) -> None:
    """记下密钥已抄出: the log says that the key was shown, not the key."""
    _note(SHOWN, {"key": key.id.hex()})


@transaction.atomic
def _note(action: str, given: dict[str, Any]) -> None:
    """记入每个镇的日志."""
    for town in towns():
        events.record(Actor.clock(town.pk), action, town, given=given)


def _in_words(error: OSError | StorageFails, folder: Path) -> str:
    kept = "本次备份没有完成，已写的部分已删除，以前的备份都还在。"
    if isinstance(error, StorageFails):
        return f"读不到要备份的照片和扫描件：{error.message}{kept}"
    if is_full(error):
        return f"备份位置的磁盘已满（{folder}）。{kept}请清理磁盘或换一个位置，再备份一次。"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"备份位置不可写（{folder}）。{kept}请检查权限或换一个位置。"
    return f"备份位置读写出错（{folder}：{error.strerror or error}）。{kept}请检查磁盘或网络盘。"
