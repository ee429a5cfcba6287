"""What a draft may say of the time to come: only what records speak for, put where it belongs."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from bihuan.core import clock
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.figures.evaluation import Ask, evaluate, rows
from bihuan.figures.tiles import address
from bihuan.hazards import actions as hazards
from bihuan.hazards.actions import Finding
from bihuan.inspections.actions import begin_campaign
from bihuan.summaries import actions
from bihuan.summaries.models import Summary
from bihuan.summaries.nextsteps import Step, next_steps
from bihuan.summaries.reading.closing import with_plan
from tests.cast import NOW, TODAY, Cast
from tests.summaries.test_story import visit

SINCE, UNTIL = date(2026, 1, 1), date(2026, 6, 30)
TEXT = "上半年工作总结\n一、检查情况\n检查企业XX家次。\n二、下步打算\n抓好落实。"


def steps(cast: Cast, as_of: date = UNTIL) -> dict[str, Step]:
    return {one.key: one for one in next_steps(cast.chen.scope, SINCE, UNTIL, as_of)}


def found(cast: Cast, unit: str, days: int, kind: str = "fire", term: int = 5) -> None:
    """So many days after the story's morning a hazard of a kind is ordered to be mended within a term."""
    with clock.moved(NOW + timedelta(days=days)):
        photo = (cast.photo(cast.chen, "red"),)
        deadline = clock.today() + timedelta(days=term)
        one = Finding("灭火器失效", "deadline", photos=photo, deadline_on=deadline, kind=kind)  # type: ignore[arg-type]
        hazards.finish_check(cast.chen, visit(cast, unit), [one])


@pytest.fixture
def half(cast: Cast) -> None:
    """永安 has the same kind of hazard three times, the last not yet due; one drive runs on, one is to come."""
    found(cast, "yongan", 0)
    found(cast, "yongan", 3)
    found(cast, "yongan", 20, term=30)
    begin_campaign(cast.chen, name="夏季攻坚行动", begins_on=TODAY, ends_on=date(2026, 8, 31))
    begin_campaign(cast.chen, name="秋季行动", begins_on=date(2026, 9, 1), ends_on=date(2027, 1, 9))


def test_each_proposal_is_one_sentence_with_its_number_and_rows(cast: Cast, half: None) -> None:
    said = steps(cast)
    assert "逾期未整改的2条" in said["hazards.overdue"].text
    assert "尚未整改完成的3条" in said["hazards.open"].text
    assert said["hazards.due"].text.startswith("1条") and "7月22日" in said["hazards.due"].text
    assert "烟花爆竹行业同类隐患重复出现2条" in said["hazards.repeated.fireworks"].text
    villages = [one.text for key, one in said.items() if key.startswith("hazards.repeated.0")]
    assert villages == ["石桥村同类隐患重复出现2条，列为重点网格，增加巡查频次。"]
    assert "未检查的2家单位" in said["units.unvisited"].text and "学校1家" in said["units.unvisited"].text
    campaigns = [one.text for key, one in said.items() if key.startswith("campaigns.")]
    assert campaigns == [
        "继续抓好“夏季攻坚行动”，8月31日结束后及时总结。",
        "9月1日至2027年1月9日组织开展“秋季行动”。",
    ]
    for one in said.values():
        assert one.text.endswith("。") and one.text.count("。") == 1
        assert rows(cast.chen.scope, one.ask).count() == one.count > 0
        assert parse_qs(urlsplit(address(one.ask)).query)["as_of"] == ["2026-06-30"]


def test_nothing_is_proposed_without_records(cast: Cast) -> None:
    for unit in ("yongan", "school", "site"):
        hazards.finish_check(cast.chen, visit(cast, unit), [])
    assert steps(cast) == {}


def test_what_came_after_the_cut_off_proposes_nothing(cast: Cast, half: None) -> None:
    said = steps(cast, TODAY)
    assert "hazards.overdue" not in said and "hazards.repeated.fireworks" not in said
    assert said["hazards.due"].count == 1, "only the first order had been given"


def test_a_hazard_repeats_an_earlier_one_of_its_unit(cast: Cast) -> None:
    ask = Ask("hazards.repeated", SINCE, date(2027, 12, 31), date(2027, 12, 31))
    found(cast, "yongan", 0)
    found(cast, "site", 1)
    assert evaluate(cast.chen.scope, [ask])[ask].value == 0
    found(cast, "yongan", 300)
    assert evaluate(cast.chen.scope, [ask])[ask].value == 1


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("一、检查\n甲。\n二、下步打算\n乙。", "一、检查\n甲。\n二、下步打算\n乙。\n一是丙。二是丁。"),
        ("一、检查\n甲。", "一、检查\n甲。\n二、下步工作打算\n一是丙。二是丁。"),
        ("甲。", "甲。\n一、下步工作打算\n一是丙。二是丁。"),
        (
            "一、下步打算\n甲。\n东岭镇人民政府\n2026年6月30日",
            "一、下步打算\n甲。\n一是丙。二是丁。\n东岭镇人民政府\n2026年6月30日",
        ),
    ],
)
def test_steps_stand_in_the_closing_section_above_the_signature(text: str, after: str) -> None:
    assert with_plan(text, ["丙。", "丁。"]) == after


def draft(cast: Cast) -> Summary:
    return actions.draft_summary(
        cast.chen, title="上半年总结", text=TEXT, since=SINCE, until=UNTIL, as_of=UNTIL, kind="half"
    )


def test_inserted_steps_are_a_plan_and_neither_blanks_nor_claims(cast: Cast, half: None) -> None:
    sentences = [one.text for one in steps(cast).values()]
    revised = actions.insert_steps(cast.chen, draft(cast).pk, version=1, sentences=sentences)
    result = actions.worked_out(cast.chen.scope, revised)
    assert [one.binding.figure for one in result.blanks] == ["inspect.visits"]
    assert result.claims == () and result.flaws == ()
    assert f"一是{sentences[0]}二是{sentences[1]}" in result.filled_text()


def test_steps_go_into_a_draft_alone_and_not_past_another_hand(cast: Cast, half: None) -> None:
    summary = draft(cast)
    for wrong in ([], ["  "], ["长" * 201], ["抓好落实。"] * 11):
        with pytest.raises(Incomplete):
            actions.insert_steps(cast.chen, summary.pk, version=1, sentences=wrong)
    with pytest.raises(Stale):
        actions.insert_steps(cast.chen, summary.pk, version=9, sentences=["抓好落实"])
    actions.submit_summary(cast.chen, summary.pk, version=1)
    with pytest.raises(NotAllowed):
        actions.insert_steps(cast.chen, summary.pk, version=2, sentences=["抓好落实"])
