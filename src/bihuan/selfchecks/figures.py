"""What self-checks declare: checks made, due and done in time; units alive; doubts; and what units found themselves."""

from datetime import date

from django.db.models import Aggregate, Count, Q, Sum

from bihuan.figures.dated import by, not_by
from bihuan.figures.registry import Figure, Identity, Kind, Source, declare, declare_source
from bihuan.hazards.models import Hazard
from bihuan.hazards.queries import found_by_units
from bihuan.selfchecks.models import Doubt, UnitDay
from bihuan.selfchecks.rules import ALIVE_DAYS, alive_since

declare_source(
    Source(
        "self_days",
        "企业自查",
        UnitDay,
        lambda scope: UnitDay.objects.within(scope),
        on="day",
        cell="recorded_cell",
        category="recorded_category",
        told_by=("pk", "closed"),
        columns=(
            ("day", "日期"),
            ("unit__name", "单位"),
            ("checks", "自查"),
            ("due", "应自查"),
            ("done", "按时自查"),
            ("hazards", "隐患"),
            ("doubts", "存疑"),
        ),
    )
)
declare_source(
    Source(
        "self_doubts",
        "自查存疑",
        Doubt,
        lambda scope: Doubt.objects.within(scope),
        on="raised_on",
        cell="unit__cell_path",
        category="unit__category",
        columns=(
            ("raised_on", "提出"),
            ("unit__name", "单位"),
            ("kind", "存疑"),
            ("says", "情况"),
            ("settled_on", "处理"),
        ),
    )
)
declare_source(
    Source(
        "own_hazards",
        "企业自查的隐患",
        Hazard,
        found_by_units,
        on="found_on",
        cell="recorded_cell",
        category="recorded_category",
        basis="selfcheck.reports",
        columns=(
            ("number", "编号"),
            ("unit__name", "单位"),
            ("text", "隐患"),
            ("found_on", "发现"),
            ("deadline_on", "期限"),
            ("settled_on", "整改完成"),
        ),
        page="hazard",
    )
)


def _sum(column: str):  # type: ignore[no-untyped-def]
    def measure(where: Q | None) -> Aggregate:
        return Sum(column, filter=where, default=0)

    return measure


def _units(where: Q | None) -> Aggregate:
    return Count("unit", filter=where, distinct=True)


def _alive(cutoff: date) -> Q:
    """Units heard of in the days that end with the cut-off."""
    return Q(day__range=(alive_since(cutoff), cutoff), checks__gt=0)


_ITEMS = ("项", "个", "处", "起")
_TIMES = ("项次", "次数", "人次")

declare(
    (
        Figure(
            "selfcheck.reports",
            "企业自查",
            "次",
            "期内企业人员在风险点完成的自查次数：一个风险点、一级、一期计一次。",
            Kind.FLOW,
            "self_days",
            measure=_sum("checks"),
            also=("企业自查", "自查自纠", "自查自报"),
            units_also=_TIMES,
        ),
        Figure(
            "selfcheck.due",
            "应自查",
            "次",
            "期内到期、按管控措施的频次和班次应当完成的自查次数；停产停业的、休息日的不计。",
            Kind.FLOW,
            "self_days",
            measure=_sum("due"),
            also=("应自查",),
            units_also=_TIMES,
        ),
        Figure(
            "selfcheck.done",
            "按时自查",
            "次",
            "期内到期的自查中，到期前完成的次数。",
            Kind.FLOW,
            "self_days",
            measure=_sum("done"),
            also=("按时自查",),
            units_also=_TIMES,
        ),
        Figure(
            "selfcheck.rate",
            "自查完成率",
            "%",
            "期内到期的自查中按时完成的比例。",
            Kind.RATIO,
            of=("selfcheck.done", "selfcheck.due"),
            also=("自查完成率", "自查率"),
        ),
        Figure(
            "selfcheck.units",
            "开展自查的单位",
            "家",
            "期内至少完成一次自查的单位数。",
            Kind.FLOW,
            "self_days",
            lambda _cutoff: Q(checks__gt=0),
            _units,
            also=("开展自查的企业", "开展自查的单位"),
            units_also=("个", "户"),
        ),
        Figure(
            "selfcheck.alive",
            "近30天有自查的单位",
            "家",
            f"截止日前{ALIVE_DAYS}天内（含当日）至少完成一次自查的单位数。",
            Kind.STOCK,
            "self_days",
            _alive,
            _units,
            units_also=("个", "户"),
        ),
        Figure(
            "selfcheck.doubts",
            "自查存疑",
            "条",
            "期内系统对企业自查提出的存疑数：是提请核实，不是认定。",
            Kind.COHORT,
            "self_doubts",
            units_also=_ITEMS,
        ),
        Figure(
            "selfcheck.doubts_settled",
            "已处理的自查存疑",
            "条",
            "期内提出的存疑中，截止日镇里已经核实处理的。",
            Kind.COHORT,
            "self_doubts",
            lambda cutoff: by("settled_on", cutoff),
            units_also=_ITEMS,
        ),
        Figure(
            "selfcheck.doubts_open",
            "未处理的自查存疑",
            "条",
            "期内提出的存疑中，截止日还没有处理的。",
            Kind.COHORT,
            "self_doubts",
            lambda cutoff: not_by("settled_on", cutoff),
            units_also=_ITEMS,
        ),
        Figure(
            "selfcheck.hazards",
            "自查隐患",
            "条",
            "期内企业自己查出并登记的隐患数；镇村检查发现的另计（排查隐患）。",
            Kind.COHORT,
            "own_hazards",
            also=("自查隐患", "企业自查隐患", "企业排查隐患"),
            units_also=_ITEMS,
        ),
        Figure(
            "selfcheck.rectified",
            "自查隐患已整改",
            "条",
            "期内企业自己查出的隐患中，截止日已经整改销号的。",
            Kind.COHORT,
            "own_hazards",
            lambda cutoff: by("settled_on", cutoff),
            also=("自查整改", "自查隐患已整改", "自查隐患整改"),
            units_also=_ITEMS,
        ),
        Figure(
            "selfcheck.open",
            "自查隐患未整改",
            "条",
            "期内企业自己查出的隐患中，截止日还没有整改完成的。",
            Kind.COHORT,
            "own_hazards",
            lambda cutoff: not_by("settled_on", cutoff),
            also=("自查隐患未整改",),
            units_also=_ITEMS,
        ),
        Figure(
            "selfcheck.major",
            "自查重大隐患",
            "条",
            "期内企业自己查出的隐患中，截止日已判定为重大事故隐患的。",
            Kind.COHORT,
            "own_hazards",
            lambda cutoff: by("major_on", cutoff),
            also=("自查重大隐患", "自查重大事故隐患"),
            units_also=_ITEMS,
        ),
        Figure(
            "selfcheck.rectified_rate",
            "自查隐患整改率",
            "%",
            "期内企业自己查出的隐患中截止日已整改的比例。",
            Kind.RATIO,
            of=("selfcheck.rectified", "selfcheck.hazards"),
            also=("自查隐患整改率",),
        ),
    ),
    (
        Identity("按时自查≤应自查", "selfcheck.done", ("selfcheck.due",), "<="),
        Identity("自查隐患＝已整改＋未整改", "selfcheck.hazards", ("selfcheck.rectified", "selfcheck.open")),
        Identity("自查重大隐患≤自查隐患", "selfcheck.major", ("selfcheck.hazards",), "<="),
        Identity(
            "自查存疑＝已处理＋未处理",
            "selfcheck.doubts",
            ("selfcheck.doubts_settled", "selfcheck.doubts_open"),
        ),
    ),
)
