"""Reading of letters: what is asked for, who is a party and who heads it, who has none yet, how far it is by kind and by cell."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.registry import FIGURES
from bihuan.grid.models import Cell, Department, Post, held_on
from bihuan.grid.queries import cells_in_force, town_cell
from bihuan.grid.rules import SEGMENT_DIGITS
from bihuan.letters import rules
from bihuan.letters.lifecycle import BY_TOWN, MADE, OPEN, STANDING, WITHDRAWN
from bihuan.letters.models import LetterPlan, LetterScan, LetterText, ResponsibilityLetter
from bihuan.letters.rules import KINDS, UNIT, LetterKind, Target, Wording
from bihuan.units.models import Contact, Unit
from bihuan.units.queries import of_trades

VILLAGE_DIGITS = 3 * SEGMENT_DIGITS
# As the figures count today: one that was signed and then replaced by a new head's stays signed.
DONE = Q(completed_on__isnull=False, is_void=False)
DUE = DONE | Q(state__in=OPEN)


@dataclass(frozen=True)
class Party:
    """Who a letter is made out to: a row of its kind, where it lies, and its head's name ("" where none is registered)."""

    id: UUID
    name: str
    cell: Cell
    head: str
    department: Department | None = None
    unit: Unit | None = None

    @property
    def category(self) -> str:
        return self.unit.category if self.unit else ""


def text_of(scope: Scope, kind: str) -> LetterText | None:
    """A town's own text of a kind in force; None where the built-in one is."""
    found: LetterText | None = (
        LetterText.objects.within(scope).filter(kind=kind, ended_on__isnull=True).first()
    )
    return found


def wordings(scope: Scope) -> dict[str, tuple[int, Wording]]:
    """Each kind's words in force, with the edition's number (0: built-in)."""
    own = {one.kind: one for one in LetterText.objects.within(scope).filter(ended_on__isnull=True)}
    return {
        code: (own[code].number, own[code].wording) if code in own else (0, kind.usual)
        for code, kind in KINDS.items()
    }


def askable() -> dict[str, str]:
    """The figures that a target may name, with label and unit."""
    return {
        key: f"{one.label}（{one.unit}）"
        for key, one in sorted(FIGURES.items())
        if not key.startswith("letters.")
    }


def letters(scope: Scope) -> QuerySet[ResponsibilityLetter]:
    """All letters, with what their lines show."""
    found: QuerySet[ResponsibilityLetter] = ResponsibilityLetter.objects.within(scope)
    return found.select_related("unit", "cell", "department")


def plans(scope: Scope, year: int) -> QuerySet[LetterPlan]:
    """What is asked for in a year."""
    found: QuerySet[LetterPlan] = LetterPlan.objects.within(scope).filter(year=year, ended_on__isnull=True)
    return found


def years(scope: Scope) -> list[int]:
    """The years of which there are letters or plans, the latest first."""
    return list(LetterPlan.objects.within(scope).order_by("-year").values_list("year", flat=True).distinct())


# Who is a party.


def _standing_for(kind: LetterKind, year: int, town: UUID) -> Exists:
    """Whether a party has a letter of a kind and year, or one that was withdrawn: that one is asked no more."""
    rows = ResponsibilityLetter.objects.within(Scope.whole_town(town)).filter(
        Q(state__in=STANDING) | Q(state=WITHDRAWN), year=year, kind=kind.code, party=OuterRef("pk")
    )
    return Exists(rows)


def _units(kind: LetterKind, town: UUID) -> QuerySet[Unit]:
    """The units of the register that are parties to a kind."""
    inside = of_trades(kind.categories)
    if kind.without:
        inside &= ~of_trades(kind.without)
    if kind.detail:
        inside &= Q(**{f"details__{kind.detail}__gt": 0})
    found: QuerySet[Unit] = Unit.objects.within(Scope.whole_town(town)).filter(inside, ended_on__isnull=True)
    return found


def parties(kind: LetterKind, town: UUID, on: date) -> QuerySet[Any]:
    """The rows that are parties to a kind on a day: units, cells or departments."""
    whole = Scope.whole_town(town)
    if kind.party == UNIT:
        return _units(kind, town)
    if kind.party == rules.DEPARTMENT:
        departments: QuerySet[Department] = Department.objects.within(whole)
        return departments
    return cells_in_force(whole, on).filter(kind=kind.party)


def missing(kind: LetterKind, year: int, town: UUID, on: date) -> QuerySet[Any]:
    """The parties to a kind that have no letter of a year."""
    return parties(kind, town, on).filter(~_standing_for(kind, year, town)).order_by("pk")


def as_parties(kind: LetterKind, town: UUID, rows: Collection[Any], on: date) -> list[Party]:
    """Rows of a kind's parties with their heads, in a number of queries that does not grow with theirs."""
    whole = Scope.whole_town(town)
    top = town_cell(town)
    if kind.party == UNIT:
        heads = unit_heads(whole, rows, on)
        cells = {
            one.pk: one for one in Cell.objects.within(whole).filter(pk__in={one.cell_id for one in rows})
        }
        return [Party(one.pk, one.name, cells.get(one.cell_id, top), heads[one.pk], unit=one) for one in rows]
    posts = Post.objects.within(whole).filter(held_on(on), kind=rules.SIGNERS[kind.party])
    if kind.party == rules.DEPARTMENT:
        held = _holders(posts.filter(department__in=rows), "department_id")
        return [Party(one.pk, one.name, top, held.get(one.pk, ""), department=one) for one in rows]
    held = _holders(posts.filter(cell__in=rows), "cell_id")
    return [Party(one.pk, one.name, one, held.get(one.pk, "")) for one in rows]


def _holders(posts: QuerySet[Post], by: str) -> dict[UUID, str]:
    """The name of who holds a post at each place, the one that came last where there are several."""
    return dict(posts.order_by("from_on", "pk").values_list(by, "person__name"))


def unit_heads(scope: Scope, units: Iterable[Unit], on: date) -> dict[UUID, str]:
    """Who heads each of some units: the head with an account there, else the registered 主要负责人, else the register's 负责人."""
    rows = {one.pk: one for one in units}
    contacts = Contact.objects.within(scope).filter(unit__in=rows, role="head", ended_on__isnull=True)
    named = dict(contacts.order_by("from_on", "pk").values_list("unit", "name"))
    posts = Post.objects.within(scope).filter(held_on(on), unit__in=rows, kind=rules.SIGNERS[UNIT])
    named |= _holders(posts, "unit_id")
    return {pk: str(named.get(pk) or one.head).strip() for pk, one in rows.items()}


# How far it is.


@dataclass(frozen=True)
class Progress:
    """Letters of a kind or a place: to be signed, signed, and so many of them by last year's letters."""

    key: str
    label: str
    due: int
    done: int
    last_due: int = 0
    last_done: int = 0

    @property
    def left(self) -> int:
        return self.due - self.done

    @property
    def rate(self) -> str:
        return _rate(self.done, self.due)

    @property
    def last_rate(self) -> str:
        return _rate(self.last_done, self.last_due)


def _rate(done: int, due: int) -> str:
    return f"{100 * done / due:.1f}%" if due else "—"


def by_kind(scope: Scope, year: int) -> list[Progress]:
    """How far each kind is that is asked for, and how it was the year before."""
    rows = ResponsibilityLetter.objects.within(scope).filter(DUE, year__in=(year, year - 1))
    counted = rows.order_by().values("year", "kind").annotate(n=Count("pk"), done=Count("pk", filter=DONE))
    found = {(one["year"], one["kind"]): one for one in counted}
    none = {"n": 0, "done": 0}
    asked = set(plans(scope, year).values_list("kind", flat=True)) | {
        kind for at, kind in found if at == year
    }
    return [
        Progress(
            code,
            kind.label,
            (now := found.get((year, code), none))["n"],
            now["done"],
            (before := found.get((year - 1, code), none))["n"],
            before["done"],
        )
        for code, kind in KINDS.items()
        if code in asked
    ]


def by_cell(scope: Scope, year: int, on: date) -> list[tuple[Progress, int]]:
    """How far each office and village of a scope is, with the level, in the tree's order; what lies in a unit's own cell counts to its village."""
    rows = letters(scope).filter(DUE, year=year).annotate(village=Substr("cell__path", 1, VILLAGE_DIGITS))
    counted = rows.order_by().values_list("village").annotate(n=Count("pk"), done=Count("pk", filter=DONE))
    found: dict[str, list[int]] = {}
    for village, due, done in counted:
        for end in range(SEGMENT_DIGITS, len(village) + 1, SEGMENT_DIGITS):
            sums = found.setdefault(village[:end], [0, 0])
            sums[0], sums[1] = sums[0] + due, sums[1] + done
    cells = cells_in_force(scope, on).filter(kind__in=("town", "office", "village"))
    return [
        (Progress(cell.path, cell.name, *found[cell.path]), cell.level)
        for cell in cells
        if cell.path in found
    ]


def own(actor: Actor) -> Q:
    """The letters that an actor signs as the other side: of the unit acted for, of the cells and departments whose head the actor is."""
    mine = Q(pk__in=())
    if actor.scope.units:
        mine |= Q(unit__in=actor.scope.units)
    if rules.SIGNERS[rules.DEPARTMENT] in actor.kinds:
        mine |= Q(party_kind=rules.DEPARTMENT, party__in=actor.scope.departments)
    for kind in (rules.OFFICE, rules.VILLAGE):
        if rules.SIGNERS[kind] in actor.kinds:
            mine |= Q(party_kind=kind, cell__path__in=actor.scope.cells)
    if "enterprise_safety" in actor.kinds:
        mine |= Q(party_kind=UNIT, unit__cell_path__in=actor.scope.cells, head=actor.name)
    return mine


def to_sign(actor: Actor, on: date) -> QuerySet[ResponsibilityLetter]:
    """What an actor has to sign as the other side; what was not signed in its year is signed no more."""
    mine = letters(actor.scope).filter(own(actor), state__in=(MADE, BY_TOWN), to_on__gte=on)
    return mine.order_by("sign_by", "pk")


def why_not_signer(actor: Actor, letter: ResponsibilityLetter) -> str:
    """Why an actor does not put the other side's signature to a letter, in words, or "". The head signs by own account, or by hand on the device
    of who keeps units for the town."""
    if actor.may("office") and actor.may("units|supervise"):
        return ""
    head = f"负责人{letter.head}" if letter.head else rules.PARTIES[letter.party_kind] + "负责人"
    if not ResponsibilityLetter.objects.within(actor.scope).filter(own(actor), pk=letter.pk).exists():
        return f"这份责任书由{letter.party_name}的{head}本人签，别人不能代签。"
    if letter.head and actor.name != letter.head:
        return f"这份责任书的签字人是{head}，您（{actor.name}）不能代签。负责人变更的，请先在系统里登记，新的责任书会自动生成。"
    return ""


def signs_for_another(actor: Actor, letter: ResponsibilityLetter) -> bool:
    """Whether the head signs on the device of somebody of the town."""
    return actor.name != letter.head and actor.may("office") and actor.may("units|supervise")


@dataclass(frozen=True)
class Standing:
    """A target with how it stands: the figure's value in words ("" without a figure), whether it is met (None: nothing to tell)."""

    target: Target
    says: str
    met: bool | None


def targets_now(letter: ResponsibilityLetter, today: date) -> list[Standing]:
    """How a letter's targets stand, of the party's own records from its first day on."""
    place = party_scope(letter)
    until = min(letter.to_on, today)
    named = [one for one in letter.targets if one.figure in FIGURES]
    asks = {one.key: Ask(one.figure, letter.from_on, max(until, letter.from_on), until) for one in named}
    values = evaluate(place, asks.values()) if asks else {}
    found = []
    for one in letter.targets:
        if one.key not in asks:
            found.append(Standing(one, "", None))
            continue
        value, figure = values[asks[one.key]].value, FIGURES[one.figure]
        says = "还没有记录" if value is None else f"{figure.label}{value}{figure.unit}"
        found.append(Standing(one, says, rules.is_met(one, value)))
    return found


def party_scope(letter: ResponsibilityLetter) -> Scope:
    """The rows of a letter's party."""
    if letter.unit_id:
        return Scope(letter.town_id, units=(letter.unit_id,))
    if letter.department_id:
        return Scope(letter.town_id, departments=(letter.department_id,))
    return Scope(letter.town_id, cells=(letter.cell.path,))


def scans(scope: Scope, letter: UUID) -> QuerySet[LetterScan]:
    """The pages of signed paper of a letter."""
    found: QuerySet[LetterScan] = LetterScan.objects.within(scope).filter(letter=letter)
    return found.select_related("file", "added_by").order_by("place", "pk")


def shows_file(scope: Scope, file_id: UUID) -> bool:
    """Whether a file is a signature on a letter of the scope, or a page of one."""
    signed = Q(party_signature=file_id) | Q(town_signature=file_id)
    return bool(
        ResponsibilityLetter.objects.within(scope).filter(signed).exists()
        or LetterScan.objects.within(scope).filter(file=file_id).exists()
    )


def history(scope: Scope, letter: ResponsibilityLetter) -> QuerySet[ResponsibilityLetter]:
    """The other letters of the same party and kind, the latest first."""
    rows = letters(scope).filter(party=letter.party, kind=letter.kind)
    return rows.exclude(pk=letter.pk).order_by("-year", "-made_on", "-pk")


def misplaced(town: UUID) -> QuerySet[ResponsibilityLetter]:
    """The letters of units that lie in another cell, or are followed by another department, than their letter says."""
    rows = ResponsibilityLetter.objects.within(Scope.whole_town(town)).filter(unit__isnull=False)
    found: QuerySet[ResponsibilityLetter] = rows.filter(
        Q(unit__cell__isnull=False) & ~Q(cell=F("unit__cell"))
        | ~Q(department=F("unit__department"))
        & (Q(department__isnull=False) | Q(unit__department__isnull=False))
    )
    return found
