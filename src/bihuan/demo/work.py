"""A working day of the officers: outings and their checks, the units' reports, re-inspections."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from random import Random
from uuid import UUID

from bihuan.campaigns.queries.drives import open_lines
from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.demo import majors_scenes
from bihuan.demo.cast import OFFICERS
from bihuan.demo.drives import HUNDRED_DAYS, Drive, Squad, running
from bihuan.demo.findings import Fault, draw_faults, item_of
from bihuan.demo.stage import Crew, Stage, TownUnit, working_day
from bihuan.demo.writ_scenes import hand_out
from bihuan.hazards.actions import (
    Finding,
    Reviewed,
    finish_check,
    mark_urgent,
    reinspect,
    report_rectified,
)
from bihuan.hazards.lifecycle import MAJOR
from bihuan.hazards.models import Hazard
from bihuan.inspections.actions import OutingPlan, Visit
from bihuan.inspections.first import first_lists
from bihuan.inspections.models import Inspection
from bihuan.inspections.queries import sheet_for
from bihuan.majors.actions import accept
from bihuan.units.models import Unit

Finishes = Callable[[Actor, Visit, Sequence[Finding]], Inspection]
ONSITE_SHARE = 0.70
FINDINGS = (0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3)  # drawn from: 0.9 a visit
LATE_ENTRY_EVERY = 30  # outings: one in so many was written on paper and typed in later
URGENT_EVERY = 40  # cases: one in so many is put on the urgent track
LAST_ORDERS_DAYS = 8  # before the last day of re-inspections no more deadlines are set


@dataclass
class Case:
    """What a unit has to mend by one deadline: (id, kind) of each hazard."""

    unit: TownUnit
    hazards: list[tuple[UUID, str]]
    deadline_on: date
    campaign: str = ""
    second_round: bool = False
    strict: bool = False  # an episode's case: reported in time, never sent back


def go_out(stage: Stage, day: date, *, last: bool = False) -> None:
    """One ordinary outing of a team, in a running campaign or not; the last of a day is now and then a night's."""
    rng = stage.rng
    drive = next((one for one in reversed(running(stage.plan, day)) if _draws(stage, one)), None)
    fitting = [pair for pair in stage.teams if drive is None or _overlap(pair[0], drive)]
    squad, team = rng.choices(fitting, [pair[0].weight_in(day.month) for pair in fitting])[0]
    units = _choose(stage, day, squad, drive)
    if not units:
        return
    crew = muster(stage, squad, team, drive, night=last and rng.random() < 0.08)
    stage.outings += 1
    if stage.outings % LATE_ENTRY_EVERY == 3 and day + timedelta(days=20) < stage.last_review:
        entered_on = working_day(day + timedelta(days=rng.randint(2, 5)))
        stage.later(entered_on, partial(_visit_all, stage, day, crew, units, entered_on))
    else:
        _visit_all(stage, day, crew, units, day)


def muster(
    stage: Stage, squad: Squad, team: UUID, drive: Drive | None, *, led: bool = False, night: bool = False
) -> Crew:
    """Two officers, the department that answers for the trade, sometimes a leader and experts."""
    rng = stage.rng
    first, second = rng.sample(OFFICERS, 2)
    leader = rng.choices(("secretary", "mayor", "vice_mayor"), (1, 2, 4))[0]
    others = [squad.companion] if rng.random() < 0.7 else []
    if drive is not None and rng.random() < 0.4:
        others.append("head_market")
    plan = OutingPlan(
        id=new_id(),
        campaign=stage.campaigns[drive.key] if drive else None,
        team=team,
        leader=stage.people[leader].pk if led or rng.random() < 0.13 else None,
        others=tuple(stage.people[key].pk for key in dict.fromkeys(others)),
        unannounced=rng.random() < 0.15,
        night=night,
        experts=rng.randint(1, 2) if rng.random() < 0.12 else 0,
        vehicles=1 if rng.random() < 0.8 else 2,
    )
    return Crew(first, second, plan, drive)


def _draws(stage: Stage, drive: Drive) -> bool:
    return drive.share < 1 and drive.key in stage.campaigns and stage.rng.random() < drive.share


def _overlap(squad: Squad, drive: Drive) -> bool:
    wide = (*squad.categories, *(category.partition(".")[0] for category in squad.categories))
    return not drive.categories or any(category in wide for category in drive.categories)


def _choose(stage: Stage, day: date, squad: Squad, drive: Drive | None) -> list[TownUnit]:
    """Up to four units of one neighbourhood, the first of them one that was not seen for long."""
    rng = stage.rng
    rested = [
        unit
        for unit in stage.units
        if unit.is_in(squad.categories)
        and (drive is None or not drive.categories or unit.is_in(drive.categories))
        and not unit.kept_apart
        and unit.opened_on <= day
        and (day - unit.last_visit).days > 12
    ]
    rested.sort(key=lambda unit: unit.last_visit)
    if not rested:
        return []
    first = rng.choice(rested[: max(1, len(rested) // 3)])
    near = [unit for unit in rested if unit.office == first.office and unit is not first]
    return [first, *rng.sample(near, min(len(near), rng.randint(1, 3) if stage.size == "full" else 1))]


def _visit_all(stage: Stage, day: date, crew: Crew, units: Sequence[TownUnit], entered_on: date) -> None:
    for unit in units:
        if not unit.kept_apart:
            wanted = _wanted(stage, day, crew, unit)
            check(stage, day, crew, wanted, entered_on=entered_on, drawn_for=unit)


def _wanted(stage: Stage, day: date, crew: Crew, drawn: TownUnit) -> TownUnit:
    """Where the team goes in the hundred days: to what is left of its units on the drive's list, nearby first; elsewhere the unit that was drawn.
    Without chances: what is drawn for the year stays what it is."""
    if crew.drive is None or crew.drive.key != HUNDRED_DAYS:
        return drawn
    left = set(
        open_lines(Scope.whole_town(stage.town.pk), stage.campaigns[HUNDRED_DAYS])
        .order_by()
        .values_list("unit", flat=True)
    )
    squad = next(squad for squad, team in stage.teams if team == crew.plan.team)
    there = [
        one
        for one in stage.units
        if one.id in left
        and one.is_in(squad.categories)
        and one.opened_on <= day
        and not one.kept_apart
        and not one.open_cases
    ]
    if drawn in there or not there:
        return drawn
    return min(there, key=lambda one: (one.office != drawn.office, one.last_visit, one.name))


def check(
    stage: Stage,
    day: date,
    crew: Crew,
    unit: TownUnit,
    *,
    entered_on: date | None = None,
    faults: Sequence[Fault] | None = None,
    outcomes: Sequence[str] = (),
    days: int = 0,
    level: str = "general",
    strict: bool = False,
    forgotten: bool = False,
    finish: Finishes = finish_check,
    drawn_for: TownUnit | None = None,
) -> Case | None:
    """A check of a unit; returns the case where something was ordered. An episode may say what is found, and with
    what outcomes (at least so many things are found then); `forgotten` leaves the case without any follow-up; `finish` records
    the check where several make it together; `drawn_for` is the unit for which the day's chances were drawn, where the team went elsewhere."""
    rng, entered_on = stage.rng, entered_on or day
    late = entered_on != day
    town = Scope.whole_town(stage.town.pk)
    row = Unit.objects.within(town).get(pk=unit.id)
    checklist = sheet_for(town, row, day, first_lists(town, row, day, crew.plan.campaign))
    count = max(len(outcomes), rng.choice(FINDINGS))
    drawn_for = drawn_for or unit
    drawn = list(faults if faults is not None else draw_faults(rng, drawn_for.category, day.month, count))
    if drawn_for is not unit:
        drawn = draw_faults(Random(f"{unit.name} {day}"), unit.category, day.month, len(drawn))
    deadline_on = day + timedelta(days=days or rng.choices((3, 7, 15), (3, 5, 2))[0])
    orders_end = stage.last_review - timedelta(days=LAST_ORDERS_DAYS)
    findings = []
    # Drawn apart: how long a list is must not change the rest of the year.
    apart = Random(f"{unit.name}{day}")
    results = (
        {item.key: "none" if apart.random() < 0.08 else "good" for item in checklist.items}
        if checklist
        else {}
    )
    for index, fault in enumerate(drawn):
        outcome = outcomes[index] if index < len(outcomes) else _outcome(rng.random(), day <= orders_end)
        grade = level if outcome == "deadline" else "general"
        item = item_of(checklist, fault)
        if item:
            results[item.key] = "bad"
        findings.append(
            Finding(
                text=fault.text,
                outcome=outcome,
                item=item.key if item else "",
                basis=item.basis if item else "",
                place=fault.place,
                kind=fault.kind,
                level=grade,
                criterion=majors_scenes.criterion_of(unit.category, day) if grade == MAJOR else "",
                photos=stage.photo(fault.kind, "before"),
                photos_after=stage.photo(fault.kind, "after") if outcome == "onsite" else (),
                demand=fault.demand if outcome == "deadline" else "",
                deadline_on=deadline_on if outcome == "deadline" else None,
            )
        )
    refuses = rng.random() < 0.01
    visit = Visit(
        unit=unit.id,
        visited_on=day,
        outing=crew.plan,
        second_inspector=stage.people[crew.second].pk,
        checklist=checklist,
        results=results,
        opinion=_opinion(drawn),
        present=unit.head,
        signature=None if refuses or late else rng.choice(stage.signatures),
        refusal="现场负责人不在，其他人员拒绝签字" if refuses else "",
        late_entry=late,
        scan=rng.choice(stage.scans) if late else None,
    )
    with stage.moment(entered_on, evening=crew.plan.night and not late):
        began_at = None if late else clock.now() - timedelta(minutes=15 + 8 * len(findings))
        record = finish(stage.actor(crew.first), replace(visit, began_at=began_at), findings)
        hand_out(stage, record, unit, (crew.first, crew.second))
    for one in findings:
        if one.level == MAJOR:
            majors_scenes.report(stage, entered_on, one.id)
            majors_scenes.fix(stage, entered_on, unit, one.id)
    drawn_for.last_visit = max(drawn_for.last_visit, day)
    ordered = [(one.id, one.kind) for one in findings if one.outcome == "deadline"]
    if not ordered:
        return None
    case = Case(unit, ordered, deadline_on, crew.drive.key if crew.drive else "", strict=strict)
    unit.open_cases += 1
    if not forgotten:
        follow(stage, case, entered_on)
    return case


def _outcome(drawn: float, orders: bool) -> str:
    return "onsite" if drawn < ONSITE_SHARE or not orders else "deadline"


def _opinion(faults: Sequence[Fault]) -> str:
    if not faults:
        return "现场检查未发现明显隐患，要求继续落实日常自查。"
    return f"现场检查发现{len(faults)}项问题：{'；'.join(fault.text for fault in faults)}。"


def follow(stage: Stage, case: Case, today: date) -> None:
    """Put the unit's report and the re-inspection on the agenda. Some units report late, a few never do."""
    rng = stage.rng
    stage.cases += 1
    if stage.cases % URGENT_EVERY == 5:
        stage.later(today + timedelta(days=1), partial(_hurry, stage, case, today + timedelta(days=1)))
    term = max(1, (case.deadline_on - today).days)
    roll = 0.0 if case.strict else rng.random()
    reported_on = (
        case.deadline_on + timedelta(days=rng.randint(1, 6))
        if roll > 0.8
        else today + timedelta(days=rng.randint(1, term))
    )
    silent = roll > 0.94
    seen_on = working_day(reported_on + timedelta(days=rng.randint(1, 4)))
    if seen_on > stage.last_review:
        seen_on = stage.last_review
        reported_on = min(reported_on, seen_on - timedelta(days=1))
    if not silent and reported_on > today:
        stage.later(reported_on, partial(_report, stage, case, reported_on))
    stage.later(seen_on, partial(_review, stage, case, seen_on))


def _hurry(stage: Stage, case: Case, day: date) -> None:
    rows = Hazard.objects.within(Scope.whole_town(stage.town.pk)).filter(state="ordered", urgent_on=None)
    versions = dict(rows.filter(pk=case.hazards[0][0]).values_list("pk", "version"))
    for hazard, _kind in case.hazards[:1]:
        if hazard in versions:
            with stage.moment(day):
                note = "隐患部位人员较多，须先行处置"
                mark_urgent(stage.actor("vice_mayor"), hazard, version=versions[hazard], hours=48, note=note)


def _reporter(stage: Stage, case: Case, hazard: UUID) -> Actor:
    """The unit's manager while it has that one, else its village."""
    if case.unit.manager:
        manager = stage.actor(case.unit.manager)
        if Hazard.objects.within(manager.scope).filter(pk=hazard).exists():
            return manager
    return stage.actor(stage.watchers[case.unit.village][0])


def _report(stage: Stage, case: Case, day: date) -> None:
    """The unit's manager, or its village on its behalf, says that it is mended."""
    versions = _versions(stage, case, "ordered")
    for hazard, kind in case.hazards:
        if hazard in versions:
            with stage.moment(day):
                report_rectified(
                    _reporter(stage, case, hazard),
                    hazard,
                    version=versions[hazard],
                    note="已按要求整改到位，请予复查。",
                    photos_after=stage.photo(kind, "after"),
                    funds_yuan=_cost(case, day),
                )


def _cost(case: Case, day: date) -> int | None:
    """What mending cost; many do not say. By chances of its own: the rest of the year stays what it is."""
    rng = Random(f"{case.unit.name} {day}")
    return rng.choice((None, None, 0, rng.randint(8, 60) * 10, rng.randint(5, 45) * 100))


def _review(stage: Stage, case: Case, day: date) -> None:
    """Two officers look again: each hazard is closed, or the first of them sent back once with a new deadline."""
    rng = stage.rng
    versions = _versions(stage, case, "ordered", "reported")
    crew = _reviewers(stage, day, case.campaign)
    again_on = day + timedelta(days=rng.choice((3, 5, 7)))
    room = again_on + timedelta(days=5) < stage.last_review
    sent_back = not case.strict and not case.second_round and room and rng.random() < 0.14
    reviews = []
    for index, (hazard, kind) in enumerate(case.hazards):
        fails = sent_back and index == 0
        reviews.append(
            Reviewed(
                hazard,
                versions[hazard],
                passed=not fails,
                note="整改不彻底，退回继续整改" if fails else "现场核实已整改到位",
                photos=() if fails else stage.photo(kind, "after"),
                deadline_on=again_on if fails else None,
            )
        )
    visit = Visit(
        unit=case.unit.id,
        visited_on=day,
        kind="reinspection",
        outing=crew.plan,
        second_inspector=stage.people[crew.second].pk,
        opinion="复查责令整改事项。",
        present=case.unit.head,
        signature=rng.choice(stage.signatures),
    )
    with stage.moment(day):
        record = reinspect(stage.actor(crew.first), visit, reviews)
        hand_out(stage, record, case.unit, (crew.first, crew.second))
    if _versions(stage, case, "passed"):
        stage.later(
            accepted_on := working_day(day + timedelta(days=1)), partial(_accept, stage, accepted_on, case)
        )
    if sent_back:
        again = Case(case.unit, case.hazards[:1], again_on, case.campaign, second_round=True)
        follow(stage, again, day)
    else:
        case.unit.open_cases -= 1


def _accept(stage: Stage, day: date, case: Case) -> None:
    """The vice-mayor goes to see the major ones that have passed, and accepts them as they stand on that day."""
    for hazard, version in _versions(stage, case, "passed").items():
        with stage.moment(day):
            note = "现场验收，重大隐患已消除，同意销号"
            accept(stage.actor("vice_mayor"), hazard, version=version, note=note)


def _reviewers(stage: Stage, day: date, campaign: str) -> Crew:
    """The two officers who re-inspect on a day: one sortie for all of the day's, one more for each campaign's."""
    drive = next((one for one in running(stage.plan, day) if one.key == campaign), None)
    key = drive.key if drive else ""
    if key not in stage.reviewers:
        first, second = stage.rng.sample(OFFICERS, 2)
        plan = OutingPlan(id=new_id(), campaign=stage.campaigns[key] if drive else None, vehicles=1)
        stage.reviewers[key] = Crew(first, second, plan, drive)
    return stage.reviewers[key]


def _versions(stage: Stage, case: Case, *states: str) -> dict[UUID, int]:
    """The versions of the case's hazards that are in one of the states now."""
    rows = Hazard.objects.within(Scope.whole_town(stage.town.pk)).filter(
        pk__in=[hazard for hazard, _kind in case.hazards], state__in=states
    )
    return dict(rows.values_list("pk", "version"))
