"""Verbs of the grid: towns, cells, departments, persons, accounts and posts."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.ids import new_id
from bihuan.core.masking import mask_phone
from bihuan.core.models import EventHead, Town
from bihuan.core.moving import hold_town
from bihuan.core.numbering import next_number
from bihuan.core.scope import Scope
from bihuan.grid.administrators import refuse_change, refuse_taking, right_over
from bihuan.grid.models import Cell, Department, Person, Post
from bihuan.grid.queries import cell_in_use, posts_to_come_or_held, signing_in
from bihuan.grid.rules import LEVELS, POST_KINDS, child_path, level_of

PHONE_DIGITS = 11
OWN_CELL = "4"


@transaction.atomic
def found_town(
    *, name: str, district: str, bureau: str, office: str, number_word: str, opened_on: date
) -> tuple[Town, Cell]:
    """Set a town up: its row, the head of its event chain and the top cell of its grid."""
    town = Town(
        id=new_id(), name=name, district=district, bureau=bureau, office=office, number_word=number_word
    )
    town.save(force_insert=True)
    EventHead(town=town).save(force_insert=True)
    top = Cell(id=new_id(), town=town, path="0001", name=name, kind="town", opened_on=opened_on)
    top.save(force_insert=True)
    events.record(Actor.founder(town.pk), "found_town", town, given={"name": name})
    return town, top


@transaction.atomic
def open_cell(
    actor: Actor, parent_id: UUID, *, name: str, kind: str, opened_on: date, cell_id: UUID | None = None
) -> Cell:
    """划分网格: open a cell under another, one level deeper (four levels at most)."""
    actor.need("grid")
    parent = cell_in_use(actor, parent_id)
    path = child_path(parent.path, next_number(actor.town, f"cell:{parent.path}", 0))
    cell, entry = new_cell(actor, cell_id or new_id(), path, name=name, kind=kind, opened_on=opened_on)
    cell.save(force_insert=True)
    events.record_all(actor, [entry])
    return cell


def new_cell(
    actor: Actor, cell_id: UUID, path: str, *, name: str, kind: str, opened_on: date, code: str = ""
) -> tuple[Cell, events.Entry]:
    """The row of a cell that is opened at a path, not yet written, and the entry for the log. Raises Incomplete without a name."""
    if not name.strip():
        raise Incomplete("请填写网格名称。", {"name": "请填写网格名称。"})
    if level_of(path) > max(LEVELS):
        raise NotAllowed("网格共四级，第四级下面不能再划分。")
    values = {"name": name.strip(), "kind": kind, "opened_on": opened_on}
    cell = Cell(id=cell_id, town_id=actor.town, path=path, code=code, **values)
    told = {"name": name, "path": path, "opened_on": opened_on} | ({"code": code} if code else {})
    return cell, events.Entry("open_cell", cell, told)


@transaction.atomic
def found_department(actor: Actor, *, name: str) -> Department:
    """设立部门: a department that answers for a trade."""
    actor.need("grid")
    if not name.strip():
        raise Incomplete("请填写部门名称。", {"name": "请填写部门名称。"})
    department = Department(id=new_id(), town_id=actor.town, name=name.strip())
    department.save(force_insert=True)
    events.record(actor, "found_department", department, given={"name": name})
    return department


@transaction.atomic
def register_person(
    actor: Actor,
    *,
    name: str,
    phone: str = "",
    username: str = "",
    card: str = "",
    card_until: date | None = None,
    password_hash: str = "",
    must_change_password: bool = False,
    person_id: UUID | None = None,
) -> Person:
    """登记人员: a named person; with a user name or phone and a password set later, also an account.

    `password_hash` is a ready hash (the demo's persons share one); else the account cannot sign in until
    `set_password`.
    """
    actor.need("people")
    person, entry = new_person(
        actor,
        person_id or new_id(),
        signing_in(phone, username),
        name=name,
        phone=phone,
        username=username,
        card=card,
        card_until=card_until,
    )
    person.must_change_password = must_change_password
    if password_hash:
        person.password = password_hash
    person.save(force_insert=True)
    events.record_all(actor, [entry])
    return person


def new_person(
    actor: Actor,
    person_id: UUID,
    others: Mapping[str, UUID],
    *,
    name: str,
    phone: str = "",
    username: str = "",
    card: str = "",
    card_until: date | None = None,
) -> tuple[Person, events.Entry]:
    """The row of a person who is registered, without a password and not yet written, and the entry for the log. `others`: who signs
    in by what (see `signing_in`). Raises Incomplete."""
    _check_particulars(name, phone, username, others)
    person = Person(
        id=person_id,
        town_id=actor.town,
        name=name.strip(),
        phone=phone or None,
        username=username or None,
        card=card,
        card_until=card_until,
    )
    person.set_unusable_password()
    return person, events.Entry("register_person", person, {"name": name, "card": card})


@transaction.atomic
def revise_person(
    actor: Actor,
    person_id: UUID,
    *,
    name: str,
    phone: str = "",
    username: str = "",
    card: str = "",
    card_until: date | None = None,
) -> Person:
    """修改人员资料: a new number, a renewed enforcement card. Papers issued keep the name and the card of their day."""
    actor.need("people")
    person = Actor.founder(actor.town).find(Person, person_id, what="个人员")
    given = {
        "name": name.strip(),
        "phone": phone or None,
        "username": username or None,
        "card": card,
        "card_until": card_until,
    }
    if changed := {field: value for field, value in given.items() if getattr(person, field) != value}:
        events.record_all(actor, [put_person(actor, person, changed, signing_in(phone, username))])
    return person


def put_person(
    actor: Actor, person: Person, changed: Mapping[str, Any], others: Mapping[str, UUID]
) -> events.Entry:
    """Write changed particulars of a person down and bring the loaded row up to them. To be called by an action that has checked the
    right, inside its transaction; that action records the entry given back. Raises Incomplete."""
    after = {
        field: changed.get(field, getattr(person, field)) or "" for field in ("name", "phone", "username")
    }
    _check_particulars(after["name"], after["phone"], after["username"], others, person)
    was = person.name
    Person.objects.within(Scope.whole_town(actor.town)).filter(pk=person.pk).update(**changed)
    for field, value in changed.items():
        setattr(person, field, value)
    told = dict(changed) | ({"phone": mask_phone(after["phone"])} if "phone" in changed else {})
    return events.Entry("revise_person", person, {"was": was} | told)


def _check_particulars(
    name: str, phone: str, username: str, others: Mapping[str, UUID], person: Person | None = None
) -> None:
    """Raises Incomplete without a name, for a number that is none, and where another signs in by the same."""
    if not name.strip():
        raise Incomplete("请填写姓名。", {"name": "请填写姓名。"})
    if phone and not (phone.isascii() and phone.isdigit() and len(phone) == PHONE_DIGITS):
        raise Incomplete("手机号应为11位数字。", {"phone": "手机号应为11位数字。"})
    for field, value in (
        ("phone", phone),
        ("username", username),
    ):  # either signs in: neither may be another's other
        if value and others.get(value, own := person.pk if person else None) != own:
            raise Incomplete("这个用户名或手机号已经有人使用。", {field: "已经有人使用，请换一个。"})


@transaction.atomic
def appoint(
    actor: Actor,
    person_id: UUID,
    *,
    kind: str,
    cell_id: UUID,
    from_on: date,
    department_id: UUID | None = None,
    post_id: UUID | None = None,
) -> Post:
    """任命: a person takes a post on a cell (or in a department) from a day on."""
    need_for_post(actor, kind)
    whole = Actor.founder(actor.town)
    person = whole.find(Person, person_id, what="个人员")
    refuse_taking(actor, person, kind, from_on)  # holds the town, which comes before its cells
    cell = cell_in_use(whole, cell_id)
    department = whole.find(Department, department_id, what="个部门") if department_id else None
    same = Post.objects.within(whole.scope).filter(person=person, kind=kind, cell=cell, to_on__isnull=True)
    if same.filter(department=department).exists():
        raise NotAllowed(f"{person.name}已经在任“{POST_KINDS[kind].label}”。")
    post, entry = new_post(
        actor, post_id or new_id(), person, kind=kind, cell=cell, department=department, from_on=from_on
    )
    post.save(force_insert=True)
    events.record_all(actor, [entry])
    return post


def need_for_post(actor: Actor, kind: str) -> None:
    """Raises Forbidden unless the actor fills posts of this kind."""
    actor.need(right_over(actor, kind))


def new_post(
    actor: Actor,
    post_id: UUID,
    person: Person,
    *,
    kind: str,
    cell: Cell,
    department: Department | None,
    from_on: date,
    to_on: date | None = None,
    unit: UUID | None = None,
) -> tuple[Post, events.Entry]:
    """The row of a post that is taken, not yet written, and the entry for the log. Raises Incomplete where it cannot stand there."""
    stands, label = POST_KINDS[kind].stands, POST_KINDS[kind].label
    if stands == "unit" and unit is None:
        raise Incomplete(
            f"“{label}”是企业自己的岗位，请到监管对象的页面上邀请。", {"kind": "请到监管对象的页面上邀请。"}
        )
    if stands == "department" and department is None:
        raise Incomplete("部门负责人要选定部门。", {"department": "请选择部门。"})
    if stands == "town" and level_of(cell.path) != 1:
        raise Incomplete(f"“{label}”是镇级岗位。", {"cell": "请选择镇。"})
    if stands == OWN_CELL and level_of(cell.path) != int(
        OWN_CELL
    ):  # one higher up would open the neighbours as well
        raise Incomplete(f"“{label}”只能在企业自己的网格任职。", {"cell": "请选择企业的网格。"})
    _check_term(from_on, to_on)
    post = Post(
        id=post_id,
        town_id=actor.town,
        person=person,
        kind=kind,
        cell=cell,
        department=department if stands == "department" else None,
        unit_id=unit,
        from_on=from_on,
        to_on=to_on,
    )
    told = {"person": person, "kind": kind, "cell": cell.name} | ({"to_on": to_on} if to_on else {})
    told |= {"unit": unit} if unit else {}
    return post, events.Entry("appoint", post, told)


@transaction.atomic
def end_post(actor: Actor, post_id: UUID, *, to_on: date) -> Post:
    """离任: the last day on which a person holds a post."""
    town = hold_town(actor)
    post = Actor.founder(actor.town).find(Post, post_id, what="个岗位")
    need_for_post(actor, post.kind)
    if post.to_on is not None:
        raise NotAllowed("这个岗位已经离任。")
    events.record_all(actor, [put_term(actor, town, post, {"to_on": to_on}, ())])
    return post


def leave_posts(actor: Actor, person: Person, *, left_on: date) -> list[events.Entry]:
    """离职离任: all posts end with the account of who leaves; rights are taken away by it, none is given. To be called by the action that
    closes the account, inside its transaction; that action records the entries given back."""
    actor.need("people")
    town = hold_town(actor)
    open_ones = posts_to_come_or_held(Scope.whole_town(actor.town), left_on).filter(person=person)
    last = {post: max(left_on, post.from_on) for post in open_ones.filter(handed_over_on__isnull=True)}
    return [
        put_term(actor, town, post, {"to_on": day}, ())
        for post, day in last.items()
        if post.to_on is None or post.to_on > day
    ]


def put_term(
    actor: Actor, town: Town, post: Post, changed: Mapping[str, date | None], taken_over: Collection[UUID]
) -> events.Entry:
    """Write changed days of a post down and bring the loaded row up to them. `taken_over`: posts whose first day both have signed for.
    To be called by an action that has checked the right and holds the `town`, inside its transaction; that action records the entry
    given back. Raises Incomplete, NotAllowed and Stale."""
    before = {"from_on": post.from_on, "to_on": post.to_on}
    from_on, to_on = changed.get("from_on") or post.from_on, changed.get("to_on", post.to_on)
    _check_term(from_on, to_on)
    if post.handed_over_on or ("from_on" in changed and post.pk in taken_over):
        raise NotAllowed("这个岗位办过交接，任期以双方签字的交接单为准，不能改动。")
    if town.is_apart:
        refuse_change(actor, post, from_on, to_on)
    rows = Post.objects.within(Scope.whole_town(actor.town)).filter(pk=post.pk, **before)
    if not rows.update(**changed):
        raise Stale("这个岗位刚刚被别人办理过。请刷新后核对。")
    post.from_on, post.to_on = from_on, to_on
    is_end = before["to_on"] is None and set(changed) == {"to_on"}
    return events.Entry("end_post" if is_end else "revise_term", post, dict(changed))


def _check_term(from_on: date, to_on: date | None) -> None:
    if to_on is not None and to_on < from_on:
        raise Incomplete("离任日期不能早于任职日期。", {"to_on": "不能早于任职日期。"})


@transaction.atomic
def set_password(actor: Actor, person_id: UUID, *, password: str, one_time: bool = False) -> Person:
    """设置密码: one's own, or as administrator a one-time password that must be changed at the first sign-in."""
    if person_id != actor.person:
        actor.need("people")
    person = Actor.founder(actor.town).find(Person, person_id, what="个人员")
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Incomplete("".join(error.messages), {"password": "".join(error.messages)}) from error
    person.set_password(password)
    person.must_change_password = one_time
    person.save(update_fields=["password", "must_change_password"])
    events.record(actor, "set_password", person, given={"one_time": one_time, "on": clock.today()})
    return person
