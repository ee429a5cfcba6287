"""The life of a person's account, as a table. The state is not kept beside the person: it follows from what is (`state_of`)."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

NONE, INVITED, OPEN, CLOSED = "none", "invited", "open", "closed"

ACCOUNT = declare_lifecycle(
    Lifecycle(
        name="账号",
        states={NONE: "未邀请", INVITED: "已邀请", OPEN: "在用", CLOSED: "已停用"},
        ends=frozenset({CLOSED}),
        moves=(
            Move("invite", "邀请登录", NONE, INVITED, "people"),
            Move("invite", "重发邀请", INVITED, INVITED, "people"),
            Move("invite", "重置密码", OPEN, INVITED, "people"),
            Move("accept_invitation", "设置密码", INVITED, OPEN, ""),
            Move("close_account", "离职停用", NONE, CLOSED, "people", needs=("reason",)),
            Move("close_account", "离职停用", INVITED, CLOSED, "people", needs=("reason",)),
            Move("close_account", "离职停用", OPEN, CLOSED, "people", needs=("reason",)),
            Move("reopen_account", "恢复", CLOSED, NONE, "people", needs=("reason",)),
        ),
    )
)


def state_of(*, is_active: bool, has_password: bool, is_invited: bool) -> str:
    """The state of an account: closed before all else; a password opens it; without one, an invitation that nobody has used."""
    if not is_active:
        return CLOSED
    if has_password:
        return OPEN
    return INVITED if is_invited else NONE
