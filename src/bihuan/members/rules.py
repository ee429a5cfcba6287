"""Pure rules of the invitations of units: who may be invited by whom, for how long, and what each may do there."""

from bihuan.grid.rules import POST_KINDS, UNIT_POSTS

ROLES = {code: POST_KINDS[code].label for code in UNIT_POSTS}
HEAD = "unit_head"
# What a role opens, as the invitation says it to who accepts it.
MEANS = {
    "unit_head": "看本单位全部内容，管风险清单，报告整改，签收文书，邀请本单位人员",
    "unit_safety": "看本单位全部内容，管风险清单，报告整改，签收文书",
    "team_leader": "扫码自查，报隐患，看本单位的风险和检查记录",
    "post_worker": "扫码自查，报隐患，看本单位的风险和检查记录",
}
PAPER_DAYS = 30
DAYS = {3: "3天", 7: "7天", PAPER_DAYS: "30天（印在纸上发的）"}
PHONE_DIGITS, TAIL_DIGITS = 11, 4
WAVE_MAX = 200  # sheets printed at once
OPEN_MAX = 50  # invitations of a unit that nobody has used yet


def is_phone(text: str) -> bool:
    """Whether a text is the number of a mobile phone, as one signs in by it."""
    return len(text) == PHONE_DIGITS and text.isascii() and text.isdigit() and text.startswith("1")


def tail(phone: str) -> str:
    """The last digits of a phone, by which its owner knows it and nobody else learns it."""
    return phone[-TAIL_DIGITS:]


def invited_by(*, town: bool) -> dict[str, str]:
    """The roles to which the town invites, or the unit's own head: who stands beside him is the town's to say."""
    return ROLES if town else {code: label for code, label in ROLES.items() if code != HEAD}


def wrong_phone(invited: str, typed: str) -> str:
    """Why a phone does not fit an invitation that was made out to one ("" to none), in words, or ""."""
    if invited and typed != invited:
        return (
            f"这个邀请是发给尾号{tail(invited)}的手机的，与您填的手机号不符。换了号码的，请邀请人重新邀请。"
        )
    return ""
