"""A superior sends the form in a new edition: what was chosen goes along with its heads, what cannot be found is told. What the maker of the
form has locked stays locked."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Protection

from bihuan.core import files
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.summaries import actions
from bihuan.summaries.models import ReportForm
from bihuan.summaries.sheets import kept
from tests.cast import Cast
from tests.summaries.sheets import month
from tests.summaries.test_report_forms import JUNE, bind, keep


def changed(build: Any) -> bytes:
    """The month's form after a hand has been at it."""
    book = openpyxl.load_workbook(BytesIO(month()))
    build(book.worksheets[0])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def row_between(sheet: Any) -> None:
    """One more trade above the others. openpyxl moves cells, not merged areas; those lie above."""
    sheet.insert_rows(4)
    sheet["A4"] = "危险化学品"


def locked(sheet: Any) -> None:
    """All but one column is locked."""
    sheet.protection.sheet = True
    for row in range(4, 8):
        sheet.cell(row, 3).protection = Protection(locked=False)


@pytest.fixture
def form(cast: Cast) -> ReportForm:
    """B4 (fireworks, visits) and E6 (total, rate) are chosen; C6 said itself what it is."""
    form = bind(cast, keep(cast), "B4", figure="inspect.visits", category="fireworks")
    return bind(cast, form, "E6", figure="hazards.rate")


def test_what_was_chosen_goes_along_with_its_heads(cast: Cast, form: ReportForm) -> None:
    new, told = actions.replace_file(
        cast.chen, form.pk, version=form.version, content=changed(row_between), file_name="新月报.xlsx"
    )
    assert dict(told.moved) == {"月报!B4": "月报!B5", "月报!E6": "月报!E7", "月报!C6": "月报!C7"}
    assert (told.stayed, told.lost) == (0, ())
    assert new.bindings["月报!B5"] == {"figure": "inspect.visits", "category": "fireworks"}
    made = actions.fill_form(cast.chen, new.pk, **JUNE)
    assert {one["cell"] for one in made.cells} == {"月报!B5", "月报!E7", "月报!C7"}


def test_a_square_that_is_gone_is_told_by_its_name_and_filled_no_more(cast: Cast, form: ReportForm) -> None:
    new, told = actions.replace_file(
        cast.chen,
        form.pk,
        version=form.version,
        content=changed(lambda sheet: sheet.delete_rows(4)),
        file_name="新月报.xlsx",
    )
    assert [where for where, _ in told.lost] == ["月报!B4"] and "烟花爆竹" in told.lost[0][1]
    assert set(new.bindings) == {"月报!C5", "月报!E5"}


def test_a_square_that_became_a_formula_is_left_to_the_form(cast: Cast, form: ReportForm) -> None:
    def build(sheet: Any) -> None:
        sheet["E6"] = "=C6/B6"

    new, told = actions.replace_file(
        cast.chen, form.pk, version=form.version, content=changed(build), file_name="新月报.xlsx"
    )
    assert [(where, "成了公式" in why) for where, why in told.lost] == [("月报!E6", True)]
    assert "月报!E6" not in new.bindings and told.stayed == 2


def test_a_file_that_is_no_form_changes_nothing(cast: Cast, form: ReportForm) -> None:
    with pytest.raises(Incomplete, match="不是Excel表格"):
        actions.replace_file(cast.chen, form.pk, version=form.version, content=b"abc", file_name="a.xlsx")
    with pytest.raises(Stale):
        actions.replace_file(cast.chen, form.pk, version=1, content=month(), file_name="a.xlsx")
    assert len(ReportForm.objects.within(cast.chen.scope).get(pk=form.pk).bindings) == 3


def test_what_the_maker_locked_is_neither_bound_nor_proposed(cast: Cast) -> None:
    form = keep(cast, changed(locked))
    with pytest.raises(NotAllowed, match="锁定"):
        bind(cast, form, "B4", figure="inspect.visits")
    offered = kept.proposed(cast.chen.scope, form, kept.tables_of(form)[0], JUNE["since"], JUNE["until"])
    assert offered and all("!C" in where for where in offered)
    form = bind(cast, form, "C4", figure="hazards.found", category="fireworks")
    made = actions.fill_form(cast.chen, form.pk, **JUNE)
    sheet = openpyxl.load_workbook(BytesIO(files.content_of(made.file)))["月报"]
    assert sheet.protection.sheet and sheet["B4"].value is None
