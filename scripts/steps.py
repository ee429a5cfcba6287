"""What the set-up scripts share: places, a line of progress a step, commands silent if all is well."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
TAIL_LINES = 15


class Refused(Exception):
    """This machine cannot do it; the message is the one line that says what to do."""


class StepFailed(Exception):
    """A command ended badly; the message names it and gives its last lines."""

    @property
    def first_line(self) -> str:
        """What failed."""
        return str(self).split("\n", 1)[0]

    @property
    def last_line(self) -> str:
        """What it said last; with uv and pip that is the cause."""
        return str(self).rstrip().rsplit("\n", 1)[-1].strip()


def say(line: str) -> None:
    sys.stderr.write(f"setup: {line}\n")


@contextmanager
def step(name: str) -> Iterator[None]:
    """One line on stderr: what is being done, then how long it took."""
    begun = time.monotonic()
    sys.stderr.write(f"setup: {name} … ")
    sys.stderr.flush()
    try:
        yield
    except BaseException:
        sys.stderr.write("failed\n")
        raise
    sys.stderr.write(f"{time.monotonic() - begun:.1f} s\n")


def run(*command: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
    """Run to the end and return the output; StepFailed with its last lines if it fails or is not there."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise StepFailed(f"{words[0]}: {error.strerror}") from error
    if done.returncode:
        tail = "\n".join(done.stdout.rstrip().splitlines()[-TAIL_LINES:])
        raise StepFailed(f"{' '.join(words)} ended with status {done.returncode}\n{tail}")
    return done.stdout


def fingerprint(*files: Path) -> str:
    """One hash over the names (as seen from the project) and the bytes of the files, in the order given."""
    digest = sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.relative_to(ROOT).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def is_stamped(stamp: Path, value: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == value


def put_stamp(stamp: Path, value: str) -> None:
    """Written after the step is done, so that a step killed in the middle is done again."""
    stamp.write_text(value, encoding="utf-8")
