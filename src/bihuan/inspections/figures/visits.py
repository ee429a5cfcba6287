"""What visits declare: sorties, persons, visits, units, re-inspections, patrols, coverage, campaigns."""

from datetime import date

from django.db.models import Aggregate, Case, Count, F, Q, Sum, When

from bihuan.figures.registry import Figure, Identity, Kind, declare
from bihuan.inspections import sources


def _visit(kind: str):  # type: ignore[no-untyped-def]
    return lambda _cutoff: Q(kind=kind)


def _covered(cutoff: date) -> Q:
    """Checks of units that are in the register on the day: what coverage counts, so that it never passes 100 %."""
    return Q(kind="check") & (
        _standing("recorded_unit", cutoff) | merged_by(cutoff) & _standing("unit", cutoff)
    )


def _standing(unit: str, on: date) -> Q:
    ended = f"{unit}__ended_on"
    return Q(**{f"{unit}__opened_on__lte": on}) & (
        Q(**{f"{ended}__isnull": True}) | Q(**{f"{ended}__gt": on})
    )


def merged_by(on: date) -> Q:
    """Visits whose unit had gone over into another by the day."""
    return Q(recorded_unit__merged_into__isnull=False, recorded_unit__ended_on__lte=on)


def _covered_units(where: Q | None, on: date) -> Aggregate:
    """Each unit once, as the register of the day has it: two that became one later are still two before."""
    unit = Case(When(merged_by(on), then=F("unit")), default=F("recorded_unit"))
    return Count(unit, filter=where, distinct=True)


def _planned(cutoff: date) -> Q:
    return Q(begins_on__gt=cutoff)


def _running(cutoff: date) -> Q:
    return Q(begins_on__lte=cutoff, ends_on__gt=cutoff)


def _led(_cutoff: date) -> Q:
    return Q(leader__isnull=False)


def _distinct(field: str):  # type: ignore[no-untyped-def]
    return lambda where: Count(field, filter=where, distinct=True)


def _sum(field: str):  # type: ignore[no-untyped-def]
    return lambda where: Sum(field, filter=where)


sources.declare_all()
declare(
    (
        Figure(
            "inspect.records",
            "检查、巡查、复查记录",
            "条",
            "期内全部检查、巡查和复查记录数；为0时其他检查指标不能据此填0。",
            Kind.FLOW,
            "visits",
        ),
        Figure(
            "inspect.visits",
            "检查企业家次",
            "家次",
            "期内检查的家次：一家一次检查计一次，复查和网格巡查另计。",
            Kind.FLOW,
            "visits",
            _visit("check"),
            also=(
                "检查企业",
                "检查单位",
                "检查场所",
                "检查生产经营单位",
                "排查企业",
                "检查各类企业",
                "查企业",
                "查看企业",
                "督查企业",
                "实地检查",
                "企业检查",
                "检查家次",
            ),
            verbs=("检查", "共检查", "排查", "督查", "巡查", "走访", "上门", "核查", "查"),
            nouns=("企业", "单位", "场所"),
            units_also=(
                "户次",
                "厂次",
                "个次",
                "校次",
                "所次",
                "店次",
                "点次",
                "处次",
                "座次",
                "站次",
                "艘次",
                "栋次",
                "矿次",
            ),
        ),
        Figure(
            "inspect.units",
            "检查企业家数",
            "家",
            "期内检查过的监管对象数，同一家只计一次。",
            Kind.FLOW,
            "visits",
            _visit("check"),
            _distinct("recorded_unit"),
            also=(
                "检查企业",
                "检查单位",
                "检查生产经营单位",
                "覆盖企业",
                "涵盖企业",
                "查企业",
                "查单位",
                "去重后",
                "剔除重复",
                "只算一次",
                "惠及企业",
                "不重复计算",
                "按户头",
                "涉及企业",
                "走进企业",
            ),
            verbs=("检查", "共检查", "覆盖", "涉及"),
            nouns=("企业", "单位", "场所"),
            units_also=("户", "个", "处", "所"),
        ),
        Figure(
            "inspect.covered",
            "检查过的在册家数",
            "家",
            "期内检查过、截止日仍在册的监管对象数，同一家只计一次。",
            Kind.FLOW,
            "visits",
            _covered,
            _distinct("recorded_unit"),
            measure_at=_covered_units,
        ),
        Figure(
            "inspect.reinspections",
            "复查",
            "家次",
            "期内复查的家次。",
            Kind.FLOW,
            "visits",
            _visit("reinspection"),
            also=("复查", "复查企业", "复查单位", "回头看", "检复查"),
            verbs=("复查",),
            units_also=("次", "家"),
        ),
        Figure(
            "grid.patrols",
            "网格巡查",
            "次",
            "期内网格员巡查记录数。",
            Kind.FLOW,
            "visits",
            _visit("patrol"),
            also=("网格巡查", "网格员巡查", "网格员开展巡查", "巡查走访"),
            verbs=("巡查", "走访"),
            units_also=("家次", "人次"),
        ),
        Figure(
            "inspect.count",
            "检查次数",
            "次",
            "期内出动的次数：一个组一次出动计一次，不论检查几家。",
            Kind.FLOW,
            "outings",
            also=("开展检查", "督导检查", "安全检查", "组织检查", "安全生产检查", "执法检查"),
            verbs=("开展", "组织", "出动"),
            units_also=("组次", "批次"),
        ),
        Figure(
            "inspect.groups",
            "检查组",
            "个",
            "期内出动过的专项检查组数，同一组只计一次。",
            Kind.FLOW,
            "outings",
            lambda _cutoff: Q(team__isnull=False),
            _distinct("team"),
            also=("检查组", "督导组", "联合检查组", "专项组"),
            verbs=("成立", "组成", "派出"),
            units_also=("组", "支"),
        ),
        Figure(
            "inspect.unannounced",
            "四不两直检查",
            "次",
            "期内以四不两直方式出动的次数。",
            Kind.FLOW,
            "outings",
            lambda _cutoff: Q(unannounced=True),
            also=("四不两直", "暗访", "突击检查", "明查暗访"),
        ),
        Figure(
            "inspect.night",
            "夜查",
            "次",
            "期内夜间出动的次数。",
            Kind.FLOW,
            "outings",
            lambda _cutoff: Q(night=True),
            also=("夜查", "夜间检查", "晚上出去查", "夜里查"),
        ),
        Figure(
            "leaders.led",
            "领导带队检查",
            "次",
            "期内由领导带队出动的次数。",
            Kind.FLOW,
            "outings",
            _led,
            also=("带队检查", "领导带队", "带队督查", "带队督导", "带队开展检查", "带队开展安全检查"),
        ),
        Figure(
            "inspect.experts",
            "专家",
            "人次",
            "期内随队专家的人次：每次出动的专家人数之和。",
            Kind.FLOW,
            "outings",
            lambda _cutoff: Q(experts__gt=0),
            _sum("experts"),
            also=("专家", "第三方专家", "聘请专家", "邀请专家"),
            verbs=("邀请", "聘请"),
            units_also=("名", "人"),
        ),
        Figure(
            "inspect.vehicles",
            "出动车辆",
            "台次",
            "期内出动的车辆台次。",
            Kind.FLOW,
            "outings",
            lambda _cutoff: Q(vehicles__gt=0),
            _sum("vehicles"),
            also=("出动车辆", "用车", "执法车辆", "车辆"),
            verbs=("出动",),
            units_also=("辆次", "辆"),
        ),
        Figure(
            "inspect.persons",
            "出动人员",
            "人次",
            "期内出动的人次：一人一次出动计一次，不论检查几家。专家另计。",
            Kind.FLOW,
            "members",
            also=("参加检查", "出动人员", "出动检查人员", "出动执法人员", "执法力量", "检查力量", "检查人员"),
            verbs=("出动", "投入", "派出"),
            nouns=("人员", "干部"),
            units_also=("人",),
        ),
        Figure(
            "inspect.coverage",
            "检查覆盖率",
            "%",
            "截止日在册的监管对象中期内检查过的比例。",
            Kind.RATIO,
            of=("inspect.covered", "units.total"),
            also=("覆盖率", "检查覆盖率", "检查率", "检查面", "覆盖面"),
        ),
        Figure(
            "campaigns",
            "专项活动",
            "次",
            "期内开始的专项行动数，一次行动不论多少天计一次。",
            Kind.FLOW,
            "campaigns",
            also=("专项活动", "专项行动", "专项整治", "大检查专项活动", "专项检查"),
            verbs=("开展",),
            units_also=("个", "场"),
        ),
        Figure(
            "campaigns.running",
            "正在开展的专项行动",
            "次",
            "截止日已开始、还没有结束的专项行动数。",
            Kind.STOCK,
            "campaigns",
            _running,
            also=("正在开展的专项行动", "尚未结束的专项行动"),
        ),
        Figure(
            "campaigns.planned",
            "已安排的专项行动",
            "次",
            "截止日之后开始的专项行动数。",
            Kind.STOCK,
            "campaigns",
            _planned,
            also=("已安排的专项行动", "拟开展的专项行动"),
        ),
    ),
    (
        Identity("检查家数≤检查家次", "inspect.units", ("inspect.visits",), "<="),
        Identity("带队检查≤出动次数", "leaders.led", ("inspect.count",), "<="),
    ),
)
