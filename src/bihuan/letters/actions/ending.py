"""A letter is withdrawn for a reason, and made anew where it is wanted after all."""

from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Incomplete, NotAllowed
from bihuan.core.moving import advance, hold_town
from bihuan.core.scope import Scope
from bihuan.letters.actions.making import make
from bihuan.letters.actions.moving import why_gone
from bihuan.letters.actions.signing import STALE
from bihuan.letters.lifecycle import LETTER, STANDING
from bihuan.letters.models import ResponsibilityLetter
from bihuan.letters.queries import as_parties, parties
from bihuan.letters.rules import KINDS
from bihuan.units.actions import hold_unit_of

REASON_MAX = 200


@transaction.atomic
def withdraw_letter(actor: Actor, letter_id: UUID, *, reason: str, version: int) -> ResponsibilityLetter:
    """撤回责任书: it never counts, signed or not, and its party is not asked again by itself."""
    actor.need("supervise")
    letter = actor.find(ResponsibilityLetter, letter_id, what="份责任书")
    step = LETTER.move("withdraw_letter", letter.state)
    if not reason.strip():
        raise Incomplete("请填写撤回的原因。", {"reason": "请填写撤回的原因，如“名单有误”。"})
    before = letter.state
    why = reason.strip()[:REASON_MAX]
    advance(actor, letter, step, version, STALE, ended_on=clock.today(), ended_for=why, is_void=True)
    events.record(actor, "withdraw_letter", letter, given={"reason": why}, before=before, after=step.to)
    return letter


@transaction.atomic
def remake_letter(actor: Actor, letter_id: UUID) -> ResponsibilityLetter:
    """重新生成: the party of a letter that ended is asked anew, in today's words. NotAllowed where it has a letter that stands, or is no party
    any more."""
    actor.need("supervise")
    hold_town(actor)
    old = actor.find(ResponsibilityLetter, letter_id, what="份责任书")
    if old.unit_id:
        hold_unit_of(actor, old)
    if why := why_gone(old):
        raise NotAllowed(why)
    if old.plan.ended_on:
        raise NotAllowed(f"{old.plan}已经停止布置，要签的请先重新布置。")
    whole, today = Scope.whole_town(actor.town), clock.today()
    there = ResponsibilityLetter.objects.within(whole).filter(year=old.year, kind=old.kind, party=old.party)
    if standing := there.filter(state__in=STANDING).first():
        raise NotAllowed(f"{old.party_name}已经有{standing}（{standing.state_label}），不用再生成。")
    kind = KINDS[old.kind]
    rows = list(parties(kind, actor.town, today).filter(pk=old.party))
    if not rows:
        raise NotAllowed(f"“{old.party_name}”现在不是{kind.label}责任书的签订对象，不能重新生成。")
    entries = make(actor, [(old.plan, as_parties(kind, actor.town, rows, today))])
    events.record_all(actor, entries)
    made = entries[0].subject
    assert isinstance(made, ResponsibilityLetter)
    return made
