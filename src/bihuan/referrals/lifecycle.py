"""The ways of a referral and of an assigned matter as tables, from which buttons and diagrams are drawn."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

SENT, ACKNOWLEDGED, ANSWERED, NOTED = "sent", "acknowledged", "answered", "noted"
REFUSED, RETURNED, WITHDRAWN = "refused", "returned", "withdrawn"
# Traits are the kinds: a transfer moves the hazard, a copy informs, a whistle calls a department to the place.
TRANSFER, COPY, WHISTLE = ("transfer",), ("copy",), ("whistle",)

REFERRAL = declare_lifecycle(
    Lifecycle(
        name="移送、抄告、吹哨报到",
        states={
            SENT: "待签收",
            ACKNOWLEDGED: "办理中",
            ANSWERED: "已答复",
            NOTED: "已签收备案",
            REFUSED: "不予接收",
            RETURNED: "已退回",
            WITHDRAWN: "已撤回",
        },
        ends=frozenset({ANSWERED, NOTED, REFUSED, RETURNED, WITHDRAWN}),
        moves=(
            Move("acknowledge", "登记签收", SENT, ACKNOWLEDGED, "refer", ("by", "on"), only=TRANSFER),
            Move("acknowledge", "登记到场", SENT, ACKNOWLEDGED, "inspect", ("by", "on"), only=WHISTLE),
            Move("acknowledge", "登记签收", SENT, NOTED, "refer", ("by", "on"), only=COPY),
            Move("answer", "登记答复", SENT, ANSWERED, "refer", ("note", "on"), only=TRANSFER),
            Move("answer", "登记答复", ACKNOWLEDGED, ANSWERED, "refer", ("note", "on"), only=TRANSFER),
            Move("answer", "登记处置结果", ACKNOWLEDGED, ANSWERED, "inspect", ("note", "on"), only=WHISTLE),
            Move("chase", "催办", SENT, SENT, "refer", ("how",), only=TRANSFER),
            Move("chase", "催办", ACKNOWLEDGED, ACKNOWLEDGED, "refer", ("how",), only=TRANSFER),
            Move("chase", "催办", SENT, SENT, "refer", ("how",), only=WHISTLE),
            Move("chase", "催办", ACKNOWLEDGED, ACKNOWLEDGED, "refer", ("how",), only=WHISTLE),
            Move("refuse", "登记不予接收", SENT, REFUSED, "refer", ("note", "on"), only=TRANSFER),
            Move("refuse", "登记不属其职责", SENT, REFUSED, "inspect", ("note", "on"), only=WHISTLE),
            Move("give_back", "登记退回", ACKNOWLEDGED, RETURNED, "refer", ("note", "on"), only=TRANSFER),
            Move("give_back", "登记退回", ACKNOWLEDGED, RETURNED, "inspect", ("note", "on"), only=WHISTLE),
            Move("withdraw", "撤回", SENT, WITHDRAWN, "refer", ("note",)),
            Move("withdraw", "撤回", ACKNOWLEDGED, WITHDRAWN, "refer", ("note",)),
        ),
    )
)
# What the states are called where a department was called to the place.
WHISTLE_STATES = {SENT: "待到场", ACKNOWLEDGED: "已到场", ANSWERED: "已处置"}

RECEIVED, GIVEN, HANDLED, REPLIED, CLOSED, VOID = "received", "given", "handled", "replied", "closed", "void"

ASSIGNMENT = declare_lifecycle(
    Lifecycle(
        name="上级交办事项",
        states={
            RECEIVED: "待分办",
            GIVEN: "承办中",
            HANDLED: "待答复上级",
            REPLIED: "已答复上级",
            CLOSED: "上级已销号",
            VOID: "已作废",
        },
        ends=frozenset({CLOSED, VOID}),
        moves=(
            Move("give", "分办", RECEIVED, GIVEN, "refer", ("to",)),
            Move("handle", "报办理情况", GIVEN, HANDLED, "inspect", ("note",)),
            Move("reply", "答复上级", RECEIVED, REPLIED, "refer", ("note", "on")),
            Move("reply", "答复上级", GIVEN, REPLIED, "refer", ("note", "on")),
            Move("reply", "答复上级", HANDLED, REPLIED, "refer", ("note", "on")),
            Move("give", "改派", GIVEN, GIVEN, "refer", ("to",)),
            Move("close", "上级销号", REPLIED, CLOSED, "refer", ("on",)),
            Move("send_back", "上级退回", REPLIED, GIVEN, "refer", ("note", "on", "due_on")),
            Move("void", "作废", RECEIVED, VOID, "refer", ("note",)),
            Move("void", "作废", GIVEN, VOID, "refer", ("note",)),
        ),
    )
)
RUNNING = (RECEIVED, GIVEN, HANDLED)
