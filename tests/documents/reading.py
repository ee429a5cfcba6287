"""A form as readable text: for golden files, and for what a test looks for on paper."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from bihuan import paper
from bihuan.paper import Boxes, Form, OfficialDocument, Paragraph, Sealed, Signings, Table
from tests.documents.samples import MORE, OF_2018, SAMPLES, Sample

GOLDEN = Path(__file__).parent / "golden"
MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "flush": "< "}


def as_text(form: Form | OfficialDocument) -> str:
    """All that a form says, line by line, in the order of the paper."""
    return "\n".join(_lines(form)) + "\n"


def _lines(form: Form | OfficialDocument) -> Iterator[str]:
    if isinstance(form, Form):
        yield from (line for line in (form.family, form.title, form.number) if line)
        yield "（横向）" if form.across else ""
    else:
        yield from ("公文格式", form.title, form.number, "", form.recipient_text)
    for block in form.blocks:
        yield from _block(block)
    if isinstance(form, OfficialDocument):
        yield f"（落款）{form.organ}　{form.dated_text}"
    else:
        yield from (f"（页脚）{line}" for line in (form.foot, form.page_sign) if line)


def _block(block: object) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield MARKS.get(block.style, "") + "".join(run.text for run in block.runs)
    elif isinstance(block, Boxes):
        yield from (
            "| " + " | ".join(f"{label}：{value or '／'}" for label, value in row) + " |"
            for row in block.rows
        )
    elif isinstance(block, Table):
        yield from filter(None, [block.caption])
        yield from ("| " + " | ".join(row) + " |" for row in block.grid)
    elif isinstance(block, Signings):
        yield from (
            f"［{one.label}］{one.name}{'　' if one.note else ''}{one.note}".rstrip() for one in block.places
        )
    elif isinstance(block, Sealed):
        yield f"（盖章）{block.organ}　{block.dated_text}"


def is_as_kept(name: str, text: str) -> bool:
    """Whether a text is that of the golden file; with UPDATE_GOLDEN=1 the file becomes the text."""
    place = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        place.write_text(text, encoding="utf-8")
    return place.read_text(encoding="utf-8") == text


def draw(folder: Path, ppi: float = 80) -> list[Path]:
    """A picture of each page of each sample, in a folder: for the manual, and for looking at them."""
    folder.mkdir(parents=True, exist_ok=True)
    return [place for name, one in _named() for place in _drawn(folder, name, one, ppi)]


def _named() -> Iterable[tuple[str, Sample]]:
    yield from SAMPLES.items()
    yield from MORE.items()
    yield from ((f"{name}_2018", one) for name, one in OF_2018.items())


def _drawn(folder: Path, name: str, one: Sample, ppi: float) -> Iterator[Path]:
    for number, page in enumerate(paper.pictures(one.form, ppi=ppi), start=1):
        place = folder / f"{name}-{number}.png"
        place.write_bytes(page)
        yield place
