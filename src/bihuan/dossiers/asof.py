"""A unit as of any past day, told from dated rows and the log alone: nothing here asks how things stand today.

What was known by the end of the day, in the town's time, is told apart from what was recorded later about it (补录).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.models import Event
from bihuan.core.scope import Scope, ScopedManager
from bihuan.dossiers import rules
from bihuan.grid.models import Cell, Department, Post, held_on
from bihuan.grid.rules import GRID_KEEPERS
from bihuan.hazards.lifecycle import HAZARD, OPEN, OWN, UNDER_ORDER, UNDER_OWN, VOID
from bihuan.hazards.models import Demand, Hazard
from bihuan.hazards.timeline import told
from bihuan.inspections.models import Inspection, IssuedPaper
from bihuan.measures.models import Decision
from bihuan.units.models import Certificate, Unit
from bihuan.units.queries import certificates
from bihuan.units.rules import CATEGORIES, STATES

STEPS = frozenset({"find", *(move.action for move in HAZARD.moves)})


@dataclass(frozen=True)
class HazardThen:
    """A hazard as it stood; `deadline_on` is that of the term that ran."""

    row: Hazard
    state: str
    deadline_on: date | None
    on: date

    @property
    def state_label(self) -> str:
        return HAZARD.states[self.state]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_overdue(self) -> bool:
        late = self.deadline_on is not None and self.deadline_on < self.on
        return late and self.state in (*UNDER_ORDER, OWN)

    @property
    def is_major(self) -> bool:
        return self.row.major_on is not None and self.row.major_on <= self.on

    @property
    def is_urgent(self) -> bool:
        return self.row.urgent_on is not None and self.row.urgent_on <= self.on

    @property
    def said(self) -> str:
        """整改中，逾期3天，重大."""
        late = [f"逾期{(self.on - self.deadline_on).days}天"] if self.is_overdue and self.deadline_on else []
        marks = [word for word, is_so in (("重大", self.is_major), ("急办", self.is_urgent)) if is_so]
        return "，".join([self.state_label, *late, *marks])


@dataclass(frozen=True)
class Line:
    """An event as a line: who did what, who was told by it ("" nobody), and how that was taken."""

    event: Event
    what: str
    to: str
    receipt: str


@dataclass(frozen=True)
class Later:
    """What had happened by the day but was recorded after it."""

    on: date
    recorded_at: datetime
    what: str


@dataclass
class AsOf:
    """A unit on a day. `known` is False where it was in no record by then; then the rest is empty but for `later`."""

    unit: Unit
    on: date
    known: bool = False
    facts: list[tuple[str, str]] = field(default_factory=list)
    name: str = ""
    hazards: list[HazardThen] = field(default_factory=list)
    visits: list[Inspection] = field(default_factory=list)
    papers: list[IssuedPaper] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    later: list[Later] = field(default_factory=list)

    @property
    def told(self) -> list[Line]:
        """Who was told what, when, by whom."""
        return [line for line in self.lines if line.to]


def end_of(day: date) -> datetime:
    """The first instant after a day of the town."""
    return clock.at(day + timedelta(days=1))


def as_of(actor: Actor, unit: Unit, on: date) -> AsOf:
    """The unit as it was known at the end of a day. Thirteen queries, however much there is."""
    end = end_of(on)
    trail = list(
        Event.objects.within(actor.scope).filter(subject_id__in=records(actor.scope, unit)).order_by("seq")
    )
    came, went = rules.handed_over(
        event for event in trail if event.subject_id == unit.pk and event.at >= end
    )
    mine = _belonged(unit, came, went)
    if went:
        told = Event.objects.within(actor.scope).filter(subject_id__in=went)
        trail = sorted([*trail, *told], key=lambda event: event.seq)
    trail = [event for event in trail if str(event.subject_id) not in came]
    known = [event for event in trail if event.at < end]
    by_subject: dict[UUID, list[Event]] = defaultdict(list)
    for event in known:
        by_subject[event.subject_id].append(event)
    own = by_subject[unit.pk]
    found = AsOf(unit, on)
    visits = _visits(actor.scope, mine, on)
    hazards = _hazards(actor.scope, mine, on)
    decisions = list(Decision.objects.within(actor.scope).filter(mine, decided_on__lte=on))
    found.later = _later(trail, visits, {one.pk: one for one in decisions}, end, on)
    if not rules.particulars(own):
        return found
    found.known = True
    found.facts = _facts(actor, own, on)
    found.name = str(rules.particulars(own)["name"])
    found.hazards = _hazards_then(actor.scope, hazards, by_subject, on)
    found.visits = [one for one in visits if one.entered_at < end]
    found.papers = _papers(actor.scope, mine, on, end)
    found.decisions = [one for one in decisions if by_subject[one.pk]]
    found.certificates = list(certificates(actor.scope, on).filter(mine))
    found.lines = _lines(known, {one.pk: one for one in hazards}, {one.pk: one for one in visits})
    return found


def _belonged(unit: Unit, came: frozenset[str], went: frozenset[str]) -> Q:
    """Rows that belonged to a unit on the day: what came to it later did not, what went from it later did."""
    mine = Q(unit=unit)
    if came:
        mine &= ~Q(pk__in=came)
    return mine | Q(pk__in=went) if went else mine


def records(scope: Scope, unit: Unit) -> QuerySet[Any, Any]:
    """The ids of a unit and of all that belongs to it or to a hazard of it, whichever app keeps it: every model with a key
    to either."""
    found = [Unit.objects.within(scope).filter(pk=unit.pk)]
    for owner, path in ((Unit, "{}"), (Hazard, "{}__unit")):
        for relation in owner._meta.related_objects:
            model: Any = relation.related_model
            if model is not owner and isinstance(getattr(model, "objects", None), ScopedManager):
                asked = {path.format(relation.field.name): unit}
                found.append(model.objects.within(scope).filter(**asked))
    first, *others = (rows.order_by().values_list("pk", flat=True) for rows in found)
    every: QuerySet[Any, Any] = first.union(*others)
    return every


def _visits(scope: Scope, mine: Q, on: date) -> list[Inspection]:
    rows = Inspection.objects.within(scope).filter(mine, visited_on__lte=on)
    return list(rows.select_related("first_inspector", "second_inspector", "campaign"))


def _hazards(scope: Scope, mine: Q, on: date) -> list[Hazard]:
    rows = Hazard.objects.within(scope).filter(mine, found_on__lte=on)
    return list(rows.select_related("repeat_of").order_by("found_on", "number"))


def _hazards_then(
    scope: Scope, hazards: list[Hazard], by_subject: dict[UUID, list[Event]], on: date
) -> list[HazardThen]:
    """Each hazard that was known, with the state in which its last event left it; those of a void visit went with it."""
    running = Demand.objects.within(scope).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on), hazard__in=hazards, ordered_on__lte=on
    )
    terms = dict(running.order_by("ordered_on", "pk").values_list("hazard", "deadline_on"))
    found = []
    for row in hazards:
        state = rules.last_state(by_subject[row.pk], STEPS, HAZARD.states)
        if row.inspection_id and any(event.action == "void_visit" for event in by_subject[row.inspection_id]):
            state = state and VOID
        if state:
            term = _own_term(by_subject[row.pk]) if state in UNDER_OWN else terms.get(row.pk)
            found.append(HazardThen(row, state, term, on))
    return found


def _own_term(trail: list[Event]) -> date | None:
    """The term that a unit gave itself for what it found, as it was told on that day."""
    said = next((event.given.get("deadline_on") for event in trail if event.action == "find"), None)
    return date.fromisoformat(said) if said else None


def _papers(scope: Scope, mine: Q, on: date, end: datetime) -> list[IssuedPaper]:
    rows = IssuedPaper.objects.within(scope).filter(mine, issued_on__lte=on, issued_at__lt=end)
    return list(rows.select_related("inspection", "writ").order_by("issued_on", "id"))


def _facts(actor: Actor, own: list[Event], on: date) -> list[tuple[str, str]]:
    """The particulars in words: cell, keepers and department by the names of that day's posts."""
    given = rules.particulars(own)
    state, reason, since = rules.unit_state(own, on)
    town = Scope.whole_town(actor.town)
    path = str(given.get("cell_path") or "")
    above = [path[:length] for length in range(4, len(path) + 1, 4)]
    cells = list(Cell.objects.within(town).filter(path__in=above).order_by("path")) if above else []
    posts = (
        Post.objects.within(town)
        .filter(held_on(on), cell__in=cells, kind__in=GRID_KEEPERS)
        .select_related("person", "cell")
        .order_by("cell__path", "from_on", "pk")
    )
    keepers = [f"{one.cell.name}{one.label}{one.person.name}" for one in posts] if cells else []
    department = Department.objects.within(town).filter(pk=given.get("department") or None).first()
    details = {one.name: one.label for one in CATEGORIES[given["category"]].details}
    return [
        ("状态", f"{STATES[state]}（{since}起，{reason}）" if state else "尚未登记在册"),
        ("类别", CATEGORIES[given["category"]].label),
        ("统一社会信用代码", str(given.get("uscc") or "")),
        ("地址", str(given.get("address") or "")),
        ("从业人数", str(given["employees"]) if given.get("employees") is not None else ""),
        ("网格", " / ".join(one.name for one in cells) or "未入网格"),
        ("网格责任人", "、".join(keepers) or "无"),
        ("行业主管部门", department.name if department else ""),
        *(
            (details[name], _word(value))
            for name, value in (given.get("details") or {}).items()
            if name in details
        ),
    ]


def _word(value: Any) -> str:
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)


def _lines(known: list[Event], hazards: dict[UUID, Hazard], visits: dict[UUID, Inspection]) -> list[Line]:
    lines = []
    for event in known:
        hazard, visit = hazards.get(event.subject_id), visits.get(event.subject_id)
        said = told(event).text
        what = f"{hazard.number}“{hazard.text}”：{said}" if hazard else said
        if hazard and event.action == "find":
            visit = visits.get(hazard.inspection_id) if hazard.inspection_id else None
        to = rules.told_to(event)
        taken = ""
        if visit and to == rules.UNIT:
            taken = rules.receipt(visit.present, signed=visit.signature_id is not None, refusal=visit.refusal)
        lines.append(Line(event, what, to, taken))
    return lines


def _later(
    trail: list[Event], visits: list[Inspection], decisions: dict[UUID, Decision], end: datetime, on: date
) -> list[Later]:
    """Visits typed in after the day, and states, registrations and decisions dated by it but recorded after it."""
    found = [
        Later(one.visited_on, one.entered_at, f"{one.kind_label}：{one.first_inspector.name}")
        for one in visits
        if one.entered_at >= end
    ]
    for event in trail:
        begins = event.given.get("from_on") or event.given.get("opened_on")
        day = date.fromisoformat(begins) if begins else None
        if event.subject_id in decisions:
            day = decisions[event.subject_id].decided_on
        if event.at >= end and day and day <= on:
            found.append(Later(day, event.at, told(event).text))
    return sorted(found, key=lambda one: (one.on, one.recorded_at))
