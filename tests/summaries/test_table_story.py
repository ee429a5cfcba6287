"""A table of a docx over records of our own: filled, added up, signed, and written back as a table."""

from io import BytesIO

import docx

from bihuan import paper
from bihuan.figures.registry import FIGURES
from bihuan.hazards import actions as hazards
from bihuan.summaries import actions, layout
from bihuan.summaries.annex import annex_of
from bihuan.summaries.choices import Choice
from bihuan.summaries.engine import Filled, Result, shown
from bihuan.summaries.models import Summary
from bihuan.summaries.reading.narrative import parse
from bihuan.summaries.reading.tables import tables
from bihuan.summaries.report import as_document, as_page
from tests.cast import TODAY, Cast
from tests.summaries.test_story import finding, made_true, visit, worked_out
from tests.summaries.test_word import saved
from tests.summaries.test_workbench import UNTIL, draft

ROWS = (
    ("村", "检查家次", "隐患", "其中：重大", "整改率", "备注"),
    ("石桥村", "XX", "XX", "XX", "XX", "已全部整改完毕"),
    ("柳林村", "XX", "XX", "XX", "XX", ""),
    ("合计", "XX", "XX", "XX", "XX", ""),
)


def brought() -> str:
    """The text of a docx as a clerk brings it: a caption, a unit, a table, a sentence."""

    def build(document) -> None:  # type: ignore[no-untyped-def]
        for line in ("2026年安全生产工作总结", "各村检查情况统计表", "单位：条"):
            document.add_paragraph(line)
        table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
        for row, texts in zip(table.rows, ROWS, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        document.add_paragraph("全镇共检查企业XX家次。")

    return parse(saved(build), "a.docx").text


def checked(cast: Cast) -> None:
    """永安 in 石桥村: two hazards, one mended on the spot; the site in 柳林村: one, ordered."""
    hazards.finish_check(
        cast.chen, visit(cast, "yongan"), [finding(cast, "deadline"), finding(cast, "onsite")]
    )
    hazards.finish_check(cast.chen, visit(cast, "site"), [finding(cast, "deadline")])


def by_name(result: Result) -> dict[str, Filled]:
    return {one.binding.blank.text: one for one in result.blanks}


def test_a_table_is_filled_row_by_row_and_its_total_is_what_it_lists(cast: Cast) -> None:
    checked(cast)
    found = by_name(worked_out(cast, brought()))
    assert [shown(found[f"{row}·检查家次"]) for row in ("石桥村", "柳林村", "合计")] == ["1", "1", "2"]
    assert [shown(found[f"{row}·隐患"]) for row in ("石桥村", "柳林村", "合计")] == ["2", "1", "3"]
    assert found["石桥村·整改率"].binding.figure == "hazards.rate"
    rate = found["合计·整改率"].binding
    assert rate.status == "ask" and "不能由各项相加" in rate.why
    total = found["合计·隐患"]
    assert total.ask is None and "2项相加" in total.binding.why
    assert total.value is not None and total.value.rows == 3


def test_a_total_leaves_out_nothing_and_counts_nothing_twice(cast: Cast) -> None:
    checked(cast)
    head = "| 村 | 检查家次 |\n"
    lacking = by_name(worked_out(cast, f"{head}| 石桥村 | XX |\n| 东湾村 | XX |\n| 合计 | XX |"))
    assert "还没有定" in lacking["合计·检查家次"].binding.why
    twice = by_name(worked_out(cast, f"{head}| 石桥村 | XX |\n| 石桥村 | XX |\n| 合计 | XX |"))
    assert "可能有重复" in twice["合计·检查家次"].binding.why
    typed = by_name(worked_out(cast, f"{head}| 石桥村 | XX |\n| 柳林村 | 9 |\n| 合计 | XX |"))
    assert "有一处不是空" in typed["合计·检查家次"].binding.why
    quarters = "| 项目 | 二季度 | 三季度 | 合计 |\n| 检查企业（家次） | XX | XX | XX |"
    total = by_name(worked_out(cast, quarters))["检查企业·合计"]
    assert total.value is not None and shown(total) == "", "nothing was reported of the third quarter"
    assert "没有数" in total.value.missing


def test_the_corner_of_two_totals_is_added_up_once(cast: Cast) -> None:
    checked(cast)
    month = f"{TODAY.month}月"
    head = f"| 村 | {month} | 合计 |\n"
    rows = "".join(f"| {place} | XX | XX |\n" for place in ("石桥村", "柳林村", "合计"))
    found = by_name(worked_out(cast, f"发现隐患统计表（单位：条）\n{head}{rows}"))
    assert [shown(found[f"{row}·{month}"]) for row in ("石桥村", "柳林村", "合计")] == ["2", "1", "3"]
    assert [shown(found[f"{row}·合计"]) for row in ("石桥村", "柳林村", "合计")] == ["2", "1", "3"]


def test_a_claim_in_a_row_is_judged_for_its_row(cast: Cast) -> None:
    checked(cast)
    (claim,) = worked_out(cast, brought()).claims
    assert claim.claim.scope.text == "石桥村" and claim.finding.verdict == "disproved"
    lacking = worked_out(cast, brought().replace("石桥村", "东湾村"))
    assert lacking.claims[0].finding.verdict == "undecidable"


def test_a_choice_stays_with_its_cell_when_rows_move(cast: Cast) -> None:
    checked(cast)
    text = brought()
    anchors = {name: one.anchor for name, one in by_name(worked_out(cast, text)).items()}
    assert len(set(anchors.values())) == len(anchors)
    lines = text.split("\n")
    lines[4], lines[5] = lines[5], lines[4]
    moved = {name: one.anchor for name, one in by_name(worked_out(cast, "\n".join(lines))).items()}
    assert moved == anchors


def test_a_signed_table_is_a_table_on_paper_and_in_word(cast: Cast) -> None:
    checked(cast)
    summary = draft(cast, brought())
    rate = by_name(actions.worked_out(cast.chen.scope, summary))["合计·整改率"]
    typed = Choice(words="33|3")  # a bar would end the cell
    actions.choose(cast.chen, summary.pk, version=1, anchor=rate.anchor, choice=typed)
    summary = made_true(cast, Summary.objects.within(cast.chen.scope).get(pk=summary.pk))
    actions.submit_summary(cast.chen, summary.pk, version=summary.version)
    issued: Summary = actions.issue_summary(cast.zhou, summary.pk, version=summary.version + 1)
    document = as_document(issued.filled, title="x", organ="东岭镇人民政府", dated=UNTIL)
    assert paper.pdf(document).startswith(b"%PDF")
    content = paper.docx(document)
    (table,) = docx.Document(BytesIO(content)).tables
    assert [cell.text for cell in table.rows[3].cells] == ["合计", "2", "3", "0", "33｜3", ""]
    told = {row[1]: row[3] for row in annex_of(issued.result).blocks[1].rows}  # type: ignore[union-attr]
    assert told["合计·隐患"] == "表中所列2项相加。" and "由人填写" in told["合计·整改率"]
    (again,) = tables(parse(content, "a.docx").paragraphs)
    assert (again.caption, again.unit) == ("各村检查情况统计表", "条")


def test_merged_cells_come_back_as_they_were() -> None:
    text = (
        "总结\n各村统计表（单位：条）\n| 村 | 隐患 | ← | 备注 |\n| ↑ | 一般 | 重大 | ↑ |\n| 石桥村 | 1 | 2 |  |\n"
        "| 柳林村 | 3 | 4 | ↑ |\n\n| 检查企业 | 5家次 |\n| 发现隐患 | 6条 |\n结尾。"
    )
    document = as_document(text, title="总结", organ="", dated=UNTIL)
    read = parse(paper.docx(document), "a.docx").paragraphs
    assert [one for one in read if one.startswith("| ")] == [
        one for one in text.split("\n") if one[:2] == "| "
    ]
    assert len(tables(read)) == 2


def test_the_page_has_the_table_with_the_marks_of_the_text(cast: Cast) -> None:
    checked(cast)
    page = as_page(worked_out(cast, brought()), cast.chen.scope)
    title, table, sentence = layout.blocks(page["paragraphs"])
    assert (title.kind, table.kind, sentence.kind) == ("title", "table", "body")
    marks = [[piece[0] for cell in row for piece in cell.pieces] for row in table.rows]
    assert marks[0] == ["text"] * 6 and marks[1] == ["text", *["blank"] * 4, "claim"]
    assert [cell.is_head for cell in table.rows[1]] == [True, False, False, False, False, False]
    assert FIGURES[page["blanks"][0]["figure"]].label == "检查企业家次"
