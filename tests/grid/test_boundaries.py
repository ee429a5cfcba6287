"""Cells are merged, split and moved: the work goes with them, and history stays with the cells of its day."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from bihuan.core import clock, events
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, NotFound
from bihuan.core.scope import Scope
from bihuan.dossiers.asof import as_of
from bihuan.figures.evaluation import Ask, Slice, Value, evaluate, sliceable
from bihuan.figures.registry import FIGURES
from bihuan.grid.actions import appoint, open_cell
from bihuan.grid.boundary_actions import merge_cell, move_cell, split_cell
from bihuan.grid.following import FOLLOWERS, STAYS
from bihuan.grid.models import Cell, Post
from bihuan.grid.queries import actor_of, cells_in_force, lineage_of, lineages, tree
from bihuan.grid.rules import why_not_merge, why_not_move
from bihuan.hazards.models import Hazard
from bihuan.referrals.actions import give_assignment
from bihuan.summaries.queries import vocabulary
from bihuan.units.actions import register_unit, revise_unit
from bihuan.units.models import Unit
from tests.cast import FOUNDED, TODAY, Cast
from tests.core.deeds import found
from tests.grid.deeds import newcomer, post_of
from tests.referrals.deeds import assigned

EVE, MARCH, BASIS = TODAY - timedelta(days=1), FOUNDED + timedelta(days=80), "东政发〔2026〕3号"
Deed = Callable[[Cast], Cell]


def moved(cast: Cast) -> Cell:
    return move_cell(cast.chen, cast.cells["石桥村"].pk, under_id=cast.cells["西片办事处"].pk, basis=BASIS)


def merged(cast: Cast) -> Cell:
    return merge_cell(cast.chen, cast.cells["石桥村"].pk, into_id=cast.cells["柳林村"].pk, basis=BASIS)


def split(cast: Cast) -> Cell:
    going = [cast.units["school"].pk]
    shop = cast.cells["永安烟花店"].pk
    return split_cell(
        cast.chen, cast.cells["石桥村"].pk, name="桥东村", basis=BASIS, going=going, below=[shop]
    )


DEEDS = pytest.mark.parametrize("deed", [moved, merged, split])


def unit_of(cast: Cast, key: str) -> Unit:
    return Unit.objects.within(cast.chen.scope).select_related("cell").get(pk=cast.units[key].pk)  # type: ignore[no-any-return]


def figures_at(cast: Cast, *days: Any) -> dict[Ask, Value]:
    """Every figure for the town and for each cell that there was then, at some cut-offs."""
    cells = Cell.objects.within(cast.chen.scope).filter(opened_on=FOUNDED)
    parts = [Slice(), *(Slice(cell=path) for path in cells.values_list("path", flat=True))]
    asks = [
        Ask(key, FOUNDED, day, day, part)
        for key, figure in FIGURES.items()
        for day in days
        for part in parts
        if sliceable(figure, part)
    ]
    return evaluate(cast.chen.scope, asks)


@DEEDS
def test_no_figure_of_the_days_before_changes_for_any_cell(cast: Cast, deed: Deed) -> None:
    with clock.moved(clock.at(MARCH, 9)):
        found(cast, cast.chen)
    before = figures_at(cast, MARCH, EVE)
    deed(cast)
    assert figures_at(cast, MARCH, EVE) == before


def test_what_was_found_in_march_counts_for_marchs_village_and_is_seen_by_the_village_of_today(
    cast: Cast,
) -> None:
    with clock.moved(clock.at(MARCH, 9)):
        hazard = found(cast, cast.chen)
    shop = cast.cells["永安烟花店"]
    newcomer_at = newcomer(cast)
    appoint(cast.chen, newcomer_at.pk, kind="village_head", cell_id=cast.cells["柳林村"].pk, from_on=FOUNDED)
    merged(cast)
    head = actor_of(newcomer_at, TODAY)
    assert Hazard.objects.within(head.scope).get().pk == hazard.pk
    row = Hazard.objects.within(cast.chen.scope).get()
    assert row.recorded_cell == shop.path
    ask = Ask("hazards.found", FOUNDED, TODAY, TODAY, Slice(cell=cast.cells["石桥村"].path))
    assert evaluate(cast.chen.scope, [ask])[ask].value == 1


def test_a_merged_villages_units_posts_and_cells_go_over_and_its_name_stays_readable(cast: Cast) -> None:
    into = merged(cast)
    gone = Cell.objects.within(cast.chen.scope).get(pk=cast.cells["石桥村"].pk)
    assert (gone.ended_on, gone.merged_into_id, gone.name) == (TODAY, into.pk, "石桥村")
    assert unit_of(cast, "school").cell_id == into.pk
    yongan = unit_of(cast, "yongan")
    assert yongan.cell and yongan.cell.name == "永安烟花店" and yongan.cell_path.startswith(into.path)
    assert actor_of(cast.people["li"], TODAY).scope.cells == (into.path,)
    assert actor_of(cast.people["li"], EVE).scope.cells == (gone.path,)
    assert actor_of(cast.people["feng"], TODAY).scope.cells == (yongan.cell_path,)
    assert "石桥村" in [cell.name for cell in cells_in_force(cast.chen.scope, EVE)]
    assert "石桥村" not in [cell.name for cell in cells_in_force(cast.chen.scope, TODAY)]
    assert (gone.path, "石桥村") in vocabulary(cast.chen.scope).cells
    assert events.check(cast.town.pk) is None


def test_a_post_chosen_to_end_does_not_go_over(cast: Cast) -> None:
    merge_cell(
        cast.chen,
        cast.cells["石桥村"].pk,
        into_id=cast.cells["柳林村"].pk,
        basis=BASIS,
        ending=[post_of(cast, "li").pk],
    )
    assert not actor_of(cast.people["li"], TODAY).rights
    assert post_of(cast, "li").to_on == EVE
    assert post_of(cast, "wang").cell.name == "柳林村"


def test_who_holds_the_same_post_in_both_holds_it_once(cast: Cast) -> None:
    appoint(
        cast.chen,
        cast.people["li"].pk,
        kind="village_head",
        cell_id=cast.cells["柳林村"].pk,
        from_on=FOUNDED,
    )
    merged(cast)
    held = Post.objects.within(cast.chen.scope).filter(person=cast.people["li"], to_on__isnull=True)
    assert [post.cell.name for post in held.select_related("cell")] == ["柳林村"]


def test_a_moved_village_is_one_village_through_the_year(cast: Cast) -> None:
    with clock.moved(clock.at(MARCH, 9)):
        found(cast, cast.chen)
    village = moved(cast)
    found(cast, cast.chen)
    line = lineage_of(cast.chen.scope, village)
    assert line.paths == (village.path, cast.cells["石桥村"].path) and line.opened_on == FOUNDED
    ask = Ask("hazards.found", FOUNDED, TODAY, TODAY, Slice(cell=line.place))
    assert evaluate(cast.chen.scope, [ask])[ask].value == 2
    names = [one.cell.name for one in lineages(cast.chen.scope)]
    assert names.count("石桥村") == 1
    assert (line.place, "石桥村") in vocabulary(cast.chen.scope).cells
    # Its office of March keeps March's, the new one has what came since.
    halves = [
        Ask("hazards.found", FOUNDED, TODAY, TODAY, Slice(cell=cast.cells[name].path))
        for name in ("东片办事处", "西片办事处")
    ]
    assert [evaluate(cast.chen.scope, halves)[half].value for half in halves] == [1, 1]


def test_scope_follows_at_once(cast: Cast) -> None:
    assert Unit.objects.within(cast.wu.scope).count() == 2
    moved(cast)
    assert Unit.objects.within(cast.wu.scope).count() == 0
    assert Unit.objects.within(cast.li.scope).count() == 2


def test_a_split_takes_what_was_chosen_and_leaves_the_rest(cast: Cast) -> None:
    made = split(cast)
    assert made.name == "桥东村" and made.kind == "village" and made.level == 3
    assert unit_of(cast, "school").cell_id == made.pk
    assert unit_of(cast, "yongan").cell_path.startswith(made.path)
    old = Cell.objects.within(cast.chen.scope).get(pk=cast.cells["石桥村"].pk)
    assert old.ended_on is None and cast.li.scope.cells == (old.path,)
    assert "桥东村" in [row.cell.name for row in tree(cast.chen.scope, TODAY) if not row.holders]


def test_a_unit_is_told_by_the_village_of_the_day_that_is_asked(cast: Cast) -> None:
    later = TODAY + timedelta(days=2)
    with clock.moved(clock.at(later, 9)):
        moved(cast)
        school = unit_of(cast, "school")
    with clock.moved(clock.at(later + timedelta(days=1), 9)):
        facts = {day: dict(as_of(cast.chen, school, day).facts) for day in (TODAY, later)}
    assert facts[TODAY]["网格"] == "东岭镇 / 东片办事处 / 石桥村"
    assert facts[later]["网格"] == "东岭镇 / 西片办事处 / 石桥村"


def test_a_matter_from_above_goes_with_its_village(cast: Cast) -> None:
    matter = assigned(cast)
    give_assignment(cast.chen, matter.pk, version=matter.version, cell_id=cast.cells["石桥村"].pk)
    village = moved(cast)
    matter.refresh_from_db()
    assert matter.cell_id == village.pk


def test_a_unit_moved_alone_counts_where_it_stood_on_the_day(cast: Cast) -> None:
    school = unit_of(cast, "school")
    before = figures_at(cast, EVE)
    revise_unit(cast.chen, school.pk, version=school.version, cell_id=cast.cells["柳林村"].pk)
    assert figures_at(cast, EVE) == before
    ask = Ask("units.total", TODAY, TODAY, TODAY, Slice(cell=cast.cells["柳林村"].path))
    assert evaluate(cast.chen.scope, [ask])[ask].value == 2


def test_what_has_ended_takes_nothing_in_and_says_where_to_go(cast: Cast) -> None:
    merged(cast)
    gone, chen = cast.cells["石桥村"].pk, cast.chen
    taking: tuple[Callable[[], Any], ...] = (
        lambda: register_unit(chen, name="新店", category="shop", cell_id=gone, opened_on=TODAY),
        lambda: open_cell(chen, gone, name="第一网格", kind="cell", opened_on=TODAY),
        lambda: appoint(chen, newcomer(cast).pk, kind="grid_member", cell_id=gone, from_on=TODAY),
        lambda: merge_cell(chen, gone, into_id=cast.cells["柳林村"].pk, basis=BASIS),
    )
    for take in taking:
        with pytest.raises(NotAllowed, match="请改选“柳林村”"):
            take()


def test_a_village_is_not_moved_under_itself_or_what_lies_below_it(cast: Cast) -> None:
    village = cast.cells["石桥村"]
    for name in ("石桥村", "永安烟花店"):
        with pytest.raises(NotAllowed, match="自己"):
            move_cell(cast.chen, village.pk, under_id=cast.cells[name].pk, basis=BASIS)
    assert Cell.objects.within(cast.chen.scope).get(pk=village.pk).ended_on is None


@pytest.mark.parametrize(
    ("path", "under", "said"),
    [
        ("0001", "00010001", "镇不能"),
        ("000100010001", "000100010001", "自己"),
        ("000100010001", "0001000100010003", "自己"),
        ("000100010001", "00010001", "现在就在"),
        ("000100010001", "0001", "村级网格只能放在办事处级"),
        ("000100010001", "00010002", ""),
    ],
)
def test_where_a_cell_can_stand(path: str, under: str, said: str) -> None:
    why = why_not_move(path, under)
    assert said in why if said else why == ""


def test_only_cells_of_a_level_are_merged() -> None:
    assert why_not_merge("000100010001", "000100020001") == ""
    assert "同一级" in why_not_merge("000100010001", "00010002")
    assert "自己" in why_not_merge("00010001", "00010001")


def test_who_does_not_keep_the_grid_and_who_is_of_elsewhere_changes_nothing(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        move_cell(cast.zhao, cast.cells["石桥村"].pk, under_id=cast.cells["西片办事处"].pk, basis=BASIS)
    with pytest.raises(NotFound):
        move_cell(cast.sun, cast.cells["石桥村"].pk, under_id=cast.cells["西片办事处"].pk, basis=BASIS)


def test_without_basis_name_or_choice_nothing_is_done(cast: Cast) -> None:
    village = cast.cells["石桥村"].pk
    for deed, field in (
        (lambda: move_cell(cast.chen, village, under_id=cast.cells["西片办事处"].pk, basis=" "), "basis"),
        (lambda: move_cell(cast.chen, village, under_id=None, basis=BASIS), "under"),
        (lambda: split_cell(cast.chen, village, name=" ", basis=BASIS, going=[village]), "name"),
        (lambda: split_cell(cast.chen, village, name="桥东村", basis=BASIS), "going"),
    ):
        with pytest.raises(Incomplete) as refused:
            deed()
        assert list(refused.value.fields) == [field]


def test_every_key_that_leads_to_a_cell_says_what_becomes_of_it() -> None:
    own = {"grid.post.cell", "grid.cell.origin", "grid.cell.merged_into"}
    keys = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "concrete", False) and field.related_model is Cell
    }
    assert keys == own | {one.key for one in FOLLOWERS} | STAYS


def test_a_new_number_below_a_moved_cell_does_not_meet_an_old_one(cast: Cast) -> None:
    village = moved(cast)
    made = open_cell(cast.chen, village.pk, name="第一网格", kind="cell", opened_on=TODAY)
    taken = Cell.objects.within(Scope.whole_town(cast.town.pk)).filter(path=made.path)
    assert taken.count() == 1 and made.path[:-4] == village.path
