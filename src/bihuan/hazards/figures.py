"""What hazards declare. Outcomes are cohort figures: hazards found in the period, in their state at the cut-off."""

from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import ExtractYear

from bihuan.figures.registry import Figure, Identity, Kind, declare
from bihuan.hazards import sources
from bihuan.hazards.models import Demand, Hazard


def _by(field: str, cutoff: date) -> Q:
    """The dated column had happened by the cut-off."""
    return Q(**{f"{field}__lte": cutoff})


def _not_by(field: str, cutoff: date) -> Q:
    """The dated column had not happened by the cut-off."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": cutoff})


def _is(**given: str):  # type: ignore[no-untyped-def]
    """A column of a fixed choice, whatever the cut-off."""
    return lambda _cutoff: Q(**given)


def _overdue(cutoff: date) -> Q:
    return Q(ordered_on__lte=cutoff, deadline_on__lt=cutoff) & _not_by("ended_on", cutoff)


def _due(cutoff: date) -> Q:
    return Q(ordered_on__lte=cutoff, deadline_on__gte=cutoff) & _not_by("ended_on", cutoff)


def _repeated(_cutoff: date) -> Q:
    """Found before in the same year at the same unit; what has no kind of its own repeats nothing."""
    earlier = Hazard._base_manager.filter(
        unit=OuterRef("unit"),
        kind=OuterRef("kind"),
        found_on__lt=OuterRef("found_on"),
        found_on__year=ExtractYear(OuterRef("found_on")),
        voided_on__isnull=True,
    )
    return Q(Exists(earlier)) & ~Q(kind="other")


def _late(cutoff: date) -> Q:
    """Met by the cut-off, after the term had run out. What the unit reported in time was mended in time, even if the
    officer looked later; an earlier term that was not kept counts as well."""
    in_term = (F("ordered_on"), F("deadline_on"))
    reported = Q(ended_on=F("hazard__settled_on"), hazard__reported_on__range=in_term)
    missed = Demand._base_manager.filter(~reported, ended_on__lte=cutoff, ended_on__gt=F("deadline_on"))
    return _by("ordered_on", cutoff) & _by("settled_on", cutoff) & Q(pk__in=missed.values("hazard"))


def _unreviewed(cutoff: date) -> Q:
    """A term ends when its hazard is looked at again, whether it passes or gets another term."""
    looked_at = Demand._base_manager.filter(ended_on__lte=cutoff).values("hazard")
    return _by("ordered_on", cutoff) & ~Q(pk__in=looked_at)


sources.declare_all()
_ITEMS = ("项", "个", "处", "起")

declare(
    (
        Figure(
            "hazards.found",
            "排查隐患",
            "条",
            "期内发现的隐患（问题）数，不论后来如何。",
            Kind.COHORT,
            "hazards",
            also=(
                "排查隐患",
                "发现问题",
                "查出问题",
                "发现隐患",
                "查出隐患",
                "查处隐患",
                "问题隐患",
                "安全隐患",
                "查隐患",
                "查问题",
                "列出问题",
                "指出问题",
                "整治隐患",
                "揪出隐患",
                "登记隐患",
                "摸出隐患",
                "摸排隐患",
                "起底隐患",
                "隐患问题",
            ),
            verbs=("排查", "发现", "查出", "查处", "共排查", "揪出", "查摆", "登记", "摸出", "摸排", "起底"),
            nouns=("隐患", "问题", "问题隐患"),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.general",
            "一般隐患",
            "条",
            "期内发现的一般隐患数。",
            Kind.COHORT,
            "hazards",
            _is(level="general"),
            also=("一般隐患", "一般事故隐患"),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.major",
            "重大隐患",
            "条",
            "期内发现的重大事故隐患数。",
            Kind.COHORT,
            "hazards",
            _is(level="major"),
            also=("重大隐患", "重大事故隐患", "重大问题隐患"),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.onsite",
            "立即整改",
            "条",
            "期内发现、当场整改的隐患数。",
            Kind.COHORT,
            "hazards",
            lambda cutoff: _by("onsite_on", cutoff),
            also=(
                "立即整改",
                "现场整改",
                "当场整改",
                "立行立改",
                "即查即改",
                "当场改",
                "现场改",
                "现场解决",
                "当即整改",
                "就地整改",
                "边查边改",
                "当场纠正",
                "当场改掉",
                "立查立改",
            ),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.deadline",
            "限期整改",
            "条",
            "期内发现、责令限期整改的隐患数。",
            Kind.COHORT,
            "hazards",
            lambda cutoff: _by("ordered_on", cutoff),
            also=(
                "限期整改",
                "责令限期整改",
                "责令整改",
                "责令限期",
                "跟踪整改",
                "限期改",
                "限时整改",
                "限期",
            ),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.undecided",
            "待处置隐患",
            "条",
            "期内发现、截止日既未当场整改也未责令整改的隐患数。",
            Kind.COHORT,
            "hazards",
            lambda cutoff: _not_by("onsite_on", cutoff) & _not_by("ordered_on", cutoff),
            also=("待处置",),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.deadline_done",
            "限期整改已完成",
            "条",
            "期内发现、责令限期整改、截止日已复查合格的隐患数。",
            Kind.COHORT,
            "hazards",
            lambda cutoff: _by("ordered_on", cutoff) & _by("settled_on", cutoff),
            also=("复查合格", "限期整改已完成", "复查验收合格", "通过复查", "复查销号"),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.rectified",
            "已整改",
            "条",
            "期内发现、截止日已整改（当场整改或复查合格）的隐患数。",
            Kind.COHORT,
            "hazards",
            lambda cutoff: _by("settled_on", cutoff),
            also=(
                "已整改",
                "整改到位",
                "整改完毕",
                "完成整改",
                "已完成整改",
                "整改隐患",
                "整改问题",
                "整改完成",
                "办结",
                "改掉",
                "改完",
                "改好",
            ),
            verbs=("整改",),
            nouns=("已整改", "整改到位"),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.open",
            "未整改",
            "条",
            "期内发现、截止日尚未整改完成的隐患数。",
            Kind.COHORT,
            "hazards",
            lambda cutoff: _not_by("settled_on", cutoff),
            also=(
                "未整改",
                "正在整改",
                "未整改到位",
                "剩余",
                "尚未整改",
                "未完成整改",
                "仍在整改",
                "还在整改",
                "未销号",
                "没改完",
                "没改好",
                "未改好",
                "未完成",
                "没有改完",
                "在办",
                "未办结",
                "还剩",
                "只剩",
            ),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.urgent",
            "急办隐患",
            "条",
            "期内发现、列为急办的隐患数。",
            Kind.COHORT,
            "hazards",
            lambda cutoff: _by("urgent_on", cutoff),
            also=("急办", "特事特办"),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.closed",
            "销号",
            "条",
            "期内整改完成的隐患数，不论何时发现。",
            Kind.FLOW,
            "hazards",
            on="settled_on",
            also=("销号", "闭环", "清零"),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.overdue",
            "逾期未整改",
            "条",
            "截止日期限已过而尚未整改完成的隐患数，不论何时发现。",
            Kind.STOCK,
            "demands",
            _overdue,
            lambda where: Count("hazard", filter=where, distinct=True),
            also=(
                "逾期",
                "逾期未整改隐患",
                "逾期没改",
                "逾期未改",
                "超期",
                "超期未整改",
                "逾期隐患",
                "超过期限仍未整改",
            ),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.due",
            "期限内待整改",
            "条",
            "截止日期限未到、尚未整改完成的限期整改隐患数，不论何时发现。",
            Kind.STOCK,
            "demands",
            _due,
            lambda where: Count("hazard", filter=where, distinct=True),
            also=("期限内待整改", "期限未到的隐患", "尚在整改期限内"),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.repeated",
            "重复隐患",
            "条",
            "期内发现、同一单位当年此前已发现过同一类别的隐患数；类别为其他的不计。",
            Kind.COHORT,
            "hazards",
            _repeated,
            also=("重复隐患", "反复隐患", "重复出现的隐患"),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.open_overdue",
            "期内发现的逾期未整改",
            "条",
            "期内发现、截止日期限已过而尚未整改完成的隐患数。",
            Kind.COHORT,
            "hazards",
            # Asked by the truth check alone; the guard of scope stands on the hazards that it is compared with.
            lambda cutoff: Q(pk__in=Demand._base_manager.filter(_overdue(cutoff)).values("hazard")),
        ),
        Figure(
            "hazards.deadline_late",
            "逾期后整改",
            "条",
            "期内发现、责令限期整改、过了期限才整改完成的隐患数；复查退回另定期限的，先前逾期也算；按期报告整改、期限后才复查的不算。",
            Kind.COHORT,
            "hazards",
            _late,
            also=("逾期后整改", "逾期后完成整改", "超期后整改"),
        ),
        Figure(
            "hazards.unreviewed",
            "限期整改未复查",
            "条",
            "期内发现、责令限期整改、截止日还没有复查过的隐患数。",
            Kind.COHORT,
            "hazards",
            _unreviewed,
            also=("未复查", "尚未复查", "没有复查", "待复查"),
        ),
        Figure(
            "hazards.settled_days",
            "复查合格的日数",
            "天",
            "期内发现、责令限期整改的隐患，到截止日是在几天里复查合格的。",
            Kind.COHORT,
            "hazards",
            lambda cutoff: _by("ordered_on", cutoff) & _by("settled_on", cutoff),
            lambda where: Count("settled_on", filter=where, distinct=True),
        ),
        Figure(
            "hazards.rate",
            "整改率",
            "%",
            "期内发现的隐患中截止日已整改的比例；期内没有发现隐患时无从计算。",
            Kind.RATIO,
            of=("hazards.rectified", "hazards.found"),
            also=("整改率", "整改完成率", "隐患整改率", "办结率"),
        ),
        Figure(
            "hazards.major_done",
            "重大隐患已整改",
            "条",
            "期内发现的重大隐患中截止日已整改的条数。",
            Kind.COHORT,
            "hazards",
            lambda cutoff: Q(level="major") & _by("settled_on", cutoff),
            also=("重大隐患已整改", "重大隐患完成整改", "重大事故隐患已整改", "重大隐患整改"),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.major_rate",
            "重大隐患整改率",
            "%",
            "期内发现的重大隐患中截止日已整改的比例。",
            Kind.RATIO,
            of=("hazards.major_done", "hazards.major"),
            also=("重大隐患整改率", "重大事故隐患整改率"),
        ),
    ),
    (
        Identity(
            "发现＝立即整改＋限期整改＋待处置",
            "hazards.found",
            ("hazards.onsite", "hazards.deadline", "hazards.undecided"),
        ),
        Identity("发现＝已整改＋未整改", "hazards.found", ("hazards.rectified", "hazards.open")),
        Identity(
            "已整改＝立即整改＋限期整改已完成",
            "hazards.rectified",
            ("hazards.onsite", "hazards.deadline_done"),
        ),
        Identity("发现＝一般隐患＋重大隐患", "hazards.found", ("hazards.general", "hazards.major")),
        Identity("限期整改已完成≤限期整改", "hazards.deadline_done", ("hazards.deadline",), "<="),
        Identity("逾期后整改≤限期整改已完成", "hazards.deadline_late", ("hazards.deadline_done",), "<="),
    ),
)
