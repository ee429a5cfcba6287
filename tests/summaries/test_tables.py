"""Tables: how a docx's become lines of text, and what the heads of a cell make of its number."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.paper import Table
from bihuan.summaries import layout
from bihuan.summaries.binding import binder
from bihuan.summaries.binding.binder import Binding
from bihuan.summaries.binding.vocabulary import Vocabulary
from bihuan.summaries.reading import blanks, sections
from bihuan.summaries.reading.limits import ROWS_MAX, NarrativeError
from bihuan.summaries.reading.narrative import Narrative, from_text, parse
from bihuan.summaries.reading.rows import line
from bihuan.summaries.reading.tables import tables
from bihuan.summaries.truth.arithmetic import flaws
from tests.summaries.conftest import DRIVE, SINCE, UNTIL
from tests.summaries.test_word import W, body, nested, saved

OF_VILLAGES = """东岭镇2018年安全生产工作总结
各村检查情况统计表
单位：条
| 序号 | 村 | 检查情况 | ← | 整改率（%） | 负责人 | 电话 |
| ↑ | ↑ | 家次（家次） | 隐患 | ↑ | ↑ | ↑ |
| 1 | 石桥村 | 12 | 5 | 80 | 张三 | 7654321 |
| 2 | 东湾村 | 10 | 4 | 100 | 李四 | 7654322 |
| 合计 | ← | 22 | 9 | 88.9 | | |
三、其他
全镇检查企业22家次。"""


def read(text: str, vocabulary: Vocabulary) -> dict[str, Binding]:
    """The bindings of a text by the words of their blanks."""
    narrative = from_text(text)
    found = binder.bind(blanks.find(narrative), sections.sentences(narrative), vocabulary, SINCE, UNTIL)
    return {one.blank.text: one for one in found}


def with_village(vocabulary: Vocabulary) -> Vocabulary:
    return replace(vocabulary, cells=(*vocabulary.cells, ("000100010002", "柳林村")))


def meant(one: Binding) -> tuple[str, str | None, str]:
    return one.status, one.figure, one.scope.text


def test_a_cell_is_what_its_heads_and_the_caption_say(vocabulary: Vocabulary) -> None:
    found = read(OF_VILLAGES, vocabulary)
    assert meant(found["石桥村·检查情况·家次"]) == ("bound", "inspect.visits", "石桥村")
    assert meant(found["石桥村·检查情况·隐患"]) == ("bound", "hazards.found", "石桥村")
    assert meant(found["石桥村·整改率"]) == ("bound", "hazards.rate", "石桥村")
    assert found["石桥村·检查情况·隐患"].blank.unit == "条", "the unit stands over the table"
    assert meant(found["全镇检查企业22家次"]) == ("bound", "inspect.visits", ""), (
        "a caption ends with its table"
    )


def test_a_row_that_the_town_lacks_is_asked_and_never_widened(vocabulary: Vocabulary) -> None:
    found = read(OF_VILLAGES, vocabulary)
    assert {found[name].status for name in found if name.startswith("东湾村·检查")} == {"ask"}
    text = "| 行业 | 检查家次 |\n| {} | XX |\n| 加油站 | XX |"
    for row in ("洗浴场所", "重点企业", "A村", "清河行动", "镇直", "其他"):
        bound = read(text.format(row), vocabulary)
        assert bound[f"{row}·检查家次"].status == "ask", row
        assert meant(bound["加油站·检查家次"]) == ("bound", "inspect.visits", "加油站")


def test_numbering_dates_names_and_telephones_are_no_figures(vocabulary: Vocabulary) -> None:
    found = read(OF_VILLAGES, vocabulary)
    assert {one.status for one in found.values() if one.figure is None} == {"typed"}
    assert read("| 序号 | 检查家次 |\n| ① | XX |\n| ② | XX |", vocabulary)
    asked = read("| 村 | 检查家次 | 负责人 |\n| 石桥村 | XX | XX |", vocabulary)["石桥村·负责人"]
    assert meant(asked) == ("ask", None, "") and "这一栏" in asked.why


@pytest.mark.parametrize(
    ("table", "name", "expected"),
    [
        ("| 项目 | 一季度 |\n| 检查企业（家次） | XX |", "检查企业·一季度", ("inspect.visits", "")),
        ("| 项目 | 数量 |\n| 下达执法文书份数 | XX |", "下达执法文书份数·数量", ("docs.all", "")),
        ("| 类别 | 发现隐患（条） | 其中：重大 |\n| 学校 | XX | XX |", "学校·发现隐患·其中：重大", ("hazards.major", "学校")),
        ("| 村 | 隐患 | ← |\n| ↑ | 一般 | 已整改 |\n| 石桥村 | XX | XX |", "石桥村·隐患·一般", ("hazards.general", "石桥村")),
        ("加油站检查情况如下：\n| 村 | 家（次） |\n| 石桥村 | XX |\n", "石桥村·家次", ("inspect.visits", "石桥村、加油站")),
        ("| 检查企业 | XX家次 | 排查隐患 | XX条 |", "排查隐患", ("hazards.found", "")),
        ("二、百日攻坚\n各村发现隐患统计表\n| 村 | 4月 |\n| 石桥村 | XX |", "石桥村·4月", ("hazards.found", "安全生产百日攻坚、石桥村")),
        ("| 月份 | 整改数 |\n| 1月 | XX |", "1月·整改数", ("hazards.rectified", "")),
        ("| 村 | 检查企业家数 |\n| 石桥村 | XX |", "石桥村·检查企业家数", ("inspect.units", "石桥村")),
        ("| | 石桥村 | 合计 |\n| 隐患 | XX | XX |", "隐患·石桥村", ("hazards.found", "石桥村")),
        ("| 行动 | 检查家次 |\n| 百日攻坚行动 | XX |", "百日攻坚行动·检查家次", ("inspect.visits", "安全生产百日攻坚")),
    ],
)  # fmt: skip
def test_tables_of_many_forms(
    table: str, name: str, expected: tuple[str, str], vocabulary: Vocabulary
) -> None:
    found = read(table, vocabulary)
    assert name in found, list(found)
    assert meant(found[name]) == ("bound", *expected)


def test_a_section_and_a_row_narrow_together_and_never_undo_each_other(vocabulary: Vocabulary) -> None:
    text = "一、加油站\n| 行动 | 检查家次 |\n| 百日攻坚行动 | XX |\n二、石桥村\n| 片区 | 检查家次 |\n| 西片 | XX |"
    found = read(text, vocabulary)
    drive = found["百日攻坚行动·检查家次"]
    assert drive.scope.category and drive.scope.campaign == str(DRIVE)
    assert found["西片·检查家次"].status == "ask"
    other = read("一、石桥村\n| 村 | 检查家次 |\n| 柳林村 | XX |", with_village(vocabulary))
    assert other["柳林村·检查家次"].status == "ask" and "不能同时" in other["柳林村·检查家次"].why


def test_the_days_of_a_head_are_the_numbers_own(vocabulary: Vocabulary) -> None:
    text = "二、百日攻坚\n发现隐患统计表\n| 村 | 3月 | 2017年 | 合计 |\n| 石桥村 | XX | XX | XX |"
    found = read(text, vocabulary)
    assert found["石桥村·3月"].period == (date(2018, 3, 1), date(2018, 3, 31))
    assert found["石桥村·3月"].scope.campaign == str(DRIVE)
    assert found["石桥村·2017年"].status == "ask", "another year's is not this year's"
    assert found["石桥村·合计"].period == (SINCE, UNTIL)


def test_what_a_caption_narrows_to_and_nobody_records_is_asked(vocabulary: Vocabulary) -> None:
    for caption in ("洗浴场所检查情况表", "重点企业检查情况表", "表1 部分村检查情况"):
        found = read(f"{caption}\n| 村 | 检查家次 |\n| 石桥村 | XX |", vocabulary)
        assert found["石桥村·检查家次"].status == "ask", caption


def test_a_sum_that_is_none_is_a_flaw() -> None:
    assert flaws(OF_VILLAGES) == ()
    (flaw,) = flaws(OF_VILLAGES.replace("| 9 |", "| 11 |"))
    assert flaw.severity == "error" and "写11" in flaw.text and "相加是9" in flaw.text
    crossed = "| 村 | 隐患 | ← | ← |\n| ↑ | 一般 | 重大 | 小计 |\n| 石桥村 | 12条 | 5条 | 18条 |"
    (flaw,) = flaws(crossed)
    assert "石桥村·隐患·小计" in flaw.text
    once = "| 行动 | 检查家数（家） |\n| 一 | 7 |\n| 二 | 6 |\n| 合计 | 10 |"
    assert [one.severity for one in flaws(once)] == ["warning"], "one unit may be in both"
    nested = "| 行业 | 隐患（条） |\n| 危化品 | 12 |\n| 加油站 | 4 |\n| 学校 | 3 |\n| 合计 | 15 |"
    assert [one.severity for one in flaws(nested)] == ["warning"], "one row may be a part of another"
    months = "| 月份 | 隐患（条） |\n| 1月 | 2 |\n| 2月 | 3 |\n| 一季度 | 5 |\n| 合计 | 5 |"
    assert flaws(months) == ()
    part = "| 村 | 隐患（条） |\n| 石桥村 | 12 |\n| 其中：一组 | 10 |\n| 柳林村 | 3 |\n| 合计 | 15 |"
    assert flaws(part) == ()


def of_docx(build: Callable[..., None]) -> Narrative:
    return parse(saved(build), "a.docx")


def test_merged_cells_both_ways_keep_their_heads(vocabulary: Vocabulary) -> None:
    def build(document) -> None:  # type: ignore[no-untyped-def]
        table = document.add_table(rows=4, cols=4)
        table.cell(0, 0).merge(table.cell(1, 1)).text = "片区和村"
        table.cell(0, 2).merge(table.cell(0, 3)).text = "检查情况"
        table.cell(1, 2).text, table.cell(1, 3).text = "家次", "隐患（条）"
        table.cell(2, 0).merge(table.cell(3, 0)).text = "东片办事处"
        table.cell(2, 1).text, table.cell(3, 1).text = "石桥村", "小　计"
        for row in (2, 3):
            table.cell(row, 2).text, table.cell(row, 3).text = "XX", "____"

    narrative = of_docx(build)
    assert narrative.paragraphs[0] == "| 片区和村 | ← | 检查情况 | ← |"
    assert narrative.paragraphs[3] == "| ↑ | 小计 | XX | ____ |"
    found = read(narrative.text, vocabulary)
    assert meant(found["东片办事处·石桥村·检查情况·家次"])[2] == "石桥村"
    assert meant(found["东片办事处·小计·检查情况·隐患"]) == ("bound", "hazards.found", "东片办事处")


def test_a_docx_of_a_table_alone_with_ragged_rows_and_empty_cells(vocabulary: Vocabulary) -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rows = (("村", "检查家次", "备注"), ("石桥村", "XX"), ("", "XX", ""), ("东片办事处", ""))
    xml = "".join(f"<w:tr>{''.join(cell.format(text) for text in row)}</w:tr>" for row in rows)
    narrative = parse(body(f"<w:tbl {W}>{xml}</w:tbl>"), "a.docx")
    (table,) = tables(narrative.paragraphs)
    assert table.grid.rows[1] == ("石桥村", "XX", "")
    found = read(narrative.text, vocabulary)
    assert meant(found["石桥村·检查家次"]) == ("bound", "inspect.visits", "石桥村")
    assert found["检查家次"].status == "ask", "a row without a head is of nobody knows what"


def test_a_blank_across_runs_and_tracked_changes_within_a_cell(vocabulary: Vocabulary) -> None:
    def build(document) -> None:  # type: ignore[no-untyped-def]
        table = document.add_table(rows=2, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "村", "检查家次"
        table.cell(1, 0).text = "石桥村"
        for run in ("X", "X"):
            table.cell(1, 1).paragraphs[0].add_run(run)

    assert meant(read(of_docx(build).text, vocabulary)["石桥村·检查家次"])[0] == "bound"
    changed = (
        f"<w:tbl {W}><w:tr><w:tc><w:p><w:r><w:t>检查企业</w:t></w:r></w:p></w:tc><w:tc><w:p>"
        "<w:del><w:r><w:delText>90</w:delText></w:r></w:del><w:ins><w:r><w:t>XX</w:t></w:r></w:ins>"
        "<w:r><w:t>家次</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert parse(body(changed), "a.docx").paragraphs == ("| 检查企业 | XX家次 |",)


def test_two_tables_in_a_row_stay_two_and_a_frame_is_text() -> None:
    def build(document) -> None:  # type: ignore[no-untyped-def]
        for _ in range(2):
            document.add_table(rows=1, cols=2).cell(0, 0).text = "检查"
            document.add_paragraph("")
        document.add_table(rows=1, cols=1).cell(0, 0).text = "检查企业XX家次"

    narrative = of_docx(build)
    assert len(tables(narrative.paragraphs)) == 2 and narrative.paragraphs[-1] == "检查企业XX家次"
    assert tables(from_text(narrative.text).paragraphs) == tables(narrative.paragraphs)


def test_a_table_too_long_or_too_deep_is_told_in_words() -> None:
    rows = "".join("<w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>" for _ in range(5000))
    for content in (body(f"<w:tbl {W}>{rows}</w:tbl>"), nested(10_000)):
        with pytest.raises(NarrativeError, match="表"):
            parse(content, "a.docx")
    with pytest.raises(NarrativeError, match=f"超过{ROWS_MAX}行"):
        tables(tuple(["| 村 | XX |"] * (ROWS_MAX + 1)))


def test_a_table_in_a_cell_is_read_into_its_line() -> None:
    def build(document) -> None:  # type: ignore[no-untyped-def]
        outer = document.add_table(rows=1, cols=2)
        outer.cell(0, 0).text = "检查"
        inner = outer.cell(0, 1).add_table(rows=1, cols=2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "家次", "XX|YY"

    assert of_docx(build).paragraphs == ("| 检查 | 家次 XX｜YY |",)


CELLS = [
    "",
    "←",
    "↑",
    "XX",
    "12",
    "合计",
    "小计",
    "其中：重大",
    "石桥村",
    "东湾村",
    "检查家次（家次）",
    "序号",
    "2017年",
    "1月",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=5), min_size=1, max_size=6))
def test_any_table_is_read_and_written_without_harm(rows: list[list[str]]) -> None:
    text = "\n".join(["各村检查情况表", *map(line, rows), "检查企业XX家次。"])
    narrative = from_text(text)
    known = Vocabulary(town="东岭镇", district="", cells=(("00010001", "石桥村"),))
    for one in binder.bind(blanks.find(narrative), sections.sentences(narrative), known, SINCE, UNTIL):
        assert "东湾村" not in one.blank.text or one.status != "bound"
    for flaw in flaws(text):
        assert 0 <= flaw.start < flaw.end <= len(text)
    table = layout.on_paper(layout.of_text(text)[0])
    assert isinstance(table, Table)
    kept = {cell for row in rows for cell in row} - {"", "←", "↑"}
    assert kept <= {cell for row in table.grid for cell in row}, "no cell is lost"
