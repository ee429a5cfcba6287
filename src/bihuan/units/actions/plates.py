"""QR plates: one in force at a unit, renewed when it is lost; and the phone that it names."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, Stale
from bihuan.core.ids import new_id
from bihuan.core.models import Town
from bihuan.core.scope import Scope
from bihuan.units.actions.holding import hold_unit
from bihuan.units.models import Plate, Unit
from bihuan.units.rules import check_phone

# No letter or digit that is read for another; 31^10 codes.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 10
PLATES_MAX = 500


@transaction.atomic
def issue_plates(actor: Actor, unit_ids: Sequence[UUID]) -> list[Plate]:
    """制牌: the plates in force of some units, made where there is none yet, in the units' order."""
    actor.need("units")
    wanted = list(dict.fromkeys(unit_ids))
    if not wanted:
        raise Incomplete("请至少选择一个监管对象。")
    if len(wanted) > PLATES_MAX:
        raise Incomplete(f"一次最多打印{PLATES_MAX}块，请分网格或者分类别打印。")
    rows = Unit.objects.within(actor.scope).filter(pk__in=wanted, ended_on__isnull=True)
    units = {one.pk: one for one in rows.order_by("pk").held()}
    there = {
        one.unit_id: one
        for one in Plate.objects.within(actor.scope).filter(unit__in=list(units), ended_on__isnull=True)
    }
    fresh = [_plate(actor, units[pk]) for pk in wanted if pk in units and pk not in there]
    Plate.objects.bulk_create(fresh)
    if fresh:
        events.record_all(actor, [events.Entry("issue_plate", one.unit, {"plate": one.pk}) for one in fresh])
    there |= {one.unit_id: one for one in fresh}
    for pk, plate in there.items():
        plate.unit = units[pk]
    return [there[pk] for pk in wanted if pk in there]


@transaction.atomic
def renew_plate(actor: Actor, unit_id: UUID, *, reason: str) -> Plate:
    """换牌: the plate was lost or copied; its code leads nowhere from now on, nor do those of what was merged into the unit, and a new
    one is made."""
    actor.need("units")
    whole = Scope.whole_town(actor.town)
    # Looked for before the unit is held: of two who press at once the second must not end the plate that the first has just made.
    seen = Plate.objects.within(whole).filter(
        Q(unit=unit_id) | Q(unit__merged_into=unit_id), ended_on__isnull=True
    )
    wanted = list(seen.values_list("pk", flat=True))
    unit = hold_unit(actor, unit_id)
    if not reason.strip():
        raise Incomplete("请填写换牌原因。", {"reason": "请填写换牌原因。"})
    lost = Plate.objects.within(whole).filter(pk__in=wanted, ended_on__isnull=True)
    if not lost.update(ended_on=clock.today()):
        raise Stale("这个监管对象还没有牌，或者刚刚换过。请刷新后核对。")
    plate = _plate(actor, unit)
    plate.save(force_insert=True)
    events.record(actor, "renew_plate", unit, given={"plate": plate.pk, "reason": reason.strip()})
    return plate


@transaction.atomic
def set_duty_phone(actor: Actor, *, phone: str) -> Town:
    """设置值班电话: the town's phone that plates and their public pages name."""
    actor.need("units")
    phone = phone.strip()
    if why := check_phone(phone):
        raise Incomplete(why, {"phone": why})
    town = Town.objects.of(actor.scope)
    Town.objects.within(actor.scope).filter(pk=town.pk).update(phone=phone)
    events.record(actor, "set_duty_phone", town, given={"phone": phone})
    town.phone = phone
    return town


def _plate(actor: Actor, unit: Unit) -> Plate:
    return Plate(id=new_id(), town_id=actor.town, unit=unit, code=new_code(), from_on=clock.today())


def new_code() -> str:
    """A plate's code, by chance. It is a key to a page and stands in no log."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
