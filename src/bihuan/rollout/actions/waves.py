"""Waves: opened, joined, left, closed."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.meetings.models import Resolution
from bihuan.rollout.models import Acceptance, Wave, WaveUnit
from bihuan.rollout.queries import free
from bihuan.rollout.rules import check_wave
from bihuan.units.actions import hold_unit_of, hold_units
from bihuan.units.models import Unit

AT_ONCE = 1000


@transaction.atomic
def open_wave(
    actor: Actor,
    *,
    kind: str,
    name: str,
    from_on: date | None,
    to_on: date | None,
    decided: str = "",
    decided_on: date | None = None,
    resolution: UUID | None = None,
) -> Wave:
    """确定批次: who follows next, from a day to the day by which all are accepted; `decided` by which meeting or paper, or by what a meeting of the
    town decided (`resolution`), which says both."""
    actor.need("supervise")
    by = actor.find(Resolution, resolution, what="项议定事项") if resolution else None
    if by is not None:
        decided, decided_on = by.meeting.title, by.meeting.held_on
    if wrong := check_wave(kind, name, from_on, to_on, decided_on, clock.today()):
        raise Incomplete("".join(wrong.values()), wrong)
    assert from_on is not None and to_on is not None
    hold_town(actor)  # or who presses twice opens the same twice
    rows = Wave.objects.within(Scope.whole_town(actor.town)).filter(closed_on__isnull=True)
    if rows.filter(name=name.strip()).exists():
        raise NotAllowed(f"已经有名为“{name.strip()}”的批次。请另起名称，或者在那一批里增加单位。")
    wave = Wave(
        town_id=actor.town,
        kind=kind,
        name=name.strip(),
        from_on=from_on,
        to_on=to_on,
        decided=decided.strip(),
        decided_on=decided_on,
        resolution=by,
    )
    wave.save(force_insert=True)
    told = {"says": str(wave), "from_on": from_on, "to_on": to_on, "decided": decided.strip()}
    events.record(actor, "open_wave", wave, given=told)
    return wave


@transaction.atomic
def join_wave(actor: Actor, wave_id: UUID, *, units: Collection[UUID]) -> list[WaveUnit]:
    """加入批次: some units begin. Those that are in a wave, or have left the register, are not added; NotAllowed where none is left."""
    actor.need("units")
    wave = actor.hold(Wave, wave_id, what="个批次")
    if wave.closed_on:
        raise NotAllowed(f"“{wave.name}”已于{in_words(wave.closed_on)}结束，不能再加入。请加入其他批次。")
    if not units:
        raise Incomplete("请勾选要加入的单位。", {"units": "请勾选要加入的单位。"})
    hold_units(actor, units)
    chosen: list[Unit] = list(free(actor.scope).filter(pk__in=list(units)).order_by("cell_path", "pk"))
    if not chosen:
        raise NotAllowed("勾选的都已经在某一批里，或者不在册。")
    joined = [
        WaveUnit(
            town_id=actor.town,
            unit=one,
            wave=wave,
            joined_on=clock.today(),
            recorded_cell=one.cell_path,
            recorded_category=one.category,
        )
        for one in chosen
    ]
    WaveUnit.objects.bulk_create(joined, batch_size=AT_ONCE)
    told = {"wave": str(wave), "to_on": wave.to_on}
    events.record_all(actor, [events.Entry("join_wave", one.unit, told) for one in joined])
    return joined


@transaction.atomic
def leave_wave(actor: Actor, within_id: UUID, *, reason: str) -> WaveUnit:
    """退出批次: a unit goes on no further in a wave, for a reason. One that was accepted does not leave."""
    actor.need("supervise")
    found = actor.find(WaveUnit, within_id, what="个参建单位")
    if not reason.strip():
        raise Incomplete("请填写退出的原因。", {"reason": "请填写原因，如“停产半年，转入下一批”。"})
    hold_unit_of(actor, found)
    town = Scope.whole_town(actor.town)
    if Acceptance.objects.within(town).filter(within=found, passed=True).exists():
        raise NotAllowed(f"“{found.unit.name}”已经验收合格，不用退出。")
    mine = WaveUnit.objects.within(town).filter(pk=found.pk, left_on__isnull=True)
    if not mine.update(left_on=clock.today(), left_for=reason.strip()):
        raise NotAllowed(f"“{found.unit.name}”已经退出。")
    found.left_on, found.left_for = clock.today(), reason.strip()
    events.record(actor, "leave_wave", found.unit, given={"wave": str(found.wave), "reason": reason.strip()})
    return found


@transaction.atomic
def close_wave(actor: Actor, wave_id: UUID) -> Wave:
    """结束批次: nobody joins it and nobody is reminded of it any more. How far its units came stays to be seen."""
    actor.need("supervise")
    wave = actor.hold(Wave, wave_id, what="个批次")
    if wave.closed_on:
        raise NotAllowed(f"“{wave.name}”已经结束。")
    today, town = clock.today(), Scope.whole_town(actor.town)
    Wave.objects.within(town).filter(pk=wave.pk).update(closed_on=today)
    wave.closed_on = today
    rows = WaveUnit.objects.within(town).filter(wave=wave, left_on__isnull=True)
    passed = Acceptance.objects.within(town).filter(within__wave=wave, passed=True)
    told = {"says": str(wave), "units": rows.count(), "accepted": passed.count()}
    events.record(actor, "close_wave", wave, given=told)
    return wave
