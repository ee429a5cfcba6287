from collections import defaultdict
from datetime import timedelta

from django.db import migrations

from bihuan.core import clock

WATCHED, A_WEEK = ("suspend", "ban"), timedelta(days=7)


def fill_in(apps, _schema):
    """Of decisions recorded before: the hazard each names, the level of its body, and the watch over what still holds. The days of
    revisits that nobody knew of are not held against anybody: the first is due a week from now."""
    decisions = apps.get_model("measures", "Decision")._base_manager
    named = apps.get_model("measures", "Named")
    by_unit = defaultdict(list)
    for one in decisions.select_related("town", "unit").order_by("decided_on", "id"):
        if one.hazard_id:
            named(town_id=one.town_id, decision=one, hazard_id=one.hazard_id).save(force_insert=True)
        if one.town.name in one.body or one.town.office in one.body:
            decisions.filter(pk=one.pk).update(level="town")
        if one.voided_on is None:
            by_unit[one.unit_id].append(one)
    for found in by_unit.values():
        watch_over(apps, found)


def watch_over(apps, found):
    watch_of, revisit_of = apps.get_model("measures", "Watch"), apps.get_model("measures", "Revisit")
    watches = []
    for one in found:
        if watches and watches[-1].ended_on is None and one.kind in ("resume", *WATCHED):
            watches[-1].state = "resumed" if one.kind == "resume" else "replaced"
            watches[-1].ended_on = one.decided_on
        if one.kind in WATCHED:
            watches.append(
                watch_of(
                    town_id=one.town_id,
                    decision=one,
                    unit_id=one.unit_id,
                    state="watching",
                    since_on=one.decided_on,
                )
            )
    last = watches[-1] if watches else None
    if last and last.ended_on is None and last.decision.unit.state not in ("paused", "banned"):
        states = apps.get_model("units", "UnitState")._base_manager.filter(unit_id=last.unit_id)
        last.state = "lifted"
        last.ended_on = max(states.latest("from_on", "id").from_on, last.since_on)
    for watch in watches:
        watch.save(force_insert=True)
    if last and last.ended_on is None:
        due_on = max(clock.today(), last.since_on) + A_WEEK
        revisit_of(town_id=last.town_id, watch=last, due_on=due_on).save(force_insert=True)


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0002_powers_and_watches"),
    ]

    operations = [
        migrations.RunPython(fill_in, migrations.RunPython.noop),
    ]
