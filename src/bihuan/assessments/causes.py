"""What in the records raises a veto, and whether what raised one still stands. Nothing is written."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from bihuan.accidents.lifecycle import CANCELLED
from bihuan.accidents.models import Accident, Toll
from bihuan.accidents.queries import of_production_since, with_toll
from bihuan.accidents.rules import COUNTED, GRADES, NATURES, PRODUCTION, Counts
from bihuan.assessments import rules
from bihuan.assessments.lifecycle import PUBLISHED
from bihuan.assessments.models import Sheet, Veto, VetoRule
from bihuan.assessments.rules import DEPARTMENT, FAILING, UNIT, VILLAGE
from bihuan.assessments.subjects import Subject, as_units, asks_of, head_of, values_of, village_at
from bihuan.assessments.vetoing import ACCIDENT, GRADES_FROM, HEADS, LETTER, LISTING, RED_LINES, SHEET
from bihuan.core.calendar import in_words
from bihuan.core.scope import Scope
from bihuan.figures.evaluation import Ask, evaluate
from bihuan.figures.registry import FIGURES
from bihuan.grid.models import Department
from bihuan.grid.queries import town_cell
from bihuan.hazards.lifecycle import CLOSED, VOID
from bihuan.letters.lifecycle import SIGNED
from bihuan.letters.models import ResponsibilityLetter
from bihuan.majors.lifecycle import LISTED
from bihuan.majors.models import Listing
from bihuan.units.models import Unit


@dataclass(frozen=True)
class Cause:
    """A record that raises a veto: what it says (`facts`), when it happened, and where: the unit, the place, the department that follows it. `subject`:
    the one whom it is about alone (a letter's party, who was assessed)."""

    kind: str
    id: UUID
    text: str
    on: date
    facts: str
    unit: Unit | None = None
    path: str = ""
    department: UUID | None = None
    subject: Subject | None = None


def rules_in_force(scope: Scope, on: date) -> list[VetoRule]:
    """A town's rules in force on a day."""
    rows = VetoRule.objects.within(scope).filter(from_on__lte=on)
    return list(rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on)))


def causes_of(town: UUID, rule: VetoRule, today: date) -> list[Cause]:
    """What raises vetoes by a rule that is in force: what has happened since its first day."""
    found = _FINDS[rule.trigger](town, rule, today) if rule.trigger in _FINDS else ()
    return [one for one in found if one.on >= rule.from_on]


def _meets(rule: VetoRule) -> Q:
    """The tolls that are as grave as a rule asks for."""
    grave = Q(grade__in=GRADES_FROM[rule.grade]) if rule.grade else Q(pk__in=())
    return grave | Q(deaths__gte=rule.deaths) if rule.deaths else grave


def _accidents(town: UUID, rule: VetoRule, _today: date) -> Iterator[Cause]:
    whole = Scope.whole_town(town)
    rows = of_production_since(whole, rule.from_on).filter(_meets(rule))
    for toll in rows.select_related("accident", "accident__unit", "accident__cell").order_by("pk"):
        row = toll.accident
        yield Cause(
            ACCIDENT,
            row.pk,
            f"事故 {row.number} {row.where}",
            row.happened_on,
            _facts(toll),
            row.unit,
            row.cell.path,
            row.department_id,
        )


def _facts(toll: Toll) -> str:
    return f"{NATURES[PRODUCTION]}，{GRADES[toll.grade]}，{toll.counts.in_words()}"


def _listings(town: UUID, rule: VetoRule, today: date) -> Iterator[Cause]:
    late = today - timedelta(days=rule.days)
    rows = Listing.objects.within(Scope.whole_town(town)).filter(state=LISTED, due_on__lt=late)
    rows = rows.exclude(hazard__state__in=(CLOSED, VOID))
    for one in rows.select_related("hazard", "hazard__unit").order_by("pk"):
        unit = one.hazard.unit
        assert one.due_on is not None
        yield Cause(
            LISTING,
            one.pk,
            f"挂牌督办 {one.number} {one.hazard.text}"[:200],
            one.due_on + timedelta(days=rule.days + 1),
            f"{one.level_label}挂牌，期限{in_words(one.due_on)}，没有销号",
            unit,
            unit.cell_path,
            unit.department_id,
        )


def _letters(town: UUID, rule: VetoRule, today: date) -> Iterator[Cause]:
    whole, since = Scope.whole_town(town), max(rule.from_on, date(today.year, 1, 1))
    happened = evaluate(whole, [Ask(figure, since, today, today) for figure in RED_LINES])
    if not any(one.value for one in happened.values()):
        return  # what no record of the town says, none of a party's does: a year's letters need not be read
    rows = ResponsibilityLetter.objects.within(whole).filter(state=SIGNED, year=today.year)
    met = _met_by_any(town, rows.order_by().values_list("party_kind", "party").distinct(), since, today)
    found = list(rows.filter(party__in=met).select_related("unit", "cell", "department").order_by("pk"))
    broken = broken_lines(town, found, today, since)
    parties = {one.id: one for one in as_units(town, [row.unit for row in found if row.unit])}
    top = town_cell(town)
    for row in found:
        if row.pk not in broken:
            continue
        subject = parties.get(row.party)
        if row.party_kind == DEPARTMENT and row.department:
            subject = Subject(DEPARTMENT, row.department.pk, row.department.name, top, row.department)
        elif row.party_kind == VILLAGE:
            subject = Subject(VILLAGE, row.party, row.party_name, row.cell)
        if subject:
            yield Cause(LETTER, row.pk, f"责任书 {row.number}", today, broken[row.pk][:300], subject=subject)


def _met_by_any(town: UUID, parties: Iterable[tuple[str, UUID]], since: date, until: date) -> set[UUID]:
    """Which of some parties anything that a red line may name has happened to: a few of a year's hundreds."""
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for kind, party in parties:
        by_kind[kind].append(party)
    return {
        party
        for kind in (VILLAGE, DEPARTMENT, UNIT)
        for (party, _), value in values_of(
            town, kind, asks_of(town, kind, by_kind[kind], RED_LINES, since, until)
        ).items()
        if value.value
    }


def broken_lines(
    town: UUID, letters: Sequence[ResponsibilityLetter], today: date, since: date
) -> dict[UUID, str]:
    """Which of some letters of a year have a red line that their party's records since a day have passed, with what they say. One evaluation a
    kind of party; letters of offices have no veto, since nobody is assessed there."""
    found: dict[UUID, str] = {}
    for kind in (VILLAGE, DEPARTMENT, UNIT):
        mine = [
            one for one in letters if one.party_kind == kind and any(_is_red(t.figure) for t in one.targets)
        ]
        if not mine:
            continue
        year = mine[0].year
        until = min(today, date(year, 12, 31))
        parties = list(dict.fromkeys(one.party for one in mine))
        asks = asks_of(town, kind, parties, RED_LINES, since, until)
        values = values_of(town, kind, asks)
        for one in mine:
            for target in (t for t in one.targets if _is_red(t.figure)):
                value = values.get((one.party, target.figure))
                if value is None or value.value is None or target.number is None:
                    continue
                if value.value > target.number:
                    figure = FIGURES[target.figure]
                    found[one.pk] = f"“{target.text}”：{figure.label}{value.value}{figure.unit}"
    return found


def _is_red(figure: str) -> bool:
    return figure in RED_LINES


def _sheets(town: UUID, rule: VetoRule, _today: date) -> Iterator[Cause]:
    rows = Sheet.objects.within(Scope.whole_town(town)).filter(
        state=PUBLISHED, grade=FAILING, is_vetoed=False, published_on__gte=rule.from_on
    )
    for one in rows.select_related("cell", "department", "unit", "scheme").order_by("pk"):
        assert one.published_on is not None
        subject = Subject(one.subject_kind, one.subject, one.subject_name, one.cell, one.department, one.unit)
        yield Cause(
            SHEET, one.pk, str(one), one.published_on, f"{one.total}分，{one.grade_label}", subject=subject
        )


_FINDS = {ACCIDENT: _accidents, LISTING: _listings, LETTER: _letters, SHEET: _sheets}


def whom(town: UUID, rule: VetoRule, cause: Cause, today: date) -> list[Subject]:
    """Whom a cause meets by a rule: the one that it is about alone, or the unit, the village where it lies, the department that follows it, and who
    headed them when it happened."""
    if cause.subject:
        return [cause.subject]
    found: list[Subject] = []
    there = village_at(town, cause.path, today) if cause.path else None
    if UNIT in rule.affects and cause.unit:
        found += as_units(town, [cause.unit])
    if VILLAGE in rule.affects and there:
        found.append(there)
    if DEPARTMENT in rule.affects and cause.department:
        row = Department.objects.within(Scope.whole_town(town)).get(pk=cause.department)
        found.append(Subject(DEPARTMENT, row.pk, row.name, town_cell(town), row))
    for post in (one for one in HEADS if one in rule.affects):
        place = there.id if there else None
        if head := head_of(town, post, cause.on, cell=place, department=cause.department):
            found.append(head)
    return found


# Whether what raised a veto still stands.


def lost(town: UUID, vetoes: Collection[Veto], today: date) -> dict[UUID, str]:
    """Those of some vetoes whose cause bears them out no more, with why. One query a kind of cause."""
    found: dict[UUID, str] = {}
    for kind, tells in _LOST.items():
        if mine := [one for one in vetoes if one.cause_kind == kind]:
            found |= {pk: said for pk, said in tells(town, mine, today) if said}
    return found


def _lost_accidents(town: UUID, vetoes: Sequence[Veto], _today: date) -> Iterable[tuple[UUID, str]]:
    whole = Scope.whole_town(town)
    rows = with_toll(Accident.objects.within(whole).filter(pk__in=[one.cause for one in vetoes]), whole)
    known = rows.in_bulk()
    for one in vetoes:
        yield one.pk, _why_lost(known.get(one.cause), one.rule)


def _why_lost(row: Accident | None, rule: VetoRule) -> str:
    if row is None:
        return "依据的事故已经查不到"
    if row.state == CANCELLED:
        when = in_words(row.cancelled_on) if row.cancelled_on else ""
        return f"依据的事故{row.number}已于{when}撤销：{row.cancelled_why}"
    if row.nature != PRODUCTION:
        return f"依据的事故{row.number}已更正为“{row.nature_label}”，不是生产安全事故"
    grave = bool(rule.grade) and row.grade in GRADES_FROM[rule.grade]  # type: ignore[attr-defined]
    if grave or (rule.deaths and row.deaths >= rule.deaths):  # type: ignore[attr-defined]
        return ""
    told = Counts(**{name: getattr(row, name) for name in COUNTED}).in_words()
    return f"依据的事故{row.number}已更正为{row.grade_label}事故（{told}），够不上“{rule.text}”"


def _lost_listings(town: UUID, vetoes: Sequence[Veto], _today: date) -> Iterable[tuple[UUID, str]]:
    rows = Listing.objects.within(Scope.whole_town(town)).filter(pk__in=[one.cause for one in vetoes])
    known = rows.select_related("hazard").in_bulk()
    for one in vetoes:
        row = known.get(one.cause)
        if row is None:
            yield one.pk, "依据的挂牌督办已经查不到"
        elif row.hazard.state == VOID:
            yield one.pk, f"依据的隐患（{row.hazard.text}）已作废"
        elif row.due_on and row.due_on >= one.cause_on:
            yield one.pk, f"依据的挂牌督办期限已更正为{in_words(row.due_on)}，没有逾期"


def _lost_letters(town: UUID, vetoes: Sequence[Veto], today: date) -> Iterable[tuple[UUID, str]]:
    rows = ResponsibilityLetter.objects.within(Scope.whole_town(town)).filter(
        pk__in=[one.cause for one in vetoes]
    )
    known = rows.select_related("unit", "cell").in_bulk()
    by_year: dict[int, list[ResponsibilityLetter]] = {}
    for row in known.values():
        by_year.setdefault(row.year, []).append(row)
    broken = {
        pk for year, some in by_year.items() for pk in broken_lines(town, some, today, date(year, 1, 1))
    }
    for one in vetoes:
        row = known.get(one.cause)
        if row is None:
            yield one.pk, "依据的责任书已经查不到"
        elif row.is_void:
            yield one.pk, f"依据的责任书{row.number}已撤回：{row.ended_for}"
        elif one.cause not in broken:
            yield one.pk, f"按现在的记录，责任书{row.number}的红线指标没有突破"


def _lost_sheets(town: UUID, vetoes: Sequence[Veto], _today: date) -> Iterable[tuple[UUID, str]]:
    rows = Sheet.objects.within(Scope.whole_town(town)).filter(pk__in=[one.cause for one in vetoes])
    known = rows.filter(state=PUBLISHED, grade=rules.FAILING).values_list("pk", flat=True)
    there = set(known)
    return [(one.pk, "" if one.cause in there else "依据的考核表已经查不到") for one in vetoes]


_LOST = {
    ACCIDENT: _lost_accidents,
    LISTING: _lost_listings,
    LETTER: _lost_letters,
    SHEET: _lost_sheets,
}
