"""Verbs of grading: the clock's levels, how often each is visited, a plan drawn up and approved."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.grading import rules
from bihuan.grading.models import Frequency, Plan, PlanLine, PlanVisit, UnitLevel
from bihuan.grading.queries import frequency_of, known, levels, plans, to_grade
from bihuan.grid.queries import officers
from bihuan.units.actions import hold_units
from bihuan.units.models import Unit

AT_ONCE = 1000


@transaction.atomic
def grade_units(actor: Actor) -> int:
    """评定等级: by the clock, every day, in a town that has said how often each level is visited. A row is written where a unit's level or its
    reasons have changed; an event where the level has. Returns how many levels are new; twice is harmless."""
    if not Frequency.objects.within(Scope.whole_town(actor.town)).filter(ended_on__isnull=True).exists():
        return 0
    told = _graded(actor)
    if told:
        events.record_all(actor, told)
    return len(told)


def _graded(actor: Actor) -> list[events.Entry]:
    """The levels of today written down, and the entries of those that are new."""
    town, today = Scope.whole_town(actor.town), clock.today()
    units = list(to_grade(town))
    facts = known(town, units, today)
    now = {one.unit_id: one for one in UnitLevel.objects.within(town).filter(until_on__isnull=True)}
    fresh: list[tuple[Unit, UnitLevel | None, UnitLevel]] = []
    for unit in units:
        found, was = rules.grade(facts[unit.pk]), now.get(unit.pk)
        if was is None or (was.level, was.score) != (found.level, found.score) or was.told != found.reasons:
            fresh.append((unit, was, _level(unit, found, was)))
    if not fresh:
        return []
    hold_units(actor, [unit.pk for unit, *_ in fresh])
    ended = [was.pk for _, was, _ in fresh if was]
    UnitLevel.objects.within(town).filter(pk__in=ended, until_on__isnull=True).update(until_on=today)
    UnitLevel.objects.bulk_create([level for *_, level in fresh], batch_size=AT_ONCE)
    return [
        events.Entry(
            "grade_unit",
            unit,
            {
                "says": [one.says for one in level.told if not one.asked],
                "asked": [one.says for one in level.told if one.asked],
                "score": level.score,
            },
            f"{was.level}级" if was else "",
            f"{level.level}级",
        )
        for unit, was, level in fresh
        if was is None or was.level != level.level
    ]


def _level(unit: Unit, found: rules.Graded, was: UnitLevel | None) -> UnitLevel:
    return UnitLevel(
        town_id=unit.town_id,
        unit=unit,
        level=found.level,
        before=was.level if was else "",
        score=found.score,
        reasons=[asdict(one) for one in found.reasons],
        from_on=clock.today(),
        recorded_cell=unit.cell_path,
        recorded_category=unit.category,
    )


@transaction.atomic
def set_frequency(actor: Actor, *, times: Mapping[str, int | None]) -> Frequency:
    """定检查频次: how often each level is visited in a year, for plans drawn up from today on. With it a town begins to grade its units."""
    actor.need("supervise")
    if wrong := rules.check_times(times):
        raise Incomplete("".join(wrong.values()), wrong)
    hold_town(actor)
    kept = {code: times[code] or 0 for code in rules.LEVELS}
    today = clock.today()
    rows = Frequency.objects.within(Scope.whole_town(actor.town)).filter(ended_on__isnull=True)
    if (now := rows.first()) and now.times == kept:
        raise NotAllowed("与现行的频次完全相同，没有改动。")
    rows.update(ended_on=today)
    frequency = Frequency(town_id=actor.town, times=kept, from_on=today)
    frequency.save(force_insert=True)
    told = [events.Entry("set_frequency", frequency, {"times": kept}), *_graded(actor)]
    events.record_all(actor, told)
    return frequency


@transaction.atomic
def draw_up_plan(actor: Actor, *, year: int) -> Plan:
    """拟订年度监督检查计划: every unit of the register by its level of today, over the months and the officers. A draft of the year is dropped;
    an approved one stands (NotAllowed)."""
    actor.need("supervise")
    today = clock.today()
    if year not in (today.year, today.year + 1):
        raise Incomplete("只能拟订今年或者明年的计划。", {"year": "请选择今年或者明年。"})
    hold_town(actor)
    town = Scope.whole_town(actor.town)
    before = plans(town).filter(year=year)
    if before.filter(approved_on__isnull=False).exists():
        raise NotAllowed(f"{year}年的计划已经批准，不能重新拟订。")
    graded = list(levels(town).select_related("unit").order_by("unit__cell_path", "unit_id"))
    times = frequency_of(actor.scope).times
    chosen = [one for one in graded if times[one.level]]
    inspectors = list(officers(town, today).order_by("pk"))
    if not chosen:
        raise NotAllowed("还没有评定等级的单位。请先定检查频次，系统随即评定。")
    if not inspectors:
        raise NotAllowed("没有可以检查的人：请先登记有效的执法证，任命安全检查员。")
    Plan.objects.within(town).filter(year=year, dropped_on__isnull=True).update(dropped_on=today)
    plan = Plan(town_id=actor.town, year=year, times=times, made_on=today, made_by_id=actor.person_id)
    plan.save(force_insert=True)
    loads = [rules.Load(one.unit_id, one.unit.cell_path, times[one.level]) for one in chosen]
    who = rules.balance(loads, [one.pk for one in inspectors])
    lines = [
        PlanLine(
            town_id=actor.town,
            plan=plan,
            unit=one.unit,
            level=one.level,
            times=times[one.level],
            inspector_id=who[one.unit_id],
            recorded_cell=one.unit.cell_path,
            recorded_category=one.unit.category,
        )
        for one in chosen
    ]
    PlanLine.objects.bulk_create(lines, batch_size=AT_ONCE)
    PlanVisit.objects.bulk_create(
        (
            _visit(line, year, nth, month)
            for place, line in enumerate(lines)
            for nth, month in enumerate(rules.months(line.times, place), 1)
        ),
        batch_size=AT_ONCE,
    )
    told = {"year": year, "units": len(chosen), "visits": sum(one.times for one in loads)}
    events.record(actor, "draw_up_plan", plan, given=told)
    return plan


def _visit(line: PlanLine, year: int, nth: int, month: int) -> PlanVisit:
    return PlanVisit(
        town_id=line.town_id,
        line=line,
        unit=line.unit,
        nth=nth,
        from_on=date(year, month, 1),
        due_on=date(year, month, monthrange(year, month)[1]),
        recorded_cell=line.recorded_cell,
        recorded_category=line.recorded_category,
    )


@transaction.atomic
def approve_plan(actor: Actor, plan_id: UUID, *, approval: str) -> Plan:
    """批准年度监督检查计划: by somebody else than who drew it up. It stands from then on as it is."""
    actor.need("supervise")
    plan = actor.hold(Plan, plan_id, what="份计划")
    if not approval.strip():
        raise Incomplete("请填写批准意见。", {"approval": "请填写意见，如“同意，按计划执行”。"})
    if plan.approved_on or plan.dropped_on:
        raise NotAllowed("这份计划已经批准，或者已经重新拟订。请刷新页面。")
    if plan.made_by_id == actor.person_id:
        raise NotAllowed("拟订的人不能自己批准，请由领导批准。")
    values = {"approved_on": clock.today(), "approved_by_id": actor.person_id, "approval": approval.strip()}
    Plan.objects.within(Scope.whole_town(actor.town)).filter(pk=plan.pk).update(**values)
    for name, value in values.items():
        setattr(plan, name, value)
    events.record(actor, "approve_plan", plan, given={"year": plan.year, "approval": approval.strip()})
    return plan
