"""A program that backs up and restores in processes of their own, each killed on its way, on the database of DATABASE_URL:

`backups SEED…` after each kill every backup that is listed is whole; then a disk that is full; `restores SEED…` into an empty
database from what `backups` left; after each kill nobody may work there, and in the end all is as it was; `older` what a
version of before has kept. Prints what came of it, as JSON."""

import argparse
import errno
import itertools
import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event as Flag
from typing import Any
from uuid import UUID

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402
from pyotp import TOTP  # noqa: E402

from bihuan.accounts.actions import (  # noqa: E402
    begin_second_factor,
    confirm_second_factor,
    use_second_factor,
)
from bihuan.backup import restoring, rows, seal  # noqa: E402
from bihuan.backup.actions import back_up  # noqa: E402
from bihuan.backup.checking import wrong_backup, wrong_files  # noqa: E402
from bihuan.backup.queries import history  # noqa: E402
from bihuan.backup.seal import Key, Sealer  # noqa: E402
from bihuan.backup.store import Store  # noqa: E402
from bihuan.core import clock, events  # noqa: E402
from bihuan.core.errors import Refused  # noqa: E402
from bihuan.core.models import Town  # noqa: E402
from bihuan.grid.models import Person  # noqa: E402
from bihuan.hazards.models import Hazard  # noqa: E402
from bihuan.search.queries import matching  # noqa: E402
from bihuan.units.models import Unit  # noqa: E402
from tests import cast as casting  # noqa: E402
from tests.races.walker import answer, cast, dying, fork  # noqa: E402
from tests.walks import FINDS, find  # noqa: E402

# About what one restore takes, so that kills fall upon all of it: half into the tables, half into rows, words and mark.
STATEMENTS_MAX = 1200
RESTORE_SECONDS = 1.5
OLDER = Path(__file__).resolve().parents[1] / "backup" / "older"
KEY = Key(b"k" * seal.KEY_BYTES)


def quiet(_done: int, _total: int, _message: str) -> None:
    """Nobody looks."""


def backups(folder: Path, seeds: list[str]) -> dict[str, Any]:
    """One backup that lives and tells how long one takes; one after the other, each killed within that, with a new photo before
    each; then one that lives, and some on a disk that is full sooner or later. What was left behind long ago is swept away."""
    came, mine = Counter[str](), cast()
    _, secret = begin_second_factor(mine.chen)
    confirm_second_factor(mine.chen, code=TOTP(secret).at(casting.NOW))
    (folder.parent / "authenticator").write_text(secret)
    left = _left_behind(folder, days=2), _left_behind(folder, days=0)
    begun = time.perf_counter()
    back_up(folder, KEY, quiet)
    takes = time.perf_counter() - begun
    assert [path.exists() for path in left] == [False, True]
    for minute, seed in enumerate(
        seeds, start=1
    ):  # the names tell which is the latest, and the latest are kept
        chance = random.Random(f"backup {seed}")
        mine.photo(mine.chen, f"#{chance.randrange(16**6):06x}")
        with clock.moved(casting.NOW + timedelta(minutes=minute)):
            came[_killed(chance, takes, lambda: back_up(folder, KEY, quiet))] += 1
        _all_are_whole(folder)
    with clock.moved(casting.NOW + timedelta(minutes=len(seeds) + 1)):
        made = back_up(folder, KEY, quiet)
    _all_are_whole(folder)
    whole, parts = Store(folder, KEY).names(), set(folder.rglob("*.part"))
    for room in range(
        4
    ):  # for nothing, for the rows, for a new photo as well, for its small picture: not for the list
        mine.photo(mine.chen, f"#0000{room:02x}")
        why = _on_a_full_disk(room, lambda: back_up(folder, KEY, quiet))
        assert Store(folder, KEY).names() == whole and set(folder.rglob("*.part")) == parts
        assert {path.stem for path in folder.glob("*.rows")} >= set(whole)
        _all_are_whole(folder)
    told = history(mine.town.pk).first()
    return came | {"why": why, "told": told and told.given["why"], "files": len(made.manifest.files)}


def _all_are_whole(folder: Path) -> None:
    """Every backup that is listed can be read to its end, and nothing half-written passes for one."""
    store = Store(folder, KEY)
    for name in store.names():
        only = Store(folder, KEY)
        only.names = lambda name=name: [name]  # type: ignore[method-assign]
        assert list(wrong_backup(only)) == []


def _left_behind(folder: Path, *, days: int) -> Path:
    """What somebody who was killed so many days ago had begun to write."""
    path = folder / "files" / "ab" / f"abcd.{days}.part"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half")
    moment = (clock.now() - timedelta(days=days)).timestamp()
    os.utime(path, (moment, moment))
    return path


def _on_a_full_disk(room: int, deed: Callable[[], object]) -> str:
    """What is said when the disk has room for so many pieces of about a megabyte."""
    true, sealed = Sealer._seal, itertools.count()

    def full(self: Sealer, content: bytes, *, last: bool) -> None:
        if next(sealed) >= room:
            raise OSError(errno.ENOSPC, "No space left on device")
        true(self, content, last=last)

    Sealer._seal = full  # type: ignore[method-assign]
    try:
        return _refused(deed)
    finally:
        Sealer._seal = true  # type: ignore[method-assign]


def _refused(deed: Callable[[], object]) -> str:
    """What a deed is refused with."""
    try:
        deed()
    except Refused as refused:
        return refused.message
    raise AssertionError("was not told")


def restores(folder: Path, seeds: list[str]) -> dict[str, Any]:
    """A newer version's is refused, and a disk that is full told; then one restore after the other, each killed, and one that lives, after
    which the authenticator of before opens."""
    settings.SECRET_FILE = folder.parent / "secret_key"
    settings.SECRET_FILE.write_text("made at the first start of this machine")
    came, store = Counter[str](), Store(folder, KEY)
    name = store.names()[0]
    newer = replace(
        store.manifest(name), name=f"{name[:-4]}ffff", program="99.0", migrations={"core": ["9999_x"]}
    )
    store.write_manifest(newer)
    why = _refused(lambda: restoring.restore(store, newer.name, quiet))
    (folder / f"{newer.name}.list").unlink()
    assert connection.introspection.table_names() == []
    told = [_restored_on_a_full_disk(store, name), _restored_into_a_full_database(store, name)]
    for seed in seeds:
        chance = random.Random(f"restore {seed}")
        came[
            _killed(chance, RESTORE_SECONDS, lambda: restoring.restore(store, name, quiet), STATEMENTS_MAX)
        ] += 1
        if not restoring.is_unfinished():
            assert connection.introspection.table_names() == [] or is_searched()
    if restoring.is_unfinished() or not connection.introspection.table_names():
        _restored_under_its_mark(store, name)
    lines: list[bytes] = []
    rows.dump(lines.append, Flag())
    assert _plain(lines) == _plain(list(store.read_rows(name)))
    assert [events.check(town.pk) for town in Town.registry.all()] == [None, None]
    assert list(wrong_files()) == []
    full = _refused(lambda: restoring.restore(store, name, quiet))
    _the_authenticator_opens(folder.parent)
    files = sum(1 for _ in settings.FILES.glob("??/*"))
    return came | {"newer": why, "full": full, "disk": told, "files": files}


def _restored_on_a_full_disk(store: Store, name: str) -> str:
    """What is said where there is no room for the second file."""
    true, written = os.fsync, itertools.count()

    def full(out: int) -> None:
        if next(written) == 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        true(out)

    os.fsync = full
    try:
        return _refused(lambda: restoring.restore(store, name, quiet))
    finally:
        os.fsync = true
        assert restoring.is_unfinished()


def _restored_into_a_full_database(store: Store, name: str) -> str:
    """What is said where the database has no room for the rows, to a process of its own, as the command is one. On PostgreSQL,
    whose disk is the server's, nothing is tried."""
    if connection.vendor != "sqlite":
        return "磁盘已满"

    def restored() -> Counter[str]:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 100")
        return Counter([_refused(lambda: restoring.restore(store, name, quiet))])

    (why,) = answer(fork(restored))
    assert restoring.is_unfinished()
    return str(why)


def _restored_under_its_mark(store: Store, name: str) -> None:
    """To its end: nobody works there before it is searched."""
    true = restoring.write_words

    def marked(town: UUID) -> None:
        assert restoring.is_unfinished()
        true(town)

    restoring.write_words = marked
    restoring.restore(store, name, quiet)


def _the_authenticator_opens(folder: Path) -> None:
    """With the secret that this machine would start with now, and by a code of what was bound on the machine before."""
    assert settings.SECRET_FILE.stat().st_mode & 0o777 == 0o600
    settings.SECRET_KEY = settings.SECRET_FILE.read_text()
    chen = Person.accounts.get(username="chen")
    with clock.moved(casting.NOW + timedelta(hours=1)):
        code = TOTP((folder / "authenticator").read_text()).at(clock.now())
        use_second_factor(chen, typed=code)


def older(folder: Path, _seeds: list[str]) -> dict[str, Any]:
    """What is there after the backup of a version of before has been restored and brought forward. Its rows are those of `folder`."""
    store = Store(folder, KEY)
    (name,) = store.names()
    restored = restoring.restore(store, name, quiet)
    assert list(wrong_files()) == []
    assert [events.check(town.pk) for town in Town.registry.all()] == [None, None]
    mine, executor = cast(), MigrationExecutor(connection)
    whole = mine.chen.scope
    return {
        "program": restored.manifest.program,
        "rows": restored.rows == sum(rows.without_gone(restored.manifest.tables).values()),
        "hazards": Hazard.objects.within(whole).count(),
        "searched": found_by_words(mine),
        "unfinished": restoring.is_unfinished(),
        "behind": len(executor.migration_plan(executor.loader.graph.leaf_nodes())),
        "next": _found_after(mine),
    }


def _found_after(mine: casting.Cast) -> str:
    """The number of a hazard found after it all: the town's work goes on."""
    find(mine, mine.chen, next(iter(FINDS)))
    return str(Hazard.objects.within(mine.chen.scope).order_by("number").last().number)


def is_searched() -> bool:
    """Whether units are found by their words."""
    return found_by_words(cast()) > 0


def found_by_words(mine: casting.Cast) -> int:
    """How many units are found by a word."""
    found = Unit.objects.within(mine.chen.scope).filter(pk__in=matching(mine.town.pk, "unit", "永安"))
    return int(found.count())


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
    asked.add_argument("deed", choices=["backups", "restores", "older"])
    asked.add_argument("seeds", nargs="*")
    words = asked.parse_args()
    settings.FILES = words.files / words.deed
    settings.FONTS_DIR = words.files / "fonts"
    deeds = {"backups": backups, "restores": restores, "older": older}
    kept = OLDER if words.deed == "older" else words.files / "kept"
    with clock.moved(casting.NOW):
        print(json.dumps(deeds[words.deed](kept, words.seeds)))  # noqa: T201
