"""The table of a responsibility letter."""

from bihuan.core.lifecycle import Lifecycle, Move, declare_lifecycle

MADE, BY_PARTY, BY_TOWN, SIGNED = "made", "by_party", "by_town", "signed"
WITHDRAWN, REPLACED, STRUCK = "withdrawn", "replaced", "struck"
OPEN = (MADE, BY_PARTY, BY_TOWN)
STANDING = (*OPEN, SIGNED)
ENDS = (WITHDRAWN, REPLACED, STRUCK)

LETTER = declare_lifecycle(
    Lifecycle(
        "letter",
        {
            MADE: "待签订",
            BY_PARTY: "待镇签字",
            BY_TOWN: "待对方签字",
            SIGNED: "已签订",
            WITHDRAWN: "已撤回",
            REPLACED: "已换签",
            STRUCK: "已失效",
        },
        frozenset(ENDS),
        (
            Move("sign_letter", "签字", MADE, BY_PARTY, "report", ("signature",)),
            Move("sign_letter", "签字", BY_TOWN, SIGNED, "report", ("signature",)),
            Move("sign_for_town", "镇里签字", MADE, BY_TOWN, "sign", ("signature",)),
            Move("sign_for_town", "镇里签字", BY_PARTY, SIGNED, "sign", ("signature",)),
            *(Move("return_letter", "交回纸质件", one, SIGNED, "report", ("photos",)) for one in OPEN),
            *(Move("withdraw_letter", "撤回", one, WITHDRAWN, "supervise", ("reason",)) for one in STANDING),
            *(Move("replace_letter", "换人重签", one, REPLACED, "supervise") for one in STANDING),
            *(Move("strike_letter", "失效", one, STRUCK, "supervise") for one in OPEN),
        ),
    )
)
