"""What the register of papers declares: each kind, by families, and what was declared void."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q

from bihuan.figures.registry import Figure, Identity, Kind, declare
from bihuan.inspections.papers import ENFORCEMENT, INNER, PAPERS, SOFT

# Keys that reports and roll-ups had before every kind had a figure.
KEYS = {"measures": "docs.onsite_measure"}

# The words of reports for a kind (besides its name), and the verbs before its blank.
_WORDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "record": (("检查记录",), ("下达", "制作")),
    "measures": (("现场处理措施决定", "现场处理决定书", "现场处理措施"), ("下达", "作出")),
    "order": (("整改指令书", "整改指令", "指令书", "责令整改指令"), ("下达",)),
    "review": (("复查意见书", "复查意见"), ("出具", "下达")),
    "inquiry": (("调查询问笔录",), ("制作",)),
    "evidence": (("先行登记保存通知书", "登记保存证据通知书"), ("下达", "出具")),
    "seizure": (("查封扣押决定", "查封（扣押）决定书", "查封决定书", "扣押决定书"), ("下达", "作出")),
    "suspend": (("停产停业整顿决定", "停产整顿决定书", "停业整顿决定书"), ("下达", "作出")),
    "listing": (("挂牌督办通知书", "挂牌督办通知"), ("下达",)),
    "delisting": (("挂牌督办销号通知书", "销号通知书"), ("下达",)),
    "transfer": (("移送书",), ("出具",)),
    "receipt": (("送达回执",), ("制作", "填写")),
    "penalty_notice": (("处罚告知书", "行政处罚事先告知书"), ("下达", "送达")),
    "penalty": (
        ("当场处罚决定书", "行政处罚决定书", "处罚决定书", "行政当场处罚决定书"),
        ("下达", "作出"),
    ),
    "statement": (("陈述申辩书面记录",), ("制作",)),
    "notice": (("隐患整改通知书", "整改通知单", "告知书"), ("下达", "下发")),
    "referral": (("移送函",), ("发出", "出具")),
    "copy": (("抄告单文书",), ()),  # 抄告单 is said of the matters passed on, which referrals count
    "tip": (("受理回执",), ("出具",)),
    "interview": (("约谈记录",), ("制作",)),
    "warning": ((), ("发出", "下发")),
    "urging": ((), ("发出", "下发")),
    "delivery": (("签收单",), ("制作", "填写")),
}
_SIGNED = {
    ENFORCEMENT: "期内编号登记的{label}份数，按签发日期计；作废的不计。",
    SOFT: "期内以镇自己名义编号登记的{label}份数，不计入行政执法文书；作废的不计。",
}
_TOTALS = {
    ENFORCEMENT: (
        "docs.all",
        "行政执法文书",
        "期内编号登记的行政执法文书份数，不含镇自己名义的整改通知书等。",
        ("执法文书", "文书"),
        ("下达", "下发", "制作", "出具"),
    ),
    SOFT: (
        "docs.soft_all",
        "镇级自有文书",
        "期内以镇自己名义编号登记的整改通知书、移送函、抄告单、约谈记录、警示函、督办函等份数，不计入行政执法文书。",
        ("自有文书",),
        ("下发", "制作"),
    ),
    INNER: (
        "docs.inner_all",
        "专项行动材料",
        "期内编号登记的联合检查方案、通知和问题清单、整改台账份数。",
        ("联合检查材料",),
        ("印发", "制作"),
    ),
}
_VOID = {
    ENFORCEMENT: ("docs.void", "作废执法文书", "行政执法文书", ("作废行政执法文书", "执法文书作废")),
    SOFT: ("docs.void_soft", "作废自有文书", "镇级自有文书", ("自有文书作废",)),
    INNER: ("docs.void_inner", "作废专项行动材料", "专项行动材料", ()),
}


def key_of(kind: str) -> str:
    """The key of the figure that counts a kind of paper."""
    return KEYS.get(kind, f"docs.{kind}")


def of_family(family: str) -> tuple[str, ...]:
    """The kinds of a family, in the register's order."""
    return tuple(code for code, kind in PAPERS.items() if kind.family == family)


def kinds_where(*kinds: str) -> Callable[[date], Q]:
    """The condition that a row of the register is of some kinds."""
    return lambda _cutoff: Q(kind__in=kinds)


def _total(family: str) -> Figure:
    key, label, says, also, verbs = _TOTALS[family]
    where = kinds_where(*of_family(family))
    return Figure(
        key,
        label,
        "份",
        says,
        Kind.FLOW,
        "papers",
        where,
        also=(label, *also),
        verbs=verbs,
        units_also=("件",),
    )


def _kind(code: str) -> Figure:
    paper = PAPERS[code]
    also, verbs = _WORDS[code]
    return Figure(
        key_of(code),
        paper.label,
        "份",
        _SIGNED[paper.family].format(label=paper.label),
        Kind.FLOW,
        "papers",
        kinds_where(code),
        also=also if code == "copy" else (paper.label, *also),
        verbs=verbs,
    )


def _void(family: str) -> Figure:
    key, label, of, also = _VOID[family]
    return Figure(
        key,
        label,
        "份",
        f"期内作废的{of}份数，按作废日期计；文号保留，不计入签发数。",
        Kind.FLOW,
        "void_papers",
        kinds_where(*of_family(family)),
        also=(label, *also),
        verbs=("作废",) if family == ENFORCEMENT else (),
    )


_ENFORCEMENT, _SOFT = of_family(ENFORCEMENT), of_family(SOFT)
declare(
    (
        *map(_total, (ENFORCEMENT, SOFT, INNER)),
        Figure(
            "docs.issued",
            "签发文书",
            "份",
            "期内编号登记的全部文书份数：行政执法文书、镇级自有文书和专项行动材料。",
            Kind.FLOW,
            "papers",
            also=("各类文书", "签发各类文书"),
            verbs=("签发",),
        ),
        *map(_kind, (*_ENFORCEMENT, *_SOFT)),
        *map(_void, (ENFORCEMENT, SOFT, INNER)),
    ),
    (
        Identity("行政执法文书＝各种执法文书之和", "docs.all", tuple(map(key_of, _ENFORCEMENT))),
        Identity("镇级自有文书＝各种自有文书之和", "docs.soft_all", tuple(map(key_of, _SOFT))),
        Identity(
            "签发文书＝执法文书＋自有文书＋专项行动材料",
            "docs.issued",
            ("docs.all", "docs.soft_all", "docs.inner_all"),
        ),
    ),
)
