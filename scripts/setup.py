"""Sets the project up inside its own folder: .venv, the locked packages, the command, the front end.

Standard library only, for any Python from 3.11: `python3 scripts/setup.py [--dev]`; --dev adds what tests and
lint want. A step whose inputs have not changed is skipped, so the second run takes a second.
Exit status: 0 done; 1 a step failed; 2 this machine cannot, with one line that says what to do.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile

import frontend
import packages
from steps import ROOT, Refused, StepFailed, say

OLDEST = (3, 11)
OWN_FOLDER = "give yourself the right, or clone into a folder of your own"


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--dev", action="store_true", help="also what tests and lint want")
    dev = options.parse_args().dev
    try:
        refuse_what_cannot_work()
        set_up(dev)
    except Refused as refusal:
        say(str(refusal))
        return 2
    except PermissionError as error:
        say(f"no right to write {error.filename}: {OWN_FOLDER}")
        return 2
    except StepFailed as failure:
        say(str(failure))
        return 1
    return 0


def refuse_what_cannot_work() -> None:
    if sys.version_info < OLDEST:
        wanted, have = (".".join(map(str, version)) for version in (OLDEST, sys.version_info[:3]))
        raise Refused(
            f"Python {wanted} or newer is wanted, this is {have}; name another: make PYTHON=python{wanted} …"
        )
    try:
        tempfile.TemporaryFile(dir=ROOT).close()
    except OSError as error:
        raise Refused(f"cannot write in {ROOT} ({error.strerror}): {OWN_FOLDER}") from error


def set_up(dev: bool) -> None:
    packages.make_environment()
    packages.get_uv()
    packages.install("the packages", "run", "requirements.txt")
    if dev:
        packages.install("the developers' packages", "dev", "requirements.txt", "requirements-dev.txt")
    packages.link_project()
    try:
        frontend.build()
    except StepFailed as failure:
        # A town without a network still gets its pages, as plain HTML. A build server must not be so lenient.
        if os.environ.get("CI"):
            raise
        say(
            f"the front end is not built, pages come plain: {failure.first_line} (see why: CI=true make setup)"
        )


if __name__ == "__main__":
    sys.exit(main())
