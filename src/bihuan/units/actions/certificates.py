"""Verbs of certificates: licences, filed plans and insurance as well, with the day until which each is good."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.units.actions.ending import end_today
from bihuan.units.actions.holding import hold_unit, hold_unit_of
from bihuan.units.models import Certificate, Unit
from bihuan.units.rules import CERTIFICATES, HELD_BY_PERSONS, check_valid_until, usual_until

ENDED = "这个证照刚刚已经换证或者停用。请刷新后核对。"


@transaction.atomic
def register_certificate(
    actor: Actor,
    unit_id: UUID,
    *,
    kind: str,
    number: str,
    valid_until: date | None = None,
    holder: str = "",
    issued_on: date | None = None,
    issuer: str = "",
) -> Certificate:
    """登记证照: a certificate of a unit, or of a person who works there, with the day until which it is good; where only the
    day of issue is given, for as long as its kind usually is."""
    actor.need("units")
    unit = hold_unit(actor, unit_id)
    valid_until = valid_until or usual_until(kind, issued_on)
    wrong = _wrong_certificate(kind, number, holder, valid_until, issued_on)
    same = Certificate.objects.within(Scope.whole_town(actor.town)).filter(
        unit=unit, kind=kind, number=number.strip(), holder=holder.strip(), ended_on__isnull=True
    )
    if not wrong and same.exists():
        wrong["number"] = "这个证照已经登记；换发新证的请在原证上按“换证”。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    given = {"kind": kind, "number": number, "holder": holder, "issued_on": issued_on, "issuer": issuer}
    return _new_certificate(actor, "register_certificate", unit, valid_until, **given)


@transaction.atomic
def renew_certificate(
    actor: Actor,
    certificate_id: UUID,
    *,
    number: str,
    valid_until: date | None = None,
    issued_on: date | None = None,
) -> Certificate:
    """换证: the certificate is replaced by a new one of the same kind and holder."""
    actor.need("units")
    old = actor.find(Certificate, certificate_id, what="个证照")
    hold_unit_of(actor, old)
    valid_until = valid_until or usual_until(old.kind, issued_on)
    if wrong := _wrong_certificate(old.kind, number, old.holder, valid_until, issued_on):
        raise Incomplete("".join(wrong.values()), wrong)
    end_today(actor, old, ENDED)
    given: dict[str, Any] = {"kind": old.kind, "number": number, "holder": old.holder}
    given |= {"issued_on": issued_on, "issuer": old.issuer}
    return _new_certificate(actor, "renew_certificate", old.unit, valid_until, **given)


@transaction.atomic
def end_certificate(actor: Actor, certificate_id: UUID, *, reason: str) -> Certificate:
    """停用证照: withdrawn, or its holder has left; it is not reminded of any more."""
    actor.need("units")
    old = actor.find(Certificate, certificate_id, what="个证照")
    if not reason.strip():
        raise Incomplete("请填写停用原因。", {"reason": "请填写停用原因。"})
    end_today(actor, old, ENDED)
    given = {"certificate": old.label, "number": old.number, "reason": reason.strip()}
    events.record(actor, "end_certificate", old.unit, given=given)
    return old


def _wrong_certificate(
    kind: str, number: str, holder: str, valid_until: date | None, issued_on: date | None
) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if kind not in CERTIFICATES:
        wrong["kind"] = "请选择证照种类。"
    if not number.strip():
        wrong["number"] = "请填写证照编号。"
    if kind in HELD_BY_PERSONS and not holder.strip():
        wrong["holder"] = "这种证由个人持有，请填写持证人。"
    if why := check_valid_until(valid_until, clock.today()):
        wrong["valid_until"] = why
    elif issued_on and valid_until and issued_on > valid_until:
        wrong["issued_on"] = "发证日期晚于有效期至，请核对。"
    return wrong


def _new_certificate(
    actor: Actor, action: str, unit: Unit, valid_until: date | None, **given: Any
) -> Certificate:
    """Write the row and its event, whose subject is the unit; the log keeps no holder's name."""
    assert valid_until is not None
    words = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
    certificate = Certificate(
        id=new_id(),
        town_id=actor.town,
        unit=unit,
        valid_until=valid_until,
        registered_on=clock.today(),
        **words,
    )
    certificate.save(force_insert=True)
    told = {"certificate": certificate.label, "number": certificate.number, "valid_until": valid_until}
    events.record(actor, action, unit, given=told)
    return certificate
