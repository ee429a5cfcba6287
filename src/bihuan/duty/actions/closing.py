"""The days that are over, written down as they stood."""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Min

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import day_kind
from bihuan.core.moving import hold_town
from bihuan.duty.models import DutyDay, Roster
from bihuan.duty.queries import in_force
from bihuan.duty.rules import days_between

AFTER = timedelta(days=31)


@transaction.atomic
def close_duty_days(actor: Actor) -> int:
    """值班日结: each day over since the last one written down; for the clock. Days after the last roster are written for a month, then once
    there is a roster again: a town that stopped is not counted for ever. Returns how many. Running twice is harmless."""
    ends = in_force(actor.scope).aggregate(first=Min("day"), last=Max("day"))
    if ends["first"] is None:
        return 0
    hold_town(actor)
    closed = DutyDay.objects.within(actor.scope).aggregate(last=Max("day"))["last"]
    since = closed + timedelta(days=1) if closed else ends["first"]
    last = min(clock.today() - timedelta(days=1), ends["last"] + AFTER)
    if since > last:
        return 0
    there: Counter[tuple[object, str]] = Counter()
    needs: dict[str, dict[str, int]] = {}
    rows = in_force(actor.scope).filter(day__gte=since, day__lte=last)
    for day, position in rows.values_list("day", "position"):
        there[day, position] += 1
    for roster in (
        Roster.objects.within(actor.scope).filter(pk__in=rows.values("roster")).order_by("published_at")
    ):
        needs |= roster.needs
    days = []
    for day in days_between(since, last):
        wanted = needs.get(day.isoformat(), {})
        days.append(
            DutyDay(
                town_id=actor.town,
                day=day,
                kind=day_kind(day),
                leads=there[day, "lead"],
                others=there[day, "duty"],
                turns=sum(count for (on, _), count in there.items() if on == day),
                short=sum(max(0, count - there[day, position]) for position, count in wanted.items()),
            )
        )
    DutyDay.objects.bulk_create(days, batch_size=1000)
    events.record(actor, "close_duty_days", days[-1], given={"from_on": since, "to_on": last})
    return len(days)
