"""A turn changes hands: asked, answered, decided; or somebody is called in at short notice. Both names stay."""

from uuid import UUID

from django.db import transaction

from bihuan.core import clock, events
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed, Stale
from bihuan.core.moving import advance, hold_town
from bihuan.core.scope import Scope
from bihuan.duty.lifecycle import ACCEPTED, APPROVED, ASKED, SWAP, WITHDRAWN
from bihuan.duty.models import Swap, Turn
from bihuan.duty.queries import against, asked_of
from bihuan.duty.rules import POSITIONS, short_day
from bihuan.grid.models import Person

STALE = "这次换班刚刚有人办过了。请刷新页面看最新情况。"
GONE = "这个班已经换人或者重排，请刷新值班表。"


def _turn(actor: Actor, turn_id: UUID, *, held: bool = False) -> Turn:
    """A turn that holds and is not over."""
    turn = (actor.hold if held else actor.find)(Turn, turn_id, what="个班")
    if turn.dropped_at is not None:
        raise NotAllowed(GONE)
    if turn.day < clock.today():
        raise NotAllowed(f"{short_day(turn.day)}的班已经值过，不能再换。当时没有到岗的，记在交接班里。")
    return turn


@transaction.atomic
def ask_swap(
    actor: Actor, turn_id: UUID, *, other: UUID | None = None, other_turn: UUID | None = None, reason: str
) -> Swap:
    """申请换班: of one's own turn. To a person, in exchange for a turn of theirs (`other_turn`) or for nothing; to nobody by name, it is
    offered to all who may hold the position, and whoever accepts first has it. Incomplete where a hard rule is against it."""
    actor.need("stand")
    turn = _turn(actor, turn_id, held=True)  # or who presses twice asks twice
    if turn.person_id != actor.person:
        raise Forbidden("只能换自己的班。别人临时不能值的，由管值班表的人找人替班。")
    if not reason.strip():
        raise Incomplete("请填写换班的原因。", {"reason": "请填写原因，如“孩子家长会”。"})
    if Swap.objects.within(actor.scope).filter(turn=turn, state__in=(ASKED, ACCEPTED)).exists():
        raise NotAllowed("这个班已经申请换班，还没有办完。要改的，先撤回。")
    mine = None
    if other_turn is not None:
        mine = _turn(actor, other_turn)
        if mine.person_id == actor.person or mine.day == turn.day:
            raise Incomplete("请选择别人另一天的班。", {"other_turn": "请选择别人另一天的班。"})
        if other not in (None, mine.person_id):
            both = "和别人的班对换、请别人替，只能选一样。"
            raise Incomplete(both, {"other": both})
        other = mine.person_id
    if other == actor.person:
        raise Incomplete("请选择别人。", {"other": "请选择别人。"})
    swap = Swap(
        town_id=actor.town,
        turn=turn,
        asker_id=actor.person_id,
        other=actor.find(Person, other, what="个人员") if other else None,
        other_turn=mine,
        reason=reason.strip(),
        asked_at=clock.now(),
    )
    if swap.other_id and (text := _why_not(actor, swap)):
        raise Incomplete(text, {"other_turn" if mine else "other": text})
    swap.save(force_insert=True)
    events.record(actor, "ask_swap", swap, given=_told(swap), after=ASKED)
    return swap


def _why_not(actor: Actor, swap: Swap) -> str:
    """What hard rule is against a swap as of now, in words, or ""."""
    assert swap.other is not None
    other_way = [swap.other_turn] if swap.other_turn else []
    if text := against(actor.scope, swap.turn, swap.other.pk, instead_of=other_way):
        return f"{swap.other.name}不能值{short_day(swap.turn.day)}：{text}。"
    if swap.other_turn and (
        text := against(actor.scope, swap.other_turn, swap.asker_id, instead_of=[swap.turn])
    ):
        return f"{swap.asker.name}不能值{short_day(swap.other_turn.day)}：{text}。"
    return ""


def _told(swap: Swap) -> dict[str, object]:
    return {
        "day": swap.turn.day,
        "position": POSITIONS[swap.turn.position],
        "from": swap.asker.name,
        "to": swap.other.name if swap.other else "",
        "back": swap.other_turn.day if swap.other_turn else None,
        "reason": swap.reason,
    }


@transaction.atomic
def accept_swap(actor: Actor, swap_id: UUID, *, version: int) -> Swap:
    """答应换班: by who was asked, or by the first of those to whom it was offered. It then waits to be approved."""
    actor.need("stand")
    swap = actor.find(Swap, swap_id, what="次换班")
    step = SWAP.move("accept_swap", swap.state)
    _turn(actor, swap.turn_id)
    if not asked_of(actor).filter(pk=swap.pk).exists():
        raise Forbidden("这次换班没有问您，或者您不在这个岗位的值班人员名单内。")
    swap.other = Person.objects.within(actor.scope).get(pk=actor.person_id)
    if text := _why_not(actor, swap):
        raise NotAllowed(f"{text}可以不答应，请对方另找人。")
    advance(actor, swap, step, version, STALE, other=swap.other, answered_at=clock.now())
    events.record(actor, "accept_swap", swap, given=_told(swap), before=ASKED, after=ACCEPTED)
    return swap


@transaction.atomic
def decline_swap(actor: Actor, swap_id: UUID, *, version: int, why_not: str = "") -> Swap:
    """不答应换班: by who was asked by name."""
    actor.need("stand")
    swap = actor.find(Swap, swap_id, what="次换班")
    step = SWAP.move("decline_swap", swap.state)
    if swap.other_id != actor.person:
        raise Forbidden("这次换班没有指名问您，不用答复。")
    advance(actor, swap, step, version, STALE, answered_at=clock.now(), why_not=why_not.strip())
    events.record(actor, "decline_swap", swap, given=_told(swap), before=ASKED, after=swap.state)
    return swap


@transaction.atomic
def withdraw_swap(actor: Actor, swap_id: UUID, *, version: int) -> Swap:
    """撤回换班: by who asked, until it is approved."""
    actor.need("stand")
    swap = actor.find(Swap, swap_id, what="次换班")
    before = swap.state
    step = SWAP.move("withdraw_swap", swap.state)
    if swap.asker_id != actor.person:
        raise Forbidden("只能撤回自己的申请。")
    advance(actor, swap, step, version, STALE, decided_at=clock.now())
    events.record(actor, "withdraw_swap", swap, given=_told(swap), before=before, after=swap.state)
    return swap


@transaction.atomic
def approve_swap(actor: Actor, swap_id: UUID, *, version: int) -> Swap:
    """批准换班: the turns change hands, if they still stand as they were and no hard rule is against it. Nobody approves their own."""
    actor.need("duty")
    hold_town(actor)  # two swaps that each are well may break a rule together
    swap = actor.find(Swap, swap_id, what="次换班")
    step = SWAP.move("approve_swap", swap.state)
    _need_other_hands(actor, swap)
    _turn(actor, swap.turn_id)
    if text := _why_not(actor, swap):
        raise NotAllowed(f"{text}情况有变，不能批准。请不批准，由双方另商量。")
    assert swap.other is not None
    now = clock.now()
    advance(
        actor,
        swap,
        step,
        version,
        STALE,
        decided_at=now,
        decided_on=clock.today(),
        decided_by_id=actor.person,
    )
    _change(actor, swap.turn, swap.asker_id, swap.other.pk)
    if swap.other_turn is not None:
        _change(actor, swap.other_turn, swap.other.pk, swap.asker_id)
    events.record(actor, "approve_swap", swap, given=_told(swap), before=ACCEPTED, after=APPROVED)
    return swap


def _need_other_hands(actor: Actor, swap: Swap) -> None:
    if actor.person in (swap.asker_id, swap.other_id):
        raise Forbidden("换班的双方不能批准自己的换班，请由其他管值班表的人批准。")


def _change(actor: Actor, turn: Turn, was: UUID, to: UUID) -> None:
    rows = Turn.objects.within(Scope.whole_town(actor.town)).filter(
        pk=turn.pk, person=was, dropped_at__isnull=True
    )
    if not rows.update(person=to):
        raise Stale(GONE)


@transaction.atomic
def refuse_swap(actor: Actor, swap_id: UUID, *, version: int, why_not: str) -> Swap:
    """不批准换班, for a reason."""
    actor.need("duty")
    swap = actor.find(Swap, swap_id, what="次换班")
    step = SWAP.move("refuse_swap", swap.state)
    _need_other_hands(actor, swap)
    if not why_not.strip():
        raise Incomplete("请填写不批准的原因。", {"why_not": "请填写不批准的原因。"})
    advance(
        actor,
        swap,
        step,
        version,
        STALE,
        decided_at=clock.now(),
        decided_on=clock.today(),
        decided_by_id=actor.person,
        why_not=why_not.strip(),
    )
    events.record(actor, "refuse_swap", swap, given=_told(swap), before=ACCEPTED, after=swap.state)
    return swap


@transaction.atomic
def call_in(actor: Actor, turn_id: UUID, *, person: UUID | None, reason: str) -> Swap:
    """临时替班: somebody cannot come at short notice, another was reached and stands instead, from now on. Kept like a swap."""
    actor.need("duty")
    hold_town(actor)
    turn = _turn(actor, turn_id)
    wrong = {}
    if person is None or person == turn.person_id:
        wrong["person"] = "请选择替班的人。"
    if not reason.strip():
        wrong["reason"] = "请填写原因，如“突发疾病”。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    now = clock.now()
    swap = Swap(
        town_id=actor.town,
        turn=turn,
        asker_id=turn.person_id,
        other=actor.find(Person, person, what="个人员"),
        kind="sick",
        reason=reason.strip(),
        state=APPROVED,
        asked_at=now,
        answered_at=now,
        decided_at=now,
        decided_on=clock.today(),
        decided_by_id=actor.person,
    )
    if text := _why_not(actor, swap):
        raise Incomplete(text, {"person": text})
    assert person is not None
    _change(actor, turn, turn.person_id, person)
    town = Scope.whole_town(actor.town)
    waiting = Swap.objects.within(town).filter(turn=turn, state__in=(ASKED, ACCEPTED))
    waiting.update(state=WITHDRAWN, why_not="已由别人替班", decided_at=now)
    swap.save(force_insert=True)
    events.record(actor, "call_in", swap, given=_told(swap), after=APPROVED)
    return swap
