"""What the clock does when a day is over: it counts what was due, brings the units' standings up, and asks after what is too good."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, Sum

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import months_on
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.risks.models import CheckLine
from bihuan.selfchecks import rules
from bihuan.selfchecks.actions.counting import add_doubts
from bihuan.selfchecks.actions.doubting import Raised, raise_doubts
from bihuan.selfchecks.models import ClosedDay, Doubt, SelfCheck, Standing, UnitDay
from bihuan.selfchecks.queries import Due, lines_in_force, schedules, town_time
from bihuan.units.actions import hold_unit
from bihuan.units.models import Unit

AT_ONCE = 1000


def close_days(actor: Actor) -> int:
    """Close the days that are over and are not closed, each in a transaction of its own. The first time only the last: what nobody was
    asked was not left undone. Returns how many."""
    town = Scope.whole_town(actor.town)
    if not CheckLine.objects.within(town).exists():
        return 0  # a town where nobody has anything to check yet
    until = rules.last_closed(town_time(clock.now()))
    last = ClosedDay.objects.within(town).aggregate(last=Max("day"))["last"]
    day = last + timedelta(days=1) if last else until
    count = 0
    while day <= until:
        count += _close(actor, day)
        day += timedelta(days=1)
    return count


@transaction.atomic
def _close(actor: Actor, day: date) -> int:
    """日结: what each unit was to check by the end of a day, and what of it was checked."""
    hold_town(actor)
    town = Scope.whole_town(actor.town)
    if ClosedDay.objects.within(town).filter(day=day).exists():
        return 0
    due = _due(town, day)
    made = {
        (point, level, every, due_on, shift)
        for point, level, every, due_on, shift in SelfCheck.objects.within(town)
        .filter(due_on=day)
        .values_list("point", "level", "every", "due_on", "shift")
    }
    closed = ClosedDay(town_id=actor.town, day=day)
    closed.save(force_insert=True)
    numbers = {unit: (len(some), len(some & made)) for unit, some in due.items()}
    _write(town, closed, numbers)
    _stand(town, day, numbers.keys())
    given = {
        "day": day,
        "due": sum(one for one, _ in numbers.values()),
        "done": sum(one for _, one in numbers.values()),
    }
    events.record(actor, "close_self_day", closed, given=given)
    return 1


def _due(town: Scope, day: date) -> dict[UUID, set[Due]]:
    """What was due on a day, by unit. Only the frequencies whose period ends on it are looked for."""
    ends = [one for one in ("shift", "day", "week", "month", "season") if rules.bounds(one, day)[1] == day]
    rows = (
        lines_in_force(town, day)
        .filter(every__in=ends, step__point__unit__state="open", step__point__unit__ended_on__isnull=True)
        .order_by()
        .values_list("step__point__unit", "step__point", "level", "every")
        .distinct()
    )
    by_unit: dict[UUID, list[tuple[UUID, str, str]]] = defaultdict(list)
    for unit, point, level, every in rows:
        by_unit[unit].append((point, level, every))
    plans = schedules(town, list(by_unit), day)
    return {
        unit: {
            (point, level, every, period.last, period.shift)
            for point, level, every in some
            for period in rules.ending(every, day, plans[unit])
        }
        for unit, some in by_unit.items()
    }


def _write(town: Scope, closed: ClosedDay, numbers: dict[UUID, tuple[int, int]]) -> None:
    units = Unit.objects.within(town).in_bulk(list(numbers))
    there = {
        one.unit_id: one for one in UnitDay.objects.within(town).filter(unit__in=numbers, day=closed.day)
    }
    fresh = []
    for pk, (due, done) in numbers.items():
        row = there.get(pk)
        if row is None:
            row = UnitDay(
                town_id=town.town,
                unit_id=pk,
                day=closed.day,
                recorded_cell=units[pk].cell_path,
                recorded_category=units[pk].category,
            )
            fresh.append(row)
        row.due, row.done, row.closed = due, done, closed
    UnitDay.objects.bulk_create(
        [*there.values(), *fresh],
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["unit", "day"],
        update_fields=["due", "done", "closed"],
    )


def _stand(town: Scope, day: date, units: object) -> None:
    """The standings of all units as of a day: what was due and done in the days that end with it."""
    since = rules.alive_since(day)
    rows = UnitDay.objects.within(town).filter(day__range=(since, day)).order_by()
    counted = {
        unit: (due, done, hazards)
        for unit, due, done, hazards in rows.values_list("unit").annotate(
            due_n=Sum("due"), done_n=Sum("done"), hazards_n=Sum("hazards")
        )
    }
    there = {one.unit_id: one for one in Standing.objects.within(town)}
    fresh = [Standing(town_id=town.town, unit_id=unit) for unit in counted if unit not in there]
    changed = []
    for one in (*there.values(), *fresh):
        numbers = counted.get(one.unit_id, (0, 0, 0))
        if one.unit_id not in there or numbers != (one.due, one.done, one.hazards):
            one.due, one.done, one.hazards = numbers
            changed.append(one)
    Standing.objects.bulk_create(
        changed,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["unit"],
        update_fields=["due", "done", "hazards"],
    )
    Standing.objects.within(town).update(as_of=day)


def doubt_spotless(actor: Actor) -> int:
    """Ask after units that check and check and never find anything. Each is asked about once in so many months. Returns how many are
    new."""
    town, today = Scope.whole_town(actor.town), clock.today()
    since = months_on(today, -rules.SPOTLESS_MONTHS)
    asked = Doubt.objects.within(town).filter(
        Q(settled_on__isnull=True) | Q(raised_on__gt=since), kind="spotless"
    )
    rows = UnitDay.objects.within(town).filter(day__range=(since, today), unit__ended_on__isnull=True)
    counted = (
        rows.exclude(unit__in=asked.order_by().values("unit"))
        .order_by()
        .values_list("unit")
        .annotate(checks_n=Sum("checks"), hazards_n=Sum("hazards"))
    )
    old = set(
        UnitDay.objects.within(town)
        .filter(day__lte=since, checks__gt=0)
        .order_by()
        .values_list("unit", flat=True)
        .distinct()
    )
    wanted = Counter(
        {
            unit: checks
            for unit, checks, hazards in counted
            if unit in old and rules.is_spotless(checks, hazards)
        }
    )
    return sum(_ask(actor, unit, checks) for unit, checks in sorted(wanted.items()))


@transaction.atomic
def _ask(actor: Actor, unit_id: UUID, checks: int) -> int:
    """自查存疑: a unit that never finds anything. Returns whether that is new (1) or asked already (0)."""
    unit = hold_unit(actor, unit_id)
    says = f"{rules.SPOTLESS_MONTHS}个月自查{checks}次，没有查出一条隐患"
    told = raise_doubts(actor, unit, [Raised("spotless", says)])
    if told:
        day = add_doubts(unit, len(told))
        events.record_all(actor, [*told, events.Entry("count_doubt", day, {"unit": unit.pk})])
    return len(told)
