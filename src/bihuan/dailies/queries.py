"""Reading of daily reports: who reports what, what the records say of a day, and how a day comes together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from bihuan.core.actions import Actor
from bihuan.core.scope import Scope
from bihuan.dailies.models import DailyDue, DailyForm, DailyReport
from bihuan.dailies.rules import Field, Line, Number, Said, added_up, topmost
from bihuan.figures.evaluation import WHOLE, Ask, Slice, Value, evaluate
from bihuan.figures.registry import FIGURES, SOURCES, Kind
from bihuan.grid.models import Cell, Department
from bihuan.grid.queries import cells_in_force
from bihuan.grid.rules import SEGMENT_DIGITS
from bihuan.units.models import Unit

LATE_DAYS = 31  # so long a report that is missing may still be sent


def forms_in_force(scope: Scope) -> QuerySet[DailyForm]:
    """What the town asks for that has not been ended, what begins later too."""
    found: QuerySet[DailyForm] = DailyForm.objects.within(scope).filter(ended_on__isnull=True)
    return found


def askable() -> dict[str, str]:
    """The figures that can be asked of a place and a day, with their units: those whose rows record where they are."""
    return {
        key: one.unit
        for key, one in sorted(FIGURES.items())
        if one.kind is not Kind.RATIO and SOURCES[one.source].cell and not key.startswith("dailies.")
    }


def day_address(form: UUID, day: date) -> str:
    """Where a day of a form is put together."""
    return f"{reverse('daily_day', args=[form])}?day={day}"


@dataclass(frozen=True)
class Place:
    """Who reports: a cell, a department or a unit, and the cell on which it stands."""

    kind: str
    id: UUID
    cell: Cell
    department: UUID | None = None
    unit: Unit | None = None


def places(scope: Scope, form: DailyForm, day: date) -> list[Place]:
    """Who has to report by a form on a day."""
    cells = list(cells_in_force(scope, day))
    by_id = {cell.pk: cell for cell in cells}
    wanted = {"village", "office", "town"} & set(form.reporters)
    found = [
        Place(cell.kind, cell.pk, cell)
        for cell in cells
        if cell.kind in wanted and (not form.only or cell.kind != "village" or str(cell.pk) in form.only)
    ]
    if "department" in form.reporters:
        top = next(cell for cell in cells if len(cell.path) == SEGMENT_DIGITS)
        found += [Place("department", one.pk, top, one.pk) for one in Department.objects.within(scope)]
    if "unit" in form.reporters:
        which = Q()
        for code in form.categories:
            which |= Q(category=code) | Q(category__startswith=f"{code}.")
        units = Unit.objects.within(scope).filter(which, ended_on__isnull=True, opened_on__lte=day)
        found += [
            Place("unit", unit.pk, by_id[unit.cell_id], unit.department_id, unit)
            for unit in units.order_by("cell_path", "pk")
            if unit.cell_id in by_id
        ]
    return found


def dues(scope: Scope) -> QuerySet[DailyDue]:
    """What is owed and was sent, with all that a line of it shows."""
    found: QuerySet[DailyDue] = DailyDue.objects.within(scope).select_related(
        "form", "cell", "department", "unit"
    )
    return found


def own(actor: Actor) -> Q:
    """What an actor's own posts owe: at their cells themselves, not below; the town's own report is the safety office's."""
    mine = Q(unit__in=actor.scope.units) | Q(kind="department", department__in=actor.scope.departments)
    at_cells = Q(kind__in=("village", "office")) | Q(kind="unit", cell__kind="enterprise")
    if actor.scope.whole and actor.may("units"):
        mine |= Q(kind="town")
    return mine | (at_cells & Q(cell__path__in=actor.scope.cells))


def is_own(actor: Actor, due: DailyDue) -> bool:
    """Whether a report is of the actor's own place; the town's is of whoever acts for all of it."""
    if due.kind == "town":
        return actor.scope.whole
    if due.unit_id:
        at_home = due.cell.kind == "enterprise" and due.cell.path in actor.scope.cells
        return at_home or due.unit_id in actor.scope.units
    if due.kind == "department":
        return due.department_id in actor.scope.departments
    return due.cell.path in actor.scope.cells


def unsent(scope: Scope, today: date) -> QuerySet[DailyDue]:
    """What has not been sent and still can be, the latest day first: today's is what most come for."""
    since = today - timedelta(days=LATE_DAYS)
    return (
        dues(scope)
        .filter(sent_at__isnull=True, day__gte=since, day__lte=today)
        .order_by("-day", "by_at", "pk")
    )


def missing(scope: Scope, now: datetime) -> QuerySet[DailyDue]:
    """What is not there though its hour has passed."""
    return dues(scope).filter(sent_at__isnull=True, by_at__lt=now)


def current(scope: Scope, of: Iterable[DailyDue]) -> dict[UUID, DailyReport]:
    """The report that holds of each of some dues."""
    sent = [one.pk for one in of if one.version]
    rows = DailyReport.objects.within(scope).filter(due__in=sent, version=F("due__version"))
    return {one.due_id: one for one in rows.select_related("person")}


def versions(scope: Scope, due: DailyDue) -> list[DailyReport]:
    """All that was said of a day, the latest first."""
    rows = DailyReport.objects.within(scope).filter(due=due)
    return list(rows.select_related("person").order_by("-version"))


def records_of(town: UUID, due: DailyDue) -> dict[str, Value]:
    """What the records say of a place and its day, by field; a query for each source, two for one that has something to say."""
    fields = [one for one in due.form.fields if one.figure]
    scope, part = _seen_by(town, due)
    asks = {one.key: Ask(one.figure, due.day, due.day, due.day, part) for one in fields}
    values = evaluate(scope, asks.values(), sparse=True)
    return {key: values[ask] for key, ask in asks.items()}


def _seen_by(town: UUID, due: DailyDue) -> tuple[Scope, Slice]:
    """Whose rows a report is about: a cell's as they were recorded, a department's and a unit's own."""
    if due.unit_id:
        return Scope(town, units=(due.unit_id,)), WHOLE
    if due.department_id:
        return Scope(town, departments=(due.department_id,)), WHOLE
    return Scope.whole_town(town), Slice(cell=due.cell.path)


def records_of_cells(town: UUID, form: DailyForm, of: Sequence[DailyDue]) -> dict[tuple[UUID, str], Value]:
    """What the records say of the cells among some dues of one day, by due and field, in one pass."""
    fields = [one for one in form.fields if one.figure]
    asks = {
        (due.pk, one.key): Ask(one.figure, due.day, due.day, due.day, Slice(cell=due.cell.path))
        for due in of
        if not due.unit_id and not due.department_id
        for one in fields
    }
    values = evaluate(Scope.whole_town(town), asks.values())
    return {named: values[ask] for named, ask in asks.items()}


def below(scope: Scope, due: DailyDue) -> list[DailyDue]:
    """What those below a place that gathers owe of the same day, by the same form, in the grid's order."""
    rows = dues(scope).filter(form=due.form_id, day=due.day).exclude(pk=due.pk)
    if due.kind != "town":
        rows = rows.filter(cell__path__startswith=due.cell.path).exclude(kind="department")
    return sorted(rows, key=in_order)


def in_order(due: DailyDue) -> tuple[int, str, str]:
    """The grid's order; after it departments, then the town itself."""
    last = {"department": 1, "town": 2}
    return (last.get(due.kind, 0), due.cell.path, due.name)


def gathered(
    fields: Sequence[Field], of: Iterable[DailyDue], reports: dict[UUID, DailyReport]
) -> dict[str, Number]:
    """The numbers that some places reported, added up, none of them twice."""
    said = [
        Said(
            f"{due.cell.path}/{due.department_id}" if due.department_id else due.cell.path,
            due.gathers,
            reports[due.pk].values,
        )
        for due in of
        if due.pk in reports
    ]
    return added_up(fields, [one.values for one in topmost(said)])


@dataclass(frozen=True)
class Row:
    """A place in a day's compilation: what it owes, the report that holds, and each field with what the records say now."""

    due: DailyDue
    report: DailyReport | None
    lines: list[Line]

    @property
    def differs(self) -> bool:
        """Whether the records say now what was not reported."""
        return self.report is not None and any(line.differs for line in self.lines)


@dataclass(frozen=True)
class Day:
    """A day's compilation: a row for each place, and the sums with what the records say of all of it."""

    form: DailyForm
    day: date
    rows: list[Row]
    sums: list[Line]

    @property
    def missing(self) -> list[Row]:
        return [row for row in self.rows if row.report is None]

    @property
    def differing(self) -> list[Row]:
        return [row for row in self.rows if row.differs]


def compiled(scope: Scope, form: DailyForm, day: date) -> Day:
    """A day of a form as a scope sees it: dues, reports, and the records of all cells in one pass."""
    owed = sorted(dues(scope).filter(form=form, day=day), key=in_order)
    for due in owed:
        due.form = form
    reports = current(scope, owed)
    said = records_of_cells(scope.town, form, owed)
    rows = [_row(due, reports.get(due.pk), said) for due in owed]
    return Day(form, day, rows, _sums(scope, form, day, owed, reports))


def _row(due: DailyDue, report: DailyReport | None, said: dict[tuple[UUID, str], Value]) -> Row:
    lines = []
    for one in due.form.fields:
        value = said.get((due.pk, one.key))
        kept = report.records.get(one.key) if report else None
        records = value.value if value else kept  # of a department or a unit: as at the time of the report
        lines.append(Line(one, report.said(one) if report else None, records))
    return Row(due, report, lines)


def _sums(
    scope: Scope, form: DailyForm, day: date, owed: Sequence[DailyDue], reports: dict[UUID, DailyReport]
) -> list[Line]:
    sums = gathered(form.fields, [one for one in owed if one.kind != "town"], reports)
    asks = {one.key: Ask(one.figure, day, day, day) for one in form.fields if one.figure}
    values: dict[Ask, Value] = evaluate(scope, asks.values()) if scope.whole else {}
    found = []
    for one in form.fields:
        if one.is_words:
            continue
        value = values.get(asks[one.key]) if one.key in asks else None
        found.append(Line(one, sums.get(one.key, 0), value.value if value else None))
    return found
