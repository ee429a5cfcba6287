"""A list carries a day's work: columns, filters by name, what is seen as a file, steps to many rows."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from django.http import QueryDict

from bihuan.core.jobs import ask, work_off
from bihuan.core.jobs.queries import result_of
from bihuan.core.models import Event
from bihuan.grid.models import Post
from bihuan.hazards.listing import HAZARDS
from bihuan.hazards.models import Demand
from bihuan.lists import exports
from bihuan.lists.actions import ask_export
from bihuan.lists.models import SavedFilter
from bihuan.summaries.sheets.workbook import tables
from bihuan.units.actions import register_unit
from bihuan.units.listing import UNITS
from bihuan.units.models import Unit
from tests.cast import TODAY, Cast
from tests.core.deeds import found, fresh
from tests.sheets import opened_by_libreoffice
from tests.web.visits import SignIn, told_at

EVIL = '=HYPERLINK("http://x")'


def exported(client: Any, address: str) -> list[list[Any]]:
    """The rows of a list's file, its heads first."""
    answer = client.post(address, {"do": "export"})
    assert answer.status_code == 200, answer.headers
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_file_holds_what_is_seen_in_its_order_and_its_columns(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    rows = exported(client, "/units/?sort=-name&columns=name,phone,opened&state=open")
    assert rows[0] == ["名称", "电话", "登记日期"]
    assert len(rows) == 4
    (phone,) = [row[1] for row in rows if row[0] == "永安烟花店"]
    assert phone == "138****0001"
    page = client.get("/units/?sort=-name&columns=name,phone,opened&state=open").content.decode()
    shown = [page.index(f">{row[0]}</a>") for row in rows[1:]]
    assert shown == sorted(shown) and "13800000001" not in page
    (event,) = Event.objects.within(cast.chen.scope).filter(action="export_list")
    assert event.given["rows"] == 3 and event.given["columns"] == ["name", "phone", "opened"]


def test_each_takes_out_the_own_place_alone(cast: Cast, sign_in: SignIn) -> None:
    names = {key: {row[0] for row in exported(sign_in(key), "/units/")[1:]} for key in ("li", "zheng", "sun")}
    assert names == {"li": {"永安烟花店", "石桥小学"}, "zheng": {"柳林村便民中心工地"}, "sun": set()}


def test_what_somebody_typed_never_becomes_a_formula(cast: Cast, sign_in: SignIn) -> None:
    for name in (EVIL, "+1+1", "@SUM(A1)", "-2"):
        register_unit(cast.chen, name=name, category="shop", opened_on=TODAY)
    answer = sign_in("chen").post("/units/", {"do": "export"})
    cells = [row[0] for row in openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows()]
    evil = {cell.value: (cell.data_type, cell.quotePrefix) for cell in cells if str(cell.value)[:1] in "=+-@"}
    assert evil == dict.fromkeys((EVIL, "+1+1", "@SUM(A1)", "-2"), ("s", True))


@pytest.mark.parametrize(
    "name",
    [
        "<r>x</r>",
        '<r><t>甲</t></r></is></c><c r="Z2"><f>1+1</f></c><c t="inlineStr"><is><r><t>乙</t></r>',
        "甲\uffff\ufffe店",
    ],
)
def test_what_somebody_typed_never_becomes_a_part_of_the_file(cast: Cast, sign_in: SignIn, name: str) -> None:
    register_unit(cast.chen, name=name, category="shop", opened_on=TODAY)
    answer = sign_in("chen").post("/units/?columns=name", {"do": "export"})
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    told = name.replace("\uffff", "").replace("\ufffe", "")
    assert told in [str(row[0].value).strip() for row in sheet.iter_rows()]
    assert sheet.max_column == 1


def test_our_own_reader_reads_the_file(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in("chen").post("/units/", {"do": "export"})
    (table,) = tables(answer.content)
    assert [square.text for square in table.lines[0]] == [one.label for one in UNITS.shown(())]


def test_libreoffice_reads_the_file(cast: Cast, sign_in: SignIn, tmp_path: Path) -> None:
    place = tmp_path / "list.xlsx"
    place.write_bytes(sign_in("chen").post("/units/", {"do": "export"}).content)
    told = opened_by_libreoffice(place, tmp_path)
    if told is None:
        pytest.skip("no LibreOffice on this machine")
    assert any("永安烟花店" in line for line in told)


def test_a_long_list_is_written_in_the_background_with_the_same_rows(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        register_unit(cast.chen, name=f"{number}号店", category="shop", opened_on=TODAY)
    at_once = exported(sign_in("chen"), "/units/?sort=-name")
    monkeypatch.setattr(exports, "A_STEP", 3)
    keys = [one.key for one in UNITS.shown(())]
    job = ask_export(cast.chen, UNITS, query="sort=-name", columns=keys)
    assert work_off()
    done, place = result_of(cast.chen, job.pk)
    assert done.message == "共10家" and done.result_name == "监管对象20260602.xlsx"
    sheet = openpyxl.load_workbook(BytesIO(place.read_bytes())).worksheets[0]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == at_once


def test_more_rows_than_one_file_bears_are_refused_in_words(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "ROWS_MAX", 2)
    job = ask(cast.chen, "lists.units", {"listing": "units", "query": "", "columns": ["name"]})
    work_off()
    job.refresh_from_db()
    assert job.state == "failed" and "请加条件" in job.message


def test_columns_are_kept_for_the_person_and_the_address_goes_before(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    client.post("/units/?state=open&page=1", {"do": "columns", "column": ["name", "uscc", "nonsense"]})
    assert exported(client, "/units/")[0] == ["名称", "统一社会信用代码"]
    assert exported(client, "/units/?columns=name,head")[0] == ["名称", "负责人"]
    assert exported(client, "/units/?columns=x")[0] == [one.label for one in UNITS.shown(())]
    assert len(exported(sign_in("zhao"), "/units/")[0]) > 2


def test_a_filter_is_kept_by_name_found_again_and_dropped(cast: Cast, sign_in: SignIn) -> None:
    client, address = sign_in("chen"), f"/units/?words={quote('石桥')}&sort=-name"
    client.post(address, {"do": "save", "name": "石桥\0的"})
    client.post(address, {"do": "save", "name": "石桥的"})
    (kept,) = SavedFilter.objects.within(cast.chen.scope)
    page = client.get(f"/units/?{kept.query}").content.decode()
    assert "石桥小学" in page and "柳林村便民中心工地" not in page.split("<tbody>")[1]
    assert "石桥的" not in sign_in("zhao").get("/units/").content.decode()
    sign_in("zhao").post("/units/", {"do": "drop", "filter": str(kept.pk)})
    assert "石桥的" in client.get("/units/").content.decode()
    client.post("/units/", {"do": "drop", "filter": str(kept.pk)})
    assert not SavedFilter.objects.within(cast.chen.scope).exists()


@pytest.mark.parametrize("name", ["", "  ", "名" * 21])
def test_a_filter_without_a_good_name_is_refused_in_words(cast: Cast, sign_in: SignIn, name: str) -> None:
    client = sign_in("chen")
    answer = client.post("/units/?words=x", {"do": "save", "name": name}, follow=True)
    assert "请给筛选起个名字" in answer.content.decode()
    assert not SavedFilter.objects.within(cast.chen.scope).exists()


def test_many_units_come_into_a_cell_after_a_look_at_which(cast: Cast, sign_in: SignIn) -> None:
    client, cell = sign_in("chen"), cast.cells["柳林村"]
    rows = [str(cast.units[key].pk) for key in ("school", "yongan")]
    pressed = {"do": "bulk", "what": "cell", "row": rows}
    preview = client.post("/units/", pressed).content.decode()
    assert "将办理以下2家" in preview and "石桥小学" in preview
    assert Unit.objects.within(cast.chen.scope).get(pk=rows[0]).cell != cell
    missing = client.post("/units/", pressed | {"sure": "1"})
    assert missing.status_code == 422 and "请选择网格" in missing.content.decode()
    done = client.post("/units/", pressed | {"sure": "1", "cell_id": str(cell.pk)}, follow=True)
    assert "已办理2家" in done.content.decode()
    assert {one.cell_id for one in Unit.objects.within(cast.chen.scope).filter(pk__in=rows)} == {cell.pk}


def test_rows_that_cannot_be_are_named_and_left_as_they_are(cast: Cast, sign_in: SignIn) -> None:
    fixed, waiting = found(cast, cast.chen, "onsite"), found(cast, cast.chen)
    pressed = {"do": "bulk", "what": "urgent", "row": [str(fixed.pk), str(waiting.pk), "x"]}
    preview = sign_in("zhou").post("/hazards/", pressed).content.decode()
    assert "不能办理的1条" in preview and "现场已整改，不能列为急办" in preview
    given = pressed | {"sure": "1", "hours": "24", "note": "汛期将至"}
    sign_in("zhou").post("/hazards/", given)
    assert fresh(cast, waiting.pk).urgent_on == TODAY and fresh(cast, fixed.pk).urgent_on is None


def test_what_an_action_refuses_is_seen_before_the_rest_is_done(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in("chen")
    rows = {key: str(cast.units[key].pk) for key in ("school", "yongan", "site")}
    given = {"do": "bulk", "what": "category", "row": [*rows.values()], "sure": "1", "category": "fireworks"}
    seen = client.post("/units/", given)
    page = seen.content.decode()
    assert seen.status_code == 409 and "还没有办" in page and "已经是“烟花爆竹”，不用改" in page
    assert "不能办理的1家" in page and "将办理以下2家" in page and "selected>烟花爆竹" in page
    assert not Event.objects.within(cast.chen.scope).filter(action="revise_unit").exists()
    assert f'name="known" value="{rows["yongan"]}"' in page
    done = client.post("/units/", given | {"known": rows["yongan"]}, follow=True)
    assert "改类别：已办理2家，1家没有办" in done.content.decode()
    events = Event.objects.within(cast.chen.scope).filter(action="revise_unit")
    assert {str(one.subject_id) for one in events} == {rows["school"], rows["site"]}
    none = client.post("/units/", given | {"known": [*rows.values()]})
    assert none.status_code == 409 and "将办理" not in none.content.decode()


def test_many_that_wait_are_ordered_each_with_its_own_paper(cast: Cast, sign_in: SignIn) -> None:
    waiting = [found(cast, cast.chen, "undecided") for _ in range(3)]
    ordered = found(cast, cast.chen)
    client = sign_in("chen")
    pressed = {"do": "bulk", "what": "order", "row": [str(one.pk) for one in (*waiting, ordered)]}
    assert "整改中，不能责令限期整改" in client.post("/hazards/", pressed).content.decode()
    second = str(cast.people["zhao"].pk)
    given = pressed | {"sure": "1", "second_officer": second, "demand": "更换老化线路"}
    early = client.post("/hazards/", given | {"deadline_on": "2026-06-01"})
    assert early.status_code == 422 and told_at("deadline_on", early.content.decode())
    client.post("/hazards/", given | {"workdays": "5"})
    terms = Demand.objects.within(cast.chen.scope).filter(hazard__in=waiting)
    papers = terms.values_list("paper__number", flat=True)
    assert len(set(papers)) == 3 and {fresh(cast, one.pk).state for one in waiting} == {"ordered"}
    assert "责令限期整改</button>" not in sign_in("zhou").get("/hazards/").content.decode()


def test_who_may_not_cannot_and_rows_of_elsewhere_are_none(cast: Cast, sign_in: SignIn) -> None:
    school = str(cast.units["school"].pk)
    pressed = {
        "do": "bulk",
        "what": "cell",
        "row": [school],
        "sure": "1",
        "cell_id": str(cast.cells["柳林村"].pk),
    }
    assert "划入网格" not in sign_in("li").get("/units/").content.decode()
    answer = sign_in("li").post("/units/", pressed, follow=True)
    assert "没有“维护监管对象”的权限" in answer.content.decode()
    answer = sign_in("sun").post("/units/", pressed, follow=True)
    assert "请先勾选" in answer.content.decode()
    assert Unit.objects.within(cast.chen.scope).get(pk=school).cell == cast.cells["石桥村"]


def test_an_end_of_posts_leaves_oneself_to_others(cast: Cast, sign_in: SignIn) -> None:
    rows = [str(cast.people[key].pk) for key in ("xu", "li")]
    given = {"do": "bulk", "what": "end", "row": rows, "sure": "1", "to_on": TODAY.isoformat()}
    sign_in("xu").post("/people/", given)
    held = Post.objects.within(cast.chen.scope).filter(person__in=rows)
    assert dict(held.values_list("person__username", "to_on")) == {"xu": None, "li": TODAY}


def test_what_a_list_keeps_for_its_job_comes_back_as_it_was(cast: Cast) -> None:
    found(cast, cast.chen)
    columns = list(HAZARDS.columns)
    (row,) = HAZARDS.rows(cast.chen, QueryDict(), columns)
    values = [column.told(row) for column in columns]
    kept = json.loads(json.dumps(values, default=exports._kept))
    assert [exports._value(one) for one in kept] == values
