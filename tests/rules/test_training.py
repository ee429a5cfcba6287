"""What the rules of training say: hours by trade and day, exams drawn and marked, questions judged, drills due."""

from datetime import date
from decimal import Decimal

import pytest

from bihuan.training import rules
from bihuan.training.bank import built_in
from bihuan.training.rules import Asked, Asking, check_question, draw, hours_asked, marked, read_right

DAY = date(2018, 6, 1)


@pytest.mark.parametrize(
    ("group", "category", "on", "hours"),
    [
        ("heads", "fireworks", DAY, 16),
        ("managers", "trade.wood", DAY, 12),
        ("heads", "chemical.station", DAY, 16),
        ("heads", "school", DAY, None),
        ("officers", "", DAY, None),
        ("officers", "", date(2023, 8, 8), None),
        ("officers", "", date(2023, 8, 9), 60),
        ("heads", "trade", date(2006, 2, 28), None),
    ],
)
def test_hours_are_asked_by_group_trade_and_day(
    group: str, category: str, on: date, hours: int | None
) -> None:
    found = hours_asked(group, category, on)
    assert (found.hours if found else None) == hours


def test_the_towns_own_rule_binds_where_it_asks_more() -> None:
    own = [Asked("heads", 14, "镇发1号", DAY), Asked("grid", 8, "镇发1号", DAY, date(2018, 9, 1))]
    assert hours_asked("heads", "trade", DAY, own).hours == 14  # type: ignore[union-attr]
    assert hours_asked("heads", "mine", DAY, own).hours == 16  # type: ignore[union-attr]
    assert hours_asked("grid", "", date(2018, 8, 31), own).hours == 8  # type: ignore[union-attr]
    assert hours_asked("grid", "", date(2018, 9, 1), own) is None


@pytest.mark.parametrize(
    ("hours", "word"),
    [("24", ""), ("24.5", "不能超过24"), ("0", "请填写"), ("2.3", "半小时"), ("0.5", "")],
)
def test_a_session_has_no_more_hours_than_a_day(hours: str, word: str) -> None:
    said = rules.why_not_hours(Decimal(hours))
    assert word in said and bool(said) == bool(word)


@pytest.mark.parametrize(
    ("kind", "typed", "right"),
    [
        ("single", "b", (1,)),
        ("multiple", "A、C", (0, 2)),
        ("judge", "对", (0,)),
        ("judge", "错误", (1,)),
        ("judge", "C", ()),
        ("single", "", ()),
        ("single", "Z", (-1,)),
    ],
)
def test_the_right_answer_is_read_as_people_write_it(kind: str, typed: str, right: tuple[int, ...]) -> None:
    assert read_right(kind, typed) == right


@pytest.mark.parametrize(
    ("kind", "options", "right", "field"),
    [
        ("single", ("甲", "乙"), (), "right"),
        ("single", ("甲", "乙"), (2,), "right"),
        ("single", ("甲", "乙"), (-1,), "right"),
        ("single", ("甲", "乙"), (0, 1), "right"),
        ("multiple", ("甲", "乙", "丙"), (1,), "right"),
        ("judge", ("正确", "错误"), (), "right"),
        ("single", ("甲",), (0,), "options"),
        ("single", ("甲", "甲"), (0,), "options"),
        ("essay", ("甲", "乙"), (0,), "kind"),
    ],
)
def test_a_question_without_a_right_answer_is_none(
    kind: str, options: tuple[str, ...], right: tuple[int, ...], field: str
) -> None:
    assert field in check_question(kind, "题", options, right)
    assert not check_question("multiple", "题", ("甲", "乙", "丙"), (0, 2))


@pytest.mark.parametrize("day", [date(2014, 12, 1), DAY, date(2021, 9, 1), date(2026, 6, 2)])
def test_every_built_in_question_has_an_answer_and_the_days_article(day: date) -> None:
    bank = built_in(day)
    assert len(bank) >= 60 or day < DAY
    assert len({one.text for one in bank}) == len(bank)
    for one in bank:
        assert not check_question(one.kind, one.text, one.options, one.right), one.text


def test_a_question_cites_the_edition_in_force() -> None:
    def basis(day: date) -> str:
        return next(one.basis for one in built_in(day) if "焊接作业的人员" in one.text)

    assert basis(date(2021, 8, 31)).endswith("第二十七条")
    assert basis(date(2021, 9, 1)).endswith("第三十条")


def test_an_exam_is_the_same_for_its_seed_and_its_own_for_each_person() -> None:
    bank = built_in(DAY)
    first = draw(bank, "officers", 10, "a")
    assert first == draw(bank, "officers", 10, "a") and first != draw(bank, "officers", 10, "b")
    assert len(first) == 10 and len({one.key for one in first}) == 10
    assert sum("officers" in one.groups for one in first) == 5
    assert not [one for one in first if one.groups and "officers" not in one.groups]
    by_key = {one.key: one for one in bank}
    for one in first:
        there = by_key[one.key]
        assert {one.options[at] for at in one.right} == {there.options[at] for at in there.right}


def test_a_small_bank_gives_what_it_has() -> None:
    bank = [Asking(str(n), "judge", f"题{n}", ("正确", "错误"), (0,)) for n in range(3)]
    assert len(draw(bank, "villagers", 10, "x")) == 3
    assert draw([], "villagers", 10, "x") == [] and marked([], []) == 0


def test_only_exactly_the_right_options_count() -> None:
    many = Asking("m", "multiple", "题", ("甲", "乙", "丙"), (0, 2))
    one = Asking("o", "single", "题", ("甲", "乙"), (1,))
    assert marked([many, one], [[0, 2], [1]]) == 100
    assert marked([many, one], [[0], [1]]) == 50
    assert marked([many, one], [[0, 1, 2], [0]]) == 0


@pytest.mark.parametrize(
    ("category", "on", "months"),
    [
        ("fireworks", date(2019, 3, 31), 12),
        ("fireworks", date(2019, 4, 1), 6),
        ("trade.wood", date(2026, 1, 1), 12),
        ("building.house", date(2026, 1, 1), 12),
    ],
)
def test_a_drill_is_due_by_trade_and_day(category: str, on: date, months: int) -> None:
    assert rules.drill_months(category, on) == months
