"""Cells, persons and posts out of tables: the same rules row by row as the single actions have them, rows written in bulk, an event for
each."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, NotFound
from bihuan.core.events import Entry
from bihuan.core.models import Town
from bihuan.core.moving import hold_town
from bihuan.core.numbering import next_numbers
from bihuan.core.scope import Scope
from bihuan.grid.actions import need_for_post, new_cell, new_person, new_post, put_person, put_term
from bihuan.grid.administrators import refuse_change, refuse_term, terms_of
from bihuan.grid.code_actions import put_cell
from bihuan.grid.models import Cell, Department, Person, Post
from bihuan.grid.queries import cells_in_force, coded, signing_in, taken_over
from bihuan.grid.rules import Term, child_path, why_not_code
from bihuan.intake.actions.taking import take_back, take_in
from bihuan.intake.registry import Made, Ready, Taken, Values

PARTICULARS = ("name", "phone", "username", "card", "card_until")


def take_cells(actor: Actor, ready: Sequence[Ready]) -> list[Taken]:
    """导入网格: in the order of the file, so that a cell may lie under one that came before it."""
    actor.need("grid")
    hold_town(actor)
    cells = list(cells_in_force(actor.scope, clock.today()).held())  # type: ignore[attr-defined]
    named: dict[str, list[str]] = defaultdict(list)
    for one in cells:
        named[one.name].append(one.path)
    named[""] = [one.path for one in cells if one.level == 1]
    there = {(one.path[:-4], one.name) for one in cells}
    codes = coded(actor.scope)
    # A row that is refused leaves a gap in the numbers below its parent: a path is never given twice, and says nothing else.
    below = Counter(one.values.get("parent", "") for one in ready if one.onto is None)
    numbers: dict[str, Iterator[int]] = {}

    def new(one: Ready) -> tuple[Sequence[Cell], Entry]:
        given = dict(one.values)
        parent = given.pop("parent", "")
        above = named.get(parent, [])
        if not above:
            raise NotFound("上级网格还没有登记；它在表里的，要排在前面。")
        if len(above) > 1:
            raise NotFound(f"有{len(above)}个同名的上级网格，请到“网格”页登记这一个。")
        if (above[0], given["name"]) in there:
            raise NotAllowed("同一上级下已有同名网格。")
        number = next(numbers.get(above[0], iter(())), None)
        if number is None:
            number, *more = next_numbers(actor.town, f"cell:{above[0]}", 0, below[parent])
            numbers[above[0]] = iter(more)
        path = child_path(above[0], number)
        if said := why_not_code(given.get("code", ""), path, codes):
            raise Incomplete(said, {"code": said})
        given["opened_on"] = given.get("opened_on") or clock.today()
        cell, entry = new_cell(actor, one.id, path, **given)
        there.add((above[0], cell.name))
        named[cell.name].append(path)
        if cell.code:
            codes[path] = (cell.code, cell.name)
        return (cell,), entry

    return take_in(
        actor,
        Cell,
        ready,
        new=new,
        put=lambda cell, changed: put_cell(actor, cell, changed, codes),
        onto=_of_cell,
    )


def _of_cell(_cell: Cell, values: Values) -> dict[str, Any]:
    return {key: values[key] for key in ("kind", "code") if key in values}


def take_persons(actor: Actor, ready: Sequence[Ready]) -> list[Taken]:
    """导入人员: registered without a password, as by hand; or their particulars put onto those who are."""
    actor.need("people")
    hold_town(actor)
    others = _signing_in(one.values for one in ready)

    def new(one: Ready) -> tuple[Sequence[Person], Entry]:
        person, entry = new_person(actor, one.id, others, **_of_person(None, one.values))
        others.update({word: person.pk for word in (person.phone, person.username) if word})
        return (person,), entry

    return take_in(actor, Person, ready, new=new, put=_person_putter(actor, others), onto=_of_person)


def _of_person(_person: Person | None, values: Values) -> dict[str, Any]:
    return {key: values[key] for key in PARTICULARS if key in values}


def _signing_in(given: Any) -> dict[str, UUID]:
    return signing_in(*(values.get(key) or "" for values in given for key in ("phone", "username")))


def _person_putter(actor: Actor, others: dict[str, UUID]) -> Any:
    def put(person: Person, changed: dict[str, Any]) -> Entry:
        entry = put_person(actor, person, changed, others)
        others.update({word: person.pk for word in (person.phone, person.username) if word})
        return entry

    return put


def take_posts(actor: Actor, ready: Sequence[Ready]) -> list[Taken]:
    """导入岗位: persons who are registered are appointed; of a post that is held, the term is put right."""
    actor.need("grid")
    town = hold_town(actor)
    whole, today = Scope.whole_town(actor.town), clock.today()
    persons = Person.objects.within(whole).in_bulk({one.values["person_id"] for one in ready})
    cells = {one.pk: one for one in cells_in_force(whole, today).held()}  # type: ignore[attr-defined]
    departments = Department.objects.within(whole).in_bulk()
    running = Post.objects.within(whole).filter(person__in=persons, to_on__isnull=True)
    held = set(running.values_list("person_id", "kind", "cell_id", "department_id"))
    terms = terms_of(actor.town, persons)  # and of each row that is taken: the next is judged beside it

    def new(one: Ready) -> tuple[Sequence[Post], Entry]:
        given = dict(one.values)
        person, cell = persons.get(given.pop("person_id")), cells.get(given.pop("cell_id"))
        department = departments.get(given.pop("department_id", None))
        if person is None or cell is None:
            raise NotFound("这个人或者这个网格已经不在登记中，请重新核对。")
        need_for_post(actor, given["kind"])
        from_on: date = given.pop("from_on", None) or today
        term = Term(given["kind"], from_on, given.get("to_on"))
        if town.is_apart:
            refuse_term(actor, person, term, terms[person.pk])
        post, entry = new_post(
            actor, one.id, person, cell=cell, department=department, from_on=from_on, **given
        )
        key = (person.pk, post.kind, cell.pk, post.department_id)
        if key in held:
            raise NotAllowed(f"{person.name}已经在任“{post.label}”。")
        if post.to_on is None:
            held.add(key)
        terms[person.pk].append(term)
        return (post,), entry

    put = _term_putter(actor, town, [one.onto for one in ready])
    return take_in(actor, Post, ready, new=new, put=put, onto=_of_post)


def _of_post(_post: Post, values: Values) -> dict[str, Any]:
    return {key: values[key] for key in ("from_on", "to_on") if key in values}


def _term_putter(actor: Actor, town: Town, posts: Sequence[UUID | None]) -> Any:
    signed = taken_over(actor.scope, [one for one in posts if one is not None])

    def put(post: Post, changed: dict[str, Any]) -> Entry:
        need_for_post(actor, post.kind)
        return put_term(actor, town, post, changed, signed)

    return put


def undo_cells(actor: Actor, made: Sequence[Made]) -> list[Taken]:
    """撤销导入的网格: in force on no day. The latest come first, so that those below go before the one above."""
    actor.need("grid")
    hold_town(actor)
    whole = Scope.whole_town(actor.town)
    codes = coded(actor.scope)
    paths = set(Cell.objects.within(whole).filter(ended_on__isnull=True).values_list("path", flat=True))

    def withdraw(cell: Cell) -> Entry:
        if any(path[:-4] == cell.path for path in paths):
            raise NotAllowed("它下面还有网格，请先撤销或者调整下面的。")
        Cell.objects.within(whole).filter(pk=cell.pk).update(ended_on=cell.opened_on)
        paths.discard(cell.path)
        codes.pop(cell.path, None)
        return Entry("withdraw_cell", cell, {"name": cell.name, "path": cell.path})

    return take_back(
        actor, Cell, made, withdraw=withdraw, put=lambda cell, changed: put_cell(actor, cell, changed, codes)
    )


def undo_persons(actor: Actor, made: Sequence[Made]) -> list[Taken]:
    """撤销导入的人员: the account is closed, phone and user name are free again."""
    actor.need("people")
    hold_town(actor)
    whole = Scope.whole_town(actor.town)
    before = ({key: was for key, (was, _) in (one.before or {}).items()} for one in made)
    others = _signing_in(before)

    def withdraw(person: Person) -> Entry:
        if person.last_login:
            raise NotAllowed("导入以后已经登录过。")
        Person.objects.within(whole).filter(pk=person.pk).update(is_active=False, phone=None, username=None)
        return Entry("withdraw_person", person, {"name": person.name})

    return take_back(actor, Person, made, withdraw=withdraw, put=_person_putter(actor, others))


def undo_posts(actor: Actor, made: Sequence[Made]) -> list[Taken]:
    """撤销导入的岗位: held on no day."""
    actor.need("grid|authorize")
    town = hold_town(actor)
    whole = Scope.whole_town(actor.town)

    def withdraw(post: Post) -> Entry:
        need_for_post(actor, post.kind)
        eve = post.from_on - timedelta(days=1)
        if town.is_apart:
            refuse_change(actor, post, post.from_on, eve)
        Post.objects.within(whole).filter(pk=post.pk).update(to_on=eve)
        return Entry("withdraw_post", post, {"person": post.person_id, "kind": post.kind})

    put = _term_putter(actor, town, [one.record for one in made])
    return take_back(actor, Post, made, withdraw=withdraw, put=put)
