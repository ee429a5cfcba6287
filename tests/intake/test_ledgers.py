"""Ledgers as offices keep them come in as they are; what cannot be told from them is asked, in words, at its place."""

from datetime import date

from bihuan.intake import actions
from bihuan.intake.models import Import
from bihuan.intake.queries import rows
from bihuan.units.models import Unit
from tests.cast import Cast
from tests.intake.ledgers import EXPORTED, at, brought, by_village, carried, finished, printed, roster, wrong


def said(batch: Import) -> dict[int, dict[str, str]]:
    return {row.row: row.wrong for row in rows(batch) if row.wrong}


def test_a_worksheet_a_village_is_of_that_village(cast: Cast) -> None:
    chen = cast.chen
    batch = actions.begin_import(chen, kind="units", content=by_village(), file_name="各村.xlsx")
    assert [name for _number, name in batch.sheets] == ["填表说明", "石桥村", "柳林"]
    assert (batch.sheet_name, batch.head_row, batch.fills) == ("石桥村", 2, {"cell_id": "石桥村"})
    columns = batch.columns
    assert columns == {"name": 1, "category": 2, "head": 3, "phone": 3, "address": 4}  # one column for two
    batch = actions.match_columns(
        chen, batch.pk, version=1, sheet=1, head_row=2, columns=columns, fills=batch.fills
    )
    batch = carried(chen, finished(chen, batch))
    shop = Unit.objects.within(chen.scope).get(name="桥头超市")
    assert (shop.head, shop.phone, shop.cell) == ("张三", "13900000001", cast.cells["石桥村"])
    assert (batch.state, batch.skipped) == ("done", [5])
    other = actions.begin_again(chen, batch.pk)
    other = actions.match_columns(
        chen, other.pk, version=1, sheet=2, head_row=2, columns=columns, fills={"cell_id": "柳林"}
    )
    carried(chen, finished(chen, other))
    assert Unit.objects.within(chen.scope).get(name="柳荫木器厂").cell == cast.cells["柳林村"]


def test_a_printed_ledger_has_its_head_on_each_page_and_sums_between(cast: Cast) -> None:
    batch = brought(cast.chen, "units", printed())
    assert (batch.head_row, batch.skipped) == (3, [6, 7, 10, 11])
    assert said(batch) == {
        9: {"phone": "这一格有几个号码，请只留一个。", "opened_on": "没有写年份，请补上，如2018-03-05。"}
    }
    batch = carried(cast.chen, batch, only_good=True)
    made = Unit.objects.within(cast.chen.scope).filter(opened_on=date(2018, 3, 5)).order_by("phone")
    assert [(one.name, one.phone, one.employees, one.cell.name) for one in made if one.cell] == [
        ("红旗烟花经销处", "0537-2345678", 3, "石桥村"),
        ("红旗木器厂", "13800000021", 12, "石桥村"),
        ("绿林板材加工点", "2345678", 1200, "柳林村"),  # hidden by an old filter, it is a unit all the same
    ]


def test_what_another_program_gave_out_is_read(cast: Cast) -> None:
    batch = brought(cast.chen, "units", EXPORTED.encode("gb18030"), name="导出.csv")
    assert batch.head_row == 2
    told = said(batch)
    assert sorted(told) == [4, 5]
    assert "科学计数" in told[4]["phone"]
    assert "如果是2018-03-05" in told[4]["opened_on"]
    assert told[5]["uscc"].startswith("统一社会信用代码应为18位，现为15位")
    assert (told[5]["employees"], told[5]["opened_on"]) == (
        "从业人数应填整数，请核对。",
        "没有写到哪一天，请补上，如2018-03-05。",
    )
    carried(cast.chen, batch, only_good=True)
    shop = Unit.objects.within(cast.chen.scope).get(name="北街粮油店")
    assert (shop.uscc, shop.head, shop.phone, shop.employees) == (
        "91350100M000100Y43",
        "王五",
        "13800000031",
        2,
    )


def test_a_roster_of_the_grid_is_read_under_its_two_lines_of_heads(cast: Cast) -> None:
    batch = brought(cast.xu, "people", roster())
    assert (batch.head_row, batch.skipped) == (3, [8, 9])
    assert batch.columns == {"name": 1, "phone": 4, "post": 5, "place": 6}  # no identity numbers
    assert wrong(batch) == {6: ["手机号"]}
    assert "科学计数" in at(batch, 6).wrong["phone"]
    assert (at(batch, 4).repeats, at(batch, 5).repeats) == (None, None)
    assert at(batch, 7).like == cast.people["wang"].pk
    assert "同名、岗位相同" in at(batch, 7).like_words
