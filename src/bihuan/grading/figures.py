"""What grading declares: units by their level, on any day; units alive and silent; what an approved plan asks and what of it is done."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from bihuan.figures.dated import not_by
from bihuan.figures.registry import Figure, Identity, Kind, Source, declare, declare_source
from bihuan.grading.models import UnitLevel
from bihuan.grading.rules import LEVELS
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


def _graded(cutoff: date) -> Q:
    """The level of each registered unit on a day: plain columns, so that a town's grid is counted in one pass. Who was away is looked up once."""
    away = UnitState._base_manager.filter(from_on__lte=cutoff, until_on__gt=cutoff)
    there = not_by("unit__ended_on", cutoff) & ~Q(unit__in=away.values("unit"))
    return Q(from_on__lte=cutoff) & not_by("until_on", cutoff) & there


def _at(code: str):  # type: ignore[no-untyped-def]
    return lambda cutoff: _graded(cutoff) & Q(level=code)


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
    ),
    (
        Identity(
            "评定等级的单位＝D＋C＋B＋A级",
            "grading.units",
            ("grading.d", "grading.c", "grading.b", "grading.a"),
        ),
        Identity("在用单位≤完成风险分级的单位", "grading.alive", ("risks.units",), "<="),
        Identity("完成风险分级的单位＝在用＋停摆", "risks.units", ("grading.alive", "grading.silent")),
    ),
)
