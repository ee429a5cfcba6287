"""What a unit has confirmed of where and how it takes documents (送达地址确认书)."""

from datetime import date
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.files import owned
from bihuan.core.scope import Scope
from bihuan.documents.models import Consent
from bihuan.units.actions import hold_unit
from bihuan.units.models import Unit


@transaction.atomic
def record_consent(
    actor: Actor,
    unit_id: UUID,
    *,
    address: str,
    electronic: str,
    signed_by: str,
    from_on: date | None,
    file: UUID | None,
) -> Consent:
    """登记送达地址确认书: what a unit signed. It takes the place of what was in force; electronic service needs the number or address
    and the signed paper."""
    actor.need("order")
    unit = actor.find(Unit, unit_id, what="个监管对象")
    hold_unit(actor, unit.pk)
    wrong = {}
    if not address.strip() and not electronic.strip():
        wrong["address"] = "请填写送达地址，或者电子送达的号码。"
    if not signed_by.strip():
        wrong["signed_by"] = "请填写确认人。"
    if from_on is None or from_on > clock.today():
        wrong["from_on"] = "请填写确认日期，不晚于今天。"
    if file is None:
        wrong["file"] = "请上传确认人签字的确认书。"
    mine = Consent.objects.within(Scope.whole_town(actor.town)).filter(unit=unit)
    if from_on and mine.filter(from_on__gt=from_on).exists():
        wrong["from_on"] = "已有日期更晚的确认书，请核对确认日期。"
    if wrong or from_on is None or file is None:
        raise Incomplete("".join(wrong.values()), wrong)
    made = Consent(
        town_id=actor.town,
        unit=unit,
        address=address.strip(),
        electronic=electronic.strip(),
        signed_by=signed_by.strip(),
        from_on=from_on,
        file=owned(actor, [file])[0],
    )
    mine.filter(ended_on__isnull=True).update(ended_on=from_on)
    made.save(force_insert=True)
    given = {"signed_by": made.signed_by, "on": from_on, "electronic": bool(made.electronic)}
    events.record(actor, "record_consent", unit, given=given)
    return made


@transaction.atomic
def end_consent(actor: Actor, consent_id: UUID, *, on: date | None) -> Consent:
    """撤回确认书: from a day on the unit no longer takes documents so."""
    actor.need("order")
    row = actor.find(Consent, consent_id, what="份确认书")
    if on is None or not row.from_on <= on <= clock.today():
        why = "请填写撤回日期，在确认日期至今天之间。"
        raise Incomplete(why, {"on": why})
    ended = (
        Consent.objects.within(Scope.whole_town(actor.town))
        .filter(pk=row.pk, ended_on__isnull=True)
        .update(ended_on=on)
    )
    if ended != 1:
        raise NotAllowed("这份确认书已经失效。")
    row.ended_on = on
    events.record(actor, "end_consent", row.unit, given={"signed_by": row.signed_by, "on": on})
    return row
