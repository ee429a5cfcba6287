"""Verbs of the reward: proposed by the table, approved by a leader who did not propose it, paid. None of them needs to know whom."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from bihuan.accounts.rules import code_hash
from bihuan.core import clock, events, moving
from bihuan.core.actions import Actor
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed
from bihuan.core.ids import new_id
from bihuan.core.scope import Scope
from bihuan.tipoffs import rules
from bihuan.tipoffs.actions import steps
from bihuan.tipoffs.models import Reward, Sender
from bihuan.tipoffs.queries import may_be_rewarded
from bihuan.tipoffs.rules import Ground


@transaction.atomic
def propose_reward(actor: Actor, tip_id: UUID, ground: Ground, *, version: int, note: str = "") -> Reward:
    """提出奖励: what the table gives for what was found (举报奖励办法第十条). One for each matter, the first sender's."""
    actor.need("tips")
    tip = steps.hold(actor, tip_id, version)
    if not may_be_rewarded(tip):
        raise NotAllowed("核查属实或者部分属实、没有并入别件的举报才能奖励。")
    terms = steps.terms(actor, tip.received_on)
    if wrong := rules.wrong_ground(ground, terms):
        raise Incomplete("".join(wrong.values()), wrong)
    yuan = rules.reward_yuan(ground, terms)
    row = Reward(
        id=new_id(),
        town_id=actor.town,
        tip=tip,
        kind=ground.kind,
        reckoned=rules.reckoned(ground, yuan),
        yuan=yuan,
        note=note.strip(),
        proposed_on=clock.today(),
        proposed_by_id=actor.person_id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise NotAllowed("这件举报已经提出过奖励，一案一奖。") from error
    steps.touch(tip)
    events.record(actor, "propose_reward", tip, given={"says": row.reckoned, "note": row.note})
    return row


@transaction.atomic
def approve_reward(actor: Actor, reward_id: UUID, *, version: int) -> Reward:
    """批准奖励: by a leader, not by who proposed it."""
    row, step = steps.begin_reward(actor, reward_id, version, "approve_reward")
    _not_own(actor, row)
    values = {"approved_on": clock.today(), "approved_by_id": actor.person_id}
    steps.advance_reward(actor, row, step, version, **values)
    events.record(actor, step.action, row.tip, given={"says": f"{row.yuan}元"})
    return row


@transaction.atomic
def refuse_reward(actor: Actor, reward_id: UUID, *, version: int, reason: str) -> Reward:
    """不批准奖励: with the reason. Another may be proposed."""
    row, step = steps.begin_reward(actor, reward_id, version, "refuse_reward")
    moving.need(step, steps.NEEDED, reason=reason.strip())
    _not_own(actor, row)
    steps.advance_reward(actor, row, step, version, refused_on=clock.today(), why=reason.strip())
    events.record(actor, step.action, row.tip, given={"reason": row.why})
    return row


@transaction.atomic
def pay_reward(
    actor: Actor,
    reward_id: UUID,
    *,
    version: int,
    way: str,
    word: str = "",
    on: date | None = None,
    voucher: str = "",
) -> Reward:
    """发放奖励: to the account that the sender left, by who may see it; or by hand to whoever says the tracking word, and no name is asked. Without
    either nobody can be paid: Incomplete says what to do."""
    row, step = steps.begin_reward(actor, reward_id, version, "pay_reward")
    moving.need(step, steps.NEEDED, way=way in rules.PAYING)
    on = on or clock.today()
    wrong: dict[str, str] = {}
    if row.approved_on is None or not row.approved_on <= on <= clock.today():
        wrong["on"] = "发放日期应在批准之日至今天之间。"
    if way == rules.DESK and code_hash(word) != row.tip.word_hash:
        wrong["word"] = "查询码不对。领取人说不出查询码的，不能当面发放。"
    if way == rules.TRANSFER:
        if not actor.may("identify"):
            raise Forbidden(
                "转账要看举报人的收款账户，您的岗位不能看。请由指定岗位（安全办主任、分管副镇长）转账并登记。"
            )
        if (
            not Sender.objects.within(Scope.whole_town(actor.town))
            .filter(tip=row.tip, has_account=True)
            .exists()
        ):
            wrong["way"] = (
                "举报人没有留收款账户，不能转账。举报人凭查询码可以在查询页补填账户，或者凭查询码当面领取。"
            )
        if not voucher.strip():
            wrong["voucher"] = "请填写转账凭证号。"
    if wrong:
        raise Incomplete("".join(wrong.values()), wrong)
    steps.advance_reward(
        actor,
        row,
        step,
        version,
        paid_on=on,
        paid_by_id=actor.person_id,
        way=way,
        voucher=voucher.strip(),
    )
    given = {"says": f"{row.yuan}元", "way": rules.PAYING[way], "on": on}
    events.record(actor, step.action, row.tip, given=given)
    return row


def _not_own(actor: Actor, row: Reward) -> None:
    if row.proposed_by_id == actor.person:
        raise NotAllowed("奖励由您本人提出，不能由您审批。请另一位领导审批。")
