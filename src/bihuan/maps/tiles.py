"""Where the ground under the map comes from: nowhere, 天地图 with the town's own key, or an MBTiles file on disk (`MAP_TILES`)."""

import sqlite3
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse

TIANDITU = "tianditu:"
TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
# A picture of one pixel that nothing is seen of.
EMPTY_TILE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b49444154789c636060000000030001b8ad3a630000000049454e44ae426082"
)
_KIND = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"RIFF": "webp"}


@dataclass(frozen=True)
class Ground:
    """What the page's script is told: addresses with {z} {x} {y}, laid over each other; how far they go; whose they are."""

    urls: tuple[str, ...]
    zoom_max: int
    says: str

    @property
    def told(self) -> dict[str, object]:
        return {"urls": self.urls, "max": self.zoom_max, "says": self.says}


def ground() -> Ground | None:
    """The ground by the setting, None where there is none."""
    source = settings.MAP_TILES
    if source.startswith(TIANDITU):
        key = source.removeprefix(TIANDITU)
        return Ground(tuple(_tianditu(layer, key) for layer in ("vec", "cva")), 18, "天地图")
    if source and (known := described(source)):
        address = reverse("map_tile", args=(0, 0, 0)).removesuffix("0/0/0/") + "{z}/{x}/{y}/"
        return Ground((address,), known.zoom_max, known.says)
    return None


def _tianditu(layer: str, key: str) -> str:
    """A layer in the web's usual meshes (w): the ground, or the names on it."""
    asked = (
        f"SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
    )
    return f"https://t{{s}}.tianditu.gov.cn/{layer}_w/wmts?{asked}&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"


@dataclass(frozen=True)
class Known:
    """What an MBTiles file says of itself."""

    type: str
    zoom_max: int
    says: str


@cache
def described(path: str) -> Known | None:
    """None where the file is not there or holds no pictures: the map then has no ground, and `bihuan` goes on."""
    if not Path(path).is_file():
        return None
    try:
        told = dict(_file(path).execute("SELECT name, value FROM metadata").fetchall())
        first = _file(path).execute("SELECT tile_data FROM tiles LIMIT 1").fetchone()
        deepest = _file(path).execute("SELECT max(zoom_level) FROM tiles").fetchone()[0]
    except sqlite3.Error:
        return None
    kind = next((kind for begins, kind in _KIND.items() if first and first[0].startswith(begins)), "")
    if not kind:
        return None  # vector tiles: no script of ours draws them
    return Known(TYPES[kind], int(deepest), str(told.get("attribution") or told.get("name") or ""))


def tile(z: int, x: int, y: int) -> tuple[bytes, str] | None:
    """A tile of the file as (bytes, type); rows are counted from the south there."""
    source = settings.MAP_TILES
    if not source or source.startswith(TIANDITU) or z > 24 or not (known := described(source)):
        return None
    asked = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
    if max(x, y) >= 2**z:
        return None
    found = _file(source).execute(asked, (z, x, 2**z - 1 - y)).fetchone()
    return (bytes(found[0]), known.type) if found else None


_opened = threading.local()


def _file(path: str) -> sqlite3.Connection:
    """A connection of the thread's own, that reads only."""
    held: dict[str, sqlite3.Connection] = _opened.__dict__.setdefault("files", {})
    if path not in held:
        held[path] = sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    return held[path]
