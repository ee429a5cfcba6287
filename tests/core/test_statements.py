"""Each action in at most ten statements. Savepoints are the database's bookkeeping and are not counted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.grid import actions as grid
from bihuan.hazards import actions
from bihuan.hazards.actions import Reviewed
from bihuan.inspections import actions as inspections
from bihuan.inspections.actions import Visit
from bihuan.measures.actions import record_decision
from bihuan.units import actions as units
from tests.cast import FOUNDED, TODAY, Cast
from tests.core.deeds import finding, found, visit

STATEMENTS_MAX = 10
# What is found by other words than before is read again, and its entry and its words are written.
OF_THE_INDEX = 3
# Which drives run, whose lists a unit joins or leaves, is asked with each change of one.
OF_THE_DRIVES = 1
# Whoever writes rows that name a unit holds it first.
OF_THE_UNIT = 1
# For which tasks of the grid's rounds a visit counts is asked once.
OF_THE_ROUNDS = 1
# What a paper says is gathered from the records (powers, wording, officers, what was found) and frozen beside its number.
OF_THE_PAPERS = 9
# What a void visit had issued is void with it.
OF_VOID_PAPERS = 2
# A visit is several records at once: itself, a numbered paper, the hazards looked at; and its unit is held.
OF_A_VISIT = 14 + OF_THE_INDEX + OF_THE_ROUNDS + OF_THE_PAPERS
# And with a sortie of its own, an order, hazards with terms and photos, and what they repeat, however many.
OF_A_CHECK = 23 + OF_THE_INDEX + OF_THE_ROUNDS + 1 + OF_THE_PAPERS + 2  # hazards and papers, two of them
# A decision asks how the unit stands, and brings the unit's state, what it names, a watch and its first revisit.
OF_A_DECISION = 16 + OF_THE_INDEX


@contextmanager
def few_statements(at_most: int = STATEMENTS_MAX) -> Iterator[None]:
    """Fails, showing them, when the block takes more statements."""
    with CaptureQueriesContext(connection) as captured:
        yield
    counted = [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"]]
    assert len(counted) <= at_most, f"{len(counted)} statements:\n" + "\n".join(sql[:160] for sql in counted)


def test_order_rectification(cast: Cast) -> None:
    hazard = found(cast, cast.chen, "undecided")
    chen = cast.chen
    with few_statements(STATEMENTS_MAX + OF_THE_INDEX + OF_THE_UNIT + OF_THE_PAPERS):
        actions.order_rectification(
            chen,
            hazard.pk,
            version=1,
            second_officer=cast.people["zhao"].pk,
            demand="更换老化线路",
            deadline_on=TODAY + timedelta(days=7),
        )


def test_report_rectified(cast: Cast) -> None:
    hazard, feng = found(cast, cast.chen), cast.feng
    photos = [cast.photo(feng, "green")]
    with few_statements():
        actions.report_rectified(feng, hazard.pk, version=1, note="已换新线", photos_after=photos)


def test_confirm_fixed_on_site(cast: Cast) -> None:
    hazard, chen = found(cast, cast.chen, "undecided"), cast.chen
    photos = [cast.photo(chen, "green")]
    with few_statements():
        actions.confirm_fixed_on_site(chen, hazard.pk, version=1, photos_after=photos)


def test_mark_urgent(cast: Cast) -> None:
    hazard, zhou = found(cast, cast.chen), cast.zhou
    with few_statements():
        actions.mark_urgent(zhou, hazard.pk, version=1, hours=24, note="雨季将至")


def test_void_hazard(cast: Cast) -> None:
    hazard, zhou = found(cast, cast.chen), cast.zhou
    with few_statements():
        actions.void_hazard(zhou, hazard.pk, version=1, note="登记错误")


def test_void_visit(cast: Cast) -> None:
    hazard, zhou = found(cast, cast.chen), cast.zhou
    with few_statements(STATEMENTS_MAX + OF_THE_UNIT + OF_VOID_PAPERS):
        actions.void_visit(zhou, hazard.inspection_id, reason="登记错误")


def test_record_decision(cast: Cast) -> None:
    hazard, zhou = found(cast, cast.chen), cast.zhou
    proof: Any = cast.photo(zhou, "white")
    with few_statements(at_most=OF_A_DECISION):
        record_decision(
            zhou,
            hazard.unit_id,
            kind="suspend",
            body="东城区应急管理局",
            number="东应急停〔2026〕1号",
            decided_on=TODAY,
            reason="拒不整改",
            proof=proof,
            hazards=[hazard.pk],
        )


def test_note_overdue(cast: Cast) -> None:
    hazard, chen = found(cast, cast.chen), cast.chen
    with few_statements():
        actions.note_overdue(chen, hazard)


def test_register_and_revise_a_unit(cast: Cast) -> None:
    chen = cast.chen
    given = {"category": "shop", "cell_id": cast.cells["石桥村"].pk, "uscc": "91350100M000100Y43"}
    with few_statements(STATEMENTS_MAX + OF_THE_INDEX + OF_THE_DRIVES):
        unit = units.register_unit(chen, name="石桥粮油店", opened_on=TODAY, **given)
    with few_statements(STATEMENTS_MAX + OF_THE_INDEX + OF_THE_DRIVES):
        units.revise_unit(chen, unit.pk, version=1, name="石桥粮油超市", **given)
    with few_statements(STATEMENTS_MAX + 3 + OF_THE_DRIVES):  # what is open at the unit is asked of each app
        units.change_state(chen, unit.pk, state="closed", from_on=TODAY, reason="歇业")


def test_people_and_posts(cast: Cast) -> None:
    chen, xu = cast.chen, cast.xu
    with few_statements():
        person = grid.register_person(xu, name="韩梅", username="han", phone="13900000001")
    with few_statements():
        post = grid.appoint(
            xu, person.pk, kind="grid_member", cell_id=cast.cells["石桥村"].pk, from_on=FOUNDED
        )
    with few_statements():
        grid.end_post(xu, post.pk, to_on=TODAY)
    with few_statements():
        grid.open_cell(chen, cast.cells["石桥村"].pk, name="南街", kind="cell", opened_on=TODAY)


def test_a_patrol_and_a_check_without_findings(cast: Cast) -> None:
    wang, chen = cast.wang, cast.chen
    with few_statements():
        inspections.complete_patrol(
            wang, Visit(unit=cast.units["yongan"].pk, visited_on=TODAY, kind="patrol")
        )
    checked = visit(cast, chen, outing=None)
    with few_statements(at_most=OF_A_VISIT):
        actions.finish_check(chen, checked)


def test_reinspect_one_hazard(cast: Cast) -> None:
    hazard, zhao = found(cast, cast.chen), cast.zhao
    again = visit(cast, zhao, kind="reinspection", outing=None)
    review = Reviewed(hazard.pk, version=1, passed=True, note="线路已更换")
    with few_statements(at_most=OF_A_VISIT):
        actions.reinspect(zhao, again, [review])


def test_a_check_costs_the_same_however_much_was_found(cast: Cast) -> None:
    def cost(count: int) -> int:
        checked, chen = visit(cast, cast.chen), cast.chen
        findings = [finding(cast, cast.chen) for _ in range(count)]
        return _count(lambda: actions.finish_check(chen, checked, findings))

    assert cost(1) <= OF_A_CHECK
    assert cost(2) == cost(5) <= OF_A_CHECK


def _count(do: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        do()
    return len([one for one in captured if "SAVEPOINT" not in one["sql"]])


def test_whatever_changes_particulars_holds_the_town_first(cast: Cast) -> None:
    changes = (
        lambda pk: units.revise_unit(cast.chen, pk, version=1, phone="13900000009"),
        lambda pk: units.reclassify_unit(cast.chen, pk, version=2, category="shop"),
    )
    for change in changes:
        with CaptureQueriesContext(connection) as asked:
            change(cast.units["school"].pk)
        read = [one["sql"].partition(' FROM "')[2].partition('"')[0] for one in asked]
        first = next(table for table in read if table not in ("", "grid_post", "grid_person"))
        assert first == "core_town", read
