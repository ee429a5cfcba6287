"""Verbs of what was done: entered for one place or many in one press, made void for a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from bihuan.core import clock, events, files
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.core.events import Entry
from bihuan.core.ids import new_id
from bihuan.core.moving import hold_town
from bihuan.core.scope import Scope
from bihuan.grid.models import Cell
from bihuan.grid.queries import cell_in_use, cells_in_force
from bihuan.inspections.models import Campaign, Inspection
from bihuan.inspections.queries import visits
from bihuan.publicity import rules
from bihuan.publicity.leaflets import LEAFLETS
from bihuan.publicity.models import Material, Outreach, OutreachPhoto, OutreachPlace
from bihuan.publicity.queries import AT_A_CHECK, entered, villages_above
from bihuan.publicity.rules import CHANNELS, Numbers
from bihuan.units.actions import hold_unit, hold_units
from bihuan.units.models import Unit

PLACES_MOST = 200


@dataclass(frozen=True)
class Done:
    """What was done. Of a channel that is not shared the numbers are those of each place. `unit`: at a unit; `checks`: visits of the actor's at which it was
    done, each at its unit and on its day. `used`: a material of the town's (its id) or a leaflet of ours (its key). `id` comes from the page: pressing twice enters it once."""

    channel: str
    held_on: date | None
    numbers: Numbers
    cells: Sequence[UUID] = ()
    unit: UUID | None = None
    checks: Sequence[UUID] = ()
    spot: str = ""
    audience: str = ""
    used: str = ""
    photos: Sequence[UUID] = ()
    note: str = ""
    campaign: UUID | None = None
    id: UUID | None = None


@dataclass(frozen=True)
class _Place:
    """Where it was: the cell, or the unit with its cell."""

    cell: Cell
    unit: Unit | None = None
    check: Inspection | None = None


@transaction.atomic
def enter_outreach(actor: Actor, done: Done) -> list[Outreach]:
    """登记宣传: by whoever works in the place. One entry for each place; one for all of them where the channel is shared. Incomplete names the fields,
    NotFound a place outside the scope, NotAllowed what is entered already."""
    actor.need("inspect")
    channel = CHANNELS.get(done.channel)
    has_place = bool(done.cells or done.unit or done.checks)
    wrong = rules.check_outreach(
        done.channel, done.held_on, done.numbers, clock.today(), has_place=has_place, audience=done.audience
    )
    if done.checks and channel and channel.code not in AT_A_CHECK:
        wrong["checks"] = "检查时带去的只有发放资料、走访；其他渠道请选村或单位。"
    if len(done.cells) > PLACES_MOST:
        wrong["cells"] = f"一次最多{PLACES_MOST}处，请分几次登记。"
    if len(set(done.photos)) > rules.PHOTOS_MAX:
        wrong["photos"] = f"一次最多{rules.PHOTOS_MAX}张照片，请留下说明问题的几张。"
    material, leaflet, said = _used(actor, done.used)
    wrong |= said
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    assert channel is not None and done.held_on is not None and done.numbers.count is not None
    campaign = actor.find(Campaign, done.campaign, what="次专项行动") if done.campaign else None
    if campaign and not campaign.begins_on <= done.held_on <= campaign.ends_on:
        off = (
            f"“{campaign.name}”是{in_words(campaign.begins_on)}至{in_words(campaign.ends_on)}的，与日期不符。"
        )
        raise Incomplete(off, {"campaign": off})
    kept = files.pictures(actor, list(done.photos), "photos") if done.photos else []
    spots = _places(actor, done)
    numbers = done.numbers.settled(channel)
    groups = [spots] if channel.shared else [[one] for one in spots]
    above = villages_above(actor.town, [one.cell.path for one in spots])
    rows = [
        Outreach(
            id=(done.id or new_id()) if at == 0 else new_id(),
            town_id=actor.town,
            channel=channel.code,
            held_on=group[0].check.visited_on if group[0].check else done.held_on,
            spot=done.spot.strip(),
            audience=done.audience,
            count=done.numbers.count,
            reached=numbers.reached,
            reach_kind=numbers.reach_kind,
            consulted=numbers.consulted,
            material=material,
            leaflet=leaflet,
            inspection=group[0].check,
            campaign=campaign,
            note=done.note.strip(),
            entered_at=clock.now(),
            entered_by_id=actor.person_id,
        )
        for at, group in enumerate(groups)
    ]
    _save(rows)
    together = list(zip(rows, groups, strict=True))
    OutreachPlace.objects.bulk_create(
        _row(row, one, above.get(one.cell.path)) for row, group in together for one in group
    )
    shown = list({one.pk: one for one in kept}.values())
    OutreachPhoto.objects.bulk_create(
        OutreachPhoto(town_id=actor.town, outreach=row, file=one) for row in rows for one in shown
    )
    events.record_all(actor, [Entry("enter_outreach", row, _told(row, group)) for row, group in together])
    return rows


def _used(actor: Actor, used: str) -> tuple[Material | None, str, dict[str, str]]:
    """The material or the leaflet that was used, and what is wrong with it."""
    if not used or used in LEAFLETS:
        return None, used, {}
    try:
        row = Material.objects.within(actor.scope).filter(pk=UUID(used)).first()
    except ValueError:
        row = None
    return row, "", {} if row else {"used": "请从列表中选择材料。"}


def _places(actor: Actor, done: Done) -> list[_Place]:
    """Where it was, all of it held in the one order (docs/architecture.md): the town where there are several cells, cells, units."""
    cells: list[Cell] = []
    chosen = list(dict.fromkeys(done.cells))
    if len(chosen) == 1:
        cells = [cell_in_use(actor, chosen[0])]
    elif chosen:
        hold_town(actor)
        cells = list(cells_in_force(actor.scope, clock.today()).filter(pk__in=chosen))
        if len(cells) < len(chosen):
            raise Incomplete("有的村已经不在列表中，请重新勾选。", {"cells": "请重新勾选。"})
    checks = _checks(actor, done.checks)
    keys = {one.unit_id for one in checks} | ({done.unit} if done.unit else set())
    hold_units(actor, keys)
    spots = [_Place(cell) for cell in cells]
    if done.unit:
        spots.append(_at_unit(actor, hold_unit(actor, done.unit)))
    if checks:
        whole = Unit.objects.within(Scope.whole_town(actor.town))
        units = {one.pk: one for one in whole.filter(pk__in=keys).select_related("cell")}
        if any(units[one.unit_id].merged_into_id for one in checks):
            raise Stale("有一家刚刚并入其他监管对象。请刷新后再登记，您填写的内容还在。")
        spots += [replace(_at_unit(actor, units[one.unit_id]), check=one) for one in checks]
    return spots


def _checks(actor: Actor, keys: Sequence[UUID]) -> list[Inspection]:
    """Visits of the scope, each once; NotAllowed where something is entered for one."""
    if not keys:
        return []
    rows = list(
        visits(actor.scope).filter(pk__in=set(keys)).select_related("unit", "unit__cell").order_by("pk")
    )
    if len(rows) < len(set(keys)):
        raise Incomplete("有的检查记录找不到了，请重新勾选。", {"checks": "请重新勾选。"})
    whole = Outreach.objects.within(Scope.whole_town(actor.town))
    if there := whole.filter(inspection__in=rows, voided_on__isnull=True).first():
        name = next(one.unit.name for one in rows if one.pk == there.inspection_id)
        raise NotAllowed(f"{name}这次检查已经登记过{there}，不用再登记。")
    return rows


def _at_unit(actor: Actor, unit: Unit) -> _Place:
    """A unit's place: its cell, the town's own where it lies in none."""
    if unit.cell is not None:
        return _Place(unit.cell, unit)
    top = cells_in_force(Scope.whole_town(actor.town), clock.today()).first()
    assert top is not None
    return _Place(top, unit)


def _row(row: Outreach, one: _Place, village: Cell | None) -> OutreachPlace:
    return OutreachPlace(
        town_id=row.town_id,
        outreach=row,
        cell=one.cell,
        village=village,
        unit=one.unit,
        held_on=row.held_on,
        recorded_cell=one.cell.path,
        recorded_category=one.unit.category if one.unit else "",
    )


def _save(rows: list[Outreach]) -> None:
    try:
        with transaction.atomic():
            Outreach.objects.bulk_create(rows)
    except IntegrityError as error:  # pressed twice, or by both officers of a check
        raise NotAllowed("这次宣传已经登记过，请到宣传记录中查看。") from error


def _told(row: Outreach, group: Iterable[_Place]) -> dict[str, Any]:
    names = [one.unit.name if one.unit else one.cell.name for one in group]
    where = "、".join(names[:5]) + (f"等{len(names)}处" if len(names) > 5 else "")
    return {"says": str(row), "where": where, "on": row.held_on, "reach": row.reach, "used": row.used}


@transaction.atomic
def void_outreach(actor: Actor, outreach_id: UUID, *, reason: str) -> Outreach:
    """作废: what was entered by mistake, by who entered it or who supervises. It stays to be read and counts nowhere."""
    actor.need("inspect")
    row = find_outreach(actor, outreach_id)
    if row.entered_by_id != actor.person and not actor.may("supervise"):
        raise Forbidden("只有登记的人和安全办负责人可以作废。请联系登记人。")
    if not reason.strip():
        raise Incomplete("请填写作废的原因。", {"reason": "请填写原因，如“重复登记”。"})
    rows = Outreach.objects.within(Scope.whole_town(actor.town)).filter(pk=row.pk, voided_on__isnull=True)
    if not rows.update(voided_on=clock.today(), void_reason=reason.strip()):
        raise NotAllowed("这条已经作废。")
    row.voided_on, row.void_reason = clock.today(), reason.strip()
    events.record(actor, "void_outreach", row, given={"says": str(row), "reason": row.void_reason})
    return row


def find_outreach(actor: Actor, outreach_id: UUID) -> Outreach:
    """An entry at a place of the actor's. NotFound."""
    row = (
        entered(actor.scope)
        .select_related("material", "entered_by", "inspection", "campaign")
        .filter(pk=outreach_id)
        .first()
    )
    return row or actor.find(Outreach, None, what="条宣传记录")
