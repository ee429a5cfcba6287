"""What grading declares: units by their level, on any day; units alive and silent; what an approved plan asks and what of it is done."""

from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q

from bihuan.figures.dated import not_by
from bihuan.figures.registry import Figure, Identity, Kind, Source, declare, declare_source
from bihuan.grading.models import PlanVisit, UnitLevel
from bihuan.grading.queries import made, planned
from bihuan.grading.rules import LEVELS
from bihuan.inspections.models import Inspection
from bihuan.risks.models import PointGrade
from bihuan.rollout.models import WorkDay
from bihuan.selfchecks.rules import ALIVE_DAYS, alive_since
from bihuan.units.figures import registered, stood
from bihuan.units.models import Unit, UnitState


def _stood(path: str, on: date) -> Q:
    """Levels of units that stood at or below a cell on a day."""
    return Q(unit__in=Unit._base_manager.filter(stood(path, on)).values("pk"))


declare_source(
    Source(
        "unit_levels",
        "监管等级",
        UnitLevel,
        lambda scope: UnitLevel.objects.within(scope),
        cell="unit__cell_path",
        stood=_stood,
        category="unit__category",
        told_by=("unit",),
        words=(("level", tuple((code, one.says) for code, one in LEVELS.items())),),
        columns=(("unit__name", "单位"), ("level", "等级"), ("score", "分值"), ("from_on", "自")),
        page="unit",
        page_of="unit",
    )
)


declare_source(
    Source(
        "level_changes",
        "监管等级变动",
        UnitLevel,
        lambda scope: UnitLevel.objects.within(scope).exclude(Q(before="") | Q(before=F("level"))),
        on="from_on",
        cell="recorded_cell",
        category="recorded_category",
        basis="grading.units",
        told_by=("unit",),
        words=tuple(
            (name, tuple((code, one.says) for code, one in LEVELS.items())) for name in ("before", "level")
        ),
        columns=(
            ("from_on", "日期"),
            ("unit__name", "单位"),
            ("before", "原等级"),
            ("level", "等级"),
            ("score", "分值"),
        ),
        page="unit",
        page_of="unit",
    )
)


declare_source(
    Source(
        "plan_visits",
        "年度计划的检查",
        PlanVisit,
        lambda scope: PlanVisit.objects.within(scope),
        on="from_on",
        cell="recorded_cell",
        category="recorded_category",
        basis="grading.planned",
        told_by=("line__plan",),
        stirred_by=("unit", "unit__inspections", "unit__merged_into__inspections"),
        columns=(
            ("from_on", "月份"),
            ("unit__name", "单位"),
            ("nth", "本年第几次"),
            ("line__inspector__name", "检查人"),
        ),
        page="unit",
        page_of="unit",
    )
)


def _graded(cutoff: date) -> Q:
    """The level of each registered unit on a day: plain columns, so that a town's grid is counted in one pass. Who was away is looked up once."""
    away = UnitState._base_manager.filter(from_on__lte=cutoff, until_on__gt=cutoff)
    there = not_by("unit__ended_on", cutoff) & ~Q(unit__in=away.values("unit"))
    return Q(from_on__lte=cutoff) & not_by("until_on", cutoff) & there


def _made(cutoff: date) -> Q:
    return made(Inspection._base_manager.filter(voided_on__isnull=True), cutoff)


def _at(code: str):  # type: ignore[no-untyped-def]
    return lambda cutoff: _graded(cutoff) & Q(level=code)


def _moved(*, up: bool) -> Q:
    """Changes to a graver level, or to a lesser one."""
    codes = list(LEVELS)  # the gravest first
    found = Q(pk__in=())
    for at, code in enumerate(codes):
        found |= Q(level=code, before__in=codes[at + 1 :] if up else codes[:at])
    return found


def _listed(cutoff: date) -> Q:
    rows = PointGrade._base_manager.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=cutoff), unit=OuterRef("pk"), from_on__lte=cutoff
    )
    return registered(cutoff) & Q(Exists(rows))


def _worked(cutoff: date) -> Q:
    """Somebody worked on the unit's list within ALIVE_DAYS up to the cut-off."""
    since = alive_since(cutoff)
    days = WorkDay._base_manager.filter(unit=OuterRef("pk"), day__gte=since, day__lte=cutoff)
    return Q(Exists(days))


declare(
    (
        Figure(
            "grading.units",
            "评定监管等级的单位",
            "家",
            "截止日在册、已经评定监管等级的监管对象数。",
            Kind.STOCK,
            "unit_levels",
            _graded,
            also=("评定监管等级", "分级监管单位", "实行分级监管"),
            units_also=("个", "户"),
        ),
        *(
            Figure(
                f"grading.{code.lower()}",
                f"{code}级（{one.label}）单位",
                "家",
                f"截止日在册、监管等级为{code}级（{one.colour}色，{one.label}）的监管对象数。",
                Kind.STOCK,
                "unit_levels",
                _at(code),
                also=(f"{code}级单位", f"{code}级企业", f"{one.colour}色单位", f"{one.colour}色企业"),
                units_also=("个", "户"),
            )
            for code, one in LEVELS.items()
        ),
        Figure(
            "grading.rose",
            "监管等级升高",
            "家次",
            "期内监管等级升高的次数，一家升高几次计几次；第一次评定不计。",
            Kind.FLOW,
            "level_changes",
            lambda _cutoff: _moved(up=True),
            also=("监管等级升高", "监管等级上调", "上调监管等级"),
            units_also=("家",),
        ),
        Figure(
            "grading.fell",
            "监管等级降低",
            "家次",
            "期内监管等级降低的次数，一家降低几次计几次。",
            Kind.FLOW,
            "level_changes",
            lambda _cutoff: _moved(up=False),
            also=("监管等级降低", "监管等级下调", "下调监管等级"),
            units_also=("家",),
        ),
        Figure(
            "grading.alive",
            "双重预防在用单位",
            "家",
            f"截止日在册、有风险清单，而且近{ALIVE_DAYS}天内有人录入、评价风险、指定责任人、修改清单或者自查的监管对象数。",
            Kind.STOCK,
            "units",
            lambda cutoff: _listed(cutoff) & _worked(cutoff),
            also=("双重预防在用", "双重预防正常运行"),
        ),
        Figure(
            "grading.silent",
            "双重预防停摆单位",
            "家",
            f"截止日在册、有风险清单，但近{ALIVE_DAYS}天没有人动过的监管对象数。",
            Kind.STOCK,
            "units",
            lambda cutoff: _listed(cutoff) & ~_worked(cutoff),
            also=("双重预防停摆",),
        ),
        Figure(
            "grading.plan_units",
            "列入年度检查计划的单位",
            "家",
            "经批准的年度监督检查计划安排在期内各月检查的监管对象数，一家几次计一家；轮到以前已不在册的不计。",
            Kind.COHORT,
            "plan_visits",
            planned,
            lambda where: Count("unit", filter=where, distinct=True),
            also=("列入年度检查计划", "列入年度监督检查计划", "计划检查单位", "计划检查企业"),
            units_also=("个", "户"),
        ),
        Figure(
            "grading.planned",
            "计划检查",
            "家次",
            "经批准的年度监督检查计划安排在期内各月的检查次数；轮到以前已不在册的单位不计。",
            Kind.COHORT,
            "plan_visits",
            planned,
            also=("计划检查", "年度计划检查", "计划安排检查"),
            units_also=("次",),
        ),
        Figure(
            "grading.planned_made",
            "按计划已检查",
            "家次",
            "期内计划检查中，截止日已检查的：一家安排在本年的第几次，截止日本年已有几天去检查、复查过，不论谁去、哪个月去，网格巡查不算。",
            Kind.COHORT,
            "plan_visits",
            lambda cutoff: planned(cutoff) & _made(cutoff),
            also=("按计划已检查", "按计划检查", "计划内检查", "计划已完成"),
            units_also=("次",),
        ),
        Figure(
            "grading.planned_left",
            "计划内尚未检查",
            "家次",
            "期内计划检查中，截止日还没有检查的；当月还没有过完的也计。",
            Kind.COHORT,
            "plan_visits",
            lambda cutoff: planned(cutoff) & ~_made(cutoff),
            also=("计划内尚未检查", "计划未检查", "尚未按计划检查"),
            units_also=("次",),
        ),
        Figure(
            "grading.plan_rate",
            "检查计划完成率",
            "%",
            "期内计划检查中已检查的比例；一家多查的不抵别家的。",
            Kind.RATIO,
            of=("grading.planned_made", "grading.planned"),
            also=("检查计划完成率", "年度计划完成率", "监督检查计划完成率"),
        ),
    ),
    (
        Identity(
            "评定等级的单位＝D＋C＋B＋A级",
            "grading.units",
            ("grading.d", "grading.c", "grading.b", "grading.a"),
        ),
        Identity(
            "计划检查＝已检查＋尚未检查", "grading.planned", ("grading.planned_made", "grading.planned_left")
        ),
        Identity("列入计划的单位≤计划检查家次", "grading.plan_units", ("grading.planned",), "<="),
        Identity("在用单位≤完成风险分级的单位", "grading.alive", ("risks.units",), "<="),
        Identity("完成风险分级的单位＝在用＋停摆", "risks.units", ("grading.alive", "grading.silent")),
    ),
)
