"""What tips declare: how many by which way, taken or not, checked in time, true, answered; hazards found for them; rewards; how many told no name.

A tip that was sent back to be checked again counts by its last check. None of this reads who sent one.
"""

from collections.abc import Callable
from datetime import date

from django.db.models import F, Q, Sum

from bihuan.figures.dated import by, not_by
from bihuan.figures.registry import SOURCES, Figure, Identity, Kind, Source, declare, declare_source
from bihuan.hazards.models import Hazard
from bihuan.tipoffs.models import Reward
from bihuan.tipoffs.models import Tip as TipRow
from bihuan.tipoffs.queries import counted, hazards_told
from bihuan.tipoffs.rules import CHANNELS, FALSE, HOLDS, UNKNOWN, VERDICTS

declare_source(
    Source(
        "tips",
        "群众举报",
        TipRow,
        counted,
        on="received_on",
        cell="recorded_cell",
        category="recorded_category",
        basis="inspect.records",
        columns=(
            ("received_on", "收到日期"),
            ("number", "编号"),
            ("channel", "来源"),
            ("unit__name", "单位"),
            ("place", "地点"),
            ("text", "举报内容"),
            ("verdict", "结论"),
        ),
        words=(("channel", tuple(CHANNELS.items())), ("verdict", tuple(VERDICTS.items()))),
        page="tip",
    )
)
declare_source(
    Source(
        "tip_rewards",
        "举报奖励",
        Reward,
        lambda scope: Reward.objects.within(scope),
        on="paid_on",
        cell="tip__recorded_cell",
        category="tip__recorded_category",
        basis="inspect.records",
        told_by=("tip",),
        columns=(
            ("paid_on", "发放日期"),
            ("tip__number", "举报编号"),
            ("kind", "奖励事项"),
            ("yuan", "金额（元）"),
        ),
        page="tip",
        page_of="tip",
    )
)
declare_source(
    Source(
        "tip_hazards",
        "举报查出的隐患",
        Hazard,
        hazards_told,
        on="found_on",
        cell="recorded_cell",
        category="recorded_category",
        campaign="campaign",
        team="team",
        basis="inspect.records",
        told_by=("pk", "inspection"),
        columns=SOURCES["hazards"].columns,
        page="hazard",
    )
)


def _came_by(channel: str) -> Callable[[date], Q]:
    return lambda _cutoff: Q(channel=channel)


def _taken(cutoff: date) -> Q:
    return by("accepted_on", cutoff) & not_by("merged_on", cutoff) & not_by("passed_on", cutoff)


def _passed(cutoff: date) -> Q:
    return by("passed_on", cutoff)


def _merged(cutoff: date) -> Q:
    return by("merged_on", cutoff) & not_by("passed_on", cutoff)


def _declined(cutoff: date) -> Q:
    return by("declined_on", cutoff)


def _waiting(cutoff: date) -> Q:
    at_work = not_by("accepted_on", cutoff) & not_by("merged_on", cutoff)
    return at_work & not_by("passed_on", cutoff) & not_by("declined_on", cutoff)


def _checked(cutoff: date) -> Q:
    return _taken(cutoff) & by("checked_on", cutoff)


def _due(cutoff: date) -> Q:
    """Checked, or its term had run out."""
    return _taken(cutoff) & (by("checked_on", cutoff) | Q(check_due_on__lt=cutoff))


def _in_time(cutoff: date) -> Q:
    return _checked(cutoff) & Q(checked_on__lte=F("check_due_on"))


def _judged(*verdicts: str) -> Callable[[date], Q]:
    return lambda cutoff: _checked(cutoff) & Q(verdict__in=verdicts)


def _answered(cutoff: date) -> Q:
    return _taken(cutoff) & by("answered_on", cutoff)


def _settled(cutoff: date) -> Q:
    """Nothing is owed to the sender any more: answered, or told why not, or with another."""
    return ~_waiting(cutoff) & ~(_taken(cutoff) & not_by("answered_on", cutoff))


_ALSO = {
    "web": ("扫码举报", "网上举报", "随手拍"),
    "phone": ("电话举报", "来电举报"),
    "letter": ("来信举报",),
    "visit": ("来访举报",),
    "hotline": ("12350举报", "12350热线举报", "12350转办"),
    "transferred": ("12345转办", "12345热线转办"),
    "other": (),
}

declare(
    (
        Figure(
            "tips.received",
            "群众举报",
            "件",
            "期内收到的安全生产举报件数，各种来源都算；甄别为程序提交、重复刷屏而剔除的不计。",
            Kind.FLOW,
            "tips",
            also=(
                "举报",
                "群众举报",
                "投诉举报",
                "举报投诉",
                "群众投诉举报",
                "群众举报投诉",
                "热线举报",
                "热线受理举报",
                "12350、12345转办举报",
                "12350等渠道群众举报",
                "群众举报和12345转办",
                "12350",
                "12345",
            ),
            verbs=("受理", "接到", "接", "处理", "收到"),
            units_also=("起", "条"),
        ),
        *(
            Figure(
                f"tips.{code}",
                f"{label}举报" if "12345" not in label else "12345转办举报",
                "件",
                f"期内收到的安全生产举报中，从{label}来的件数。",
                Kind.FLOW,
                "tips",
                _came_by(code),
                also=_ALSO[code],
            )
            for code, label in CHANNELS.items()
        ),
        Figure(
            "tips.accepted",
            "受理举报",
            "件",
            "期内收到的举报中，截止日已经受理、没有并案和转办的件数。",
            Kind.COHORT,
            "tips",
            _taken,
        ),
        Figure(
            "tips.declined",
            "不予受理举报",
            "件",
            "期内收到的举报中，截止日已经写明理由不予受理的件数。",
            Kind.COHORT,
            "tips",
            _declined,
            also=("不予受理",),
        ),
        Figure(
            "tips.passed",
            "转办举报",
            "件",
            "期内收到的举报中，截止日已经转给有权单位办理的件数。",
            Kind.COHORT,
            "tips",
            _passed,
        ),
        Figure(
            "tips.merged",
            "并案举报",
            "件",
            "期内收到的举报中，截止日已经并入此前同一件事的举报的件数。",
            Kind.COHORT,
            "tips",
            _merged,
        ),
        Figure(
            "tips.waiting",
            "待受理举报",
            "件",
            "期内收到的举报中，截止日还没有决定是否受理的件数。",
            Kind.COHORT,
            "tips",
            _waiting,
        ),
        Figure(
            "tips.checked",
            "已核查举报",
            "件",
            "期内收到并受理的举报中，截止日已有核查结论的件数；退回重新核查的，按最后的结论计。",
            Kind.COHORT,
            "tips",
            _checked,
            also=("核查举报",),
        ),
        Figure(
            "tips.due",
            "应核查举报",
            "件",
            "期内收到并受理的举报中，截止日已经核查，或者核查期限已过的件数。",
            Kind.COHORT,
            "tips",
            _due,
        ),
        Figure(
            "tips.in_time",
            "按期核查举报",
            "件",
            "期内收到并受理的举报中，截止日已在期限（60日，依法延长的按延长后的；本镇规定更短的按本镇规定）内核查的件数。",
            Kind.COHORT,
            "tips",
            _in_time,
        ),
        Figure(
            "tips.check_rate",
            "举报按期核查率",
            "%",
            "应核查的举报中，按期核查的比例。",
            Kind.RATIO,
            of=("tips.in_time", "tips.due"),
            also=("举报按期核查率", "举报按期办结率"),
        ),
        Figure(
            "tips.verified",
            "查实举报",
            "件",
            "期内收到并受理的举报中，截止日核查属实或者部分属实的件数。",
            Kind.COHORT,
            "tips",
            _judged(*HOLDS),
            also=("查实举报", "举报查实", "核查属实", "受理举报核查属实", "查实的举报"),
        ),
        Figure(
            "tips.false",
            "不属实举报",
            "件",
            "期内收到并受理的举报中，截止日核查不属实的件数。",
            Kind.COHORT,
            "tips",
            _judged(FALSE),
        ),
        Figure(
            "tips.unproved",
            "无法查实举报",
            "件",
            "期内收到并受理的举报中，截止日核查后无法查实的件数。",
            Kind.COHORT,
            "tips",
            _judged(UNKNOWN),
        ),
        Figure(
            "tips.answered",
            "已答复举报",
            "件",
            "期内收到并受理的举报中，截止日已经答复举报人的件数。",
            Kind.COHORT,
            "tips",
            _answered,
            also=("答复举报", "举报答复"),
        ),
        Figure(
            "tips.settled",
            "办结举报",
            "件",
            "期内收到的举报中，截止日已经答复、不予受理（写明理由）、转办或者并案的件数。",
            Kind.COHORT,
            "tips",
            _settled,
            also=("办结举报", "举报办结"),
        ),
        Figure(
            "tips.anonymous",
            "匿名举报",
            "件",
            "期内收到的举报中，没有留下姓名和联系方式的件数。",
            Kind.FLOW,
            "tips",
            lambda _cutoff: Q(is_named=False),
            also=("匿名举报",),
        ),
        Figure(
            "tips.anonymous_rate",
            "匿名举报占比",
            "%",
            "期内收到的举报中，匿名的比例。",
            Kind.RATIO,
            of=("tips.anonymous", "tips.received"),
            also=("匿名举报占比",),
        ),
        Figure(
            "tips.hazards",
            "举报查出隐患",
            "条",
            "期内因核查举报而登记的隐患条数；已计在排查隐患之内。",
            Kind.FLOW,
            "tip_hazards",
            also=("举报查出隐患", "举报核查隐患", "核查举报发现隐患", "举报带出隐患", "举报线索隐患"),
            units_also=("处", "项"),
        ),
        Figure(
            "tips.rewarded",
            "发放举报奖励",
            "件",
            "期内已经发放奖励的举报件数。",
            Kind.FLOW,
            "tip_rewards",
            also=("奖励举报", "发放举报奖励", "兑现举报奖励"),
        ),
        Figure(
            "tips.reward_yuan",
            "举报奖励金额",
            "元",
            "期内已经发放的举报奖励金额。",
            Kind.FLOW,
            "tip_rewards",
            measure=lambda where: Sum("yuan", filter=where),
            also=("举报奖励", "举报奖金"),
        ),
    ),
    (
        Identity("收到＝各来源之和", "tips.received", tuple(f"tips.{code}" for code in CHANNELS)),
        Identity(
            "收到＝受理＋不予受理＋转办＋并案＋待受理",
            "tips.received",
            ("tips.accepted", "tips.declined", "tips.passed", "tips.merged", "tips.waiting"),
        ),
        Identity(
            "已核查＝查实＋不属实＋无法查实", "tips.checked", ("tips.verified", "tips.false", "tips.unproved")
        ),
        Identity("按期核查≤应核查", "tips.in_time", ("tips.due",), "<="),
        Identity("已答复≤已核查", "tips.answered", ("tips.checked",), "<="),
        Identity("办结≤收到", "tips.settled", ("tips.received",), "<="),
        Identity("匿名≤收到", "tips.anonymous", ("tips.received",), "<="),
    ),
)
