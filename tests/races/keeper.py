"""A program that backs up and restores in processes of their own, each killed on its way, on the database of DATABASE_URL:

`backups SEED…` after each kill every backup that is listed is whole; then a disk that is full; `restores SEED…` into an empty
database from what `backups` left; after each kill nobody may work there, and in the end all is as it was. Prints what came of
it, as JSON."""

import argparse
import errno
import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event as Flag
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from bihuan.backup import restoring, rows, seal  # noqa: E402
from bihuan.backup.actions import back_up  # noqa: E402
from bihuan.backup.checking import wrong_backup, wrong_files  # noqa: E402
from bihuan.backup.queries import history  # noqa: E402
from bihuan.backup.seal import Key, Sealer  # noqa: E402
from bihuan.backup.store import Store  # noqa: E402
from bihuan.core import clock, events  # noqa: E402
from bihuan.core.errors import Refused  # noqa: E402
from bihuan.core.models import Town  # noqa: E402
from tests import cast as casting  # noqa: E402
from tests.races.walker import cast, dying, fork  # noqa: E402

STATEMENTS_MAX = 1200
RESTORE_SECONDS = 4.0
KEY = Key(b"k" * seal.KEY_BYTES)


def quiet(_done: int, _total: int, _message: str) -> None:
    """Nobody looks."""


def backups(folder: Path, seeds: list[str]) -> dict[str, Any]:
    """One backup that lives and tells how long one takes; one after the other, each killed within that, with a new photo before
    each; then one that lives, and one on a full disk."""
    came, mine = Counter[str](), cast()
    begun = time.perf_counter()
    back_up(folder, KEY, quiet)
    takes = time.perf_counter() - begun
    for seed in seeds:
        chance = random.Random(f"backup {seed}")
        mine.photo(mine.chen, f"#{chance.randrange(16**6):06x}")
        came[_killed(chance, takes, lambda: back_up(folder, KEY, quiet))] += 1
        _all_are_whole(folder)
    made = back_up(folder, KEY, quiet)
    _all_are_whole(folder)
    whole = Store(folder, KEY).names()
    why = _on_a_full_disk(lambda: back_up(folder, KEY, quiet))
    assert Store(folder, KEY).names() == whole
    told = history(mine.town.pk).first()
    return came | {"why": why, "told": told and told.given["why"], "files": len(made.manifest.files)}


def _all_are_whole(folder: Path) -> None:
    """Every backup that is listed can be read to its end, and nothing half-written passes for one."""
    store = Store(folder, KEY)
    for name in store.names():
        only = Store(folder, KEY)
        only.names = lambda name=name: [name]  # type: ignore[method-assign]
        assert list(wrong_backup(only)) == []


def _on_a_full_disk(deed: Callable[[], object]) -> str:
    """What is said when the disk is full."""
    true = Sealer._seal

    def full(_self: Sealer, _content: bytes, *, last: bool) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    Sealer._seal = full  # type: ignore[method-assign]
    try:
        deed()
    except Refused as refused:
        return refused.message
    finally:
        Sealer._seal = true  # type: ignore[method-assign]
    raise AssertionError("was not told")


def restores(folder: Path, seeds: list[str]) -> dict[str, Any]:
    """A newer version's is refused; then one restore after the other, each killed, and one that lives."""
    came, store = Counter[str](), Store(folder, KEY)
    # The clock stands still, so that no name is the later one: the last backup is the one with all photos.
    name = max(store.names(), key=lambda one: len(store.manifest(one).files))
    newer = replace(
        store.manifest(name), name=f"{name[:-4]}ffff", program="99.0", migrations={"core": ["9999_x"]}
    )
    store.write_manifest(newer)
    try:
        restoring.restore(store, newer.name, quiet)
    except Refused as refused:
        why = refused.message
    (folder / f"{newer.name}.list").unlink()
    assert connection.introspection.table_names() == []
    for seed in seeds:
        chance = random.Random(f"restore {seed}")
        came[
            _killed(chance, RESTORE_SECONDS, lambda: restoring.restore(store, name, quiet), STATEMENTS_MAX)
        ] += 1
        if not rows_are_there():
            assert restoring.is_unfinished() or connection.introspection.table_names() == []
    if restoring.is_unfinished() or not connection.introspection.table_names():
        restoring.restore(store, name, quiet)
    lines: list[bytes] = []
    rows.dump(lines.append, Flag())
    assert _plain(lines) == _plain(list(store.read_rows(name)))
    assert [events.check(town.pk) for town in Town.registry.all()] == [None, None]
    assert list(wrong_files()) == []
    try:
        restoring.restore(store, name, quiet)
    except Refused as refused:
        full = refused.message
    return came | {"newer": why, "full": full, "files": sum(1 for _ in settings.FILES.glob("??/*"))}


def rows_are_there() -> bool:
    """Whether rows were taken over."""
    return "core_town" in connection.introspection.table_names() and Town.registry.exists()


def _plain(lines: list[bytes]) -> list[str]:
    return [json.dumps(json.loads(line), sort_keys=True) for line in lines]


def _killed(chance: random.Random, seconds: float, deed: Callable[[], object], statements: int = 0) -> str:
    """Do it in a process that is killed from outside within some seconds or, where it takes many, at one of its statements."""

    def counted() -> Counter[str]:
        deed()
        return Counter(done=1)

    if statements and chance.random() < 0.5:
        at, before = chance.randrange(statements), chance.random() < 0.5
        child = fork(lambda: dying(at, before, counted))
    else:
        child = fork(counted)
        time.sleep(chance.uniform(0.0, seconds))
        os.kill(child.pid, signal.SIGKILL)
    os.close(child.says)
    _, status = os.waitpid(child.pid, 0)
    return "killed" if os.WIFSIGNALED(status) else "came to its end"


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--files", type=Path, required=True)
    asked.add_argument("deed", choices=["backups", "restores"])
    asked.add_argument("seeds", nargs="*")
    words = asked.parse_args()
    settings.FILES = words.files / words.deed
    settings.FONTS_DIR = words.files / "fonts"
    deeds = {"backups": backups, "restores": restores}
    with clock.moved(casting.NOW):
        print(json.dumps(deeds[words.deed](words.files / "kept", words.seeds)))  # noqa: T201
