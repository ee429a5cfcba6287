"""Templates and values to bytes, by typst. The same values give the same bytes."""

import json
import threading
from pathlib import Path
from typing import Any

import typst

from bihuan.paper.faces import FontSet

TEMPLATES = Path(__file__).resolve().parent / "templates"

_local = threading.local()


class GlyphMissing(Exception):
    """Some characters are in no font at hand; printed, they would be empty boxes."""

    def __init__(self, characters: set[str]) -> None:
        self.characters = frozenset(characters)
        named = "、".join(f"“{one}”（U+{ord(one):04X}）" for one in sorted(characters))
        super().__init__(
            f"字库中没有以下字符，无法排印：{named}。请改用其他字，或在字体目录中放入含有这些字符的字体。"
        )


def compile_pdf(fonts: FontSet, template: str, payload: str, *, tagged: bool = True) -> bytes:
    """A template of `templates/` filled with values (JSON), as PDF/A-2b. `tagged`: with its structure, for those who have it read out."""
    compiler = _compiler(fonts, template)
    made: bytes = compiler.compile(
        format="pdf", sys_inputs={"d": payload}, pdf_standards="a-2b", pdf_tags=tagged
    )
    return made


def compile_pictures(fonts: FontSet, template: str, payload: str, ppi: float) -> list[bytes]:
    """The same as pictures (PNG), one a page."""
    compiler = _compiler(fonts, template)
    made = compiler.compile(format="png", ppi=ppi, sys_inputs={"d": payload})
    return made if isinstance(made, list) else [made]


def told_by(fonts: FontSet, template: str, payload: str, label: str) -> Any:
    """What a filled template tells as the metadata of this label."""
    told = typst.query(
        str(TEMPLATES / template),
        f"<{label}>",
        field="value",
        one=True,
        root=str(TEMPLATES),
        font_paths=fonts.fonts,
        sys_inputs={"d": payload},
    )
    return json.loads(told)


def _compiler(fonts: FontSet, template: str) -> Any:
    """This thread's compiler of a template: one shared by threads fails with "Already borrowed"; the fonts may be shared."""
    if getattr(_local, "fonts", None) is not fonts:
        _local.fonts, _local.compilers = fonts, {}
    if template not in _local.compilers:
        _local.compilers[template] = typst.Compiler(
            input=str(TEMPLATES / template), root=str(TEMPLATES), font_paths=fonts.fonts
        )
    return _local.compilers[template]
