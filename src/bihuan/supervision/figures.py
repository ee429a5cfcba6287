"""What pressing on declares: extensions asked and granted, orders passed up, urgent matters done in time, and what they took."""

from datetime import date, timedelta

from django.db.models import Count, F, Q, Sum

from bihuan.core import clock
from bihuan.figures.registry import Figure, Identity, Kind, declare


def _done(cutoff: date) -> Q:
    return Q(urgent_on__isnull=False, urgent_done_at__lt=clock.at(clock.so_far(cutoff) + timedelta(days=1)))


def _in_time(cutoff: date) -> Q:
    return _done(cutoff) & Q(urgent_done_at__lte=F("urgent_due_at"))


declare(
    (
        Figure(
            "extensions.asked",
            "延期申请",
            "件",
            "期内提出的整改延期申请数。",
            Kind.FLOW,
            "extensions",
            also=("申请延期", "延期申请"),
            units_also=("份", "起"),
        ),
        Figure(
            "extensions.granted",
            "批准延期",
            "件",
            "期内批准的整改延期申请数。",
            Kind.FLOW,
            "extensions",
            on="granted_on",
            also=("批准延期", "同意延期"),
            units_also=("份", "起"),
        ),
        Figure(
            "extensions.refused",
            "不批准延期",
            "件",
            "期内没有批准的整改延期申请数。",
            Kind.FLOW,
            "extensions",
            on="refused_on",
            also=("不批准延期", "不予延期"),
            units_also=("份", "起"),
        ),
        Figure(
            "hazards.escalated",
            "逾期升级",
            "条",
            "期内因逾期按规则升级到上一级岗位的隐患数，同一条升级多次的计一条。",
            Kind.FLOW,
            "escalations",
            lambda _cutoff: Q(means="escalate"),
            lambda where: Count("hazard", filter=where, distinct=True),
            also=("逾期升级", "升级督办"),
            units_also=("项", "个", "处", "起"),
        ),
        Figure(
            "hazards.urged",
            "催办隐患",
            "条",
            "期内由人催办整改或复查的隐患数，同一条催办多次的计一条；系统按规则的提醒、升级不算。",
            Kind.FLOW,
            "escalations",
            lambda _cutoff: Q(means="urge"),
            lambda where: Count("hazard", filter=where, distinct=True),
            also=("催办隐患",),
            units_also=("项", "个", "处", "起"),
        ),
        Figure(
            "urgent.marked",
            "列为急办",
            "条",
            "期内列为急办的隐患数，不论何时发现。",
            Kind.FLOW,
            "hazards",
            on="urgent_on",
            units_also=("项", "件", "起"),
        ),
        Figure(
            "urgent.done",
            "急办办结",
            "条",
            "期内列为急办、截止日已经办结的隐患数。",
            Kind.FLOW,
            "hazards",
            _done,
            on="urgent_on",
            also=("急办办结",),
            units_also=("项", "件", "起"),
        ),
        Figure(
            "urgent.in_time",
            "急办按时办结",
            "条",
            "期内列为急办、截止日已经在时限内办结的隐患数。",
            Kind.FLOW,
            "hazards",
            _in_time,
            on="urgent_on",
            also=("急办按时办结",),
            units_also=("项", "件", "起"),
        ),
        Figure(
            "urgent.rate",
            "急办按时办结率",
            "%",
            "期内列为急办的隐患，在时限内办结的占比。",
            Kind.RATIO,
            of=("urgent.in_time", "urgent.marked"),
            also=("急办按时办结率",),
        ),
        Figure(
            "urgent.money",
            "急办投入资金",
            "元",
            "期内登记的急办投入资金合计，调派而未投入的不计。",
            Kind.FLOW,
            "urgent_entries",
            lambda _cutoff: Q(kind="money", stage="used"),
            lambda where: Sum("amount", filter=where),
            also=("急办投入资金", "应急处置投入资金"),
        ),
        Figure(
            "urgent.people",
            "急办投入人员",
            "人次",
            "期内登记的急办投入人员合计，调派而未投入的不计。",
            Kind.FLOW,
            "urgent_entries",
            lambda _cutoff: Q(kind="people", stage="used"),
            lambda where: Sum("amount", filter=where),
            also=("急办投入人员",),
        ),
    ),
    (
        Identity("急办按时办结≤急办办结", "urgent.in_time", ("urgent.done",), "<="),
        Identity("急办办结≤列为急办", "urgent.done", ("urgent.marked",), "<="),
    ),
)
