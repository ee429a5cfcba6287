"""Service: by what way, on whom, when, by whom, with what proof. The day of the first that stands is the writ's, and its terms run from it."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed, Stale
from bihuan.core.files import owned
from bihuan.core.scope import Scope
from bihuan.documents.actions.drafting import right_for
from bihuan.documents.actions.signing import signers
from bihuan.documents.actions.terms import follow_service
from bihuan.documents.declarations import declaration
from bihuan.documents.lifecycle import STANDING
from bihuan.documents.models import Service, Signature, Writ
from bihuan.documents.queries import may_read, signatures
from bihuan.documents.rules import Serving, held_served, wrong_service
from bihuan.documents.standing import consent_on, of_visit
from bihuan.grid.models import Person
from bihuan.grid.rules import POST_KINDS
from bihuan.inspections.papers import PAPERS

HERE, RELATION_MAX = "闭环企业端", 40
STALE = "这份文书刚刚被别人办理过送达。请核对最新情况后再登记，您填写的内容还在。"


@transaction.atomic
def serve(actor: Actor, writ_id: UUID, said: Serving, *, version: int) -> Service:
    """送达: record one service of an issued writ. Incomplete names the fields; the clock of its terms starts with the first."""
    row = actor.hold(Writ, writ_id, what="份文书")
    actor.need(right_for(row.kind))
    _may_be_served(row)
    return _serve(actor, row, said, first=actor.person_id, version=version)


@transaction.atomic
def serve_on_the_spot(actor: Actor, writ_id: UUID, *, version: int) -> Service:
    """当场送达: who signed for the unit at its place, before the officers of the writ, has it in hand. All is known: the day of the
    signature, the unit's address, who signed, the two officers."""
    row = actor.hold(Writ, writ_id, what="份文书")
    actor.need(right_for(row.kind))
    _may_be_served(row)
    if why := why_not_on_the_spot(actor, row):
        raise NotAllowed(why)
    signed = signed_by_party(actor, row)
    officers = signers(actor, row)
    assert signed and row.unit  # as `why_not_on_the_spot` has seen
    said = Serving(
        way="direct",
        on=clock.town_day(signed.signed_at),
        at=signed.signed_at.astimezone(clock.TOWN_TIME).time().replace(second=0, microsecond=0),
        place=row.unit.address or row.unit.name,
        receiver=signed.name,
        relation="当事人",
        second=officers[1].pk if len(officers) > 1 else None,
    )
    first = officers[0].pk if officers else actor.person_id
    return _serve(actor, row, said, first=first, version=version)


@transaction.atomic
def serve_visit_on_the_spot(actor: Actor, visit_id: UUID) -> list[Service]:
    """当场送达, all papers of a visit that the unit has signed: together, or none."""
    actor.need("order")
    rows = [
        row
        for row in of_visit(actor.scope, visit_id)
        if declaration(row.kind, row.edition).served and not row.served_on
    ]
    made = [
        serve_on_the_spot(actor, row.pk, version=row.version)
        for row in sorted(rows, key=lambda row: row.pk)
        if signed_by_party(actor, row)
    ]
    if not made:
        raise NotAllowed("这次检查没有可以当场送达的文书：要被检查单位先在屏幕上签字。")
    return made


@transaction.atomic
def acknowledge(actor: Actor, writ_id: UUID, *, version: int) -> Service:
    """确认收到: who answers for the unit presses that a writ has reached it here, which it has confirmed to take so (电子送达). That is the
    service: of today, to this person, by who issued the writ; the moment stands in the log."""
    row = actor.hold(Writ, writ_id, what="份文书")
    if why := why_not_acknowledged(actor, row, clock.today()):
        raise NotAllowed(why)
    assert row.unit_id  # as `why_not_acknowledged` has seen
    now = clock.now().astimezone(clock.TOWN_TIME)
    said = Serving(
        way="electronic",
        on=clock.today(),
        at=now.time().replace(second=0, microsecond=0),
        place=HERE,
        receiver=actor.name,
        relation="、".join(POST_KINDS[kind].label for kind in sorted(actor.kinds))[:RELATION_MAX],
        confirmed=True,
    )
    named: list[UUID | None] = [one.pk for one in signers(Actor.founder(actor.town), row)]
    servers = named or [row.drafted_by_id]
    first, second = servers[0], servers[1] if len(servers) > 1 else None
    if first is None:
        raise NotAllowed("这份文书没有写明承办人，不能在这里确认收到，请等工作人员当面送达。")
    return _serve(actor, row, replace(said, second=second), first=first, version=version)


def why_not_acknowledged(actor: Actor, row: Writ, on: date) -> str:
    """Why a unit's person cannot confirm that a writ has come by electronic service, or ""."""
    if actor.may("office") or not may_read(actor, row):
        return "只有本单位的主要负责人或安全管理员可以确认收到。"
    if not row.stands or not declaration(row.kind, row.edition).served:
        return f"{row.label}不需要送达。"
    if row.served_on:
        return "这份文书已经送达。"
    consent = consent_on(actor.scope, row.unit_id, on) if row.unit_id else None
    if consent is None or not consent.electronic:
        return "本单位没有在送达地址确认书上同意电子送达，请等工作人员当面送达。"
    return ""


@transaction.atomic
def strike_service(actor: Actor, service_id: UUID, *, version: int, reason: str) -> Service:
    """作废送达: a service recorded in error is struck out; the day of the next one that stands is the writ's, or none, and the terms
    follow."""
    actor.need("supervise")
    one = actor.find(Service, service_id, what="次送达")
    row = actor.hold(Writ, one.writ_id, what="份文书")
    if not reason.strip():
        raise Incomplete("请写明作废的原因。", {"reason": "请写明作废的原因。"})
    struck = (
        Service.objects.within(Scope.whole_town(actor.town))
        .filter(pk=one.pk, voided_on__isnull=True)
        .update(voided_on=clock.today(), void_reason=reason.strip()[:200])
    )
    if struck != 1:
        raise NotAllowed("这次送达已经作废。")
    one.voided_on, one.void_reason = clock.today(), reason.strip()[:200]
    _settle(actor, row, version)
    given = {"way": one.way_label, "on": one.served_on, "reason": reason.strip()}
    events.record(actor, "strike_service", row, given=given)
    return one


def why_not_on_the_spot(actor: Actor, row: Writ) -> str:
    """Why a writ cannot be recorded as served on the spot in one press, or ""."""
    signed = signed_by_party(actor, row)
    if row.served_on:
        return "这份文书已经送达。"
    if signed is None or row.unit is None:
        return "被检查单位还没有在屏幕上签字，不能按当场送达登记。请先签字，或者登记其他方式的送达。"
    if clock.town_day(signed.signed_at) < row.issued_on:
        return "签字早于文书签发，不能按当场送达登记。"
    if by_two(row) and len(signers(actor, row)) < 2:
        return "文书上没有两名执法人员，不能按当场送达登记。"
    return ""


def signed_by_party(actor: Actor, row: Writ) -> Signature | None:
    """The unit's own signature on the screen."""
    found: Signature | None = (
        signatures(actor.scope, row.pk).filter(role__in=("party", "receiver"), how="screen").first()
    )
    return found


def by_two(row: Writ) -> bool:
    """Whether handing it over takes two officers."""
    return PAPERS[row.kind].is_enforcement


def _may_be_served(row: Writ) -> None:
    if row.state not in STANDING:
        raise NotAllowed(f"这份文书{row.state_label}，只有已签发的才能送达。")
    if not declaration(row.kind, row.edition).served:
        raise NotAllowed(f"{row.label}不需要送达。")


def _serve(actor: Actor, row: Writ, said: Serving, *, first: UUID, version: int) -> Service:
    consent = consent_on(actor.scope, row.unit_id, said.on) if row.unit_id and said.on else None
    electronic = consent if consent and consent.electronic and said.way == "electronic" else None
    wrong = wrong_service(
        said,
        issued_on=row.issued_on,
        today=clock.today(),
        two=by_two(row),
        consented_since=electronic.from_on if electronic else None,
    )
    if second := _why_not_second(actor, said.second, first):
        wrong["second"] = second
    if wrong or said.on is None:
        raise Incomplete("".join(wrong.values()), wrong)
    made = Service(
        town_id=actor.town,
        writ=row,
        way=said.way,
        served_on=held_served(said.way, said.on),
        served_time=said.at,
        published_on=said.on if said.way == "public" else None,
        place=said.place.strip() or (electronic.electronic if electronic else ""),
        receiver=said.receiver.strip(),
        relation=said.relation.strip(),
        first_server_id=first,
        second_server_id=said.second,
        tracking=said.tracking.strip(),
        entrusted_to=said.entrusted_to.strip() if said.way == "entrusted" else "",
        consent=electronic,
        reason=said.reason.strip() if said.way in ("left", "public") else "",
        witness=said.witness.strip() if said.way == "left" else "",
        proof=owned(actor, [said.proof])[0] if said.proof else None,
        recorded_at=clock.now(),
    )
    made.save(force_insert=True)
    _settle(actor, row, version)
    given: dict[str, Any] = {
        "way": made.way_label,
        "on": made.served_on,
        "receiver": made.receiver,
        "number": row.number,
        "proof": made.proof.sha256 if made.proof else "",
    }
    events.record(actor, "serve_writ", row, given={name: value for name, value in given.items() if value})
    return made


def _settle(actor: Actor, row: Writ, version: int) -> None:
    """The writ's day of service is that of the first that stands; its terms follow."""
    standing = Service.objects.within(Scope.whole_town(actor.town)).filter(writ=row, voided_on__isnull=True)
    served_on = standing.order_by("served_on").values_list("served_on", flat=True).first()
    changed = (
        Writ.objects.within(Scope.whole_town(actor.town))
        .filter(pk=row.pk, version=version)
        .update(served_on=served_on, version=F("version") + 1)
    )
    if changed != 1:
        raise Stale(STALE)
    row.served_on, row.version = served_on, version + 1
    follow_service(row)


def _why_not_second(actor: Actor, second: UUID | None, first: UUID) -> str:
    if second is None:
        return ""
    if second == first:
        return "两名送达人不能是同一个人。"
    if not Person.objects.within(Scope.whole_town(actor.town)).filter(pk=second).exists():
        return "请从列表中选择另一名送达人。"
    return ""
