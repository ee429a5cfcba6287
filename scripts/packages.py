"""The Python side of the set-up: .venv, the locked packages in it, the command `.venv/bin/bihuan`."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from steps import PYTHON, ROOT, VENV, Refused, StepFailed, fingerprint, is_stamped, put_stamp, run, say, step

UV = VENV / "bin" / "uv"
COMMAND = VENV / "bin" / "bihuan"

# Shell and Python at once, since a #! line breaks when the folder's name is long or has a space.
LAUNCHER = """\
#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys

from bihuan.cli import main

if __name__ == "__main__":
    sys.exit(main())
"""


def make_environment() -> None:
    """An environment in .venv that works and was made for this folder (its scripts name the folder)."""
    if VENV.is_symlink():
        raise Refused(".venv is a link to another folder's, and would be emptied: take the link away first")
    made_for = VENV / ".made-for"
    if PYTHON.exists() and is_stamped(made_for, str(ROOT)):
        return
    if not made_for.exists() and _has_pip():
        put_stamp(made_for, str(ROOT))
        return
    if importlib.util.find_spec("ensurepip") is None:
        raise Refused(
            f"the Python at {sys.executable} cannot make environments; on Debian: apt install python3-venv"
        )
    with step("making .venv"):
        run(sys.executable, "-m", "venv", "--clear", VENV)
    put_stamp(made_for, str(ROOT))


def _has_pip() -> bool:
    if not PYTHON.exists():
        return False
    try:
        run(PYTHON, "-m", "pip", "--version")
    except StepFailed:
        return False
    return True


def install(what: str, stamp_name: str, *locks: str) -> None:
    """Install exactly what the locks pin, hashes checked; done already if the locks are as last time."""
    files = [ROOT / lock for lock in locks]
    stamp, state = VENV / f".installed-{stamp_name}", fingerprint(*files)
    if is_stamped(stamp, state):
        return
    wanted = ["--quiet", "--require-hashes", *(word for file in files for word in ("-r", str(file)))]
    try:
        with step(f"installing {what}"):
            run(UV, "pip", "install", "--python", PYTHON, *wanted)
    except StepFailed as error:
        # Behind a mirror that only pip has been told of, uv finds nothing; pip is slower, and does the same.
        with step(f"installing {what} with pip, since uv could not ({error.last_line})"):
            run(PYTHON, "-m", "pip", "install", *wanted)
    put_stamp(stamp, state)


def get_uv() -> None:
    """Put uv into .venv. Without it all goes on, more slowly."""
    if UV.exists():
        return
    try:
        with step("getting uv"):
            run(
                PYTHON,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--require-hashes",
                "-r",
                ROOT / "requirements-uv.txt",
            )
    except StepFailed as error:
        say(f"no uv, going on with pip ({error.last_line})")


def link_project() -> None:
    """Make `import bihuan` and `.venv/bin/bihuan` mean the sources of this folder.

    Two small files instead of an editable install, which would want a build back end and a network for it.
    """
    environment_path("bihuan.pth").write_text(f"{ROOT / 'src'}\n")
    COMMAND.write_text(LAUNCHER.format(python=PYTHON))
    COMMAND.chmod(0o755)


def environment_path(*parts: str) -> Path:
    """A path inside the environment's site-packages."""
    (site,) = (VENV / "lib").glob("python3.*/site-packages")
    return site.joinpath(*parts)
