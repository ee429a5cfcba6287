"""What letters declare: to be signed, signed, left, the rate, parties, by whom they are signed with. Of a year those count whose term begins in it."""

from collections.abc import Callable
from datetime import date

from django.db.models import Count, Q

from bihuan.figures.dated import by, not_by
from bihuan.figures.registry import Figure, Identity, Kind, Source, declare, declare_source
from bihuan.letters.models import LetterPlan, ResponsibilityLetter
from bihuan.letters.rules import DEPARTMENT, OFFICE, PARTIES, UNIT, VILLAGE

declare_source(
    Source(
        "letter_plans",
        "责任书布置",
        LetterPlan,
        lambda scope: LetterPlan.objects.within(scope),
        columns=(("year", "年份"), ("kind", "种类"), ("sign_by", "签订期限")),
    )
)
declare_source(
    Source(
        "letters",
        "责任书",
        ResponsibilityLetter,
        lambda scope: ResponsibilityLetter.objects.within(scope),
        on="from_on",
        cell="recorded_cell",
        category="recorded_category",
        origin="party_kind",
        basis="letters.plans",
        columns=(
            ("party_name", "乙方"),
            ("head", "负责人"),
            ("kind", "种类"),
            ("number", "编号"),
            ("sign_by", "签订期限"),
            ("signed_on", "签订日期"),
        ),
        page="letter",
    )
)


def _void(cutoff: date) -> Q:
    return Q(is_void=True, ended_on__lte=cutoff)


def _done(cutoff: date) -> Q:
    """Both signatures were on record, and the letter was not withdrawn."""
    return by("completed_on", cutoff) & ~_void(cutoff)


def _left(cutoff: date) -> Q:
    """It waited for a signature."""
    return by("made_on", cutoff) & not_by("completed_on", cutoff) & not_by("ended_on", cutoff)


def _due(cutoff: date) -> Q:
    return _done(cutoff) | _left(cutoff)


def _with(party: str) -> Callable[[date], Q]:
    return lambda cutoff: _done(cutoff) & Q(party_kind=party)


_SIGNED_WITH = {
    DEPARTMENT: ("letters.departments", "与部门签订责任书", ("部门责任书", "站所责任书")),
    OFFICE: ("letters.offices", "与办事处签订责任书", ("办事处责任书", "片区责任书")),
    VILLAGE: ("letters.villages", "与村（社区）签订责任书", ("村级责任书", "村责任书")),
    UNIT: ("letters.enterprises", "与监管单位签订责任书", ("企业责任书", "监管企业责任书")),
}

declare(
    (
        Figure(
            "letters.plans",
            "责任书布置",
            "种",
            "截止日已经布置签订的责任书种类数；为0时责任书的指标不能据此填0。",
            Kind.STOCK,
            "letter_plans",
            lambda cutoff: by("asked_on", cutoff) & not_by("ended_on", cutoff),
        ),
        Figure(
            "letters.signed",
            "签订责任书",
            "份",
            "期内双方都已签字、截止日没有撤回的责任书份数，按后签一方的日期计；换人重签的另计一份。",
            Kind.FLOW,
            "letters",
            _done,
            on="signed_on",
            also=(
                "责任书",
                "责任状",
                "承诺书",
                "目标责任书",
                "安全生产责任书",
                "安全生产目标责任书",
                "安全生产目标管理责任书",
                "目标管理责任书",
                "各类责任书",
            ),
            verbs=("签订", "签订了", "签下", "签下了", "签了", "签署"),
            # who signs with whom, and when: of a letter they narrow nothing
            nouns=("年初", "主动", "镇政府", "乡政府", "政府", "站所", "社区", "驻街", "居"),
        ),
        Figure(
            "letters.units",
            "签订责任书单位",
            "家",
            "期内与镇里签订责任书的部门、办事处、村和监管单位数，同一家签几份的只计一次。",
            Kind.FLOW,
            "letters",
            _done,
            lambda where: Count("party", filter=where, distinct=True),
            on="signed_on",
            also=(
                "签订责任书的单位",
                "签订安全生产目标责任书",
                "签订责任书",
                "签订目标责任书",
                "签订安全生产责任书",
            ),
            nouns=("签订责任书", "签订了责任书", "签订了安全生产责任书", "签订了目标责任书", "单位签订了"),
        ),
        *(
            Figure(
                key,
                label,
                "份",
                f"期内与{PARTIES[party]}签订、截止日没有撤回的责任书份数。",
                Kind.FLOW,
                "letters",
                _with(party),
                on="signed_on",
                also=also,
            )
            for party, (key, label, also) in _SIGNED_WITH.items()
        ),
        Figure(
            "letters.due",
            "应签订责任书",
            "份",
            "期内起算、截止日应当签订的责任书份数；对方不在册了而没有签的、撤回的不计。",
            Kind.COHORT,
            "letters",
            _due,
            also=("应签订责任书", "应签责任书", "应签订"),
            verbs=("应签订", "应签"),
        ),
        Figure(
            "letters.done",
            "应签已签责任书",
            "份",
            "期内起算的责任书中，截止日双方都已签字的份数。",
            Kind.COHORT,
            "letters",
            _done,
            also=("已签订责任书",),
            verbs=("已签订",),
        ),
        Figure(
            "letters.left",
            "没有签订的责任书",
            "份",
            "期内起算的责任书中，截止日还缺一方或者两方签字的份数。",
            Kind.COHORT,
            "letters",
            _left,
            also=("未签订责任书", "未签责任书", "尚未签订责任书"),
            verbs=("未签订", "未签"),
        ),
        Figure(
            "letters.rate",
            "责任书签订率",
            "%",
            "期内起算、应当签订的责任书中截止日已经签订的比例。",
            Kind.RATIO,
            of=("letters.done", "letters.due"),
            also=("责任书签订率", "签订率", "签约率"),
        ),
    ),
    (
        Identity("应签订＝已签订＋没有签订", "letters.due", ("letters.done", "letters.left")),
        Identity(
            "签订责任书＝部门＋办事处＋村＋监管单位",
            "letters.signed",
            ("letters.departments", "letters.offices", "letters.villages", "letters.enterprises"),
        ),
        Identity("签订责任书单位≤签订责任书", "letters.units", ("letters.signed",), "<="),
    ),
)
