"""Pure rules of tips: their ways, terms, verdicts, what a reward comes to, how a sender's address is told.

Law: 安全生产法 (2021) articles 73-76 (before 2021-09-01: 70-73): tips are taken, checked, written up, put right, kept secret, rewarded. The terms and
the sums are of 安全生产领域举报奖励办法 (安监总财〔2018〕19号); a town sets shorter terms and its own sums for what that does not name.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

# How a tip came in. The public page is one of them; all others are typed in by staff.
WEB, PHONE, LETTER, VISIT, HOTLINE, TRANSFERRED, OTHER = (
    "web",
    "phone",
    "letter",
    "visit",
    "hotline",
    "transferred",
    "other",
)
CHANNELS = {
    WEB: "网上（扫码）",
    PHONE: "电话",
    LETTER: "来信",
    VISIT: "来访",
    HOTLINE: "12350",
    TRANSFERRED: "12345转办",
    OTHER: "其他",
}
TYPED = {key: word for key, word in CHANNELS.items() if key != WEB}
TRUE, PARTLY, FALSE, UNKNOWN = "true", "partly", "false", "unknown"
VERDICTS = {TRUE: "属实", PARTLY: "部分属实", FALSE: "不属实", UNKNOWN: "无法查实"}
HOLDS = (TRUE, PARTLY)  # of these something was put right, and a reward may be paid

TEXT_MAX, PLACE_MAX, PHOTOS_MAX, SAID_MAX = 1000, 100, 6, 1000
# Of one address and day: so many go on at once, so many more wait to be looked at, all further are turned away before anything is asked.
FREE_A_DAY, TAKEN_A_DAY, POSTS_A_DAY = 5, 20, 100
A_SECOND = 5  # of all addresses together: who comes then tries again
OVER, TRAPPED = "over", "trapped"
WHY_HELD = {
    OVER: "同一网络地址当天第6件以上，先看是不是重复提交",
    TRAPPED: "隐藏的栏目被填写，可能是程序自动提交",
}


def number_of(year: int, count: int) -> str:
    """The number of a tip: 举2018-0001."""
    return f"举{year}-{count:04d}"


def network_of(address: str) -> str:
    """What is counted as one sender: an address, of IPv6 its network of 64 bits, since a household has all of that."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)


def wrong_place(latitude: float | None, longitude: float | None) -> str:
    """What is wrong with a position in degrees of WGS 84, or ""."""
    if (latitude is None) != (longitude is None):
        return "经度、纬度应同时填写。"
    if latitude is not None and not (3 < latitude < 54 and 73 < (longitude or 0) < 136):
        return "定位不在国内，没有采用。请用文字写明地点。"
    return ""


# The longest terms, in calendar days: to take a tip or not, to check one that was taken (60 days, and 30 more by leave), to answer once it is checked.
ACCEPT_DAYS, CHECK_DAYS, ANSWER_DAYS, MORE_DAYS = 15, 60, 15, 30


@dataclass(frozen=True)
class Terms:
    """A town's terms in calendar days, and its sums in yuan; the usual ones where it has set none."""

    accept_days: int = 7
    check_days: int = CHECK_DAYS
    answer_days: int = 10
    general_min_yuan: int = 100
    general_max_yuan: int = 500
    insider_percent: int = 0

    def __str__(self) -> str:
        more = f"，内部人员加{self.insider_percent}%" if self.insider_percent else ""
        return (
            f"{self.accept_days}日内决定是否受理，{self.check_days}日内核查完，核查后{self.answer_days}日内答复；"
            f"一般隐患奖励{self.general_min_yuan}—{self.general_max_yuan}元{more}"
        )


def wrong_terms(terms: Terms) -> dict[str, str]:
    """What is wrong with a town's terms, by field."""
    wrong: dict[str, str] = {}
    for name, most in (
        ("accept_days", ACCEPT_DAYS),
        ("check_days", CHECK_DAYS),
        ("answer_days", ANSWER_DAYS),
    ):
        if not 1 <= getattr(terms, name) <= most:
            wrong[name] = f"应为1至{most}日，本镇只能规定得更短。"
    if not 0 <= terms.general_min_yuan <= terms.general_max_yuan <= 3_000:
        wrong["general_max_yuan"] = "应不低于最低数，且不超过3000元；3000元以上是重大隐患和违法行为的奖励。"
    if not 0 <= terms.insider_percent <= 100:
        wrong["insider_percent"] = "应为0至100。"
    return wrong


def is_late(due_on: date | None, done_on: date | None, on: date) -> bool:
    """Whether a term is missed: the last day is in time."""
    return due_on is not None and (done_on or on) > due_on


PRESS_DAYS = 3


def presses(due_on: date, on: date) -> bool:
    """Whether a term is about to run out."""
    return on >= due_on - timedelta(days=PRESS_DAYS)


# What a reward is paid for (奖励办法第十条).
GRAVE, HIDDEN, GENERAL = "grave", "hidden", "general"
KINDS = {
    GRAVE: "重大事故隐患、安全生产违法行为",
    HIDDEN: "瞒报、谎报事故",
    GENERAL: "一般隐患（本镇规定）",
}
FINE_PERCENT, GRAVE_MIN_YUAN, MOST_YUAN = 15, 3_000, 300_000
# Yuan for each dead who was hidden, by the accident's grade as it was found at last.
HIDDEN_YUAN = {"ordinary": 30_000, "large": 40_000, "major": 50_000, "grave": 60_000}
GRADES = {"ordinary": "一般事故", "large": "较大事故", "major": "重大事故", "grave": "特别重大事故"}
FINE_MAX_YUAN, DEAD_MAX = 1_000_000_000, 999


@dataclass(frozen=True)
class Ground:
    """What a reward rests on: the fine in yuan; the dead who were hidden and the accident's grade; the sum that the town gives (general)."""

    kind: str
    fine_yuan: int = 0
    dead: int = 0
    grade: str = ""
    general_yuan: int = 0
    insider: bool = False


def wrong_ground(ground: Ground, terms: Terms) -> dict[str, str]:
    """What is missing or wrong of what a reward rests on, by field."""
    if ground.kind not in KINDS:
        return {"kind": "请选择奖励的是什么。"}
    if ground.kind == GRAVE and not 0 <= ground.fine_yuan <= FINE_MAX_YUAN:
        return {"fine_yuan": "请填写行政处罚金额，没有罚款的填0。"}
    if ground.kind == HIDDEN:
        wrong = {}
        if not 1 <= ground.dead <= DEAD_MAX:
            wrong["dead"] = "请填写查实的瞒报、谎报死亡人数。"
        if ground.grade not in HIDDEN_YUAN:
            wrong["grade"] = "请选择最终认定的事故等级。"
        return wrong
    low, high = terms.general_min_yuan, terms.general_max_yuan
    if ground.kind == GENERAL and not low <= ground.general_yuan <= high:
        return {"general_yuan": f"本镇规定一般隐患奖励{low}—{high}元。"}
    return {}


def reward_yuan(ground: Ground, terms: Terms) -> int:
    """What a reward comes to, in whole yuan, by 奖励办法第十条: 15 per cent of the fine, 3,000 at least; so much for each dead who was hidden; 300,000
    at most. What the unit's own people tell is worth as much more as the town has set, within the same bound."""
    plain = {
        GRAVE: lambda: max(GRAVE_MIN_YUAN, ground.fine_yuan * FINE_PERCENT // 100),
        HIDDEN: lambda: ground.dead * HIDDEN_YUAN[ground.grade],
        GENERAL: lambda: ground.general_yuan,
    }[ground.kind]()
    more = plain * terms.insider_percent // 100 if ground.insider else 0
    return min(plain + more, MOST_YUAN)


def reckoned(ground: Ground, yuan: int) -> str:
    """How a sum came about, in words: 罚款30000元的15%."""
    words = {
        GRAVE: f"罚款{ground.fine_yuan}元的{FINE_PERCENT}%，不低于{GRAVE_MIN_YUAN}元",
        HIDDEN: f"{GRADES.get(ground.grade, '')}，瞒报死亡{ground.dead}人",
        GENERAL: "按本镇规定",
    }[ground.kind]
    return f"{words}{'，内部人员' if ground.insider else ''}，计{yuan}元"


# How a reward reaches who is not to be seen: to an account that the sender left sealed, or by hand to whoever says the tracking word.
TRANSFER, DESK = "transfer", "desk"
PAYING = {TRANSFER: "转账到举报人留下的账户", DESK: "凭查询码当面领取"}

# How somebody is answered who left no phone and has no page: by what staff choose.
ANSWERS = {
    "page": "凭查询码查看",
    "phone": "电话",
    "letter": "书面",
    "visit": "当面",
    "platform": "原转办平台",
}


@dataclass(frozen=True)
class Identity:
    """Who sent a tip, as far as it was told. Only ever kept sealed."""

    name: str = ""
    phone: str = ""
    address: str = ""
    account: str = ""

    def __bool__(self) -> bool:
        return any((self.name, self.phone, self.address, self.account))

    @property
    def is_named(self) -> bool:
        """Whether the sender can be told from others: a name and a way to reach it."""
        return bool(self.name and (self.phone or self.address))

    def plain(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}

    def in_words(self) -> str:
        """张三，13800000000，…"""
        labels = {"name": "姓名", "phone": "电话", "address": "联系地址", "account": "收款账户"}
        return "；".join(f"{labels[name]}：{value}" for name, value in self.plain().items())


def cleaned_identity(given: Mapping[str, str]) -> Identity:
    """What was typed of the sender, trimmed."""
    return Identity(
        **{name: str(given.get(name) or "").strip() for name in ("name", "phone", "address", "account")}
    )


def wrong_identity(identity: Identity) -> dict[str, str]:
    """What is wrong with what a sender tells of himself, by field."""
    wrong: dict[str, str] = {}
    digits = identity.phone.replace("-", "").replace(" ", "").removeprefix("+86")
    if identity.phone and not (digits.isdigit() and digits.isascii() and 7 <= len(digits) <= 12):
        wrong["phone"] = "电话应为7至12位数字；不想留的可以不填。"
    if identity.name and not (identity.phone or identity.address):
        wrong["phone"] = "实名举报请留下电话或者联系地址；不想留的，姓名也不用填。"
    return wrong
