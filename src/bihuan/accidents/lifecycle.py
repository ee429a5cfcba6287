"""The life of an accident in the register as a table: told upward until the final report, investigated, closed; or taken back."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

REPORTING, FINAL, CLOSED, CANCELLED = "reporting", "final", "closed", "cancelled"
_DECISION = ("body", "number", "on", "conclusions")

ACCIDENT = declare_lifecycle(
    Lifecycle(
        name="事故",
        states={REPORTING: "快报中", FINAL: "已终报", CLOSED: "已结案", CANCELLED: "已撤销"},
        ends=frozenset({CLOSED, CANCELLED}),
        moves=(
            Move("make_flash_report", "报快报", REPORTING, REPORTING, "accidents", ("brief", "measures")),
            Move("make_final_report", "终报", REPORTING, FINAL, "accidents", ("brief", "measures")),
            Move("reopen_accident", "终报后补报", FINAL, REPORTING, "accidents", ("reason",)),
            Move("close_accident", "结案", FINAL, CLOSED, "accidents", _DECISION),
            Move("cancel_accident", "撤销", REPORTING, CANCELLED, "accidents", ("reason",)),
            Move("cancel_accident", "撤销", FINAL, CANCELLED, "accidents", ("reason",)),
        ),
    )
)
