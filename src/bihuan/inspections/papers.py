"""Kinds of paper that a town keeps in its register, and by what power each may be signed. Pure.

Law: domain of a township's powers (安全生产法 on townships; 行政处罚法 on delegation and on transfer to towns, the latter since
2021-07-15; 行政强制法 art. 17: compulsion is not delegated).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

OWN, DELEGATED, TRANSFERRED, DISTRICT = "own", "delegated", "transferred", "district"
POWERS = {
    OWN: "镇级自行签发",
    DELEGATED: "受委托，以委托机关名义",
    TRANSFERRED: "赋权，以镇级名义",
    DISTRICT: "区级签发，镇级代拟",
}
GRANTED = (DELEGATED, TRANSFERRED)
REFORMED_ON = date(2019, 1, 1)  # by then the bureaus of work safety had become those of emergency management
_RENAMED = "应急"
_BUREAUS = (_RENAMED, "安全生产监督", "安监")
TRANSFERS_SINCE = date(2021, 7, 15)  # 行政处罚法, revised in 2021, art. 24

FIRE = "消防法"
ENFORCEMENT, SOFT, INNER = "enforcement", "soft", "inner"
FAMILIES = {ENFORCEMENT: "行政执法文书", SOFT: "镇级自有文书", INNER: "专项行动材料"}


@dataclass(frozen=True)
class PaperKind:
    """One kind: its name, the word in its number (文种字), its family, and the powers that the law lets it be signed by, the usual
    one first. What only the district signs has one power: the town drafts it."""

    code: str
    label: str
    word: str
    family: str
    powers: tuple[str, ...]

    @property
    def is_enforcement(self) -> bool:
        """Whether it counts as 行政执法文书."""
        return self.family == ENFORCEMENT


_BY_GRANT = (DELEGATED, TRANSFERRED, DISTRICT)
_CORRECTING = (
    DELEGATED,
    OWN,
    TRANSFERRED,
    DISTRICT,
)  # by a province's rules a town may order correction itself
_COMPULSION = (DISTRICT, TRANSFERRED)

PAPERS = {
    kind.code: kind
    for kind in (
        PaperKind("record", "现场检查记录", "检记", ENFORCEMENT, _CORRECTING),
        PaperKind("measures", "现场处理措施决定书", "现决", ENFORCEMENT, _CORRECTING),
        PaperKind("order", "责令限期整改指令书", "责改", ENFORCEMENT, _CORRECTING),
        PaperKind("review", "整改复查意见书", "复查", ENFORCEMENT, _CORRECTING),
        PaperKind("inquiry", "询问笔录", "询", ENFORCEMENT, _BY_GRANT),
        PaperKind("evidence", "先行登记保存证据通知书", "先保", ENFORCEMENT, _BY_GRANT),
        PaperKind("seizure", "查封扣押决定书", "查扣", ENFORCEMENT, _COMPULSION),
        PaperKind("suspend", "停产停业整顿决定书", "停", ENFORCEMENT, _BY_GRANT),
        PaperKind("listing", "重大事故隐患挂牌督办通知书", "挂", ENFORCEMENT, (DISTRICT,)),
        PaperKind("delisting", "重大事故隐患挂牌督办销号通知书", "销", ENFORCEMENT, (DISTRICT,)),
        PaperKind("transfer", "案件移送书", "案移", ENFORCEMENT, _BY_GRANT),
        PaperKind("receipt", "送达回证", "送", ENFORCEMENT, _CORRECTING),
        PaperKind("penalty_notice", "行政处罚告知书", "告", ENFORCEMENT, _BY_GRANT),
        PaperKind("penalty", "行政（当场）处罚决定书", "当罚", ENFORCEMENT, _BY_GRANT),
        PaperKind("statement", "陈述申辩笔录", "陈", ENFORCEMENT, _BY_GRANT),
        PaperKind("notice", "整改通知书", "整改", SOFT, (OWN,)),
        PaperKind("referral", "问题移送函", "移", SOFT, (OWN,)),
        PaperKind("copy", "抄告单", "抄", SOFT, (OWN,)),
        PaperKind("tip", "举报受理回执", "举", SOFT, (OWN,)),
        PaperKind("interview", "安全生产约谈记录", "约", SOFT, (OWN,)),
        PaperKind("warning", "安全生产警示函", "警", SOFT, (OWN,)),
        PaperKind("urging", "安全生产督办函", "督", SOFT, (OWN,)),
        PaperKind("delivery", "送达签收单", "签收", SOFT, (OWN,)),
        PaperKind("joint_plan", "联合检查方案", "检方", INNER, (OWN,)),
        PaperKind("joint_notice", "联合检查通知", "检通", INNER, (OWN,)),
        PaperKind("problem_list", "问题清单", "清单", INNER, (OWN,)),
        PaperKind("ledger", "整改台账", "台账", INNER, (OWN,)),
    )
}


BINDING = ("order", "measures", "evidence", "seizure", "suspend", "penalty_notice", "penalty")


def fire_warning(kind: str, power: str, body: str, names_fire: bool) -> str:
    """What is to be said where a paper of a kind that binds a unit rests on the law on fire: whose power that is, and the ways; "" where
    the grant names fire, or the town acts by itself. Law: 消防法 (oversight of fire lies with the fire and rescue bodies, not with the
    bureau that delegates)."""
    if kind not in BINDING or power == OWN or names_fire:
        return ""
    held = {DELEGATED: f"{body}的委托没有写明消防", TRANSFERRED: "赋权清单没有写明消防"}.get(
        power, f"{body}没有这项职权"
    )
    return (
        f"消防监督由消防救援机构负责，{held}，引用《{FIRE}》的问题不能以{body}名义处理。请移送消防救援机构；委托书或者赋权"
        "清单写明消防的，登记时勾选“写明消防”。"
    )


@dataclass(frozen=True)
class Delegation:
    """Who delegated, from a day to another, both among them."""

    body: str
    from_on: date
    to_on: date


def bureau_on(delegations: Sequence[Delegation], on: date, named: str) -> str:
    """The district's bureau by its name on a day: as its newest delegation begun by then names it, in force or not, else as the town was
    founded with (`named`). Bodies of other trades delegate too: only one that is called after work safety is the bureau. A name of
    before the reform is none of a later day, unless what bears it is in force."""
    begun = (one for one in delegations if one.from_on <= on and any(word in one.body for word in _BUREAUS))
    for one in sorted(begun, key=lambda one: one.from_on, reverse=True):
        if one.to_on >= on or on < REFORMED_ON or _RENAMED in one.body:
            return one.body
    return named


def grantable(nature: str) -> dict[str, str]:
    """What a delegation or a transfer may name: code to label."""
    return {code: kind.label for code, kind in PAPERS.items() if nature in kind.powers}


def why_not_grant(kind: str, nature: str, from_on: date) -> str:
    """Why a grant of some nature cannot name a kind of paper, or ""."""
    label = PAPERS[kind].label
    if nature == TRANSFERRED and from_on < TRANSFERS_SINCE:
        return "赋权下放自2021年7月15日修订的《行政处罚法》施行起才有，起始日期请核对。"
    if nature not in PAPERS[kind].powers:
        if kind == "seizure":
            return "查封、扣押是行政强制措施，不能委托（《行政强制法》第十七条）。"
        return f"“{label}”不能列入{'委托' if nature == DELEGATED else '赋权'}。"
    return ""


def why_not_power(kind: str, power: str) -> str:
    """Why a town cannot say that it signs a kind of paper by some power, or ""."""
    if power in PAPERS[kind].powers:
        return ""
    if kind == "seizure" and power == DELEGATED:
        return "查封、扣押是行政强制措施，不能委托（《行政强制法》第十七条）。"
    return f"“{PAPERS[kind].label}”不能按“{POWERS[power]}”签发。"


def paper_number(word: str, kind: str, year: int, number: int) -> str:
    """A paper's number: （X）应急责改〔2026〕12号. Six-angle brackets, no leading zeros."""
    return f"{word}{PAPERS[kind].word}〔{year}〕{number}号"


def as_typed(number: str) -> tuple[str, ...]:
    """A number as it is printed, and as people type it: without brackets, with those of a keyboard."""
    plain = number.translate({ord(one): None for one in "〔〕（）"})
    square, round_ = (number.translate(str.maketrans("〔〕", pair)) for pair in ("[]", "()"))
    return (number, plain, square, round_)
