"""What units declare: how many there are, above scale, enrolled, outside every cell; what left and came back; who is insured."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from bihuan.core.scope import under
from bihuan.figures.registry import Figure, Kind, Source, declare, declare_source
from bihuan.units.models import Certificate, Unit, UnitPlace, UnitState
from bihuan.units.queries import above_scale
from bihuan.units.rules import CATEGORIES, STATES


def registered(on: date) -> Q:
    """Units in the register on a day: not before they were entered, not after they left, not while they were away."""
    away = UnitState._base_manager.filter(unit=OuterRef("pk"), from_on__lte=on, until_on__gt=on)
    return Q(opened_on__lte=on) & (Q(ended_on__isnull=True) | Q(ended_on__gt=on)) & ~Q(Exists(away))


def stood(path: str, on: date) -> Q:
    """Units at or below a path on a day: where they are now, unless they came there later; else where they stood then."""
    here = under("cell_path", path) & (Q(placed_on__isnull=True) | Q(placed_on__lte=on))
    return here | _was(under("path", path), on)


def _was(where: Q, on: date) -> Q:
    then = UnitPlace._base_manager.filter(where, from_on__lte=on, until_on__gt=on)
    return Q(pk__in=then.values("unit"))


declare_source(
    Source(
        "units",
        "监管对象",
        Unit,
        lambda scope: Unit.objects.within(scope),
        cell="cell_path",
        stood=stood,
        category="category",
        words=(("category", tuple((one.code, one.label) for one in CATEGORIES.values())),),
        columns=(("name", "名称"), ("category", "类别"), ("address", "地址"), ("opened_on", "登记日期")),
        page="unit",
    )
)
declare_source(
    Source(
        "unit_states",
        "单位变更",
        UnitState,
        lambda scope: UnitState.objects.within(scope),
        on="from_on",
        cell="recorded_cell",
        category="recorded_category",
        told_by=("unit",),
        words=(("state", tuple(STATES.items())),),
        columns=(
            ("from_on", "日期"),
            ("unit__name", "单位"),
            ("state", "变更为"),
            ("to", "去向"),
            ("reason", "原因"),
        ),
    )
)


def _became(*states: str):  # type: ignore[no-untyped-def]
    return lambda _cutoff: Q(state__in=states)


def _came_back(cutoff: date) -> Q:
    """Out of the register, and entered again by the cut-off."""
    return Q(until_on__lte=cutoff)


def _has(kind: str):  # type: ignore[no-untyped-def]
    """Registered units that have something of a kind which was recorded by the cut-off and good on it."""

    def where(cutoff: date) -> Q:
        held = Certificate._base_manager.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=cutoff),
            unit=OuterRef("pk"),
            kind=kind,
            registered_on__lte=cutoff,
            valid_until__gte=cutoff,
        )
        return registered(cutoff) & Q(Exists(held))

    return where


def _pilot(cutoff: date) -> Q:
    return registered(cutoff) & Q(pilot_from__lte=cutoff)


def _unplaced(cutoff: date) -> Q:
    now = Q(cell__isnull=True) & (Q(placed_on__isnull=True) | Q(placed_on__lte=cutoff))
    return registered(cutoff) & (now | _was(Q(path=""), cutoff))


declare(
    (
        Figure(
            "units.total",
            "监管对象",
            "家",
            "截止日在册的监管对象数。",
            Kind.STOCK,
            "units",
            registered,
            also=(
                "监管企业",
                "生产经营单位",
                "经营主体",
                "企业底数",
                "监管对象",
                "监管单位",
                "在册企业",
                "在册",
            ),
            verbs=("共有", "现有", "辖区内", "监管"),
            units_also=("个", "处", "座", "所", "户"),
        ),
        Figure(
            "units.above_scale",
            "规模以上企业",
            "家",
            "截止日在册且为规模以上的企业数。",
            Kind.STOCK,
            "units",
            lambda cutoff: registered(cutoff) & above_scale(cutoff),
            also=("规模以上企业", "规上企业", "规模以上工业企业", "规模以上"),
        ),
        Figure(
            "units.pilot",
            "两个体系建设企业",
            "家",
            "截止日在册且已纳入两个体系（双重预防）建设的企业数。",
            Kind.STOCK,
            "units",
            _pilot,
            also=(
                "两个体系建设范畴",
                "两个体系建设",
                "双重预防建设范畴",
                "双重预防建设",
                "双重预防机制建设",
                "两个体系建设的标杆企业",
                "建设范畴",
            ),
            verbs=("纳入",),
        ),
        Figure(
            "units.unplaced",
            "未入网格单位",
            "家",
            "截止日在册而不在任何网格内的监管对象数。",
            Kind.STOCK,
            "units",
            _unplaced,
            also=("未入网格",),
        ),
        Figure(
            "units.insured",
            "投保安责险单位",
            "家",
            "截止日在册、登记有安全生产责任保险且保险在有效期内的监管对象数。",
            Kind.STOCK,
            "units",
            _has("insurance"),
            also=("投保安责险", "安责险参保", "参保安责险", "安全生产责任保险"),
            units_also=("户",),
        ),
        Figure(
            "units.planned",
            "应急预案备案单位",
            "家",
            "截止日在册、应急预案备案在有效期内的监管对象数。",
            Kind.STOCK,
            "units",
            _has("plan"),
            also=("应急预案备案", "预案备案单位", "预案备案企业"),
        ),
        Figure(
            "units.closed",
            "关闭注销单位",
            "家",
            "期内变更为“已关闭”的监管对象数，不含取缔、迁出和并入。",
            Kind.FLOW,
            "unit_states",
            _became("closed"),
            lambda where: Count("unit", filter=where, distinct=True),
            also=("关闭注销单位", "注销单位", "自行关闭"),
        ),
        Figure(
            "units.moved",
            "迁出单位",
            "家",
            "期内迁出本镇的监管对象数。",
            Kind.FLOW,
            "unit_states",
            _became("moved"),
            lambda where: Count("unit", filter=where, distinct=True),
            also=("迁出单位", "迁出企业", "外迁企业"),
        ),
        Figure(
            "units.returned",
            "重新纳入监管单位",
            "家",
            "期内关闭、取缔或迁出，截至截止日已恢复在册的监管对象数。",
            Kind.COHORT,
            "unit_states",
            _came_back,
            lambda where: Count("unit", filter=where, distinct=True),
            also=("重新纳入监管", "恢复在册单位"),
        ),
        Figure(
            "units.merged",
            "合并的重复登记",
            "家",
            "期内因重复登记并入其他监管对象的家数。",
            Kind.FLOW,
            "unit_states",
            _became("merged"),
            also=("合并重复登记", "重复登记"),
        ),
    )
)
