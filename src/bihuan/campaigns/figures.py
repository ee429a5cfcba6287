"""What drives declare: how many were closed, the units on their lists, visited, accounted for and left; the same of sweeps, and what these found.

A unit's visit counts for the drive in whose name it was made and for the larger one that this lies within, once in each. What suspensions, bans
and hazards there were in a drive the figures of those say, with the drive as their slice."""

from collections.abc import Callable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from bihuan.campaigns.models import CampaignUnit, DriveHanding
from bihuan.campaigns.rules import FOUND, SWEEP
from bihuan.core.scope import Scope
from bihuan.figures.registry import Figure, Identity, Kind, Source, declare, declare_source
from bihuan.inspections.models import Inspection


def _lines(scope: Scope) -> QuerySet[CampaignUnit]:
    """The lines of drives that were issued and not cancelled."""
    found: QuerySet[CampaignUnit] = CampaignUnit.objects.within(scope).filter(
        campaign__cancelled_on__isnull=True
    )
    return found


declare_source(
    Source(
        "drive_units",
        "行动名单",
        CampaignUnit,
        _lines,
        on="campaign__begins_on",
        cell="recorded_cell",
        category="recorded_category",
        campaign="campaign",
        team="team",
        nests=False,
        basis="",
        told_by=("pk", "campaign"),
        stirred_by=("unit", "unit__inspections"),
        right="office",
        columns=(
            ("unit__name", "单位"),
            ("campaign__name", "专项行动"),
            ("team__name", "专项组"),
            ("joined_on", "列入日期"),
            ("joined_for", "列入说明"),
            ("left_for", "移出说明"),
            ("excuse_note", "未查原因"),
        ),
        page="unit",
        page_of="unit",
    )
)


declare_source(
    Source(
        "drive_handings",
        "专项行动报送的材料",
        DriveHanding,
        lambda scope: DriveHanding.objects.within(scope).filter(
            voided_on__isnull=True, campaign__cancelled_on__isnull=True
        ),
        on="handed_on",
        campaign="campaign",
        team="team",
        right="office",
        columns=(
            ("name", "材料"),
            ("campaign__name", "专项行动"),
            ("team__name", "专项组"),
            ("department__name", "部门"),
            ("to", "报给"),
            ("due_on", "应报日期"),
            ("handed_on", "报送日期"),
            ("note", "说明"),
        ),
        page="campaign",
        page_of="campaign",
    )
)


def _seen(cutoff: date) -> Q:
    """Lines whose unit was visited by a day, in the drive or in one within it."""
    ours = Q(campaign=OuterRef("campaign")) | Q(campaign__parent=OuterRef("campaign"))
    came = Inspection._base_manager.filter(
        ours, town=OuterRef("town"), unit=OuterRef("unit"), voided_on__isnull=True, visited_on__lte=cutoff
    )
    return Q(Exists(came))


def _there(cutoff: date) -> Q:
    return Q(left_on__isnull=True) | Q(left_on__gt=cutoff)


def _excused(cutoff: date) -> Q:
    return Q(excused_on__isnull=False, excused_on__lte=cutoff)


def _all(cutoff: date) -> Q:
    return Q(joined_on__lte=cutoff) & (_there(cutoff) | _seen(cutoff))


def _visited(cutoff: date) -> Q:
    return Q(joined_on__lte=cutoff) & _seen(cutoff)


def _accounted(cutoff: date) -> Q:
    return Q(joined_on__lte=cutoff) & _there(cutoff) & _excused(cutoff) & ~_seen(cutoff)


def _left(cutoff: date) -> Q:
    return Q(joined_on__lte=cutoff) & _there(cutoff) & ~_excused(cutoff) & ~_seen(cutoff)


def _of_sweeps(where: Callable[[date], Q]) -> Callable[[date], Q]:
    return lambda cutoff: Q(campaign__kind=SWEEP) & where(cutoff)


_TIMES = "同一家列入几次行动计几次；下属行动里的检查，上一级行动也算，只算一次。"
_PARTS = (
    ("units", "列入名单的单位", "截止日在行动名单上的单位（期内开始的行动），查过后才移出的仍计。", _all),
    ("visited", "名单内已查单位", "其中截止日前在行动中检查、巡查过的，一家查几次计一次。", _visited),
    ("excused", "说明原因未查单位", "其中没有查、写明了原因的。", _accounted),
    ("left", "名单内未查单位", "其中没有查，也没有写明原因的。", _left),
)
_ALSO = {
    "units": ("应查名单", "列入名单", "列入检查名单", "应查单位"),
    "visited": ("名单已查", "名单内已查", "名单内已检查"),
    "excused": ("因故未查", "说明原因未查"),
    "left": ("名单未查", "名单内未查"),
}
# What was due and is missing is worked out from the plans and not in rows; the drive's page tells it.
_PAPERS: tuple[tuple[str, str, str, Callable[[date], Q], tuple[str, ...]], ...] = (
    (
        "drive.papers",
        "专项行动报送材料",
        "期内按行动方案报送的材料，撤回的不计。",
        lambda _cutoff: Q(),
        ("专项行动报送材料",),
    ),
    (
        "drive.papers_on_time",
        "专项行动按时报送材料",
        "其中在方案规定的日期以前（含当天）报送的。",
        lambda _cutoff: Q(is_late=False),
        ("专项行动按时报送材料",),
    ),
    (
        "drive.papers_late",
        "专项行动迟报材料",
        "其中过了规定的日期才报送的。",
        lambda _cutoff: Q(is_late=True),
        ("专项行动迟报材料",),
    ),
)
_OF_SWEEPS = {
    "units": ("应到点位", "拉网式巡查点位", "应巡查点位"),
    "visited": ("已到点位", "巡查到位点位", "已巡查点位"),
    "excused": ("因故未到点位",),
    "left": ("未到点位",),
}

declare(
    (
        Figure(
            "drive.closed",
            "完成总结的专项行动",
            "次",
            "期内结束并形成总结的专项行动数。",
            Kind.FLOW,
            "campaigns",
            on="closed_on",
            also=("总结的专项行动", "已总结的专项行动", "完成总结"),
            units_also=("个",),
        ),
        *(
            Figure(
                f"drive.{key}",
                label,
                "家",
                says + _TIMES,
                Kind.COHORT,
                "drive_units",
                where,
                also=_ALSO[key],
                units_also=("家次", "处"),
            )
            for key, label, says, where in _PARTS
        ),
        Figure(
            "drive.coverage",
            "名单覆盖率",
            "%",
            "列入名单的单位中已查的比例。",
            Kind.RATIO,
            of=("drive.visited", "drive.units"),
            also=("名单覆盖率", "名单检查率"),
        ),
        *(
            Figure(key, label, "份", says, Kind.FLOW, "drive_handings", where, also=also)
            for key, label, says, where, also in _PAPERS
        ),
        *(
            Figure(
                f"sweep.{key}",
                f"拉网式巡查：{label}",
                "处",
                says + "只计拉网式巡查。",
                Kind.COHORT,
                "drive_units",
                _of_sweeps(where),
                also=_OF_SWEEPS[key],
                units_also=("家", "个"),
            )
            for key, label, says, where in _PARTS
        ),
        Figure(
            "sweep.coverage",
            "拉网式巡查覆盖率",
            "%",
            "拉网式巡查名单中已到的比例。",
            Kind.RATIO,
            of=("sweep.visited", "sweep.units"),
            also=("巡查覆盖率", "点位覆盖率"),
        ),
        Figure(
            "sweep.found",
            "拉网式巡查新发现点位",
            "处",
            "拉网式巡查中发现、名单上原来没有、当场登记的点位。",
            Kind.COHORT,
            "drive_units",
            _of_sweeps(lambda cutoff: Q(joined_for=FOUND, joined_on__lte=cutoff)),
            also=("新发现点位", "新登记点位", "补登记点位"),
            units_also=("家", "个"),
        ),
    ),
    (
        Identity(
            "列入名单＝已查＋说明原因未查＋未查",
            "drive.units",
            ("drive.visited", "drive.excused", "drive.left"),
        ),
        Identity(
            "专项行动报送材料＝按时＋迟报",
            "drive.papers",
            ("drive.papers_on_time", "drive.papers_late"),
        ),
        Identity(
            "巡查点位＝已到＋因故未到＋未到", "sweep.units", ("sweep.visited", "sweep.excused", "sweep.left")
        ),
    ),
)
