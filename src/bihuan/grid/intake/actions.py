"""Cells, persons and posts out of tables. They come by the dozen, so each row is the single action in a savepoint of its own; what
it refuses is said of the row."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock
from bihuan.core.actions import Actor, without
from bihuan.core.errors import NotAllowed, NotFound, Refused
from bihuan.core.events import Entry
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.grid.actions import appoint, open_cell, register_person
from bihuan.grid.administrators import refuse_leaving, right_over
from bihuan.grid.models import Cell, Person, Post
from bihuan.grid.queries import cells_in_force
from bihuan.intake.queries import touched
from bihuan.intake.registry import Made, Ready, Taken

USED = "导入以后已经用过（改动或者关联了别的记录）。"


def take_cells(actor: Actor, ready: Sequence[Ready]) -> list[Taken]:
    """导入网格: in the order of the file, so that a cell may lie under one that came before it."""
    actor.need("grid")
    hold_town(actor)
    cells = list(cells_in_force(actor.scope, clock.today()))
    there = {(one.path[:-4], one.name) for one in cells}
    paths = {one.pk: one.path for one in cells}
    named: dict[str, list[UUID]] = {}
    for one in cells:
        named.setdefault(one.name, []).append(one.pk)
    top = [one.pk for one in cells if one.level == 1]

    def open_one(one: Ready) -> None:
        given = dict(one.values)
        above = named.get(given.pop("parent"), []) if "parent" in given else top
        if not above:
            raise NotFound("上级网格还没有登记；它在表里的，要排在前面。")
        if len(above) > 1:
            raise NotFound(f"有{len(above)}个同名的上级网格，请到“网格”页登记这一个。")
        if (paths[above[0]], given["name"]) in there:
            raise NotAllowed("同一上级下已有同名网格。")
        opened_on = given.pop("opened_on", None) or clock.today()
        opened = open_cell(actor, above[0], **given, opened_on=opened_on, cell_id=one.id)
        paths[opened.pk] = opened.path
        there.add((opened.path[:-4], opened.name))
        named.setdefault(given["name"], []).append(one.id)

    return _each(ready, open_one)


def take_persons(actor: Actor, ready: Sequence[Ready]) -> list[Taken]:
    """导入人员: registered without a password, as by hand."""
    actor.need("people")
    return _each(ready, lambda one: register_person(actor, **one.values, person_id=one.id))


def take_posts(actor: Actor, ready: Sequence[Ready]) -> list[Taken]:
    """导入岗位: persons who are registered are appointed."""
    actor.need("grid")

    def appointed(one: Ready) -> None:
        given = dict(one.values)
        from_on = given.pop("from_on", None) or clock.today()
        appoint(actor, given.pop("person_id"), **given, from_on=from_on, post_id=one.id)

    return _each(ready, appointed)


def _each(ready: Sequence[Ready], deed: Callable[[Ready], Any]) -> list[Taken]:
    taken = []
    for one in ready:
        try:
            with transaction.atomic():
                deed(one)
        except Refused as refused:
            taken.append(Taken(refused.message))
        else:
            taken.append(Taken())
    return taken


def undo_cells(actor: Actor, made: Sequence[Made]) -> list[Taken]:
    """撤销导入的网格: in force on no day. The latest come first, so that those below go before the one above."""
    actor.need("grid")
    whole = Scope.whole_town(actor.town)
    cells = Cell.objects.within(whole).in_bulk([one.record for one in made])
    used = touched(actor.town, Cell, cells)
    paths = set(Cell.objects.within(whole).filter(ended_on__isnull=True).values_list("path", flat=True))
    taken = []
    for one in made:
        cell = cells[one.record]
        if cell.pk in used or any(path[:-4] == cell.path for path in paths):
            taken.append(Taken(USED))
            continue
        Cell.objects.within(whole).filter(pk=cell.pk).update(ended_on=cell.opened_on)
        paths.discard(cell.path)
        taken.append(Taken(entry=Entry("withdraw_cell", cell, {"name": cell.name, "path": cell.path})))
    return taken


def undo_persons(actor: Actor, made: Sequence[Made]) -> list[Taken]:
    """撤销导入的人员: the account is closed, phone and user name are free again."""
    actor.need("people")
    whole = Scope.whole_town(actor.town)
    persons = Person.objects.within(whole).in_bulk([one.record for one in made])
    used = touched(actor.town, Person, persons)
    taken = []
    for one in made:
        person = persons[one.record]
        if person.pk in used or person.last_login:
            taken.append(Taken(USED))
            continue
        Person.objects.within(whole).filter(pk=person.pk).update(is_active=False, phone=None, username=None)
        taken.append(Taken(entry=Entry("withdraw_person", person, {"name": person.name})))
    return taken


def undo_posts(actor: Actor, made: Sequence[Made]) -> list[Taken]:
    """撤销导入的岗位: held on no day."""
    actor.need("grid|authorize")
    whole = Scope.whole_town(actor.town)
    posts = Post.objects.within(whole).in_bulk([one.record for one in made])
    used = touched(actor.town, Post, posts)
    taken = []
    for one in made:
        post = posts[one.record]
        if post.pk in used:
            taken.append(Taken(USED))
            continue
        if not actor.may(right_over(actor, post.kind)):
            taken.append(Taken(without("authorize")))
            continue
        try:
            refuse_leaving(actor, [post], clock.today())
        except NotAllowed as refused:
            taken.append(Taken(refused.message))
            continue
        Post.objects.within(whole).filter(pk=post.pk).update(to_on=post.from_on - timedelta(days=1))
        taken.append(Taken(entry=Entry("withdraw_post", post, {"person": post.person_id, "kind": post.kind})))
    return taken
