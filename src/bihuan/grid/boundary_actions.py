"""Verbs of the grid's boundaries: cells are merged, split and moved, and history stays with the cells of its day (ADR 17)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.moving import hold_town
from bihuan.core.numbering import next_numbers
from bihuan.core.scope import Scope, under
from bihuan.grid.following import FOLLOWERS, Change
from bihuan.grid.models import Cell, Post
from bihuan.grid.queries import cell_in_use
from bihuan.grid.rules import SEGMENT_DIGITS, child_path, why_not_merge, why_not_move

Entries = list[events.Entry]


@transaction.atomic
def move_cell(actor: Actor, cell_id: UUID, *, under_id: UUID | None, basis: str) -> Cell:
    """网格迁移: put a cell with all below it under another parent, from today on. Its rows up to yesterday keep their place.

    Raises Incomplete naming the field, NotAllowed where it cannot stand there. Returns the cell in its new place.
    """
    actor.need("grid")
    hold_town(actor)
    cell, parent = _both(actor, cell_id, under_id, "under")
    if why := why_not_move(cell.path, parent.path):
        raise NotAllowed(why)
    rows = _held(actor, cell)
    today = clock.today()
    above = {cell.path[:-SEGMENT_DIGITS]: parent}
    after, told = _replant(actor, rows, above, today, _basis(basis))
    told += _follow(actor, Change(after, today))
    events.record_all(actor, told)
    return after[cell.pk]


@transaction.atomic
def merge_cell(
    actor: Actor, cell_id: UUID, *, into_id: UUID | None, basis: str, ending: Collection[UUID] = ()
) -> Cell:
    """网格合并: a cell ends, and another takes over its units, what lies below it and its posts, but those that end (`ending`,
    ids of posts). Returns the cell that goes on.
    """
    actor.need("grid")
    hold_town(actor)
    cell, into = _both(actor, cell_id, into_id, "into")
    if why := why_not_merge(cell.path, into.path):
        raise NotAllowed(why)
    rows = _held(actor, cell)
    today, reason = clock.today(), _basis(basis)
    _end(actor, [cell], today, reason, into)
    after, told = _replant(
        actor, [row for row in rows if row.pk != cell.pk], {cell.path: into}, today, reason
    )
    after[cell.pk] = into
    told += _follow(actor, Change(after, today), ending=ending)
    given = {"into": into, "name": into.name, "basis": reason, "from": cell.path, "to": into.path}
    told.append(events.Entry("merge_cell", cell, given))
    events.record_all(actor, told)
    return into


@transaction.atomic
def split_cell(
    actor: Actor,
    cell_id: UUID,
    *,
    name: str,
    basis: str,
    going: Collection[UUID] = (),
    below: Collection[UUID] = (),
) -> Cell:
    """网格拆分: open a cell beside another, and put into it the units chosen (`going`) and the cells chosen of those right below
    (`below`), from today on. What is not chosen stays. Returns the new cell.
    """
    actor.need("grid")
    hold_town(actor)
    cell = _chosen(actor, cell_id, "cell")
    if len(cell.path) == SEGMENT_DIGITS:
        raise NotAllowed("镇不能拆分。")
    if not name.strip():
        raise Incomplete("请填写新网格的名称。", {"name": "请填写新网格的名称。"})
    if not going and not below:
        raise Incomplete("请选择划入新网格的单位或下级网格。", {"going": "至少选择一个单位或下级网格。"})
    rows = _held(actor, cell)
    today, reason = clock.today(), _basis(basis)
    made = _beside(actor, cell, name.strip(), today, reason)
    chosen = [row.path for row in rows if row.pk in below and row.path[:-SEGMENT_DIGITS] == cell.path]
    gone = [row for row in rows if any(row.path.startswith(path) for path in chosen)]
    after, told = _replant(actor, gone, {cell.path: made}, today, reason)
    told += _follow(actor, Change(after, today)) if after else []
    told += _follow(actor, Change({cell.pk: made}, today, frozenset(going)))
    given = {
        "from": cell,
        "name": made.name,
        "path": made.path,
        "basis": reason,
        "below": sorted(map(str, below)),
    }
    told.append(events.Entry("split_cell", made, given))
    events.record_all(actor, told)
    return made


def _chosen(actor: Actor, cell_id: UUID | None, field: str) -> Cell:
    if cell_id is None:
        raise Incomplete("请选择网格。", {field: "请选择网格。"})
    return cell_in_use(actor, cell_id)


def _both(actor: Actor, one: UUID, other: UUID | None, field: str) -> tuple[Cell, Cell]:
    """Two cells, held in one order, so that two who merge them crosswise do not wait for each other for ever."""
    if other is None:
        raise Incomplete("请选择网格。", {field: "请选择网格。"})
    found = {pk: cell_in_use(actor, pk) for pk in sorted((one, other))}
    return found[one], found[other]


def _basis(text: str) -> str:
    if not text.strip():
        raise Incomplete("请填写调整依据。", {"basis": "请填写依据，如批复文号。"})
    return text.strip()


def _held(actor: Actor, cell: Cell) -> list[Cell]:
    """A cell and all below it, held; what was opened below while we waited is held as well. By path, since whoever holds many cells holds
    the town first."""
    whole = Scope.whole_town(actor.town)
    below = Cell.objects.within(whole).filter(under("path", cell.path), ended_on__isnull=True)
    rows: list[Cell] = []
    while len(again := list(below.order_by("path").held())) != len(rows):
        rows = again
    return rows


def _end(actor: Actor, cells: Sequence[Cell], on: date, basis: str, into: Cell | None = None) -> None:
    """The rows of some cells end: the day is the first on which they are no more."""
    whole = Scope.whole_town(actor.town)
    ended = Cell.objects.within(whole).filter(pk__in=[one.pk for one in cells], ended_on__isnull=True)
    ended.update(ended_on=on, merged_into=into, changed_by=basis)


def _beside(actor: Actor, cell: Cell, name: str, on: date, basis: str) -> Cell:
    """A new cell of the same kind under the same parent."""
    above = cell.path[:-SEGMENT_DIGITS]
    number = next_numbers(actor.town, f"cell:{above}", 0, 1)[0]
    made = Cell(
        id=new_id(),
        town_id=actor.town,
        path=child_path(above, number),
        name=name,
        kind=cell.kind,
        opened_on=on,
        changed_by=basis,
    )
    made.save(force_insert=True)
    return made


def _replant(
    actor: Actor, rows: Sequence[Cell], above: dict[str, Cell], on: date, basis: str
) -> tuple[dict[UUID, Cell], Entries]:
    """End some cells (each before those below it) and open them anew under other parents: `above` says which cell stands for
    which old parent's path. Old id → the cell in its new place, and what the log keeps."""
    _end(actor, rows, on, basis)
    siblings: dict[str, list[Cell]] = defaultdict(list)
    for row in rows:
        siblings[row.path[:-SEGMENT_DIGITS]].append(row)
    parents, made = dict(above), {}
    for old, children in siblings.items():
        parent = parents[old]
        numbers = next_numbers(actor.town, f"cell:{parent.path}", 0, len(children))
        for number, row in zip(numbers, children, strict=True):
            made[row.pk] = parents[row.path] = Cell(
                id=new_id(),
                town_id=actor.town,
                path=child_path(parent.path, number),
                name=row.name,
                kind=row.kind,
                code=row.code,
                opened_on=max(on, row.opened_on),
                origin=row,
                changed_by=basis,
            )
    Cell.objects.bulk_create(made.values())
    told = [
        events.Entry(
            "move_cell", made[row.pk], {"from": row.path, "to": made[row.pk].path, "old": row, "basis": basis}
        )
        for row in rows
    ]
    return made, told


def _follow(actor: Actor, change: Change, ending: Collection[UUID] = ()) -> Entries:
    """The posts of the cells, where whole cells go, and all that later apps have declared."""
    told = _reseat(actor, change, ending) if change.only is None else []
    for follower in FOLLOWERS:
        if change.only is None or follower.splits:
            told += follower.follows(actor, change)
    return told


def _reseat(actor: Actor, change: Change, ending: Collection[UUID]) -> Entries:
    """Who holds a post in one of the cells holds it in the cell after, from the day on, unless he does already; a tenure
    that ends, ends on the eve. One that begins on the day or later has no past, and is put over as it is."""
    eve, whole = change.on - timedelta(days=1), Scope.whole_town(actor.town)
    running = Q(to_on__isnull=True) | Q(to_on__gte=change.on)
    rows = Post.objects.within(whole).filter(running, cell__in=change.after).order_by("pk").held()
    there = Post.objects.within(whole).filter(running, cell__in={one.pk for one in change.after.values()})
    held = set(there.values_list("person", "kind", "cell"))
    begun: list[Post] = []
    told: Entries = []
    for post in rows:
        here = Post.objects.within(whole).filter(pk=post.pk)
        cell = change.after[post.cell_id]
        stays = post.pk not in ending and (post.person_id, post.kind, cell.pk) not in held
        if post.from_on >= change.on and stays:
            here.update(cell=cell)
            continue
        here.update(to_on=max(eve, post.from_on))
        if stays:
            begun.append(_continued(post, cell, change.on))
        told.append(events.Entry("reseat", post, {"cell": cell if stays else "", "on": change.on}))
    Post.objects.bulk_create(begun)
    return told


def _continued(post: Post, cell: Cell, on: date) -> Post:
    return Post(
        id=new_id(),
        town_id=post.town_id,
        person_id=post.person_id,
        kind=post.kind,
        cell=cell,
        department_id=post.department_id,
        from_on=on,
        to_on=post.to_on,
    )
