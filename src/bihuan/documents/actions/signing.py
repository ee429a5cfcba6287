"""Signing: on the screen, refused before witnesses, or confirmed from the scanned paper. A signature binds to the content that was signed."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.core.files import keep_signature
from bihuan.core.scope import Scope
from bihuan.documents.actions.drafting import right_for
from bihuan.documents.composing import Slot
from bihuan.documents.lifecycle import ISSUED
from bihuan.documents.models import Signature, Writ
from bihuan.documents.queries import signatures
from bihuan.documents.rendering import sheets_of
from bihuan.documents.rules import PENMEN, WITNESSES_MAX, strokes_of
from bihuan.documents.standing import scans, signed_places, slots_of
from bihuan.grid.models import Person

STALE = "这份文书刚刚被别人处理过。请核对最新内容后再签字。"
NO_SLOT = "这份文书没有这处签字，请返回文书重新选择。"


@transaction.atomic
def sign(
    actor: Actor,
    writ_id: UUID,
    *,
    digest: str,
    slot: str,
    name: str,
    picture: str,
    strokes: str,
    also: Collection[str] = (),
) -> Signature:
    """签字: put a hand-written signature into an open place. `picture` is a PNG data address, `strokes` the points in JSON. Officers sign as
    themselves; the unit's side and witnesses sign on the officer's device. `also`: digests of further papers of the same visit which the
    signer has ticked; the stroke stands in the place of the same person on each."""
    together = [(one, where) for one, where in signed_together(actor, writ_id, slot) if one.digest in also]
    ids = [writ_id, *(one.pk for one, _ in together)]
    list(Writ.objects.within(actor.scope).filter(pk__in=ids).order_by("pk").held())
    row, place = _open_place(actor, writ_id, digest, slot)
    if place.role in PENMEN:
        why = why_not_mine(actor, place)
        if why:
            raise Forbidden(why)
        name = actor.name
    if not name.strip():
        raise Incomplete("请填写签字人姓名。", {"name": "请填写签字人姓名。"})
    try:
        points = strokes_of(strokes) if picture else []
    except ValueError as error:
        raise Incomplete("签字没有传全，请重签。", {"signature": "请重签。"}) from error
    file = keep_signature(actor, picture)
    if file is None:
        raise Incomplete("请签字。", {"signature": "请签字。"})
    others = [_open_place(actor, one.pk, one.digest, where.slot) for one, where in together]
    given = {"name": name.strip(), "how": "screen", "file_id": file, "strokes": points}
    return _put(actor, [(row, place), *others], "sign_writ", **given)


@transaction.atomic
def refuse(
    actor: Actor,
    writ_id: UUID,
    *,
    digest: str,
    slot: str,
    name: str,
    reason: str,
    witnesses: Sequence[Mapping[str, str]],
) -> Signature:
    """记录拒签: the unit's side does not sign. Why, and who saw it: at least one witness with name and who they are. An officer records it."""
    row, place = _open_place(actor, writ_id, digest, slot)
    if place.role in PENMEN:
        raise NotAllowed(f"{place.label}由本人签字，不能登记为拒签。")
    seen = _witnesses(witnesses)
    if not reason.strip():
        raise Incomplete("请写明拒签的原因。", {"reason": "请写明拒签的原因。"})
    given = {"name": name.strip() or place.name or place.label, "how": "refused", "reason": reason.strip()}
    return _put(actor, [(row, place)], "refuse_signature", **given, witnesses=seen)


@transaction.atomic
def witness_refusal(actor: Actor, signature_id: UUID, *, witnesses: Sequence[Mapping[str, str]]) -> Signature:
    """补记见证人: a refusal that was recorded with the visit, where only the reason is asked, gets its witnesses, once."""
    row = actor.find(Signature, signature_id, what="处签字")
    actor.need(right_for(row.writ.kind))
    seen = _witnesses(witnesses)
    changed = (
        Signature.objects.within(Scope.whole_town(actor.town))
        .filter(pk=row.pk, how="refused", witnesses=[], voided_at__isnull=True)
        .update(witnesses=seen)
    )
    if changed != 1:
        raise NotAllowed("这处拒签已经有见证人，不能再改。")
    row.witnesses = seen
    events.record(
        actor,
        "witness_refusal",
        row.writ,
        given={"slot": row.slot, "witnesses": [one["name"] for one in seen]},
    )
    return row


def confirm_signed_paper(actor: Actor, writ_id: UUID, *, digest: str) -> list[Signature]:
    """确认纸质签字: every page of the signed paper is scanned back, and a person has seen that the signatures are on it: the open places
    count as signed on paper."""
    row = actor.find(Writ, writ_id, what="份文书")
    count = sheets_of(actor.scope, row)  # set on paper before anything is held
    return _confirm(actor, writ_id, digest, count)


@transaction.atomic
def _confirm(actor: Actor, writ_id: UUID, digest: str, count: int) -> list[Signature]:
    """确认纸质签字, of a writ of so many pages."""
    row = _held(actor, writ_id, digest)
    actor.need(right_for(row.kind))
    there = set(scans(actor.scope, row.pk).values_list("page", flat=True))
    if missing := [str(page) for page in range(1, count + 1) if page not in there]:
        raise NotAllowed(f"共{count}页，第{'、'.join(missing)}页还没有扫描归档，不能确认。")
    open_places = open_slots(actor.scope, row)
    if not open_places:
        raise NotAllowed("各处都已签字，不用再确认。")
    made = [_row(actor, row, place, name=place.name or place.label, how="paper") for place in open_places]
    Signature.objects.bulk_create(made)
    events.record(
        actor, "confirm_signed_paper", row, given={"slots": [one.slot for one in made], "pages": count}
    )
    return made


@transaction.atomic
def strike_signature(actor: Actor, signature_id: UUID, *, reason: str) -> Signature:
    """划去签字: a signature given in error is struck out, with the reason; the place is open again. It stays in the record."""
    actor.need("supervise")
    row = actor.find(Signature, signature_id, what="处签字")
    if not reason.strip():
        raise Incomplete("请写明划去的原因。", {"reason": "请写明划去的原因。"})
    _held(actor, row.writ_id, row.digest)
    changed = (
        Signature.objects.within(Scope.whole_town(actor.town))
        .filter(pk=row.pk, voided_at__isnull=True)
        .update(voided_at=clock.now())
    )
    if changed != 1:
        raise Stale("这处签字已经划去。")
    given = {"slot": row.slot, "name": row.name, "reason": reason.strip()}
    events.record(actor, "strike_signature", row.writ, given=given)
    return row


def open_slots(scope: Scope, writ: Writ) -> list[Slot]:
    """The places of a writ at which nothing stands yet."""
    filled = set(signatures(scope, writ.pk).values_list("slot", flat=True))
    return [one for one in slots_of(writ) if one.slot not in filled]


def signed_together(actor: Actor, writ_id: UUID, slot: str) -> list[tuple[Writ, Slot]]:
    """The other papers of the same visit on which the same person has an open place: they may be signed in one stroke."""
    row = actor.find(Writ, writ_id, what="份文书")
    place = next((one for one in slots_of(row) if one.slot == slot), None)
    if row.inspection_id is None or place is None or not place.name:
        return []
    others = Writ.objects.within(actor.scope).filter(inspection=row.inspection_id, state=ISSUED)
    others = others.exclude(pk=row.pk).select_related("paper").order_by("dated", "pk")
    filled = signed_places(actor.scope, [one.pk for one in others])
    return [
        (one, there)
        for one in others
        for there in slots_of(one)
        if (there.role, there.name, there.card) == (place.role, place.name, place.card)
        and there.slot not in filled.get(one.pk, set())
        and (place.role in PENMEN or actor.may(right_for(one.kind)))
    ]


def why_not_mine(actor: Actor, place: Slot) -> str:
    """Why an officer's, recorder's or approver's place is not the actor's own, or ""."""
    if place.role == "approver" and not actor.may("supervise"):
        return "审批由有督办权限的负责人签字。"
    if place.role == "officer" and place.card and place.card != actor.card:
        return f"这处由{place.name}本人登录后签字，别人不能代签。"
    if place.name and place.name != actor.name:
        return f"这处由{place.name}本人登录后签字，别人不能代签。"
    return ""


def _held(actor: Actor, writ_id: UUID, digest: str) -> Writ:
    """The issued writ as it was shown, held: what is done with it meanwhile waits."""
    row = actor.hold(Writ, writ_id, what="份文书")
    if row.state != ISSUED:
        raise NotAllowed(f"这份文书{row.state_label}，只有已签发的才能签字。")
    if row.digest != digest:
        raise Stale(STALE)
    return row


def _open_place(actor: Actor, writ_id: UUID, digest: str, slot: str) -> tuple[Writ, Slot]:
    row = _held(actor, writ_id, digest)
    place = next((one for one in slots_of(row) if one.slot == slot), None)
    if place is None:
        raise NotAllowed(NO_SLOT)
    if place.role not in PENMEN:
        actor.need(right_for(row.kind))
    if signatures(actor.scope, row.pk).filter(slot=slot).exists():
        raise Stale(f"“{place.label}”已经签过，不能覆盖。签错的请负责人划去后重签。")
    return row, place


def _witnesses(given: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    seen = [
        {"name": one["name"].strip(), "who": one.get("who", "").strip()}
        for one in given[:WITNESSES_MAX]
        if one["name"].strip() or one.get("who", "").strip()
    ]
    if not seen:
        why = "拒签要有见证人，请填写至少一名见证人的姓名和身份。"
        raise Incomplete(why, {"witness1": why})
    for number, one in enumerate(seen, start=1):
        if not (one["name"] and one["who"]):
            why = "请把见证人的姓名和身份都填上。"
            raise Incomplete(why, {f"witness{number}": why})
    return seen


def _put(actor: Actor, places: Sequence[tuple[Writ, Slot]], action: str, **given: Any) -> Signature:
    """Fill some places alike, one event each. Returns the first signature."""
    made = [_row(actor, row, place, **given) for row, place in places]
    Signature.objects.bulk_create(made)
    events.record_all(actor, [events.Entry(action, one.writ, _said(one)) for one in made])
    return made[0]


def _said(one: Signature) -> dict[str, Any]:
    said: dict[str, Any] = {"slot": one.slot, "name": one.name, "how": one.how, "digest": one.digest}
    if one.reason:
        said |= {"reason": one.reason, "witnesses": [seen["name"] for seen in one.witnesses]}
    return said


def _row(actor: Actor, row: Writ, place: Slot, **given: Any) -> Signature:
    return Signature(
        town_id=actor.town,
        writ=row,
        slot=place.slot,
        role=place.role,
        digest=row.digest,
        signed_at=clock.now(),
        recorded_by_id=actor.person_id,
        **given,
    )


def signers(actor: Actor, writ: Writ) -> list[Person]:
    """The officers named on a writ, in their order, as persons of the town: by their cards, else by the visit."""
    cards = [str(row.get("card", "")) for row in writ.fields.get("officers") or ()]
    known = {
        one.card: one
        for one in Person.objects.within(Scope.whole_town(actor.town)).filter(
            card__in=[one for one in cards if one]
        )
    }
    found = [known[card] for card in cards if card in known]
    if not found and writ.inspection:
        found = [one for one in (writ.inspection.first_inspector, writ.inspection.second_inspector) if one]
    return found
