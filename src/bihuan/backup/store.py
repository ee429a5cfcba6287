"""The folder of backups: the sealed rows and the list of a backup, each under the backup's name; the sealed files, kept once for
all. What is half-written is called `.part`, and a backup is one when its list is there, which comes last."""

import json
import os
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

from bihuan.backup.seal import Damaged, Key, Sealer, unseal
from bihuan.core import clock
from bihuan.core.ids import new_id

LIST, ROWS, PART = ".list", ".rows", ".part"
FORMAT = 1
UNKNOWN = "备份清单的格式不认得，可能是较新版本的程序做的。请先升级程序。"
STALE = timedelta(days=1)


@dataclass(frozen=True)
class Manifest:
    """What a backup is: of when, by which version, with which rows and files. `files` are [folder, path in it, size in bytes,
    address]; `towns` [name, number of the last event, its hash]; `missing` files that had no bytes;
    `secret` the installation's, "" in the backups of versions that kept none."""

    name: str
    made_at: str
    program: str
    migrations: dict[str, list[str]]
    tables: dict[str, int]
    towns: list[list[Any]]
    rows_bytes: int
    files: list[list[Any]]
    missing: list[str] = field(default_factory=list)
    secret: str = ""
    format: int = FORMAT


class Store:
    """A folder of backups, read and written with a key."""

    def __init__(self, folder: Path, key: Key) -> None:
        self.folder, self.key = folder, key

    def names(self) -> list[str]:
        """The backups that are whole, the latest first."""
        return names_in(self.folder)

    def manifest(self, name: str) -> Manifest:
        """The list of a backup. Raises WrongKey, Damaged."""
        content = b"".join(self.unseal(self.folder / f"{name}{LIST}", f"list {name}"))
        try:
            found = Manifest(**json.loads(zlib.decompress(content)))
        except (ValueError, TypeError, zlib.error) as error:
            raise Damaged(UNKNOWN) from error
        if found.format != FORMAT:
            raise Damaged(UNKNOWN)
        return found

    def write_manifest(self, manifest: Manifest) -> None:
        content = zlib.compress(json.dumps(asdict(manifest), ensure_ascii=False).encode())
        with self.sealing(self.folder / f"{manifest.name}{LIST}", f"list {manifest.name}") as write:
            write(content)

    def rows(self, name: str) -> Path:
        return self.folder / f"{name}{ROWS}"

    @contextmanager
    def writing_rows(self, name: str) -> Iterator[Callable[[bytes], None]]:
        """Where the rows of a backup are written to, pressed together and sealed."""
        press = zlib.compressobj()
        with self.sealing(self.rows(name), f"rows {name}") as write:
            yield lambda content: write(press.compress(content))
            write(press.flush())

    def read_rows(self, name: str) -> Iterator[bytes]:
        """The lines of a backup's rows. Raises Damaged."""
        press, held = zlib.decompressobj(), b""
        for piece in self.unseal(self.rows(name), f"rows {name}"):
            *lines, held = (held + press.decompress(piece)).split(b"\n")
            yield from lines
        if not press.eof or held:
            raise Damaged("备份的数据不完整。请换用另一次备份。")

    def blob(self, address: str) -> Path:
        name = self.key.name(address)
        return self.folder / "files" / name[:2] / name

    def keep(self, address: str, read: Callable[[], bytes]) -> bool:
        """Keep what `read` gives under its address unless it is there. Returns whether it is new."""
        place = self.blob(address)
        if place.exists():
            return False
        content = read()
        with self.sealing(place, f"file {address}") as write:
            write(content)
        return True

    def read_file(self, address: str) -> Iterator[bytes]:
        """The content of a kept file. Raises Damaged."""
        return self.unseal(self.blob(address), f"file {address}")

    @contextmanager
    def sealing(self, place: Path, purpose: str) -> Iterator[Callable[[bytes], None]]:
        """Whole or not at all: sealed beside, brought to the disk, then moved into place."""
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Two containers on one folder have the same process ids.
        beside = place.with_name(f"{place.name}.{new_id().hex}{PART}")
        try:
            with beside.open("wb") as out:
                sealer = Sealer(out, self.key, purpose)
                yield sealer.write
                sealer.close()
                _bring_to_disk(out)
            os.replace(beside, place)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise

    def unseal(self, place: Path, purpose: str) -> Iterator[bytes]:
        try:
            with place.open("rb") as source:
                yield from unseal(source, self.key, purpose)
        except FileNotFoundError as error:
            raise Damaged(f"备份里缺少文件{place.name}。请换用另一次备份。") from error

    def forget_old(self, kept: int) -> None:
        """Take away all but the latest backups. The list goes first: without it there is none."""
        for name in self.names()[kept:]:
            (self.folder / f"{name}{LIST}").unlink(missing_ok=True)

    def sweep(self) -> None:
        """Take away what killed backups and forgotten ones left. What was written to within STALE is somebody's who is at it."""
        whole = set(self.names())
        for path in self.folder.glob(f"*{ROWS}"):
            if path.stem not in whole and _is_stale(path):
                path.unlink(missing_ok=True)
        for path in self.folder.rglob(f"*{PART}"):
            if _is_stale(path):
                path.unlink(missing_ok=True)

    def is_at_it(self, name: str) -> None:
        """Say that this backup is still being made, so that nobody sweeps its rows away."""
        now = clock.now().timestamp()
        os.utime(self.rows(name), (now, now))


def names_in(folder: Path) -> list[str]:
    """The backups of a folder that are whole, the latest first; their names begin with the moment of their making."""
    return sorted((path.stem for path in folder.glob(f"*{LIST}")), reverse=True)


def new_name() -> str:
    """20260602T010203Z and a few random letters."""
    return f"{clock.now():%Y%m%dT%H%M%SZ}-{os.urandom(2).hex()}"


def is_name(text: str) -> bool:
    return re.fullmatch(r"\d{8}T\d{6}Z-[0-9a-f]{4}", text) is not None


def _bring_to_disk(out: BinaryIO) -> None:
    out.flush()
    os.fsync(out.fileno())


def _is_stale(path: Path) -> bool:
    try:
        return path.stat().st_mtime < (clock.now() - STALE).timestamp()
    except FileNotFoundError:
        return False
