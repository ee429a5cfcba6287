"""The tables of a received document and of one of the town's own."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

REGISTERED, PASSED, ANSWERED, ASSIGNED, VOIDED = "registered", "passed", "answered", "assigned", "voided"
OWES = "owes"  # it asks for an answer by a day

RECEIVED = declare_lifecycle(
    Lifecycle(
        "收文",
        {
            REGISTERED: "待分送",
            PASSED: "已分送",
            ANSWERED: "已答复",
            ASSIGNED: "已转交办",
            VOIDED: "已作废",
        },
        frozenset({ANSWERED, VOIDED}),
        (
            Move("pass_document", "分送", REGISTERED, PASSED, "policies", ("to",)),
            Move("pass_document", "再分送", PASSED, PASSED, "policies", ("to",)),
            Move("pass_document", "分送", ASSIGNED, ASSIGNED, "policies", ("to",)),
            Move("answer_document", "答复", REGISTERED, ANSWERED, "policies", ("note", "on"), only=(OWES,)),
            Move("answer_document", "答复", PASSED, ANSWERED, "policies", ("note", "on"), only=(OWES,)),
            Move("assign_document", "转为上级交办", REGISTERED, ASSIGNED, "refer", only=(OWES,)),
            Move("assign_document", "转为上级交办", PASSED, ASSIGNED, "refer", only=(OWES,)),
            Move("void_document", "作废", REGISTERED, VOIDED, "policies", ("note",)),
            Move("void_document", "作废", PASSED, VOIDED, "policies", ("note",)),
        ),
        {OWES: "要求答复"},
    )
)

DRAFT, ISSUED, REPLACED, REPEALED, WITHDRAWN = "draft", "issued", "replaced", "repealed", "withdrawn"

POLICY = declare_lifecycle(
    Lifecycle(
        "本镇文件",
        {
            DRAFT: "草稿",
            ISSUED: "已印发",
            REPLACED: "已被新版替代",
            REPEALED: "已废止",
            WITHDRAWN: "已作废",
        },
        frozenset({REPLACED, REPEALED, WITHDRAWN}),
        (
            Move("issue_policy", "印发", DRAFT, ISSUED, "supervise", ("number", "issued_on")),
            Move("withdraw_policy", "作废草稿", DRAFT, WITHDRAWN, "policies"),
            Move("replace_policy", "被新版替代", ISSUED, REPLACED, "supervise"),
            Move("repeal_policy", "废止", ISSUED, REPEALED, "supervise", ("note", "on")),
            Move("withdraw_policy", "登记有误作废", ISSUED, WITHDRAWN, "supervise", ("note",)),
        ),
    )
)
