"""The independent script: whoever changes a byte of the log, in whatever column, is found, and the row is named."""

import ast
import importlib.util
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.copies import copied
from tests.habits.sources import ROOT
from tests.races.programs import told

pytestmark = pytest.mark.django_db
SCRIPT = ROOT / "scripts" / "verify_chain.py"
TOWN = "东岭镇"
COLUMNS = (
    *("id", "town_id", "seq", "at", "actor_id", "actor_name", "action", "subject_type", "subject_id"),
    *("given", "before", "after", "previous", "hash"),
)
# Each row by a mark of its own, and no constraint left.
LOOSE = (
    "CREATE TABLE loose AS SELECT core_event.*, CAST(id AS text) AS mark FROM core_event",
    "DROP TABLE core_event",
    "ALTER TABLE loose RENAME TO core_event",
)


class Log:
    """A walked town's log in the hands of somebody whom no key and no constraint holds."""

    def __init__(self, url: str) -> None:
        self.on_sqlite = url.startswith("sqlite")
        self.address = url.removeprefix("sqlite:///")
        self.opened: Any = sqlite3.connect(self.address) if self.on_sqlite else psycopg.connect(url)
        for statement in LOOSE:
            self.run(statement)
        town = self.run("SELECT id FROM core_town WHERE name = ?", TOWN).fetchone()[0]
        listed = "SELECT seq, mark FROM core_event WHERE town_id = ? ORDER BY seq"
        self.marks: dict[int, str] = dict(self.run(listed, town).fetchall())
        moved = "SELECT max(seq) FROM core_event WHERE town_id = ? AND before <> '' AND after <> ''"
        self.rows = (1, self.run(moved, town).fetchone()[0], max(self.marks))
        types = "SELECT column_name, udt_name FROM information_schema.columns WHERE table_name = 'core_event'"
        self.types = dict.fromkeys(COLUMNS, "text") if self.on_sqlite else dict(self.run(types).fetchall())

    def run(self, sql: str, *given: Any) -> Any:
        """Do it and commit."""
        done = self.opened.execute(sql if self.on_sqlite else sql.replace("?", "%s"), given)
        self.opened.commit()
        return done

    def kept(self, seq: int, column: str) -> bytes | None:
        """The bytes of a value, as far as the database shows them."""
        shown = f"CAST({column} AS blob)" if self.on_sqlite else f"convert_to({column}::text, 'UTF8')"
        value = self.run(f"SELECT {shown} FROM core_event WHERE mark = ?", self.marks[seq]).fetchone()[0]
        return None if value is None else bytes(value)

    def put(self, seq: int, column: str, value: bytes | None) -> bool:
        """Put other bytes in their place; False where the database's types do not take them, or take them for the same."""
        given = value if self.on_sqlite or value is None else value.decode(errors="replace")
        cast = f"CAST(CAST(? AS text) AS {self.types[column]})"
        change = (
            f"UPDATE core_event SET {column} = {cast} WHERE mark = ? AND {column} IS DISTINCT FROM {cast}"
        )
        try:
            return bool(self.run(change, given, self.marks[seq], given).rowcount)
        except psycopg.DataError:
            self.opened.rollback()
            return False


@pytest.fixture(scope="module")
def log(django_db_setup: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    """The log of a town that was walked through."""
    folder = tmp_path_factory.mktemp("chain")
    with copied(folder) as url:
        assert told(url, folder / "files", "walk", "a log", "25")["found"] > 3
        log = Log(url)
        yield log
        log.opened.close()


@pytest.fixture(scope="module")
def faults() -> Any:
    """The script's own function."""
    spec = importlib.util.spec_from_file_location("verify_chain", SCRIPT)
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return lambda log: list(script.faults(log.address))


def changes_of(value: bytes | None) -> Iterator[bytes | None]:
    """A byte changed here and there, by its lowest bit and by its case; one more; one less; something for nothing."""
    if not value:
        yield b"0"
        return
    for place in range(0, len(value), max(1, len(value) // 8)):
        bit = (1, 32)[place % 2]
        yield value[:place] + bytes([value[place] ^ bit]) + value[place + 1 :]
    yield value + b"0"
    yield value[:-1]
    yield None


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_byte_of_any_column_is_found_and_its_row_named(log: Log, faults: Any, column: str) -> None:
    assert faults(log) == []
    tried = 0
    for seq in log.rows:
        value = log.kept(seq, column)
        for change in changes_of(value):
            if log.put(seq, column, change):
                tried += 1
                wrong = [line for line in faults(log) if f"第{seq}条" in line]
                assert any(line.startswith(f"{TOWN}：") for line in wrong), (seq, value, change)
                log.put(seq, column, value)
    assert tried > 3
    assert faults(log) == []


def test_what_is_taken_out_put_in_or_swapped_is_named(log: Log, faults: Any) -> None:
    last = max(log.marks)
    for taken in (1, last // 2, last):
        row = log.run("SELECT * FROM core_event WHERE mark = ?", log.marks[taken]).fetchone()
        log.run("DELETE FROM core_event WHERE mark = ?", log.marks[taken])
        assert any(f"第{taken}条" in line for line in faults(log))
        columns = ", ".join("?" * len(row))
        put = [psycopg.types.json.Jsonb(one) if isinstance(one, dict) else one for one in row]
        log.run(f"INSERT INTO core_event VALUES ({columns})", *put)
        assert faults(log) == []
        log.run(f"INSERT INTO core_event VALUES ({columns})", *put[:-1], "twice")
        assert any(f"第{taken}条" in line for line in faults(log))
        log.run("DELETE FROM core_event WHERE mark = 'twice'")
    for seq, other in ((4, 5), (5, 4)):
        log.run("UPDATE core_event SET seq = ? WHERE mark = ?", other, log.marks[seq])
    assert [line for line in faults(log) if "第4条" in line or "第5条" in line]
    for seq in (4, 5):
        log.run("UPDATE core_event SET seq = ? WHERE mark = ?", seq, log.marks[seq])
    assert faults(log) == []


@pytest.mark.parametrize("change", ["seq = seq + 1", "seq = seq - 1", "hash = 'x' || substr(hash, 2)"])
def test_a_wrong_head_is_named(log: Log, faults: Any, change: str) -> None:
    town = "town_id = (SELECT id FROM core_town WHERE name = ?)"
    kept = log.run(f"SELECT seq, hash FROM core_eventhead WHERE {town}", TOWN).fetchone()
    log.run(f"UPDATE core_eventhead SET {change} WHERE {town}", TOWN)
    assert [line for line in faults(log) if line.startswith(f"{TOWN}：链尾")]
    log.run(f"UPDATE core_eventhead SET seq = ?, hash = ? WHERE {town}", *kept, TOWN)
    assert faults(log) == []


def test_it_answers_by_its_exit_and_wants_nothing_of_ours(log: Log) -> None:
    def run() -> subprocess.CompletedProcess[str]:
        alone = ["-I", "-S"] if log.on_sqlite else ["-I"]
        return subprocess.run(
            [sys.executable, *alone, str(SCRIPT), log.address], capture_output=True, text=True, cwd=Path("/")
        )

    assert (run().returncode, run().stdout) == (0, "")
    kept = log.kept(3, "actor_name")
    log.put(3, "actor_name", "某人".encode())
    broken = run()
    assert (broken.returncode, broken.stdout) == (1, f"{TOWN}：第3条内容被改动\n")
    log.put(3, "actor_name", kept)


def test_it_stays_short_enough_to_be_read_by_a_stranger() -> None:
    text = SCRIPT.read_text()
    assert len(text.splitlines()) <= 60
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
        )
    }
    assert imported <= sys.stdlib_module_names
    assert "bihuan" not in text and "django" not in text.lower()
