"""Who is assessed or vetoed: villages, departments, units of a category, persons at a post; where their rows lie, and the figures of many of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from bihuan.assessments.rules import DEPARTMENT, PERSON, UNIT, VILLAGE
from bihuan.assessments.showing import COUNT, RATIO, why_refused
from bihuan.assessments.vetoing import HEADS
from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, Slice, Value, counted, evaluate, ids_behind, sliceable
from bihuan.figures.owners import evaluate_owners, has_owners, ids_of_owners
from bihuan.figures.registry import FIGURES, Kind
from bihuan.grid.models import Cell, Department, Person, Post, held_on
from bihuan.grid.queries import cells_in_force, in_force, lineages, town_cell
from bihuan.units.models import Unit
from bihuan.units.queries import of_trades


@dataclass(frozen=True)
class Subject:
    """Somebody by kind and id, with the name and the columns that say where its rows lie."""

    kind: str
    id: UUID
    name: str
    cell: Cell
    department: Department | None = None
    unit: Unit | None = None
    person: Person | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a row of its."""
        at = self.unit
        return {
            "subject_kind": self.kind,
            "subject": self.id,
            "subject_name": self.name,
            "cell": self.cell,
            "department": self.department,
            "unit": at,
            "recorded_cell": at.cell_path if at else self.cell.path,
            "recorded_category": at.category if at else "",
        }


def villages(town: UUID, on: date) -> list[Subject]:
    """The villages in force on a day."""
    rows = cells_in_force(Scope.whole_town(town), on).filter(kind=VILLAGE)
    return [Subject(VILLAGE, one.pk, one.name, one) for one in rows]


def departments(town: UUID) -> list[Subject]:
    """The town's departments."""
    top = town_cell(town)
    rows = Department.objects.within(Scope.whole_town(town)).order_by("name")
    return [Subject(DEPARTMENT, one.pk, one.name, top, department=one) for one in rows]


def units(town: UUID, category: str) -> list[Subject]:
    """The units of a category that are in the register."""
    found = Unit.objects.within(Scope.whole_town(town)).filter(of_trades([category]), ended_on__isnull=True)
    return as_units(town, found.order_by("name", "pk"))


def as_units(town: UUID, rows: Iterable[Unit]) -> list[Subject]:
    """Units as subjects, each at its cell; the town's own where it has none."""
    top, rows = town_cell(town), list(rows)
    cells = Cell.objects.within(Scope.whole_town(town)).in_bulk({one.cell_id for one in rows if one.cell_id})
    names = {one.pk: one for one in _departments(town, [one.department_id for one in rows])}
    return [
        Subject(
            UNIT,
            one.pk,
            one.name,
            cells.get(one.cell_id, top) if one.cell_id else top,
            names.get(one.department_id) if one.department_id else None,
            one,
        )
        for one in rows
    ]


def _departments(town: UUID, keys: Iterable[UUID | None]) -> Iterable[Department]:
    found: Iterable[Department] = Department.objects.within(Scope.whole_town(town)).filter(
        pk__in={one for one in keys if one}
    )
    return found


def heads(town: UUID, on: date) -> list[Subject]:
    """Who holds the posts at villages and departments on a day, each person once."""
    top = town_cell(town)
    posts = Post.objects.within(Scope.whole_town(town)).filter(held_on(on), kind__in=HEADS)
    found: dict[UUID, Subject] = {}
    for post in posts.select_related("person", "cell", "department").order_by("from_on", "pk"):
        at = top if post.department else post.cell
        found[post.person_id] = Subject(
            PERSON, post.person_id, post.person.name, at, post.department, person=post.person
        )
    return list(found.values())


def head_of(town: UUID, post: str, on: date, *, cell: UUID | None, department: UUID | None) -> Subject | None:
    """Who heads a village or a department on a day, by the code of the post."""
    where = Q(department=department) if post == "department_head" else Q(cell=cell)
    if (department if post == "department_head" else cell) is None:
        return None
    posts = Post.objects.within(Scope.whole_town(town)).filter(held_on(on), where, kind=post)
    held = posts.select_related("person", "cell", "department").order_by("-from_on", "-pk").first()
    if held is None:
        return None
    at = town_cell(town) if held.department else held.cell
    return Subject(PERSON, held.person_id, held.person.name, at, held.department, person=held.person)


def all_of(town: UUID, kind: str, category: str, on: date) -> list[Subject]:
    """Whom a scheme of a kind assesses, on a day."""
    if kind == VILLAGE:
        return villages(town, on)
    return departments(town) if kind == DEPARTMENT else units(town, category)


def village_at(town: UUID, path: str, on: date) -> Subject | None:
    """The village in which a place lies on a day."""
    found = (
        Cell.objects.within(Scope.whole_town(town))
        .filter(in_force(on), kind=VILLAGE, path__in=[path[:end] for end in range(4, len(path) + 1, 4)])
        .first()
    )
    return Subject(VILLAGE, found.pk, found.name, found) if found else None


def find(actor: Actor, kind: str, subject: UUID, on: date) -> Subject | None:
    """A subject that an actor may see, by kind and id; None where there is none."""
    scope = actor.scope
    if kind == UNIT:
        rows = Unit.objects.within(scope).filter(pk=subject)
        return next(iter(as_units(scope.town, rows)), None)
    if kind == VILLAGE:
        cell = Cell.objects.within(scope).filter(pk=subject, kind=VILLAGE).first()
        return Subject(VILLAGE, cell.pk, cell.name, cell) if cell else None
    known = departments(scope.town) if kind == DEPARTMENT else heads(scope.town, on)
    if not scope.whole:
        known = [one for one in known if one.department and one.department.pk in scope.departments]
    return next((one for one in known if one.id == subject), None)


# Their figures.


def why_not_scored(key: str, relation: str, kind: str) -> str:
    """Why a figure cannot score subjects of a kind, in words, or "": it measures show, or its rows do not say whose they are."""
    figure = FIGURES.get(key)
    if figure is None:
        return "指标目录里没有这个指标，请从列表中选择。"
    if said := why_refused(key, RATIO if figure.kind is Kind.RATIO else COUNT, relation):
        return f"“{figure.label}”不能用来评分：{said}。"
    told = sliceable(figure, Slice(cell="x")) if kind == VILLAGE else has_owners(figure, kind)
    if not told:
        return f"“{figure.label}”的记录分不出是哪一个{'村' if kind == VILLAGE else '部门' if kind == DEPARTMENT else '单位'}的，不能用来给它评分。"
    return ""


def scorable(kind: str) -> dict[str, str]:
    """The figures that may score subjects of a kind, with label and unit."""
    return {
        key: f"{one.label}（{one.unit}）"
        for key, one in sorted(FIGURES.items())
        if not why_not_scored(key, "least", kind) or not why_not_scored(key, "most", kind)
    }


def asks_of(
    town: UUID, kind: str, subjects: Sequence[UUID], figures: Collection[str], since: date, until: date
) -> dict[tuple[UUID, str], Ask]:
    """The question that each figure is for each subject. Of a village: by the cells that it has been, as recorded."""
    keys = [key for key in dict.fromkeys(figures) if key in FIGURES]
    plain = {key: Ask(key, since, until, until) for key in keys}
    if kind != VILLAGE:
        return {(one, key): plain[key] for one in subjects for key in keys}
    lines = {one.cell.pk: one for one in lineages(Scope.whole_town(town))}
    return {
        (one, key): replace(plain[key], slice=Slice(cell=lines[one].place))
        for one in subjects
        if one in lines
        for key in keys
    }


def values_of(town: UUID, kind: str, asks: dict[tuple[UUID, str], Ask]) -> dict[tuple[UUID, str], Value]:
    """The answers, in a number of queries that does not grow with the subjects."""
    if not asks:
        return {}
    if kind == VILLAGE:
        found = evaluate(Scope.whole_town(town), asks.values())
        return {at: found[ask] for at, ask in asks.items()}
    owners = list(dict.fromkeys(owner for owner, _ in asks))
    told = evaluate_owners(town, kind, owners, asks.values())
    return {(owner, key): told[owner, ask] for (owner, key), ask in asks.items()}


def records_of(town: UUID, kind: str, asks: dict[tuple[UUID, str], Ask]) -> dict[tuple[UUID, str], list[str]]:
    """The ids of the records behind each answer; of a ratio, those of its numerator."""
    if not asks:
        return {}
    if kind == VILLAGE:
        parts = {at: counted(ask)[0] for at, ask in asks.items()}
        found = ids_behind(Scope.whole_town(town), parts.values())
        return {at: found[part] for at, part in parts.items()}
    owners = list(dict.fromkeys(owner for owner, _ in asks))
    told = ids_of_owners(town, kind, owners, asks.values())
    return {(owner, key): told[owner, ask] for (owner, key), ask in asks.items()}
