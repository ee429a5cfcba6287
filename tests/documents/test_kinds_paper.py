"""Each kind on paper: as PDF with its text to be read, and as docx that LibreOffice opens, all in one call. No database."""

import os
import shutil
import subprocess
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from bihuan import paper
from bihuan.documents.composing import compose
from bihuan.paper import Boxes, Form, OfficialDocument, Paragraph, Table
from tests.documents.reading import draw
from tests.documents.samples import MORE, OF_2018, SAMPLES, Sample

ALL = {**SAMPLES, **MORE, **{f"{name}_2018": one for name, one in OF_2018.items()}}
PAGES_MAX = 2


def squeezed(text: str) -> str:
    """Without blanks and line ends, which a paper sets as it must."""
    return "".join(text.split())


def told(form: Form | OfficialDocument) -> list[str]:
    """What must be read on the paper: its name, number, and each paragraph, value and cell."""
    parts = [form.title, form.number]
    for block in form.blocks:
        if isinstance(block, Paragraph):
            parts.append("".join(run.text for run in block.runs))
        elif isinstance(block, Boxes):
            parts.extend(value for row in block.rows for _, value in row)
        elif isinstance(block, Table):
            parts.extend(cell for row in block.rows for cell in row)
    return [squeezed(part) for part in parts if part]


def goes_over(part: str, pages: list[str]) -> bool:
    """Whether a paragraph begins on one page and ends on the next."""
    pairs = list(pairwise(pages))
    return any(part[:at] in one and part[at:] in other for one, other in pairs for at in range(1, len(part)))


@pytest.mark.parametrize("name", ALL)
def test_all_that_it_says_is_read_from_the_pdf(name: str) -> None:
    one: Sample = ALL[name]
    form = one.form
    reader = PdfReader(BytesIO(paper.pdf(form)))
    pages = [squeezed(page.extract_text()) for page in reader.pages]
    text = "".join(pages)
    assert [part for part in told(form) if part not in text and not goes_over(part, pages)] == []
    assert len(reader.pages) <= PAGES_MAX
    assert "〓" not in text
    for row in one.values.get("findings", ()):
        assert squeezed(row["text"]).rstrip("。") in text
    for row in one.values.get("officers", ()):
        assert row["name"] in text or name in ("copy", "referral", "warning", "urging", "tip", "interview")


@pytest.mark.parametrize("name", ["evidence", "seizure", "penalty", "ledger"])
def test_what_fits_on_one_page_closely_set_does_not_leave_one_half_empty(name: str) -> None:
    assert paper.page_count(paper.pdf(ALL[name].form)) == 1


def by_libreoffice(forms: dict[str, Form | OfficialDocument], to: str, at: Path) -> None:
    """Each docx as LibreOffice opens it, as another file in the folder."""
    for name, form in forms.items():
        (at / f"{name}.docx").write_bytes(paper.docx(form))
    command = shutil.which("soffice") or shutil.which("libreoffice")
    assert command or not os.environ.get("BIHUAN_OFFICE"), "install libreoffice-writer-nogui"
    if command is None:
        pytest.skip("no LibreOffice here")
    places = [str(at / f"{name}.docx") for name in forms]
    told_so = [command, f"-env:UserInstallation=file://{at}/office", "--headless", "--convert-to", to]
    subprocess.run([*told_so, "--outdir", str(at), *places], check=True, capture_output=True, timeout=180)


def test_libreoffice_opens_every_docx(tmp_path: Path) -> None:
    by_libreoffice({name: one.form for name, one in ALL.items()}, "txt:Text (encoded):UTF8", tmp_path)
    for name, one in ALL.items():
        text = squeezed((tmp_path / f"{name}.txt").read_text(encoding="utf-8-sig"))
        assert squeezed(one.form.title) in text, name
        for part in told(one.form):
            assert part in text, f"{name}: {part}"


def test_what_is_one_page_as_pdf_is_one_as_docx(tmp_path: Path) -> None:
    """LibreOffice here has other fonts, whose lines break sooner; a record with six findings fills its page."""
    forms = {name: one.form for name, one in ALL.items()} | {"record_6": filled("record", 6)}
    one_page = {name: form for name, form in forms.items() if paper.page_count(paper.pdf(form)) == 1}
    assert len(one_page) > len(ALL) / 2 and "record_6" in one_page
    by_libreoffice(one_page, "pdf", tmp_path)
    counts = {name: paper.page_count((tmp_path / f"{name}.pdf").read_bytes()) for name in one_page}
    assert {name: count for name, count in counts.items() if count > 1} == {}


def filled(name: str, findings: int) -> Form | OfficialDocument:
    """A sample with so many findings."""
    one = ALL[name]
    few = one.values["findings"]
    values = one.values | {"findings": [few[number % len(few)] for number in range(findings)]}
    return compose(one.made, values, {}, one.frame)


def test_each_page_can_be_drawn(tmp_path: Path) -> None:
    made = draw(tmp_path / "pictures", ppi=20)
    assert {place.stem.rpartition("-")[0] for place in made} == set(ALL)
    assert all(place.read_bytes().startswith(b"\x89PNG") for place in made)
