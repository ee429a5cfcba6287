"""The tables of a scheme of assessment, of a sheet, of an objection and of a veto."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

DRAFT, RUNNING, PUBLISHED, DROPPED = "draft", "running", "published", "dropped"
SCORING, TOLD = "scoring", "told"
ASKED, CHANGED, KEPT = "asked", "changed", "kept"
CANDIDATE, DECIDED, APPEALED, UPHELD, REVOKED, LAPSED = (
    "candidate",
    "decided",
    "appealed",
    "upheld",
    "revoked",
    "lapsed",
)
STANDING = (DECIDED, APPEALED, UPHELD)  # a veto that was decided and neither revoked nor over

SCHEME = declare_lifecycle(
    Lifecycle(
        "考核办法",
        {DRAFT: "草拟", RUNNING: "考核中", PUBLISHED: "已公布", DROPPED: "已作废"},
        frozenset({PUBLISHED, DROPPED}),
        (
            Move("begin_scheme", "开始考核", DRAFT, RUNNING, "supervise", ("lines",)),
            Move("publish_scheme", "公布结果", RUNNING, PUBLISHED, "supervise"),
            Move("drop_scheme", "作废", DRAFT, DROPPED, "supervise", ("reason",)),
            Move("drop_scheme", "作废", RUNNING, DROPPED, "supervise", ("reason",)),
        ),
    )
)
SHEET = declare_lifecycle(
    Lifecycle(
        "考核表",
        {SCORING: "评分中", TOLD: "已告知", PUBLISHED: "已公布", DROPPED: "不参加考核"},
        frozenset({PUBLISHED, DROPPED}),
        (
            Move("tell_sheet", "告知对象", SCORING, TOLD, "supervise"),
            Move("publish_sheet", "公布", TOLD, PUBLISHED, "supervise"),
            Move("drop_sheet", "不参加考核", SCORING, DROPPED, "supervise", ("reason",)),
            Move("drop_sheet", "不参加考核", TOLD, DROPPED, "supervise", ("reason",)),
        ),
    )
)
OBJECTION = declare_lifecycle(
    Lifecycle(
        "考核异议",
        {ASKED: "待答复", CHANGED: "已改分", KEPT: "维持原分"},
        frozenset({CHANGED, KEPT}),
        (
            Move("change_score", "改分", ASKED, CHANGED, "supervise", ("points", "answer")),
            Move("keep_score", "维持原分", ASKED, KEPT, "supervise", ("answer",)),
        ),
    )
)
_DECISION = ("body", "grounds", "heard", "from_on")
VETO = declare_lifecycle(
    Lifecycle(
        "一票否决",
        {
            CANDIDATE: "待认定",
            DROPPED: "不予否决",
            DECIDED: "已否决",
            APPEALED: "申诉中",
            UPHELD: "申诉维持",
            REVOKED: "已撤销",
            LAPSED: "已期满",
        },
        frozenset({DROPPED, REVOKED, LAPSED}),
        (
            Move("decide_veto", "决定否决", CANDIDATE, DECIDED, "decide", _DECISION, "veto_decision"),
            Move("drop_veto", "不予否决", CANDIDATE, DROPPED, "decide", ("reason",)),
            Move("appeal_veto", "申诉", DECIDED, APPEALED, "report", ("grounds",)),
            Move("uphold_veto", "维持否决", APPEALED, UPHELD, "decide", ("answer",)),
            *(
                Move("revoke_veto", "撤销否决", one, REVOKED, "decide", ("reason",))
                for one in (DECIDED, APPEALED, UPHELD)
            ),
            *(Move("end_veto", "期满", one, LAPSED, "office") for one in (DECIDED, UPHELD)),
        ),
    )
)
