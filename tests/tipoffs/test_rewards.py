"""The reward of a tip: proposed, approved by another, paid to an account or for the word; what it rests on stays."""

from pathlib import Path

import pytest
from django.conf import settings

from bihuan.audit.actions import reveal
from bihuan.core.errors import Forbidden, Incomplete, NotAllowed
from bihuan.core.personal import PERSONAL
from bihuan.tipoffs import actions
from bihuan.tipoffs.rules import GENERAL, GRAVE, Ground, Identity
from tests.cast import TODAY, Cast
from tests.tipoffs.deeds import (
    ZHANG,
    approved,
    checked,
    done,
    fresh,
    proposed,
    sent,
    stranger,
    taken,
)


def test_a_reward_is_paid_by_hand_for_the_word_without_a_name(cast: Cast) -> None:
    tip, word = done(cast)
    row = proposed(cast, tip)
    with pytest.raises(Forbidden):
        actions.approve_reward(cast.zhao, row.pk, version=1)
    with pytest.raises(NotAllowed, match="待审批"):
        actions.pay_reward(cast.zhao, row.pk, version=1, way="desk", word=word)
    row = actions.approve_reward(cast.zhou, row.pk, version=1)
    with pytest.raises(Incomplete, match="查询码不对"):
        actions.pay_reward(cast.zhao, row.pk, version=2, way="desk", word="AAAA-AAAA-AAAA")
    paid = actions.pay_reward(cast.zhao, row.pk, version=2, way="desk", word=word)
    assert (paid.state, paid.paid_on, paid.yuan) == ("paid", TODAY, 300)
    with pytest.raises(NotAllowed):
        actions.pay_reward(cast.zhao, row.pk, version=3, way="desk", word=word)


def test_a_reward_to_the_account_is_paid_by_who_may_see_it(cast: Cast) -> None:
    tip, word = done(cast, identity=ZHANG)
    row = approved(cast, tip)
    pay = {"version": 2, "way": "transfer", "voucher": "20260602-1"}
    with pytest.raises(Incomplete, match="没有留收款账户"):
        actions.pay_reward(cast.chen, row.pk, **pay)
    actions.leave_account(stranger(cast), word, identity=Identity(account="农商行 6228"))
    with pytest.raises(Forbidden, match="指定岗位"):
        actions.pay_reward(cast.zhao, row.pk, **pay)
    actions.pay_reward(cast.chen, row.pk, **pay)
    shown = reveal(cast.chen, PERSONAL["tip.sender"], tip.pk, reason="other", words="转账发放奖励")
    assert shown.value == "姓名：张举报；电话：13700001234；收款账户：农商行 6228"


def test_nobody_approves_what_he_proposed(cast: Cast) -> None:
    tip, _ = done(cast)
    row = actions.propose_reward(
        cast.zhou, tip.pk, Ground(GENERAL, general_yuan=100), version=fresh(cast, tip).version
    )
    with pytest.raises(NotAllowed, match="另一位领导"):
        actions.approve_reward(cast.zhou, row.pk, version=1)
    actions.refuse_reward(cast.qian, row.pk, version=1, reason="金额不当")
    again = actions.propose_reward(
        cast.zhou, tip.pk, Ground(GRAVE, fine_yuan=30_000), version=fresh(cast, tip).version
    )
    assert again.yuan == 4_500


def test_what_a_reward_rests_on_is_not_taken_back_under_it(cast: Cast) -> None:
    tip, _ = sent(cast)
    taken(cast, tip)
    checked(cast, tip)
    row = proposed(cast, tip)
    with pytest.raises(NotAllowed, match="奖励待审批"):
        actions.return_tip(cast.chen, tip.pk, version=fresh(cast, tip).version, reason="再看一次")
    actions.refuse_reward(cast.zhou, row.pk, version=1, reason="先核实")
    back = actions.return_tip(cast.chen, tip.pk, version=fresh(cast, tip).version, reason="再看一次")
    assert back.state == "checking"


def test_an_account_is_left_for_a_reward_and_where_the_key_is_gone_no_place_is_told(
    cast: Cast, tmp_path: Path
) -> None:
    tip, word = done(cast, identity=ZHANG)
    mine = Identity(account="农商行 6228")
    with pytest.raises(NotAllowed, match="没有要发放的奖励"):
        actions.leave_account(stranger(cast), word, identity=mine)
    row = approved(cast, tip)
    kept, settings.IDENTITY_KEY = settings.IDENTITY_KEY, tmp_path / "identity.key"
    try:
        with pytest.raises(NotAllowed) as refused:
            actions.leave_account(stranger(cast), word, identity=mine)
    finally:
        settings.IDENTITY_KEY = kept
    assert "当面领取" in refused.value.message
    assert "identity" not in refused.value.message and "密钥" not in refused.value.message
    actions.pay_reward(cast.chen, row.pk, version=2, way="desk", word=word)
    with pytest.raises(NotAllowed, match="没有要发放的奖励"):
        actions.leave_account(stranger(cast), word, identity=mine)
