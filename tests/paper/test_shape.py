import pytest

from bihuan.paper import OfficialDocument, Table
from bihuan.paper.shape import cell_points, centred_columns, column_widths, signature_insets, title_lines
from tests.paper.samples import letter


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于检查情况的函", ["关于检查情况的函"]),
        (
            "××镇人民政府关于2018年度安全生产工作总结的报告",
            ["××镇人民政府关于2018年度", "安全生产工作总结的报告"],
        ),
        ("第一行\n第二行", ["第一行", "第二行"]),
    ],
)
def test_a_title_breaks_by_meaning(title: str, lines: list[str]) -> None:
    assert title_lines(title) == lines


def test_a_title_of_any_length_keeps_every_character_and_fits() -> None:
    title = "关于印发××镇2018年度危险化学品、烟花爆竹、建筑施工、道路交通、消防安全专项整治工作实施方案的通知"
    assert "".join(title_lines(title)) == title
    assert all(len(line) <= 24 for line in title_lines(title))
    assert not any(line[0] in "年、" for line in title_lines(title))


def test_columns_fill_the_width_and_short_ones_are_not_squeezed() -> None:
    table = Table(("序号", "隐患", "限期"), (("1", "安全出口上锁" * 12, "2018年12月31日"),))
    number, hazard, deadline = column_widths(table)
    assert number + hazard + deadline == pytest.approx(442)
    assert deadline >= 7 * 12
    assert hazard > deadline > number
    assert centred_columns(table) == [True, False, True]


def test_a_short_word_among_long_texts_is_not_broken_into_one_sign_a_line() -> None:
    long = "货架堵住后门，打不开，夜间也不能从里面推开"
    few = Table(
        ("序号", "问题", "依据", "类别", "要求", "期限"),
        (("1", long, long, "用电安全（重大）", long, "2026.6.9"),),
    )
    kind = column_widths(few)[3]
    assert kind >= 4 * 12
    assert cell_points(few) == 12


def test_a_table_of_many_columns_is_set_smaller() -> None:
    heads = tuple(f"第{number}列" for number in range(12))
    crowded = Table(heads, (("一二三四五六七八九十",) * 12,))
    assert cell_points(crowded) == 10.5
    assert sum(column_widths(crowded)) == pytest.approx(442)


@pytest.mark.parametrize("count", [1, 3, 14])
def test_any_number_of_columns_fills_the_width(count: int) -> None:
    table = Table(("一二三",) * count, (("一二三四五六七八九十",) * count,))
    assert sum(column_widths(table)) == pytest.approx(442)


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="row 2"):
        Table(("甲", "乙"), (("1", "2"), ("1",)))


def test_the_organ_stands_over_the_middle_of_the_date() -> None:
    # 2018年12月31日 is 7 characters wide.
    assert signature_insets("××镇人民政府", "2018年12月31日") == (4.0, 4.0)
    organ, dated = signature_insets("××镇安全生产委员会办公室综合协调小组及其成员单位", "2018年12月31日")
    assert organ == 0
    assert dated > 4


def test_date_recipient_and_note_are_written_as_the_standard_says() -> None:
    assert letter("").dated_text == "2018年12月31日"
    doc = OfficialDocument("函", (), letter("").dated, recipient="各村:", note="（公开）")
    assert (doc.recipient_text, doc.note_text) == ("各村：", "（公开）")
