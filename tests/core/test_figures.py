"""Evaluation of figures: one query a source, slices as recorded, zero and missing, cut-off, ratios."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bihuan.core import clock
from bihuan.core.ids import new_id
from bihuan.figures import evaluation
from bihuan.figures.evaluation import (
    WHOLE,
    Ask,
    Slice,
    Unsliceable,
    Value,
    counted,
    evaluate,
    ids_behind,
    rows,
    sliceable,
)
from bihuan.figures.registry import (
    FIGURES,
    IDENTITIES,
    SOURCES,
    TOPICS,
    Figure,
    Kind,
    declare,
    declare_source,
)
from bihuan.figures.registry import topics as open_topics
from bihuan.figures.rows import as_row, behind, fields_of, source_of, subjects_by_id
from bihuan.hazards import actions
from bihuan.hazards.actions import Reviewed
from bihuan.inspections.actions import OutingPlan, Visit, begin_campaign
from bihuan.units import actions as units
from bihuan.units.rules import CATEGORIES
from tests.cast import NOW, TODAY, Cast
from tests.core.deeds import finding, found, visit
from tests.risks.deeds import add as add_risk

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def ask(key: str, part: Slice = WHOLE, **more: date) -> Ask:
    """Of the whole year, with today's state."""
    return replace(Ask(key, *YEAR, as_of=TODAY, slice=part), **more)


def value(cast: Cast, key: str, part: Slice = WHOLE, **more: date) -> Value:
    asked = ask(key, part, **more)
    return evaluate(cast.chen.scope, [asked])[asked]


def test_all_figures_of_all_slices_take_one_query_a_source(cast: Cast) -> None:
    found(cast, cast.chen)
    parts = [WHOLE, Slice(cell=cast.cells["石桥村"].path), Slice(category="fireworks")]
    asks = [ask(figure.key, part) for figure in FIGURES.values() for part in parts if sliceable(figure, part)]
    counted = {
        key
        for one in asks
        for key in (FIGURES[one.figure].of if FIGURES[one.figure].kind is Kind.RATIO else (one.figure,))
    }
    touched = {FIGURES[key].source for key in counted}
    touched |= {FIGURES[SOURCES[source].basis].source for source in touched if SOURCES[source].basis}
    scope = cast.chen.scope
    with CaptureQueriesContext(connection) as captured:
        answers = evaluate(scope, asks)
    assert len(answers) == len(asks) >= 25
    assert len(captured) == len(touched)


def test_many_cells_at_once_say_what_each_says_alone(cast: Cast) -> None:
    """Asked together rows are grouped by cell, asked alone they are filtered by it."""
    found(cast, cast.chen)
    actions.finish_check(cast.zhao, visit(cast, cast.zhao, unit=cast.units["site"].pk), [])
    cells = [cast.cells[name].path for name in ("石桥村", "柳林村", "东片办事处", "西片办事处")]
    asks = [
        ask(figure.key, Slice(cell=path))
        for figure in FIGURES.values()
        for path in cells
        if sliceable(figure, Slice(cell=path))
    ]
    together = evaluate(cast.chen.scope, asks)
    assert {one.value for one in together.values()} - {0, None}
    for one in asks:
        assert together[one] == evaluate(cast.chen.scope, [one])[one], one


def test_more_asks_than_a_query_has_columns_take_another_query(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(cast, cast.chen)
    days = [TODAY + timedelta(days=number) for number in range(-9, 3)]
    asks = [ask("inspect.visits", since=day, until=day) for day in days]
    whole = evaluate(cast.chen.scope, asks)
    monkeypatch.setattr(evaluation, "ASKS_MAX", 5)
    with CaptureQueriesContext(connection) as captured:
        assert evaluate(cast.chen.scope, asks) == whole
    assert len(captured) == 2 * 3, "of each day the visits, and whether anything was reported at all"


def test_there_are_at_least_twenty_five_figures_and_each_says_what_it_is() -> None:
    assert len(FIGURES) >= 25
    for figure in FIGURES.values():
        assert figure.label and figure.unit and figure.says.endswith("。")
        assert all(key in FIGURES for key in figure.of if key)
        for words in (figure.also, figure.verbs, figure.nouns, figure.units_also):
            assert len(set(words)) == len(words), f"{figure.key}: {words}"
    for identity in IDENTITIES:
        assert {identity.left, *identity.right} <= set(FIGURES)


def test_a_figure_answers_with_as_many_rows_as_it_says(cast: Cast) -> None:
    found(cast, cast.chen)
    found(cast, cast.chen, "onsite")
    for figure in FIGURES.values():
        asked = ask(figure.key)
        answer = evaluate(cast.chen.scope, [asked])[asked]
        assert answer.rows == rows(cast.chen.scope, asked).count(), figure.key


def test_the_ids_behind_all_figures_take_one_query_a_source(cast: Cast) -> None:
    found(cast, cast.chen)
    found(cast, cast.chen, "onsite")
    asks = [part for key in FIGURES for part in counted(ask(key))]
    asks += [ask("hazards.found", Slice(category="fireworks")), ask("hazards.found", since=TODAY)]
    scope = cast.chen.scope
    with CaptureQueriesContext(connection) as queries:
        behind = ids_behind(scope, asks)
    assert len(queries) == len({FIGURES[one.figure].source for one in asks})
    for one in asks:
        assert behind[one] == [str(row.pk) for row in rows(scope, one).order_by("pk")], one


def test_every_row_can_be_followed_to_the_events_that_tell_of_it(cast: Cast) -> None:
    first = found(cast, cast.chen)
    for key, of in (
        ("hazards.found", {first.pk, first.inspection_id}),
        ("inspect.persons", {first.inspection_id}),
    ):
        ids = ids_behind(cast.chen.scope, [ask(key)])[ask(key)]
        told = subjects_by_id(cast.chen.scope, source_of(key), ids)
        assert {str(values[0]) for values, _ in told} == set(ids)
        assert all(subjects == of for _, subjects in told)
    for source in SOURCES.values():
        assert subjects_by_id(cast.chen.scope, source, []) == []


def test_slices_are_by_place_category_campaign_and_origin_as_recorded(cast: Cast) -> None:
    campaign = begin_campaign(cast.chen, name="百日攻坚", begins_on=TODAY, ends_on=TODAY)
    planned = visit(cast, cast.chen, outing=OutingPlan(campaign=campaign.pk))
    actions.finish_check(cast.chen, planned, [finding(cast, cast.chen)])
    at_school = visit(cast, cast.chen, unit=cast.units["school"].pk)
    actions.finish_check(cast.chen, at_school, [finding(cast, cast.chen) for _ in range(2)])

    def of(**part: object) -> int | Decimal | None:
        return value(cast, "hazards.found", Slice(**part)).value  # type: ignore[arg-type]

    assert of() == 3
    assert of(category="fireworks") == 1
    assert of(category="school") == 2
    assert of(cell=cast.cells["东片办事处"].path) == 3
    assert of(cell=cast.cells["永安烟花店"].path) == 1
    assert of(campaign=campaign.pk) == 1
    assert of(origin="town") == 3
    assert of(origin="patrol") == 0
    # 永安 moves to the western office: who holds it changes, what was recorded does not.
    units.revise_unit(cast.chen, cast.units["yongan"].pk, version=1, cell_id=cast.cells["柳林村"].pk)
    assert of(cell=cast.cells["石桥村"].path) == 3
    assert not evaluate(cast.li.scope, [ask("hazards.found", Slice(category="fireworks"))])[
        ask("hazards.found", Slice(category="fireworks"))
    ].rows


def test_a_sortie_to_three_units_counts_once_in_every_slice(cast: Cast) -> None:
    plan = OutingPlan(leader=cast.people["zhou"].pk, experts=2, vehicles=1)
    for key in ("yongan", "school", "site"):
        actions.finish_check(cast.chen, visit(cast, cast.chen, unit=cast.units[key].pk, outing=plan))
    east = Slice(cell=cast.cells["东片办事处"].path)
    for part in (WHOLE, east):
        assert value(cast, "inspect.count", part).value == 1
        assert value(cast, "inspect.persons", part).value == 3  # 陈, 赵, 周
        assert value(cast, "inspect.experts", part).value == 2
        assert value(cast, "inspect.vehicles", part).value == 1
    assert value(cast, "inspect.visits").value == 3
    assert value(cast, "inspect.visits", east).value == 2


def test_zero_is_not_missing(cast: Cast) -> None:
    nothing = value(cast, "hazards.found")
    assert nothing.value is None
    assert "没有“检查、巡查、复查记录”，不能据此填0" in nothing.missing
    actions.finish_check(cast.chen, visit(cast, cast.chen))
    assert value(cast, "hazards.found") == Value(0, 0)
    assert value(cast, "hazards.found", Slice(category="school")).value is None  # nobody looked there
    assert value(cast, "units.total") == Value(3, 3)  # a register is a register, inspected or not


def test_a_ratio_to_nothing_is_not_a_hundred_per_cent(cast: Cast) -> None:
    actions.finish_check(cast.chen, visit(cast, cast.chen))
    rate = value(cast, "hazards.rate")
    assert rate.value is None
    assert "“排查隐患”为0" in rate.missing


def test_a_ratio_has_one_decimal_rounded_half_up(cast: Cast) -> None:
    for outcome in ("onsite", "onsite", "deadline"):
        found(cast, cast.chen, outcome)
    assert value(cast, "hazards.rate").value == Decimal("66.7")
    assert value(cast, "inspect.coverage").value == Decimal("33.3")


def test_both_ends_of_a_period_count_and_the_cut_off_is_a_day_inclusive(cast: Cast) -> None:
    found(cast, cast.chen)
    day = timedelta(days=1)
    assert value(cast, "hazards.found", since=TODAY, until=TODAY).value == 1
    assert value(cast, "hazards.found", since=TODAY - day, until=TODAY - day).value is None
    assert value(cast, "hazards.found", since=TODAY + day, until=TODAY + day, as_of=TODAY + day).value is None
    # A report cut off before the period's end knows nothing of later rows.
    assert value(cast, "hazards.found", as_of=TODAY - day).value is None


def test_a_cohort_is_in_its_state_at_the_cut_off_whenever_it_is_asked(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    later = NOW + timedelta(days=10)
    with clock.moved(later):
        again = visit(cast, cast.chen, kind="reinspection", outing=None)
        actions.reinspect(cast.chen, again, [Reviewed(hazard.pk, 1, passed=True, note="已更换")])
    before, after = TODAY + timedelta(days=9), TODAY + timedelta(days=10)
    for key, then, now in (("open", 1, 0), ("rectified", 0, 1), ("overdue", 1, 0), ("deadline", 1, 1)):
        assert value(cast, f"hazards.{key}", as_of=before).value == then, key
        assert value(cast, f"hazards.{key}", as_of=after).value == now, key
    assert (
        value(cast, "hazards.overdue", as_of=TODAY + timedelta(days=7)).value == 0
    )  # the last day is in time
    assert value(cast, "hazards.closed", until=before, as_of=after).value == 0  # a flow goes by its own date
    assert value(cast, "hazards.closed", as_of=after).value == 1


def test_a_patrol_is_no_check(cast: Cast) -> None:
    actions.finish_check(cast.wang, Visit(unit=cast.units["yongan"].pk, visited_on=TODAY, kind="patrol"))
    assert value(cast, "grid.patrols").value == 1
    assert value(cast, "inspect.visits").value == 0


def test_what_a_source_does_not_record_cannot_be_asked(cast: Cast) -> None:
    by_campaign = Slice(campaign=cast.town.pk)
    assert not sliceable(FIGURES["units.total"], by_campaign)
    assert not sliceable(FIGURES["inspect.coverage"], by_campaign)  # its denominator does not
    with pytest.raises(Unsliceable):
        evaluate(cast.chen.scope, [ask("units.total", by_campaign)])


def test_a_void_hazard_counts_nowhere(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    actions.void_hazard(cast.zhou, hazard.pk, version=1, note="登记错误")
    for key in ("found", "open", "deadline", "overdue"):
        assert not value(cast, f"hazards.{key}", as_of=TODAY + timedelta(days=30)).value, key


def test_figures_stop_at_the_scope(cast: Cast) -> None:
    found(cast, cast.chen)
    asked = ask("hazards.found")
    assert evaluate(cast.li.scope, [asked])[asked].value == 1
    assert evaluate(cast.sun.scope, [asked])[asked].value is None


def test_a_key_is_declared_once_and_needs_a_source() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        declare([FIGURES["hazards.found"]])
    with pytest.raises(ValueError, match="declared twice"):
        declare_source(SOURCES["hazards"])
    with pytest.raises(ValueError, match="no source"):
        declare([Figure("x.y", "某", "个", "某。", Kind.FLOW, "nowhere")])


def test_a_source_whose_field_leads_to_many_rows_is_refused() -> None:
    """A join to many would sum a sortie's experts once for each of its visits."""
    doubled = replace(
        SOURCES["outings"], key="outings_by_join", cell="inspections__recorded_cell", through=None
    )
    with pytest.raises(ValueError, match="leads to many rows"):
        declare_source(doubled)


@pytest.mark.parametrize("key", [key for key, figure in FIGURES.items() if figure.kind is not Kind.RATIO])
def test_no_condition_of_a_figure_joins_to_many(key: str, cast: Cast) -> None:
    query = rows(cast.chen.scope, ask(key)).query
    joins = [join for join in query.alias_map.values() if getattr(join, "join_field", None)]
    assert not [join for join in joins if join.join_field.one_to_many or join.join_field.many_to_many]


def test_a_topic_ends_when_an_app_declares_its_key() -> None:
    assert not set(open_topics()) & set(FIGURES)
    assert set(TOPICS) >= set(open_topics())


def test_a_row_shows_the_word_of_its_category(cast: Cast) -> None:
    units = Ask("units.total", date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))
    shown = [as_row(source_of("units.total"), row).cells for row in behind(cast.chen, units)]
    assert {cells[1] for cells in shown} <= {one.label for one in CATEGORIES.values()} and shown


@pytest.mark.parametrize("key", SOURCES)
def test_a_row_of_every_source_has_its_columns_and_leads_to_its_page(key: str) -> None:
    source = SOURCES[key]
    values = tuple(new_id() for _ in fields_of(source))
    row = as_row(source, values)
    assert len(row.cells) == len(source.columns)
    of = values[0] if source.page_of == "pk" else values[-1]
    assert row.url == (reverse(source.page, args=[of]) if source.page else "")


def test_a_record_whose_page_is_anothers_leads_there(cast: Cast) -> None:
    """The grade of a risk point leads to the point: the address is of the field that the source names, the cells are its columns."""
    point = add_risk(cast.chen, cast.units["school"])
    keys = ("risks.major", "risks.large", "risks.general", "risks.low")
    found = [as_row(source_of(key), row) for key in keys for row in behind(cast.chen, ask(key))]
    assert [one.url for one in found] == [reverse("risk_point", args=[point.pk])]
    assert {len(one.cells) for one in found} == {len(source_of(keys[0]).columns)}
