"""What Vite built: the hashed names of the entry's script and styles, or the plain fallback when nothing is built."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DIST = Path(__file__).resolve().parent.parent / "static" / "dist"
ENTRY, PUBLIC = "src/app.ts", "src/public.css"
MAP = "src/map.ts"


@dataclass(frozen=True)
class Assets:
    """Paths below the static root."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]


@cache
def entry() -> Assets:
    """The entry's files. Without a build the pages are served with plain HTML and a small style sheet."""
    manifest = DIST / "manifest.json"
    if not manifest.exists():
        return Assets((), ("plain.css",))
    built = json.loads(manifest.read_text())[ENTRY]
    return Assets((f"dist/{built['file']}",), tuple(f"dist/{name}" for name in built.get("css", ())))


@cache
def map_assets() -> Assets:
    """What pages with a map load besides. Without a build there is none, and the tables below it say the same."""
    manifest = DIST / "manifest.json"
    built = json.loads(manifest.read_text()).get(MAP) if manifest.exists() else None
    return (
        Assets((f"dist/{built['file']}",), tuple(f"dist/{name}" for name in built.get("css", ())))
        if built
        else Assets((), ())
    )


@cache
def public_styles() -> tuple[str, ...]:
    """The styles of the pages that people open who have no account: a tenth of the others'."""
    manifest = DIST / "manifest.json"
    built = json.loads(manifest.read_text()) if manifest.exists() else {}
    return (f"dist/{built[PUBLIC]['file']}",) if PUBLIC in built else entry().styles
