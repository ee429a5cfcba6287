"""What units declare: how many there are, above scale, enrolled, and outside every cell."""

from datetime import date

from django.db.models import Q

from bihuan.figures.registry import Figure, Kind, Source, declare, declare_source
from bihuan.units.models import Unit
from bihuan.units.queries import above_scale, registered
from bihuan.units.rules import CATEGORIES

declare_source(
    Source(
        "units",
        "监管对象",
        Unit,
        lambda scope: Unit.objects.within(scope),
        cell="cell_path",
        category="category",
        words=(("category", tuple((one.code, one.label) for one in CATEGORIES.values())),),
        columns=(("name", "名称"), ("category", "类别"), ("address", "地址"), ("opened_on", "登记日期")),
        page="unit",
    )
)


def _pilot(cutoff: date) -> Q:
    return registered(cutoff) & Q(pilot_from__lte=cutoff)


def _unplaced(cutoff: date) -> Q:
    return registered(cutoff) & Q(cell__isnull=True)


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
                "标杆企业",
                "建设范畴",
            ),
            verbs=("纳入",),
            nouns=("规模以上企业", "规上企业"),
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
    )
)
