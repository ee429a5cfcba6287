"""The door: a queryset that was not told whose rows it reads refuses to run, however it is run."""

from collections.abc import Callable

import pytest
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from bihuan.core.errors import NotFound
from bihuan.core.scope import JoinedUpdate, Scope, ScopeMissing
from bihuan.grid.models import Cell
from bihuan.hazards.models import Hazard
from bihuan.units.models import Unit
from tests.cast import Cast
from tests.core.deeds import found

EVALUATIONS: dict[str, Callable[[QuerySet[Unit]], object]] = {
    "iterate": list,
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "first": lambda rows: rows.first(),
    "get": lambda rows: rows.get(name="永安烟花店"),
    "slice": lambda rows: list(rows[:1]),
    "values": lambda rows: list(rows.values("name")),
    "values_list": lambda rows: list(rows.values_list("name", flat=True)),
    "aggregate": lambda rows: rows.aggregate(n=Count("pk")),
    "in_bulk": lambda rows: rows.in_bulk(),
    "iterator": lambda rows: list(rows.iterator()),
    "dates": lambda rows: list(rows.dates("opened_on", "year")),
    "explain": lambda rows: rows.explain(),
    "len": len,
    "bool": bool,
    "update": lambda rows: rows.update(name="改名"),
    "delete": lambda rows: rows.delete(),
    "raw": lambda rows: rows.raw("SELECT * FROM units_unit"),
    "union": lambda rows: list(rows.union(rows)),
    "select_related": lambda rows: list(rows.select_related("cell")),
    "annotate": lambda rows: list(rows.annotate(n=Count("hazards"))),
    "contains": lambda rows: rows.contains(Unit(name="永安烟花店")),
    "filtered": lambda rows: list(rows.filter(name="永安烟花店")),
    "excluded": lambda rows: list(rows.exclude(name="永安烟花店")),
}


@pytest.mark.parametrize("how", EVALUATIONS)
def test_without_a_scope_nothing_runs(cast: Cast, how: str) -> None:
    with pytest.raises(ScopeMissing):
        EVALUATIONS[how](Unit.objects.all())


@pytest.mark.parametrize("how", ["delete", "raw"])
def test_even_with_a_scope_nothing_is_deleted_and_no_sql_passes(cast: Cast, how: str) -> None:
    with pytest.raises(ScopeMissing):
        EVALUATIONS[how](Unit.objects.within(cast.chen.scope))


def test_an_update_whose_conditions_lie_on_another_table_is_refused(cast: Cast) -> None:
    """It would be WHERE id IN (SELECT …), and two who press at once would both win."""
    hazard = found(cast, cast.chen)
    with pytest.raises(JoinedUpdate):
        Hazard.objects.within(cast.feng.scope).filter(pk=hazard.pk, version=1).update(state="reported")
    assert Hazard.objects.within(cast.chen.scope).filter(pk=hazard.pk, version=1).update(demand="更换") == 1


def test_an_unscoped_subquery_is_refused(cast: Cast) -> None:
    mine = Cell.objects.within(cast.chen.scope)
    with pytest.raises(ScopeMissing):
        list(mine.filter(pk__in=Unit.objects.values("cell")))
    with pytest.raises(ScopeMissing):
        list(mine.annotate(n=Subquery(Unit.objects.filter(cell=OuterRef("pk")).values("pk")[:1])))
    with pytest.raises(ScopeMissing):
        list(mine.filter(Exists(Unit.objects.filter(cell=OuterRef("pk")))))


def test_both_sides_of_a_union_need_a_scope(cast: Cast) -> None:
    mine = Unit.objects.within(cast.li.scope)
    for widened in (lambda: mine | Unit.objects.all(), lambda: mine & Unit.objects.all()):
        with pytest.raises(ScopeMissing):
            list(widened())
    with pytest.raises(ScopeMissing):
        list(Unit.objects.all() | mine)
    assert {unit.name for unit in mine | Unit.objects.within(cast.zheng.scope)} == {
        "永安烟花店",
        "石桥小学",
        "柳林村便民中心工地",
    }


def test_a_reverse_relation_needs_its_own_scope(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    with pytest.raises(ScopeMissing):
        list(hazard.demands.all())
    with pytest.raises(ScopeMissing):
        list(Hazard.objects.within(cast.chen.scope).prefetch_related("demands"))
    assert hazard.demands.within(cast.chen.scope).count() == 1
    assert not hazard.demands.within(cast.sun.scope).exists()


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("chen", {"永安烟花店", "石桥小学", "柳林村便民中心工地"}),
        ("he", {"永安烟花店", "石桥小学", "柳林村便民中心工地"}),
        ("wu", {"永安烟花店", "石桥小学"}),  # 东片: its own villages
        ("li", {"永安烟花店", "石桥小学"}),
        ("feng", {"永安烟花店"}),
        ("zheng", {"柳林村便民中心工地"}),  # the building office: by department, whatever the place
        ("sun", set()),  # the next town
    ],
)
def test_who_sees_which_units(cast: Cast, who: str, sees: set[str]) -> None:
    scope = getattr(cast, who).scope
    assert set(Unit.objects.within(scope).values_list("name", flat=True)) == sees


def test_nothing_given_is_nothing_seen(cast: Cast) -> None:
    assert not Unit.objects.within(Scope(cast.town.pk)).exists()


def test_the_whole_town_ends_at_its_border(cast: Cast) -> None:
    assert Unit.objects.within(Scope.whole_town(cast.town.pk)).count() == 3
    assert Unit.objects.within(Scope.whole_town(cast.next_town.pk)).count() == 0


def test_a_row_of_elsewhere_is_not_told_from_none(cast: Cast) -> None:
    hazard = found(cast, cast.chen)
    with pytest.raises(NotFound) as elsewhere:
        cast.sun.find(Hazard, hazard.pk, what="条隐患")
    with pytest.raises(NotFound) as nowhere:
        cast.sun.find(Hazard, cast.town.pk, what="条隐患")
    assert elsewhere.value.message == nowhere.value.message
