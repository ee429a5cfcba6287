"""What major hazards declare beyond their number: listed, delisted, reported within the day, fixed, open."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from bihuan.figures.dated import by, not_by
from bihuan.figures.registry import Figure, Identity, Kind, declare
from bihuan.majors.models import Listing

_ITEMS = ("条", "项", "个", "起", "件")


def _listing(field: str, cutoff: date) -> Q:
    """A listing whose dated column had happened by the cut-off. The guard of scope stands on the hazards counted."""
    return Q(Exists(Listing._base_manager.filter(by(field, cutoff), hazard=OuterRef("pk"))))


def _reported(cutoff: date) -> Q:
    """Reported up on the day on which it was judged major."""
    return by("major_on", cutoff) & Q(major_case__reported_on__lte=F("major_on"))


declare(
    (
        Figure(
            "hazards.listed",
            "挂牌督办",
            "处",
            "期内发现的重大隐患中，截止日已由上级决定挂牌督办的处数。",
            Kind.COHORT,
            "hazards",
            lambda cutoff: _listing("listed_on", cutoff),
            also=("挂牌督办", "挂牌"),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.delisted",
            "挂牌督办已摘牌",
            "处",
            "期内发现、挂牌督办的重大隐患中，截止日已摘牌的处数。",
            Kind.COHORT,
            "hazards",
            lambda cutoff: _listing("delisted_on", cutoff),
            also=("摘牌", "摘牌销号", "解除挂牌督办"),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.major_fixed",
            "重大隐患五落实",
            "条",
            "期内发现的重大隐患中，截止日责任、措施、资金、时限、预案都已落实的条数。",
            Kind.COHORT,
            "hazards",
            lambda cutoff: by("major_on", cutoff) & by("major_case__fixed_on", cutoff),
            also=("落实五到位", "五落实", "五到位"),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.major_reported",
            "重大隐患当日上报",
            "条",
            "期内发现的重大隐患中，判定当天即上报上级的条数。",
            Kind.COHORT,
            "hazards",
            _reported,
            also=("重大隐患当日上报", "重大隐患及时上报"),
            units_also=_ITEMS,
        ),
        Figure(
            "hazards.major_reported_rate",
            "重大隐患当日上报率",
            "%",
            "期内发现的重大隐患中，判定当天即上报上级的比例。",
            Kind.RATIO,
            of=("hazards.major_reported", "hazards.major"),
            also=("重大隐患上报及时率", "重大隐患当日上报率"),
        ),
        Figure(
            "hazards.major_open",
            "未销号重大隐患",
            "条",
            "截止日尚未整改完成的重大隐患数，不论何时发现。",
            Kind.STOCK,
            "hazards",
            lambda cutoff: by("major_on", cutoff) & not_by("settled_on", cutoff),
            also=("未销号重大隐患", "现有重大隐患", "重大隐患存量"),
            units_also=_ITEMS,
        ),
    ),
    (
        Identity("挂牌督办≤重大隐患", "hazards.listed", ("hazards.major",), "<="),
        Identity("已摘牌≤挂牌督办", "hazards.delisted", ("hazards.listed",), "<="),
        Identity("五落实≤重大隐患", "hazards.major_fixed", ("hazards.major",), "<="),
        Identity("当日上报≤重大隐患", "hazards.major_reported", ("hazards.major",), "<="),
    ),
)
