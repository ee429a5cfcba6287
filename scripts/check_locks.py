"""Checks the lock files: each wish is pinned, each pin has its hashes, none names a host or a folder."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements.in": "requirements.txt",
    "dev.in": "requirements-dev.txt",
    "uv.in": "requirements-uv.txt",
    "node.in": "requirements-node.txt",
}
NAMES_A_PLACE = re.compile(r"https?://|file:|index-url|find-links|trusted-host")


def faults_of(wishes: str, lock: str) -> list[str]:
    """What is wrong with one Python lock, a line each."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\\n]+)", text, re.MULTILINE))
    faults = [f"{lock}: {line.strip()}" for line in text.splitlines() if NAMES_A_PLACE.search(line)]
    faults += [f"{lock}: {name} has no hash" for name in pins if not has_hash(name, text)]
    for wish in wished(wishes):
        version = pins.get(canonical(wish.name))
        if version is None or not wish.specifier.contains(version, prereleases=True):
            faults.append(f"{lock}: {wishes} wants {wish}, the lock has {version}")
    return faults


def has_hash(name: str, text: str) -> bool:
    return re.search(rf"^{re.escape(name)}==[^\n]*\\\n +--hash=sha256:", text, re.MULTILINE) is not None


def wished(file: str) -> list[Requirement]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    faults = [fault for wishes, lock in LOCKS.items() for fault in faults_of(wishes, lock)]
    if '"resolved"' in (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"):
        faults.append('frontend/package-lock.json: names hosts ("resolved"); see frontend/.npmrc')
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
