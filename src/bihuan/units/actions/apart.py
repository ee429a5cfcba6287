"""Two units that are alike and yet two: said so once, they are not offered as doubles again; taken back, they are."""

from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.units.actions.ending import end_today
from bihuan.units.actions.holding import need_own
from bihuan.units.models import Apart, Unit

ENDED = "这条认定刚刚已经有人撤销。请刷新后核对。"


@transaction.atomic
def tell_apart(actor: Actor, unit_id: UUID, other_id: UUID, *, reason: str) -> Apart:
    """认定不是同一家: two units that look like one are two, for a reason."""
    actor.need("units")
    if unit_id == other_id:
        raise NotAllowed("这是同一个监管对象，请选择另一个。")
    pair = [actor.find(Unit, one, what="个监管对象") for one in sorted((unit_id, other_id))]
    for one in pair:
        need_own(one)
    if not reason.strip():
        raise Incomplete("请填写理由。", {"reason": "请填写理由，如“两家店，老板是兄弟”。"})
    row = new_apart(actor, pair[0], pair[1], reason.strip())
    # Whoever says the same at this moment has said it: that is no error.
    Apart.objects.bulk_create([row], ignore_conflicts=True)
    standing: Apart = Apart.objects.within(Scope.whole_town(actor.town)).get(
        unit=pair[0], other=pair[1], ended_on__isnull=True
    )
    if standing.pk != row.pk:
        raise NotAllowed("这两家已经认定不是同一家。")
    _tell(actor, "tell_apart", row, row.reason)
    return row


@transaction.atomic
def end_apart(actor: Actor, apart_id: UUID, *, reason: str) -> Apart:
    """撤销认定: they may be one after all, and are offered again."""
    actor.need("units")
    row = actor.find(Apart, apart_id, what="条认定")
    if not reason.strip():
        raise Incomplete("请填写撤销理由。", {"reason": "请填写撤销理由。"})
    end_today(actor, row, ENDED)
    _tell(actor, "end_apart", row, reason.strip())
    return row


def new_apart(actor: Actor, one: Unit, other: Unit, reason: str) -> Apart:
    """The row, not yet written, of two units."""
    first, second = sorted((one, other), key=lambda unit: unit.pk)
    return Apart(
        id=new_id(),
        town_id=actor.town,
        unit=first,
        other=second,
        reason=reason,
        from_on=clock.today(),
    )


def _tell(actor: Actor, action: str, row: Apart, reason: str) -> None:
    """Write it into the log, at each of the two."""
    events.record_all(
        actor,
        [
            events.Entry(action, here, {"other": there, "name": there.name, "reason": reason})
            for here, there in ((row.unit, row.other), (row.other, row.unit))
        ],
    )
