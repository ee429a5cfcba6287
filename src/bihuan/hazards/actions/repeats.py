"""The verb by which a person says what a hazard repeats."""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.scope import Scope
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import before_it


@transaction.atomic
def set_repeat(actor: Actor, hazard_id: UUID, *, version: int, repeat_of: UUID | None) -> Hazard:
    """认定重复隐患: it is the same as an earlier one of the unit, or (None) it repeats nothing."""
    actor.need("inspect")
    hazard = actor.find(Hazard, hazard_id, what="条隐患")
    if hazard.voided_on:
        raise NotAllowed("这条隐患已经作废，不再认定是否重复。")
    known = {one.pk: one for one in before_it(actor.scope, hazard)}
    if repeat_of and repeat_of not in known:
        why = "只能选这个单位两年内、比它发现得早的隐患，请重新选择。"
        raise Incomplete(why, {"repeat_of": why})
    before = known[repeat_of] if repeat_of else None
    if before and before.repeat_of_id == hazard.pk:
        why = f"{before.number}已经认定为重复本条，不能互为重复。"
        raise Incomplete(why, {"repeat_of": why})
    changed = (
        Hazard.objects.within(Scope.whole_town(actor.town))
        .filter(pk=hazard.pk, version=version, voided_on__isnull=True)
        .update(repeat_of=before, version=F("version") + 1)
    )
    if changed != 1:
        raise Stale("这条隐患刚刚被别人处理过。请核对最新情况后再办理，您填写的内容还在。")
    hazard.repeat_of, hazard.version = before, version + 1
    given = {"repeat_of": before.number if before else None, "note": "" if before else "不是重复"}
    events.record(actor, "set_repeat", hazard, given=given)
    return hazard
