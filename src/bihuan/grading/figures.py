"""What grading declares: units by their level, on any day; units alive and silent; what an approved plan asks and what of it is done."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from bihuan.figures.registry import Figure, Identity, Kind, declare
from bihuan.grading.models import UnitLevel
from bihuan.grading.rules import LEVELS
from bihuan.risks.models import Evaluation, Keeper, PointGrade, RiskPoint
from bihuan.rollout.rules import ALIVE_DAYS
from bihuan.units.figures import registered


def _at(code: str):  # type: ignore[no-untyped-def]
    def where(cutoff: date) -> Q:
        rows = UnitLevel._base_manager.filter(
            Q(until_on__isnull=True) | Q(until_on__gt=cutoff),
            unit=OuterRef("pk"),
            level=code,
            from_on__lte=cutoff,
        )
        return registered(cutoff) & Q(Exists(rows))

    return where


def _graded(cutoff: date) -> Q:
    rows = UnitLevel._base_manager.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=cutoff), unit=OuterRef("pk"), from_on__lte=cutoff
    )
    return registered(cutoff) & Q(Exists(rows))


def _listed(cutoff: date) -> Q:
    rows = PointGrade._base_manager.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=cutoff), unit=OuterRef("pk"), from_on__lte=cutoff
    )
    return registered(cutoff) & Q(Exists(rows))


def _worked(cutoff: date) -> Q:
    """Somebody worked on the unit's list within ALIVE_DAYS up to the cut-off."""
    since = cutoff - timedelta(days=ALIVE_DAYS)
    days = (since + timedelta(days=1), cutoff)
    entered = RiskPoint._base_manager.filter(unit=OuterRef("pk"), opened_on__range=days)
    judged = Evaluation._base_manager.filter(step__point__unit=OuterRef("pk"), evaluated_on__range=days)
    given = Keeper._base_manager.filter(point__unit=OuterRef("pk"), from_on__range=days)
    return Q(Exists(entered)) | Q(Exists(judged)) | Q(Exists(given))


declare(
    (
        Figure(
            "grading.units",
            "评定监管等级的单位",
            "家",
            "截止日在册、已经评定监管等级的监管对象数。",
            Kind.STOCK,
            "units",
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
                "units",
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
            f"截止日在册、有风险清单，而且近{ALIVE_DAYS}天内有人录入、评价风险或者指定责任人的监管对象数。",
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
