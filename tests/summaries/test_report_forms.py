"""A form of a superior: kept once, bound by choosing, filled for each period; and files that are no such form."""

import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any

import openpyxl
import pytest
from django.conf import settings

from bihuan.core import clock, events, files
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound, Stale
from bihuan.figures.registry import FIGURES
from bihuan.hazards import actions as hazards
from bihuan.summaries import actions
from bihuan.summaries.choices import Choice
from bihuan.summaries.models import ReportForm
from bihuan.summaries.sheets import kept, workbook
from bihuan.summaries.sheets.cells import CellBinding, days_of
from tests.cast import NOW, Cast
from tests.summaries.sheets import month, saved, with_part
from tests.summaries.test_story import finding, visit

JUNE = {"since": date(2026, 6, 1), "until": date(2026, 6, 30), "as_of": date(2026, 6, 30)}


@pytest.fixture
def june(cast: Cast) -> None:
    """永安 has two hazards in June, one mended at once; the site one."""
    hazards.finish_check(
        cast.chen, visit(cast, "yongan"), [finding(cast, "deadline"), finding(cast, "onsite")]
    )
    hazards.finish_check(cast.chen, visit(cast, "site"), [finding(cast, "deadline")])


def keep(cast: Cast, content: bytes | None = None) -> ReportForm:
    return actions.keep_form(
        cast.chen, name="月报表", kind="month", content=content or month(), file_name="月报.xlsx"
    )


def bind(cast: Cast, form: ReportForm, at: str, **meant: str) -> ReportForm:
    days = meant.pop("days", "period")
    binding = CellBinding(Choice(**meant), days)  # type: ignore[arg-type]
    return actions.bind_cell(cast.chen, form.pk, version=form.version, table="月报", at=at, binding=binding)


def cells_of(content: bytes) -> dict[str, Any]:
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    return {
        cell.coordinate: cell.value for line in sheet.iter_rows() for cell in line if cell.value is not None
    }


def test_a_form_is_bound_by_choosing_and_filled_with_rows(cast: Cast, june: None) -> None:
    form = keep(cast)
    assert form.bindings == {"月报!C6": {"figure": "hazards.found"}}, "it said this one itself"
    form = bind(cast, form, "B4", figure="inspect.visits", category="fireworks")
    form = bind(cast, form, "E6", figure="hazards.rate")
    made = actions.fill_form(cast.chen, form.pk, **JUNE)
    said = {one["cell"]: one for one in made.cells}
    assert [said[f"月报!{at}"]["value"] for at in ("B4", "C6", "E6")] == [1, 3, 33.3]
    assert len(said["月报!C6"]["row_ids"]) == 3 and said["月报!B4"]["scope"] == "烟花爆竹"
    assert kept.broken(cast.chen.scope, made) == ""
    told = events.trail(cast.chen.scope, made.pk).get()
    assert (told.action, told.given["digest"]) == ("fill_form", made.digest)

    before, after = cells_of(month()), cells_of(files.content_of(made.file))
    assert after["E6"] == 0.333, "its square shows per cent"
    assert {at: value for at, value in after.items() if at not in ("B4", "C6", "E6")} == {
        at: value for at, value in before.items() if at != "C6"
    }


def test_only_bound_cells_change(cast: Cast, june: None) -> None:
    filled = workbook.filled(month(), {"月报!B4": 7, "月报!B5": None})
    before, after = (openpyxl.load_workbook(BytesIO(one))["月报"] for one in (month(), filled))
    assert (after["B4"].value, after["B5"].value, after["B6"].value) == (7, None, "=SUM(B4:B5)")
    assert after.merged_cells.ranges == before.merged_cells.ranges
    assert after.column_dimensions["A"].width == before.column_dimensions["A"].width == 24
    assert after.row_dimensions[1].height == 40 and repr(after["A1"].font) == repr(before["A1"].font)
    assert repr(after["B4"].fill) == repr(before["B4"].fill)
    assert repr(after["B4"].border) == repr(before["B4"].border)


@pytest.mark.parametrize("value", ["=1+1", "7", "=HYPERLINK(0)", 0.5])
def test_nothing_but_a_number_is_written(value: Any) -> None:
    with pytest.raises(TypeError, match="only numbers"):
        workbook.filled(month(), {"月报!B4": value})


def test_heads_propose_and_what_they_leave_open_stays_open(cast: Cast) -> None:
    form = keep(cast)
    period = (JUNE["since"], JUNE["until"])
    found = {
        at: one.as_json()
        for at, one in kept.proposed(cast.chen.scope, form, kept.tables_of(form)[0], *period).items()
    }
    assert found["月报!B4"] == {"figure": "inspect.visits", "category": "fireworks"}
    assert found["月报!D5"] == {"figure": "hazards.found", "category": "building", "days": "year"}
    assert found["月报!D6"] == {"figure": "hazards.found", "days": "year"}, "合计 is the whole town"
    assert not [at for at in found if at.endswith("7")], "a row that the town lacks is never given the whole"
    assert "月报!B6" not in found and "月报!C6" not in found, "neither a formula nor what is bound"
    count = actions.adopt_proposals(
        cast.chen, form.pk, version=1, table="月报", since=period[0], until=period[1]
    )
    assert count == len(found)
    with pytest.raises(NotAllowed, match="没有可以采用的建议"):
        actions.adopt_proposals(cast.chen, form.pk, version=2, table="月报", since=period[0], until=period[1])


@pytest.mark.parametrize(
    ("days", "meant"),
    [
        ("period", (date(2028, 2, 1), date(2028, 2, 29))),
        ("year", (date(2028, 1, 1), date(2028, 2, 29))),
        ("last_year", (date(2027, 2, 1), date(2027, 2, 28))),
    ],
)
def test_days_are_seen_from_the_period(days: str, meant: tuple[date, date]) -> None:
    assert days_of(days, date(2028, 2, 1), date(2028, 2, 29)) == meant


def test_a_cell_without_records_stays_empty_and_says_why(cast: Cast, june: None) -> None:
    form = bind(cast, keep(cast), "B5", figure="inspect.visits", days="last_year")
    made = actions.fill_form(cast.chen, form.pk, **JUNE)
    said = next(one for one in made.cells if one["cell"] == "月报!B5")
    assert said["value"] is None and "不能据此填0" in said["problem"]
    assert "B5" not in cells_of(files.content_of(made.file)), "the 99 of last time is gone"


def test_a_figure_that_is_gone_is_told_and_the_rest_is_filled(
    cast: Cast, june: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = bind(cast, keep(cast), "B4", figure="inspect.night")
    monkeypatch.delitem(FIGURES, "inspect.night")
    made = actions.fill_form(cast.chen, form.pk, **JUNE)
    said = {one["cell"]: one for one in made.cells}
    assert "已经没有了，请重新选定" in said["月报!B4"]["problem"] and said["月报!C6"]["value"] == 3


def test_a_campaign_that_does_not_run_then_is_told(cast: Cast, june: None) -> None:
    form = bind(cast, keep(cast), "B4", figure="inspect.visits", campaign="冬季攻坚")
    said = kept.answered(cast.chen.scope, form, **JUNE)["月报!B4"]
    assert said.ask is None and "没有登记“冬季攻坚”" in said.problem


@pytest.mark.parametrize(
    ("at", "meant", "says"),
    [
        ("B6", {"figure": "hazards.found"}, "公式"),
        ("B3", {"figure": "hazards.found"}, "由左上角的B2代表"),
        ("Z9", {"figure": "hazards.found"}, "没有这个格子"),
        ("B4", {}, "请选定一个指标"),
        ("B4", {"figure": "no.such"}, "没有这个指标"),
        ("B4", {"figure": "hazards.found", "days": "tomorrow"}, "没有这种期间"),
        ("B4", {"figure": "hazards.found", "measure": "half"}, "没有这种算法"),
        ("B4", {"figure": "hazards.found", "category": "moon"}, "没有这个类别"),
    ],
)
def test_a_binding_that_makes_no_sense_is_refused(
    cast: Cast, at: str, meant: dict[str, str], says: str
) -> None:
    with pytest.raises((Incomplete, NotAllowed), match=says):
        bind(cast, keep(cast), at, **meant)


def test_of_two_who_bind_at_once_the_second_is_told(cast: Cast) -> None:
    form = keep(cast)
    bind(cast, form, "B4", figure="inspect.visits")
    with pytest.raises(Stale):
        bind(cast, form, "B5", figure="inspect.visits")
    freed = actions.unbind_cell(cast.chen, form.pk, version=2, table="月报", at="B4")
    assert list(freed.bindings) == ["月报!C6"]
    with pytest.raises(Stale):
        actions.unbind_cell(cast.chen, form.pk, version=3, table="月报", at="B4")


def test_a_filled_form_stays_as_it_was_and_tells_of_harm(cast: Cast, june: None) -> None:
    form = keep(cast)
    made = actions.fill_form(cast.chen, form.pk, **JUNE)
    with clock.moved(NOW + timedelta(days=2)):
        hazards.finish_check(cast.chen, visit(cast, "school"), [finding(cast, "onsite")])
        again = actions.fill_form(cast.chen, form.pk, **JUNE)
    made.refresh_from_db()
    assert (made.cells[0]["value"], again.cells[0]["value"]) == (3, 4)
    (Path(settings.FILES) / files.name_of(made.file.sha256)).write_bytes(b"")
    assert "不一致" in kept.broken(cast.chen.scope, made)
    again.digest = "0" * 64
    assert "不一致" in kept.broken(cast.chen.scope, again)


def test_what_is_due_before_a_cut_off_to_come_is_not_overdue_yet(cast: Cast, june: None) -> None:
    form = bind(cast, keep(cast), "D6", figure="hazards.overdue")
    assert clock.today() < JUNE["as_of"]
    early = actions.fill_form(cast.chen, form.pk, **JUNE)
    with clock.moved(NOW + timedelta(days=60)):
        late = actions.fill_form(cast.chen, form.pk, **JUNE)
    values = [next(one["value"] for one in made.cells if one["cell"] == "月报!D6") for made in (early, late)]
    assert early.as_of == clock.today() and late.as_of == JUNE["as_of"]
    assert values == [0, 2]


def test_the_form_is_the_towns_and_needs_the_right(cast: Cast) -> None:
    form = keep(cast)
    with pytest.raises(NotFound):
        actions.fill_form(cast.sun, form.pk, **JUNE)
    with pytest.raises(Forbidden):
        actions.fill_form(cast.wang, form.pk, **JUNE)
    with pytest.raises(Incomplete, match="不能早于"):
        actions.fill_form(cast.chen, form.pk, since=JUNE["until"], until=JUNE["since"], as_of=JUNE["until"])
    with pytest.raises(NotAllowed, match="还没有绑定"):
        actions.fill_form(
            cast.chen, keep(cast, saved(lambda sheet: sheet.append(["检查家次", None]))).pk, **JUNE
        )


def packed(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def with_macros() -> bytes:
    return with_part(month(), "xl/vbaProject.bin", b"macro")


def bomb() -> bytes:
    return with_part(month(), "xl/worksheets/sheet2.xml", b"<a>" + b" " * 40_000_000 + b"</a>")


def entities() -> bytes:
    xml = '<!DOCTYPE a [<!ENTITY b "隐患">]><worksheet>&b;</worksheet>'
    return with_part(month(), "xl/worksheets/sheet1.xml", xml.encode())


def entities_under_another_name() -> bytes:
    """The worksheet is told to be a picture; a relation leads to it all the same."""
    xml = b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'
    relations = zipfile.ZipFile(BytesIO(month())).read("xl/_rels/workbook.xml.rels")
    moved = with_part(
        month(), "xl/_rels/workbook.xml.rels", relations.replace(b"worksheets/sheet1.xml", b"media/a.png")
    )
    return with_part(moved, "xl/media/a.png", xml)


def huge() -> bytes:
    return saved(lambda sheet: [sheet.append(list(range(100))) for _ in range(1900)])


def misnamed() -> bytes:
    out = BytesIO(month())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("é.xml", "")
    return out.getvalue().replace("é".encode(), b"\xff\xff")


def many_sheets() -> bytes:
    book = openpyxl.Workbook()
    for number in range(12):
        book.create_sheet(f"表{number}")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def compound(words: str = "") -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + words.encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (lambda: b"", "空的"),
        (lambda: b"PK\x03\x04" + bytes(5 * 1024 * 1024), "超过5MB"),
        (lambda: b"\x89PNG\r\n\x1a\n", "不是Excel表格"),
        (lambda: "类别,家次\n合计,3".encode(), "不是Excel表格"),
        (compound, "另存为xlsx"),
        (lambda: compound("EncryptedPackage"), "去掉密码"),
        (with_macros, "不带宏"),
        (bomb, "过大"),
        (entities, "完好的xlsx"),
        (entities_under_another_name, "完好的xlsx"),
        (huge, "过大"),
        (misnamed, "完好的xlsx"),
        (lambda: month()[:3000], "完好的xlsx"),
        (lambda: b"PK\x03\x04 not a zip", "完好的xlsx"),
        (lambda: packed(**{"word/document.xml": b"<a/>"}), "不是Excel表格"),
        (lambda: with_part(month(), "xl/workbook.xml", b"<workbook/>"), "完好的xlsx|不是Excel表格"),
        (lambda: saved(lambda sheet: sheet.cell(1000, 2, "合计")), "超过200行"),
        (lambda: saved(lambda sheet: sheet.cell(3, 500, "合计")), "40列"),
        (many_sheets, "最多12张"),
        (
            lambda: saved(lambda sheet: [sheet.append(["{{ 排查隐患 }}"] * 30) for _ in range(20)]),
            "最多绑定500",
        ),
    ],
)
def test_what_is_no_form_is_told_in_words_and_soon(
    cast: Cast, content: Callable[[], bytes], says: str
) -> None:
    given = content()
    begun = perf_counter()
    with pytest.raises(Incomplete, match=says):
        actions.keep_form(cast.chen, name="月报", kind="month", content=given, file_name="月报.xlsx")
    assert perf_counter() - begun < 10, "a file of anyone's must not hold the server up"


def test_one_cell_far_off_makes_no_table_of_millions() -> None:
    def build(sheet: Any) -> None:
        sheet.append(["检查家次", 1])
        sheet["XFD1048576"].number_format = "0.0"

    (table,) = workbook.tables(saved(build))
    assert (table.height, table.width) == (1, 2)


def test_numbers_are_written_as_numbers() -> None:
    filled = workbook.filled(month(), {"月报!B4": Decimal("12.5")})
    assert openpyxl.load_workbook(BytesIO(filled))["月报"]["B4"].data_type == "n"
