"""What documents declare: issued by the town, received from above, answered in time, read by those they were passed on to."""

from datetime import date

from django.db.models import F, Q

from bihuan.figures.dated import by, not_by
from bihuan.figures.registry import Figure, Identity, Kind, Source, declare, declare_source
from bihuan.policies.models import Delivery, Policy, Received
from bihuan.policies.queries import deliveries, deliveries_known, in_force, known_of, standing

declare_source(
    Source(
        "policies",
        "本镇印发的文件",
        Policy,
        standing,
        on="issued_on",
        right="office",
        columns=(
            ("number", "文号"),
            ("title", "标题"),
            ("organ", "发文机关"),
            ("issued_on", "印发日期"),
            ("force_on", "施行日期"),
        ),
        page="policy",
    )
)
declare_source(
    Source(
        "received",
        "上级来文",
        Received,
        lambda scope: Received.objects.within(scope).filter(voided_on__isnull=True),
        on="received_on",
        right="office",
        known=known_of,
        columns=(
            ("source", "来文单位"),
            ("number", "文号"),
            ("title", "标题"),
            ("received_on", "收到日期"),
            ("due_on", "答复期限"),
            ("answered_on", "答复日期"),
        ),
        page="received",
    )
)
declare_source(
    Source(
        "deliveries",
        "分送的文件",
        Delivery,
        deliveries,
        on="passed_on",
        told_by=("received", "policy"),
        right="office",
        known=deliveries_known,
        columns=(
            ("whose", "岗位"),
            ("received__title", "收文"),
            ("policy__title", "本镇文件"),
            ("passed_on", "分送日期"),
            ("read_on", "阅读日期"),
        ),
    )
)


def _owed(cutoff: date) -> Q:
    """Those above asked for an answer by then; what went on as an assignment is answered and counted there."""
    return Q(due_on__lte=cutoff) & not_by("assigned_on", cutoff)


def _answered(cutoff: date) -> Q:
    return _owed(cutoff) & by("answered_on", cutoff)


declare(
    (
        Figure(
            "policies",
            "印发安全生产文件",
            "份",
            "期内印发的本镇安全生产文件数，按印发日期；登记有误作废的不算，新版另算一份。",
            Kind.FLOW,
            "policies",
            also=(
                "制定文件",
                "出台制度",
                "印发方案",
                "印发文件",
                "下发通知",
                "印发安全生产文件",
                "制定安全生产文件",
                "出台文件",
                "制定制度",
                "制定方案",
            ),
            verbs=("印发", "制定", "出台", "下发"),
            nouns=("文件", "制度"),
        ),
        Figure(
            "policies.in_force",
            "现行文件",
            "份",
            "截止日施行的本镇安全生产文件数：已经施行，没有到期、废止或被新版替代。",
            Kind.STOCK,
            "policies",
            in_force,
            also=("现行文件", "现行有效文件"),
        ),
        Figure(
            "received.documents",
            "收到上级文件",
            "份",
            "期内收到并登记的上级来文数，按收到日期；作废的不算。",
            Kind.FLOW,
            "received",
            also=("收到上级文件", "接收上级文件", "收到上级来文", "收文", "收到文件"),
            verbs=("收到", "接收"),
        ),
        Figure(
            "received.owed",
            "应答复的来文",
            "份",
            "答复期限在期内、截止日已到期的来文数；转为上级交办的在交办里统计，不在此列。",
            Kind.COHORT,
            "received",
            _owed,
            on="due_on",
            also=("应答复来文", "应答复上级来文"),
        ),
        Figure(
            "received.in_time",
            "按时答复的来文",
            "份",
            "应答复的来文中，在答复期限以前（含当天）答复的。",
            Kind.COHORT,
            "received",
            lambda cutoff: _answered(cutoff) & Q(answered_on__lte=F("due_on")),
            on="due_on",
            also=("按时答复来文", "按时答复上级来文"),
        ),
        Figure(
            "received.late",
            "逾期答复的来文",
            "份",
            "应答复的来文中，过了答复期限才答复的。",
            Kind.COHORT,
            "received",
            lambda cutoff: _answered(cutoff) & Q(answered_on__gt=F("due_on")),
            on="due_on",
            also=("逾期答复来文",),
        ),
        Figure(
            "received.unanswered",
            "到期未答复的来文",
            "份",
            "应答复的来文中，截止日还没有答复的。",
            Kind.COHORT,
            "received",
            lambda cutoff: _owed(cutoff) & not_by("answered_on", cutoff),
            on="due_on",
            also=("未答复来文", "到期未答复来文"),
        ),
        Figure(
            "received.rate",
            "来文按时答复率",
            "%",
            "应答复的来文中按时答复的比例。",
            Kind.RATIO,
            of=("received.in_time", "received.owed"),
            also=("来文按时答复率", "按时答复率"),
        ),
        Figure(
            "deliveries.sent",
            "分送文件",
            "人次",
            "期内分送文件的人次：一份文件送到一个岗位计一次，收文和本镇文件都算。",
            Kind.FLOW,
            "deliveries",
            also=("分送文件", "传阅文件", "应阅"),
        ),
        Figure(
            "deliveries.read",
            "签阅文件",
            "人次",
            "期内分送的文件中，截止日已经签阅的人次。",
            Kind.COHORT,
            "deliveries",
            lambda cutoff: by("read_on", cutoff),
            also=("签阅文件", "已阅", "阅读文件"),
        ),
        Figure(
            "deliveries.rate",
            "文件签阅率",
            "%",
            "期内分送的文件中，截止日已经签阅的比例。",
            Kind.RATIO,
            of=("deliveries.read", "deliveries.sent"),
            also=("签阅率", "文件签阅率", "阅文率"),
        ),
    ),
    (
        Identity(
            "应答复的来文＝按时＋逾期＋未答复",
            "received.owed",
            ("received.in_time", "received.late", "received.unanswered"),
        ),
        Identity("签阅≤分送", "deliveries.read", ("deliveries.sent",), "<="),
    ),
)
