"""What risks declare: points by colour, units that have a graded list, evaluations, those that are overdue."""

from datetime import date

from django.db.models import Count, Q

from bihuan.figures.dated import not_by
from bihuan.figures.registry import Figure, Identity, Kind, Source, declare, declare_source
from bihuan.risks.models import Evaluation, PointGrade, Review
from bihuan.risks.rules import GRADES
from bihuan.units.figures import stood
from bihuan.units.models import Unit, UnitState


def _at(unit: str):  # type: ignore[no-untyped-def]
    """Rows whose unit, by a field path, stood at or below a cell on a day."""

    def where(path: str, on: date) -> Q:
        return Q(**{f"{unit}__in": Unit._base_manager.filter(stood(path, on)).values("pk")})

    return where


def _there(unit: str, cutoff: date) -> Q:
    """Rows whose unit was in the register on a day. Who was away or had left is looked up once: with a join to the unit of each row a
    town's 50,000 points take twice as long."""
    away = UnitState._base_manager.filter(from_on__lte=cutoff, until_on__gt=cutoff)
    gone = Unit._base_manager.filter(ended_on__lte=cutoff)
    return ~Q(**{f"{unit}__in": gone.values("pk")}) & ~Q(**{f"{unit}__in": away.values("unit")})


declare_source(
    Source(
        "risk_points",
        "风险点",
        PointGrade,
        lambda scope: PointGrade.objects.within(scope),
        cell="unit__cell_path",
        stood=_at("unit"),
        category="unit__category",
        basis="risks.points",
        told_by=("point", "unit"),
        columns=(
            ("unit__name", "单位"),
            ("point__number", "编号"),
            ("point__name", "风险点"),
            ("grade", "风险等级"),
            ("from_on", "自"),
        ),
        page="risk_point",
        page_of="point",
    )
)
declare_source(
    Source(
        "risk_evaluations",
        "风险评价",
        Evaluation,
        lambda scope: Evaluation.objects.within(scope),
        on="evaluated_on",
        cell="step__point__unit__cell_path",
        stood=_at("step__point__unit"),
        category="step__point__unit__category",
        told_by=("step__point", "step__point__unit"),
        columns=(
            ("evaluated_on", "日期"),
            ("step__point__unit__name", "单位"),
            ("step__point__name", "风险点"),
            ("step__name", "步骤、项目"),
            ("occasion", "评价原因"),
            ("grade", "风险等级"),
        ),
        page="risk_point",
        page_of="step__point",
    )
)
declare_source(
    Source(
        "risk_reviews",
        "重新评价",
        Review,
        lambda scope: Review.objects.within(scope),
        on="asked_on",
        cell="point__unit__cell_path",
        stood=_at("point__unit"),
        category="point__unit__category",
        basis="risks.points",
        told_by=("point", "point__unit"),
        columns=(
            ("asked_on", "提出"),
            ("point__unit__name", "单位"),
            ("point__name", "风险点"),
            ("why", "原因"),
            ("due_on", "期限"),
        ),
        page="risk_point",
        page_of="point",
    )
)


def _in_force(cutoff: date) -> Q:
    return Q(from_on__lte=cutoff) & not_by("until_on", cutoff) & _there("unit", cutoff)


def _graded(grade: int):  # type: ignore[no-untyped-def]
    """The grade first: what is of another is weighed no further."""
    return lambda cutoff: Q(grade=grade) & _in_force(cutoff)


def _late(cutoff: date) -> Q:
    asked = Q(asked_on__lte=cutoff, due_on__lt=cutoff) & not_by("done_on", cutoff)
    return asked & _there("point__unit", cutoff)


def _colour(key: str, grade: int, also: tuple[str, ...]) -> Figure:
    one = GRADES[grade]
    return Figure(
        f"risks.{key}",
        one.label,
        "个",
        f"截止日在册单位的风险点中，等级为{one.label}（{one.colour}色）的。",
        Kind.STOCK,
        "risk_points",
        _graded(grade),
        also=also,
        units_also=("处", "项"),
    )


declare(
    (
        Figure(
            "risks.points",
            "风险点",
            "个",
            "截止日在册单位已经评价分级、没有停用的风险点数。",
            Kind.STOCK,
            "risk_points",
            _in_force,
            also=("风险点", "辨识风险点", "辨识风险", "录入风险点", "排查录入风险点"),
            verbs=("辨识", "录入", "排查录入"),
            units_also=("处", "项"),
        ),
        _colour("major", 1, ("重大风险", "红色风险", "重大风险点", "红色风险点")),
        _colour("large", 2, ("较大风险", "橙色风险", "较大风险点", "橙色风险点")),
        _colour("general", 3, ("一般风险", "黄色风险", "一般风险点", "黄色风险点")),
        _colour("low", 4, ("低风险", "蓝色风险", "低风险点", "蓝色风险点")),
        Figure(
            "risks.units",
            "完成风险分级的单位",
            "家",
            "截止日在册、有已经评价分级的风险点的监管对象数。",
            Kind.STOCK,
            "risk_points",
            _in_force,
            lambda where: Count("unit", filter=where, distinct=True),
            also=("完成风险分级", "建立风险清单", "开展风险辨识", "完成风险辨识"),
            units_also=("个", "户"),
        ),
        Figure(
            "risks.evaluations",
            "风险评价",
            "次",
            "期内对作业步骤、检查项目所作的风险评价次数，首次评价在内。",
            Kind.FLOW,
            "risk_evaluations",
            also=("风险评价", "风险评估"),
            units_also=("项",),
        ),
        Figure(
            "risks.late",
            "逾期没有重新评价的风险点",
            "个",
            "截止日因变更、事故或者满一年应当重新评价，过了期限还没有做完的风险点数。",
            Kind.STOCK,
            "risk_reviews",
            _late,
        ),
    ),
    (
        Identity(
            "风险点＝重大＋较大＋一般＋低风险",
            "risks.points",
            ("risks.major", "risks.large", "risks.general", "risks.low"),
        ),
        Identity("完成风险分级的单位≤风险点", "risks.units", ("risks.points",), "<="),
    ),
)
