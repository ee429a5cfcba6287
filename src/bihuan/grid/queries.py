"""Reading of persons, posts and cells."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Length, Substr

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import NotAllowed
from bihuan.core.models import Town
from bihuan.core.scope import Scope, under
from bihuan.grid.models import Cell, Handover, NoticeSetting, Person, Post, held_on
from bihuan.grid.rules import ADMINISTRATORS, GRID_KEEPERS, POST_KINDS, SEGMENT_DIGITS, rights_of
from bihuan.search.queries import matching


def actor_of(person: Person, on: date | None = None, *, seat: UUID | None = None) -> Actor:
    """The actor that a person is on a day (today): scope and rights of the posts held then.

    A post in a department opens the units that the department answers for; one at a unit opens that unit; every other post
    opens its cell and all below. Who has posts at several units acts at one `seat` at a time (see `by_seat`), the first where none is chosen.
    """
    day = on or clock.today()
    whole = Scope.whole_town(person.town_id)
    held = Post.objects.within(whole).filter(held_on(day), person=person)
    seats = by_seat(held.select_related("cell", "department", "town", "unit"))
    posts = seats.get(seat) or next(iter(seats.values()), [])
    apart = any(post.town.is_apart for post in posts)
    signs = any(POST_KINDS[post.kind].signs for post in posts)
    return Actor(
        person=person.pk,
        name=person.name,
        scope=scope_of(person.town_id, posts),
        rights=rights_of([post.kind for post in posts], apart=apart),
        card=person.card if signs and card_is_valid(person, day) else "",
        posts=tuple(post_title(post) for post in posts),
        kinds=frozenset(post.kind for post in posts),
        apart=apart,
        seats=tuple((unit, at[0].unit.name if at[0].unit else "镇里的岗位") for unit, at in seats.items()),
    )


def by_seat(posts: Iterable[Post]) -> dict[UUID | None, list[Post]]:
    """A person's posts by where they are acted from: the town's and the grid's together (None), then those at each unit, by its name.
    A person acts at one seat at a time: so nobody does at one unit what only a post at another allows."""
    found: dict[UUID | None, list[Post]] = {}
    for post in sorted(posts, key=lambda one: (one.unit.name if one.unit else "", str(one.pk))):
        found.setdefault(post.unit_id, []).append(post)
    return found


def left_with_unit(scope: Scope, person: UUID, on: date) -> list[Post]:
    """A person's posts that ended with their unit, the latest first: it was struck off, or moved away."""
    found = Post.objects.within(scope).filter(
        Q(to_on__isnull=True) | Q(to_on__gte=on), person=person, unit__ended_on__lt=on
    )
    return list(found.select_related("unit", "cell").order_by("-unit__ended_on", "pk"))


def scope_of(town: UUID, posts: Iterable[Post]) -> Scope:
    """What some posts open together; their cells are loaded."""
    posts = list(posts)
    units = tuple(post.unit_id for post in posts if post.unit_id is not None)
    cells = tuple(post.cell.path for post in posts if post.department_id is None and post.unit_id is None)
    departments = tuple(post.department_id for post in posts if post.department_id is not None)
    business = [post for post in posts if post.kind not in ADMINISTRATORS]
    whole = any(len(path) == SEGMENT_DIGITS for path in cells) and bool(business)
    return Scope(town=town, cells=cells, departments=departments, whole=whole, units=units)


def post_title(post: Post) -> str:
    """How a post is called: 东岭村 村网格长, 城建办 部门负责人, 镇长, 永安烟花店 岗位员工."""
    if post.unit:
        return f"{post.unit.name} {post.label}"
    if post.department:
        return f"{post.department.name} {post.label}"
    return post.label if len(post.cell.path) == 4 else f"{post.cell.name} {post.label}"


def card_is_valid(person: Person, day: date) -> bool:
    """Whether a person holds an enforcement card good on a day."""
    return bool(person.card) and (person.card_until is None or person.card_until >= day)


def officers(scope: Scope, on: date) -> QuerySet[Person]:
    """Persons of the town who may sign enforcement papers on a day."""
    signing = [code for code, kind in POST_KINDS.items() if kind.signs]
    posts = Post.objects.within(Scope.whole_town(scope.town)).filter(
        held_on(on), person=OuterRef("pk"), kind__in=signing
    )
    found: QuerySet[Person] = (
        Person.objects.within(scope)
        .filter(Exists(posts), ~Q(card=""))
        .filter(Q(card_until__isnull=True) | Q(card_until__gte=on))
    )
    return found


def town_cell(town: UUID) -> Cell:
    """The town's own cell: where stands what lies in none below it."""
    rows = Cell.objects.within(Scope.whole_town(town)).filter(kind="town", ended_on__isnull=True)
    found: Cell = rows.order_by("path")[0]
    return found


def cells_in_force(scope: Scope, on: date) -> QuerySet[Cell]:
    """Cells of a scope that are in force on a day, in the tree's order."""
    found: QuerySet[Cell] = Cell.objects.within(scope).filter(in_force(on)).order_by("path")
    return found


def cell_choices(scope: Scope, on: date, by: str = "pk") -> list[tuple[str, str]]:
    """Cells in force on a day for a select: id (or, by "path", path), and name indented by level."""
    return [
        (str(getattr(one, by)), f"{'　' * (one.level - 1)}{one.name}") for one in cells_in_force(scope, on)
    ]


def cell_in_use(actor: Actor, cell_id: UUID) -> Cell:
    """A cell of the actor's scope that something is to be put into, held until the transaction ends, so that it is not merged
    away meanwhile. NotFound; NotAllowed for one that is no more, with the name of where it went."""
    found = actor.hold(Cell, cell_id, what="个网格")
    if found.ended_on and found.ended_on <= clock.today():
        instead = found.merged_into or getattr(found, "moved_to", None)
        hint = f"请改选“{instead.name}”。" if instead else "请改选其他网格。"
        raise NotAllowed(f"“{found.name}”已在{in_words(found.ended_on)}的网格调整中停用，{hint}")
    return found


def coded(scope: Scope) -> dict[str, tuple[str, str]]:
    """Code and name of the town's cells that have a code, by their paths."""
    there = Cell.objects.within(Scope.whole_town(scope.town)).filter(ended_on__isnull=True).exclude(code="")
    return {path: (code, name) for path, code, name in there.values_list("path", "code", "name")}


def subtree(scope: Scope, cell: Cell) -> QuerySet[Cell]:
    """A cell and all below it that have not ended, in the tree's order."""
    found: QuerySet[Cell] = Cell.objects.within(scope).filter(under("path", cell.path), ended_on__isnull=True)
    return found.order_by("path")


@dataclass(frozen=True)
class Lineage:
    """A cell through all its moves: its last name and row, and the paths that it has had, the latest first."""

    cell: Cell
    paths: tuple[str, ...]
    opened_on: date

    @property
    def place(self) -> str:
        """What a figure is sliced by, whenever the row was recorded."""
        return ",".join(self.paths)


def lineages(scope: Scope) -> list[Lineage]:
    """The cells of a scope, past ones too, each once however often it was moved, in the tree's order. One query."""
    rows = {row.pk: row for row in Cell.objects.within(scope).order_by("path")}
    moved = {row.origin_id for row in rows.values()}
    found = []
    for row in rows.values():
        if row.pk in moved:
            continue
        line = [row]
        while (before := rows.get(line[-1].origin_id)) is not None:
            line.append(before)
        found.append(Lineage(row, tuple(one.path for one in line), line[-1].opened_on))
    return found


def lineage_of(scope: Scope, cell: Cell) -> Lineage:
    """A cell through all its moves up to this row, whoever could see it then."""
    line = [cell]
    while line[-1].origin_id:
        line.append(Cell.objects.within(Scope.whole_town(scope.town)).get(pk=line[-1].origin_id))
    return Lineage(cell, tuple(one.path for one in line), line[-1].opened_on)


def village(scope: Scope, cell: str) -> Case:
    """Where a row is, as people say it: an enterprise's own cell by the name of the village above it, any other by its own.
    `cell` leads from the row to its cell: "unit__cell"."""
    path = OuterRef(f"{cell}__path")
    above = Cell.objects.within(Scope.whole_town(scope.town)).filter(
        path=Substr(path, 1, Length(path) - SEGMENT_DIGITS)
    )
    return Case(
        When(**{f"{cell}__kind": "enterprise"}, then=Subquery(above.values("name")[:1])),
        default=F(f"{cell}__name"),
    )


def in_force(on: date) -> Q:
    """Cells in force on a day."""
    return Q(opened_on__lte=on) & (Q(ended_on__isnull=True) | Q(ended_on__gt=on))


def covered(scope: Scope, on: date) -> Exists:
    """Whether a cell (as OuterRef) has a named person on a day: the grid's real-name promise (实名制)."""
    return Exists(
        Post.objects.within(Scope.whole_town(scope.town)).filter(
            held_on(on), cell=OuterRef("pk"), kind__in=GRID_KEEPERS
        )
    )


@dataclass(frozen=True)
class TreeRow:
    """One line of the grid's tree: a cell, and who keeps it today (nobody: a gap in the real-name promise)."""

    cell: Cell
    holders: list[str]


def tree(scope: Scope, on: date) -> list[TreeRow]:
    """The grid's tree with its keepers, in two queries."""
    cells = list(cells_in_force(scope, on))
    posts = Post.objects.within(scope).filter(
        held_on(on), cell__in=[cell.pk for cell in cells], kind__in=GRID_KEEPERS
    )
    by_cell: dict[object, list[str]] = {}
    for post in posts.select_related("person").order_by("from_on", "pk"):
        by_cell.setdefault(post.cell_id, []).append(f"{post.label} {post.person.name}")
    return [TreeRow(cell, by_cell.get(cell.pk, [])) for cell in cells]


def posts_held(scope: Scope, on: date) -> QuerySet[Post]:
    """Posts of the town held on a day, the higher cells first."""
    found: QuerySet[Post] = (
        Post.objects.within(scope)
        .filter(held_on(on))
        .select_related("person", "cell", "department", "town", "unit")
        .order_by("cell__path", "from_on", "pk")
    )
    return found


def answers_for(post: Post, path: str, department: UUID | None, unit: UUID | None = None) -> bool:
    """Whether a post stands over a place: a cell's path, the department that follows the unit there, and the unit itself. The town's
    posts stand over all of it, one in a department over what the department follows, one at a unit over that, any other over its cell
    and all below."""
    if post.unit_id is not None:
        return bool(post.unit_id == unit)
    if post.department_id is not None:
        return bool(post.department_id == department)
    return POST_KINDS[post.kind].stands == "town" or path.startswith(post.cell.path)


def handovers(scope: Scope) -> QuerySet[Handover]:
    """Hand-overs of posts, the latest first, with the posts and persons."""
    found: QuerySet[Handover] = Handover.objects.within(scope).select_related(
        "cell", "ended__person", "ended__cell", "ended__department", "begun__person", "witness"
    )
    return found


def taken_over(scope: Scope, posts: Iterable[UUID]) -> set[UUID]:
    """Those of some posts that were taken over from another, with both signatures."""
    whole = Scope.whole_town(scope.town)
    return set(Handover.objects.within(whole).filter(begun__in=posts).values_list("begun_id", flat=True))


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a signature belongs to a hand-over of the scope."""
    signed = Q(giver_signature=file_id) | Q(taker_signature=file_id) | Q(witness_signature=file_id)
    return bool(Handover.objects.within(scope).filter(signed).exists())


def people(scope: Scope, words: str = "") -> QuerySet[Person]:
    """Persons of the town by whatever they are found by (`grid.search`)."""
    found: QuerySet[Person] = Person.objects.within(scope).order_by("-is_active", "name", "pk")
    return found.filter(pk__in=matching(scope.town, "person", words)) if words.strip() else found


def signing_in(*words: str) -> dict[str, UUID]:
    """Who signs in by some phones and user names, wherever: a person by each that is in use. One query."""
    asked = set(filter(None, words))
    found = Person.accounts.filter(Q(phone__in=asked) | Q(username__in=asked)) if asked else ()
    return {word: one.pk for one in found for word in (one.phone, one.username) if word in asked}


def posts_to_come_or_held(scope: Scope, on: date) -> QuerySet[Post]:
    """Posts that somebody holds on a day or will take later, and that do not end by then, the higher cells first."""
    found: QuerySet[Post] = (
        Post.objects.within(scope)
        .filter(Q(to_on__isnull=True) | Q(to_on__gt=on))
        .select_related("person", "cell", "department", "unit")
        .order_by("cell__path", "from_on", "pk")
    )
    return found


@dataclass(frozen=True)
class CastMember:
    """A person whom the demo's sign-in page offers."""

    username: str
    name: str
    title: str


def demo_cast() -> list[CastMember]:
    """One person of each kind of post, and the second inspector. Only a demo's sign-in page may ask: it looks before
    anyone's scope is known."""
    found: dict[str, list[CastMember]] = {kind: [] for kind in POST_KINDS}
    for town in Town.registry.all():
        posts = posts_held(Scope.whole_town(town.pk), clock.today())
        for post in posts.filter(person__username__isnull=False, person__is_active=True).order_by(
            "person__username"
        ):
            if len(found[post.kind]) < (2 if post.kind == "inspector" else 1):
                person = post.person
                found[post.kind].append(CastMember(person.username or "", person.name, post_title(post)))
    return [one for kind in found.values() for one in kind]


def notice_setting(scope: Scope) -> NoticeSetting:
    """What the town's boards say; the default words where nobody has said otherwise."""
    found: NoticeSetting | None = NoticeSetting.objects.within(scope).first()
    return found or NoticeSetting(town_id=scope.town)
