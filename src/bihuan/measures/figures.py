"""What hard measures declare: decisions by kind and by the level of the body, what was resumed, revisits and returns."""

from collections.abc import Callable
from datetime import date

from django.db.models import Aggregate, Count, F, Q

from bihuan.figures.dated import by
from bihuan.figures.registry import Figure, Identity, Kind, declare
from bihuan.measures import sources

_ITEMS = ("个", "处")


def _decided(*kinds: str, level: str = "") -> Callable[[date], Q]:
    at = Q(level=level) if level else Q()
    return lambda _cutoff: Q(kind__in=kinds) & at


def _units(where: Q | None) -> Aggregate:
    return Count("recorded_unit", filter=where, distinct=True)


def _resumed(cutoff: date) -> Q:
    """Suspended in the period, and resumed by the cut-off."""
    return Q(kind="suspend", watch__state="resumed") & by("watch__ended_on", cutoff)


def _due(cutoff: date) -> Q:
    return Q(due_on__lte=cutoff)


def _in_time(cutoff: date) -> Q:
    return _due(cutoff) & Q(seen_on__lte=F("due_on")) & by("seen_on", cutoff)


def _returned(_cutoff: date) -> Q:
    return Q(finding="returned")


sources.declare_all()
declare(
    (
        Figure(
            "sanction.suspend",
            "停业整顿",
            "家",
            "期内登记的停产停业整顿决定涉及的家数。",
            Kind.FLOW,
            "decisions",
            _decided("suspend"),
            _units,
            also=("停业整顿", "停产整顿", "停产停业", "责令停产", "责令停业"),
            units_also=_ITEMS,
        ),
        Figure(
            "sanction.ban",
            "取缔",
            "处",
            "期内登记的取缔决定涉及的处数。",
            Kind.FLOW,
            "decisions",
            _decided("ban"),
            _units,
            also=("取缔", "关闭取缔", "依法取缔"),
            verbs=("取缔",),
            units_also=("家", "个"),
        ),
        Figure(
            "sanction.close",
            "关闭",
            "家",
            "期内登记的关闭决定涉及的家数；关闭由县级以上人民政府决定。",
            Kind.FLOW,
            "decisions",
            _decided("close"),
            _units,
            also=("关闭企业", "依法关闭"),
            units_also=_ITEMS,
        ),
        Figure(
            "sanction.interviews",
            "约谈",
            "家",
            "期内登记的约谈涉及的家数，不论由镇里还是上级约谈。",
            Kind.FLOW,
            "decisions",
            _decided("interview"),
            _units,
            also=("约谈", "警示约谈"),
            units_also=_ITEMS,
        ),
        Figure(
            "docs.supervise",
            "督办函、警示函、通报",
            "份",
            "期内登记的警示函和通报批评份数。",
            Kind.FLOW,
            "decisions",
            _decided("warning", "notice"),
            also=("督办函", "警示函", "督办单", "通报"),
        ),
        *(
            Figure(
                f"{key}_{level}",
                f"{label}（{word}）",
                unit,
                f"期内由{word}机关作出的{label}决定涉及的{unit}数；受委托作出的，按委托机关计。",
                Kind.FLOW,
                "decisions",
                _decided(kind, level=level),
                _units,
            )
            for key, kind, label, unit, level, word in (
                ("sanction.suspend", "suspend", "停业整顿", "家", "district", "区县级以上"),
                ("sanction.ban", "ban", "取缔", "处", "district", "区县级以上"),
                ("sanction.interviews", "interview", "约谈", "家", "town", "镇级"),
                ("sanction.interviews", "interview", "约谈", "家", "district", "区县级以上"),
            )
        ),
        Figure(
            "sanction.resumed",
            "停业整顿后恢复生产",
            "家",
            "期内决定停产停业整顿、到截止日已经批准恢复生产经营的家数。",
            Kind.COHORT,
            "decisions",
            _resumed,
            _units,
            also=("恢复生产", "恢复生产经营", "复产"),
            units_also=_ITEMS,
        ),
        Figure(
            "measures.revisits_due",
            "应回访",
            "次",
            "期内到期的对取缔、停产停业单位的回访次数。",
            Kind.COHORT,
            "revisits",
            _due,
        ),
        Figure(
            "measures.revisits_in_time",
            "按期回访",
            "次",
            "期内到期的回访中，到期当天以前（含当天）去看过的次数。",
            Kind.COHORT,
            "revisits",
            _in_time,
        ),
        Figure(
            "measures.revisit_rate",
            "按期回访率",
            "%",
            "按期回访占应回访的比例。",
            Kind.RATIO,
            of=("measures.revisits_in_time", "measures.revisits_due"),
        ),
        Figure(
            "measures.returns",
            "回访发现反弹",
            "起",
            "期内回访发现死灰复燃、擅自恢复生产经营的起数。",
            Kind.FLOW,
            "revisits",
            _returned,
            on="seen_on",
            also=("死灰复燃", "反弹", "擅自恢复生产"),
            units_also=("处", "家", "次"),
        ),
    ),
    (
        Identity("恢复生产≤停业整顿", "sanction.resumed", ("sanction.suspend",), "<="),
        Identity("按期回访≤应回访", "measures.revisits_in_time", ("measures.revisits_due",), "<="),
        Identity("停业整顿（区县级以上）≤停业整顿", "sanction.suspend_district", ("sanction.suspend",), "<="),
        Identity("取缔（区县级以上）≤取缔", "sanction.ban_district", ("sanction.ban",), "<="),
        Identity(
            "约谈≤镇级约谈＋区县级以上约谈",
            "sanction.interviews",
            ("sanction.interviews_town", "sanction.interviews_district"),
            "<=",
        ),
    ),
)
