"""Many documents as one job: in order, each on a fresh sheet, in so many copies; or a file each; whatever dies on the way."""

import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
from django.urls import reverse
from PIL import Image

from bihuan.core.jobs import ask, work_off
from bihuan.core.jobs.queries import result_of
from bihuan.core.models import Job
from bihuan.documents import bundles, jobs
from bihuan.documents.actions.cases import open_case
from bihuan.documents.bundles import Bound, Printing
from bihuan.documents.filing import distinct, number_key, safe_name
from tests.cast import Cast, picture
from tests.documents.case_deeds import done, drafted, ordered, printing, words
from tests.web.conftest import sign_in
from tests.web.visits import SignIn

__all__ = ["sign_in"]


def sheets(folder: Path, *counts: int) -> list[Path]:
    """Papers of so many pages, each page as wide as its number so that it can be told."""
    found = []
    for at, count in enumerate(counts):
        with pikepdf.new() as made:
            for page in range(count):
                made.add_blank_page(page_size=(100 * (at + 1) + page, 800))
            place = folder / f"{at}.pdf"
            made.save(place)
        found.append(place)
    return found


def widths(place: Path) -> list[int]:
    with pikepdf.open(place) as made:
        return [int(page.mediabox[2]) for page in made.pages]


def drawn(place: Path) -> list[bool]:
    """On which pages something is written."""
    with pikepdf.open(place) as made:
        return [b"Tj" in words(page) for page in made.pages]


@pytest.mark.parametrize(
    ("how", "pages"),
    [
        (Printing(1, duplex=False), [100, 200, 201, 300]),
        (Printing(1, duplex=True), [100, 100, 200, 201, 300]),
        (Printing(2, duplex=True), [100, 100, 100, 100, 200, 201, 200, 201, 300, 300, 300]),
        (Printing(2, duplex=False), [100, 100, 200, 201, 200, 201, 300, 300]),
    ],
)
def test_each_paper_begins_on_the_front_of_a_sheet(tmp_path: Path, how: Printing, pages: list[int]) -> None:
    place = tmp_path / "all.pdf"
    assert bundles.join(sheets(tmp_path, 1, 2, 1), place, how) == len(pages)
    assert widths(place) == pages
    again = tmp_path / "again.pdf"
    bundles.join(sheets(tmp_path, 1, 2, 1), again, how)
    assert again.read_bytes() == place.read_bytes()


def test_a_scan_stands_in_the_place_of_its_page_and_what_has_none_behind(tmp_path: Path) -> None:
    (paper,) = sheets(tmp_path, 3)
    rendering, place = paper.read_bytes(), tmp_path / "made.pdf"
    lying, upright = picture("red"), _upright()
    assert bundles.replaced(rendering, [(2, upright), (None, lying)], place) == 4
    assert widths(place) == [100, 595, 102, 841]
    (two,) = sheets(tmp_path, 2)
    assert bundles.replaced(rendering, [(2, two.read_bytes())], place) == 3
    assert widths(place) == [100, 100, 101]  # two scanned pages for the second and the third
    assert bundles.replaced(rendering, [(9, upright)], place) == 4
    assert widths(place) == [100, 101, 102, 595]
    assert bundles.replaced(b"", [(None, upright)], place) == 1


def _upright() -> bytes:
    out = BytesIO()
    Image.new("RGB", (48, 64), "white").save(out, "PNG")
    return out.getvalue()


def test_names_are_safe_and_no_two_are_one() -> None:
    assert safe_name('永安<烟花>/..\\:*?"|店\n') == "永安_烟花_.._店_"
    assert (
        safe_name("  ...  ") == "文书"
        and safe_name("CON.pdf") == "_CON.pdf"
        and len(safe_name("长" * 999)) == 80
    )
    assert distinct(["a/x.pdf", "a/X.pdf", "b.pdf", "a/x.pdf"]) == [
        "a/x.pdf",
        "a/X（2）.pdf",
        "b.pdf",
        "a/x（3）.pdf",
    ]
    assert len({one.casefold() for one in distinct(["x.pdf", "X.pdf", "x（2）.pdf", "x.pdf"])}) == 4
    numbers = ["（东）应急责改〔2026〕10号", "（东）应急责改〔2026〕9号", "（东）应急责改〔2025〕30号"]
    in_turn = sorted(numbers, key=lambda one: number_key("order", one))
    assert in_turn == [numbers[2], numbers[1], numbers[0]]


def test_a_campaigns_papers_come_as_one_pdf_by_unit_and_number(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "A_STEP", 2)
    monkeypatch.setattr(jobs, "A_GROUP", 2)
    rows = [ordered(cast, unit) for unit in ("yongan", "school", "yongan")]
    job, content = done(cast.chen, "documents.print", printing(*rows, copies=2))
    assert job.state == "done" and job.message.startswith("3份，"), job.message
    text = _text(content)
    numbers = [row.number for row in rows]
    order = sorted(rows, key=lambda row: (row.unit.name, row.number))
    assert _found(text, numbers) == [row.number for row in order for _ in range(2)]
    _, again = done(cast.chen, "documents.print", printing(*rows, copies=2))
    assert again == content
    _, by_number = done(cast.chen, "documents.print", printing(*rows, order="number", duplex=False))
    assert _found(_text(by_number), numbers) == sorted(numbers)


def _text(content: bytes) -> str:
    made = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return made.stdout.decode()


def _found(text: str, numbers: list[str]) -> list[str]:
    """Which of the numbers stands on each page that has one."""
    heads = (next((one for one in numbers if one in page), "") for page in text.split("\f"))
    return [one for one in heads if one]


def test_a_zip_has_a_folder_a_case_or_unit_and_a_file_a_paper(cast: Cast) -> None:
    one, other = ordered(cast), ordered(cast, "school")
    case = open_case(cast.chen, one.unit_id, matter="线路：老化/裸露", writs=[one.pk])
    _, content = done(cast.chen, "documents.print", printing(one, other, shape="zip"))
    with ZipFile(BytesIO(content)) as packed:
        names = sorted(packed.namelist())
        assert all(packed.read(name).startswith(b"%PDF-") for name in names)
    school = cast.units["school"].name
    assert names == sorted(
        [
            f"{case.number} 线路：老化_裸露/20260602 {one}.pdf",
            f"{school}/20260602 {other}.pdf",
        ]
    )
    assert done(cast.chen, "documents.print", printing(one, other, shape="zip"))[1] == content


def test_a_worker_that_dies_at_any_step_makes_the_same_file(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step is done twice, as by one who died before telling that it was done."""
    monkeypatch.setattr(jobs, "A_STEP", 1)
    rows = [ordered(cast), ordered(cast, "school")]
    _, content = done(cast.chen, "documents.print", printing(*rows))
    step = jobs.PRINT.step

    def twice(actor: Any, task: Any) -> Any:
        step(actor, task)
        return step(actor, task)

    object.__setattr__(jobs.PRINT, "step", twice)
    try:
        assert done(cast.chen, "documents.print", printing(*rows))[1] == content
    finally:
        object.__setattr__(jobs.PRINT, "step", step)


def test_what_nobody_may_see_is_not_printed(cast: Cast, sign_in: SignIn) -> None:
    row = ordered(cast)
    job, _ = done(cast.sun, "documents.print", printing(row))
    assert job.state == "failed" and "不在您的管辖范围内" in job.message
    draft = drafted(cast)
    job, content = done(cast.chen, "documents.print", printing(draft))
    assert job.state == "done" and "草" in _text(content)
    mine = ask(cast.chen, "documents.print", printing(row))
    work_off()
    assert Job.registry.get(pk=mine.pk).state == "done" and result_of(cast.chen, mine.pk)
    assert sign_in("zhao").get(reverse("job_result", args=[mine.pk])).status_code == 404


def test_the_page_asks_how_and_leads_to_the_job(cast: Cast, sign_in: SignIn) -> None:
    rows, client = [ordered(cast), ordered(cast, "school")], sign_in("chen")
    said = client.post(reverse("writs_print"), {"row": [str(row.pk) for row in rows]}).content.decode()
    assert "2份" in said and rows[0].number in said
    wrong = client.post(
        reverse("writs_print"),
        {"row": [str(rows[0].pk)], "sure": "1", "shape": "pdf", "order": "unit", "copies": "9"},
    )
    assert wrong.status_code == 422 and "一次最多打印5份" in wrong.content.decode()
    to_job = client.post(
        reverse("writs_print"),
        {"query": "kind=order", "sure": "1", "shape": "zip", "order": "unit", "copies": "1"},
    )
    work_off()
    job = Job.registry.latest("asked_at")
    assert to_job["Location"] == reverse("job", args=[job.pk]) and job.message == "共2份"
    assert "没有可以打印的文书" in client.get(reverse("writs_print") + "?words=查无此家").content.decode()


def test_bookmarks_lead_to_the_pages_of_a_bound_file(tmp_path: Path) -> None:
    places = sheets(tmp_path, 2, 1, 3)
    parts = [Bound("封面", places[0], counted=False), Bound("记录", places[1]), Bound("指令", places[2])]
    place = tmp_path / "bound.pdf"
    assert bundles.bind(parts, place) == [1, 3, 4]
    with pikepdf.open(place) as made, made.open_outline() as outline:
        at = {page.obj.objgen: number for number, page in enumerate(made.pages, start=1)}
        assert [(one.title, at[one.destination[0].objgen]) for one in outline.root] == [
            ("封面", 1),
            ("记录", 3),
            ("指令", 4),
        ]
    assert drawn(place) == [False, False, True, True, True, True]
