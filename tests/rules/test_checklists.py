"""The library of checklists, and how a town and its superiors arrange it. No database."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.hazards.criteria import CRITERIA
from bihuan.inspections import law
from bihuan.inspections.checklist_data import LIBRARY, Row
from bihuan.inspections.checklists import (
    OBLIGED,
    OWN,
    Changes,
    Item,
    arranged,
    composed,
    difference,
    in_groups,
    keys_for,
    library_on,
    own_item,
)
from bihuan.units.rules import CATEGORIES

TODAY, THE_DAY = date(2026, 6, 1), date(2021, 9, 1)
DAYS = [date(2018, 6, 1), THE_DAY - timedelta(days=1), THE_DAY, TODAY]
EXTRA = Item("t1", "门前装有摄像头", "", "场所", by=OWN)
DEMANDED = Item(
    "d1", "店内装有烟感", "区安委办（安委办〔2026〕3号）", OBLIGED, by="区安委办（安委办〔2026〕3号）"
)


def rows() -> list[Row]:
    return [row for source in LIBRARY.values() for row in source.rows]


@pytest.mark.parametrize("key", LIBRARY)
@pytest.mark.parametrize("on", DAYS)
def test_a_list_has_fifteen_to_thirty_items_each_citing_law_in_force(key: str, on: date) -> None:
    items = library_on(key, on)
    assert 15 <= len(items) <= 30
    citable = {law.cite(row.edition.law, row.article, on) for row in law.ARTICLES if row.edition.in_force(on)}
    assert {item.basis for item in items} <= citable
    assert all("起施行" in item.since for item in items)


@pytest.mark.parametrize("key", LIBRARY)
def test_keys_are_used_once_in_a_list_and_fit_into_a_record(key: str) -> None:
    keys = [row.key for row in LIBRARY[key].rows]
    assert len(set(keys)) == len(keys)
    assert max(map(len, keys)) <= 10


def test_lists_that_stand_together_on_a_sheet_share_no_key() -> None:
    for key in ("trade", "wood", "store", "catering"):
        together = [row.key for name in (key, "confined", "ammonia") for row in LIBRARY[name].rows]
        assert len(set(together)) == len(together)


def test_every_item_says_what_must_be_how_to_look_and_what_to_do_in_few_words() -> None:
    wordy = [
        row.key
        for row in rows()
        if not (8 <= len(row.text) <= 60 and 8 <= len(row.look) <= 100 and 2 <= len(row.measure) <= 60)
        or not 0 <= row.days <= 30
        or row.text.endswith("。")
    ]
    assert wordy == []


def test_the_same_is_said_once() -> None:
    texts: dict[str, set[Row]] = defaultdict(set)
    for row in rows():
        texts[row.text].add(row)
    assert [text for text, same in texts.items() if len(same) > 1] == []


def test_every_criterion_that_an_item_names_is_there_and_for_its_trade() -> None:
    assert {code for row in rows() for code in row.major} <= set(CRITERIA)
    used = Counter(row for source in LIBRARY.values() for row in source.rows)
    for source in LIBRARY.values():
        trades = {above for code in source.categories for above in (code, code.partition(".")[0])}
        for row in source.rows:
            standards = [CRITERIA[code].standard for code in row.major]
            fits = not standards or any(
                not one.categories or trades & set(one.categories) for one in standards
            )
            assert fits or used[row] > 1, f"{source.key}.{row.key}"


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_category_has_a_list(category: str) -> None:
    assert len(keys_for(category, {})) == 1


def test_a_unit_with_a_danger_is_asked_about_it_too() -> None:
    assert keys_for("trade.food", {"ammonia": True}) == ["trade", "ammonia"]
    assert keys_for("trade.food", {"ammonia": False, "confined_space": True}) == ["trade", "confined"]
    assert keys_for("school", {"ammonia": True}) == ["school"]


def test_what_a_units_details_rule_out_is_not_asked_but_what_is_unknown_is() -> None:
    def groups(details: dict[str, object]) -> set[str]:
        return {item.group for item in composed("school", Changes(), [], TODAY, details)}

    assert {"校车", "食堂"} <= groups({})
    assert "校车" not in groups({"canteen": True})
    assert "食堂" in groups({"canteen": True})


def test_an_item_is_asked_from_the_day_of_its_law() -> None:
    before, after = library_on("trade", THE_DAY - timedelta(days=1)), library_on("trade", THE_DAY)
    assert {item.key for item in after} - {item.key for item in before} == {"risks"}
    assert library_on("trade", date(1980, 1, 1)) == ()


def test_an_item_cites_the_newer_law_as_soon_as_it_is_there() -> None:
    by_day = {on: next(item for item in library_on("confined", on) if item.key == "c-air") for on in DAYS}
    assert by_day[DAYS[0]].basis == "《中华人民共和国安全生产法》第四十条"
    assert by_day[TODAY].basis == "《工贸企业有限空间作业安全规定》"
    assert by_day[TODAY].since == "应急管理部令第13号，2024年1月1日起施行"


def test_a_town_leaves_out_adds_and_orders() -> None:
    library = library_on("fireworks", TODAY)
    made = arranged(library, Changes(frozenset({"warnings"}), (EXTRA,), ("flames", "licence")))
    keys = [item.key for item in made]
    assert "warnings" not in keys
    assert keys[0] == "flames"
    places = [item for item in made if item.group == "场所"]
    assert places[-1] == EXTRA  # under the heading that is there already


def test_what_may_be_a_major_hazard_is_not_left_out() -> None:
    library = library_on("fireworks", TODAY)
    assert "limit" in {item.key for item in arranged(library, Changes(frozenset({"limit"})))}


def test_what_a_superior_demands_comes_first_and_stays() -> None:
    items = composed("fireworks", Changes(frozenset({"d1"}), (), ("licence",)), [DEMANDED], TODAY)
    assert items[0] == DEMANDED


@given(
    hidden=st.sets(st.sampled_from([row.key for row in LIBRARY["shop"].rows])),
    order=st.permutations([row.key for row in LIBRARY["shop"].rows]),
)
def test_however_it_is_arranged_nothing_obligatory_is_lost_and_groups_stand_together(
    hidden: set[str], order: list[str]
) -> None:
    library = library_on("shop", TODAY)
    made = arranged(library, Changes(frozenset(hidden), (EXTRA,), tuple(order)))
    assert Counter(made) == Counter(
        [item for item in library if item.key not in hidden or item.is_obligatory] + [EXTRA]
    )
    headings = [item.group for item in made]
    changes = sum(one != other for one, other in pairwise(headings))
    assert changes == len(in_groups(made)) - 1


def test_an_own_item_cites_the_article_of_the_day() -> None:
    given = {"key": "t1", "text": "门前装有摄像头", "group": "场所", "topic": "hazards"}
    assert own_item(given, DAYS[0]).basis.endswith("第三十八条")
    assert own_item(given, TODAY).basis.endswith("第四十一条")
    assert own_item(given | {"topic": "risk_grading"}, DAYS[0]).basis == ""


def test_two_versions_are_compared_item_by_item() -> None:
    old = [Item("a", "甲", "", "组"), Item("b", "乙", "", "组"), Item("c", "丙", "", "组")]
    new = [old[1], old[0], Item("c", "丙改", "", "组"), EXTRA]
    found = difference(old, new)
    assert (found.added, found.dropped) == ([EXTRA], [])
    assert found.altered == [(old[2], new[2])]
    assert {item.key for item in found.moved} == {"a", "b"}
    assert difference(new, old).dropped == [EXTRA]
