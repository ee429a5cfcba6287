"""Numbers, titles, first pages, broken lines, duties, and how a trade stands: pure."""

from datetime import date

import pytest

from bihuan.policies import rules, trades
from bihuan.policies.trades import Ruled
from tests.policies.deeds import PAGE

DAY = date(2026, 6, 2)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("东政发[2026]5号", "东政发〔2026〕5号"),
        (" 东政发（2026）第 05 号 ", "东政发〔2026〕5号"),
        ("东安委办【2026】12", "东安委办〔2026〕12号"),
        ("明电3号", "明电3号"),
        ("", ""),
    ],
)
def test_a_number_is_written_as_the_standard_has_it(typed: str, kept: str) -> None:
    assert rules.tidy_number(typed) == kept


def test_a_number_of_the_town_needs_its_form_and_its_year() -> None:
    assert rules.wrong_number("东政发〔2026〕5号", DAY) == ""
    assert "应如" in rules.wrong_number("东政发5号", DAY)
    assert "2025年的" in rules.wrong_number("东政发〔2025〕5号", DAY)


def test_the_next_number_of_each_series_is_told() -> None:
    known = ["东政发〔2026〕5号", "东政发〔2026〕9号", "东党发〔2026〕2号", "东政发〔2025〕40号", "明电1号"]
    assert rules.next_numbers(known, 2026) == ["东政发〔2026〕10号", "东党发〔2026〕3号"]


@pytest.mark.parametrize(
    "said",
    [
        "《东岭镇安全生产“一票否决”实施办法》",
        "XX镇安全生产一票否决实施办法",
        "安全生产“一票否决”实施办法（试行）",
        "××镇安全生产〝一票否决〞实施办法",
        "我镇安全生产一票否决实施办法",
    ],
)
def test_a_title_is_the_same_with_the_town_named_or_left_out(said: str) -> None:
    assert rules.title_key(said, "东岭镇") == "安全生产一票否决实施办法"


def test_another_title_is_another() -> None:
    assert rules.title_key("安全生产一票否决办法", "东岭镇") != rules.title_key(
        "安全生产一票否决实施办法", "东岭镇"
    )


def test_a_first_page_says_what_it_is() -> None:
    found = rules.guess("\n".join(PAGE), DAY)
    assert found.title == "关于开展有限空间作业专项排查的通知"
    assert (found.number, found.source) == ("东安委办〔2026〕12号", "东城区安全生产委员会办公室")
    assert found.due_on == date(2026, 6, 12)


def test_of_a_page_that_says_nothing_nothing_is_guessed() -> None:
    assert rules.guess("会议记录\n今天开会。\n5月1日前完成", DAY) == rules.Guess()


def test_lines_broken_by_the_width_are_one_again() -> None:
    lines = ["一、总体要求", "认真落实党政同责、一岗", "双责，压实责任。", "二、任务"]
    assert rules.joined(lines) == "一、总体要求\n认真落实党政同责、一岗双责，压实责任。\n二、任务"


def test_duties_are_read_line_by_line_and_a_wrong_line_is_named() -> None:
    posts, known = {"mayor": "镇长", "village_head": "村网格长"}, {"城建办": "id"}
    found, wrong = rules.read_duties("镇长：每月带队检查一次\n\n城建办: 管好工地：每周查\n", posts, known)  # type: ignore[arg-type]
    assert wrong == ""
    assert [(one.post, one.department, one.text) for one in found] == [
        ("mayor", None, "每月带队检查一次"),
        ("department_head", "id", "管好工地：每周查"),
    ]
    assert "第1行的“县长”" in rules.read_duties("县长：管", posts, {})[1]
    assert "第2行应如" in rules.read_duties("镇长：管\n镇长", posts, {})[1]


def test_titles_in_a_sentence_are_found_with_those_inside_others() -> None:
    words = "制定《关于印发〈方案〉的通知》《关于转发《办法》的通知》，又《》"
    assert rules.named_titles(words) == ["关于印发〈方案〉的通知", "关于转发《办法》的通知"]


@pytest.mark.parametrize(
    ("ruled", "units", "always", "stands"),
    [
        (Ruled(), {}, False, trades.NONE),
        (Ruled(), {}, True, trades.GAP),
        (Ruled(), {None: 3}, False, trades.GAP),
        (Ruled(), {"城建办": 3}, False, trades.OK),
        (Ruled(), {"城建办": 3, None: 1}, False, trades.PART),
        (Ruled(), {"城建办": 3, "教委办": 1}, False, trades.OVERLAP),
        (Ruled("城建办", ("教委办",)), {"城建办": 3, "教委办": 1}, False, trades.OK),
        (Ruled("城建办"), {"城建办": 3, "教委办": 1}, False, trades.DIFFERS),
        (Ruled("城建办"), {None: 2}, False, trades.PART),
        (Ruled(trades.OFFICE), {None: 2}, False, trades.OK),
        (Ruled("城建办"), {}, True, trades.OK),
    ],
)
def test_how_a_trade_stands(ruled: Ruled, units: dict[str | None, int], always: bool, stands: str) -> None:
    assert trades.standing(ruled, units, always=always) == stands


def test_a_trade_follows_the_one_above_it_and_the_law_of_its_day() -> None:
    above = {"trade": Ruled("经发办")}
    assert trades.ruling_of("trade.wood", above) == ("trade", Ruled("经发办"))
    assert trades.ruling_of("school", above) == ("", Ruled())
    assert trades.default_of("school.kindergarten").department == "教育部门"
    assert trades.default_of("chemical.station").named(date(2018, 5, 1)) == "安全生产监督管理部门"
    assert "业务相近" in trades.default_of("a-new-one").law
    assert trades.proposed(trades.default_of("gas"), ["教委办", "城建办"]) == "城建办"
    assert trades.proposed(trades.default_of("trade"), ["教委办"]) == trades.OFFICE
    assert trades.proposed(trades.default_of("elderly"), ["教委办"]) is None
