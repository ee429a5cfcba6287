"""The numbers of a period stand beside those of the one before and of a year ago, each with its rows; what nobody recorded is no nought."""

from datetime import date

from bihuan.figures.evaluation import Ask
from bihuan.hazards.actions import finish_check
from bihuan.summaries.beside import beside
from tests.cast import Cast
from tests.core.deeds import finding, visit


def test_a_week_stands_beside_the_week_before_and_the_same_of_last_year(cast: Cast) -> None:
    finish_check(cast.zhao, visit(cast, cast.zhao), [finding(cast, cast.zhao)])
    week = Ask("hazards.found", date(2026, 6, 1), date(2026, 6, 7), date(2026, 6, 7))
    (line,) = beside(cast.chen.scope, [(week, ""), (week, "")])
    assert (line.now.value.value, line.before.value.value, line.year.value.value) == (1, None, None)
    assert "since=2026-05-25" in line.before.url and "until=2026-05-31" in line.before.url
    assert "since=2025-06-01" in line.year.url
    assert "没有" in line.before.value.missing


def test_a_month_is_held_against_whole_months(cast: Cast) -> None:
    march = Ask("inspect.visits", date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 31))
    (line,) = beside(cast.chen.scope, [(march, "")])
    assert "since=2026-02-01" in line.before.url and "until=2026-02-28" in line.before.url
