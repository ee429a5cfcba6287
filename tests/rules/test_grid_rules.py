"""Paths of the grid, and what posts give."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.actions import RIGHTS
from bihuan.core.scope import under
from bihuan.grid import rules

numbers = st.integers(1, 9998)
paths = st.lists(numbers, min_size=0, max_size=3).map(
    lambda below: "0001" + "".join(f"{n:04d}" for n in below)
)


@given(paths, numbers)
def test_a_child_lies_one_level_below_its_parent_and_the_parent_is_its_ancestor(
    parent: str, number: int
) -> None:
    child = rules.child_path(parent, number)
    assert rules.level_of(child) == rules.level_of(parent) + 1
    assert rules.ancestors(child) == [*rules.ancestors(parent), child]


@given(paths, paths)
def test_the_range_of_a_cell_is_its_subtree_and_nothing_else(cell: str, other: str) -> None:
    bounds = dict(under("path", cell).children)
    inside = bounds["path__gte"] <= other < bounds["path__lt"]
    assert inside == other.startswith(cell)


@pytest.mark.parametrize("number", [0, -1, 9999, 10000])
def test_a_number_that_does_not_fit_its_digits_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        rules.child_path("0001", number)


@pytest.mark.parametrize("kind", rules.POST_KINDS.values(), ids=rules.POST_KINDS)
def test_a_post_gives_only_rights_that_exist_and_stands_somewhere(kind: rules.PostKind) -> None:
    assert kind.rights <= set(RIGHTS)
    assert kind.stands in {"town", "department", "unit", *map(str, rules.LEVELS)}


@pytest.mark.parametrize(
    ("right", "holders"),
    [
        ("order", {"safety_head", "inspector"}),
        ("reinspect", {"safety_head", "inspector"}),
        ("people", {"admin"}),
        ("authorize", {"admin", "security_admin"}),
        ("decide", {"secretary", "mayor", "vice_mayor", "safety_head"}),
        (
            "rectify",
            {
                "safety_head",
                "inspector",
                "department_head",
                "office_head",
                "village_head",
                "enterprise_safety",
                "unit_head",
                "unit_safety",
            },
        ),
        ("members", {"unit_head"}),
    ],
)
def test_who_may_what(right: str, holders: set[str]) -> None:
    assert {code for code, kind in rules.POST_KINDS.items() if right in kind.rights} == holders


def test_the_administrator_sees_no_business_and_the_district_changes_nothing() -> None:
    assert "view" not in rules.POST_KINDS["admin"].rights
    assert rules.POST_KINDS["district"].rights == {"view", "office"}


def test_kept_apart_each_of_the_three_has_rights_that_no_other_post_has() -> None:
    apart = {code: rules.rights_of([code], apart=True) for code in rules.POST_KINDS}
    assert apart["admin"] == {"people", "maintain", "import"}
    assert (apart["security_admin"], apart["audit_admin"]) == ({"authorize"}, {"audit"})
    for right in rules.ALONE:
        assert [code for code, rights in apart.items() if right in rights] == [rules.ALONE[right]]
    assert rules.rights_of(["secretary"]) - apart["secretary"] == {"audit"}
    assert apart["inspector"] == rules.rights_of(["inspector"])


@pytest.mark.parametrize(
    ("kind", "others", "why"),
    [
        ("admin", ["security_admin"], "不能由一人兼任"),
        ("audit_admin", ["admin"], "不能由一人兼任"),
        ("audit_admin", ["grid_member"], "只管审计"),
        ("inspector", ["audit_admin"], "只管审计"),
        ("admin", ["admin", "inspector"], ""),
        ("security_admin", ["safety_head"], ""),
        ("audit_admin", [], ""),
        ("inspector", ["office_head"], ""),
    ],
)
def test_which_posts_go_together(kind: str, others: list[str], why: str) -> None:
    told = rules.why_not_together(kind, others)
    assert why in told and bool(why) == bool(told)


@pytest.mark.parametrize(
    ("since", "until", "is_refused"),
    [(1, None, True), (1, 9, False), (1, 10, True), (20, 25, True), (21, None, False), (15, 14, False)],
)
def test_posts_that_do_not_go_together_may_follow_each_other(
    since: int, until: int | None, is_refused: bool
) -> None:
    def term(kind: str, first: int, last: int | None) -> rules.Term:
        return rules.Term(kind, date(2026, 11, first), date(2026, 11, last) if last else None)

    others = [term("security_admin", 10, 20), term("grid_member", 1, None), term("audit_admin", 5, 4)]
    told = rules.why_not_beside(term("admin", since, until), others)
    assert bool(told) is is_refused


def test_rights_of_several_posts_add_up() -> None:
    assert rules.rights_of([]) == frozenset()
    both = rules.rights_of(["grid_member", "admin"])
    assert both == rules.POST_KINDS["grid_member"].rights | rules.POST_KINDS["admin"].rights


def test_what_the_office_keeps_for_itself_is_for_nobody_of_a_unit() -> None:
    of_units = {*rules.UNIT_POSTS, "enterprise_safety"}
    views = {code for code, kind in rules.POST_KINDS.items() if "view" in kind.rights}
    assert {code for code in views if "office" not in rules.POST_KINDS[code].rights} == of_units
