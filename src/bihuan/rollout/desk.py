"""The desk's section of the roll-out: who can be accepted, whose term has passed; what a unit's own person has still to do."""

from datetime import datetime

from django.urls import reverse

from bihuan.core import clock
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.desk import Item, Section, declare_section
from bihuan.rollout.queries import done_of, enrolled, late, ready, with_steps
from bihuan.rollout.rules import next_step

SHOWN = 8


def _to_accept(actor: Actor, now: datetime) -> Section | None:
    if not actor.may("reinspect"):
        return None
    today = clock.town_day(now)
    mark = ("wait", "file-check", "待验收")
    items = [
        Item(
            f"{row.wave.name}，可以验收",
            row.unit.name_and_place,
            reverse("rollout_accept", args=[row.pk]),
            mark,
        )
        for row in ready(actor.scope, today)[:SHOWN]
    ]
    known = {item.url for item in items}
    for row in late(actor.scope, today)[:SHOWN]:
        if reverse("rollout_accept", args=[row.pk]) in known:
            continue
        step = next_step(done_of(row))
        text = f"{in_words(row.wave.to_on)}到期，还没有验收" + (f"：{step.next}" if step else "")
        url = reverse("rollout_unit", args=[row.unit_id])
        items.append(Item(text, row.unit.name_and_place, url, ("bad", "alert-triangle", "逾期")))
    return Section("双重预防推进", items, reverse("rollout_units"))


def _own_step(actor: Actor, now: datetime) -> Section | None:
    """For who answers at a unit itself: the next step."""
    if actor.may("inspect") or not actor.may("risks"):
        return None
    today = clock.town_day(now)
    rows = with_steps(enrolled(actor.scope), actor.scope, today).filter(wave__closed_on__isnull=True)
    items = []
    for row in rows.select_related("unit", "unit__cell", "wave").order_by("wave__to_on", "pk")[:SHOWN]:
        step = next_step(done_of(row))
        if step is not None and step.key not in ("invited", "signed_in", "accepted"):
            text = f"{step.next}（{in_words(row.wave.to_on)}前）"
            items.append(Item(text, row.unit.name_and_place, reverse("rollout_unit", args=[row.unit_id])))
    return Section("双重预防建设", items)


declare_section(40, _to_accept)
declare_section(50, _own_step)
