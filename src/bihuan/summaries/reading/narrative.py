"""Reading a narrative: txt (UTF-8 or GB18030) or docx, as paragraphs of plain text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bihuan.core import office
from bihuan.figures.registry import FIGURES
from bihuan.summaries.reading import word
from bihuan.summaries.reading.limits import SIZE_MAX_BYTES, TEXT_MAX_CHARS, TOO_LONG, NarrativeError
from bihuan.summaries.reading.rows import APART, is_row

# A paragraph of a template that stands only where figures of these keys exist.
_NEEDS = re.compile(r"^\[\[需要：([a-z_.、]+)\]\]")
_CHAPTER = re.compile(r"^[一二三四五六七八九]、")


@dataclass(frozen=True)
class Narrative:
    """Paragraphs in reading order; joined by newlines they are `text`, to which all offsets refer."""

    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


def read(path: Path) -> Narrative:
    """Read a file by what it is, not only by what it is called. Raises NarrativeError."""
    if not path.is_file():
        raise NarrativeError(f"没有找到文件：{path}。请检查文件名。")
    if path.stat().st_size > SIZE_MAX_BYTES:
        raise NarrativeError("文件超过5MB，不像是一篇总结，请检查。")
    return parse(path.read_bytes(), path.name)


def parse(content: bytes, name: str) -> Narrative:
    """Read the bytes of a narrative; `name` tells docx, doc and wps apart from text."""
    suffix = Path(name).suffix.lower()
    if suffix in (".doc", ".wps") or office.is_compound(content):
        raise NarrativeError("这是旧格式的文档（doc、wps），请用Word或WPS另存为docx后再用。")
    if suffix == ".docx" or content[:4] == b"PK\x03\x04":
        return from_text("\n".join(word.lines(content)))
    return from_text(_decode(content))


def from_text(text: str) -> Narrative:
    """A narrative from text as it was typed."""
    if len(text) > TEXT_MAX_CHARS:
        raise NarrativeError(TOO_LONG)
    lines = [line.strip() for line in re.split(r"\r\n|\r|\n", text.replace("\u3000", " "))]
    paragraphs = _standing(tuple(_without_gaps(lines)))
    if not paragraphs:
        raise NarrativeError("文件里没有文字，请检查。")
    return Narrative(paragraphs)


def _without_gaps(lines: list[str]) -> Iterator[str]:
    """The lines that say something. A gap between two rows of tables stays as a bar: it sets two tables apart."""
    before, gap = "", False
    for line in lines:
        if gap and is_row(line) and is_row(before):
            yield APART
        if line:
            yield line
        before, gap = line or before, not line


def _standing(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    """The paragraphs of a template whose figures all exist, [[需要：key、key]] taken off and chapters counted anew."""
    if not any(_NEEDS.match(one) for one in paragraphs):
        return paragraphs
    kept: list[str] = []
    chapters = 0
    for paragraph in paragraphs:
        needs = _NEEDS.match(paragraph)
        if needs and any(key not in FIGURES for key in needs.group(1).split("、")):
            continue
        text = _NEEDS.sub("", paragraph)
        if _CHAPTER.match(text):
            text = _CHAPTER.sub(f"{'一二三四五六七八九十'[chapters]}、", text)
            chapters += 1
        kept.append(text)
    return tuple(kept)


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NarrativeError("文件的编码无法识别，请另存为UTF-8或GB18030编码的文本，或docx。")
