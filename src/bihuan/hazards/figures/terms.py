"""What the terms set for hazards declare: what runs, what has run out, what was met late."""

from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from bihuan.figures.dated import by, not_by
from bihuan.figures.registry import Figure, Identity, Kind, declare
from bihuan.hazards.models import Demand

_ITEMS = ("项", "个", "处", "起")


def _overdue(cutoff: date) -> Q:
    return Q(ordered_on__lte=cutoff, deadline_on__lt=cutoff) & not_by("ended_on", cutoff)


def _due(cutoff: date) -> Q:
    return Q(ordered_on__lte=cutoff, deadline_on__gte=cutoff) & not_by("ended_on", cutoff)


def _terms() -> QuerySet[Demand]:
    """The terms of each hazard that is looked at, found by it: those of all towns are never gone through."""
    return Demand._base_manager.filter(hazard=OuterRef("pk"))


def _late(cutoff: date) -> Q:
    """Met by the cut-off, after the term had run out. What the unit reported in time was mended in time, even if the
    officer looked later; an earlier term that was not kept counts as well."""
    in_term = (F("ordered_on"), F("deadline_on"))
    met = Q(ended_on=F("hazard__settled_on")) | Q(ended_on=F("hazard__passed_on"))
    reported = met & Q(hazard__reported_on__range=in_term)
    missed = _terms().filter(~reported, ended_on__lte=cutoff, ended_on__gt=F("deadline_on"))
    return by("ordered_on", cutoff) & by("settled_on", cutoff) & Q(Exists(missed))


def _unreviewed(cutoff: date) -> Q:
    """A term ends when its hazard is looked at again, whether it passes or gets another term. One that goes on by the same
    order was prolonged: nobody has looked."""
    prolonged = Demand._base_manager.filter(
        ~Q(pk=OuterRef("pk")),
        hazard=OuterRef("hazard"),
        paper=OuterRef("paper"),
        ordered_on=OuterRef("ended_on"),
    )
    looked_at = _terms().filter(~Exists(prolonged), ended_on__lte=cutoff)
    return by("ordered_on", cutoff) & Q(~Exists(looked_at))


declare(
    (
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
            "hazards.open_overdue",
            "期内发现的逾期未整改",
            "条",
            "期内发现、截止日期限已过而尚未整改完成的隐患数。",
            Kind.COHORT,
            "hazards",
            # Asked by the truth check alone; the guard of scope stands on the hazards that it is compared with.
            lambda cutoff: Q(Exists(_terms().filter(_overdue(cutoff)))),
        ),
        Figure(
            "hazards.open_due",
            "期内发现的期限内待整改",
            "条",
            "期内发现、截止日期限未到、尚未整改完成的限期整改隐患数。",
            Kind.COHORT,
            "hazards",
            lambda cutoff: Q(Exists(_terms().filter(_due(cutoff)))),
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
            lambda cutoff: by("ordered_on", cutoff) & by("settled_on", cutoff),
            lambda where: Count("settled_on", filter=where, distinct=True),
        ),
    ),
    (Identity("逾期后整改≤限期整改已完成", "hazards.deadline_late", ("hazards.deadline_done",), "<="),),
)
