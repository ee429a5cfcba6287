"""What the roll-out declares: benchmark units, units in a wave, units accepted, works above scale that were taken in; acceptances of a period."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from bihuan.figures.dated import not_by
from bihuan.figures.registry import Figure, Identity, Kind, Source, declare, declare_source
from bihuan.rollout.models import Acceptance, Benchmark, WaveUnit
from bihuan.units.figures import registered
from bihuan.units.queries import above_scale

declare_source(
    Source(
        "acceptances",
        "双重预防验收",
        Acceptance,
        lambda scope: Acceptance.objects.within(scope),
        on="accepted_on",
        cell="recorded_cell",
        category="recorded_category",
        told_by=("unit",),
        columns=(
            ("accepted_on", "日期"),
            ("unit__name", "单位"),
            ("within__wave__name", "批次"),
            ("total", "得分"),
            ("why", "不合格原因"),
        ),
        page="acceptance",
    )
)


def _having(rows: Callable[[date], Any]) -> Callable[[date], Q]:
    """Registered units with a row that stood at the cut-off."""
    return lambda cutoff: registered(cutoff) & Q(Exists(rows(cutoff).filter(unit=OuterRef("pk"))))


def _chosen(cutoff: date) -> Any:
    return Benchmark._base_manager.filter(not_by("ended_on", cutoff), from_on__lte=cutoff)


def _enrolled(cutoff: date) -> Any:
    return WaveUnit._base_manager.filter(not_by("left_on", cutoff), joined_on__lte=cutoff)


def _accepted(cutoff: date) -> Any:
    return Acceptance._base_manager.filter(passed=True, accepted_on__lte=cutoff)


def _taken_above(cutoff: date) -> Q:
    return registered(cutoff) & above_scale(cutoff) & Q(pilot_from__lte=cutoff)


declare(
    (
        Figure(
            "rollout.benchmarks",
            "标杆企业",
            "家",
            "截止日在册、由本镇按选树条件选定并且没有取消的双重预防标杆企业数。",
            Kind.STOCK,
            "units",
            _having(_chosen),
            also=("标杆企业", "选树标杆企业", "选树标杆", "培树标杆企业", "标杆示范企业", "双重预防标杆企业"),
            verbs=("选树", "培树", "打造"),
            units_also=("个", "户"),
        ),
        Figure(
            "rollout.enrolled",
            "双重预防参建单位",
            "家",
            "截止日在册、已经列入双重预防推进批次并且没有退出的监管对象数。",
            Kind.STOCK,
            "units",
            _having(_enrolled),
            also=("参建单位", "参建企业", "列入推进批次"),
            units_also=("个", "户"),
        ),
        Figure(
            "rollout.accepted",
            "双重预防验收合格单位",
            "家",
            "截止日在册、双重预防建设已经验收合格的监管对象数。",
            Kind.STOCK,
            "units",
            _having(_accepted),
            also=("双重预防验收合格", "验收合格企业", "通过双重预防验收", "双重预防建设验收合格"),
            verbs=("通过验收",),
            units_also=("个", "户"),
        ),
        Figure(
            "rollout.taken_above",
            "纳入两个体系建设的规模以上企业",
            "家",
            "截止日在册、为规模以上而且已纳入两个体系（双重预防）建设的企业数。",
            Kind.STOCK,
            "units",
            _taken_above,
            also=("规模以上企业纳入", "规上企业纳入"),
            verbs=("纳入",),
            nouns=("规模以上企业", "规上企业"),
        ),
        Figure(
            "rollout.acceptances",
            "双重预防验收",
            "家次",
            "期内按评分表组织的双重预防验收次数，不合格的也计。",
            Kind.FLOW,
            "acceptances",
            also=("双重预防验收", "组织双重预防验收"),
            units_also=("次",),
        ),
        Figure(
            "rollout.failed",
            "双重预防验收不合格",
            "家次",
            "期内双重预防验收中结论为不合格的次数。",
            Kind.FLOW,
            "acceptances",
            lambda _cutoff: Q(passed=False),
            also=("双重预防验收不合格",),
            units_also=("次",),
        ),
        Figure(
            "rollout.passed",
            "期内双重预防验收合格",
            "家",
            "期内双重预防验收结论为合格的监管对象数。",
            Kind.FLOW,
            "acceptances",
            lambda _cutoff: Q(passed=True),
            lambda where: Count("unit", filter=where, distinct=True),
        ),
    ),
    (
        Identity("验收合格≤参建单位", "rollout.accepted", ("rollout.enrolled",), "<="),
        Identity("纳入的规模以上企业≤两个体系建设企业", "rollout.taken_above", ("units.pilot",), "<="),
        Identity("验收不合格≤验收", "rollout.failed", ("rollout.acceptances",), "<="),
    ),
)
