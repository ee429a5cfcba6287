"""The pages of imports: what is sent comes back with its mistakes; a large import goes on in the background."""

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.core.jobs import cancel, work_off
from bihuan.core.models import Job
from bihuan.intake import actions
from bihuan.intake.queries import counts, rows
from bihuan.intake.registry import KINDS
from bihuan.intake.template import template
from tests.cast import Cast
from tests.intake.ledgers import at, brought, by_village, messy, plain


@pytest.fixture
def officer(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.people["chen"], backend="bihuan.web.signin.PersonBackend")
    return client


def test_a_file_that_cannot_be_read_is_refused_beside_its_field(officer: Client) -> None:
    answer = officer.post("/imports/", {"kind": "units", "file": SimpleUploadedFile("a.xlsx", b"%PDF-1.7")})
    assert answer.status_code == 422
    assert "不是表格" in answer.content.decode()


def test_a_required_column_that_is_not_matched_is_asked_for_and_the_rest_is_kept(
    cast: Cast, officer: Client
) -> None:
    content = plain(["店名", "电话"], ["永安二店", "13900000001"])
    batch = actions.begin_import(cast.chen, kind="units", content=content, file_name="台账.xlsx")
    given = {"version": batch.version, "sheet": 0, "head_row": 1, "col-name": "A", "col-phone": "B"}
    address = reverse("import_match", args=[batch.pk])
    answer = officer.post(address, given)
    assert (answer.status_code, "还没有对上：类别" in answer.content.decode()) == (422, True)
    assert '<option value="B" selected>' in answer.content.decode()
    assert officer.post(address, given | {"fill-category": "烟花爆竹"}).status_code == 302
    assert counts(actions.find_import(cast.chen, batch.pk))["good"] == 1


def test_a_large_one_goes_on_in_the_background(cast: Cast, officer: Client) -> None:
    table = [[f"第{n}木器厂", "木材加工", f"北街{n}号"] for n in range(1200)]
    content = plain(["名称", "类别", "地址"], *table)
    batch = actions.begin_import(cast.chen, kind="units", content=content, file_name="台账.xlsx")
    given = {
        "version": 1,
        "sheet": 0,
        "head_row": 1,
        "col-name": "A",
        "col-category": "B",
        "col-address": "C",
    }
    officer.post(reverse("import_match", args=[batch.pk]), given)
    page = reverse("import_one", args=[batch.pk])
    assert "读取中" in officer.get(page).content.decode()
    work_off()
    batch = actions.find_import(cast.chen, batch.pk)
    assert (batch.state, counts(batch)["good"]) == ("checking", 1200)
    officer.post(reverse("import_move", args=[batch.pk, "carry"]), {"version": batch.version})
    assert "导入中" in officer.get(page).content.decode()
    work_off()
    batch = actions.find_import(cast.chen, batch.pk)
    assert (batch.state, rows(batch).filter(outcome="made").count()) == ("done", 1200)
    assert "撤销整批" in officer.get(page).content.decode()


def test_whose_job_was_cancelled_goes_on_when_that_is_pressed(cast: Cast, officer: Client) -> None:
    table = [[f"第{n}木器厂", "木材加工", f"北街{n}号"] for n in range(310)]
    batch = brought(cast.chen, "units", plain(["名称", "类别", "地址"], *table))
    work_off()
    batch = actions.find_import(cast.chen, batch.pk)
    officer.post(reverse("import_move", args=[batch.pk, "carry"]), {"version": batch.version})
    for _ in range(2):
        cancel(cast.chen, Job.objects.within(cast.chen.scope).get(state="waiting").pk)
        officer.post(reverse("import_move", args=[batch.pk, "go"]))
        officer.post(reverse("import_move", args=[batch.pk, "go"]))  # pressed twice, it is still one
    work_off()
    assert actions.find_import(cast.chen, batch.pk).state == "done"


def test_a_mended_choice_goes_for_all_that_say_the_same(cast: Cast, officer: Client) -> None:
    content = plain(["名称", "类别"], ["甲店", "小卖铺"], ["乙店", "小卖铺"], ["丙店", "小摊"])
    batch = brought(cast.chen, "units", content)
    given = {"c-2-category": "沿街商铺", "alike": "on", "back": "?view=all"}
    answer = officer.post(reverse("import_mend", args=[batch.pk]), given)
    assert answer.headers["Location"].endswith("?view=all")
    assert [at(batch, row).texts["category"] for row in (2, 3, 4)] == ["沿街商铺", "沿街商铺", "小摊"]
    assert [at(batch, row).is_bad for row in (2, 3, 4)] == [False, False, True]


def test_what_is_wrong_stands_on_the_page_beside_its_cell(cast: Cast, officer: Client) -> None:
    batch = brought(cast.chen, "units", messy())
    page = officer.get(reverse("import_one", args=[batch.pk]) + "?view=all").content.decode()
    for said in (
        "D7</label>",
        "统一社会信用代码在表里成了科学计数（9.11101E+17）",
        "手机号应为11位，现为10位",
        "没有“大超市”这个类别，请选择。",
        "43164不是日期的写法；如果是2018-03-05",
        "与第5行重复，请改其中一行，或者选“不导入”。",
        "像“永安烟花店（名称相同，有一家没有地址）”",
        "没有读入：第10、11行，是附注、合计或者重复的表头。",
    ):
        assert said in page, said


def test_of_several_worksheets_the_page_says_which_was_read(cast: Cast, officer: Client) -> None:
    batch = brought(cast.chen, "units", by_village())
    page = officer.get(reverse("import_one", args=[batch.pk])).content.decode()
    assert "工作表“石桥村”，这个文件另有2张，一次导入一张。" in page
    again = actions.begin_again(cast.chen, batch.pk)
    answer = officer.get(reverse("import_one", args=[again.pk]), {"sheet": "2", "head_row": "2"})
    assert '<option selected value="柳林村">' in answer.content.decode()


def test_the_file_comes_back_as_it_was(cast: Cast, officer: Client) -> None:
    content = messy()
    batch = brought(cast.chen, "units", content)
    answer = officer.get(reverse("import_move", args=[batch.pk, "file"]))
    assert b"".join(answer.streaming_content) == content  # type: ignore[attr-defined]


def test_the_empty_table_is_recognised_when_it_comes_back_filled(cast: Cast, tmp_path) -> None:  # type: ignore[no-untyped-def]
    kind, place = KINDS["units"], tmp_path / "模板.xlsx"
    content = template(kind, kind.options(cast.chen))
    assert content == template(kind, kind.options(cast.chen))
    place.write_bytes(content)
    book = openpyxl.load_workbook(place)
    sheet = book.worksheets[0]
    assert len(sheet.data_validations.dataValidation) == 3
    sheet["A2"], sheet["B2"] = "新店", "餐饮"
    book.save(place)
    batch = brought(cast.chen, "units", place.read_bytes())
    assert (len(batch.columns), counts(batch)["good"]) == (len(kind.columns), 1)
