"""Running numbers: no gap, no repeat, and a failed transaction gives its number back."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.core.errors import Incomplete
from bihuan.core.numbering import last_number, next_number, next_numbers
from bihuan.hazards import actions
from bihuan.inspections.models import IssuedPaper
from tests.cast import Cast
from tests.core.deeds import finding, found, visit
from tests.profiles import examples


def test_numbers_run_from_one_in_each_town_series_and_year(cast: Cast) -> None:
    town = cast.town.pk
    assert [next_number(town, "x", 2026) for _ in range(3)] == [1, 2, 3]
    assert next_number(town, "x", 2027) == 1
    assert next_number(town, "y", 2026) == 1
    assert next_number(cast.next_town.pk, "x", 2026) == 1
    assert (last_number(town, "x", 2026), last_number(town, "z", 2026)) == (3, 0)


def test_several_at_once_follow_each_other(cast: Cast) -> None:
    taken = [*next_numbers(cast.town.pk, "x", 2026, 3), *next_numbers(cast.town.pk, "x", 2026, 2)]
    assert [*taken, next_number(cast.town.pk, "x", 2026)] == [1, 2, 3, 4, 5, 6]


def test_a_failed_transaction_gives_its_number_back(cast: Cast) -> None:
    assert next_number(cast.town.pk, "x", 2026) == 1
    with pytest.raises(RuntimeError), transaction.atomic():
        assert next_number(cast.town.pk, "x", 2026) == 2
        raise RuntimeError("the action failed after it took its number")
    assert next_number(cast.town.pk, "x", 2026) == 2


def test_a_refused_check_takes_no_number_from_papers_or_hazards(cast: Cast) -> None:
    assert found(cast, cast.chen).number == "2026-0001"
    lost = finding(
        cast, cast.chen, photos=(cast.town.pk,)
    )  # papers and hazard are numbered before this is seen
    with pytest.raises(Incomplete):
        actions.finish_check(cast.chen, visit(cast, cast.chen), [lost])
    assert found(cast, cast.chen).number == "2026-0002"
    numbers = (
        IssuedPaper.objects.within(cast.chen.scope).filter(kind="order").values_list("number", flat=True)
    )
    assert sorted(numbers) == ["（东）应急责改〔2026〕1号", "（东）应急责改〔2026〕2号"]


def test_a_void_number_keeps_its_place(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    actions.void_visit(cast.chen, hazard.inspection_id, reason="录错单位")
    assert found(cast, cast.chen).number == "2026-0002"


# The cast is the same for all examples, and each rolls back what it took.
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(30), deadline=None
)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_any_sequence_of_takings_has_no_gap(cast: Cast, counts: list[int]) -> None:
    with transaction.atomic():
        taken = [number for count in counts for number in next_numbers(cast.town.pk, "gapless", 2026, count)]
        assert taken == list(range(1, sum(counts) + 1))
        transaction.set_rollback(True)
