"""Verbs of the grid: towns, cells, departments, persons, accounts and posts."""

from datetime import date
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.masking import mask_phone
from bihuan.core.models import EventHead, Town
from bihuan.core.numbering import next_number
from bihuan.core.scope import Scope
from bihuan.grid.administrators import refuse_leaving, refuse_taking, right_over
from bihuan.grid.models import Cell, Department, Person, Post
from bihuan.grid.queries import cell_in_use, posts_to_come_or_held
from bihuan.grid.rules import LEVELS, POST_KINDS, child_path, level_of

PHONE_DIGITS = 11


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
    if not name.strip():
        raise Incomplete("请填写网格名称。", {"name": "请填写网格名称。"})
    if level_of(parent.path) == max(LEVELS):
        raise NotAllowed("网格共四级，第四级下面不能再划分。")
    path = child_path(parent.path, next_number(actor.town, f"cell:{parent.path}", 0))
    cell = Cell(
        id=cell_id or new_id(),
        town_id=actor.town,
        path=path,
        name=name.strip(),
        kind=kind,
        opened_on=opened_on,
    )
    cell.save(force_insert=True)
    events.record(actor, "open_cell", cell, given={"name": name, "path": path, "opened_on": opened_on})
    return cell


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
    _check_particulars(name, phone, username)
    person = Person(
        id=person_id or new_id(),
        town_id=actor.town,
        name=name.strip(),
        phone=phone or None,
        username=username or None,
        card=card,
        card_until=card_until,
        must_change_password=must_change_password,
    )
    if password_hash:
        person.password = password_hash
    else:
        person.set_unusable_password()
    person.save(force_insert=True)
    events.record(actor, "register_person", person, given={"name": name, "card": card})
    return person


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
    _check_particulars(name, phone, username, person)
    values = {
        "name": name.strip(),
        "phone": phone or None,
        "username": username or None,
        "card": card,
        "card_until": card_until,
    }
    changed = {field: value for field, value in values.items() if getattr(person, field) != value}
    if not changed:
        return person
    Person.objects.within(Scope.whole_town(actor.town)).filter(pk=person.pk).update(**changed)
    told = changed | ({"phone": mask_phone(phone)} if "phone" in changed else {})
    events.record(actor, "revise_person", person, given={"was": person.name} | told)
    for field, value in changed.items():
        setattr(person, field, value)
    return person


def _check_particulars(name: str, phone: str, username: str, person: Person | None = None) -> None:
    """Raises Incomplete without a name, for a number that is none, and where another signs in by the same."""
    if not name.strip():
        raise Incomplete("请填写姓名。", {"name": "请填写姓名。"})
    if phone and not (phone.isdigit() and len(phone) == PHONE_DIGITS):
        raise Incomplete("手机号应为11位数字。", {"phone": "手机号应为11位数字。"})
    others = Person.accounts.exclude(pk=person.pk) if person else Person.accounts.all()
    for field, value in (
        ("phone", phone),
        ("username", username),
    ):  # either signs in: neither may be another's other
        if value and others.filter(Q(phone=value) | Q(username=value)).exists():
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
    stands = POST_KINDS[kind].stands
    actor.need(right_over(actor, kind))
    whole = Actor.founder(actor.town)
    person = whole.find(Person, person_id, what="个人员")
    refuse_taking(actor, person, kind, from_on)  # holds the town, which comes before its cells
    cell = cell_in_use(whole, cell_id)
    department = whole.find(Department, department_id, what="个部门") if department_id else None
    if stands == "department" and department is None:
        raise Incomplete("部门负责人要选定部门。", {"department": "请选择部门。"})
    if stands == "town" and level_of(cell.path) != 1:
        raise Incomplete(f"“{POST_KINDS[kind].label}”是镇级岗位。", {"cell": "请选择镇。"})
    same = Post.objects.within(whole.scope).filter(person=person, kind=kind, cell=cell, to_on__isnull=True)
    if same.filter(department=department).exists():
        raise NotAllowed(f"{person.name}已经在任“{POST_KINDS[kind].label}”。")
    post = Post(
        id=post_id or new_id(),
        town_id=actor.town,
        person=person,
        kind=kind,
        cell=cell,
        department=department if stands == "department" else None,
        from_on=from_on,
    )
    post.save(force_insert=True)
    events.record(actor, "appoint", post, given={"person": person, "kind": kind, "cell": cell.name})
    return post


@transaction.atomic
def end_post(actor: Actor, post_id: UUID, *, to_on: date) -> Post:
    """离任: the last day on which a person holds a post."""
    post = Actor.founder(actor.town).find(Post, post_id, what="个岗位")
    actor.need(right_over(actor, post.kind))
    refuse_leaving(actor, [post], to_on)
    return _end(actor, post, to_on)


@transaction.atomic
def leave_posts(actor: Actor, person: Person, *, left_on: date) -> None:
    """离职离任: all posts end with the account of who leaves; rights are taken away by it, none is given."""
    actor.need("people")
    open_ones = list(posts_to_come_or_held(Scope.whole_town(actor.town), left_on).filter(person=person))
    refuse_leaving(actor, open_ones, left_on)
    for post in open_ones:
        _end(actor, post, max(left_on, post.from_on))


def _end(actor: Actor, post: Post, to_on: date) -> Post:
    whole = Scope.whole_town(actor.town)
    if to_on < post.from_on:
        raise Incomplete("离任日期不能早于任职日期。", {"to_on": "不能早于任职日期。"})
    if not Post.objects.within(whole).filter(pk=post.pk, to_on__isnull=True).update(to_on=to_on):
        raise NotAllowed("这个岗位已经离任。")
    events.record(actor, "end_post", post, given={"to_on": to_on})
    post.to_on = to_on
    return post


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
