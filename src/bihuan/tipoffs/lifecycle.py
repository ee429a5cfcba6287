"""The ways of a tip and of its reward as tables: taken or not, checked, answered; proposed, approved, paid."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

HELD, RECEIVED, CHECKING, CHECKED = "held", "received", "checking", "checked"
ANSWERED, DECLINED, PASSED, MERGED, DISCARDED = "answered", "declined", "passed", "merged", "discarded"

TIP = declare_lifecycle(
    Lifecycle(
        name="群众举报",
        states={
            HELD: "待甄别",
            RECEIVED: "待受理",
            CHECKING: "核查中",
            CHECKED: "待答复",
            ANSWERED: "已答复",
            DECLINED: "不予受理",
            PASSED: "已转办",
            MERGED: "已并案",
            DISCARDED: "已剔除",
        },
        ends=frozenset({ANSWERED, DECLINED, PASSED, MERGED, DISCARDED}),
        moves=(
            Move("admit_tip", "按正常举报办理", HELD, RECEIVED, "tips"),
            Move("discard_tip", "剔除", HELD, DISCARDED, "tips", ("reason",)),
            Move("accept_tip", "受理交办", RECEIVED, CHECKING, "tips", ("to",)),
            Move("decline_tip", "不予受理", RECEIVED, DECLINED, "tips", ("reason",)),
            Move("pass_tip_on", "转办", RECEIVED, PASSED, "tips", ("body", "reason")),
            Move("merge_tip", "并案", RECEIVED, MERGED, "tips", ("into",)),
            Move("check_tip", "填写核查结论", CHECKING, CHECKED, "inspect", ("verdict", "finding")),
            Move("accept_tip", "改派", CHECKING, CHECKING, "tips", ("to",)),
            Move("extend_tip", "延长核查期限", CHECKING, CHECKING, "supervise", ("reason",)),
            Move("pass_tip_on", "转办", CHECKING, PASSED, "tips", ("body", "reason")),
            Move("merge_tip", "并案", CHECKING, MERGED, "tips", ("into",)),
            Move("answer_tip", "答复", CHECKED, ANSWERED, "tips", ("answer",)),
            Move("return_tip", "退回重新核查", CHECKED, CHECKING, "tips", ("reason",)),
        ),
    )
)
OPEN = tuple(state for state in TIP.states if state not in TIP.ends)
AT_WORK = (RECEIVED, CHECKING, CHECKED)  # the sender may be asked, and may add

PROPOSED, APPROVED, PAID, REFUSED = "proposed", "approved", "paid", "refused"

REWARD = declare_lifecycle(
    Lifecycle(
        name="举报奖励",
        states={PROPOSED: "待审批", APPROVED: "待发放", PAID: "已发放", REFUSED: "未批准"},
        ends=frozenset({PAID, REFUSED}),
        moves=(
            Move("approve_reward", "批准奖励", PROPOSED, APPROVED, "reward"),
            Move("refuse_reward", "不批准", PROPOSED, REFUSED, "reward", ("reason",)),
            Move("pay_reward", "发放奖励", APPROVED, PAID, "tips", ("way",)),
        ),
    )
)
