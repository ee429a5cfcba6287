"""What is to be looked at before signing and is no error: records that are hardly so, numbers typed beside blanks."""

import json
from pathlib import Path
from typing import Any

import pytest

from bihuan.figures.evaluation import Value
from bihuan.figures.registry import FIGURES
from bihuan.hazards import actions as hazards
from bihuan.inspections.actions import OutingPlan, begin_campaign
from bihuan.summaries import actions
from bihuan.summaries.report import as_page, in_words
from bihuan.summaries.truth.plausibility import FIGURES_NEEDED, unlikely
from tests.cast import TODAY, Cast
from tests.summaries.test_command import asked, written
from tests.summaries.test_story import finding, visit
from tests.summaries.test_truth import left, worked_out

# A year of which nothing is odd.
USUAL = {
    "inspect.count": 40,
    "inspect.persons": 90,
    "inspect.visits": 100,
    "inspect.records": 130,
    "hazards.found": 150,
    "hazards.open": 0,
    "hazards.deadline_done": 60,
    "hazards.settled_days": 25,
    "docs.record": 100,
    "docs.order": 40,
    "docs.all": 190,
    "docs.notice": 0,
    "sanction.suspend": 1,
    "sanction.ban": 1,
}


def told(changed: dict[str, int]) -> list[str]:
    """What is odd in a usual year with some figures changed."""
    return list(unlikely({key: Value(value, value) for key, value in (USUAL | changed).items()}))


def test_the_rules_ask_for_figures_that_there_are() -> None:
    assert set(FIGURES_NEEDED) == set(USUAL) and set(USUAL) <= set(FIGURES)
    assert told({}) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"inspect.persons": 79}, "出动40次、79人次，平均每次不到2人"),
        ({"inspect.persons": 601}, "每家次6.0人次"),
        ({"inspect.persons": 29, "inspect.count": 10}, "每家次0.3人次"),
        ({"hazards.found": 9}, "发现隐患9条"),
        ({"hazards.found": 651, "hazards.open": 1}, "发现隐患651条"),
        ({"docs.order": 101}, "整改指令书101份，多于检查的100家次"),
        ({"docs.record": 101, "docs.order": 102}, "检查记录101份、整改指令书102份"),
        ({"hazards.found": 201}, "整改率正好100%"),
        ({"hazards.settled_days": 1}, "60条都在同一天复查合格"),
        ({"docs.all": 0, "docs.record": 0, "docs.order": 0}, "停业整顿1家、取缔1处，同期却没有一份文书"),
    ],
)
def test_what_is_odd_is_said_with_its_numbers(changed: dict[str, int], words: str) -> None:
    (only,) = told(changed)
    assert words in only


@pytest.mark.parametrize(
    "changed",
    [
        {"inspect.persons": 80},
        {"hazards.found": 200},
        {"hazards.found": 500, "hazards.open": 1},
        {"hazards.settled_days": 1, "hazards.deadline_done": 19},
        {"inspect.visits": 9, "inspect.records": 9, "docs.record": 9, "docs.order": 9},
    ],
)
def test_what_may_well_be_is_not_said(changed: dict[str, int]) -> None:
    assert told(changed) == []


def test_a_rule_without_its_figures_is_passed_over() -> None:
    assert not list(unlikely({"hazards.found": Value(900, 900)}))


def test_a_campaign_is_looked_at_by_itself(cast: Cast) -> None:
    """Eleven visits in the drive, and nothing was found on any."""
    drive = begin_campaign(
        cast.chen, name="夏季攻坚行动", begins_on=TODAY, ends_on=TODAY, aliases=["夏季攻坚"]
    )
    for number in range(11):
        unit = ("yongan", "school", "site")[number % 3]
        plan = OutingPlan(campaign=drive.pk)
        hazards.finish_check(cast.chen, visit(cast, unit, outing=plan), [])
    found = worked_out(cast, "开展夏季攻坚行动，检查企业XX家次。").warnings
    odd = "检查11家次、发现隐患0条，每家次0.0条，与常情不符"
    assert found == (odd, f"夏季攻坚行动：{odd}")


def test_a_typed_number_beside_blanks_is_compared_and_stays(cast: Cast) -> None:
    left(cast)
    result = worked_out(cast, "全年检查企业120家次，发现隐患XX条，立即整改1条，下达行政执法文书近百份。")
    assert "检查企业120家次，发现隐患3条" in result.filled_text()
    assert result.warnings == (
        "文中写“全年检查企业120家次”，记录中“检查企业家次”是2家次",
        "文中写“下达行政执法文书近百份”，记录中“行政执法文书”是5份",
    )
    assert result.is_clean, "a warning fails nothing"


@pytest.mark.parametrize(
    "text",
    [
        "检查企业2家次，发现隐患XX条。",
        "2027年计划检查企业120家次。检查企业XX家次。",
        "去年检查企业120家次，今年检查企业XX家次。",
        "投入资金30万元，发现隐患XX条。",
        "实行24小时值班，四级网格，发现隐患XX条。",
        "开展清河行动，发现问题7项。检查企业XX家次。",
        "取缔非法洗沙场1处，发现隐患XX条。",
    ],
)
def test_a_number_that_is_right_or_not_sure_is_left_alone(text: str, cast: Cast) -> None:
    left(cast)
    assert worked_out(cast, text).warnings == ()


def test_a_finished_text_has_its_numbers_as_blanks(cast: Cast) -> None:
    left(cast)
    finished = actions.work_out(
        cast.chen.scope, text="全年检查企业120家次。", since=TODAY, until=TODAY, as_of=TODAY
    )
    assert finished.typed == () and finished.warnings == ()


def test_flaws_and_warnings_stand_in_the_answer_and_warnings_fail_nothing(
    cast: Cast, tmp_path: Path, capfdbinary: Any
) -> None:
    hazards.finish_check(cast.chen, visit(cast, "yongan"), [finding(cast, "onsite")])
    warned = written(tmp_path, "检查企业120家次，发现隐患XX条。".encode(), "warned.txt")
    assert asked(warned) == 0
    out = json.loads(capfdbinary.readouterr().out.decode())
    assert out["flaws"] == []
    assert out["warnings"] == [
        {"severity": "warning", "text": "文中写“检查企业120家次”，记录中“检查企业家次”是1家次"}
    ]
    flawed = written(tmp_path, "发现隐患XX条。上次发现隐患9条，立即整改12条。".encode(), "flawed.txt")
    assert asked(flawed, as_json=False) == 1
    assert "数字矛盾1处" in capfdbinary.readouterr().out.decode()


def test_the_page_and_the_terminal_say_the_same(cast: Cast) -> None:
    left(cast)
    result = worked_out(cast, "检查企业120家次，发现隐患9条，立即整改12条，复查XX家次。")
    page, words = as_page(result, cast.chen.scope), in_words(result)
    told_ = [one["text"] for one in (*page["flaws"], *page["warnings"])]
    assert told_ and all(one in words for one in told_)
