"""The proof of service (送达回证) from what was recorded of a service: nothing of it is typed twice."""

from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.documents.actions.drafting import draft, revise
from bihuan.documents.actions.issuing import issue, look
from bihuan.documents.gathering import About
from bihuan.documents.lifecycle import DRAFT, DROPPED, VOID
from bihuan.documents.models import Service, Writ
from bihuan.documents.rules import PROOFS
from bihuan.inspections.papers import PAPERS

ENFORCEMENTS, OWNS = PROOFS


def make_receipt(actor: Actor, service_id: UUID) -> Writ:
    """生成送达回证 (of a paper of the town's own 送达签收单, which needs neither cards nor a grant): drafted from the service, and issued where nothing is missing; else it waits as a draft for what is.

    Step by step, each in its own transaction: a number is waited for before the log's head is held, never after. Stopped in between, or
    pressed twice, it goes on with the same draft."""
    one = actor.find(Service, service_id, what="次送达")
    if one.voided_on:
        raise NotAllowed("这次送达已经作废，不能生成回证。")
    if one.receipt and one.receipt.state not in (DROPPED, VOID, DRAFT):
        return one.receipt
    again = one.receipt is not None and one.receipt.state != DRAFT
    about = About(answers=one.writ, officers=tuple(_servers(one)))
    kind = ENFORCEMENTS if PAPERS[one.writ.kind].is_enforcement else OWNS
    row = draft(actor, kind, about, writ_id=new_id() if again else one.pk)
    if row.state != DRAFT:
        return row
    if one.receipt_id != row.pk:  # else a person has gone on with it since
        row = revise(actor, row.pk, version=row.version, values=values_of(one))
        _link(actor, one, row)
    seen = look(actor, row)
    if not seen.wrong and seen.leave.allowed:
        row = issue(actor, row.pk, version=row.version)
    return row


def values_of(one: Service) -> dict[str, Any]:
    """What a service says, by the fields of the proof."""
    unit = one.writ.unit
    said = {
        "way": one.way,
        "place": one.place or (unit.address if unit else "") or one.way_label,
        "served_at": f"{one.served_on.isoformat()}T{one.served_time:%H:%M}" if one.served_time else "",
        "receiver_name": one.receiver,
        "relation": one.relation,
        "refusal": one.reason if one.way == "left" else "",
        "witness_name": one.witness,
        "recorded": "拍照、录像" if one.way == "left" and one.proof_id else "",
    }
    return said | {"note": "".join(f"{part}。" for part in _notes(one))}


def _notes(one: Service) -> list[str]:
    notes = []
    if not one.served_time:
        notes.append(f"送达日期：{in_words(one.served_on)}")
    if one.tracking:
        notes.append(f"邮单号：{one.tracking}")
    if one.entrusted_to:
        notes.append(f"委托{one.entrusted_to}送达")
    if one.consent:
        notes.append(f"按{in_words(one.consent.from_on)}的送达地址确认书电子送达")
    if one.published_on:
        notes.append(f"{in_words(one.published_on)}发布公告，事由：{one.reason}")
    return notes


def _servers(one: Service) -> list[UUID]:
    return [pk for pk in (one.first_server_id, one.second_server_id) if pk]


@transaction.atomic
def _link(actor: Actor, one: Service, row: Writ) -> None:
    """记回证: the service names its proof."""
    changed = (
        Service.objects.within(Scope.whole_town(actor.town))
        .filter(pk=one.pk)
        .exclude(receipt=row)
        .update(receipt=row)
    )
    if changed:
        events.record(actor, "make_receipt", one.writ, given={"way": one.way_label, "on": one.served_on})
