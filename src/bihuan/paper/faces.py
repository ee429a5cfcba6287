"""The faces of an official document: which font stands for 仿宋, 小标宋, 黑体, 楷体, 宋体, and in which order.

Each role has a chain of faces. What a town has bought (a folder of its own) comes before what travels along.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import typst

from bihuan.paper.coverage import coverage
from bihuan.paper.document import SHAPELESS

Role = Literal["fang", "title", "hei", "kai", "song"]

SHIPPED = Path(__file__).resolve().parents[1] / "assets" / "fonts"

# The first is the role's own face, the rest help out where it lacks a character.
OWN: dict[Role, tuple[str, ...]] = {
    "fang": ("FandolFang R", "Bihuan Song", "Bihuan Kai", "Bihuan Hei", "Bihuan Boxes"),
    "title": ("Bihuan Title", "Bihuan Song", "Bihuan Kai", "Bihuan Hei", "Bihuan Boxes"),
    "hei": ("Bihuan Hei", "Bihuan Song", "Bihuan Kai", "Bihuan Boxes"),
    "kai": ("Bihuan Kai", "Bihuan Song", "Bihuan Hei", "Bihuan Boxes"),
    "song": ("Bihuan Song", "Bihuan Kai", "Bihuan Hei", "Bihuan Boxes"),
}

# How a bought font's family name tells its role. Order matters: 仿宋 and 小标宋 also contain 宋.
SIGNS: tuple[tuple[Role, tuple[str, ...]], ...] = (
    ("fang", ("仿宋", "fangsong")),
    ("title", ("小标宋", "xiaobiaosong", "fzxbs")),
    ("kai", ("楷", "kai")),
    ("hei", ("黑", "hei")),
    ("song", ("宋", "song", "simsun")),
)


LINE_END = {ord("\n")}  # no face has or needs a glyph for it
NEVER = set(map(ord, SHAPELESS))  # what is never printed, though a font may have it


@dataclass(frozen=True)
class Face:
    """A font family as typst calls it, and the code points it can print."""

    family: str
    characters: frozenset[int]

    def has(self, text: str) -> bool:
        return self.characters.issuperset(map(ord, text))


class FontSet:
    """The fonts of one process: typst's own view of them, and the chain of faces for each role."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.fonts: Any = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(path) for path in folders],
        )
        gathered: dict[str, set[int]] = {}
        for font in self.fonts.fonts():
            if font.path is not None:  # only embedded fonts have none, and those are left out above
                gathered.setdefault(font.family, set()).update(coverage(Path(font.path), font.index))
        self.faces = {
            family: Face(family, frozenset(found - NEVER | LINE_END))
            for family, found in sorted(gathered.items())
        }
        self.chains: dict[Role, tuple[Face, ...]] = {role: self._chain(role) for role in OWN}

    def _chain(self, role: Role) -> tuple[Face, ...]:
        """The faces to try for this role, best first; bought ones of other roles come last of all."""
        own = [self.faces[family] for family in OWN[role]]
        bought = [face for family, face in self.faces.items() if _role(family) is not None]
        fitting = [face for face in bought if _role(face.family) == role]
        others = [face for face in bought if face not in fitting]
        return (*fitting, *own, *others)

    @cached_property
    def characters(self) -> frozenset[int]:
        return frozenset().union(*(face.characters for face in self.faces.values()))

    def missing(self, text: str) -> set[str]:
        """The characters that no face of this set has."""
        return {chr(code) for code in set(map(ord, text)) - self.characters}


def _role(family: str) -> Role | None:
    """The role of a bought font by its family name; None for the shipped ones, which stand in OWN."""
    if any(family in chain for chain in OWN.values()):
        return None
    lowered = family.lower().replace(" ", "")
    return next((role for role, words in SIGNS if any(word in lowered for word in words)), None)


_lock = threading.Lock()
_sets: dict[tuple[tuple[str, int, int], ...], FontSet] = {}


def font_set(extra: Path | None = None) -> FontSet:
    """The set for this folder of bought fonts, read once per process and again when the folder's files change."""
    files = sorted(path for path in extra.rglob("*") if path.is_file()) if extra else []
    key = tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
    with _lock:
        if key not in _sets:
            _sets[key] = FontSet([SHIPPED, *([extra] if extra and files else [])])
        return _sets[key]


def missing_glyphs(text: str) -> set[str]:
    """The characters of `text` that no shipped font has."""
    return font_set().missing(text)
