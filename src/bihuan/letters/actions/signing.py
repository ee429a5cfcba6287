"""Signing on the screen: the other side's head on the phone, or by hand on an officer's; the town's leader for many at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Value, When

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.calendar import in_words
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed
from bihuan.core.events import Entry
from bihuan.core.files import keep_signature
from bihuan.core.moving import advance
from bihuan.core.scope import Scope
from bihuan.letters.actions.moving import why_gone
from bihuan.letters.lifecycle import BY_PARTY, BY_TOWN, LETTER, MADE, SIGNED
from bihuan.letters.models import ResponsibilityLetter
from bihuan.letters.queries import signs_for_another, why_not_signer
from bihuan.units.actions import hold_unit_of

STALE = "这份责任书刚刚有人处理过。请看过最新的情况再办理，您填写的内容还在。"
NO_SIGNATURE = "请签字。"
AT_ONCE = 200


@transaction.atomic
def sign_letter(
    actor: Actor, letter_id: UUID, *, signature: str, version: int, name: str = ""
) -> ResponsibilityLetter:
    """签字: the other side's head. Forbidden for whoever is not the head; the head signs by own account, or on the device of who keeps units
    for the town (`name` where no head is registered). `signature` is a PNG data address. NotAllowed where that side has signed already, or
    the party has left."""
    actor.need("report")
    letter = found(actor, letter_id)
    if why := why_not_signer(actor, letter):
        raise Forbidden(why)
    if letter.to_on < clock.today():
        raise NotAllowed(
            f"这份责任书到{in_words(letter.to_on)}止，期限已过，不再签字；当年签了纸质的，请交回纸质件。"
        )
    signer = letter.head or (name.strip() if signs_for_another(actor, letter) else actor.name)
    if not signer:
        raise Incomplete("请填写签字人姓名。", {"name": "没有登记负责人，请填写签字人姓名。"})
    if letter.party_signed_on:
        raise NotAllowed(
            f"{letter.party_name}已由{letter.party_signer}于{in_words(letter.party_signed_on)}签过字，不用再签。"
        )
    step = LETTER.move("sign_letter", letter.state)
    file = keep_signature(actor, signature)
    if file is None:
        raise Incomplete(NO_SIGNATURE, {"signature": NO_SIGNATURE})
    today = clock.today()
    values: dict[str, Any] = {
        "party_signed_on": today,
        "party_signer": signer,
        "party_how": "screen",
        "party_signature_id": file,
    }
    if step.to == SIGNED:
        values |= {"signed_on": today, "completed_on": today}
    before = letter.state
    advance(actor, letter, step, version, STALE, **values)
    events.record(
        actor,
        "sign_letter",
        letter,
        given={"says": letter.label, "signer": signer},
        before=before,
        after=step.to,
    )
    return letter


@transaction.atomic
def sign_for_town(actor: Actor, letter_ids: Sequence[UUID], *, signature: str) -> list[ResponsibilityLetter]:
    """镇里签字: one stroke of the leader for the letters that were looked at. Those that the town has signed already, or whose party has left,
    are passed over; NotAllowed where none is left. Returns those that were signed."""
    actor.need("sign")
    wanted = list(dict.fromkeys(letter_ids))[:AT_ONCE]
    if not wanted:
        raise Incomplete("请先勾选要签的责任书。")
    whole = Scope.whole_town(actor.town)
    rows = ResponsibilityLetter.objects.within(actor.scope).filter(
        pk__in=wanted, state__in=(MADE, BY_PARTY), to_on__gte=clock.today()
    )
    signable = [one for one in rows.select_related("unit", "cell").order_by("pk").held() if not why_gone(one)]
    if not signable:
        raise NotAllowed("选中的责任书镇里都已签过，或者对方已不在册，没有要签的。请返回清单重新选择。")
    file = keep_signature(actor, signature)
    if file is None:
        raise Incomplete(NO_SIGNATURE, {"signature": NO_SIGNATURE})
    today = clock.today()
    mine = ResponsibilityLetter.objects.within(whole).filter(pk__in=[one.pk for one in signable])
    mine.update(
        town_signed_on=today,
        town_signer=actor.name,
        town_how="screen",
        town_signature=file,
        signed_on=Case(When(state=BY_PARTY, then=Value(today))),
        completed_on=Case(When(state=BY_PARTY, then=Value(today))),
        state=Case(When(state=BY_PARTY, then=Value(SIGNED)), default=Value(BY_TOWN)),
        version=F("version") + 1,
    )
    entries = []
    for one in signable:
        to = LETTER.move("sign_for_town", one.state).to
        told = {"says": one.label, "party": one.party_name, "signer": actor.name}
        entries.append(Entry("sign_for_town", one, told, one.state, to))
        one.state = to
    events.record_all(actor, entries)
    return signable


def found(actor: Actor, letter_id: UUID) -> ResponsibilityLetter:
    """A letter of the actor's scope whose unit is held. NotAllowed where its party has left."""
    letter = actor.find(ResponsibilityLetter, letter_id, what="份责任书")
    if letter.unit_id:
        hold_unit_of(actor, letter)
    if why := why_gone(letter):
        raise NotAllowed(why)
    return letter
